# SPDX-License-Identifier: Apache-2.0
"""Bags: definitions taken from the message classes, written and read back byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest
from rosbags.typesys import Stores, get_typestore

pytest.importorskip("rclpy")

from diagnostic_msgs.msg import DiagnosticArray
from rclpy.serialization import serialize_message
from sensor_msgs.msg import CameraInfo, Image, JointState, PointCloud2
from std_msgs.msg import Header, String
from tf2_msgs.msg import TFMessage
from vision_msgs.msg import Detection3DArray, LabelInfo
from visualization_msgs.msg import MarkerArray

from ws3d_ros.bags.bag_reader import BagError, bag_topics, messages, raw_messages
from ws3d_ros.bags.bag_writer import BagWriter
from ws3d_ros.bags.message_types import (
    UnknownMessageType,
    message_class,
    type_name,
    typestore_of,
)

# As published for the official packages.
DETECTIONS_HASH = "RIHS01_793f5eab9595ac1c0da07873cc859db42eae51f0ee76056db8562515d830e018"
LABEL_INFO_HASH = "RIHS01_3d37df4015cdf660cc851c51897f2acd957e1ca6205ba0a99aebffb9406b0783"


@pytest.mark.parametrize(
    "message_type",
    [CameraInfo, Image, JointState, PointCloud2, TFMessage, MarkerArray, DiagnosticArray, String],
)
def test_definitions_hash_as_the_official_ones(message_type: type) -> None:
    name = type_name(message_type)
    official = get_typestore(Stores.ROS2_JAZZY).hash_rihs01(name)
    assert typestore_of([message_type]).hash_rihs01(name) == official


@pytest.mark.parametrize(
    ("message_type", "expected"),
    [(Detection3DArray, DETECTIONS_HASH), (LabelInfo, LABEL_INFO_HASH)],
)
def test_vision_msgs_hash_as_the_official_ones(message_type: type, expected: str) -> None:
    assert typestore_of([message_type]).hash_rihs01(type_name(message_type)) == expected


@pytest.mark.parametrize("name", ["no_such_msgs/msg/Thing", "std_msgs/msg/NoSuchThing"])
def test_unknown_types_say_what_to_install(name: str) -> None:
    with pytest.raises(UnknownMessageType, match="not installed"):
        message_class(name)


@pytest.mark.parametrize("name", ["", "/msg/Thing", "os.path/msg/Thing", "a/b/c/d", "std_msgs/"])
def test_names_that_are_no_types_are_refused(name: str) -> None:
    with pytest.raises(UnknownMessageType, match="is no message type"):
        message_class(name)


def test_empty_bag(tmp_path: Path) -> None:
    with BagWriter(tmp_path / "bag"):
        pass
    assert bag_topics(tmp_path / "bag") == ([], 0)
    assert list(raw_messages(tmp_path / "bag")) == []


def test_messages_come_back(tmp_path: Path) -> None:
    path = tmp_path / "bag"
    # Once: the bytes between two fields, for their alignment, differ from one time to the next.
    packed = [
        serialize_message(PointCloud2(header=Header(frame_id=f"f{k}"), width=k)) for k in range(3)
    ]
    with BagWriter(path) as writer:
        writer.add_topic("/points", PointCloud2)
        writer.add_topic("/names", LabelInfo, latched=True)
        for k, data in enumerate(packed):
            assert writer.write("/points", 10 * k, data)
        writer.write("/names", 25, serialize_message(LabelInfo(threshold=0.5)))
        assert writer.counts == {"/points": 3, "/names": 1}
    found = {topic.name: topic for topic in bag_topics(path)[0]}
    assert found["/names"].latched and not found["/points"].latched
    assert [m.data for m in raw_messages(path, ["/points"])] == packed
    back = list(messages(path, ["/points", "/names"]))
    assert [stamp for _, stamp, _ in back] == [0, 10, 20, 25]
    assert [message.width for topic, _, message in back if topic == "/points"] == [0, 1, 2]
    assert back[-1][2].threshold == 0.5


def test_a_late_message_is_left_out(tmp_path: Path) -> None:
    with BagWriter(tmp_path / "bag") as writer:
        writer.add_topic("/text", String)
    assert not writer.write("/text", 0, serialize_message(String()))


def test_a_bag_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "bag").mkdir()
    with pytest.raises(FileExistsError, match="name another folder"):
        BagWriter(tmp_path / "bag")


def test_a_folder_that_is_no_bag_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BagError, match=r"metadata\.yaml"):
        bag_topics(tmp_path)
