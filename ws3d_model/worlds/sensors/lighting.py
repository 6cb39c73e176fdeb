# SPDX-License-Identifier: Apache-2.0
"""Lighting: how bright each surface of a scene looks, and in which tint the camera sees it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ws3d_model.worlds.scene import Scene

Float32 = npt.NDArray[np.float32]
Bool = npt.NDArray[np.bool_]


class Lighting:
    """The light of one scene, drawn from its `light_seed`.

    Indoors: ambient light, a direction that shades the sides of things, a few lamps, and darker
    corners near the floor. Outdoors: a sun and the sky above. Both end in a tint, a brightness and
    a gamma, as a camera's exposure and white balance leave them.
    """

    def __init__(self, scene: Scene) -> None:
        rng = np.random.default_rng((scene.light_seed, 31))
        self.outdoors = scene.outdoors
        if self.outdoors:
            height, round_ = np.radians(rng.uniform(15, 70)), rng.uniform(0, 2 * np.pi)
            level = np.cos(height)
            direction = np.array([level * np.cos(round_), level * np.sin(round_), np.sin(height)])
            self._ambient = float(rng.uniform(0.35, 0.75))
        else:
            direction = rng.normal(size=3)
            direction /= np.linalg.norm(direction)
            self._ambient = float(rng.uniform(0.55, 0.85))
        self._direction = direction.astype(np.float32)
        self._lamps = _lamps(scene, rng)
        self._falloff = float(rng.uniform(0, 0.08))
        self._corners = not self.outdoors and bool(rng.random() < 0.7)
        self._shadow = float(rng.uniform(0.15, 0.5 if self.outdoors else 0.3))
        exposure = (1.05, 1.4) if self.outdoors else (0.65, 1.15)
        tint = rng.uniform(*exposure) * rng.uniform(0.92, 1.08, 3)
        self._tint = tint.astype(np.float32)
        spread = (0.8, 1.25) if scene.families == "train" else (0.7, 1.35)
        self._gamma = float(rng.uniform(*spread))
        self._sky = rng.uniform((0.45, 0.55, 0.65), (0.8, 0.88, 1.0)).astype(np.float32)

    def towards(self, points: Float32) -> tuple[Float32, Float32]:
        """Unit directions (N, 3) from points (N, 3) to the main light, and its distance (N,)."""
        if self.outdoors:
            directions = np.broadcast_to(self._direction, points.shape)
            return np.ascontiguousarray(directions), np.full(len(points), np.inf, np.float32)
        # The nearest lamp. Every point sees another spot of its shade: rims of shadows are soft.
        far = np.stack([_square_distance(points, lamp) for lamp in self._lamps])
        spots = np.random.default_rng(len(points)).uniform(-0.07, 0.07, points.shape)
        step = self._lamps[far.argmin(axis=0)] + spots.astype(np.float32) - points
        distance = np.maximum(np.linalg.norm(step, axis=1), 1e-4).astype(np.float32)
        return step / distance[:, None], distance

    def lit(
        self,
        colours: Float32,  # (N, 3) in 0..1
        points: Float32,  # (N, 3) world frame
        normals: Float32,  # (N, 3) unit, towards the sensor
        shadowed: Bool | None = None,  # (N,) the main light is hidden
    ) -> npt.NDArray[np.uint8]:
        """uint8 (N, 3): what a camera records of surfaces."""
        facing = normals @ self._direction
        if self.outdoors:
            sky = 0.5 + 0.5 * normals[:, 2]
            direct = np.clip(facing, 0, None)
            if shadowed is not None:
                direct = np.where(shadowed, np.float32(0), direct)
            shade = self._ambient * (0.7 + 0.3 * sky) + (1.1 - self._ambient) * direct
        else:
            shade = self._ambient + (1 - self._ambient) * np.abs(facing)
            nearest = np.full(len(points), np.inf, np.float32)
            for lamp in self._lamps:
                nearest = np.minimum(nearest, _square_distance(points, lamp))
            shade *= 1.15 - self._falloff * np.minimum(np.sqrt(nearest), 6)
            if self._corners:
                shade *= 0.85 + 0.15 * np.clip(points[:, 2] / 0.5, 0, 1)
            if shadowed is not None:
                shade *= 1 - self._shadow * shadowed
        tinted = colours * np.clip(shade, 0.15, 1.3)[:, None] * self._tint
        return self._recorded(tinted)

    def background(
        self,
        directions: Float32,  # (N, 3) unit
    ) -> npt.NDArray[np.uint8]:
        """uint8 (N, 3): what is seen where there is no surface, sky or the light of a window."""
        height = np.clip(directions[:, 2:3], 0, 1)
        return self._recorded((self._sky + (1 - self._sky) * (0.6 - 0.6 * height)) * self._tint)

    def _recorded(self, light: Float32) -> npt.NDArray[np.uint8]:
        exposed = np.clip(light, 0, 1) ** np.float32(self._gamma)
        return np.asarray(np.round(exposed * 255), np.uint8)


def _square_distance(points: Float32, lamp: Float32) -> Float32:
    """(N,) square metres from points (N, 3) to a lamp (3,)."""
    x, y, z = (points[:, axis] - lamp[axis] for axis in range(3))
    square: Float32 = x * x + y * y + z * z
    return square


def _lamps(scene: Scene, rng: np.random.Generator) -> Float32:
    """(L, 3) lamps below the ceiling, over free floor, one or more for every 12 square metres."""
    low, high = scene.low, scene.high
    area = float(np.prod(high[:2] - low[:2]))
    count = int(np.clip(area / 12 + rng.integers(0, 3), 1, 12))
    places = rng.uniform(low[:2], np.maximum(high[:2], low[:2] + 1e-3), (count, 2))
    if len(scene.free_floor):
        chosen = rng.integers(len(scene.free_floor), size=count)
        places = scene.free_floor[chosen].astype(np.float64)
    height = high[2] * rng.uniform(0.8, 0.95, count)
    lamps: Float32 = np.column_stack([places, height]).astype(np.float32)
    return lamps
