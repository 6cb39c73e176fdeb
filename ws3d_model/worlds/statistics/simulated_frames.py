# SPDX-License-Identifier: Apache-2.0
"""Fresh frames of simulated sensors, in the sensor's own frame as a driver gives them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from ws3d_model.rendering import PinholeCamera
from ws3d_model.worlds.formats.scene_request import SceneRequest
from ws3d_model.worlds.formats.sweeps import drive_sweeps
from ws3d_model.worlds.sensors.depth_camera import depth_frame
from ws3d_model.worlds.sensors.lidar_patterns import PATTERNS
from ws3d_model.worlds.sensors.paths import sensor_path
from ws3d_model.worlds.sensors.ray_caster import RayCaster
from ws3d_model.worlds.statistics.real_frames import Kind

KINECT = PinholeCamera(640, 480, 525.0, 525.0, 319.5, 239.5)
FRAMES_A_ROOM = 3
LIDARS = ("HDL-64E", "HDL-32E")  # those of KITTI and nuScenes


def simulated_frames(seeds: Iterable[int]) -> Iterator[tuple[str, Kind, npt.NDArray[np.float32]]]:
    """For each seed a room's depth frames, and a street's turn of each lidar.

    Yields:
        The name of the sensor, its kind, and float32 (N, 3) metres from the sensor, NaN rows where
        a pixel has no depth.
    """
    for seed in seeds:
        caster = RayCaster(SceneRequest("rooms", seed).build())
        poses = sensor_path(caster.scene, seed, 4 * FRAMES_A_ROOM)[1::4]
        for number, pose in enumerate(poses):
            seen = depth_frame(caster, KINECT, pose, 1000 * seed + number)
            yield "simulated depth camera", "rgbd", seen.cloud.xyz
        caster = RayCaster(SceneRequest("streets", seed).build())
        for name in LIDARS:
            for _, turn, _ in drive_sweeps(caster, seed, 1, PATTERNS[name]):
                yield f"simulated {name}", "lidar", turn.cloud.cloud.xyz
