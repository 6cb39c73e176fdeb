# SPDX-License-Identifier: Apache-2.0
"""`ws3d train`: train a network on labelled scans, aligned with a text encoder's space."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its arguments."""
    parser = subparsers.add_parser(
        "train",
        help="train a network on labelled scans",
        description="Train a network on labelled scans, aligned with a text encoder's space. A "
        "stopped run goes on where it was when the same command is given again.",
        epilog="example: ws3d generate rooms --count 400 --out build/rooms && "
        "ws3d train config/training/rooms.yaml --data build/rooms --out build/training",
    )
    parser.add_argument(
        "experiment", type=Path, help="YAML file, such as config/training/rooms.yaml"
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of shards (*.npz)")
    parser.add_argument(
        "--out", type=Path, required=True, help="folder for the log, the state and the checkpoint"
    )
    parser.add_argument("--steps", type=int, help="optimiser steps, instead of the file's")
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda"))
    parser.add_argument(
        "--text-vectors",
        type=Path,
        metavar="FILE",
        help="keep the text encoder's vectors in this .npz; a machine without the encoder can "
        "then train",
    )
    parser.add_argument("--quiet", action="store_true", help="no progress bars")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run the command; 0 when the training reached its last step."""
    # torch takes seconds to import: `ws3d --help` does not wait for it.
    from ws3d_model.learning.experiment import Experiment
    from ws3d_model.learning.worlds_training import train_on_worlds
    from ws3d_model.perception import choose_device

    experiment = Experiment.read(args.experiment)
    if args.steps is not None:
        training = dataclasses.replace(experiment.training, steps=args.steps)
        experiment = dataclasses.replace(experiment, training=training)
    args.out.mkdir(parents=True, exist_ok=True)
    checkpoint = train_on_worlds(
        experiment, args.data, args.out, choose_device(args.device), args.text_vectors, args.quiet
    )
    print(f"checkpoint: {checkpoint}")
    return 0
