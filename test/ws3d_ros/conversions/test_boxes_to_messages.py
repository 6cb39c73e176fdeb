# SPDX-License-Identifier: Apache-2.0
"""Boxes as detections and markers: poses in the message's frame, names, ids, and none at all."""

from __future__ import annotations

import numpy as np
import pytest
from builtin_interfaces.msg import Time
from geometry_msgs.msg import Pose
from hypothesis import given, settings
from hypothesis import strategies as st
from rclpy.serialization import deserialize_message, serialize_message
from scipy.spatial.transform import Rotation
from std_msgs.msg import Header
from vision_msgs.msg import Detection3DArray
from visualization_msgs.msg import Marker, MarkerArray

from ws3d_model import SceneLabels
from ws3d_model.label_colors import label_color
from ws3d_ros.conversions.box_poses import box_poses
from ws3d_ros.conversions.detections import detections_message
from ws3d_ros.conversions.markers import markers_message

HEADER = Header(stamp=Time(sec=3, nanosec=4), frame_id="camera_optical_frame")
NAMES = ("chair", "стол")
# Optical axes (x right, y down, z forward) from level ones (x forward, y left, z up).
OPTICAL_FROM_LEVEL = np.array([[0, -1, 0], [0, 0, -1], [1, 0, 0]], np.float64)


def scene(boxes: list[list[float]]) -> SceneLabels:
    count = len(boxes)
    return SceneLabels(
        names=NAMES,
        labels=np.zeros(0, np.int32),
        confidences=np.zeros(0, np.float32),
        instances=np.zeros(0, np.int32),
        boxes=np.array(boxes, np.float32).reshape(count, 7),
        box_labels=np.arange(count, dtype=np.int32) % 2,
        box_scores=np.full(count, 0.75, np.float32),
        box_instances=np.arange(count, dtype=np.int32) + 5,
    )


def corners(centre: np.ndarray, size: np.ndarray, rotation: Rotation) -> np.ndarray:
    signs = np.array(np.meshgrid([-1, 1], [-1, 1], [-1, 1])).reshape(3, 8).T
    return rotation.apply(signs * size / 2) + centre


def rotation_of(pose: Pose) -> Rotation:
    q = pose.orientation
    return Rotation.from_quat([q.x, q.y, q.z, q.w])


def position(pose: Pose) -> np.ndarray:
    return np.array([pose.position.x, pose.position.y, pose.position.z])


BOX = [4.0, 1.0, 0.5, 2.0, 1.0, 0.75, 0.6]


def test_no_boxes() -> None:
    assert detections_message(HEADER, scene([]), np.eye(3)).detections == []
    markers = markers_message(HEADER, scene([]), np.eye(3)).markers
    assert [marker.action for marker in markers] == [Marker.DELETEALL]


def test_a_detection_says_what_where_and_which() -> None:
    msg = detections_message(HEADER, scene([BOX, BOX]), np.eye(3))
    msg = deserialize_message(serialize_message(msg), Detection3DArray)
    assert msg.header == HEADER
    assert [d.header for d in msg.detections] == [HEADER, HEADER]
    assert [d.id for d in msg.detections] == ["5", "6"]
    assert [len(d.results) for d in msg.detections] == [1, 1]
    assert [d.results[0].hypothesis.class_id for d in msg.detections] == list(NAMES)
    assert msg.detections[0].results[0].hypothesis.score == 0.75
    first = msg.detections[0]
    assert first.results[0].pose.pose == first.bbox.center
    np.testing.assert_allclose(position(first.bbox.center), BOX[:3])
    assert (first.bbox.size.x, first.bbox.size.y, first.bbox.size.z) == (2.0, 1.0, 0.75)
    np.testing.assert_allclose(rotation_of(first.bbox.center).as_rotvec(), [0, 0, 0.6], atol=1e-6)


def test_a_box_of_the_level_frame_turns_into_optical_axes() -> None:
    bbox = detections_message(HEADER, scene([BOX]), OPTICAL_FROM_LEVEL).detections[0].bbox
    np.testing.assert_allclose(position(bbox.center), [-1.0, -0.5, 4.0], atol=1e-6)
    # The box's height axis is against gravity: up is -y in optical axes.
    up = rotation_of(bbox.center).apply([0, 0, 1])
    np.testing.assert_allclose(up, [0, -1, 0], atol=1e-6)


rotations = st.tuples(*[st.floats(-1, 1)] * 4).filter(lambda q: sum(v * v for v in q) > 0.01)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(*[st.floats(-50, 50)] * 3, *[st.floats(0.05, 5)] * 3, st.floats(-7, 7)),
        max_size=4,
    ),
    rotations,
    rotations,
    st.tuples(*[st.floats(-100, 100)] * 3),
)
def test_corners_of_every_pose_are_the_moved_corners(
    boxes: list[tuple[float, ...]],
    level: tuple[float, ...],
    target: tuple[float, ...],
    shift: tuple[float, ...],
) -> None:
    sensor_from_level = Rotation.from_quat(level)
    target_from_sensor = np.eye(4)
    target_from_sensor[:3, :3] = Rotation.from_quat(target).as_matrix()
    target_from_sensor[:3, 3] = shift
    values = np.array(boxes, np.float32).reshape(len(boxes), 7)
    poses = box_poses(values, sensor_from_level.as_matrix(), target_from_sensor)
    assert len(poses) == len(boxes)
    for i, box in enumerate(values.astype(np.float64)):
        assert np.linalg.norm(poses.quaternions[i]) == pytest.approx(1.0)
        own = corners(box[:3], box[3:6], Rotation.from_euler("z", box[6]))
        moved = Rotation.from_quat(target).apply(sensor_from_level.apply(own)) + shift
        found = corners(poses.centres[i], poses.sizes[i], Rotation.from_quat(poses.quaternions[i]))
        np.testing.assert_allclose(found, moved, atol=1e-9 * 1e3)


def test_markers_delete_the_old_ones_then_show_boxes_and_names() -> None:
    msg = markers_message(HEADER, scene([BOX, BOX]), OPTICAL_FROM_LEVEL, lifetime=1.5)
    msg = deserialize_message(serialize_message(msg), MarkerArray)
    first, *rest = msg.markers
    assert first.action == Marker.DELETEALL
    assert all(marker.header == HEADER for marker in msg.markers)
    assert len({(marker.ns, marker.id) for marker in rest}) == 4
    assert all((m.lifetime.sec, m.lifetime.nanosec) == (1, 500_000_000) for m in rest)
    cubes = [marker for marker in rest if marker.type == Marker.CUBE]
    texts = [marker for marker in rest if marker.type == Marker.TEXT_VIEW_FACING]
    for cube, text, name in zip(cubes, texts, NAMES, strict=True):
        rgb = np.array([cube.color.r, cube.color.g, cube.color.b]) * 255
        np.testing.assert_allclose(rgb, label_color(name), atol=0.5)
        assert 0 < cube.color.a < 1
        assert text.text == f"{name} 0.75"
        assert text.scale.z > 0
        # Above the box: against gravity, which is -y here, and outside of it.
        above = position(cube.pose) - position(text.pose)
        np.testing.assert_allclose(above[[0, 2]], 0, atol=1e-9)
        assert above[1] > 0.75 / 2
