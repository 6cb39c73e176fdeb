# SPDX-License-Identifier: Apache-2.0
"""Real RGB-D frames with poses, in the layout of 7-Scenes and of tools that follow it.

A folder with `frame-NAME.color.jpg` (or .png), `frame-NAME.depth.png` (16 bits, millimetres, 0 and
65535 for nothing; optional), `frame-NAME.pose.txt` (4 x 4, world from camera, metres) and
`camera-intrinsics.txt` (3 x 3, pixels of the colour image).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, UnidentifiedImageError

from ws3d_model.point_cloud import PointCloud
from ws3d_model.rendering import PinholeCamera
from ws3d_model.worlds.sensors.cell_average import cells_of, mean_of

Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]

INTRINSICS = "camera-intrinsics.txt"
COLOURS = (".color.jpg", ".color.png")
NO_DEPTH = 65535
FARTHEST = 6.0  # metres; depth beyond is too rough for a map
MAX_FRAMES = 100_000


@dataclass(frozen=True)
class PosedFrame:
    """One frame on disk.

    Args:
        color: the colour image.
        depth: the depth image, or None.
        pose: the text file of its pose.
    """

    color: Path
    depth: Path | None
    pose: Path

    def read_color(self) -> npt.NDArray[np.uint8]:
        """uint8 (H, W, 3).

        Raises:
            ValueError: it is no image.
        """
        try:
            with Image.open(self.color) as image:
                return np.asarray(image.convert("RGB"), np.uint8)
        except (UnidentifiedImageError, OSError) as error:
            raise ValueError(f"{self.color} is no image that can be read: {error}") from error

    def read_depth(self) -> Float32 | None:
        """float32 (H, W) metres, NaN for nothing; None without a depth image."""
        if self.depth is None:
            return None
        with Image.open(self.depth) as image:
            raw = np.asarray(image)
        metres: Float32 = raw.astype(np.float32) / np.float32(1000)
        metres[(raw == 0) | (raw == NO_DEPTH)] = np.nan
        return metres

    def read_pose(self) -> Float64:
        """float64 (4, 4), world from camera.

        Raises:
            ValueError: it is no rigid motion, or not finite, as where tracking was lost.
        """
        try:
            pose = np.loadtxt(self.pose, dtype=np.float64)
        except ValueError as error:
            raise ValueError(f"{self.pose} is no 4 x 4 matrix of numbers: {error}") from error
        rigid = (
            pose.shape == (4, 4)
            and bool(np.isfinite(pose).all())
            and bool(np.allclose(pose[:3, :3] @ pose[:3, :3].T, np.eye(3), atol=0.02))
        )
        if not rigid:
            raise ValueError(f"{self.pose} is no rigid motion (4 x 4, world from camera)")
        return pose


@dataclass(frozen=True)
class PosedFrames:
    """The frames of a folder and their camera.

    Args:
        camera: of the colour images.
        frames: in the order of their names.
    """

    camera: PinholeCamera
    frames: tuple[PosedFrame, ...]

    @staticmethod
    def read(folder: Path, limit: int | None = None) -> PosedFrames:
        """Find the frames of a folder; with a limit, that many evenly among them.

        Raises:
            FileNotFoundError: no frames, or no intrinsics.
            ValueError: a colour image has no pose, or a pose no image, or the first image is
                smaller than its camera's principal point says.
        """
        intrinsics = folder / INTRINSICS
        if not intrinsics.is_file():
            raise FileNotFoundError(f"{intrinsics} is missing: 3 x 3 numbers, pixels")
        colors = {
            path.name.removesuffix(suffix): path
            for suffix in COLOURS
            for path in sorted(folder.glob(f"*{suffix}"))
        }
        poses = {p.name.removesuffix(".pose.txt"): p for p in sorted(folder.glob("*.pose.txt"))}
        if not colors:
            raise FileNotFoundError(f"{folder} holds no frames (*.color.jpg or *.color.png)")
        lonely = sorted(set(colors) ^ set(poses))
        if lonely:
            raise ValueError(
                f"{folder}: {len(colors)} images and {len(poses)} poses do not match: {lonely[0]} "
                "has only one of them"
            )
        names = sorted(colors)[:MAX_FRAMES]
        if limit is not None and limit < len(names):
            names = [names[int(row)] for row in np.linspace(0, len(names) - 1, limit)]
        frames = tuple(_frame(folder, name, colors[name], poses[name]) for name in names)
        return PosedFrames(_camera(intrinsics, frames[0]), frames)

    def fused_cloud(self, cell: float = 0.025) -> PointCloud:
        """A coloured cloud of all depth images, averaged in cells (metres).

        Frames without depth or with a lost pose add nothing.

        Raises:
            ValueError: no frame has depth and a pose.
        """
        points, colours = [], []
        for frame in self.frames:
            depth = frame.read_depth()
            try:
                pose = frame.read_pose()
            except ValueError:
                continue
            if depth is None:
                continue
            rgb = frame.read_color()
            if depth.shape != rgb.shape[:2]:
                raise ValueError(
                    f"{frame.depth} has {depth.shape} pixels, its colour image {rgb.shape[:2]}: "
                    "register them first"
                )
            local = (self.camera.rays() * depth[..., None]).reshape(-1, 3)
            kept = local[:, 2] < FARTHEST  # NaN too is left out
            world = local[kept] @ pose[:3, :3].T.astype(np.float32) + pose[:3, 3].astype(np.float32)
            cells = cells_of(world, cell)
            points.append(mean_of(world, cells))
            colours.append(mean_of(rgb.reshape(-1, 3)[kept], cells))
        if not points:
            raise ValueError("no frame has a depth image and a pose: there is no cloud to make")
        xyz, rgb_mean = np.concatenate(points), np.concatenate(colours)
        cells = cells_of(xyz, cell)
        colour = np.round(mean_of(rgb_mean, cells)).astype(np.uint8)
        return PointCloud(mean_of(xyz, cells), colour)


def _frame(folder: Path, name: str, color: Path, pose: Path) -> PosedFrame:
    depth = folder / f"{name}.depth.png"
    return PosedFrame(color, depth if depth.is_file() else None, pose)


def _camera(intrinsics: Path, first: PosedFrame) -> PinholeCamera:
    try:
        matrix = np.loadtxt(intrinsics, dtype=np.float64)
        if matrix.shape != (3, 3):
            raise ValueError(f"got the shape {matrix.shape}")
    except ValueError as error:
        raise ValueError(f"{intrinsics} is no 3 x 3 matrix of numbers: {error}") from error
    high, wide = first.read_color().shape[:2]
    fx, fy, cx, cy = matrix[0, 0], matrix[1, 1], matrix[0, 2], matrix[1, 2]
    if not (0 < cx < wide and 0 < cy < high):
        raise ValueError(
            f"{intrinsics} puts the middle at ({cx:g}, {cy:g}), outside of {first.color.name} with "
            f"{wide} x {high} pixels: image and camera do not match"
        )
    return PinholeCamera(wide, high, float(fx), float(fy), float(cx), float(cy))
