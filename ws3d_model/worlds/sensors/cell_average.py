# SPDX-License-Identifier: Apache-2.0
"""Points brought together in cells of a grid: which cell each is in, and the mean of every cell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Float32 = npt.NDArray[np.float32]
Int64 = npt.NDArray[np.int64]

CELL = 0.025  # metres; scans are averaged in cells of this size
_DENSE = 24_000_000  # cells of a grid that a table is still faster for than sorting


@dataclass(frozen=True, eq=False)
class Cells:
    """The C occupied cells of N points.

    Args:
        cell: int64 (N,), number of each point's cell.
        example: int64 (C,), one point of each cell, ascending.
        count: int64 (C,), how many points each holds.
    """

    cell: Int64
    example: Int64
    count: Int64

    def __len__(self) -> int:
        return len(self.example)


def cells_of(xyz: Float32, size: float) -> Cells:
    """The occupied cells of points (N, 3), `size` metres wide."""
    if len(xyz) == 0:
        none = np.zeros(0, np.int64)
        return Cells(none, none, none)
    places = [np.floor(column / np.float32(size)) for column in xyz.T]
    low = [int(place.min()) for place in places]
    length, width, depth = (
        int(place.max()) - least + 1 for place, least in zip(places, low, strict=True)
    )
    is_small = length * width * depth <= _DENSE
    is_near = max(map(abs, low)) < 2**30
    whole = np.int32 if is_small and is_near else np.int64  # half the memory is twice as fast
    x, y, z = (place.astype(whole) - whole(least) for place, least in zip(places, low, strict=True))
    flat = (x * whole(width) + y) * whole(depth) + z
    if not is_small:
        _, example, cell = np.unique(flat, return_index=True, return_inverse=True)
        order = np.argsort(example, kind="stable")
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order))
        cell, example = place[cell.reshape(-1)], example[order]
    else:
        rows = np.arange(len(flat), dtype=np.int32)
        table = np.empty(length * width * depth, np.int32)  # only the cells written next are read
        table[flat[::-1]] = rows[::-1]  # the first point of each cell is written last
        first = table[flat]
        is_first = first == rows
        cell = (np.cumsum(is_first) - 1)[first]
        example = np.flatnonzero(is_first)
    return Cells(cell, example, np.bincount(cell, minlength=len(example)))


def mean_of(
    values: npt.NDArray[np.generic],  # (N, D)
    cells: Cells,
) -> Float32:
    """float32 (C, D): mean of the values in each cell."""
    sums = [np.bincount(cells.cell, column, minlength=len(cells)) for column in values.T]
    mean: Float32 = (np.stack(sums, axis=1) / cells.count[:, None]).astype(np.float32)
    return mean
