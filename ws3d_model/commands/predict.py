# SPDX-License-Identifier: Apache-2.0
"""`ws3d predict`: label one cloud by the names in a vocabulary."""

from __future__ import annotations

import argparse
import dataclasses
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ws3d_model.up_axis import LEVEL_AXES

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from ws3d_model.language import Vocabulary
    from ws3d_model.point_cloud import PointCloud
    from ws3d_model.scene_labels import SceneLabels

EPILOG = """\
examples:
  ws3d predict room.ply --vocabulary "wall, floor, office chair, plant" --output room.npz
  ws3d predict depth.npz --up -y --vocabulary home.yaml --output depth.ply
  ws3d predict sweep.pcd.bin --columns 5 --intensity-range 0 255 --vocabulary car,person,road \\
      --output sweep.npz

CLOUD, by its suffix:
  .npz   xyz float32 (N, 3) metres; optional rgb uint8 (N, 3), intensity float32 (N) in 0..1;
         or a shard of `ws3d generate`
  .ply   ascii or binary; x y z, optional red green blue (uchar), intensity
  .pcd   ascii, binary or binary_compressed; x y z, optional rgb or rgba, intensity
  .bin   rows of float32: x y z intensity (KITTI); --columns for others
Intensity is read and checked; the shipped network makes no use of it.

OUTPUT, by its suffix:
  .npz   label int32 (N), index into names, -1 unlabelled; names; confidence (N); instance (N),
         -1 none; boxes (B, 7) = cx cy cz length width height yaw, in the level frame; box_label,
         box_score, box_instance (B); level_from_input (3, 3), the rotation to the level frame.
         N and the order are the input's.
  .ply   the points, coloured by label, for any viewer"""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its arguments."""
    parser = subparsers.add_parser(
        "predict",
        help="label a cloud by names",
        description="Label every point of a cloud by one of the names given, and find the objects.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("cloud", metavar="CLOUD", type=Path, help=".npz, .ply, .pcd or .bin")
    parser.add_argument(
        "--vocabulary",
        required=True,
        metavar="NAMES",
        help="comma-separated names, or a .txt (a name a line) or .yaml file (synonyms, prompts)",
    )
    parser.add_argument(
        "--output", required=True, metavar="OUT", type=Path, help=".npz (data) or .ply (picture)"
    )
    parser.add_argument(
        "--model",
        metavar="M",
        help="rooms (when left out) or streets, which come with ws3d, or a checkpoint's path",
    )
    parser.add_argument(
        "--device", default="auto", choices=("auto", "cpu", "cuda"), help="default: auto"
    )
    parser.add_argument(
        "--up",
        default="z",
        metavar="AXIS",
        choices=tuple(LEVEL_AXES),
        help="which axis of CLOUD points up: x, y, z, -x, -y or -z; -y suits a camera's "
        "optical axes; default: z",
    )
    parser.add_argument(
        "--tilted",
        action="store_true",
        help="that axis points up only roughly: find up within 45 degrees of it, by the direction "
        "to which most planes of CLOUD are level or upright",
    )
    parser.add_argument(
        "--ground",
        type=float,
        metavar="Z",
        help="height of the ground in metres along that axis, in CLOUD's frame; the lowest points "
        "are taken for it when left out, which misleads where no floor is in view",
    )
    parser.add_argument(
        "--columns", type=int, default=4, metavar="N", help="of a .bin file; default: 4"
    )
    parser.add_argument(
        "--intensity-range",
        type=float,
        nargs=2,
        default=(0.0, 1.0),
        metavar=("LOW", "HIGH"),
        help="the sensor's intensities that become 0 and 1; default: 0 1",
    )
    parser.add_argument(
        "--threshold",
        type=float,
        metavar="T",
        help="confidence (0..1) below which a point stays unlabelled; default: the vocabulary's",
    )
    parser.add_argument(
        "--rivals",
        default="auto",
        choices=("auto", "always", "never"),
        help="whether the other words that the network knows compete for points, which then stay "
        "unlabelled; auto: unless NAMES has wall and floor, or road and building, and so means to "
        "describe everything; never: every point gets the best of NAMES; default: auto",
    )
    parser.add_argument("--quiet", action="store_true", help="print nothing but errors")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run the command.

    Raises:
        ValueError, OSError: an argument or a file is unusable; the message says why.
    """
    # Checked from the quick to the slow, so that a slip costs no minute.
    from ws3d_model.cloud_files import check_output_path, read_cloud, write_labels

    check_output_path(args.output)
    if args.ground is not None and not math.isfinite(args.ground):
        raise ValueError(f"--ground must be a height in metres, got {args.ground}")
    vocabulary = _vocabulary(args)
    cloud = read_cloud(args.cloud, args.columns, tuple(args.intensity_range))

    _say(args, f"{len(cloud)} points; loading the network ...")
    from ws3d_model.perception import Perception

    perception = Perception.load(args.model, args.device)
    perception.set_vocabulary(vocabulary)
    perception.settings = dataclasses.replace(perception.settings, rivals=args.rivals)
    most = perception.settings.max_points
    if len(cloud) > most:
        _say(args, f"{most} of the points go through the network; the others follow their voxels")
    level_from_input = _level_from_input(cloud, args)
    scene = perception.process(cloud.rotated(level_from_input), ground=args.ground)
    write_labels(args.output, scene, cloud, level_from_input)
    if not args.quiet:
        print(summary(scene))
        print(f"wrote {args.output}")
    return 0


def _level_from_input(cloud: PointCloud, args: argparse.Namespace) -> npt.NDArray[np.float32]:
    """The rotation (3, 3) to axes with z up."""
    import numpy as np

    from ws3d_model.up_direction import find_up, turn_up

    level = np.array(LEVEL_AXES[args.up], np.float32)
    if not args.tilted:
        return level
    up = find_up(cloud.xyz, level[2])
    if up is None:
        _say(args, f"the planes of {args.cloud} do not tell what is up: --up {args.up} is taken")
        return level
    degrees = float(np.degrees(np.arccos(np.clip(level[2] @ up, -1, 1))))
    _say(args, f"tilted by {degrees:.0f} degrees")
    return (turn_up(level @ up) @ level).astype(np.float32)


def summary(scene: SceneLabels) -> str:
    """A table of what was found: name, points, share of the points, boxes; most points first."""
    import numpy as np

    points = np.bincount(scene.labels + 1, minlength=len(scene.names) + 1)
    boxes = np.bincount(scene.box_labels, minlength=len(scene.names))
    rows = [(scene.names[k], int(points[k + 1]), int(boxes[k])) for k in _by_count(points[1:])]
    rows.append(("(unlabelled)", int(points[0]), 0))
    width = max(len(name) for name, _, _ in rows)
    lines = [f"{'name':<{width}}  {'points':>9}  {'share':>6}  {'boxes':>5}"]
    for name, count, found in rows:
        share = count / max(len(scene), 1)
        lines.append(f"{name:<{width}}  {count:>9}  {share:>6.1%}  {found or '':>5}")
    if scene.timings:
        stages = ", ".join(f"{stage} {seconds:.2f}" for stage, seconds in scene.timings.items())
        lines.append(f"{sum(scene.timings.values()):.2f} s ({stages})")
    return "\n".join(lines)


def _by_count(points: npt.NDArray[np.int64]) -> list[int]:
    order = sorted(range(len(points)), key=lambda k: -int(points[k]))
    return [k for k in order if points[k] > 0]


def _vocabulary(args: argparse.Namespace) -> Vocabulary:
    from ws3d_model.language import Vocabulary

    vocabulary = Vocabulary.parse(args.vocabulary)
    if args.threshold is not None:
        vocabulary = dataclasses.replace(vocabulary, threshold=args.threshold)
    return vocabulary


def _say(args: argparse.Namespace, text: str) -> None:
    if not args.quiet:
        print(text, file=sys.stderr)
