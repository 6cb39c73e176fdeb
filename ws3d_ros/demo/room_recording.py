# SPDX-License-Identifier: Apache-2.0
"""Writes a bag as a robot would have recorded it: a room seen by an RGB-D camera that moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sensor_msgs.msg import PointCloud2
from tf2_msgs.msg import TFMessage

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.datasets.rooms import DepthNoise, build_room, depth_frame, sensor_path
from ws3d_model.rendering import PinholeCamera
from ws3d_ros.bags.bag_writer import BagWriter
from ws3d_ros.sources.frame_messages import (
    camera_transforms,
    cloud_message,
    serialized,
    transform_message,
)

SECOND = 1_000_000_000
START = 1_700_000_000 * SECOND  # stamp of the first frame; any time in the past does
CAMERA = PinholeCamera.of_view(320, 240, 80.0)
WORLD_FRAME, BASE_FRAME, CAMERA_FRAME = "odom", "base_link", "camera_optical_frame"


@dataclass(frozen=True, eq=False)
class RoomRecording:
    """What was recorded, and the truth that the bag does not hold.

    Args:
        description: the room in words.
        truth: int16 (H * W,) labels by the stamp of the frame (nanoseconds), indices into `names`.
        names: the classes of the truth.
    """

    description: str
    truth: dict[int, npt.NDArray[np.int16]]
    names: tuple[str, ...]


def record_room(
    path: Path,
    seed: int,
    frames: int,
    rate: float,
    go_on: Callable[[int], None] = lambda frame: None,
) -> RoomRecording:
    """Record a room of shape families that no network was trained on; the walk is made twice.

    The camera's noise is that measured for the Kinect (`DepthNoise`).

    Args:
        path: of the bag, which must not exist.
        seed: of the room, the walk and the noise.
        frames: of one walk.
        rate: frames a second.
        go_on: called with the number of frames written; may raise to stop.
    """
    room = build_room(seed, "held_out")
    poses = sensor_path(room, seed, frames)
    truth: dict[int, npt.NDArray[np.int16]] = {}
    with BagWriter(path) as writer:
        writer.add_topic("/tf_static", TFMessage, latched=True)
        writer.add_topic("/tf", TFMessage)
        writer.add_topic("points", PointCloud2)
        map_pose = transform_message("map", WORLD_FRAME, np.eye(4), START)
        writer.write("/tf_static", START, serialized(TFMessage(transforms=[map_pose])))
        for number in range(2 * frames):
            stamp = START + round(number / rate * SECOND)
            pose = poses[number % frames]
            seen = depth_frame(room, CAMERA, pose, 1000 * seed + number, DepthNoise())
            _write_frame(writer, seen, pose, stamp)
            truth[stamp] = seen.labels.astype(np.int16)
            go_on(number + 1)
    width, depth, _ = room.size
    return RoomRecording(f"{room.kind} of {width:.1f} x {depth:.1f} m", truth, room.names)


def _write_frame(
    writer: BagWriter, seen: LabelledCloud, pose: npt.NDArray[np.float64], stamp: int
) -> None:
    transforms = camera_transforms(pose, WORLD_FRAME, BASE_FRAME, CAMERA_FRAME, stamp)
    writer.write("/tf", stamp, serialized(transforms))
    cloud = cloud_message(seen.cloud, CAMERA_FRAME, stamp, (CAMERA.height, CAMERA.width))
    writer.write("points", stamp, serialized(cloud))
