# SPDX-License-Identifier: Apache-2.0
"""Solids: triangle meshes of lofted bodies, tubes, slabs, roofs, leaves and blades of grass."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Paint

Float64 = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]
Line = Sequence[Sequence[float]] | Sequence[Float64] | Float64

_NEXT, _LAST = np.array([1, 2, 0]), np.array([2, 0, 1])
_SQUARE = np.array([[-1, -1], [-1, 1], [1, 1], [1, -1]]) / 2


class Solid(NamedTuple):
    """Vertices (V, 3) in metres and triangles (F, 3), counter-clockwise seen from outside."""

    vertices: Float64
    faces: Int64

    def moved(self, offset: Sequence[float]) -> Solid:
        """The same, shifted."""
        return Solid(self.vertices + np.asarray(offset), self.faces)


def add(model: Model, solid: Solid, paint: Paint) -> Model:
    """Add a mesh to a model."""
    return model.mesh(solid.vertices, solid.faces, paint)


def merged(solids: Sequence[Solid]) -> Solid:
    """Several solids as one mesh."""
    if not solids:
        return Solid(np.zeros((0, 3)), np.zeros((0, 3), np.int64))
    first = np.cumsum([0, *(len(solid.vertices) for solid in solids[:-1])])
    return Solid(
        np.concatenate([solid.vertices for solid in solids]),
        np.concatenate([s.faces + start for s, start in zip(solids, first, strict=True)]),
    )


def loft(rings: Float64) -> Solid:
    """A closed body through cross-sections.

    Args:
        rings: (S, K, 3) S cross-sections of K corners each; corners run counter-clockwise as seen
            against the direction in which the sections follow each other.
    """
    sections, corners = rings.shape[:2]
    return Solid(rings.reshape(-1, 3).astype(np.float64), _loft_faces(sections, corners))


@lru_cache(maxsize=64)
def _loft_faces(sections: int, corners: int) -> Int64:
    """Triangles of walls between the sections, and of both ends."""
    number = np.arange(sections * corners).reshape(sections, corners)
    a, b = number[:-1], np.roll(number[:-1], -1, axis=1)
    c, d = number[1:], np.roll(number[1:], -1, axis=1)
    walls = [np.stack(corner, -1).reshape(-1, 3) for corner in ((a, b, d), (a, d, c))]
    fan = np.arange(1, corners - 1)
    zero = np.zeros_like(fan)
    first = np.stack([zero, fan + 1, fan], 1)
    last = np.stack([zero, fan, fan + 1], 1) + (sections - 1) * corners
    return np.concatenate([*walls, first, last])


def tube(points: Line, radii: Sequence[float], sides: int = 7) -> Solid:
    """A limb: round cross-sections of the given radii about a broken line of points (K, 3)."""
    line, radius = np.asarray(points, np.float64), np.asarray(radii, np.float64)
    along = np.empty_like(line)
    along[0], along[-1] = line[1] - line[0], line[-1] - line[-2]
    along[1:-1] = line[2:] - line[:-2]
    helper = np.eye(3)[int(np.argmin(np.abs(line[-1] - line[0])))]
    first = _across(along, helper)
    second = _across(along, first)
    angle = np.linspace(0, 2 * np.pi, sides, endpoint=False)[None, :, None]
    circle = np.cos(angle) * first[:, None] + np.sin(angle) * second[:, None]
    return loft(line[:, None] + circle * radius[:, None, None])


def _across(one: Float64, other: Float64) -> Float64:
    """Unit vectors across both, (..., 3)."""
    crossed = one[..., _NEXT] * other[..., _LAST] - one[..., _LAST] * other[..., _NEXT]
    crossed /= np.sqrt((crossed**2).sum(-1, keepdims=True)) + 1e-12
    return np.asarray(crossed)


def slab(
    along: Sequence[float],
    bottom: Sequence[float],
    top: Sequence[float],
    half_bottom: Sequence[float],
    half_top: Sequence[float],
) -> Solid:
    """A body given by its side view: at each y its lowest and highest z and its half widths in x.

    Car bodies, cabins, roofs: a wheel arch is a bump of `bottom`. All arguments (S,), metres.
    """
    y, low, high = (np.asarray(value, np.float64) for value in (along, bottom, top))
    wide_low, wide_high = (np.asarray(value, np.float64) for value in (half_bottom, half_top))
    x = np.stack([-wide_low, wide_low, wide_high, -wide_high], 1)
    z = np.stack([low, low, high, high], 1)
    rings = np.stack([x, np.broadcast_to(y[:, None], x.shape), z], -1)
    # Sections follow +y: seen against it, x runs to the right and z up is counter-clockwise.
    return loft(rings)


def bar(start: Sequence[float], end: Sequence[float], width: float, height: float) -> Solid:
    """A square beam between two points, `width` across and `height` upright."""
    line = np.array([start, end], np.float64)
    along = line[1] - line[0]
    steep = abs(along[2]) > 0.9 * float(np.sqrt((along**2).sum()))
    across = _across(along, np.array([0.0, 1.0, 0.0]) if steep else np.array([0.0, 0.0, 1.0]))
    upright = _across(across, along)
    ring = _SQUARE[:, :1] * width * across + _SQUARE[:, 1:] * height * upright
    return loft(line[:, None] + ring[None])


def sticks(starts: Float64, ends: Float64, width: float) -> Solid:
    """Straight twigs from `starts` to `ends` (N, 3): three-sided, pointed, all at once."""
    along = ends - starts
    first = _across(along, np.array([0.35, -0.8, 0.48]))
    second = _across(along, first)
    angle = np.linspace(0, 2 * np.pi, 3, endpoint=False)[:, None]
    ring = (np.cos(angle) * first[:, None] + np.sin(angle) * second[:, None]) * width / 2
    vertices = np.concatenate([starts[:, None] + ring, ends[:, None]], 1)  # (N, 4, 3)
    sides = np.array([[0, 1, 3], [1, 2, 3], [2, 0, 3]])
    faces = 4 * np.arange(len(starts))[:, None, None] + sides
    return Solid(vertices.reshape(-1, 3), faces.reshape(-1, 3))


def gable(width: float, depth: float, rise: float, hip: float = 0.0, thick: float = 0.15) -> Solid:
    """A pitched roof above z = 0, its ridge along x; `hip` shortens the ridge at both ends."""
    w, d, r = width / 2, depth / 2, width / 2 - hip
    vertices = np.array(
        [
            *((-w, -d, 0), (w, -d, 0), (w, d, 0), (-w, d, 0)),
            *((-r, 0, rise), (r, 0, rise)),
            *((-w, -d, -thick), (w, -d, -thick), (w, d, -thick), (-w, d, -thick)),
        ]
    )
    faces = [
        *((0, 1, 5), (0, 5, 4), (2, 3, 4), (2, 4, 5), (1, 2, 5), (3, 0, 4)),
        *((7, 6, 9), (7, 9, 8), (6, 7, 1), (6, 1, 0), (7, 8, 2), (7, 2, 1)),
        *((8, 9, 3), (8, 3, 2), (9, 6, 0), (9, 0, 3)),
    ]
    return Solid(vertices, np.array(faces, np.int64))


def leaves(
    rng: np.random.Generator, centres: Float64, radii: Float64, count: int, size: float
) -> Solid:
    """Foliage: loose triangles in ellipsoids, so that rays pass, or end deep inside.

    Args:
        centres, radii: (C, 3) each, metres.
        count: triangles in all, shared by volume.
        size: length of a leaf's side, metres.
    """
    volume = radii.prod(1)
    owner = rng.choice(len(radii), count, p=volume / volume.sum())
    direction = rng.normal(size=(count, 3))
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    # Denser towards the rim, as leaves are; cube root would be even.
    depth = rng.random((count, 1)) ** 0.22
    middle = centres[owner] + direction * depth * radii[owner]
    corners = middle[:, None] + rng.normal(0, size * 0.55, (count, 3, 3))
    return Solid(corners.reshape(-1, 3), np.arange(3 * count).reshape(-1, 3))


def blades(
    rng: np.random.Generator, feet: Float64, height: tuple[float, float], width: float
) -> Solid:
    """Grass: one upright, bent triangle a foot; `feet` (N, 3) on the ground."""
    count = len(feet)
    angle = rng.uniform(0, 2 * np.pi, count)
    across = np.stack([np.cos(angle), np.sin(angle), np.zeros(count)], 1) * width / 2
    tall = rng.uniform(*height, count)
    tip = feet + np.stack([*(rng.normal(0, 0.35, (2, count)) * tall), tall], 1)
    corners = np.stack([feet - across, feet + across, tip], 1)
    return Solid(corners.reshape(-1, 3), np.arange(3 * count).reshape(-1, 3))


def quads(corners: Float64) -> Solid:
    """Flat four-cornered faces (N, 4, 3), each counter-clockwise seen from outside."""
    start = 4 * np.arange(len(corners))[:, None]
    faces = np.concatenate([start + np.array([0, 1, 2]), start + np.array([0, 2, 3])])
    return Solid(corners.reshape(-1, 3).astype(np.float64), faces)
