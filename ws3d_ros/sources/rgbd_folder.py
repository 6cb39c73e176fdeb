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

from ws3d_model.up_direction import find_up, turn_up
from ws3d_ros.leveling import level_from_sensor
from ws3d_ros.sources.frame_messages import (
    camera_info_message,
    camera_transforms,
    compressed_image_message,
    depth_message,
    serialized,
)
from ws3d_ros.sources.source import Sample, SourceError, Topic

Float64 = npt.NDArray[np.float64]

WORLD_FRAME, BASE_FRAME, CAMERA_FRAME = "odom", "base_link", "camera_optical_frame"
INTRINSICS_FILE = "camera-intrinsics.txt"
# 7-Scenes, "known issues and intrinsics": the depth camera of the Kinect.
KINECT = np.array([[585.0, 0.0, 320.0], [0.0, 585.0, 240.0], [0.0, 0.0, 1.0]])
LOOKED_AT = 8  # frames in which up is looked for
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
        pose_up: the axis of the poses' world that points up, such as "z" for ScanNet and robots;
            "auto" looks for it in the frames, near the cameras' own up, as for 7-Scenes, whose
            world is the first camera, however it was held; the first camera then looks along x.
    """

    has_stamps = False

    def __init__(
        self, folder: Path, frames: Sequence[RgbdFrame], rate: float, pose_up: str = "auto"
    ) -> None:
        self._frames, self._rate = tuple(frames), rate
        self._matrix = _intrinsics(folder / INTRINSICS_FILE)
        self._pose_up = pose_up
        self.topics = (
            Topic("/tf", TFMessage),
            Topic("image", CompressedImage),
            Topic("depth", Image),
            Topic("camera_info", CameraInfo),
        )
        self.description = f"{len(frames)} RGB-D frames at {rate:g} Hz"

    def samples(self) -> Iterator[Sample]:
        """For every frame its transforms first, then its three images' messages."""
        level = np.eye(4)
        level[:3, :3] = self._level_from_poses()
        for number, frame in enumerate(self._frames):
            stamp = round(number / self._rate * 1e9)
            if frame.pose is not None:
                pose = level @ _matrix_file(frame.pose, (4, 4))
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

    def _level_from_poses(self) -> Float64:
        """Rotation (3, 3) from the poses' world to a level one, by some frames where not told."""
        if self._pose_up != "auto":
            return level_from_sensor(self._pose_up, "")
        posed = [(frame, frame.pose) for frame in self._frames if frame.pose is not None]
        posed = posed[:: max(1, len(posed) // LOOKED_AT)]
        if not posed:
            return np.eye(3)
        poses = [_matrix_file(pose, (4, 4)) for _, pose in posed]
        near = -np.mean([pose[:3, 1] for pose in poses], axis=0)
        points = [
            _points(_depth(frame.depth), self._matrix) @ pose[:3, :3].T + pose[:3, 3]
            for (frame, _), pose in zip(posed, poses, strict=True)
        ]
        middle = np.mean([pose[:3, 3] for pose in poses], axis=0)
        up = find_up((np.concatenate(points) - middle).astype(np.float32), near)
        level = turn_up(near if up is None else up)
        ahead = level @ poses[0][:3, 2]
        heading = np.arctan2(ahead[1], ahead[0])
        sine, cosine = np.sin(heading), np.cos(heading)
        return np.array([[cosine, sine, 0], [-sine, cosine, 0], [0, 0, 1]]) @ level


def _points(depth: npt.NDArray[np.uint16], matrix: Float64) -> Float64:
    """(N, 3) metres in optical axes, of every eighth pixel that has a depth."""
    v, u = np.nonzero(depth[::8, ::8])
    z = depth[::8, ::8][v, u] / 1000.0
    pixels = np.stack([8 * u * z, 8 * v * z, z], axis=1)
    return np.asarray(pixels @ np.linalg.inv(matrix).T)


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


def _intrinsics(path: Path) -> Float64:
    return _matrix_file(path, (3, 3)) if path.is_file() else KINECT


def _matrix_file(path: Path, shape: tuple[int, int]) -> Float64:
    try:
        matrix = np.loadtxt(path, dtype=np.float64)
    except (OSError, ValueError) as error:
        raise SourceError(f"{path} cannot be read as a matrix of numbers: {error}") from error
    if matrix.shape != shape or not np.isfinite(matrix).all():
        raise SourceError(
            f"{path} must hold {shape[0]} x {shape[1]} finite numbers, got shape {matrix.shape}"
        )
    return matrix
