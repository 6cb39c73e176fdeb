# SPDX-License-Identifier: Apache-2.0
"""Height of the ground or floor below positions of a scene."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ws3d_model.worlds.scene import Scene

Float64 = npt.NDArray[np.float64]

_STEP = 1.0  # metres; layers of ground (terrain, road, kerb) lie this near to each other
_AT_ONCE = 64


def ground_under(
    scene: Scene,
    positions: npt.NDArray[np.floating],  # (N, 2)
) -> Float64:
    """float64 (N,): the highest surface that faces up and belongs to no object; 0 where none is.

    Roofs and ceilings do not count: only what is less than a metre above the lowest such surface.
    Indoors it is 0, the floor, by definition.
    """
    places = np.asarray(positions, np.float64)
    ground = np.zeros(len(places))
    if not scene.outdoors or len(places) == 0 or len(scene.triangles) == 0:
        return ground
    corners = scene.triangles.corners[scene.instances[scene.triangles.primitive] < 0]
    low, high = places.min(0), places.max(0)
    flat = corners[:, :, :2]
    near = ((flat.max(1) >= low) & (flat.min(1) <= high)).all(1)
    corners = corners[near].astype(np.float64)
    a = corners[:, 0]
    across = np.cross(corners[:, 1] - a, corners[:, 2] - a)
    upward = across[:, 2] > 0.3 * np.maximum(np.linalg.norm(across, axis=1), 1e-12)
    corners, a, across = corners[upward], a[upward], across[upward]
    if len(corners) == 0:
        return ground
    for first in range(0, len(places), _AT_ONCE):
        chunk = places[first : first + _AT_ONCE]
        ground[first : first + _AT_ONCE] = _highest(corners, a, across, chunk)
    return ground


def _highest(corners: Float64, a: Float64, across: Float64, places: Float64) -> Float64:
    inside = np.ones((len(places), len(corners)), np.bool_)
    for here, there in ((0, 1), (1, 2), (2, 0)):
        edge = corners[:, there, :2] - corners[:, here, :2]
        step = places[:, None] - corners[None, :, here, :2]
        inside &= edge[:, 0] * step[..., 1] - edge[:, 1] * step[..., 0] >= -1e-9
    step = places[:, None] - a[None, :, :2]
    height = a[:, 2] - (across[:, 0] * step[..., 0] + across[:, 1] * step[..., 1]) / across[:, 2]
    lowest = np.where(inside, height, np.inf).min(1)
    usable = inside & (height <= lowest[:, None] + _STEP)
    top = np.where(usable, height, -np.inf).max(1)
    return np.where(np.isfinite(top), top, 0.0)
