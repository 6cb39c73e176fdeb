# SPDX-License-Identifier: Apache-2.0
"""The messages of a robot's sensors in a procedural world, frame by frame, with the truth."""

from __future__ import annotations

import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from sensor_msgs.msg import Image

from ws3d_model import SceneLabels
from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.rendering import PinholeCamera
from ws3d_model.worlds.scene import Scene
from ws3d_model.worlds.sensors.depth_camera import depth_frame
from ws3d_model.worlds.sensors.depth_faults import DepthNoise
from ws3d_model.worlds.sensors.lidar_patterns import PATTERNS
from ws3d_model.worlds.sensors.moving_scene import MovingScene
from ws3d_model.worlds.sensors.ray_caster import RayCaster
from ws3d_model.worlds.sensors.spinning_lidar import sweep
from ws3d_ros.bags.ground_truth_cloud import ground_truth_cloud_message
from ws3d_ros.bags.robot import CAMERA_FRAME, LIDAR_FRAME, WORLD_FRAME, Robot
from ws3d_ros.conversions.detections import detections_message
from ws3d_ros.conversions.label_info import label_info_message
from ws3d_ros.sources.frame_messages import camera_info_message, depth_message, header

SECOND = 1_000_000_000
START = 1_700_000_000 * SECOND  # stamp of the first frame; any time in the past does
CAMERA = PinholeCamera.of_view(320, 240, 80.0)
DEPTH_CLOUD = "/camera/depth/points"
LIDAR_CLOUD = "/lidar/points"
DETECTIONS = "/ground_truth/detections"
LABELS = "/ground_truth/label_info"
_PATTERN = {False: "VLP-16", True: "HDL-32E"}  # a small robot's lidar, and a vehicle's
Message = tuple[str, int, Any]  # topic, nanoseconds when it is out, message


@dataclass(frozen=True, eq=False)
class Frame:
    """A cloud that was recorded, with its truth.

    Args:
        number: from 0.
        stamp: nanoseconds.
        topic: of the cloud.
        seen: the cloud in the sensor's frame.
    """

    number: int
    stamp: int
    topic: str
    seen: LabelledCloud


class WorldFrames:
    """Makes the messages of one frame after the other.

    Args:
        scene: at the start of every lap; what has a velocity moves.
        seed: of the noise.
        robot: that is carried through it.
        rate: frames a second.
        lap: frames after which the robot is at its start again, and so is everything else.
    """

    def __init__(self, scene: Scene, seed: int, robot: Robot, rate: float, lap: int) -> None:
        self._scene, self._seed, self._robot, self._rate = scene, seed, robot, rate
        self._world, self._lap = MovingScene(scene, lap / rate), lap
        self._pattern = replace(PATTERNS[_PATTERN[scene.outdoors]], period=1 / rate)

    def first(self) -> Iterator[Message]:
        """What is latched, and where the robot starts: a turn before the first frame."""
        start = self._stamp(-1)
        yield "/tf_static", start, self._robot.static_transforms(start)
        ids = {name: number for number, name in enumerate(self._scene.names)}
        yield LABELS, start, label_info_message(header(WORLD_FRAME, start), ids, 0.0)
        yield "/tf", start, self._robot.transforms(0, start)

    def frame(
        self, number: int, sensors: Sequence[str], on_frame: Callable[[Frame], None]
    ) -> Iterator[Message]:
        """The messages of a frame, all out at its stamp: a lidar's turn ends there."""
        stamp = self._stamp(number)
        yield "/tf", stamp, self._robot.transforms(number + 1, stamp)
        if "rgbd" in sensors:
            yield from self._camera(number, stamp, on_frame)
        if "lidar" in sensors:
            yield from self._lidar(number, stamp, on_frame)
        objects = _objects(self._rays(number).scene)
        found = detections_message(header(WORLD_FRAME, stamp), objects, np.eye(3))
        yield DETECTIONS, stamp, found

    def _camera(
        self, number: int, stamp: int, on_frame: Callable[[Frame], None]
    ) -> Iterator[Message]:
        pose = self._robot.camera[number + 1]
        noise = 1000 * self._seed + number
        seen = depth_frame(self._rays(number), CAMERA, pose, noise, DepthNoise())
        shape = (CAMERA.height, CAMERA.width)
        # In a CameraInfo the middle of the first pixel is 0, 0; in a PinholeCamera its corner is.
        centre = CAMERA.cx - 0.5, CAMERA.cy - 0.5
        matrix = np.array([[CAMERA.fx, 0, centre[0]], [0, CAMERA.fy, centre[1]], [0, 0, 1]])
        info = camera_info_message(matrix, (CAMERA.width, CAMERA.height), CAMERA_FRAME, stamp)
        depth = np.nan_to_num(seen.cloud.xyz[:, 2] * 1000).round().astype(np.uint16)
        rgb = seen.cloud.rgb
        if rgb is None:
            raise ValueError("a depth camera's frame must have colours")
        yield "/camera/color/camera_info", stamp, info
        yield "/camera/color/image_raw", stamp, color_message(rgb.reshape(*shape, 3), stamp)
        yield "/camera/depth/camera_info", stamp, info
        image = depth_message(depth.reshape(shape), CAMERA_FRAME, stamp)
        yield "/camera/depth/image_raw", stamp, image
        cloud = ground_truth_cloud_message(seen, CAMERA_FRAME, stamp, shape)
        yield DEPTH_CLOUD, stamp, cloud
        on_frame(Frame(number, stamp, DEPTH_CLOUD, seen))

    def _lidar(
        self, number: int, stamp: int, on_frame: Callable[[Frame], None]
    ) -> Iterator[Message]:
        start, end = self._robot.lidar[number], self._robot.lidar[number + 1]
        noise = 1000 * self._seed + number
        turn = sweep(self._rays(number), self._pattern, start, end, noise)
        before = turn.time - np.float32(self._pattern.period)
        cloud = ground_truth_cloud_message(
            turn.cloud, LIDAR_FRAME, stamp, ring=turn.ring, time=before
        )
        yield LIDAR_CLOUD, stamp, cloud
        on_frame(Frame(number, stamp, LIDAR_CLOUD, turn.cloud))

    def _rays(self, number: int) -> RayCaster:
        """Of the world at the stamp of a frame."""
        return self._world.at(number % self._lap / self._rate)

    def _stamp(self, number: int) -> int:
        return START + round(number / self._rate * SECOND)


def color_message(rgb: npt.NDArray[np.uint8], stamp: int) -> Image:
    """An rgb8 image of (H, W, 3) in the camera's frame."""
    height, width, _ = rgb.shape
    message = Image(header=header(CAMERA_FRAME, stamp), height=height, width=width)
    message.encoding, message.step = "rgb8", 3 * width
    data = array.array("B")
    data.frombytes(rgb.tobytes())
    message.data = data
    return message


def _objects(scene: Scene) -> SceneLabels:
    """The scene's objects as boxes without points; numbered from 1, as in the clouds."""
    row = {name: number for number, name in enumerate(scene.names)}
    count = len(scene.objects)
    return replace(
        SceneLabels.empty(scene.names, 0),
        boxes=scene.boxes,
        box_labels=np.array([row[thing.name] for thing in scene.objects], np.int32),
        box_scores=np.ones(count, np.float32),
        box_instances=np.arange(1, count + 1, dtype=np.int32),
    )
