# SPDX-License-Identifier: Apache-2.0
"""FloorPlan: the walls of a room, and what part of its floor and walls is taken."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ws3d_model.datasets.rooms.model import turned

Float64 = npt.NDArray[np.float64]
Pair = tuple[float, float]

CELL = 0.05  # metres
FREE, TAKEN, UNDER_TABLE = 0, 1, 2


@dataclass
class Wall:
    """One wall, seen from inside: x runs along it, +y leads out of the room, z up.

    Attributes:
        start: (2,) floor position of its x = 0.
        yaw: turn of its frame; a model with this yaw has its back to the wall.
        length, height: metres.
        is_open: no wall is there (an open plan), but the room ends all the same.
        taken: rectangles (x0, x1, z0, z1) with something in or on the wall.
    """

    start: Float64
    yaw: float
    length: float
    height: float
    is_open: bool = False
    taken: list[tuple[float, float, float, float]] = field(default_factory=list)

    def point(self, along: float, inward: float = 0.0) -> Float64:
        """Floor position (2,) at a distance along the wall and before it."""
        place: Float64 = self.start + (turned(self.yaw) @ np.array([along, -inward, 0.0]))[:2]
        return place

    def is_clear(self, x: Pair, z: Pair, margin: float = 0.05) -> bool:
        """Whether nothing is in the rectangle yet."""
        return all(
            x[1] + margin < a or x[0] - margin > b or z[1] + margin < c or z[0] - margin > d
            for a, b, c, d in self.taken
        )


class FloorPlan:
    """A rectangular floor from (0, 0) to (width, depth) metres, in cells of 5 cm.

    Attributes:
        walls: four, in the order north (y = depth), east, south, west.
        cells: uint8 (X, Y), FREE, TAKEN or UNDER_TABLE.
    """

    def __init__(self, width: float, depth: float, height: float) -> None:
        self.width, self.depth, self.height = width, depth, height
        corners = ((0.0, depth), (width, depth), (width, 0.0), (0.0, 0.0))
        lengths = (width, depth, width, depth)
        self.walls = [
            Wall(np.array(corner), -np.pi / 2 * number, length, height)
            for number, (corner, length) in enumerate(zip(corners, lengths, strict=True))
        ]
        shape = (int(np.ceil(width / CELL)), int(np.ceil(depth / CELL)))
        self.cells = np.zeros(shape, np.uint8)

    def is_free(
        self, at: Float64, yaw: float, low: Float64, high: Float64, under_tables: bool = False
    ) -> bool:
        """Whether the turned rectangle low..high (2,) at `at` (2,) is inside and free."""
        corners = self._corners(at, yaw, low, high)
        if (corners < -0.01).any() or (corners > (self.width + 0.01, self.depth + 0.01)).any():
            return False
        found = self.cells[self._window(corners)][self._covered(at, yaw, low, high, corners)]
        free = found == FREE
        if under_tables:
            free |= found == UNDER_TABLE
        return bool(free.all())

    def take(
        self, at: Float64, yaw: float, low: Float64, high: Float64, value: int = TAKEN
    ) -> None:
        """Mark the turned rectangle."""
        corners = self._corners(at, yaw, low, high)
        window = self.cells[self._window(corners)]
        window[self._covered(at, yaw, low, high, corners)] = value

    def free_positions(self, margin: float) -> Float64:
        """(F, 2) middles of free cells, `margin` metres or more from anything and from walls."""
        reach = int(margin / CELL)
        blocked = np.pad(self.cells != FREE, 1, constant_values=True).astype(np.int32)
        blocked = np.pad(blocked, reach, constant_values=1)
        total = np.pad(blocked.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
        size = 2 * reach + 1
        sums = total[size:, size:] - total[:-size, size:] - total[size:, :-size]
        clear = (sums + total[:-size, :-size] == 0)[1:-1, 1:-1]
        middles: Float64 = (np.argwhere(clear).astype(np.float64) + 0.5) * CELL
        return middles

    def _corners(self, at: Float64, yaw: float, low: Float64, high: Float64) -> Float64:
        x, y = (low[0], high[0]), (low[1], high[1])
        corners = np.array([(a, b) for a in x for b in y])
        place: Float64 = corners @ turned(yaw)[:2, :2].T + at
        return place

    def _window(self, corners: Float64) -> tuple[slice, slice]:
        first = np.maximum(np.floor(corners.min(0) / CELL).astype(int), 0)
        last = np.maximum(np.ceil(corners.max(0) / CELL).astype(int), first)
        return slice(first[0], last[0]), slice(first[1], last[1])

    def _covered(
        self, at: Float64, yaw: float, low: Float64, high: Float64, corners: Float64
    ) -> npt.NDArray[np.bool_]:
        """bool (window): cells whose middle lies within the rectangle grown by half a cell."""
        columns, rows = self._window(corners)
        shape = self.cells[columns, rows].shape
        x = (np.arange(columns.start, columns.start + shape[0]) + 0.5) * CELL - at[0]
        y = (np.arange(rows.start, rows.start + shape[1]) + 0.5) * CELL - at[1]
        cos, sin = np.cos(yaw), np.sin(yaw)
        along = cos * x[:, None] + sin * y[None, :]
        across = cos * y[None, :] - sin * x[:, None]
        grown = CELL * 0.45
        inside: npt.NDArray[np.bool_] = (along > low[0] - grown) & (along < high[0] + grown)
        inside &= (across > low[1] - grown) & (across < high[1] + grown)
        return inside
