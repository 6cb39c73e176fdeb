# SPDX-License-Identifier: Apache-2.0
"""`ws3d prepare`: a benchmark's data set as shards, to train on and to evaluate."""

from __future__ import annotations

import argparse
import logging
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ws3d_model.commands import prepare_points

if TYPE_CHECKING:
    from ws3d_model.datasets.dataset import Dataset, Missing

_LOG = logging.getLogger(__name__)

DATASETS = ("scannet", "s3dis", "semantickitti")
MOST_LISTED = 20  # scenes that lack something are listed up to here, then counted
MOST_WORKERS = 512
MOST_SPACING = 10.0  # metres
EXAMPLES = """\
examples:
  ws3d prepare scannet /data/scannet --out build/scannet
  ws3d prepare scannet /data/scannet --split train --points points20 --out build/la20
  ws3d prepare s3dis /data/Stanford3dDataset_v1.2_Aligned_Version --spacing 0.02 --out build/s3dis
  ws3d prepare semantickitti /data/kitti --split val --out build/kitti
  ws3d prepare points my_scans --labels my_scans/clicks.csv --out build/clicks"""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its arguments."""
    parser = subparsers.add_parser(
        "prepare",
        help="make shards of ScanNet, S3DIS, SemanticKITTI or scans of your own, to train on",
        description="Read a benchmark's data set in its official folders and write a shard (.npz) "
        "a scene to OUT/SPLIT. The source is only read; shards that exist are left alone, so that "
        "an interrupted run can be taken up again. What is missing is listed.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "dataset",
        choices=(*DATASETS, "points"),
        help="which data set; points: scans of your own (.ply, .pcd, .bin) with a few labels",
    )
    parser.add_argument("source", type=Path, help="its folder")
    parser.add_argument("--out", type=Path, required=True, help="folder for the shards")
    parser.add_argument(
        "--split",
        nargs="+",
        default=["train", "val"],
        help="train, val, test, or all: everything on disk (default train val)",
    )
    parser.add_argument(
        "--scenes", type=Path, metavar="LIST", help="ScanNet: the scenes of train (a name a line)"
    )
    parser.add_argument(
        "--points",
        type=Path,
        metavar="LIST",
        help="ScanNet: the points of train that keep their labels (a file of the data-efficient "
        "benchmark, or .json)",
    )
    parser.add_argument(
        "--raw", action="store_true", help="ScanNet: the annotators' words instead of 20 classes"
    )
    parser.add_argument(
        "--spacing", type=float, default=0.0, help="metres between points (default: all points)"
    )
    parser.add_argument(
        "--workers", type=int, default=os.cpu_count() or 1, help="processes (default all cores)"
    )
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
    prepare_points.add_arguments(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run the command; 0 when every scene on disk is a shard now, 1 when some failed.

    Raises:
        ValueError, OSError: an option or the data set is unusable; the message says why.
    """
    if not 1 <= args.workers <= MOST_WORKERS:
        raise ValueError(f"--workers must be 1 to {MOST_WORKERS}, got {args.workers}")
    if not 0 <= args.spacing <= MOST_SPACING:
        raise ValueError(f"--spacing must be 0 to {MOST_SPACING:g} m, got {args.spacing}")
    if args.dataset == "points":
        return prepare_points.run(args)
    from ws3d_model.datasets.open_dataset import open_dataset

    failed = whole = 0
    for split in dict.fromkeys(args.split):
        # The lists of few labels say what may be trained on: validation keeps all of its labels.
        few = (args.scenes, args.points) if split == "train" else (None, None)
        dataset = open_dataset(args.dataset, args.source, args.raw, *few)
        done, faulty = _prepare_split(args, dataset, split)
        whole, failed = whole + done, failed + faulty
    if whole + failed == 0:
        raise ValueError(
            f"{args.source} holds no whole scene of {' or '.join(args.split)}: get the data from "
            f"{dataset.home}"
        )
    return 1 if failed else 0


def _prepare_split(args: argparse.Namespace, dataset: Dataset, split: str) -> tuple[int, int]:
    """How many scenes of a split are shards now, and how many failed; the rest is printed."""
    from ws3d_model.datasets.preparation import prepare

    scenes = dataset.scenes(split)
    lacks = dataset.missing(scenes)
    tell_missing(lacks, dataset.home)
    absent = {missing.scene for missing in lacks}
    todo = [scene for scene in scenes if scene not in absent]
    result = prepare(dataset, todo, args.out / split, args.workers, args.spacing, args.quiet)
    for line in result.failures[:MOST_LISTED]:
        _LOG.error("%s", line)
    tell_faults(result.faults)
    print(
        f"{split}: {result.written} shards written to {args.out / split}, {result.present} were "
        f"there, {len(result.failures)} scenes failed, {len(scenes) - len(todo)} are missing"
    )
    return result.written + result.present, len(result.failures)


def tell_missing(lacks: Sequence[Missing], home: str) -> None:
    """Warn of what is missing, by name up to a bound, and where to get it."""
    for missing in lacks[:MOST_LISTED]:
        _LOG.warning("missing: %s: %s", missing.scene, missing.what)
    if len(lacks) > MOST_LISTED:
        _LOG.warning("missing: and %d more", len(lacks) - MOST_LISTED)
    if lacks:
        _LOG.warning("get it from %s", home)


def tell_faults(faults: Counter[str]) -> None:
    """Warn of what was tolerated, with its count."""
    for what, count in sorted(faults.items()):
        _LOG.warning("%d %s", count, what)
