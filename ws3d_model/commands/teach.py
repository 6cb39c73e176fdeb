# SPDX-License-Identifier: Apache-2.0
"""`ws3d teach`: a vision-language model's features of clouds, to distil a network from."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ws3d_model.teachers import OpenClipTeacher

PHRASES = "wall, floor, chair, table"
PICTURED = 3  # views of a cloud's picture
EXAMPLES = """\
examples:
  ws3d teach build/rooms --teacher open_clip:local-dir:build/small_vlm/model --out build/taught
  ws3d teach build/rooms --teacher open_clip:ViT-B-32/openai --out build/taught_clip
  ws3d teach office.ply --frames path/to/frames --teacher MODEL --out build/taught_office
  ws3d teach build/rooms --teacher MODEL --out build/taught --pictures 4 --phrases "sofa, lamp\""""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its arguments."""
    parser = subparsers.add_parser(
        "teach",
        help="a vision-language model's features of clouds",
        description="Look at clouds through a vision-language model, and write what it sees of "
        "every point: OUT/NAME.safetensors beside each cloud's name. What is there already is "
        "kept, so that an interrupted run can be taken up again.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("clouds", type=Path, help="folder of shards (*.npz), or one cloud file")
    parser.add_argument(
        "--teacher",
        required=True,
        metavar="MODEL",
        help="open_clip:ARCHITECTURE/TAG, such as open_clip:ViT-B-32/openai, or "
        "open_clip:local-dir:FOLDER",
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for the features")
    parser.add_argument("--views", type=int, default=16, help="pictures a cloud (default 16)")
    parser.add_argument("--path", choices=("floor", "orbit"), default="floor")
    parser.add_argument(
        "--frames",
        type=Path,
        metavar="FOLDER",
        help="real frames instead of rendered views, in the cloud's frame: *.color.jpg, "
        "*.pose.txt, *.depth.png, camera-intrinsics.txt",
    )
    parser.add_argument(
        "--scales",
        type=float,
        nargs="+",
        default=(1.0, 0.5),
        help="sides of the windows that the model looks at, in parts of a picture's shorter side",
    )
    parser.add_argument(
        "--window-share",
        type=float,
        default=0.5,
        help="weight of whole windows against their patches, 0..1 (default 0.5)",
    )
    parser.add_argument(
        "--points-alone",
        action="store_true",
        help="leave every point what views show of it; else it takes the mean of its region, a "
        "piece of surface of one colour, which is right more often and reaches what no view shows",
    )
    parser.add_argument("--only", metavar="WORD", default="", help="files with this in their name")
    parser.add_argument("--limit", type=int, help="at most so many clouds")
    parser.add_argument("--point-size", type=float, default=0.025, help="metres (default 0.025)")
    parser.add_argument("--seed", type=int, default=0, help="of the cameras (default 0)")
    parser.add_argument("--pictures", type=int, default=0, help="draw so many of the clouds")
    parser.add_argument("--phrases", default=PHRASES, help=f"on pictures (default {PHRASES!r})")
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda"))
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run the command; 0 when every cloud was looked at, 1 when some could not be.

    Raises:
        FileNotFoundError: no clouds.
        ValueError: see `teach`.
    """
    # torch takes seconds to import: `ws3d --help` does not wait for it.
    from ws3d_model.datasets.labelled_cloud import shard_paths
    from ws3d_model.perception import choose_device
    from ws3d_model.teachers import PosedFrames, TeachSettings, load_teacher, teach

    paths = [args.clouds]
    if args.clouds.is_dir():
        paths = [path for path in shard_paths(args.clouds) if args.only in path.name]
        if not paths:
            raise FileNotFoundError(f"{args.clouds} holds no shard with {args.only!r} in its name")
    elif not args.clouds.is_file():
        raise FileNotFoundError(f"there is no folder and no cloud file {args.clouds}")
    paths = paths[: args.limit]
    settings = TeachSettings(
        args.views,
        args.path,
        point_size=args.point_size,
        seed=args.seed,
        regions=not args.points_alone,
    )
    frames = None if args.frames is None else PosedFrames.read(args.frames)
    teacher = load_teacher(args.teacher, choose_device(args.device), args.scales, args.window_share)
    counts = teach(paths, teacher, args.out, settings, frames, args.quiet)
    print(
        f"{counts.made} made, {counts.kept} kept, {len(counts.failed)} failed; {counts.views} "
        f"views used, {counts.skipped} skipped",
        file=sys.stderr,
    )
    _draw(paths[: args.pictures], teacher, args)
    return 1 if counts.failed else 0


def _draw(paths: list[Path], teacher: OpenClipTeacher, args: argparse.Namespace) -> None:
    """OUT/NAME.png of some clouds."""
    from ws3d_model.rendering import floor_views
    from ws3d_model.teachers import FusedFeatures
    from ws3d_model.teachers.naming import name_vectors
    from ws3d_model.teachers.pictures import teacher_sheet
    from ws3d_model.teachers.teaching import read_any_cloud
    from ws3d_model.worlds.words import EVALUATION_NAMES

    phrases = [phrase.strip() for phrase in args.phrases.split(",") if phrase.strip()]
    for path in paths:
        features = args.out / f"{path.stem}.safetensors"
        if not features.is_file():
            continue
        cloud = read_any_cloud(path)
        vectors = name_vectors(teacher, phrases)
        centre = name_vectors(teacher, EVALUATION_NAMES).mean(axis=0)
        poses = floor_views(cloud.xyz, PICTURED, args.seed + 5)
        named = list(zip(phrases, vectors, strict=True))
        fused = FusedFeatures.load(features)
        teacher_sheet(cloud, fused, named, poses, centre).save(args.out / f"{path.stem}.png")
