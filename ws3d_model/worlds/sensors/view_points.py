# SPDX-License-Identifier: Apache-2.0
"""Viewpoints: where single views of a scene are taken from, and what they look at."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ws3d_model.rendering import look_at
from ws3d_model.worlds.scene import Scene
from ws3d_model.worlds.sensors.ground import ground_under

Float64 = npt.NDArray[np.float64]


def viewpoints(
    scene: Scene, rng: np.random.Generator, count: int, heights: tuple[float, float]
) -> Float64:
    """Poses on free floor that look at some object or surface.

    Args:
        scene: with free floor.
        rng: the dice.
        count: F, how many.
        heights: lowest and highest camera above the floor, metres.

    Returns:
        float64 (F, 4, 4) world_from_camera, optical axes.

    Raises:
        ValueError: the scene has no free floor.
    """
    floor = standing_room(scene)
    chosen = floor[rng.integers(len(floor), size=count)]
    above = rng.uniform(*heights, size=count)
    eyes = np.column_stack([chosen, ground_under(scene, chosen) + above])
    corners = scene.triangles.corners
    area = np.linalg.norm(
        np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1
    )
    below = np.cumsum(area, dtype=np.float64)
    poses = []
    for eye in eyes:
        if len(scene.objects) and rng.random() < 0.7:
            target = scene.centres[rng.integers(len(scene.objects))].astype(np.float64)
        elif len(area):
            triangle = np.searchsorted(below[:-1], rng.random() * below[-1])
            target = corners[triangle].mean(0).astype(np.float64)
        else:
            target = eye + np.array([1.0, 0.0, 0.0])
        target = target + rng.normal(0, 0.3, 3)
        if target[2] > scene.high[2] - 0.3 and rng.random() < 0.7:
            target[2] = rng.uniform(0.3, 1.5)
        if np.linalg.norm(target[:2] - eye[:2]) < 0.2:
            target[:2] = eye[:2] + 0.5
        poses.append(look_at(eye, target))
    return np.stack(poses)


def standing_room(scene: Scene) -> Float64:
    """(F, 2) free positions.

    Raises:
        ValueError: there is none.
    """
    if len(scene.free_floor) == 0:
        raise ValueError(
            f"this {scene.kind} has no free floor to put a sensor on: give assemble() the "
            "positions that are 25 cm clear"
        )
    return scene.free_floor.astype(np.float64)
