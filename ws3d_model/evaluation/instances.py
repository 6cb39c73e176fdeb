# SPDX-License-Identifier: Apache-2.0
"""Instance segmentation: average precision by name, from the overlap of objects."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ws3d_model.evaluation.average_precision import AveragePrecision
from ws3d_model.point_cloud import check_array

Int32 = npt.NDArray[np.int32]
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


class InstancePrecision(AveragePrecision):
    """Average precision of objects that are sets of points; overlap is that of the points."""

    def add(self, truth: Objects, predicted: Objects) -> None:
        """Count the objects of a scene; both are over the same N points.

        Raises:
            ValueError: truth and prediction differ in length.
        """
        overlaps = _overlaps(truth, predicted)
        self.count(truth.labels, predicted.labels, predicted.scores, overlaps)


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
