# SPDX-License-Identifier: Apache-2.0
"""Stability: whether the same place keeps its label and its object from cloud to cloud.

It needs no ground truth, only poses: what a robot's own recording can always be judged by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ws3d_model.point_cloud import check_array

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Float32 = npt.NDArray[np.float32]

CELL = 0.1
"""Edge of the cells that places are compared by, metres: above the noise of poses and sensors."""
_REACH = 1 << 20  # cells from the origin to either side that a key can hold: 100 km


@dataclass(frozen=True)
class Change:
    """From one cloud to the next.

    Args:
        shared: cells that both saw.
        labelled: of these, the ones that had a label in both.
        flickered: of the labelled ones, those whose label changed.
        lost: shared cells with a label in one cloud only.
        tracked: cells of an object in both, with the same label.
        renumbered: of the tracked ones, those whose object changed its number.
    """

    shared: int = 0
    labelled: int = 0
    flickered: int = 0
    lost: int = 0
    tracked: int = 0
    renumbered: int = 0

    def __add__(self, other: Change) -> Change:
        return Change(
            self.shared + other.shared,
            self.labelled + other.labelled,
            self.flickered + other.flickered,
            self.lost + other.lost,
            self.tracked + other.tracked,
            self.renumbered + other.renumbered,
        )

    @property
    def flicker(self) -> float:
        """Share of cells whose label changed; NaN where no cell had one in both clouds."""
        return self.flickered / self.labelled if self.labelled else float("nan")

    @property
    def persistence(self) -> float:
        """Share of object cells that kept their number; NaN where there was none."""
        return 1 - self.renumbered / self.tracked if self.tracked else float("nan")


class Stability:
    """Compares every cloud with the one before.

    Labels are compared by their number: feed labels of one list of names.
    """

    def __init__(self) -> None:
        self._before: tuple[Int64, Int32, Int32] | None = None

    def update(self, xyz: Float32, labels: Int32, instances: Int32) -> Change:
        """The change since the cloud before; the first one has none.

        Args:
            xyz: float32 (N, 3) in a frame that stands still, metres; rows that are not finite are
                left out.
            labels: int32 (N,), -1 unlabelled.
            instances: int32 (N,), -1 none.

        Raises:
            TypeError, ValueError: an array has another dtype or shape.
        """
        check_array("xyz", xyz, np.float32, (None, 3))
        check_array("labels", labels, np.int32, (len(xyz),))
        check_array("instances", instances, np.int32, (len(xyz),))
        now = _cells(xyz, labels, instances)
        before, self._before = self._before, now
        if before is None:
            return Change()
        _, old, new = np.intersect1d(before[0], now[0], assume_unique=True, return_indices=True)
        label_old, label_new = before[1][old], now[1][new]
        both = (label_old >= 0) & (label_new >= 0)
        same = both & (label_old == label_new)
        object_old, object_new = before[2][old], now[2][new]
        tracked = same & (object_old >= 0) & (object_new >= 0)
        return Change(
            shared=len(old),
            labelled=int(both.sum()),
            flickered=int((both & ~same).sum()),
            lost=int(((label_old >= 0) != (label_new >= 0)).sum()),
            tracked=int(tracked.sum()),
            renumbered=int((tracked & (object_old != object_new)).sum()),
        )

    def reset(self) -> None:
        """Forget the cloud before: time jumped, or the names changed."""
        self._before = None


def _cells(xyz: Float32, labels: Int32, instances: Int32) -> tuple[Int64, Int32, Int32]:
    """Sorted keys of the occupied cells, and the commonest label and object of each."""
    with np.errstate(invalid="ignore", over="ignore"):
        place = [np.floor(column / CELL) for column in xyz.T]
    # Neighbours in a cloud are mostly of one cell and one name: runs are fewer to sort than points.
    runs = _beginnings(len(xyz), [*place, labels, instances])
    points = np.diff(runs, append=len(xyz))
    x, y, z = (np.abs(column[runs]) for column in place)
    usable = (x < _REACH) & (y < _REACH) & (z < _REACH)
    runs, points = runs[usable], points[usable]
    cells = [column[runs].astype(np.int64) + _REACH for column in place]
    order = _order(cells)
    runs, points = runs[order], points[order]
    key = ((cells[0] << 42) | (cells[1] << 21) | cells[2])[order]
    begins = np.flatnonzero(np.diff(key, prepend=-1))
    label, instance = (_commonest(values[runs], points, begins) for values in (labels, instances))
    return key[begins], label, instance


def _beginnings(count: int, columns: Sequence[npt.NDArray[np.generic]]) -> Int64:
    """The rows (R,) of `count` in which a column differs from the row before, and the first."""
    changes = np.zeros(count, np.bool_)
    changes[:1] = True
    for column in columns:
        changes[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(changes)


def _order(cells: Sequence[Int64]) -> Int64:
    """Rows (N,) that bring cells, given as N numbers an axis below 2 ** 21, into their order.

    Counted from the lowest cell a place takes few bits, and numpy sorts 16 of them at a time
    several times as fast as all 64 of a key.
    """
    place = np.zeros(len(cells[0]), np.int64)
    for column in cells:
        low, high = column.min(initial=2 * _REACH), column.max(initial=0)
        place = place * max(high - low + 1, 1) + (column - low)
    order = np.argsort(place.astype(np.uint16), kind="stable")
    for bits in range(16, int(place.max(initial=0)).bit_length(), 16):
        digit = (place >> bits).astype(np.uint16)
        order = order[np.argsort(digit[order], kind="stable")]
    return order


def _commonest(values: Int32, points: Int64, begins: Int64) -> Int32:
    """The value of most points among the rows from each beginning; of two as common the smaller."""
    if len(begins) == 0:
        return np.zeros(0, np.int32)
    winners: Int32 = np.minimum.reduceat(values, begins)
    # Most cells hold one value alone; what follows is for the others.
    mixed = np.flatnonzero(winners != np.maximum.reduceat(values, begins))
    if len(mixed) == 0:
        return winners
    ends = np.append(begins[1:], len(values))
    lengths = (ends - begins)[mixed]
    cell = np.repeat(np.arange(len(mixed)), lengths)
    rows = np.arange(len(cell)) + np.repeat(begins[mixed] - (np.cumsum(lengths) - lengths), lengths)
    low = int(values.min())
    span = int(values.max()) - low + 1
    # Cell and value as one number: it sorts ten times as fast as pairs.
    pair = cell * span + (values[rows] - np.int64(low))
    order = np.argsort(pair)
    pair = pair[order]
    first = np.flatnonzero(np.diff(pair, prepend=-1))
    of_cell, value = np.divmod(pair[first], span)
    # The largest of number and value as one: most points, and of as many the smallest value.
    number = np.add.reduceat(points[rows[order]], first)
    best = number * span + (span - 1 - value)
    most = np.maximum.reduceat(best, np.flatnonzero(np.diff(of_cell, prepend=-1)))
    winners[mixed] = span - 1 - most % span + low
    return winners
