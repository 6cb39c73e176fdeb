# SPDX-License-Identifier: Apache-2.0
"""Lidar turns along a drive through a street, one after the other."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from ws3d_model.worlds.sensors.lidar_patterns import LidarPattern
from ws3d_model.worlds.sensors.paths import drive_path
from ws3d_model.worlds.sensors.ray_caster import RayCaster
from ws3d_model.worlds.sensors.spinning_lidar import LidarSweep, sweep

Float64 = npt.NDArray[np.float64]

SPEED = 8.0  # metres a second, where the ground is long enough for it


def drive_sweeps(
    caster: RayCaster,
    seed: int,
    frames: int,
    pattern: LidarPattern,
    rate: float = 10.0,
    wanted: Collection[int] | None = None,
) -> Iterator[tuple[int, LidarSweep, Float64]]:
    """Turns of a drive: number, what was seen, and the pose (4, 4) that it is given in.

    The pose is that of the sensor at the end of the turn, world_from_sensor.

    Args:
        caster: of a scene with free ground.
        seed: of the drive and the noise.
        frames: how many turns the drive is long.
        pattern: the sensor; it turns at the rate.
        rate: turns a second.
        wanted: numbers of the turns to make; None makes all.
    """
    pattern = replace(pattern, period=1 / rate)
    poses = drive_path(caster.scene, seed, frames + 1, spacing=SPEED / rate)
    for number in range(frames) if wanted is None else sorted(wanted):
        start, end = poses[number], poses[number + 1]
        yield number, sweep(caster, pattern, start, end, 1000 * seed + number), end
