# SPDX-License-Identifier: Apache-2.0
"""Free floor: where a sensor may be carried through, over all rooms and the doors between them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from ws3d_model.worlds.rooms.floor_plan import CELL, FREE, KEPT_CLEAR, FloorPlan

CLEAR = 0.25  # metres to anything

Rectangle = tuple[float, float, float, float]  # x0, y0, x1, y1


def free_floor(
    plans: Sequence[FloorPlan], doorways: Sequence[Rectangle]
) -> npt.NDArray[np.float64]:
    """(F, 2) middles of the free cells, 25 cm clear, that can all be reached from each other.

    The largest connected part is taken. Where nothing is that clear, what is clear by less is.

    Args:
        plans: the rooms' floors, their corners on multiples of the cell size.
        doorways: the floor in the openings between rooms, x0, y0, x1, y1 in metres.
    """
    low = np.min([plan.low for plan in plans], axis=0) - CELL
    high = np.max([plan.high for plan in plans], axis=0) + CELL
    free = np.zeros(np.round((high - low) / CELL).astype(int), bool)
    for plan in plans:
        x, y = np.round((plan.low - low) / CELL).astype(int)
        cells = (plan.cells == FREE) | (plan.cells == KEPT_CLEAR)
        free[x : x + cells.shape[0], y : y + cells.shape[1]] |= cells
    for x0, y0, x1, y1 in doorways:
        first = np.round((np.array([x0, y0]) - low) / CELL).astype(int)
        last = np.round((np.array([x1, y1]) - low) / CELL).astype(int)
        free[first[0] : last[0], first[1] : last[1]] = True
    for margin in (CLEAR, 0.15, 0.0):
        clear = _shrunk(free, round(margin / CELL))
        parts, count = ndimage.label(clear)
        if count:
            largest = 1 + int(np.bincount(parts.ravel())[1:].argmax())
            middles: npt.NDArray[np.float64] = (np.argwhere(parts == largest) + 0.5) * CELL + low
            return middles
    return np.zeros((0, 2))


def _shrunk(free: npt.NDArray[np.bool_], reach: int) -> npt.NDArray[np.bool_]:
    """Cells all of whose neighbours within `reach` cells are free."""
    blocked = np.pad(~free, reach, constant_values=True).astype(np.int32)
    total = np.pad(blocked.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    size = 2 * reach + 1
    sums = total[size:, size:] - total[:-size, size:] - total[size:, :-size]
    clear: npt.NDArray[np.bool_] = sums + total[:-size, :-size] == 0
    return clear
