# SPDX-License-Identifier: Apache-2.0
"""Ground truth in a recording: fields of its clouds, and boxes on a topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.spatial.transform import Rotation

from ws3d_ros.bag_evaluation.image_view import ImageView
from ws3d_ros.bag_evaluation.numbered_names import NumberedNames
from ws3d_ros.bags.ground_truth_cloud import INSTANCE_FIELD, LABEL_FIELD
from ws3d_ros.conversions.point_cloud2 import DATATYPES
from ws3d_ros.conversions.strided_rows import strided_rows
from ws3d_ros.transform_tree import NANOSECONDS

Int32 = npt.NDArray[np.int32]
Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]

NO_TURN = 1e-6  # a quaternion with no larger part is none
MOST = 0x7FFF_FFFF  # an instance's number: what int32 holds


class GroundTruthError(ValueError):
    """The truth of one measurement cannot be used; the message says why."""


@dataclass(frozen=True, eq=False)
class PointTruth:
    """What the N points of a cloud are.

    Args:
        labels: int32 (N,), index into `names`, -1 unknown.
        instances: int32 (N,), -1 none.
        names: the names that the labels index.
    """

    labels: Int32
    instances: Int32
    names: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class TrueBoxes:
    """The objects of a moment, as they were published.

    Args:
        frame: of the boxes.
        stamp: nanoseconds.
        names: of each of B boxes.
        poses: (B, 4, 4), frame_from_box.
        sizes: (B, 3), metres.
        view: what of the frame the truth covers; None for all of it.
    """

    frame: str
    stamp: int
    names: tuple[str, ...]
    poses: Float64
    sizes: Float64
    view: ImageView | None = None

    def moved(self, level_from_frame: Float64) -> Float32:
        """float32 (B, 7) in a level frame: centre, length, width, height, yaw."""
        poses = level_from_frame @ self.poses
        boxes = np.empty((len(poses), 7), np.float32)
        boxes[:, :3] = poses[:, :3, 3]
        boxes[:, 3:6] = self.sizes
        boxes[:, 6] = np.arctan2(poses[:, 1, 0], poses[:, 0, 0])
        return boxes


class RecordedTruth:
    """The truth that a bag itself holds, as far as it was read.

    Attributes:
        boxes: the objects at present; None before the first message of them.
    """

    def __init__(self) -> None:
        self.boxes: TrueBoxes | None = None
        self._by_number: dict[int, str] = {}
        self._names = NumberedNames({})

    def read_names(self, message: Any) -> None:
        """Take in a LabelInfo message."""
        self._by_number |= {item.class_id: item.class_name for item in message.class_map}
        self._names = NumberedNames(self._by_number)

    def read_boxes(self, message: Any) -> int:
        """Take in a Detection3DArray message: the objects from now on.

        Returns:
            How many of them are left out, because a number is not finite, or all four of a
            quaternion are 0.
        """
        numbers = np.array([_numbers(item.bbox) for item in message.detections], np.float64)
        numbers = numbers.reshape(-1, 10)
        sound = np.isfinite(numbers).all(axis=1) & (np.abs(numbers[:, 3:7]).max(axis=1) > NO_TURN)
        kept, numbers = np.flatnonzero(sound).tolist(), numbers[sound]
        poses = np.tile(np.eye(4), (len(numbers), 1, 1))
        poses[:, :3, 3] = numbers[:, :3]
        if kept:
            poses[:, :3, :3] = Rotation.from_quat(numbers[:, 3:7]).as_matrix()
        results = [message.detections[row].results for row in kept]
        stamp = message.header.stamp
        self.boxes = TrueBoxes(
            message.header.frame_id,
            stamp.sec * NANOSECONDS + stamp.nanosec,
            tuple(said[0].hypothesis.class_id if said else "" for said in results),
            poses,
            numbers[:, 7:],
        )
        return len(sound) - len(kept)

    def of_cloud(self, message: Any) -> PointTruth | None:
        """The truth in a cloud's own fields; None where it has none.

        Raises:
            GroundTruthError: the fields are no whole numbers, or there are no names for them.
        """
        # A depth image has none.
        fields = {field.name: field for field in getattr(message, "fields", ())}
        if LABEL_FIELD not in fields:
            return None
        if not self._names.names:
            raise GroundTruthError(
                f"the cloud has a field {LABEL_FIELD} but no vision_msgs/LabelInfo topic with "
                "'truth' in its name says what the numbers mean; give one by --truth-labels"
            )
        labels = self._names.labels(_column(message, fields[LABEL_FIELD]))
        instances = np.full(len(labels), -1, np.int32)
        if INSTANCE_FIELD in fields:
            numbers = _column(message, fields[INSTANCE_FIELD])
            instances = np.where(numbers > 0, (numbers - 1) & MOST, -1).astype(np.int32)
        return PointTruth(labels, instances, self._names.names)


def vocabulary_place(
    names: Sequence[str], wanted: Sequence[str], parents: Mapping[str, str]
) -> Int32:
    """int32 (K,): where each true name stands in a vocabulary, -1 where it is not asked for.

    A name that is not asked for counts as its parent ("office chair" as "chair") if that is.
    """
    place = {name.casefold(): number for number, name in enumerate(wanted)}
    found = np.full(len(names), -1, np.int32)
    for row, name in enumerate(names):
        known: str | None = name.casefold()
        while known is not None and known not in place:
            known = parents.get(known)
        if known is not None:
            found[row] = place[known]
    return found


def _numbers(box: Any) -> tuple[float, ...]:
    """Ten of a BoundingBox3D: place, quaternion x y z w, and size."""
    place, turn, size = box.center.position, box.center.orientation, box.size
    return (
        *(place.x, place.y, place.z),
        *(turn.x, turn.y, turn.z, turn.w),
        *(size.x, size.y, size.z),
    )


def _column(message: Any, field: Any) -> npt.NDArray[np.int64]:
    """int64 (N,) of a PointCloud2's field of whole numbers."""
    name, code = DATATYPES.get(field.datatype, ("", ""))
    if not code or code[0] not in "iu" or field.count != 1:
        raise GroundTruthError(f"field {field.name} must hold one whole number, it is {name}")
    if field.offset + np.dtype(code).itemsize > message.point_step:
        raise GroundTruthError(f"field {field.name} ends beyond point_step {message.point_step}")
    record = np.dtype(
        {
            "names": ["value"],
            "formats": [(">" if message.is_bigendian else "<") + code],
            "offsets": [field.offset],
            "itemsize": message.point_step,
        }
    )
    rows = strided_rows(
        message.data, record, message.height, message.width, message.row_step, "row_step"
    )
    return rows["value"].reshape(-1).astype(np.int64)
