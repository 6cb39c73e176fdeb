# SPDX-License-Identifier: Apache-2.0
"""Reads the recording of a run: labelled clouds, boxes and poses, as any subscriber would."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from diagnostic_msgs.msg import DiagnosticStatus
from scipy.spatial.transform import Rotation
from sensor_msgs.msg import PointCloud2

from ws3d_ros.bags.bag_reader import messages, raw_messages
from ws3d_ros.conversions.labelled_points import POINT_STEP
from ws3d_ros.demo.session import DETECTIONS, LABEL_INFO, POINTS
from ws3d_ros.leveling import level_from_sensor
from ws3d_ros.transform_messages import insert_transforms
from ws3d_ros.transform_tree import TransformError, TransformTree

Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]
WORLD_FRAME, BASE_FRAME = "odom", "base_link"
_POINT = np.dtype(
    [("xyz", "<f4", 3), ("rgb", "u1", 4), ("label", "<u4"), ("instance", "<u4"), ("score", "<f4")]
)


@dataclass(frozen=True, eq=False)
class FoundBox:
    """A detection, in the frame of its cloud: name, score, track id, pose (4, 4), size (3,)."""

    name: str
    score: float
    track: int
    pose: Float64
    size: Float64

    def moved(self, target_from_sensor: Float64) -> Float32:
        """float32 (7,): centre, length, width, height, yaw in a level frame."""
        pose = target_from_sensor @ self.pose
        yaw = np.arctan2(pose[1, 0], pose[0, 0])
        return np.array([*pose[:3, 3], *self.size, yaw], np.float32)


@dataclass(frozen=True, eq=False)
class LabelledPoints:
    """One result.

    Args:
        stamp: of the measurement, nanoseconds.
        latency: seconds from that stamp to the arrival of the result.
        xyz: float32 (N, 3), in the measurement's frame; NaN for holes.
        rgb: uint8 (N, 3), the input's colours, None where it has none.
        label_ids: uint32 (N,), 65535 unlabelled.
        instances: int32 (N,), -1 none.
        confidences: float32 (N,).
        boxes: of this measurement.
        world_from_sensor: (4, 4); its frame is level. `fixed` says whether it stands still.
    """

    stamp: int
    latency: float
    xyz: Float32
    rgb: npt.NDArray[np.uint8] | None
    label_ids: npt.NDArray[np.uint32]
    instances: npt.NDArray[np.int32]
    confidences: Float32
    boxes: tuple[FoundBox, ...]
    world_from_sensor: Float64
    fixed: bool


class ResultBag:
    """A recorded run.

    Args:
        path: the bag.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._tree = TransformTree(cache_time=1e6)
        self._boxes: dict[int, tuple[FoundBox, ...]] = {}
        self.names: dict[int, str] = {}
        self.node_counts: dict[str, int] = {}
        self.warnings: dict[str, str] = {}
        last = max((message.stamp for message in raw_messages(path, [POINTS])), default=None)
        others = [LABEL_INFO, "/tf", "/tf_static", "/diagnostics"]
        for topic, received, message in messages(path, others):
            if topic == LABEL_INFO:
                self.names.update({c.class_id: c.class_name for c in message.class_map})
            elif topic == "/diagnostics":
                # After the last cloud the node rightly warns that its input is silent.
                self._read_diagnostics(message, last is None or received < last)
            else:
                # What is no pose the node passes over as well, and says so.
                insert_transforms(self._tree, message, topic == "/tf_static", lambda why: None)
        for _, _, message in messages(path, [DETECTIONS]):
            boxes = tuple(_found_box(item) for item in message.detections)
            self._boxes[_nanoseconds(message.header.stamp)] = boxes

    def clouds(self) -> Iterator[LabelledPoints]:
        """The labelled clouds in the order of their arrival, one in memory at a time."""
        for _, received, message in messages(self._path, [POINTS]):
            yield self._read_cloud(message, received)

    def _read_cloud(self, message: PointCloud2, received: int) -> LabelledPoints:
        if message.point_step != POINT_STEP:
            raise ValueError(
                f"labelled points must have {POINT_STEP} bytes, got {message.point_step}"
            )
        points = np.frombuffer(message.data, _POINT)
        stamp = _nanoseconds(message.header.stamp)
        pose, fixed = self._pose(message.header.frame_id, stamp)
        rgb = np.ascontiguousarray(points["rgb"][:, 2::-1])
        instances = points["instance"].astype(np.int64)
        return LabelledPoints(
            stamp,
            (received - stamp) / 1e9,
            np.ascontiguousarray(points["xyz"]),
            None if len(rgb) == 0 or (rgb == rgb[0]).all() else rgb,
            points["label"].copy(),
            np.where(instances == 0, -1, instances).astype(np.int32),
            points["score"].copy(),
            self._boxes.get(stamp, ()),
            pose,
            fixed,
        )

    def _pose(self, frame: str, stamp: int) -> tuple[Float64, bool]:
        for target in (WORLD_FRAME, BASE_FRAME):
            try:
                return self._tree.lookup(target, frame, stamp), target == WORLD_FRAME
            except TransformError:
                continue
        pose = np.eye(4)
        pose[:3, :3] = level_from_sensor("auto", frame)
        return pose, False

    def _read_diagnostics(self, message: Any, running: bool) -> None:
        for status in message.status:
            part = status.name.rpartition(": ")[2]
            if part == "drops":
                self.node_counts = {v.key: int(v.value) for v in status.values}
            if running and status.level != DiagnosticStatus.OK:
                self.warnings[part] = status.message


def _found_box(detection: Any) -> FoundBox:
    centre, size = detection.bbox.center, detection.bbox.size
    turn = centre.orientation
    pose = np.eye(4)
    pose[:3, :3] = Rotation.from_quat([turn.x, turn.y, turn.z, turn.w]).as_matrix()
    pose[:3, 3] = centre.position.x, centre.position.y, centre.position.z
    best = detection.results[0].hypothesis
    track = int(detection.id) if detection.id.isdecimal() else -1
    return FoundBox(best.class_id, best.score, track, pose, np.array([size.x, size.y, size.z]))


def _nanoseconds(stamp: Any) -> int:
    return int(stamp.sec) * 1_000_000_000 + int(stamp.nanosec)
