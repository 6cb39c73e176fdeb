# SPDX-License-Identifier: Apache-2.0
"""Ground: the surfaces of a street, laid like carpets one over the other, with kerbs between."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ws3d_model.worlds.shapes.palette import Paint
from ws3d_model.worlds.streets.course import Course
from ws3d_model.worlds.streets.solids import Solid, quads

Float64 = npt.NDArray[np.float64]
Span = tuple[float, float]

_CELL = 2.5  # metres between the vertices of the height field, at most
_STEP = 0.002  # metres between two surfaces that need a riser


@dataclass(frozen=True, eq=False)
class Carpet:
    """A rectangle of ground in street coordinates.

    Attributes:
        name: class name.
        along, across: from .. to, metres.
        level: height above the land, metres: 0 the road, 0.12 a kerb.
        paint: the look.
        roughness: height of the unevenness, metres.
    """

    name: str
    along: Span
    across: Span
    level: float
    paint: Paint
    roughness: float = 0.0


class Ground:
    """The height field of a street; what is laid later covers what was laid before."""

    def __init__(self, course: Course, along: float, across: float, base: Carpet) -> None:
        self.course = course
        self.along, self.across = along, across
        self.carpets = [base]

    def lay(
        self,
        name: str,
        along: Span,
        across: Span,
        level: float,
        paint: Paint,
        roughness: float = 0.0,
    ) -> None:
        """Lay a rectangle; ends in any order, cut off at the edge of the world."""
        u, v = sorted(along), sorted(across)
        u = [float(np.clip(value, -self.along, self.along)) for value in u]
        v = [float(np.clip(value, -self.across, self.across)) for value in v]
        if u[1] - u[0] > 0.02 and v[1] - v[0] > 0.02:
            self.carpets.append(Carpet(name, (u[0], u[1]), (v[0], v[1]), level, paint, roughness))

    def at(self, along: float, across: float) -> Carpet:
        """The uppermost carpet at a place."""
        for carpet in reversed(self.carpets):
            (u0, u1), (v0, v1) = carpet.along, carpet.across
            if u0 <= along <= u1 and v0 <= across <= v1:
                return carpet
        return self.carpets[0]

    def height(self, along: float, across: float) -> float:
        """Height of the ground in the world, metres."""
        carpet = self.at(along, across)
        height = self.course.height(along, across) + carpet.level
        if carpet.roughness == 0:
            return height
        uneven = float(_unevenness(np.array(along), np.array(across)))
        return height + carpet.roughness * uneven

    def owners(self, along: Float64, across: Float64) -> npt.NDArray[np.int64]:
        """(N,) row in `carpets` of the uppermost carpet at each place."""
        owner = np.zeros(len(along), np.int64)
        for number, carpet in enumerate(self.carpets):
            (u0, u1), (v0, v1) = carpet.along, carpet.across
            owner[(u0 <= along) & (along <= u1) & (v0 <= across) & (across <= v1)] = number
        return owner

    def heights(self, along: Float64, across: Float64) -> Float64:
        """(N,) heights of the ground at several places, metres."""
        owner = self.owners(along, across)
        level = np.array([carpet.level for carpet in self.carpets])[owner]
        rough = np.array([carpet.roughness for carpet in self.carpets])[owner]
        land = self.course.heights(along, across)
        return np.asarray(land + level + rough * _unevenness(along, across))

    def surfaces(self) -> list[tuple[Carpet, Solid]]:
        """The mesh of each kind of ground in the world frame; `Carpet` gives name and paint."""
        u = _lines([edge for carpet in self.carpets for edge in carpet.along], self.along)
        v = _lines([edge for carpet in self.carpets for edge in carpet.across], self.across)
        owner = np.zeros((len(u) - 1, len(v) - 1), np.int64)
        for number, carpet in enumerate(self.carpets):
            i, j = _nearest(u, carpet.along), _nearest(v, carpet.across)
            owner[i[0] : i[1], j[0] : j[1]] = number
        corners, heights = self._corners(u, v, owner)
        faces = np.concatenate([corners, heights[..., None]], -1)  # (U, V, 4, 3)
        risers, riser_owner = _risers(faces, owner)
        every = np.concatenate([faces.reshape(-1, 4, 3), risers])
        every_owner = np.concatenate([owner.ravel(), riser_owner])
        groups: dict[tuple[str, int], list[int]] = {}
        for number, carpet in enumerate(self.carpets):
            groups.setdefault((carpet.name, id(carpet.paint)), []).append(number)
        found = []
        for numbers in groups.values():
            chosen = np.isin(every_owner, numbers)
            if chosen.any():
                found.append((self.carpets[numbers[0]], quads(every[chosen])))
        return found

    def _corners(
        self, u: Float64, v: Float64, owner: npt.NDArray[np.int64]
    ) -> tuple[Float64, Float64]:
        """Positions (U, V, 4, 2) and heights (U, V, 4) of the corners of all cells."""
        grid_u, grid_v = np.meshgrid(u, v, indexing="ij")
        places = self.course.points(grid_u, grid_v)
        land = self.course.heights(grid_u, grid_v)
        uneven = _unevenness(grid_u, grid_v)
        level = np.array([carpet.level for carpet in self.carpets])[owner]
        rough = np.array([carpet.roughness for carpet in self.carpets])[owner]
        heights = _around(land) + level[..., None] + rough[..., None] * _around(uneven)
        return _around(places), heights


def _lines(edges: list[float], reach: float) -> Float64:
    """Grid lines: all edges, and others between them so that no cell is too large."""
    lines = np.unique(np.round([-reach, *edges, 0.0, reach], 4))
    lines = lines[np.concatenate([[True], np.diff(lines) > 1e-3])]
    return np.unique(
        np.concatenate(
            [
                np.linspace(a, b, max(int(np.ceil((b - a) / _CELL)), 1) + 1)
                for a, b in pairwise(lines)
            ]
        )
    )


def _nearest(lines: Float64, span: Span) -> npt.NDArray[np.int64]:
    """Rows of the lines where a carpet begins and ends; lines a millimetre apart were made one."""
    return np.asarray(np.abs(lines - np.array(span)[:, None]).argmin(1), np.int64)


def _around(grid: Float64) -> Float64:
    """The values (..., 4 or 4, 2) at the four corners of every cell, counter-clockwise."""
    return np.stack([grid[:-1, :-1], grid[1:, :-1], grid[1:, 1:], grid[:-1, 1:]], 2)


def _risers(faces: Float64, owner: npt.NDArray[np.int64]) -> tuple[Float64, npt.NDArray[np.int64]]:
    """Upright faces between cells of different height, (N, 4, 3), owned by the higher cell."""
    sides = (
        (
            faces[:-1, :, 1],
            faces[:-1, :, 2],
            faces[1:, :, 0],
            faces[1:, :, 3],
            owner[:-1],
            owner[1:],
        ),
        (
            *(faces[:, :-1, 3], faces[:, :-1, 2], faces[:, 1:, 0], faces[:, 1:, 1]),
            *(owner[:, :-1], owner[:, 1:]),
        ),
    )
    found, owners = [], []
    for a0, a1, b0, b1, own_a, own_b in sides:
        step = np.maximum(np.abs(a0[..., 2] - b0[..., 2]), np.abs(a1[..., 2] - b1[..., 2])) > _STEP
        higher = a0[..., 2] + a1[..., 2] > b0[..., 2] + b1[..., 2]
        found.append(np.stack([a0[step], a1[step], b1[step], b0[step]], 1))
        owners.append(np.where(higher, own_a, own_b)[step])
    return np.concatenate(found), np.concatenate(owners)


def _unevenness(along: Float64, across: Float64) -> Float64:
    """Waves of 7 to 12 metres between -1 and 1, for ground that nobody has levelled."""
    wave: Float64 = (
        np.sin(0.83 * along + 0.31 * across + 0.4)
        + np.sin(0.52 * across - 0.41 * along + 2.0)
        + np.sin(0.6 * across + 0.25 * along)
    ) / 3
    return wave
