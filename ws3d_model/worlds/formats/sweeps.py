# SPDX-License-Identifier: Apache-2.0
"""Lidar turns along a drive through a street, one after the other."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.worlds.scene import Scene
from ws3d_model.worlds.sensors.carriers import Carrier
from ws3d_model.worlds.sensors.lidar_patterns import LidarPattern
from ws3d_model.worlds.sensors.moving_scene import MovingScene
from ws3d_model.worlds.sensors.paths import drive_path
from ws3d_model.worlds.sensors.ray_caster import RayCaster
from ws3d_model.worlds.sensors.rigid_motion import boxes_in
from ws3d_model.worlds.sensors.spinning_lidar import LidarSweep, sweep

Float64 = npt.NDArray[np.float64]

CAR = Carrier()
# What only colour tells from other ground: a network that sees shape alone, as that
# of lidar sweeps does, would learn to guess.
PAINTED: Mapping[str, str] = MappingProxyType(
    {
        "lane marking": "road",
        "crosswalk": "road",
        "bike lane": "road",
        "driveway": "parking lot",
        "plaza": "sidewalk",
        **dict.fromkeys(("soil", "gravel", "sand"), "terrain"),
    }
)


def drive_sweeps(
    caster: RayCaster,
    seed: int,
    frames: int,
    pattern: LidarPattern,
    rate: float = 10.0,
    wanted: Collection[int] | None = None,
    carrier: Carrier = CAR,
    world: MovingScene | None = None,
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
        carrier: what drives.
        world: the scene over time; None leaves everything where it is. A turn sees the moment of
            its end.
    """
    pattern = replace(pattern, period=1 / rate)
    scene = caster.scene
    if not carrier.on_road:
        scene = replace(scene, route=scene.route[:0])
    poses = drive_path(scene, seed, frames + 1, carrier.height, carrier.speed / rate)
    for number in range(frames) if wanted is None else sorted(wanted):
        start, end = poses[number], poses[number + 1]
        now = caster if world is None else world.at(number / rate)
        yield number, sweep(now, pattern, start, end, 1000 * seed + number), end


def on_level_ground(
    scene: Scene, turn: LidarSweep, pose: Float64, height: float, reach: float
) -> LabelledCloud:
    """The returns in the level frame that stands on the ground below the sensor, x ahead, z up.

    Args:
        scene: that was seen.
        turn: N returns.
        pose: (4, 4) world_from_sensor that they were given in.
        height: of the sensor above the ground, metres.
        reach: returns farther away from the sensor, measured on the level, are left out, metres.

    Returns:
        What a robot that knows gravity and its ground has; centres and boxes are exact in it.
    """
    ahead = np.array([pose[0, 0], pose[1, 0], 0.0])
    ahead /= np.linalg.norm(ahead)
    level = np.eye(4)
    level[:3, 0], level[:3, 1] = ahead, (-ahead[1], ahead[0], 0.0)
    level[:3, 3] = pose[:3, 3] - (0.0, 0.0, height)
    xyz = ((turn.world_xyz - level[:3, 3]) @ level[:3, :3]).astype(np.float32)
    centres, boxes = boxes_in(level, scene.boxes)
    cloud = replace(turn.cloud.cloud, xyz=xyz)
    near = np.hypot(xyz[:, 0], xyz[:, 1]) <= reach
    return replace(turn.cloud, cloud=cloud, centres=centres, boxes=boxes).select(near)


def by_shape(seen: LabelledCloud) -> LabelledCloud:
    """The cloud with paint called by the name of what it is on, see `PAINTED`."""
    row = {name: number for number, name in enumerate(seen.names)}
    # The last entry serves label -1.
    table = [row.get(PAINTED.get(name, name), number) for name, number in row.items()]
    return replace(seen, labels=np.array([*table, -1], np.int32)[seen.labels])
