# SPDX-License-Identifier: Apache-2.0
"""Stability: whether the same place keeps its label and its object from cloud to cloud.

It needs no ground truth, only poses: what a robot's own recording can always be judged by.
"""

from __future__ import annotations

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
        place = np.floor(xyz / CELL)
        x, y, z = np.abs(place).T
        usable = (x < _REACH) & (y < _REACH) & (z < _REACH)
    cells = place[usable].astype(np.int64) + _REACH
    key = (cells[:, 0] << 42) | (cells[:, 1] << 21) | cells[:, 2]
    order = np.argsort(key)
    key = key[order]
    begins = np.flatnonzero(np.diff(key, prepend=-1))
    of_points = (values[usable][order] for values in (labels, instances))
    label, instance = (_commonest(values, begins) for values in of_points)
    return key[begins], label, instance


def _commonest(values: Int32, begins: Int64) -> Int32:
    """The commonest value of the run from each beginning; of two as common the smaller."""
    if len(begins) == 0:
        return np.zeros(0, np.int32)
    winners: Int32 = np.minimum.reduceat(values, begins)
    # Most cells hold one value alone; what follows is for the others.
    mixed = np.flatnonzero(winners != np.maximum.reduceat(values, begins))
    ends = np.append(begins[1:], len(values))
    lengths = (ends - begins)[mixed]
    run = np.repeat(np.arange(len(mixed)), lengths)
    rows = np.arange(len(run)) + np.repeat(begins[mixed] - (np.cumsum(lengths) - lengths), lengths)
    low = int(values.min())
    span = int(values.max()) - low + 1
    # Run and value as one number: it sorts ten times as fast as pairs.
    pairs, number = np.unique(run * span + (values[rows] - np.int64(low)), return_counts=True)
    of_run, value = pairs // span, pairs % span + low
    # By run, then by falling number, then by value: the first of each run wins.
    order = np.lexsort((value, -number, of_run))
    first = order[np.flatnonzero(np.diff(of_run[order], prepend=-1))]
    winners[mixed[of_run[first]]] = value[first]
    return winners
