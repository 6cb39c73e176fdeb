# SPDX-License-Identifier: Apache-2.0
"""`ws3d calibrate`: fit a checkpoint's temperature, so that its confidence means something."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its arguments."""
    parser = subparsers.add_parser(
        "calibrate",
        help="fit a checkpoint's confidence on scans that it was not trained on",
        description="Fit a checkpoint's temperature on labelled scans that it was not trained on: "
        "afterwards a confidence of 0.8 is right about eight times in ten on such scans. Labels "
        "do not change.",
        epilog="example: ws3d generate rooms --count 12 --seed 800000 --out build/validation && "
        "ws3d calibrate build/training/checkpoint.safetensors build/validation --out r.safetensors",
    )
    parser.add_argument("checkpoint", type=Path, help="what `ws3d train` wrote")
    parser.add_argument("data", type=Path, help="folder of shards (*.npz)")
    parser.add_argument("--out", type=Path, required=True, help="the calibrated checkpoint")
    parser.add_argument(
        "--vocabulary",
        metavar="NAMES",
        help="a comma list, or a .txt or .yaml file (20 names of rooms when left out)",
    )
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run the command; 0 when the calibrated checkpoint was written."""
    # torch takes seconds to import: `ws3d --help` does not wait for it.
    from ws3d_model.datasets.labelled_cloud import read_shards
    from ws3d_model.language import Vocabulary
    from ws3d_model.learning.temperature import fit_temperature
    from ws3d_model.perception import Perception

    perception = Perception.load(args.checkpoint, args.device)
    clouds = read_shards(args.data)
    vocabulary = Vocabulary.parse(args.vocabulary) if args.vocabulary else None
    temperature, before, after = fit_temperature(perception, clouds, vocabulary)
    checkpoint = perception.checkpoint
    calibration = dict(checkpoint.calibration) | {"temperature": temperature}
    dataclasses.replace(checkpoint, calibration=calibration).save(args.out)
    print(
        f"temperature {temperature:.3f} from {len(clouds)} scans; expected calibration error "
        f"{100 * before:.1f} % before, {100 * after:.1f} % after; written to {args.out}"
    )
    return 0
