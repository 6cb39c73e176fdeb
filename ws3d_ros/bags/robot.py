# SPDX-License-Identifier: Apache-2.0
"""The robot that carries the sensors through a world: its frames, and where they are over time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tf2_msgs.msg import TFMessage

from ws3d_model.worlds.scene import Scene
from ws3d_model.worlds.sensors.paths import drive_path, sensor_path
from ws3d_ros.sources.frame_messages import transform_message

Float64 = npt.NDArray[np.float64]

MAP_FRAME, WORLD_FRAME = "map", "odom"
FOOTPRINT_FRAME, BASE_FRAME = "base_footprint", "base_link"
CAMERA_FRAME, LIDAR_FRAME = "camera_optical_frame", "lidar"
AXLE = 0.1  # metres from the footprint up to base_link
# Metres from base_link: a robot's lidar on its deck, a car's on its roof and camera under it.
LIDAR_HEIGHT = {"indoors": 0.5, "outdoors": 1.63}
CAMERA_HEIGHT = 1.3
SPEED = 8.0  # metres a second outdoors
PACE = 0.6  # metres a second indoors
_PROBE = 200  # poses that tell how long a walk is
# A camera that looks ahead: its x is the robot's right, its z the robot's front.
_AHEAD = np.array([[0.0, 0.0, 1.0], [-1.0, 0.0, 0.0], [0.0, -1.0, 0.0]])


@dataclass(frozen=True, eq=False)
class Robot:
    """Poses over F frames, all in the world's frame.

    Args:
        footprint: (F, 4, 4), on the ground below the robot.
        camera: (F, 4, 4), optical axes; indoors the head turns, outdoors it looks ahead.
        lidar: (F, 4, 4), x ahead and z up.
        base_from_lidar: (4, 4), fixed.
    """

    footprint: Float64
    camera: Float64
    lidar: Float64
    base_from_lidar: Float64

    @staticmethod
    def through(scene: Scene, seed: int, frames: int, rate: float) -> Robot:
        """Walk or drive through the scene.

        Args:
            scene: with free floor, or a road.
            seed: the same scene and seed give the same way.
            frames: F, 1 or more.
            rate: frames a second.
        """
        lift = np.eye(4)
        lift[2, 3] = LIDAR_HEIGHT["outdoors" if scene.outdoors else "indoors"]
        base_from_footprint = np.linalg.inv(_raised(AXLE))
        if scene.outdoors:
            lidar = drive_path(scene, seed, frames, AXLE + lift[2, 3], SPEED / rate)
            base = lidar @ np.linalg.inv(lift)
            ahead = _raised(CAMERA_HEIGHT)
            ahead[:3, :3] = _AHEAD
            return Robot(base @ base_from_footprint, base @ ahead, lidar, lift)
        camera = _walk(scene, seed, frames, rate)
        footprint = np.stack([_below(pose) for pose in camera])
        return Robot(footprint, camera, footprint @ _raised(AXLE) @ lift, lift)

    def again(self, laps: int) -> Robot:
        """The same way so many times; the first pose is the start, and not repeated."""
        footprint, camera, lidar = (
            np.concatenate([poses, *[poses[1:]] * (laps - 1)])
            for poses in (self.footprint, self.camera, self.lidar)
        )
        return Robot(footprint, camera, lidar, self.base_from_lidar)

    def static_transforms(self, stamp: int) -> TFMessage:
        """What never moves: map to odom, footprint to base, base to lidar."""
        return TFMessage(
            transforms=[
                transform_message(MAP_FRAME, WORLD_FRAME, np.eye(4), stamp),
                transform_message(FOOTPRINT_FRAME, BASE_FRAME, _raised(AXLE), stamp),
                transform_message(BASE_FRAME, LIDAR_FRAME, self.base_from_lidar, stamp),
            ]
        )

    def transforms(self, frame: int, stamp: int) -> TFMessage:
        """What moves: odom to footprint, base to camera."""
        base = self.footprint[frame] @ _raised(AXLE)
        base_from_camera = np.linalg.inv(base) @ self.camera[frame]
        return TFMessage(
            transforms=[
                transform_message(WORLD_FRAME, FOOTPRINT_FRAME, self.footprint[frame], stamp),
                transform_message(BASE_FRAME, CAMERA_FRAME, base_from_camera, stamp),
            ]
        )


def _walk(scene: Scene, seed: int, frames: int, rate: float) -> Float64:
    """The first F poses (F, 4, 4) of a walk through the whole room, at no more than its pace."""
    probe = sensor_path(scene, seed, _PROBE)[:, :3, 3]
    length = float(np.linalg.norm(np.diff(probe, axis=0), axis=1).sum())
    whole = int(np.ceil(length / PACE * rate)) + 1
    return sensor_path(scene, seed, max(frames, whole))[:frames]


def _raised(height: float) -> Float64:
    pose = np.eye(4)
    pose[2, 3] = height
    return pose


def _below(camera: Float64) -> Float64:
    """The level pose on the floor below a camera that faces where it looks."""
    pose = np.eye(4)
    pose[:2, 3] = camera[:2, 3]
    heading = np.arctan2(camera[1, 2], camera[0, 2])
    pose[:2, :2] = [[np.cos(heading), -np.sin(heading)], [np.sin(heading), np.cos(heading)]]
    return pose
