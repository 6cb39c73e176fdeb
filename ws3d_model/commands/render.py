# SPDX-License-Identifier: Apache-2.0
"""`ws3d render`: pictures of a cloud, with their depth and the point behind every pixel."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from ws3d_model.rendering import Camera

    Float32 = npt.NDArray[np.float32]
    Float64 = npt.NDArray[np.float64]

EXAMPLES = """\
examples:
  ws3d render room.ply --views 8 --out build/views
  ws3d render build/rooms/train_0000004_fused0.npz --path orbit --out build/views
  ws3d render office.ply --poses path/to/frames --out build/views"""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its arguments."""
    parser = subparsers.add_parser(
        "render",
        help="render views of a cloud",
        description="Render views of a cloud: colours, depth in millimetres, and the row of the "
        "point behind every pixel (.npy, and a picture of it).",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("cloud", type=Path, help=".npz, .ply, .pcd or .bin, z up")
    parser.add_argument("--out", type=Path, required=True, help="folder for the pictures")
    parser.add_argument("--views", type=int, default=8, help="how many (default 8)")
    parser.add_argument(
        "--path",
        choices=("floor", "orbit", "turn"),
        default="floor",
        help="where cameras are: on free floor, on a circle around the cloud, or a full turn of "
        "a lidar at the origin (default floor)",
    )
    parser.add_argument(
        "--poses",
        type=Path,
        metavar="FOLDER",
        help="real poses instead: *.pose.txt (4 x 4, world from camera) and camera-intrinsics.txt "
        "beside the frames' colour images",
    )
    parser.add_argument("--width", type=int, default=640, help="pixels (default 640)")
    parser.add_argument("--height", type=int, default=480, help="pixels (default 480)")
    parser.add_argument("--angle", type=float, default=70.0, help="degrees across (default 70)")
    parser.add_argument(
        "--point-size", type=float, default=0.025, help="spacing of the points, metres (0.025)"
    )
    parser.add_argument("--seed", type=int, default=0, help="of the cameras (default 0)")
    parser.add_argument("--device", default="cpu", choices=("cpu", "cuda"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run the command; 0 when at least one view shows points.

    Raises:
        ValueError: an option that cannot be, a cloud without free floor, or no view with points.
    """
    # torch takes seconds to import: `ws3d --help` does not wait for it.
    import logging

    import numpy as np
    from PIL import Image

    from ws3d_model.rendering import inside_something, render_views
    from ws3d_model.rendering.pictures import view_sheet, write_views
    from ws3d_model.teachers.teaching import read_any_cloud

    if not 1 <= args.views <= 10_000 or not 1 <= min(args.width, args.height) <= 8192:
        raise ValueError("--views must be 1 to 10,000, --width and --height 1 to 8,192")
    cloud = read_any_cloud(args.cloud)
    camera, poses = _cameras(args, cloud.xyz)
    blocked = inside_something(cloud.xyz, poses) & (args.path != "turn")
    if blocked.any():
        logging.warning("%d cameras are inside of something: left out", int(blocked.sum()))
    views = render_views(cloud, camera, poses[~blocked], args.point_size, device=args.device)
    if len(views) == 0 or not (views.index >= 0).any():
        raise ValueError(
            f"no view of {args.cloud} shows a point: check that z is up, or try --path orbit"
        )
    empty = int((views.filled == 0).sum())
    if empty:
        logging.warning("%d of %d views show no point", empty, len(views))
    write_views(views, args.out, args.cloud.stem)
    sheet = args.out / f"{args.cloud.stem}_views.png"
    Image.fromarray(np.ascontiguousarray(view_sheet(views))).save(sheet)
    print(f"{len(views)} views in {args.out}, side by side in {sheet}")
    return 0


def _cameras(args: argparse.Namespace, xyz: Float32) -> tuple[Camera, Float64]:
    """The camera, and its poses (K, 4, 4)."""
    import numpy as np

    from ws3d_model.rendering import PinholeCamera, SphericalCamera, floor_views, orbit_views

    if args.poses is not None:
        from ws3d_model.teachers.posed_frames import PosedFrames

        frames = PosedFrames.read(args.poses, args.views)
        return frames.camera, np.stack([frame.read_pose() for frame in frames.frames])
    if args.path == "turn":
        return SphericalCamera(args.width, args.height, -30.0, 30.0), np.eye(4)[None]
    camera = PinholeCamera.of_view(args.width, args.height, args.angle)
    if args.path == "orbit":
        return camera, orbit_views(xyz, args.views)
    return camera, floor_views(xyz, args.views, args.seed)
