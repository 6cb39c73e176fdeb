# SPDX-License-Identifier: Apache-2.0
"""RGB-D input, gravity, target frame and fixed frame, with real TF in a real graph."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from builtin_interfaces.msg import Time
from geometry_msgs.msg import TransformStamped
from rclpy.qos import DurabilityPolicy, QoSProfile, ReliabilityPolicy
from sensor_msgs.msg import CameraInfo, CompressedImage, Image, PointCloud2
from tf2_msgs.msg import TFMessage

pytestmark = pytest.mark.ros

LATCHED = QoSProfile(depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL)
SENSOR = QoSProfile(depth=5, reliability=ReliabilityPolicy.BEST_EFFORT)
STAMPS = itertools.count(1000)
HEIGHT, WIDTH = 24, 32


def transform(parent: str, child: str, x: float = 0.0, stamp: float = 0.0) -> TransformStamped:
    """A quarter turn about x, and a shift along it."""
    message = TransformStamped(child_frame_id=child)
    message.header.frame_id = parent
    message.header.stamp = Time(sec=int(stamp), nanosec=0)
    message.transform.translation.x = x
    message.transform.rotation.x = message.transform.rotation.w = np.sqrt(0.5)
    return message


def labelled(graph: Any, message: PointCloud2) -> PointCloud2:
    clouds = graph.listen("~/labelled_points", PointCloud2)
    publisher = graph.publisher("points", PointCloud2)
    graph.matched(publisher)
    graph.until(lambda: graph.node.count_publishers("/perception/labelled_points"))
    graph.spin(0.3)
    publisher.publish(message)
    graph.until(lambda: clouds, what="a labelled cloud")
    return clouds[-1]


def labels(cloud: PointCloud2) -> np.ndarray:
    return np.frombuffer(cloud.data, "<u4").reshape(-1, 7)[:, 4]


def xyz(cloud: PointCloud2) -> np.ndarray:
    return np.frombuffer(cloud.data, "<f4").reshape(-1, 7)[:, :3]


def test_without_tf_a_note_says_which_way_is_up(graph, points, room_points) -> None:
    diagnostics = graph.diagnostics()
    labelled(graph, points(room_points, frame="lidar", stamp=next(STAMPS)))
    diagnostics.says("transform", "up is looked for in each cloud, near the z axis of 'lidar'")
    labelled(graph, points(room_points, frame="camera_optical_frame", stamp=next(STAMPS)))
    status = diagnostics.says("transform", "near the -y axis of 'camera_optical_frame'")
    assert "not kept from cloud to cloud" in status.message


def test_a_tilted_sensor_without_tf_finds_up_in_its_clouds(
    graph, points, dense_room_points
) -> None:
    diagnostics = graph.diagnostics()
    tilt = np.radians(25)
    turn = [[np.cos(tilt), 0, np.sin(tilt)], [0, 1, 0], [-np.sin(tilt), 0, np.cos(tilt)]]
    tilted = (dense_room_points @ np.transpose(turn)).astype(np.float32)
    cloud = labelled(graph, points(tilted, frame="lidar", stamp=next(STAMPS)))
    np.testing.assert_array_equal(xyz(cloud), tilted)

    def up() -> str:
        status = diagnostics.part("transform")
        return {v.key: v.value for v in status.values}.get("up", "") if status else ""

    found = "the cloud's planes, 25 degrees from the z axis of 'lidar'"
    graph.until(lambda: up() == found, what=found)
    assert graph.set_parameters(up_axis="z")[0].successful
    labelled(graph, points(tilted, frame="lidar", stamp=next(STAMPS)))
    graph.until(lambda: up() == "the z axis of 'lidar'")
    assert graph.set_parameters(up_axis="auto")[0].successful


def test_optical_axes_and_gravity_by_tf_give_the_same_labels(graph, points, room_points) -> None:
    level = labelled(graph, points(room_points, frame="lidar", stamp=next(STAMPS)))
    right, down, forward = -room_points[:, 1], -room_points[:, 2], room_points[:, 0]
    optical = np.stack([right, down, forward], axis=1)
    camera = labelled(graph, points(optical, frame="a_optical_frame", stamp=next(STAMPS)))
    np.testing.assert_array_equal(xyz(camera), optical)
    np.testing.assert_array_equal(labels(camera), labels(level))

    # base_link's z is the -y axis of `tilted`: base_from_tilted is a quarter turn about x.
    latched = graph.publisher("/tf_static", TFMessage, LATCHED)
    latched.publish(TFMessage(transforms=[transform("base_link", "tilted")]))
    graph.matched(latched)
    graph.spin(0.5)
    x, y, z = room_points.T
    tilted = np.ascontiguousarray(np.stack([x, z, -y], axis=1))
    cloud = labelled(graph, points(tilted, frame="tilted", stamp=next(STAMPS)))
    assert cloud.header.frame_id == "tilted"
    same = (labels(cloud) == labels(level)).mean()
    assert same > 0.95
    wrong = labelled(graph, points(tilted, frame="lidar", stamp=next(STAMPS)))
    assert (labels(wrong) == labels(level)).mean() < same


def test_target_frame_moves_points_and_drops_what_has_no_transform(
    graph, points, room_points
) -> None:
    diagnostics = graph.diagnostics()
    assert graph.set_parameters(target_frame="map", gravity_frame="")[0].successful
    publisher = graph.publisher("points", PointCloud2)
    graph.matched(publisher)
    clouds = graph.listen("~/labelled_points", PointCloud2)
    graph.spin(0.5)
    publisher.publish(points(room_points, frame="mover", stamp=2000))
    assert diagnostics.says("transform", "'map'").level == b"\x02"
    assert not clouds

    moving = graph.publisher("/tf", TFMessage, 10)
    graph.matched(moving)
    moving.publish(TFMessage(transforms=[transform("map", "mover", 1.0, 2001.0)]))
    moving.publish(TFMessage(transforms=[transform("map", "mover", 3.0, 2003.0)]))
    graph.spin(0.3)
    cloud = labelled(graph, points(room_points, frame="mover", stamp=2002))
    assert cloud.header.frame_id == "map"
    x, y, z = room_points.T
    expected = np.stack([x + 2.0, -z, y], axis=1)
    np.testing.assert_allclose(xyz(cloud), expected, atol=1e-4)

    clouds.clear()
    publisher.publish(points(room_points, frame="mover", stamp=2010))
    diagnostics.says("transform", "the newest is of 2003.000 s")
    assert not clouds


def images(stamp: int) -> tuple[Image, Image, CameraInfo]:
    """A wall 2 m ahead, seen by a camera."""
    color = Image(height=HEIGHT, width=WIDTH, encoding="rgb8", step=3 * WIDTH)
    color.data = bytes(range(256)) * (HEIGHT * WIDTH * 3 // 256)
    depth = Image(height=HEIGHT, width=WIDTH, encoding="16UC1", step=2 * WIDTH)
    depth.data = np.full((HEIGHT, WIDTH), 2000, "<u2").tobytes()
    info = CameraInfo(height=HEIGHT, width=WIDTH)
    info.k = [30.0, 0.0, WIDTH / 2, 0.0, 30.0, HEIGHT / 2, 0.0, 0.0, 1.0]
    for message in (color, depth, info):
        message.header.frame_id = "camera_optical_frame"
        message.header.stamp.sec = stamp
    return color, depth, info


def test_takes_image_depth_and_camera_info(start_node) -> None:
    _, graph = start_node(input="auto", vocabulary=["wall", "chair"])
    graph.active()
    diagnostics = graph.diagnostics()
    clouds = graph.listen("~/labelled_points", PointCloud2)
    senders = [
        graph.publisher("image", Image, SENSOR),
        graph.publisher("depth", Image, SENSOR),
        graph.publisher("camera_info", CameraInfo, SENSOR),
    ]
    for sender in senders:
        graph.matched(sender)
    for message, sender in zip(images(next(STAMPS)), senders, strict=True):
        sender.publish(message)
    graph.until(lambda: clouds, what="a labelled cloud")
    cloud = clouds[-1]
    assert (cloud.height, cloud.width) == (HEIGHT, WIDTH)
    assert cloud.header.frame_id == "camera_optical_frame"
    np.testing.assert_allclose(xyz(cloud)[:, 2], 2.0, atol=1e-6)

    color, depth, info = images(next(STAMPS))
    depth.encoding = "yuv422"
    for message, sender in zip((color, depth, info), senders, strict=True):
        sender.publish(message)
    diagnostics.says("input", "yuv422")

    color, depth, info = images(next(STAMPS))
    color.width, color.step, color.data = 8, 24, bytes(24 * HEIGHT)
    for message, sender in zip((color, depth, info), senders, strict=True):
        sender.publish(message)
    diagnostics.says("input", "registered")


def test_takes_compressed_images_and_misses_camera_info(start_node) -> None:
    import io

    from PIL import Image as Picture

    _, graph = start_node(input="rgbd", vocabulary=["wall", "chair"])
    graph.active()
    diagnostics = graph.diagnostics()
    clouds = graph.listen("~/labelled_points", PointCloud2)
    image = graph.publisher("image", CompressedImage, SENSOR)
    depth = graph.publisher("depth", Image, SENSOR)
    graph.matched(image)
    graph.matched(depth)

    def send(stamp: int) -> CameraInfo:
        _, distances, info = images(stamp)
        file = io.BytesIO()
        Picture.new("RGB", (WIDTH, HEIGHT), (200, 30, 30)).save(file, "png")
        color = CompressedImage(header=info.header, format="rgb8; png compressed bgr8")
        color.data = file.getvalue()
        image.publish(color)
        depth.publish(distances)
        return info

    send(next(STAMPS))
    diagnostics.says("input", "nobody publishes /own_0/camera_info", 15.0)
    camera = graph.publisher("camera_info", CameraInfo, SENSOR)
    graph.matched(camera)
    camera.publish(send(next(STAMPS)))
    graph.until(lambda: clouds, what="a labelled cloud")
