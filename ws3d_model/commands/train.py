# SPDX-License-Identifier: Apache-2.0
"""`ws3d train`: pre-train or fine-tune a network on scans, or train a vision-language teacher."""

from __future__ import annotations

import argparse
import dataclasses
import os
from pathlib import Path

from ws3d_model.commands import train_few_labels


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command, its kinds of training and their arguments."""
    parser = subparsers.add_parser(
        "train",
        help="train a network on labelled scans, or a teacher",
        description="Train what an experiment's YAML file describes. A stopped run goes on where "
        "it was when the same command is given again.",
        epilog="example: ws3d train pretrain config/training/rooms.yaml --data build/rooms "
        "--out build/training; each kind has examples of its own: ws3d train pretrain --help",
    )
    kinds = parser.add_subparsers(title="kinds of training", metavar="KIND", required=True)
    _add_pretrain(kinds)
    train_few_labels.add_finetune(kinds)
    train_few_labels.add_self_train(kinds)
    _add_teacher(kinds)


def _add_pretrain(kinds: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = kinds.add_parser(
        "pretrain",
        help="align a network with text on labelled scans",
        description="Align a network with the spaces of text encoders on labelled scans, by "
        "names, captions and a teacher's features. Several processes share one training under "
        "`torchrun --nproc-per-node N -m ws3d_model.commands.main train pretrain ...`.",
        epilog="example: ws3d generate rooms --count 400 --out build/rooms && ws3d train pretrain "
        "config/training/rooms.yaml --data build/rooms --out build/training",
    )
    _add_common(parser)
    parser.add_argument("--data", type=Path, required=True, help="folder of shards (*.npz)")
    parser.add_argument(
        "--model", metavar="M", help="begin with the weights of this checkpoint (a name or a path)"
    )
    parser.add_argument(
        "--text-cache",
        type=Path,
        metavar="FOLDER",
        help="keep the text encoders' vectors here instead of in --out; a machine without the "
        "encoder can then train",
    )
    parser.add_argument(
        "--vectors",
        type=_named_path,
        action="append",
        default=[],
        metavar="SPACE=FILE",
        help="text vectors (.npz) of a text space instead of its encoder",
    )
    parser.add_argument(
        "--teacher",
        type=_named_path,
        action="append",
        default=[],
        metavar="SPACE=FOLDER",
        help="a teacher's features of the shards, in a text space",
    )
    parser.add_argument("--workers", type=int, help="processes that make batches")
    parser.add_argument(
        "--tensorboard", action="store_true", help="log for TensorBoard too (install it apart)"
    )
    parser.set_defaults(run=run_pretrain)


def _add_teacher(kinds: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = kinds.add_parser(
        "teacher",
        help="train a small vision-language model on rendered crops",
        description="Train a small vision-language model on rendered crops of procedural worlds "
        "and their captions.",
        epilog="example: ws3d generate rooms --count 400 --out build/rooms && ws3d train teacher "
        "config/teachers/small.yaml --out build/small_teacher",
    )
    _add_common(parser)
    parser.set_defaults(run=run_teacher)


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("experiment", type=Path, help="YAML file of config/training")
    parser.add_argument(
        "--out", type=Path, required=True, help="folder for the log, the state and the checkpoint"
    )
    parser.add_argument("--steps", type=int, help="optimiser steps, instead of the file's")
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda"))
    parser.add_argument("--quiet", action="store_true", help="no progress bars")


def run_pretrain(args: argparse.Namespace) -> int:
    """Pre-train; 0 when the training reached its last step."""
    # torch takes seconds to import: `ws3d --help` does not wait for it.
    from ws3d_model.learning.experiment import Experiment
    from ws3d_model.learning.pretraining import pretrain
    from ws3d_model.perception import choose_device

    experiment = Experiment.read(args.experiment)
    experiment = experiment.with_files(dict(args.vectors), dict(args.teacher))
    experiment = dataclasses.replace(experiment, model=args.model)
    if args.steps is not None:
        training = dataclasses.replace(experiment.training, steps=args.steps)
        experiment = dataclasses.replace(experiment, training=training)
    if args.workers is not None:
        data = dataclasses.replace(experiment.data, workers=args.workers)
        experiment = dataclasses.replace(experiment, data=data)
    checkpoint = pretrain(
        experiment,
        args.data,
        args.out,
        choose_device(args.device),
        args.text_cache,
        args.tensorboard,
        args.quiet,
    )
    if os.environ.get("RANK", "0") == "0":
        print(f"checkpoint: {checkpoint}")
    return 0


def run_teacher(args: argparse.Namespace) -> int:
    """Train a teacher; 0 when the training reached its last step."""
    from ws3d_model.perception import choose_device
    from ws3d_model.teachers.training import train_teacher
    from ws3d_model.teachers.training_settings import TeacherTraining

    training = TeacherTraining.read(args.experiment)
    if args.steps is not None:
        training = dataclasses.replace(training, steps=args.steps)
    args.out.mkdir(parents=True, exist_ok=True)
    model = train_teacher(training, args.out, choose_device(args.device), args.quiet)
    print(f"teacher: {model}")
    return 0


def _named_path(text: str) -> tuple[str, Path]:
    name, equals, path = text.partition("=")
    if not (name and equals and path):
        raise argparse.ArgumentTypeError(f"give SPACE=PATH, got {text!r}")
    return name, Path(path)
