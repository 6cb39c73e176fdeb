# SPDX-License-Identifier: Apache-2.0
"""Every row of the graph table, against a real node in a process of its own."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from rclpy.qos import DurabilityPolicy, QoSProfile, ReliabilityPolicy
from sensor_msgs.msg import PointCloud2
from vision_msgs.msg import Detection3DArray, LabelInfo
from visualization_msgs.msg import Marker, MarkerArray

from ws3d_msgs.msg import VocabularyEntry
from ws3d_msgs.srv import GetVocabulary, SetVocabulary

pytestmark = pytest.mark.ros

SENSOR = QoSProfile(depth=1, reliability=ReliabilityPolicy.BEST_EFFORT)
LATCHED = QoSProfile(depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL)


def send_until(graph: Any, publisher: Any, message: Any, received: list[Any]) -> Any:
    """Publish at 5 Hz until something comes back; returns it."""
    graph.matched(publisher)
    for _ in range(100):
        publisher.publish(message)
        graph.spin(0.2)
        if received:
            return received[-1]
    pytest.fail("nothing came back")


def request(*names: str, threshold: float = -1.0) -> SetVocabulary.Request:
    entries = [VocabularyEntry(name=name) for name in names]
    return SetVocabulary.Request(entries=entries, threshold=threshold)


def test_takes_points_and_publishes_labelled_points(graph, points, room_points) -> None:
    clouds = graph.listen("~/labelled_points", PointCloud2)
    sent = points(room_points, frame="velodyne", stamp=12.25)
    cloud = send_until(graph, graph.publisher("points", PointCloud2, SENSOR), sent, clouds)

    assert cloud.header == sent.header
    names = [field.name for field in cloud.fields]
    assert names == ["x", "y", "z", "rgb", "label", "instance", "confidence"]
    assert (cloud.point_step, cloud.height, cloud.width) == (28, 1, len(room_points))
    rows = np.frombuffer(cloud.data, "<f4").reshape(-1, 7)
    np.testing.assert_array_equal(rows[:, :3], room_points)
    labels = np.frombuffer(cloud.data, "<u4").reshape(-1, 7)[:, 4]
    known = graph.ask("~/get_vocabulary", GetVocabulary, GetVocabulary.Request()).ids
    assert set(labels) <= {*known, 65535}
    assert (labels != 65535).any()


def test_publishes_detections(graph, points, room_points) -> None:
    detections = graph.listen("~/detections", Detection3DArray)
    sent = points(room_points, stamp=13.0)
    array = send_until(graph, graph.publisher("points", PointCloud2), sent, detections)
    assert array.header == sent.header


def test_publishes_markers(graph, points, room_points) -> None:
    markers = graph.listen("~/markers", MarkerArray)
    sent = points(room_points, stamp=14.0)
    array = send_until(graph, graph.publisher("points", PointCloud2), sent, markers)
    assert array.markers[0].action == Marker.DELETEALL


def test_publishes_label_info_to_late_joiners(graph) -> None:
    infos = graph.listen("~/label_info", LabelInfo, LATCHED)
    graph.until(lambda: infos, what="the latched label info")
    known = graph.ask("~/get_vocabulary", GetVocabulary, GetVocabulary.Request())
    ids = {item.class_name: item.class_id for item in infos[-1].class_map}
    assert {e.name: i for e, i in zip(known.entries, known.ids, strict=True)}.items() <= ids.items()


def test_publishes_diagnostics_of_every_part(graph) -> None:
    diagnostics = graph.diagnostics()
    parts = ("lifecycle", "input", "inference", "drops", "vocabulary", "device", "transform")
    graph.until(lambda: all(diagnostics.part(part) for part in parts), what="every part")
    assert diagnostics.part("input").name == "perception: input"
    assert diagnostics.part("lifecycle").message == "active"


def test_serves_set_vocabulary_and_keeps_ids(graph) -> None:
    before = graph.ask("~/get_vocabulary", GetVocabulary, GetVocabulary.Request())
    ids = {entry.name: i for entry, i in zip(before.entries, before.ids, strict=True)}

    asked = request("red sofa", "", "chair", "red sofa", threshold=0.25)
    response = graph.call("~/set_vocabulary", SetVocabulary, asked)
    assert response.success, response.message
    assert list(response.accepted) == ["red sofa", "chair"]
    assert list(response.rejected) == ["", "red sofa"]
    assert len(response.reasons) == 2
    assert response.version == before.version + 1

    after = graph.ask("~/get_vocabulary", GetVocabulary, GetVocabulary.Request())
    assert [entry.name for entry in after.entries] == ["red sofa", "chair"]
    assert after.threshold == pytest.approx(0.25)
    assert after.ids[1] == ids.get("chair", after.ids[1])
    assert after.ids[0] not in ids.values()
    assert after.text_encoder == "minilm-l6-v2"
    graph.until(lambda: graph.parameter("vocabulary") == ["red sofa", "chair"])
    assert graph.parameter("threshold") == pytest.approx(0.25)


@pytest.mark.parametrize("names", [(), ("",), ("  ", "!!!"), ("x" * 10_000,)])
def test_set_vocabulary_refuses_what_holds_no_name(graph, names) -> None:
    before = graph.ask("~/get_vocabulary", GetVocabulary, GetVocabulary.Request())
    response = graph.call("~/set_vocabulary", SetVocabulary, request(*names))
    assert not response.success
    assert "vocabulary stays" in response.message
    assert len(response.reasons) == len(response.rejected) == len(names)
    after = graph.ask("~/get_vocabulary", GetVocabulary, GetVocabulary.Request())
    assert after == before


def test_parameter_vocabulary_does_the_same(graph) -> None:
    before = graph.ask("~/get_vocabulary", GetVocabulary, GetVocabulary.Request())
    (result,) = graph.set_parameters(vocabulary=["bed", "table"])
    assert result.successful, result.reason

    def version() -> Any:
        now = graph.ask("~/get_vocabulary", GetVocabulary, GetVocabulary.Request())
        return now if now.version > before.version else None

    after = graph.until(version)
    assert [entry.name for entry in after.entries] == ["bed", "table"]
    (refused,) = graph.set_parameters(vocabulary=["", "?"])
    assert not refused.successful
    assert "no name can be used" in refused.reason


def test_label_info_comes_before_the_first_cloud_with_a_new_id(graph, points, room_points) -> None:
    order: list[str] = []
    graph.node.create_subscription(
        LabelInfo, "/perception/label_info", lambda m: order.append("info"), LATCHED
    )
    known: set[int] = set()

    def on_cloud(cloud: PointCloud2) -> None:
        labels = np.frombuffer(cloud.data, "<u4").reshape(-1, 7)[:, 4]
        known.update(int(i) for i in np.unique(labels) if i != 65535)
        order.append("cloud")

    graph.node.create_subscription(PointCloud2, "/perception/labelled_points", on_cloud, 5)
    publisher = graph.publisher("points", PointCloud2)
    graph.matched(publisher)
    send_until(graph, publisher, points(room_points, stamp=20.0), order)
    infos = graph.listen("~/label_info", LabelInfo, LATCHED)
    response = graph.call("~/set_vocabulary", SetVocabulary, request("lamp", "wall", "floor"))
    assert response.success
    graph.until(lambda: infos and len(infos[-1].class_map) > 0)
    for step in range(10):
        publisher.publish(points(room_points, stamp=21.0 + step))
        graph.spin(0.1)
    assert known <= {item.class_id for item in infos[-1].class_map}
