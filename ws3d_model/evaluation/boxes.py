# SPDX-License-Identifier: Apache-2.0
"""Detection: average precision of oriented boxes by name, over all of a scene or bands of range."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ws3d_model.evaluation.average_precision import AveragePrecision
from ws3d_model.objects.box_iou import box_iou
from ws3d_model.point_cloud import check_array

Int32 = npt.NDArray[np.int32]
Float32 = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Boxes:
    """Boxes of one scene, in one frame.

    Args:
        boxes: float32 (B, 7), centre x y z, length, width, height (metres), yaw (radians).
        labels: int32 (B,), index into the names; -1 leaves a true box out of the count.
        scores: float32 (B,), how sure a prediction is; for true boxes it does not matter.

    Raises:
        TypeError, ValueError: an array has another dtype or shape.
    """

    boxes: Float32
    labels: Int32
    scores: Float32

    def __post_init__(self) -> None:
        check_array("boxes", self.boxes, np.float32, (None, 7))
        check_array("labels", self.labels, np.int32, (len(self.boxes),))
        check_array("scores", self.scores, np.float32, (len(self.boxes),))

    @property
    def range(self) -> Float32:
        """float32 (B,), level distance of the centres from the frame's origin, metres."""
        distance: Float32 = np.hypot(self.boxes[:, 0], self.boxes[:, 1])
        return distance


def overlaps_of(truth: Boxes, predicted: Boxes) -> Float32:
    """float32 (P, T): `box_iou` of predictions and true boxes of one name; 0 between names."""
    same = predicted.labels[:, None] == truth.labels[None]
    return box_iou(predicted.boxes, truth.boxes, same)


class BoxPrecision(AveragePrecision):
    """Average precision of oriented boxes; overlap is that of their volumes."""

    def add(
        self,
        truth: Boxes,
        predicted: Boxes,
        band: tuple[float, float] = (0.0, np.inf),
        overlaps: Float32 | None = None,
    ) -> None:
        """Count the boxes of a scene.

        Args:
            truth, predicted: in the same frame.
            band: least and greatest range. A true box outside does not count, and neither does a
                prediction that finds one, or that finds none and lies outside itself.
            overlaps: float32 (P, T), `overlaps_of(truth, predicted)` where several thresholds or
                bands share it; it takes longer than all the rest.
        """
        overlaps = overlaps_of(truth, predicted) if overlaps is None else overlaps
        inside = (truth.range >= band[0]) & (truth.range < band[1])
        own = (predicted.range >= band[0]) & (predicted.range < band[1])
        finds = overlaps >= self.overlap
        counted = np.where(finds.any(axis=1), (finds & inside[None]).any(axis=1), own)
        labels = np.where(inside, truth.labels, -1).astype(np.int32)
        self.count(labels, predicted.labels[counted], predicted.scores[counted], overlaps[counted])
