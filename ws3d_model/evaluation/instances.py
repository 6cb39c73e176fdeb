# SPDX-License-Identifier: Apache-2.0
"""Instance segmentation: average precision by name, from the overlap of objects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ws3d_model.point_cloud import check_array

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Objects:
    """The objects of one scene of N points.

    Args:
        of_point: int32 (N,), the object of each point as a row of the arrays below, -1 for none.
        labels: int32 (I,), index into the names; -1 leaves the object out of the count.
        scores: float32 (I,), how sure the prediction is; for true objects it does not matter.
    """

    of_point: Int32
    labels: Int32
    scores: npt.NDArray[np.float32]

    def __post_init__(self) -> None:
        check_array("of_point", self.of_point, np.int32, (None,))
        check_array("labels", self.labels, np.int32, (None,))
        check_array("scores", self.scores, np.float32, (len(self.labels),))
        if len(self.of_point) and not -1 <= self.of_point.min() <= self.of_point.max() < len(
            self.labels
        ):
            raise ValueError(f"of_point must be in -1..{len(self.labels) - 1}, a row of labels")


class InstancePrecision:
    """Average precision at one overlap threshold, over any number of scenes.

    Predictions are taken by falling score; each may claim one true object of its name in its scene
    that it overlaps by at least the threshold and that none has claimed, the one it overlaps most.
    The area under the precision envelope over recall is the average precision (PASCAL VOC 2010; the
    ScanNet benchmark's AP50 and AP25 are this at 0.5 and 0.25, without its rules on void).

    Args:
        names: the K names; labels index into them.
        overlap: intersection over union of the points, in (0, 1].
    """

    def __init__(self, names: Sequence[str], overlap: float = 0.5) -> None:
        if not 0.0 < overlap <= 1.0:
            raise ValueError(f"overlap must be in (0, 1], got {overlap}")
        self.names, self.overlap = tuple(names), overlap
        self._true = np.zeros(len(self.names), np.int64)
        self._found: list[list[tuple[float, bool]]] = [[] for _ in self.names]

    def add(self, truth: Objects, predicted: Objects) -> None:
        """Count the objects of a scene; both are over the same N points.

        Raises:
            ValueError: truth and prediction differ in length.
        """
        overlaps = _overlaps(truth, predicted)
        for label in range(len(self.names)):
            true = np.flatnonzero(truth.labels == label)
            mine = np.flatnonzero(predicted.labels == label)
            self._true[label] += len(true)
            free = np.ones(len(true), bool)
            for row in mine[np.argsort(-predicted.scores[mine], kind="stable")]:
                reach = np.where(free, overlaps[row, true], -1.0)
                hit = bool(len(true)) and float(reach.max()) >= self.overlap
                if hit:
                    free[reach.argmax()] = False
                self._found[label].append((float(predicted.scores[row]), hit))

    @property
    def average_precision(self) -> Float64:
        """float64 (K,) in 0..1; NaN for names without true objects."""
        return np.array(
            [
                _area(found, int(true)) if true else np.nan
                for found, true in zip(self._found, self._true, strict=True)
            ],
            dtype=np.float64,
        )

    @property
    def mean(self) -> float:
        """Mean over the names that have true objects; NaN when none has."""
        precision = self.average_precision
        present = precision[~np.isnan(precision)]
        return float(present.mean()) if len(present) else float("nan")


def _overlaps(truth: Objects, predicted: Objects) -> Float64:
    """Intersection over union (P, T) of the points of predicted and true objects."""
    if len(truth.of_point) != len(predicted.of_point):
        raise ValueError(
            f"truth has {len(truth.of_point)} points, the prediction {len(predicted.of_point)}"
        )
    true, mine = len(truth.labels), len(predicted.labels)
    both = (truth.of_point >= 0) & (predicted.of_point >= 0)
    cells = predicted.of_point[both].astype(np.int64) * true + truth.of_point[both]
    shared = np.bincount(cells, minlength=mine * true).reshape(mine, true)
    size_true = np.bincount(truth.of_point[truth.of_point >= 0], minlength=true)
    size_mine = np.bincount(predicted.of_point[predicted.of_point >= 0], minlength=mine)
    union = size_mine[:, None] + size_true[None] - shared
    return np.asarray(shared / np.maximum(union, 1), np.float64)


def _area(found: list[tuple[float, bool]], true: int) -> float:
    """Area under the envelope of precision over recall."""
    hits = np.array([hit for _, hit in sorted(found, key=lambda pair: -pair[0])], bool)
    claimed = np.cumsum(hits)
    precision = claimed / np.arange(1, len(hits) + 1)
    envelope = np.maximum.accumulate(precision[::-1])[::-1]
    return float(envelope[hits].sum() / true)
