# SPDX-License-Identifier: Apache-2.0
"""Labelled PointCloud2: the fields and bytes that the contract names, read back by struct."""

from __future__ import annotations

import array
import struct

import numpy as np
import pytest
from builtin_interfaces.msg import Time
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sensor_msgs.msg import PointField
from std_msgs.msg import Header

from ws3d_model import PointCloud, SceneLabels
from ws3d_model.label_colors import UNLABELLED, label_color
from ws3d_ros.conversions.labelled_points import labelled_points_message
from ws3d_ros.conversions.point_cloud2 import cloud_from_message

NAMES = ("chair", "table", "wall")
IDS = np.array([4, 0, 70], np.uint32)
HEADER = Header(stamp=Time(sec=12, nanosec=34), frame_id="lidar")


def scene(labels: list[int], instances: list[int] | None = None) -> SceneLabels:
    empty = SceneLabels.empty(NAMES, len(labels))
    return SceneLabels(
        names=NAMES,
        labels=np.array(labels, np.int32),
        confidences=np.linspace(0, 1, len(labels), dtype=np.float32),
        instances=np.array(instances or [-1] * len(labels), np.int32),
        boxes=empty.boxes,
        box_labels=empty.box_labels,
        box_scores=empty.box_scores,
        box_instances=empty.box_instances,
    )


def points(count: int, rgb: bool = False) -> PointCloud:
    xyz = np.arange(3 * count, dtype=np.float32).reshape(count, 3)
    colors = np.arange(3 * count, dtype=np.uint8).reshape(count, 3) if rgb else None
    return PointCloud(xyz, rgb=colors)


def test_the_empty_cloud() -> None:
    msg = labelled_points_message(HEADER, 1, 0, points(0), scene([]), IDS)
    assert (msg.height, msg.width, len(msg.data), msg.point_step) == (1, 0, 0, 28)
    assert len(cloud_from_message(msg)) == 0


def test_every_field_lies_where_the_contract_says() -> None:
    cloud = points(4)
    msg = labelled_points_message(HEADER, 2, 2, cloud, scene([0, 2, -1, 1], [7, -1, -1, 9]), IDS)
    fields = [(f.name, f.offset, f.datatype, f.count) for f in msg.fields]
    float32, uint32 = PointField.FLOAT32, PointField.UINT32
    types = [float32] * 4 + [uint32] * 2 + [float32]
    names = ["x", "y", "z", "rgb", "label", "instance", "confidence"]
    assert fields == [(n, 4 * i, t, 1) for i, (n, t) in enumerate(zip(names, types, strict=True))]
    assert (msg.height, msg.width, msg.point_step, msg.row_step) == (2, 2, 28, 56)
    assert msg.header == HEADER
    assert not msg.is_bigendian
    assert msg.is_dense
    assert isinstance(msg.data, array.array)
    rows = [struct.unpack_from("<3fI2If", msg.data, 28 * i) for i in range(4)]
    assert [row[:3] for row in rows] == [tuple(xyz) for xyz in cloud.xyz]
    assert [row[4] for row in rows] == [4, 70, 65535, 0]
    assert [row[5] for row in rows] == [7, 0, 0, 9]
    np.testing.assert_allclose([row[6] for row in rows], [0, 1 / 3, 2 / 3, 1], rtol=1e-6)


def packed(msg: object) -> list[tuple[int, int, int]]:
    return [tuple(rgb) for rgb in cloud_from_message(msg).rgb.tolist()]


def test_colour_by_label_input_and_instance() -> None:
    labels, cloud = scene([0, 2, -1], [3, 3, -1]), points(3, rgb=True)
    by_label = labelled_points_message(HEADER, 1, 3, cloud, labels, IDS, "label")
    assert packed(by_label) == [label_color("chair"), label_color("wall"), UNLABELLED]
    by_input = labelled_points_message(HEADER, 1, 3, cloud, labels, IDS, "input")
    assert packed(by_input) == [(0, 1, 2), (3, 4, 5), (6, 7, 8)]
    colourless = labelled_points_message(HEADER, 1, 3, points(3), labels, IDS, "input")
    assert packed(colourless) == [UNLABELLED] * 3
    by_instance = packed(labelled_points_message(HEADER, 1, 3, cloud, labels, IDS, "instance"))
    assert by_instance[0] == by_instance[1] != UNLABELLED
    assert by_instance[2] == UNLABELLED


def test_nan_points_keep_their_place_and_the_cloud_is_not_dense() -> None:
    xyz = np.array([[0, 0, 0], [np.nan, 1, np.inf]], np.float32)
    msg = labelled_points_message(HEADER, 1, 2, PointCloud(xyz), scene([0, -1]), IDS)
    assert not msg.is_dense
    np.testing.assert_array_equal(cloud_from_message(msg).xyz, xyz)


def test_a_target_frame_moves_the_points_alone() -> None:
    turn = np.array([[0, -1, 0, 5], [1, 0, 0, 6], [0, 0, 1, 7], [0, 0, 0, 1]], np.float64)
    moved = labelled_points_message(
        HEADER, 1, 1, PointCloud(np.array([[1, 2, 3]], np.float32)), scene([0]), IDS, "label", turn
    )
    np.testing.assert_allclose(cloud_from_message(moved).xyz, [[3, 7, 10]])


def test_lengths_that_differ_and_instance_zero_are_refused() -> None:
    with pytest.raises(ValueError, match="height x width = 3"):
        labelled_points_message(HEADER, 1, 3, points(2), scene([0, 0]), IDS)
    with pytest.raises(ValueError, match="3 names need as many label ids, got 1"):
        labelled_points_message(HEADER, 1, 1, points(1), scene([0]), IDS[:1])
    with pytest.raises(ValueError, match="number the instances from 1"):
        labelled_points_message(HEADER, 1, 1, points(1), scene([0], [0]), IDS)


@settings(max_examples=50, deadline=None)
@given(
    hnp.arrays(
        np.float32, hnp.array_shapes(min_dims=1, max_dims=1, min_side=0).map(lambda s: (*s, 3))
    ),
    st.booleans(),
)
def test_round_trip_gives_the_cloud_back(xyz: np.ndarray, colored: bool) -> None:
    rgb = xyz.astype(np.float64).view(np.uint8)[:, ::8][:, :3].copy() if colored else None
    cloud = PointCloud(xyz, rgb=rgb)
    labels = SceneLabels.empty(NAMES, len(xyz))
    msg = labelled_points_message(HEADER, 1, len(xyz), cloud, labels, IDS, "input")
    back = cloud_from_message(msg)
    np.testing.assert_array_equal(back.xyz, xyz)
    if colored and len(xyz):
        np.testing.assert_array_equal(back.rgb, rgb)
