# SPDX-License-Identifier: Apache-2.0
"""Records a procedural world as a robot would have, with the truth of every point and object."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rosbags.typesys.store import Typestore
from sensor_msgs.msg import CameraInfo, Image, PointCloud2
from tf2_msgs.msg import TFMessage
from vision_msgs.msg import Detection3DArray, LabelInfo

from ws3d_model.worlds.formats.open_writer import OutputOptions
from ws3d_model.worlds.formats.scene_request import SceneRequest
from ws3d_model.worlds.formats.whole_folder import whole_folder
from ws3d_model.worlds.scene import Scene
from ws3d_ros.bags.bag_writer import BagWriter
from ws3d_ros.bags.message_types import type_name, typestore_of
from ws3d_ros.bags.robot import Robot
from ws3d_ros.bags.world_frames import (
    DEPTH_CLOUD,
    DETECTIONS,
    LABELS,
    LIDAR_CLOUD,
    Frame,
    Message,
    WorldFrames,
)
from ws3d_ros.sources.frame_messages import serialized

TOPICS: dict[str, dict[str, Any]] = {
    "rgbd": {
        "/camera/color/image_raw": Image,
        "/camera/color/camera_info": CameraInfo,
        "/camera/depth/image_raw": Image,
        "/camera/depth/camera_info": CameraInfo,
        DEPTH_CLOUD: PointCloud2,
    },
    "lidar": {LIDAR_CLOUD: PointCloud2},
}


@dataclass(frozen=True)
class WorldBagWriter:
    """Writes one bag a scene below a folder; what `ws3d generate --format bag` loads.

    Args:
        folder: the bags' folders are made in it.
        frames: of a bag.
        rate: frames a second.
        sensors: `rgbd`, `lidar` or both.
    """

    folder: Path
    frames: int
    rate: float
    sensors: tuple[str, ...]

    def done(self, request: SceneRequest) -> bool:
        """Whether the scene's bag exists."""
        return (self.folder / request.stem).exists()

    def write(self, request: SceneRequest, scene: Scene) -> None:
        """Record the scene."""
        with whole_folder(self.folder / request.stem, make=False) as path:
            record_world(path, scene, request.seed, self.frames, self.rate, self.sensors)

    def finish(self, requests: Sequence[SceneRequest]) -> None:
        """Nothing tells of the whole folder."""


def open_bag_writer(options: OutputOptions) -> WorldBagWriter:
    """The writer, as the entry point of the format gives it."""
    return WorldBagWriter(options.folder, options.frames, options.rate, options.sensors)


def record_world(
    path: Path,
    scene: Scene,
    seed: int,
    frames: int,
    rate: float,
    sensors: Sequence[str] = ("rgbd",),
    on_frame: Callable[[Frame], None] = lambda frame: None,
    laps: int = 1,
) -> None:
    """Record a way through the scene; holds one frame in memory.

    Every message is written when it is out on a robot, which is its stamp: a lidar's turn is
    stamped when it ends, and its points lie where they are then. The truth is gt_label and
    gt_instance in the clouds, `/ground_truth/label_info` (latched: what the labels mean) and
    `/ground_truth/detections` (every object's box in odom, with every frame).

    Args:
        path: of the bag, which must not exist.
        scene: room or street.
        seed: of the way and the noise.
        frames: 1 or more.
        rate: frames a second.
        sensors: `rgbd` (points, colour and depth images), `lidar`.
        on_frame: called with each cloud that was recorded; may raise to stop.
        laps: how often the way is made, `frames` each; what moves begins anew with each.

    Raises:
        ValueError: no frames, an unknown sensor, or a scene that no robot can stand in.
    """
    unknown = set(sensors) - set(TOPICS)
    if unknown or not sensors:
        raise ValueError(f"sensors must be of {', '.join(TOPICS)}; got {sorted(sensors)}")
    if frames < 1:
        raise ValueError(f"frames must be 1 or more, got {frames}")
    robot = Robot.through(scene, seed, frames + 1, rate).again(laps)
    world = WorldFrames(scene, seed, robot, rate, frames)
    store = typestore_of([TFMessage, LabelInfo, Detection3DArray, Image, CameraInfo, PointCloud2])

    def write(message: Message) -> None:
        topic, stamp, content = message
        writer.write(topic, stamp, _without_garbage(store, content))

    with BagWriter(path) as writer:
        writer.add_topic("/tf_static", TFMessage, latched=True)
        writer.add_topic(LABELS, LabelInfo, latched=True)
        writer.add_topic("/tf", TFMessage)
        writer.add_topic(DETECTIONS, Detection3DArray)
        for sensor in TOPICS:
            if sensor in sensors:
                for topic, message_type in TOPICS[sensor].items():
                    writer.add_topic(topic, message_type)
        for message in world.first():
            write(message)
        for number in range(frames * laps):
            for message in world.frame(number, sensors, on_frame):
                write(message)


def _without_garbage(store: Typestore, message: Any) -> bytes:
    """CDR bytes of a message with zeros for padding.

    rclpy leaves there what was in memory, so that the same message has other bytes every time.
    """
    name = type_name(type(message))
    return bytes(store.serialize_cdr(store.deserialize_cdr(serialized(message), name), name))
