# SPDX-License-Identifier: Apache-2.0
"""Truth of a recording, points in boxes against a check of every point, names in a vocabulary."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation
from sensor_msgs.msg import PointCloud2, PointField
from vision_msgs.msg import (
    Detection3D,
    Detection3DArray,
    LabelInfo,
    ObjectHypothesisWithPose,
    VisionClass,
)

from ws3d_ros.bag_evaluation.ground_truth import RecordedTruth, vocabulary_place
from ws3d_ros.bag_evaluation.points_in_boxes import MARGIN, boxes_that_hold

NAMES = ("chair", "office chair", "sofa", "table", "Desk", "plant")
PARENTS = {"office chair": "chair", "chair": "furniture", "desk": "table", "table": "furniture"}


def detection(
    turn: tuple[float, float, float, float], x: float = 1.0, name: str = ""
) -> Detection3D:
    """A box of 1 x 2 x 3 m at (x, 2, 3)."""
    found = Detection3D()
    centre, size = found.bbox.center, found.bbox.size
    centre.position.x, centre.position.y, centre.position.z = x, 2.0, 3.0
    q = centre.orientation
    q.x, q.y, q.z, q.w = turn
    size.x, size.y, size.z = 1.0, 2.0, 3.0
    if name:
        found.results = [ObjectHypothesisWithPose()]
        found.results[0].hypothesis.class_id = name
    return found


def test_boxes_of_a_message() -> None:
    truth = RecordedTruth()
    assert truth.boxes is None
    assert truth.read_boxes(Detection3DArray()) == 0
    assert truth.boxes is not None and truth.boxes.moved(np.eye(4)).shape == (0, 7)
    half = float(np.sqrt(0.5))
    message = Detection3DArray(
        detections=[
            detection((0.0, 0.0, half, half), name="chair"),
            detection((0.0, 0.0, 0.0, 2.0)),
        ]
    )
    message.header.frame_id, message.header.stamp.sec = "map", 3
    assert truth.read_boxes(message) == 0
    assert truth.boxes.frame == "map" and truth.boxes.stamp == 3_000_000_000
    assert truth.boxes.names == ("chair", "")
    expected = [[1, 2, 3, 1, 2, 3, np.pi / 2], [1, 2, 3, 1, 2, 3, 0]]
    np.testing.assert_allclose(truth.boxes.moved(np.eye(4)), expected, atol=1e-6)


def test_boxes_that_are_none_are_left_out() -> None:
    truth = RecordedTruth()
    boxes = [
        detection((0.0, 0.0, 0.0, 0.0)),
        detection((0.0, 0.0, 0.0, 1.0), np.nan),
        detection((0.0, 0.0, 0.0, 1.0), 5.0, "chair"),
        detection((np.nan, 0.0, 0.0, 1.0)),
    ]
    assert truth.read_boxes(Detection3DArray(detections=boxes)) == 3
    assert truth.boxes is not None and truth.boxes.names == ("chair",)
    assert truth.boxes.moved(np.eye(4))[:, 0].tolist() == [5.0]


@given(st.lists(st.tuples(*4 * [st.floats(-1, 1)]).filter(lambda q: max(map(abs, q)) > 1e-3)))
def test_boxes_are_turned_as_each_alone(turns: list[tuple[float, float, float, float]]) -> None:
    truth = RecordedTruth()
    assert truth.read_boxes(Detection3DArray(detections=[detection(turn) for turn in turns])) == 0
    assert truth.boxes is not None and len(truth.boxes.poses) == len(turns)
    for pose, turn in zip(truth.boxes.poses, turns, strict=True):
        np.testing.assert_array_equal(pose[:3, :3], Rotation.from_quat(turn).as_matrix())


def test_labels_and_objects_of_a_cloud() -> None:
    truth, cloud = RecordedTruth(), PointCloud2(height=1, point_step=8)
    kinds = (("gt_label", 0, PointField.UINT32), ("gt_instance", 4, PointField.UINT32))
    cloud.fields = [PointField(name=n, offset=o, datatype=d, count=1) for n, o, d in kinds]
    rows = np.array([[7, 0], [9, 1], [7, 2**32 - 1], [3, 2]], np.uint32)
    cloud.width, cloud.row_step, cloud.data = len(rows), rows.nbytes, rows.tobytes()
    names = [
        VisionClass(class_id=9, class_name="chair"),
        VisionClass(class_id=7, class_name="floor"),
    ]
    truth.read_names(LabelInfo(class_map=names))
    found = truth.of_cloud(cloud)
    assert found is not None and found.names == ("floor", "chair")
    assert found.labels.tolist() == [0, 1, 0, -1]
    # What int32 cannot hold stays an object of its own.
    assert found.instances.tolist() == [-1, 0, 2**31 - 2, 1]
    assert truth.of_cloud(SimpleNamespace()) is None  # a depth image


def inside_by_hand(point: np.ndarray, box: np.ndarray) -> bool:
    """Whether the point, turned into the box, lies within its half sizes."""
    turn = np.array([[np.cos(box[6]), np.sin(box[6])], [-np.sin(box[6]), np.cos(box[6])]])
    across = np.abs(turn @ (point[:2] - box[:2]))
    up = abs(point[2] - box[2])
    return bool((across <= box[3:5] / 2 + MARGIN).all() and up <= box[5] / 2 + MARGIN)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from([0, 1, 3, 80, 400]),
    st.integers(0, 5),
    st.integers(1, 12),
)
def test_boxes_hold_as_many_as_a_check_of_every_point_finds(
    seed: int, points: int, count: int, least: int
) -> None:
    random = np.random.default_rng(seed)
    cloud = random.uniform(-3, 3, (points, 3)).astype(np.float32)
    cloud[: points // 10] = random.choice([np.nan, np.inf], (points // 10, 1))
    boxes = np.column_stack(
        [
            random.uniform(-2, 2, (count, 3)),
            random.uniform(0.1, 3, (count, 3)),
            random.uniform(-7, 7, count),
        ]
    ).astype(np.float32)
    there = cloud[np.isfinite(cloud).all(axis=1)].astype(float)
    inside = [sum(inside_by_hand(p, b) for p in there) for b in boxes.astype(float)]
    assert boxes_that_hold(cloud, boxes, least).tolist() == [n >= least for n in inside]


@pytest.mark.parametrize("yaw", [0.0, np.pi / 2])
def test_a_box_without_points_and_one_at_its_corner(yaw: float) -> None:
    box = np.array([[0, 0, 0, 2, 2, 2, yaw]], np.float32)
    assert boxes_that_hold(np.zeros((0, 3), np.float32), box, 1).tolist() == [False]
    corner = np.array([[1, 1, 1], [1.2, 0, 0]], np.float32)
    assert boxes_that_hold(corner, box, 1).tolist() == [True]
    assert boxes_that_hold(corner, box, 2).tolist() == [False]


@given(st.lists(st.sampled_from(NAMES)), st.lists(st.sampled_from(NAMES), unique=True))
def test_a_name_counts_as_itself_or_its_nearest_parent(names: list[str], wanted: list[str]) -> None:
    found = vocabulary_place(names, wanted, PARENTS)
    assert found.dtype == np.int32 and len(found) == len(names)
    asked = [name.casefold() for name in wanted]
    for name, place in zip(names, found.tolist(), strict=True):
        chain = [name.casefold()]
        while chain[-1] in PARENTS:
            chain.append(PARENTS[chain[-1]])
        hits = [link for link in chain if link in asked]
        assert place == (asked.index(hits[0]) if hits else -1)
