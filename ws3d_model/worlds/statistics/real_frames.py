# SPDX-License-Identifier: Apache-2.0
"""Real frames from a folder: depth images, lidar sweeps and scans, as data sets store them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
from PIL import Image

from ws3d_model.cloud_files.read import read_cloud
from ws3d_model.npz_files import open_npz
from ws3d_model.rendering import PinholeCamera

Float32 = npt.NDArray[np.float32]
Kind = Literal["rgbd", "lidar", "scan"]

INTRINSICS_FILE = "camera-intrinsics.txt"
NO_DEPTH = 65535  # 7-Scenes; 0 elsewhere
KITTI_SIZES = slice(8, 11)  # height, width, length in a line of KITTI's label_2


@dataclass(frozen=True, eq=False)
class RealFrame:
    """One frame.

    Args:
        kind: of sensor; a scan is fused from many views and has no place it was seen from.
        xyz: float32 (N, 3) metres; from the sensor except in scans; NaN rows of a depth image are
            pixels without depth.
        labels: int (N,) as stored, or None.
    """

    kind: Kind
    xyz: Float32
    labels: npt.NDArray[np.int64] | None = None


def real_frames(folder: Path) -> Iterator[RealFrame]:
    """Every frame below a folder.

    - NAME.depth.png (16 bits, millimetres) with camera-intrinsics.txt beside it (3 x 3)
    - .bin: float32 x y z intensity (KITTI), .pcd.bin: with a ring as well (nuScenes)
    - .npz with depth_mm (H, W) and K (fx fy cx cy); with points (N, 4) and offsets of sweeps; or
      with xyz and perhaps label: a scan
    - .ply, .pcd: a scan

    Raises:
        FileNotFoundError: there is none.
        CloudFileError, ValueError: a file is damaged.
    """
    found = False
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        for frame in _frames_of(path):
            found = True
            yield frame
    if not found:
        raise FileNotFoundError(
            f"{folder} holds no frame: name a folder of *.depth.png, *.bin, *.npz, *.ply or *.pcd"
        )


def kitti_sizes(folder: Path) -> Iterator[tuple[str, float, float, float]]:
    """Name, length, width and height of each object in the label_2 files below a folder."""
    for path in sorted(folder.rglob("label_2/*.txt")):
        for line in path.read_text("utf-8").splitlines():
            words = line.split()
            if len(words) >= KITTI_SIZES.stop and words[0] != "DontCare":
                height, width, length = (float(word) for word in words[KITTI_SIZES])
                yield words[0].lower(), length, width, height


def _frames_of(path: Path) -> Iterator[RealFrame]:
    if path.name.endswith(".depth.png"):
        yield RealFrame("rgbd", _depth_image(path))
    elif path.suffix == ".bin":
        columns = 5 if path.name.endswith(".pcd.bin") else 4
        yield RealFrame("lidar", read_cloud(path, columns, (0.0, 255.0)).xyz)
    elif path.suffix == ".npz":
        yield from _archive(path)
    elif path.suffix in (".ply", ".pcd"):
        yield RealFrame("scan", read_cloud(path).xyz)


def _archive(path: Path) -> Iterator[RealFrame]:
    with open_npz(path) as stored:
        arrays = {name: stored[name] for name in stored.files}
    if {"depth_mm", "K"} <= arrays.keys():
        fx, fy, cx, cy = arrays["K"].tolist()
        yield RealFrame("rgbd", _lifted(arrays["depth_mm"], fx, fy, cx, cy))
    elif {"points", "offsets"} <= arrays.keys():
        ends = arrays["offsets"].tolist()
        for first, last in pairwise(ends):
            yield RealFrame("lidar", arrays["points"][first:last, :3].astype(np.float32))
    elif "xyz" in arrays:
        labels = arrays.get("label")
        stored_labels = None if labels is None else labels.astype(np.int64)
        yield RealFrame("scan", arrays["xyz"].astype(np.float32), stored_labels)


def _depth_image(path: Path) -> Float32:
    file = path.parent / INTRINSICS_FILE
    if not file.is_file():
        raise ValueError(f"{path} needs {INTRINSICS_FILE} beside it: 3 x 3 numbers, pixels")
    matrix = np.loadtxt(file)
    with Image.open(path) as image:
        depth = np.asarray(image)
    return _lifted(depth, matrix[0, 0], matrix[1, 1], matrix[0, 2], matrix[1, 2])


def _lifted(
    millimetres: npt.NDArray[np.integer], fx: float, fy: float, cx: float, cy: float
) -> Float32:
    """float32 (H * W, 3) in the camera's optical frame, NaN where there is no depth."""
    height, width = millimetres.shape
    depth: Float32 = millimetres.astype(np.float32) / np.float32(1000)
    depth[(millimetres <= 0) | (millimetres >= NO_DEPTH)] = np.nan
    rays = PinholeCamera(width, height, float(fx), float(fy), float(cx), float(cy)).rays()
    xyz: Float32 = (rays * depth[..., None]).reshape(-1, 3)
    return xyz
