# SPDX-License-Identifier: Apache-2.0
"""A robot that moves: its tracks live in the frame of the odometry; where its ground is."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from builtin_interfaces.msg import Time
from geometry_msgs.msg import TransformStamped
from rclpy.qos import DurabilityPolicy, QoSProfile
from sensor_msgs.msg import PointCloud2
from tf2_msgs.msg import TFMessage
from vision_msgs.msg import Detection3DArray

pytestmark = pytest.mark.ros

LATCHED = QoSProfile(depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL)
STAMPS = itertools.count(5000)
# Three things in the room, far enough apart that each is an instance of its own.
PLACES = np.array([[3.0, 0.0, 0.4], [3.0, 2.0, 0.4], [5.0, -1.0, 0.4]])


def pose_message(parent: str, child: str, stamp: float, *xyz: float, yaw: float = 0.0) -> Any:
    message = TransformStamped(child_frame_id=child)
    message.header.frame_id = parent
    message.header.stamp = Time(sec=int(stamp), nanosec=round(stamp % 1 * 1e9))
    place, turn = message.transform.translation, message.transform.rotation
    place.x, place.y, place.z = (float(value) for value in xyz)
    turn.z, turn.w = np.sin(yaw / 2), np.cos(yaw / 2)
    return message


def seen_from(x: float, y: float, yaw: float) -> np.ndarray:
    """The three things, half a metre each way, in the frame of the sensor."""
    steps = np.arange(0.0, 0.5, 0.04)
    block = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(-1, 3)
    world = (PLACES[:, None] + block[None]).reshape(-1, 3) - [x, y, 0.0]
    cosine, sine = np.cos(yaw), np.sin(yaw)
    turned = world @ np.array([[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1]])
    return turned.astype(np.float32)


def where(detections: Detection3DArray, x: float, y: float, yaw: float) -> dict[str, int]:
    """Which of the three things every detection is, by its id."""
    found = {}
    for detection in detections.detections:
        p = detection.bbox.center.position
        cosine, sine = np.cos(yaw), np.sin(yaw)
        world = [x + cosine * p.x - sine * p.y, y + sine * p.x + cosine * p.y]
        distance = np.linalg.norm(PLACES[:, :2] + 0.24 - world, axis=1)
        assert distance.min() < 0.2
        found[detection.id] = int(distance.argmin())
    return found


def test_track_ids_persist_while_the_odometry_moves(
    start_node: Any, chairs_checkpoint: Path, points: Any
) -> None:
    _, graph = start_node(
        model=str(chairs_checkpoint), vocabulary=["chair", "table"], rivals="never"
    )
    graph.active()
    detections = graph.listen("~/detections", Detection3DArray)
    clouds = graph.listen("~/labelled_points", PointCloud2)
    odometry, sensor = graph.publisher("/tf", TFMessage, 10), graph.publisher("points", PointCloud2)
    for publisher in (odometry, sensor):
        graph.matched(publisher)
    graph.until(lambda: graph.node.count_publishers("/own_0/perception/detections"))
    graph.spin(0.5)

    first: dict[str, int] = {}
    for step in range(8):
        # 0.4 m and 20 degrees a step: in its own frame everything jumps by up to two metres.
        x, y, yaw, stamp = 0.4 * step, 0.1 * step, np.radians(20 * step), 100 + 0.2 * step
        moved = pose_message("odom", "laser", stamp, x, y, 0.0, yaw=yaw)
        odometry.publish(TFMessage(transforms=[moved]))
        sensor.publish(points(seen_from(x, y, yaw), frame="laser", stamp=stamp))
        graph.until(
            lambda step=step: len(detections) > step and len(clouds) > step, what="detections"
        )
        found = where(detections[-1], x, y, yaw)
        first = first or found
        assert sorted(found.values()) == [0, 1, 2]
        assert found == first
        numbers = np.frombuffer(clouds[-1].data, "<u4").reshape(-1, 7)[:, 5]
        assert {str(number) for number in np.unique(numbers)} == set(found)


def test_ground_by_tf_by_memory_or_by_the_lowest_points(
    graph: Any, points: Any, room_points: np.ndarray
) -> None:
    diagnostics = graph.diagnostics()
    clouds = graph.listen("~/labelled_points", PointCloud2)
    sensor, latched = (
        graph.publisher("points", PointCloud2),
        graph.publisher("/tf_static", TFMessage, LATCHED),
    )
    latched.publish(
        TFMessage(
            transforms=[
                pose_message("base_footprint", "mast", 0.0, 0.5, 0.0, 1.25),
                pose_message("odom", "handheld", 0.0, 0.0, 0.0, 1.0),
            ]
        )
    )
    for publisher in (sensor, latched):
        graph.matched(publisher)
    graph.until(lambda: graph.node.count_publishers("/perception/labelled_points"))
    graph.spin(0.5)

    def labels(xyz: np.ndarray, frame: str, stamp: int, ground: str) -> np.ndarray:
        """Labels of a cloud, once the diagnostics say where its ground was taken from."""
        before = len(clouds)
        sensor.publish(points(xyz, frame=frame, stamp=stamp))
        graph.until(lambda: len(clouds) > before, what="a labelled cloud")
        graph.until(lambda: ground in said(), what=f"ground by {ground}")
        return np.frombuffer(clouds[-1].data, "<u4").reshape(-1, 7)[:, 4]

    def said() -> str:
        status = diagnostics.part("transform")
        values = {} if status is None else {pair.key: pair.value for pair in status.values}
        return values.get("ground", "")

    told = labels(room_points, "mast", next(STAMPS), "ground_frame, -1.25 m")
    graph.set_parameters(ground_frame="")
    guessed = labels(room_points, "mast", next(STAMPS), "lowest points")
    assert (told != guessed).any()  # the network was told, and it matters

    start = next(STAMPS) + 100
    labels(room_points - np.float32([0, 0, 1]), "handheld", start, "lowest points")
    high = room_points[room_points[:, 2] > 0.4] - np.float32([0, 0, 1])
    labels(high, "handheld", start + 1, "an earlier cloud, -1.00 m")
    labels(high, "handheld", start + 60, "lowest points")
