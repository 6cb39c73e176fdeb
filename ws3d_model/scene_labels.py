# SPDX-License-Identifier: Apache-2.0
"""SceneLabels: what the system says about one cloud, point by point and box by box."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from ws3d_model.point_cloud import check_array

Float32 = npt.NDArray[np.float32]
Int32 = npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class SceneLabels:
    """Labels, instances and oriented boxes of one cloud, in the order of its N points.

    Args:
        names: the K names that were looked for; labels index into them.
        labels: int32 (N,), index into `names`, -1 where unlabelled.
        confidences: float32 (N,) in 0..1, 0 where unlabelled.
        instances: int32 (N,), instance number >= 0, -1 where the point belongs to no object.
        boxes: float32 (B, 7): centre x y z, length, width, height (metres), yaw (radians about z,
            length along the heading), in the frame of the cloud.
        box_labels: int32 (B,), index into `names`.
        box_scores: float32 (B,) in 0..1.
        box_instances: int32 (B,), the instance that the box holds.
        timings: seconds spent by stage.

    Raises:
        TypeError, ValueError: a field has another dtype, shape or length than the ones above.
    """

    names: tuple[str, ...]
    labels: Int32
    confidences: Float32
    instances: Int32
    boxes: Float32
    box_labels: Int32
    box_scores: Float32
    box_instances: Int32
    timings: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        check_array("labels", self.labels, np.int32, (None,))
        points, boxes = len(self.labels), len(self.boxes)
        check_array("confidences", self.confidences, np.float32, (points,))
        check_array("instances", self.instances, np.int32, (points,))
        check_array("boxes", self.boxes, np.float32, (boxes, 7))
        check_array("box_labels", self.box_labels, np.int32, (boxes,))
        check_array("box_scores", self.box_scores, np.float32, (boxes,))
        check_array("box_instances", self.box_instances, np.int32, (boxes,))

    def __len__(self) -> int:
        return len(self.labels)

    @staticmethod
    def empty(names: tuple[str, ...], points: int) -> SceneLabels:
        """Nothing found: every one of the points unlabelled, no box."""
        return SceneLabels(
            names=names,
            labels=np.full(points, -1, np.int32),
            confidences=np.zeros(points, np.float32),
            instances=np.full(points, -1, np.int32),
            boxes=np.zeros((0, 7), np.float32),
            box_labels=np.zeros(0, np.int32),
            box_scores=np.zeros(0, np.float32),
            box_instances=np.zeros(0, np.int32),
        )
