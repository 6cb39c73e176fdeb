# SPDX-License-Identifier: Apache-2.0
"""Parameters of a running node: described, refused with a reason, live."""

from __future__ import annotations

import numpy as np
import pytest
from rcl_interfaces.srv import DescribeParameters, ListParameters
from sensor_msgs.msg import PointCloud2

from ws3d_ros.parameters import rows

pytestmark = pytest.mark.ros


def test_every_parameter_is_declared_with_its_description(graph) -> None:
    names = [row.name for row in rows()]
    request = DescribeParameters.Request(names=names)
    described = graph.call("~/describe_parameters", DescribeParameters, request).descriptors
    assert [d.description for d in described] == [row.description for row in rows()]
    for row, descriptor in zip(rows(), described, strict=True):
        limits = [*descriptor.floating_point_range, *descriptor.integer_range]
        assert (len(limits) == 1) == (row.minimum is not None)


def test_every_endpoint_takes_qos_overrides(graph) -> None:
    graph.until(lambda: graph.node.count_subscribers("/points"))
    listed = graph.call("~/list_parameters", ListParameters, ListParameters.Request()).result.names
    for endpoint in (
        "/points.subscription",
        "/perception/labelled_points.publisher",
        "/perception/detections.publisher",
        "/perception/markers.publisher",
        "/perception/label_info.publisher",
        "/diagnostics.publisher",
    ):
        assert f"qos_overrides.{endpoint}.reliability" in listed


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"threshold": 1.5}, "threshold"),
        ({"threshold": "high"}, "threshold must be a double"),
        ({"max_points": 0}, "max_points"),
        ({"color": "rainbow"}, "one of label, input, instance"),
        ({"intensity_range": [1.0]}, "2 numbers"),
        ({"intensity_range": [5.0, 5.0]}, "must rise"),
        ({"vocabulary": [" "]}, "vocabulary"),
        ({"vocabulary": ["/nowhere/words.yaml"]}, "no such vocabulary file"),
        ({"input": "rgbd"}, "takes effect when the node is configured"),
    ],
)
def test_refuses_bad_values_with_a_reason(graph, values, reason) -> None:
    (name,) = values
    before = graph.parameter(name)
    (result,) = graph.set_parameters(**values)
    assert not result.successful
    assert reason in result.reason
    assert graph.parameter(name) == before


def test_color_is_live(graph, points, room_points) -> None:
    clouds = graph.listen("~/labelled_points", PointCloud2)
    publisher = graph.publisher("points", PointCloud2)
    graph.matched(publisher)

    def colors(stamp: float) -> set[int]:
        clouds.clear()
        publisher.publish(points(room_points, stamp=stamp))
        graph.until(lambda: clouds, what="a cloud")
        return set(np.frombuffer(clouds[-1].data, "<u4").reshape(-1, 7)[:, 3].tolist())

    assert graph.set_parameters(color="input")[0].successful
    grey = colors(30.0)  # the input has no colour of its own
    assert len(grey) == 1
    assert graph.set_parameters(color="label")[0].successful
    assert colors(31.0) - grey


def test_threshold_is_live_and_needs_no_encoding(graph, points, room_points) -> None:
    clouds = graph.listen("~/labelled_points", PointCloud2)
    publisher = graph.publisher("points", PointCloud2)
    graph.matched(publisher)
    assert graph.set_parameters(threshold=1)[0].successful
    graph.spin(0.5)
    publisher.publish(points(room_points, stamp=40.0))
    graph.until(lambda: clouds, what="a cloud")
    assert set(np.frombuffer(clouds[-1].data, "<u4").reshape(-1, 7)[:, 4]) == {65535}
    assert graph.set_parameters(threshold=0.0)[0].successful
