# SPDX-License-Identifier: Apache-2.0
"""Bad input to a running node: a clear message, a diagnostic, and the node goes on."""

from __future__ import annotations

import array
import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from sensor_msgs.msg import PointCloud2, PointField

from ws3d_msgs.msg import VocabularyEntry
from ws3d_msgs.srv import SetVocabulary

pytestmark = pytest.mark.ros

STAMPS = itertools.count(100)


@pytest.fixture
def cloud_sent(graph, points) -> Callable[..., Any]:
    """Sends a message and returns the diagnostics, which listen since before."""
    publisher = graph.publisher("points", PointCloud2)
    graph.clouds = graph.listen("~/labelled_points", PointCloud2)
    diagnostics = graph.diagnostics()
    graph.matched(publisher)
    graph.until(lambda: graph.node.count_publishers("/perception/labelled_points"))
    graph.spin(0.3)

    def send(message: PointCloud2) -> Any:
        message.header.stamp.sec = next(STAMPS)
        publisher.publish(message)
        return diagnostics

    return send


def labels_of(graph: Any, cloud_sent: Any, message: PointCloud2) -> np.ndarray:
    graph.clouds.clear()
    cloud_sent(message)
    (cloud,) = graph.until(lambda: graph.clouds, what="a labelled cloud")
    assert (cloud.height, cloud.width) == (message.height, message.width)
    return np.frombuffer(cloud.data, "<u4").reshape(-1, 7)[:, 4]


def test_empty_cloud(graph, points, cloud_sent) -> None:
    assert len(labels_of(graph, cloud_sent, points(np.zeros((0, 3), np.float32)))) == 0


def test_one_point(graph, points, cloud_sent) -> None:
    assert len(labels_of(graph, cloud_sent, points(np.ones((1, 3), np.float32)))) == 1


def test_nan_infinity_and_far_points_stay_unlabelled(
    graph, points, room_points, cloud_sent
) -> None:
    xyz = room_points.copy()
    xyz[:5] = [[np.nan, 0, 0], [0, np.inf, 0], [-np.inf, np.nan, 0], [1e9, 0, 0], [1e9, -1e9, 1e9]]
    labels = labels_of(graph, cloud_sent, points(xyz))
    assert (labels[:5] == 65535).all()
    assert (labels[5:] != 65535).any()


def no_coordinates(message: PointCloud2) -> None:
    message.fields = [PointField(name="range", offset=0, datatype=PointField.FLOAT32, count=1)]


def wrong_datatype(message: PointCloud2) -> None:
    message.fields[1].datatype = PointField.UINT16


def truncated(message: PointCloud2) -> None:
    message.data = array.array("B", message.data[: len(message.data) // 2])


def lying_point_step(message: PointCloud2) -> None:
    message.point_step = 8


def lying_row_step(message: PointCloud2) -> None:
    message.row_step = 7


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (no_coordinates, "no field 'x'"),
        (wrong_datatype, "'y' is UINT16"),
        (truncated, "truncated"),
        (lying_point_step, "point_step"),
        (lying_row_step, "row_step"),
    ],
)
def test_unreadable_clouds_are_named_and_survived(
    graph, points, room_points, cloud_sent, running_node, spoil, says
) -> None:
    message = points(room_points)
    spoil(message)
    cloud_sent(message).says("input", says)
    assert says in running_node.output
    assert len(labels_of(graph, cloud_sent, points(room_points))) == len(room_points)


def test_more_points_than_max_points_are_bounded_and_said(
    graph, points, room_points, cloud_sent
) -> None:
    assert graph.set_parameters(max_points=500)[0].successful
    labels = labels_of(graph, cloud_sent, points(room_points))
    assert (labels != 65535).any()
    cloud_sent(points(room_points)).says("transform", "max_points")
    assert graph.set_parameters(max_points=1_000_000)[0].successful


def test_stamps_going_backwards_are_said(graph, points, room_points, cloud_sent) -> None:
    labels_of(graph, cloud_sent, points(room_points))
    message = points(room_points)
    graph.clouds.clear()
    diagnostics = cloud_sent(message)
    graph.until(lambda: graph.clouds)
    publisher = graph.publisher("points", PointCloud2)
    graph.matched(publisher)
    message.header.stamp.sec = 50
    publisher.publish(message)
    diagnostics.says("transform", "jumped back")


@pytest.mark.slow
def test_two_thousand_names(graph) -> None:
    names = [f"thing {number}" for number in range(2000)]
    request = SetVocabulary.Request(threshold=-1.0)
    request.entries = [VocabularyEntry(name=name) for name in names]
    response = graph.call("~/set_vocabulary", SetVocabulary, request, 120.0)
    assert response.success
    assert len(response.accepted) + len(response.rejected) == 2000
    assert "at most 1000 names" in response.reasons[0]


@pytest.mark.parametrize("name", ["стул", "椅子", "كرسي", "🪑 chair"])
def test_other_scripts_are_accepted_with_a_warning_or_not(graph, name) -> None:
    request = SetVocabulary.Request(threshold=-1.0, entries=[VocabularyEntry(name=name)])
    response = graph.call("~/set_vocabulary", SetVocabulary, request)
    assert response.success
    assert list(response.accepted) == [name]
