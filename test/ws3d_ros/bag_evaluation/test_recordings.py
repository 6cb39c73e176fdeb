# SPDX-License-Identifier: Apache-2.0
"""Recordings as they come: cameras, several sensors, other storages, strange topics, cut files."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PIL import Image as Pillow
from rosbags.rosbag2 import StoragePlugin, Writer
from sensor_msgs.msg import CameraInfo, CompressedImage, Image, PointCloud2

from ws3d_ros.bag_evaluation.evaluation import EvaluationError, Outcome, evaluate
from ws3d_ros.bag_evaluation.scenario import Scenario
from ws3d_ros.bag_evaluation.topic_choice import TopicRequest
from ws3d_ros.bags.bag_reader import bag_topics, raw_messages
from ws3d_ros.bags.bag_writer import BagWriter
from ws3d_ros.bags.message_types import message_class, typestore_of
from ws3d_ros.bags.world_frames import color_message
from ws3d_ros.sources.frame_messages import (
    camera_info_message,
    compressed_image_message,
    depth_message,
    header,
    serialized,
)

HEIGHT, WIDTH = 24, 32
FRAME = "camera_optical_frame"
START, PERIOD = 1_700_000_000_000_000_000, 100_000_000
MATRIX = np.array([[30.0, 0, 15.5], [0, 30.0, 11.5], [0, 0, 1]])
DEPTH = np.full((HEIGHT, WIDTH), 1500, np.uint16)
COLOR = np.full((HEIGHT, WIDTH, 3), 90, np.uint8)
NOT_THERE = "nobody_msgs/msg/Nothing"


def run(bag: Path, out: Path, parameters: dict[str, Any], **topics: str) -> Outcome:
    scenario = Scenario(bag, ("floor", "chair"), TopicRequest(**topics), parameters)
    return evaluate(scenario, out, quiet=True)


def in_file(image: np.ndarray, kind: str) -> bytes:
    """The image as the bytes of a jpeg or png."""
    file = io.BytesIO()
    Pillow.fromarray(image).save(file, kind)
    return file.getvalue()


def color(kind: str, stamp: int) -> Any:
    if kind == "raw":
        return color_message(COLOR, stamp)
    return compressed_image_message(in_file(COLOR, kind), kind, FRAME, stamp)


def depth(kind: str, stamp: int) -> Any:
    if kind == "raw":
        return depth_message(DEPTH, FRAME, stamp)
    # image_transport: twelve bytes of a header before the png.
    data = struct.pack("<iff", 0, 0.0, 0.0) + in_file(DEPTH, "png")
    message = CompressedImage(header=header(FRAME, stamp), format="16UC1; compressedDepth png")
    message.data = data
    return message


def write_rgbd(path: Path, colors: str, depths: str, later: int = 0, lost: int = -1) -> Path:
    """Three frames of a camera; the depth images' stamps are `later` nanoseconds, and the colour
    image of frame `lost` is not there."""
    names = {"raw": "", "jpeg": "/compressed", "png": "/compressed"}
    image = f"/camera/color/image_raw{names[colors]}"
    deep = f"/camera/depth/image_raw{'/compressedDepth' if depths != 'raw' else ''}"
    with BagWriter(path) as writer:
        writer.add_topic(image, Image if colors == "raw" else CompressedImage)
        writer.add_topic(deep, Image if depths == "raw" else CompressedImage)
        writer.add_topic("/camera/depth/camera_info", CameraInfo)
        for number in range(3):
            stamp = START + number * PERIOD
            info = camera_info_message(MATRIX, (WIDTH, HEIGHT), FRAME, stamp + later)
            writer.write("/camera/depth/camera_info", stamp, serialized(info))
            if number != lost:
                writer.write(image, stamp, serialized(color(colors, stamp)))
            writer.write(deep, stamp, serialized(depth(depths, stamp + later)))
    return path


@pytest.mark.parametrize(("colors", "depths"), [("raw", "raw"), ("jpeg", "png"), ("png", "png")])
def test_cameras_are_matched_by_stamp(
    colors: str, depths: str, parameters: dict[str, Any], tmp_path: Path
) -> None:
    result = run(write_rgbd(tmp_path / "bag", colors, depths), tmp_path / "out", parameters).result
    assert [frame.index for frame in result.used] == [0, 1, 2]
    assert [frame.points for frame in result.used] == [HEIGHT * WIDTH] * 3
    assert all(frame.labelled == 1.0 for frame in result.used)
    assert not result.ended


def test_stamps_that_do_not_match_say_why(parameters: dict[str, Any], tmp_path: Path) -> None:
    bag = write_rgbd(tmp_path / "bag", "raw", "raw", later=40 * PERIOD)
    outcome = run(bag, tmp_path / "out", parameters)
    assert not outcome.result.used and not outcome.passed
    assert "/camera/color/image_raw" in outcome.result.ended
    assert "stamps" in outcome.result.ended
    assert any(outcome.result.ended in line for line in outcome.lines)


@pytest.mark.parametrize("lost", [0, 1, 2])
def test_depth_images_without_partners_are_skipped_and_named(
    lost: int, parameters: dict[str, Any], tmp_path: Path
) -> None:
    bag = write_rgbd(tmp_path / "bag", "raw", "raw", lost=lost)
    result = run(bag, tmp_path / "out", parameters).result
    assert [frame.index for frame in result.used] == [k for k in range(3) if k != lost]
    ((why, messages),) = result.skipped_messages.items()
    assert messages == [lost]
    assert "/camera/color/image_raw" in why and "sync_slop" in why


def copied(
    small_bag: Path, path: Path, storage: StoragePlugin, extra: Sequence[tuple[str, str]] = ()
) -> Path:
    """The bag in another storage, with a message of nonsense on topics of types not installed."""
    from rosbags.typesys import Stores, get_types_from_msg, get_typestore

    topics = bag_topics(small_bag)[0]
    store = typestore_of([message_class(topic.type_name) for topic in topics])
    other = get_typestore(Stores.EMPTY)
    other.register(get_types_from_msg("uint8 value\n", NOT_THERE))
    with Writer(path, version=8, storage_plugin=storage) as writer:
        lines = {
            t.name: writer.add_connection(t.name, t.type_name, typestore=store) for t in topics
        }
        for name, kind in extra:
            line = writer.add_connection(name, kind, typestore=other)
            writer.write(line, START, bytes((0, 1, 0, 0, 7)))
        for message in raw_messages(small_bag):
            writer.write(lines[message.topic], message.stamp, message.data)
    return path


def test_sqlite3_gives_the_same_as_mcap(
    small_bag: Path, parameters: dict[str, Any], tmp_path: Path
) -> None:
    bag = copied(small_bag, tmp_path / "bag", StoragePlugin.SQLITE3)
    assert list(bag.glob("*.db3"))
    run(bag, tmp_path / "a", parameters)
    run(small_bag, tmp_path / "b", parameters)
    one, two = ((tmp_path / name / "frames.jsonl").read_bytes() for name in "ab")
    assert one == two


def test_types_that_are_not_installed_hurt_only_where_chosen(
    small_bag: Path, parameters: dict[str, Any], tmp_path: Path
) -> None:
    bag = copied(small_bag, tmp_path / "bag", StoragePlugin.MCAP, [("/other", NOT_THERE)])
    assert len(run(bag, tmp_path / "out", parameters).result.used) == 4
    with pytest.raises(EvaluationError, match="/other cannot serve as points: it is nobody_msgs"):
        run(bag, tmp_path / "out", parameters, points="/other")


def test_several_cloud_topics_are_chosen_by_name(
    small: SimpleNamespace, small_bag: Path, parameters: dict[str, Any], tmp_path: Path
) -> None:
    bag = tmp_path / "bag"
    with BagWriter(bag) as writer:
        for topic in ("/rear/points", "/front/points"):
            writer.add_topic(topic, PointCloud2)
            writer.write(topic, START, serialized(small.cloud_message(0)))
    with pytest.raises(EvaluationError, match="2 point cloud topics: choose one by --points") as e:
        run(bag, tmp_path / "out", parameters)
    assert "/front/points (sensor_msgs/msg/PointCloud2, 1), /rear/points" in str(e.value)
    # No transform joins this lidar to anything: it is taken as it stands, and nothing is tracked.
    result = run(bag, tmp_path / "out", parameters, points="/front/points").result
    assert len(result.used) == 1
    assert np.isnan(result.used[0].flicker)


def test_a_moment_without_transform_is_skipped_and_named(
    small: SimpleNamespace, parameters: dict[str, Any], tmp_path: Path
) -> None:
    def early(number: int, message: Any) -> Any:
        if number == 1:
            message.header.stamp.sec -= 3600
        return message

    bag = small.write_bag(tmp_path / "bag", 3, early)
    result = run(bag, tmp_path / "out", parameters).result
    assert [bool(frame.problem) for frame in result.frames] == [False, True, False]
    assert "odom" in result.frames[1].problem or "lidar" in result.frames[1].problem


@pytest.mark.slow
def test_a_file_that_was_cut_off_is_read_up_to_the_cut(
    small: SimpleNamespace, parameters: dict[str, Any], tmp_path: Path
) -> None:
    bag = small.write_bag(tmp_path / "bag", 200)
    (file,) = bag.glob("*.mcap")
    data = file.read_bytes()
    file.write_bytes(data[: len(data) * 3 // 4])
    (bag / "metadata.yaml").unlink()
    outcome = run(bag, tmp_path / "out", parameters)
    used = outcome.result.used
    assert 20 < len(used) < 200
    assert [frame.index for frame in used] == list(range(len(used)))
    assert "cut off" in outcome.result.ended and "reindex" in outcome.result.ended
    assert "cut off" in (tmp_path / "out" / "report.html").read_text("utf-8")


def test_broken_messages_beside_the_clouds_are_counted(
    small_bag: Path, parameters: dict[str, Any], tmp_path: Path
) -> None:
    bag, topics = tmp_path / "bag", {t.name: t for t in bag_topics(small_bag)[0]}
    store, seen = typestore_of([message_class(t.type_name) for t in topics.values()]), 0
    with Writer(bag, version=8, storage_plugin=StoragePlugin.MCAP) as writer:
        lines = {
            name: writer.add_connection(name, topic.type_name, typestore=store)
            for name, topic in topics.items()
        }
        for message in raw_messages(small_bag):
            data, seen = message.data, seen + (message.topic == "/ground_truth/detections")
            if message.topic == "/ground_truth/detections" and seen == 2:
                data = data[:20]
            if message.topic == "/tf" and message.stamp < START:
                data = data[:-32] + bytes(32)  # a quaternion without length
            writer.write(lines[message.topic], message.stamp, data)
    outcome = run(bag, tmp_path / "out", parameters)
    faults = outcome.result.message_faults
    assert sorted(faults.values()) == [(1, 0), (1, 1)]
    assert any("/ground_truth/detections" in what and "20 bytes" in what for what in faults)
    assert any(what.startswith("/tf: ") for what in faults)
    assert len(outcome.result.used) == 4
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert all(what.split("'")[0] in page for what in faults)
