# SPDX-License-Identifier: Apache-2.0
"""TransformBuffer on real /tf topics: the same cases for our own tree and for tf2_ros."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest
import rclpy
from builtin_interfaces.msg import Time
from geometry_msgs.msg import TransformStamped
from rclpy.context import Context
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from rclpy.parameter import Parameter
from rclpy.qos import DurabilityPolicy, QoSProfile
from rosgraph_msgs.msg import Clock

from ws3d_ros.transforms import TransformBuffer, TransformError, own_source, tf2_source

pytestmark = pytest.mark.ros

SOURCES = {"own": own_source, "tf2_ros": tf2_source}
LATCHED = QoSProfile(depth=10, durability=DurabilityPolicy.TRANSIENT_LOCAL)


def stamp(seconds: float) -> Time:
    nanoseconds = round(seconds * 1e9)
    return Time(sec=nanoseconds // 10**9, nanosec=nanoseconds % 10**9)


def transform(
    parent: str, child: str, seconds: float, x: float, w: float = 1.0
) -> TransformStamped:
    message = TransformStamped(child_frame_id=child)
    message.header.frame_id, message.header.stamp = parent, stamp(seconds)
    message.transform.translation.x, message.transform.rotation.w = float(x), float(w)
    return message


class Robot:
    """A node that listens, a node that publishes, and a thread that spins them."""

    def __init__(self, source: str) -> None:
        messages = pytest.importorskip("tf2_msgs.msg", reason="tf2_msgs is not installed")
        if source == "tf2_ros":
            pytest.importorskip("tf2_ros", reason="tf2_ros is not installed (no apt ROS here)")
        self._tf_message = messages.TFMessage
        self._context = Context()
        rclpy.init(context=self._context)
        sim = Parameter("use_sim_time", value=True)
        self.listener = Node("listener", context=self._context, parameter_overrides=[sim])
        self.speaker = Node("speaker", context=self._context)
        self.buffer = TransformBuffer(self.listener, source=SOURCES[source](self.listener))
        self._moving = self.speaker.create_publisher(self._tf_message, "/tf", 10)
        self._static = self.speaker.create_publisher(self._tf_message, "/tf_static", LATCHED)
        self._clock = self.speaker.create_publisher(Clock, "/clock", 10)
        self._executor = SingleThreadedExecutor(context=self._context)
        self._executor.add_node(self.listener)
        self._executor.add_node(self.speaker)
        self._thread = threading.Thread(target=self._executor.spin, daemon=True)
        self._thread.start()
        self.wait(lambda: self._moving.get_subscription_count() > 0)

    def send(self, *transforms: TransformStamped, static: bool = False) -> None:
        publisher = self._static if static else self._moving
        publisher.publish(self._tf_message(transforms=list(transforms)))

    def tick(self, seconds: float) -> None:
        """Set the time of the simulation and wait until the listener has it."""

        def arrived() -> bool:
            self._clock.publish(Clock(clock=stamp(seconds)))
            return self.listener.get_clock().now().nanoseconds == round(seconds * 1e9)

        self.wait(arrived)

    def wait(self, condition: object) -> None:
        deadline = time.monotonic() + 20
        while not condition():
            assert time.monotonic() < deadline, "nothing happened within 20 s"
            time.sleep(0.01)

    def stop(self) -> None:
        self.buffer.close()
        self._executor.shutdown()
        self._thread.join(timeout=10)
        self.listener.destroy_node()
        self.speaker.destroy_node()
        self._context.shutdown()


@pytest.fixture(params=sorted(SOURCES))
def robot(request: pytest.FixtureRequest) -> Iterator[Robot]:
    robot = Robot(request.param)
    yield robot
    robot.stop()


def test_transforms_at_the_stamp_with_every_reason_for_a_missing_one(robot: Robot) -> None:
    with pytest.raises(TransformError):
        robot.buffer.lookup("odom", "lidar", stamp(10))
    robot.send(transform("base", "lidar", 0, x=0.5), static=True)
    robot.send(transform("odom", "base", 10, x=1), transform("odom", "base", 11, x=3))
    found = robot.buffer.lookup("odom", "lidar", stamp(10.5), timeout=20)
    np.testing.assert_allclose(found[:3, 3], [2.5, 0, 0])
    np.testing.assert_allclose(robot.buffer.lookup("lidar", "odom", stamp(10))[0, 3], -1.5)
    assert found.dtype == np.float64

    assert robot.buffer.connected("lidar", "odom")
    assert not robot.buffer.connected("radar", "odom")
    for target, source, seconds, words in [
        ("odom", "radar", 10, "radar"),
        ("odom", "lidar", 11.5, "11.500"),
        ("odom", "lidar", 9, "9.000"),
        ("odom", "", 10, "no name"),
        ("odom", "lidar", 0, "0.000"),
    ]:
        with pytest.raises(TransformError, match=words):
            robot.buffer.lookup(target, source, stamp(seconds))
    np.testing.assert_array_equal(robot.buffer.lookup("radar", "radar", stamp(1)), np.eye(4))
    # Static transforms alone need no stamp.
    assert robot.buffer.lookup("base", "lidar", stamp(0))[0, 3] == 0.5


def test_a_lookup_waits_for_what_comes_and_no_longer_than_asked(robot: Robot) -> None:
    robot.send(transform("odom", "base", 10, x=1))
    robot.buffer.lookup("odom", "base", stamp(10), timeout=20)
    threading.Timer(0.2, robot.send, [transform("odom", "base", 12, x=3)]).start()
    assert robot.buffer.lookup("odom", "base", stamp(11), timeout=20)[0, 3] == pytest.approx(2)
    began = time.monotonic()
    with pytest.raises(TransformError):
        robot.buffer.lookup("odom", "base", stamp(50), timeout=0.2)
    assert 0.2 <= time.monotonic() - began < 10
    began = time.monotonic()
    with pytest.raises(TransformError):
        robot.buffer.lookup("odom", "base", stamp(5), timeout=15)
    assert time.monotonic() - began < 10  # the past will not come


def test_a_clock_that_goes_back_clears_what_moves(robot: Robot) -> None:
    robot.tick(100)
    robot.send(transform("base", "lidar", 100, x=0.5), static=True)
    robot.send(transform("odom", "base", 100, x=1))
    robot.buffer.lookup("odom", "lidar", stamp(100), timeout=20)
    robot.tick(99)
    robot.wait(lambda: not robot.buffer.connected("odom", "lidar"))
    assert robot.buffer.lookup("base", "lidar", stamp(99))[0, 3] == 0.5


def test_a_transform_that_is_no_pose_is_passed_over(robot: Robot) -> None:
    robot.send(transform("odom", "broken", 10, x=1, w=0.0), transform("odom", "base", 10, x=1))
    robot.buffer.lookup("odom", "base", stamp(10), timeout=20)
    with pytest.raises(TransformError, match="broken"):
        robot.buffer.lookup("odom", "broken", stamp(10))
