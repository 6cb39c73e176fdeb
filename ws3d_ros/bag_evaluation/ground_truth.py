# SPDX-License-Identifier: Apache-2.0
"""Ground truth of a recording: fields of its clouds, boxes on a topic, or a folder of labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.spatial.transform import Rotation
from sensor_msgs.msg import PointCloud2

from ws3d_ros.conversions.point_cloud2 import DATATYPES
from ws3d_ros.conversions.strided_rows import strided_rows
from ws3d_ros.transform_tree import NANOSECONDS

Int32 = npt.NDArray[np.int32]
Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]

LABEL_FIELD, INSTANCE_FIELD = "gt_label", "gt_instance"


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
    """

    frame: str
    stamp: int
    names: tuple[str, ...]
    poses: Float64
    sizes: Float64

    def moved(self, level_from_frame: Float64) -> Float32:
        """float32 (B, 7) in a level frame: centre, length, width, height, yaw."""
        poses = level_from_frame @ self.poses
        boxes = np.empty((len(poses), 7), np.float32)
        boxes[:, :3] = poses[:, :3, 3]
        boxes[:, 3:6] = self.sizes
        boxes[:, 6] = np.arctan2(poses[:, 1, 0], poses[:, 0, 0])
        return boxes


@dataclass
class RecordedTruth:
    """The truth that a bag itself holds, as far as it was read.

    Args:
        names: number to name, from the LabelInfo topic.
    """

    names: dict[int, str] = field(default_factory=dict)
    boxes: TrueBoxes | None = None

    def read_names(self, message: Any) -> None:
        """Take in a LabelInfo message."""
        self.names.update({item.class_id: item.class_name for item in message.class_map})

    def read_boxes(self, message: Any) -> None:
        """Take in a Detection3DArray message: the objects from now on."""
        poses = np.tile(np.eye(4), (len(message.detections), 1, 1))
        sizes = np.zeros((len(message.detections), 3))
        names = []
        for row, item in enumerate(message.detections):
            centre, size = item.bbox.center, item.bbox.size
            turn = centre.orientation
            poses[row, :3, :3] = Rotation.from_quat([turn.x, turn.y, turn.z, turn.w]).as_matrix()
            poses[row, :3, 3] = centre.position.x, centre.position.y, centre.position.z
            sizes[row] = size.x, size.y, size.z
            names.append(item.results[0].hypothesis.class_id if item.results else "")
        stamp = message.header.stamp
        self.boxes = TrueBoxes(
            message.header.frame_id,
            stamp.sec * NANOSECONDS + stamp.nanosec,
            tuple(names),
            poses,
            sizes,
        )

    def of_cloud(self, message: Any) -> PointTruth | None:
        """The truth in a cloud's own fields; None where it has none.

        Raises:
            GroundTruthError: the fields are no whole numbers, or there are no names for them.
        """
        fields = {f.name: f for f in message.fields} if isinstance(message, PointCloud2) else {}
        if LABEL_FIELD not in fields:
            return None
        if not self.names:
            raise GroundTruthError(
                f"the cloud has a field {LABEL_FIELD} but no vision_msgs/LabelInfo topic with "
                "'truth' in its name says what the numbers mean; give one by --truth-labels"
            )
        numbers = _column(message, fields[LABEL_FIELD])
        ids = np.array(sorted(self.names), np.int64)
        place = np.searchsorted(ids, numbers).clip(max=len(ids) - 1)
        labels = np.where(ids[place] == numbers, place, -1).astype(np.int32)
        instances = np.full(len(labels), -1, np.int32)
        if INSTANCE_FIELD in fields:
            instances = (_column(message, fields[INSTANCE_FIELD]) - 1).astype(np.int32)
        return PointTruth(labels, instances, tuple(self.names[i] for i in ids.tolist()))


class LabelFolder:
    """SemanticKITTI label files (*.label, instance << 16 | class), one a cloud by its index.

    Args:
        folder: holds 000000.label and so on.
        names: what the classes are called; a class that is not in it is unknown.

    Raises:
        GroundTruthError: the folder holds no label file.
    """

    def __init__(self, folder: Path, names: Mapping[int, str]) -> None:
        self._paths = sorted(folder.glob("*.label"))
        if not self._paths:
            raise GroundTruthError(f"{folder} holds no *.label files (SemanticKITTI's format)")
        self._ids = np.array(sorted(names), np.int64)
        self._names = tuple(names[i] for i in self._ids.tolist())

    def of_cloud(self, index: int, points: int) -> PointTruth:
        """The truth of the cloud with that number in the recording.

        Raises:
            GroundTruthError: there is no such file, or it holds another number of points.
        """
        if index >= len(self._paths):
            raise GroundTruthError(f"no label file for cloud {index}: {len(self._paths)} files")
        values = np.fromfile(self._paths[index], np.dtype("<u4"))
        if len(values) != points:
            raise GroundTruthError(
                f"{self._paths[index].name} has {len(values)} labels, the cloud {points} points: "
                "are the files of this recording?"
            )
        classes = (values & 0xFFFF).astype(np.int64)
        place = np.searchsorted(self._ids, classes).clip(max=len(self._ids) - 1)
        labels = np.where(self._ids[place] == classes, place, -1).astype(np.int32)
        instances = (values >> 16).astype(np.int32) - 1
        return PointTruth(labels, instances, self._names)


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


def _column(message: PointCloud2, field: Any) -> npt.NDArray[np.int64]:
    """int64 (N,) of a field of whole numbers."""
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
