# SPDX-License-Identifier: Apache-2.0
"""FloorPlan: the walls of a room, and what part of its floor and walls is taken."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ws3d_model.worlds.shapes.model import turned

Float64 = npt.NDArray[np.float64]
Pair = tuple[float, float]

CELL = 0.05  # metres
FREE, TAKEN, UNDER_TABLE, KEPT_CLEAR, OUTSIDE = 0, 1, 2, 3, 4


@dataclass
class Wall:
    """One wall, seen from inside: x runs along it, +y leads out of the room, z up.

    Attributes:
        start: (2,) floor position of its x = 0.
        yaw: turn of its frame; a model with this yaw has its back to the wall.
        length: metres.
        height: metres up to the ceiling, where that is lowest.
        top: metres that the wall itself is high.
        thickness: metres behind its surface that belong to it.
        outside: nothing of the scene lies behind it.
        is_open: no wall is there (an open plan), but the room ends all the same.
        taken: rectangles (x0, x1, z0, z1) with something in or on the wall.
    """

    start: Float64
    yaw: float
    length: float
    height: float
    top: float
    thickness: float = 0.1
    outside: bool = True
    is_open: bool = False
    taken: list[tuple[float, float, float, float]] = field(default_factory=list)

    def point(self, along: float, inward: float = 0.0) -> Float64:
        """Floor position (2,) at a distance along the wall and before it."""
        place: Float64 = self.start + (turned(self.yaw) @ np.array([along, -inward, 0.0]))[:2]
        return place

    def along(self, place: Float64) -> tuple[float, float]:
        """Distance along the wall and inward from it of a floor position (2,)."""
        x, y, _ = turned(-self.yaw) @ np.append(place - self.start, 0.0)
        return float(x), -float(y)

    def is_clear(self, x: Pair, z: Pair, margin: float = 0.05) -> bool:
        """Whether nothing is in the rectangle yet."""
        return all(
            x[1] + margin < a or x[0] - margin > b or z[1] + margin < c or z[0] - margin > d
            for a, b, c, d in self.taken
        )

    def take(self, x: Pair, z: Pair) -> None:
        """Note that something is in or on the rectangle."""
        self.taken.append((x[0], x[1], z[0], z[1]))


class FloorPlan:
    """A floor with right angles, in cells of 5 cm.

    Args:
        outline: (K, 2) corners in the frame of the scene, clockwise seen from above, metres.
        height: of the ceiling, metres.

    Attributes:
        walls: one from each corner to the next.
        low, high: (2,) bounds.
        pieces: rectangles (x0, y0, x1, y1) that make up the floor.
        cells: uint8 (X, Y) over the bounds: FREE, TAKEN, UNDER_TABLE (a chair fits), KEPT_CLEAR
            (nothing may stand there) or OUTSIDE.
    """

    def __init__(self, outline: Sequence[Pair], height: float) -> None:
        corners = np.array(outline, np.float64)
        self.height = height
        self.low, self.high = corners.min(0), corners.max(0)
        ways = np.roll(corners, -1, 0) - corners
        self.walls = [
            Wall(corner, float(np.arctan2(way[1], way[0])), float(np.hypot(*way)), height, height)
            for corner, way in zip(corners, ways, strict=True)
        ]
        self.pieces = _rectangles(corners)
        shape = np.ceil((self.high - self.low) / CELL - 1e-6).astype(int)
        middles = [self.low[axis] + (np.arange(shape[axis]) + 0.5) * CELL for axis in (0, 1)]
        inside = _within(corners, middles[0][:, None], middles[1][None])
        self.cells = np.where(inside, FREE, OUTSIDE).astype(np.uint8)

    @property
    def width(self) -> float:
        """Metres along x."""
        return float(self.high[0] - self.low[0])

    @property
    def depth(self) -> float:
        """Metres along y."""
        return float(self.high[1] - self.low[1])

    @property
    def middle(self) -> Float64:
        """(2,) the middle of the bounds."""
        place: Float64 = (self.low + self.high) / 2
        return place

    def is_free(
        self, at: Float64, yaw: float, low: Float64, high: Float64, under_tables: bool = False
    ) -> bool:
        """Whether the turned rectangle low..high (2,) at `at` (2,) is inside and free."""
        bounds = _bounds(at, yaw, low, high)
        if (
            bounds[0] < self.low[0] - 0.012
            or bounds[1] < self.low[1] - 0.012
            or bounds[2] > self.high[0] + 0.012
            or bounds[3] > self.high[1] + 0.012
        ):
            return False
        window = self._window(bounds)
        found = self.cells[window]
        free = found == FREE
        if free.all():
            return True
        if under_tables:
            free |= found == UNDER_TABLE
        return bool(free[self._covered(at, yaw, low, high, window)].all())

    def take(
        self, at: Float64, yaw: float, low: Float64, high: Float64, value: int = TAKEN
    ) -> None:
        """Mark the turned rectangle; what is kept clear may become taken, taken stays taken."""
        chosen = self._window(_bounds(at, yaw, low, high))
        window = self.cells[chosen]
        if window.size == 0:
            return
        covered = self._covered(at, yaw, low, high, chosen)
        covered &= (window == FREE) | ((value == TAKEN) & (window != OUTSIDE))
        window[covered] = value

    def _window(self, bounds: tuple[float, float, float, float]) -> tuple[slice, slice]:
        slices = []
        for axis in (0, 1):
            most, start = self.cells.shape[axis], float(self.low[axis])
            first = min(max(math.floor((bounds[axis] - start) / CELL), 0), most)
            last = min(max(math.ceil((bounds[axis + 2] - start) / CELL), first), most)
            slices.append(slice(first, last))
        return slices[0], slices[1]

    def _covered(
        self, at: Float64, yaw: float, low: Float64, high: Float64, window: tuple[slice, slice]
    ) -> npt.NDArray[np.bool_]:
        """bool (window): cells whose middle lies within the rectangle grown by half a cell."""
        columns, rows = window
        x = (np.arange(columns.start, columns.stop) + 0.5) * CELL - (at[0] - self.low[0])
        y = (np.arange(rows.start, rows.stop) + 0.5) * CELL - (at[1] - self.low[1])
        cos, sin = math.cos(yaw), math.sin(yaw)
        along = cos * x[:, None] + sin * y[None, :]
        across = cos * y[None, :] - sin * x[:, None]
        grown = CELL * 0.45
        inside: npt.NDArray[np.bool_] = (along > low[0] - grown) & (along < high[0] + grown)
        inside &= (across > low[1] - grown) & (across < high[1] + grown)
        return inside


def _bounds(
    at: Float64, yaw: float, low: Float64, high: Float64
) -> tuple[float, float, float, float]:
    """Least x and y, most x and y, of a turned rectangle."""
    cos, sin = math.cos(yaw), math.sin(yaw)
    corners = [(float(a), float(b)) for a in (low[0], high[0]) for b in (low[1], high[1])]
    x = [float(at[0]) + cos * a - sin * b for a, b in corners]
    y = [float(at[1]) + sin * a + cos * b for a, b in corners]
    return min(x), min(y), max(x), max(y)


def _within(corners: Float64, x: Float64, y: Float64) -> npt.NDArray[np.bool_]:
    """bool: whether points are inside a polygon, by the crossings of a ray along +x."""
    inside = np.zeros(np.broadcast_shapes(x.shape, y.shape), bool)
    for (x0, y0), (x1, y1) in zip(corners, np.roll(corners, -1, 0), strict=True):
        if y0 != y1:
            crosses = (y0 > y) != (y1 > y)
            inside ^= crosses & (x < x0 + (y - y0) / (y1 - y0) * (x1 - x0))
    return inside


def _rectangles(corners: Float64) -> list[tuple[float, float, float, float]]:
    """A polygon with right angles cut into rectangles, between the levels of its corners."""
    levels = np.unique(corners[:, 1])
    after = np.roll(corners, -1, 0)
    found = []
    for y0, y1 in pairwise(levels.tolist()):
        crossed = (corners[:, 1] > (y0 + y1) / 2) != (after[:, 1] > (y0 + y1) / 2)
        edges = np.sort(corners[crossed, 0])
        found += [
            (float(a), float(y0), float(b), float(y1))
            for a, b in zip(edges[::2], edges[1::2], strict=True)
        ]
    return found
