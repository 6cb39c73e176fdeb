# SPDX-License-Identifier: Apache-2.0
"""Small bags with a known truth: a floor and two chairs, seen by a lidar on a robot that drives."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from sensor_msgs.msg import PointCloud2
from std_msgs.msg import Header
from tf2_msgs.msg import TFMessage
from vision_msgs.msg import Detection3DArray, LabelInfo

from ws3d_model import PointCloud, SceneLabels
from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_ros.bags.bag_writer import BagWriter
from ws3d_ros.bags.ground_truth_cloud import ground_truth_cloud_message
from ws3d_ros.conversions.detections import detections_message
from ws3d_ros.conversions.label_info import label_info_message
from ws3d_ros.sources.frame_messages import serialized, transform_message

NAMES = ("floor", "office chair")
START = 1_700_000_000_000_000_000
PERIOD = 200_000_000
CLOUD, LABELS, BOXES = "/lidar/points", "/ground_truth/label_info", "/ground_truth/detections"
HEIGHT = 0.5  # metres of the lidar above the ground
CHAIRS = ((2.0, 1.0), (2.0, -1.0))
FLOOR_POINTS, CHAIR_POINTS = 400, 150


def world(seed: int = 0) -> LabelledCloud:
    """The scene in odom: a floor of 4 x 4 m around (2, 0), and cubes of 0.6 m for chairs."""
    rng = np.random.default_rng(seed)
    floor = rng.uniform((0, -2, 0), (4, 2, 0.001), (FLOOR_POINTS, 3))
    parts, labels, instances = [floor], [np.zeros(FLOOR_POINTS)], [np.full(FLOOR_POINTS, -1)]
    for number, (x, y) in enumerate(CHAIRS):
        parts.append(rng.uniform((x - 0.3, y - 0.3, 0), (x + 0.3, y + 0.3, 0.6), (CHAIR_POINTS, 3)))
        labels.append(np.ones(CHAIR_POINTS))
        instances.append(np.full(CHAIR_POINTS, number))
    return LabelledCloud(
        PointCloud(np.concatenate(parts).astype(np.float32)),
        NAMES,
        np.concatenate(labels).astype(np.int32),
        np.concatenate(instances).astype(np.int32),
    )


def pose(number: int) -> np.ndarray:
    """odom_from_lidar of a frame: 10 cm further each, for 2 m, and back again."""
    found = np.eye(4)
    found[:3, 3] = 0.1 * abs((number + 20) % 40 - 20), 0.0, HEIGHT
    return found


def cloud_message(number: int) -> PointCloud2:
    """What the lidar sees in a frame."""
    scene = world()
    seen = PointCloud((scene.cloud.xyz - pose(number)[:3, 3]).astype(np.float32))
    return ground_truth_cloud_message(
        dataclasses.replace(scene, cloud=seen), "lidar", START + number * PERIOD
    )


def write_bag(
    path: Path,
    frames: int = 4,
    change: Callable[[int, PointCloud2], PointCloud2] = lambda number, message: message,
    with_names: bool = True,
) -> Path:
    """A recording; `change` may spoil its clouds, and the names of the truth may be missing."""
    with BagWriter(path) as writer:
        for topic, kind, latched in (
            ("/tf_static", TFMessage, True),
            (LABELS, LabelInfo, True),
            ("/tf", TFMessage, False),
            (BOXES, Detection3DArray, False),
            (CLOUD, PointCloud2, False),
        ):
            writer.add_topic(topic, kind, latched)
        mount = np.eye(4)
        mount[2, 3] = HEIGHT
        static = TFMessage(
            transforms=[
                transform_message("base_footprint", "base_link", np.eye(4), START),
                transform_message("base_link", "lidar", mount, START),
            ]
        )
        writer.write("/tf_static", START, serialized(static))
        info = label_info_message(Header(), {name: k for k, name in enumerate(NAMES)}, 0.0)
        if with_names:
            writer.write(LABELS, START, serialized(info))
        for number in range(-1, frames):
            stamp = START + number * PERIOD
            base = pose(number) @ np.linalg.inv(mount)
            moved = TFMessage(transforms=[transform_message("odom", "base_footprint", base, stamp)])
            writer.write("/tf", stamp, serialized(moved))
            if number >= 0:
                writer.write(BOXES, stamp, serialized(true_boxes(stamp)))
                message = change(number, cloud_message(number))
                writer.write(CLOUD, stamp, serialized(message))
    return path


def true_boxes(stamp: int) -> Detection3DArray:
    """The chairs in odom, and a third one far out of view."""
    places = (*CHAIRS, (40.0, 0.0))
    boxes = np.array([[x, y, 0.3, 0.6, 0.6, 0.6, 0] for x, y in places], np.float32)
    scene = dataclasses.replace(
        SceneLabels.empty(NAMES, 0),
        boxes=boxes,
        box_labels=np.ones(3, np.int32),
        box_scores=np.ones(3, np.float32),
        box_instances=np.arange(1, 4, dtype=np.int32),
    )
    header = Header(frame_id="odom")
    header.stamp.sec, header.stamp.nanosec = divmod(stamp, 1_000_000_000)
    return detections_message(header, scene, np.eye(3), None)


@pytest.fixture(scope="session")
def small() -> SimpleNamespace:
    """The world of the bags: how to write more of them, and how many points it has."""
    return SimpleNamespace(
        write_bag=write_bag, cloud_message=cloud_message, floor=FLOOR_POINTS, chair=CHAIR_POINTS
    )


@pytest.fixture(scope="session")
def small_bag(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four good frames."""
    return write_bag(tmp_path_factory.mktemp("bags") / "good")


@pytest.fixture(scope="session")
def parameters(chairs_checkpoint: Path) -> dict[str, Any]:
    """A network that calls everything a chair, on one thread."""
    return {"model": str(chairs_checkpoint), "device": "cpu"}
