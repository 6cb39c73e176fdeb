# SPDX-License-Identifier: Apache-2.0
"""GroundRays: heights of the ground at very many places, by rays that start below it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ws3d_model.worlds.scene import Scene
from ws3d_model.worlds.sensors.ray_caster import Surfaces

Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]

_BELOW = np.float32(5.0)  # metres under the lowest point, where rays start
_STEP = np.float32(
    1.0
)  # metres; layers of ground (terrain, road, kerb) lie this near to each other


class GroundRays:
    """The ground of a scene outdoors; gives what `ground.ground_under` gives, and faster.

    Args:
        scene: any.
    """

    def __init__(self, scene: Scene) -> None:
        corners = scene.triangles.corners
        across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        upward = across[:, 2] > 0.3 * np.maximum(np.linalg.norm(across, axis=1), 1e-12)
        stuff = scene.instances[scene.triangles.primitive] < 0
        self._surfaces = Surfaces(corners, np.flatnonzero(upward & stuff))
        self._start = np.float32(scene.low[2]) - _BELOW

    def heights(self, places: npt.NDArray[np.floating]) -> Float64:  # (N, 2)
        """float64 (N,): height of the ground in the world; NaN where there is none."""
        count = len(places)
        origins = np.column_stack([places, np.full(count, self._start)]).astype(np.float32)
        up = np.tile(np.array([0, 0, 1], np.float32), (count, 1))
        lowest = self._met(origins, up)
        origins[:, 2] += lowest + _STEP
        top = self._met(origins, -up)
        return np.asarray(origins[:, 2] - top, np.float64)

    def _met(self, origins: Float32, directions: Float32) -> Float32:
        """Distances; a ray that slips between two triangles is cast again a millimetre aside."""
        distance = self._surfaces.nearest(origins, directions)[0]
        for aside in (0.001, -0.001):
            lost = np.flatnonzero(~np.isfinite(distance) & np.isfinite(origins[:, 2]))
            if len(lost) == 0:
                break
            moved = origins[lost] + np.array([aside, 0.7 * aside, 0], np.float32)
            distance[lost] = self._surfaces.nearest(moved, directions[lost])[0]
        return np.where(np.isfinite(distance), distance, np.float32(np.nan))
