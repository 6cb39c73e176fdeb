# SPDX-License-Identifier: Apache-2.0
"""`ws3d export`: predictions for a benchmark's data, in the format that its server takes."""

from __future__ import annotations

import argparse
import dataclasses
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ws3d_model.datasets.class_lists import ClassList
    from ws3d_model.scene_labels import SceneLabels

_LOG = logging.getLogger(__name__)

FORMATS = {
    "scannet-semantic": "scannet",
    "scannet-instance": "scannet",
    "semantickitti": "semantickitti",
}
MOST_LISTED = 20
EXAMPLES = """\
examples:
  ws3d export scannet-semantic /data/scannet --split test --out build/semantic
  ws3d export scannet-instance /data/scannet --split val --model c.safetensors --out build/inst
  ws3d export semantickitti /data/kitti --split test --out build/kitti"""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its arguments."""
    parser = subparsers.add_parser(
        "export",
        help="write predictions in the format of a benchmark's server",
        description="Label every scene of a split of ScanNet or SemanticKITTI, read in its "
        "official folders, and write what the benchmark's server takes. The source is only read; "
        "outputs that exist are left alone.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("format", choices=tuple(FORMATS), help="what to write")
    parser.add_argument("source", type=Path, help="the data set's folder")
    parser.add_argument("--out", type=Path, required=True, help="folder for the predictions")
    parser.add_argument("--split", default="val", help="train, val, test or all (default val)")
    parser.add_argument(
        "--model",
        metavar="M",
        help="rooms (when left out) or streets, which come with ws3d, or a checkpoint's path",
    )
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda"))
    parser.add_argument(
        "--vocabulary",
        metavar="FILE",
        help="the benchmark's names with prompts of your own (default: built in)",
    )
    parser.add_argument("--limit", type=int, help="scenes at most (default all)")
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run the command; 0 when every scene has its prediction, 1 when some failed.

    Raises:
        ValueError, OSError: an option, the data or the checkpoint are unusable.
    """
    if args.limit is not None and args.limit < 1:
        raise ValueError(f"--limit must be at least 1, got {args.limit}")
    from ws3d_model.datasets.open_dataset import open_dataset
    from ws3d_model.language import Vocabulary

    dataset = open_dataset(FORMATS[args.format], args.source)
    classes = dataset.classes
    vocabulary = Vocabulary.parse(args.vocabulary) if args.vocabulary else classes.vocabulary()
    unknown = [name for name in vocabulary.names if name not in classes.ids]
    if unknown:
        raise ValueError(
            f"--vocabulary: {', '.join(unknown)} are no names of {classes.title}, which has "
            f"{', '.join(classes.names)}"
        )
    scenes = dataset.scenes(args.split)[: args.limit]
    if not scenes:
        raise ValueError(
            f"{args.source} holds no scene of {args.split}: get it from {dataset.home}"
        )
    from tqdm import tqdm

    from ws3d_model.perception import Perception

    perception = Perception.load(args.model, args.device)
    # Every point needs one of the benchmark's names.
    perception.settings = dataclasses.replace(perception.settings, rivals="never")
    encoded = perception.encode_vocabulary(vocabulary)
    failures = []
    for scene in tqdm(scenes, unit="scene", disable=args.quiet, file=sys.stderr):
        path = output_path(args.format, args.out, scene)
        if path.exists():
            continue
        try:
            cloud = dataset.read(scene).cloud
        except (ValueError, OSError) as error:
            failures.append(f"{scene}: {' '.join(str(error).split())}")
            continue
        write(args.format, path, perception.process(cloud, encoded), classes)
    for failure in failures[:MOST_LISTED]:
        _LOG.error("%s", failure)
    print(f"{len(scenes) - len(failures)} of {len(scenes)} scenes are in {args.out}")
    return 1 if failures else 0


def output_path(form: str, out: Path, scene: str) -> Path:
    """The file that a scene's prediction goes to, or the index of its files."""
    if form == "semantickitti":
        sequence, _, number = scene.partition("/")
        return out / "sequences" / sequence / "predictions" / f"{number}.label"
    return out / f"{scene}.txt"


def write(form: str, path: Path, said: SceneLabels, classes: ClassList) -> None:
    """Write one scene's prediction."""
    from ws3d_model.evaluation import submissions

    if form == "semantickitti":
        submissions.write_semantickitti(path, said, classes)
    elif form == "scannet-instance":
        submissions.write_scannet_instances(path, said, classes)
    else:
        submissions.write_scannet_semantic(path, said, classes)
