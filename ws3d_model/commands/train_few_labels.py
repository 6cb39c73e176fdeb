# SPDX-License-Identifier: Apache-2.0
"""`ws3d train finetune` and `ws3d train self-train`: training with few labels, or with none."""

from __future__ import annotations

import argparse
import dataclasses
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ws3d_model.learning.few_label_experiment import FewLabelExperiment

Kinds = argparse._SubParsersAction  # what `ArgumentParser.add_subparsers` gives


def add_finetune(kinds: Kinds[argparse.ArgumentParser]) -> None:
    """Declare `ws3d train finetune`."""
    parser = kinds.add_parser(
        "finetune",
        help="fine-tune a checkpoint on scans with few labels",
        description="Fine-tune a checkpoint, or train from scratch, on labelled scans of which the "
        "experiment says what labels are used: a share of the scenes, or some points of each. "
        "Classes are words, and the network can still be asked for others afterwards.",
        epilog="example: ws3d train finetune config/training/finetune_xs.yaml "
        "--data build/scannet/train --check build/scannet/val --out build/finetuned",
    )
    _add_arguments(parser)
    parser.add_argument(
        "--data", type=Path, required=True, help="folder of labelled shards (*.npz)"
    )
    parser.set_defaults(run=run, unlabelled=None, self_train=False)


def add_self_train(kinds: Kinds[argparse.ArgumentParser]) -> None:
    """Declare `ws3d train self-train`."""
    parser = kinds.add_parser(
        "self-train",
        help="the same, learning from scans without labels too",
        description="As finetune; besides, the averaged network's certain answers teach the scans "
        "whose labels are not used: those of --data that the experiment does not choose, and all "
        "of --unlabelled. Without --data, the experiment must give the names to look for.",
        epilog="example: ws3d train self-train config/training/self_train_xs.yaml "
        "--data build/labelled --unlabelled build/others --out build/self_trained",
    )
    _add_arguments(parser)
    parser.add_argument("--data", type=Path, help="folder of labelled shards (*.npz)")
    parser.add_argument(
        "--unlabelled",
        type=Path,
        metavar="FOLDER",
        help="further shards; their labels do not count",
    )
    parser.set_defaults(run=run, self_train=True)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("experiment", type=Path, help="YAML file of config/training")
    parser.add_argument(
        "--out", type=Path, required=True, help="folder for the log, the state and the checkpoint"
    )
    parser.add_argument(
        "--model",
        metavar="M",
        help="begin with this checkpoint (a name or a path), or with `scratch`, instead of the "
        "experiment's",
    )
    parser.add_argument("--share", type=float, help="of the scenes that have labels (0..1)")
    parser.add_argument("--points", type=int, help="labelled points a scene")
    parser.add_argument("--shots", type=int, help="examples of every novel name")
    parser.add_argument("--label-seed", type=int, help="of the choice of labels")
    parser.add_argument("--steps", type=int, help="optimiser steps, instead of the file's")
    parser.add_argument(
        "--check",
        type=Path,
        metavar="FOLDER",
        help="judge the names learnt and others on these held-out shards, before and after",
    )
    parser.add_argument(
        "--pictures",
        type=int,
        default=0,
        metavar="N",
        help="with --check: draw the N worst scans, their regions, boundaries and pseudo-labels",
    )
    parser.add_argument(
        "--text-cache", type=Path, metavar="FOLDER", help="keep the encoder's vectors here"
    )
    parser.add_argument(
        "--vectors", type=Path, metavar="FILE", help="text vectors (.npz) instead of the encoder"
    )
    parser.add_argument("--workers", type=int, help="processes that make batches")
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda"))
    parser.add_argument(
        "--tensorboard", action="store_true", help="log for TensorBoard too (install it apart)"
    )
    parser.add_argument("--quiet", action="store_true", help="no progress bars")


def run(args: argparse.Namespace) -> int:
    """Train; 0 when the training reached its last step.

    Raises:
        ValueError, OSError: an argument, the experiment or the scans are unusable.
    """
    # torch takes seconds to import: `ws3d --help` does not wait for it.
    from ws3d_model.learning.few_label_experiment import FewLabelExperiment
    from ws3d_model.learning.finetuning import FewLabelRun, train_few_labels
    from ws3d_model.perception import choose_device

    experiment = adjusted(FewLabelExperiment.read(args.experiment), args)
    where = FewLabelRun(
        data=args.data,
        out=args.out,
        unlabelled=args.unlabelled,
        self_train=args.self_train,
        check=args.check,
        pictures=args.pictures,
        text_cache=args.text_cache,
        vectors=args.vectors,
        tensorboard=args.tensorboard,
        quiet=args.quiet,
    )
    checkpoint = train_few_labels(experiment, where, choose_device(args.device))
    if os.environ.get("RANK", "0") == "0":
        print(f"checkpoint: {checkpoint}")
    return 0


def adjusted(experiment: FewLabelExperiment, args: argparse.Namespace) -> FewLabelExperiment:
    """The experiment with what the command line gives instead."""
    if args.steps is not None:
        experiment = experiment.lasting(args.steps)
    given: dict[str, dict[str, Any]] = {
        "start": {"model": args.model},
        "labels": {
            "share": args.share,
            "points": args.points,
            "shots": args.shots,
            "seed": args.label_seed,
        },
        "data": {"workers": args.workers},
    }
    sections = {
        name: dataclasses.replace(
            getattr(experiment, name), **{key: v for key, v in values.items() if v is not None}
        )
        for name, values in given.items()
    }
    return dataclasses.replace(experiment, **sections)
