# SPDX-License-Identifier: Apache-2.0
"""A folder of RGB-D frames as a source: image, depth, camera_info and the camera's pose on /tf."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image as Pillow
from sensor_msgs.msg import CameraInfo, CompressedImage, Image
from tf2_msgs.msg import TFMessage

from ws3d_ros.leveling import level_from_sensor
from ws3d_ros.sources.frame_messages import (
    camera_info_message,
    camera_transforms,
    compressed_image_message,
    depth_message,
    serialized,
)
from ws3d_ros.sources.source import Sample, SourceError, Topic

WORLD_FRAME, BASE_FRAME, CAMERA_FRAME = "odom", "base_link", "camera_optical_frame"
INTRINSICS_FILE = "camera-intrinsics.txt"
# 7-Scenes, "known issues and intrinsics": the depth camera of the Kinect.
KINECT = np.array([[585.0, 0.0, 320.0], [0.0, 585.0, 240.0], [0.0, 0.0, 1.0]])
NO_DEPTH = 65535  # 7-Scenes writes this where the depth is unknown; in a 16UC1 image it is 0


@dataclass(frozen=True)
class RgbdFrame:
    """The files of one frame; the pose (camera to world, 4 x 4 as text) may be absent."""

    color: Path
    depth: Path
    pose: Path | None


def frames_in(folder: Path) -> list[RgbdFrame]:
    """NAME.color.jpg or .png with NAME.depth.png and perhaps NAME.pose.txt, by name."""
    frames = []
    for depth in sorted(folder.glob("*.depth.png")):
        stem = depth.name.removesuffix(".depth.png")
        colors = [folder / f"{stem}.color.{kind}" for kind in ("jpg", "jpeg", "png")]
        color = next((path for path in colors if path.is_file()), None)
        pose = folder / f"{stem}.pose.txt"
        if color is not None:
            frames.append(RgbdFrame(color, depth, pose if pose.is_file() else None))
    return frames


class RgbdFolder:
    """RGB-D frames at an even rate.

    Args:
        folder: for the intrinsics, the Kinect's where there is no file of them.
        frames: in the order of playing.
        rate: frames a second.
        pose_up: the axis of the poses' world that points up. "-y" fits 7-Scenes and KinectFusion,
            whose world is the first camera; "z" fits ScanNet and robots.
    """

    has_stamps = False

    def __init__(
        self, folder: Path, frames: Sequence[RgbdFrame], rate: float, pose_up: str = "-y"
    ) -> None:
        self._frames, self._rate = tuple(frames), rate
        self._matrix = _intrinsics(folder / INTRINSICS_FILE)
        self._level_from_poses = np.eye(4)
        self._level_from_poses[:3, :3] = level_from_sensor(pose_up, "")
        self.topics = (
            Topic("/tf", TFMessage),
            Topic("image", CompressedImage),
            Topic("depth", Image),
            Topic("camera_info", CameraInfo),
        )
        self.description = f"{len(frames)} RGB-D frames at {rate:g} Hz"

    def samples(self) -> Iterator[Sample]:
        """For every frame its transforms first, then its three images' messages."""
        for number, frame in enumerate(self._frames):
            stamp = round(number / self._rate * 1e9)
            if frame.pose is not None:
                pose = self._level_from_poses @ _matrix_file(frame.pose, (4, 4))
                transforms = camera_transforms(pose, WORLD_FRAME, BASE_FRAME, CAMERA_FRAME, stamp)
                yield Sample("/tf", stamp, serialized(transforms))
            depth = _depth(frame.depth)
            kind = "png" if frame.color.suffix == ".png" else "jpeg"
            image = compressed_image_message(frame.color.read_bytes(), kind, CAMERA_FRAME, stamp)
            size = (depth.shape[1], depth.shape[0])
            info = camera_info_message(self._matrix, size, CAMERA_FRAME, stamp)
            yield Sample("camera_info", stamp, serialized(info))
            yield Sample("image", stamp, serialized(image))
            yield Sample("depth", stamp, serialized(depth_message(depth, CAMERA_FRAME, stamp)))


def _depth(path: Path) -> npt.NDArray[np.uint16]:
    """(H, W) millimetres, 0 where unknown."""
    try:
        with Pillow.open(path) as file:
            depth = np.asarray(file)
    except OSError as error:
        raise SourceError(f"{path} cannot be read as an image: {error}") from error
    if depth.ndim != 2:
        raise SourceError(f"{path} must be a depth image of one channel, got shape {depth.shape}")
    millimetres = np.where((depth < 0) | (depth >= NO_DEPTH), 0, depth)
    return millimetres.astype(np.uint16)


def _intrinsics(path: Path) -> npt.NDArray[np.float64]:
    return _matrix_file(path, (3, 3)) if path.is_file() else KINECT


def _matrix_file(path: Path, shape: tuple[int, int]) -> npt.NDArray[np.float64]:
    try:
        matrix = np.loadtxt(path, dtype=np.float64)
    except (OSError, ValueError) as error:
        raise SourceError(f"{path} cannot be read as a matrix of numbers: {error}") from error
    if matrix.shape != shape or not np.isfinite(matrix).all():
        raise SourceError(
            f"{path} must hold {shape[0]} x {shape[1]} finite numbers, got shape {matrix.shape}"
        )
    return matrix
