# SPDX-License-Identifier: Apache-2.0
"""Player: publishes a source into the graph at the sensor's rate, byte for byte."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from builtin_interfaces.msg import Time
from rclpy.duration import Duration
from rclpy.node import Node
from rclpy.qos import DurabilityPolicy, QoSProfile, ReliabilityPolicy
from rosgraph_msgs.msg import Clock

from ws3d_ros.sources.restamp import SECOND, has_header, restamped
from ws3d_ros.sources.source import Sample, Source, Topic

CLOCK_PERIOD = 0.02  # seconds of real time between two messages on /clock
DISCOVERY = 0.5  # seconds that a listener, once seen, gets to find this publisher in turn
ACKNOWLEDGED = 2.0  # seconds that listeners get, at the end, to have what was sent reliably
LATE = 0.1  # seconds behind its time that a message counts as late
MEASUREMENTS = ("sensor_msgs",)  # packages whose messages go out as sensor data, best effort


@dataclass
class PlayReport:
    """What was sent: messages by topic, seconds it took, and how many went out late."""

    counts: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    late: int = 0


class Player:
    """Publishers for all topics of a source, and the loop that feeds them.

    Args:
        node: makes the publishers.
        source: what to play.
        rate: 2 plays twice as fast.
        now: stamps become the time of playing, so that no /clock is needed. Without it the
            recorded stamps are kept and /clock follows them.
        reliable: publish measurements reliably instead of as sensor data.
    """

    def __init__(
        self,
        node: Node,
        source: Source,
        rate: float = 1.0,
        now: bool = True,
        reliable: bool = False,
    ) -> None:
        if not rate > 0:
            raise ValueError(f"the rate must be above 0, got {rate:g}")
        self._node, self._source, self._rate = node, source, rate
        self._now = now or not source.has_stamps
        self._types = {topic.name: topic.message_type for topic in source.topics}
        self._publishers = {t.name: self._publisher(t, reliable) for t in source.topics}
        self._clock = None if self._now else node.create_publisher(Clock, "/clock", 10)

    def close(self) -> None:
        """Destroy the publishers."""
        for publisher in [*self._publishers.values(), self._clock]:
            if publisher is not None:
                self._node.destroy_publisher(publisher)
        self._publishers.clear()

    def wait_for_listener(self, seconds: float, stop: Callable[[], bool] = lambda: False) -> bool:
        """Wait until somebody listens to a measurement; False where nobody came.

        The two ends of a topic find each other one after the other, and what is sent before the
        listener has found the publisher is lost.
        """
        watched = [p for name, p in self._publishers.items() if has_header(self._types[name])]
        watched = watched or list(self._publishers.values())
        end = time.monotonic() + seconds
        while time.monotonic() < end and not stop():
            if any(publisher.get_subscription_count() for publisher in watched):
                time.sleep(DISCOVERY)
                return True
            time.sleep(0.05)
        return False

    def play(
        self,
        loop: bool = False,
        pause: float = 0.1,
        stop: Callable[[], bool] = lambda: False,
        after: Callable[[Sample, int], None] = lambda sample, stamp: None,
    ) -> PlayReport:
        """Publish everything once, or until `stop` says so.

        Args:
            loop: begin again at the end,
            pause: after so many seconds.
            stop: asked before every message and while waiting.
            after: called with every sample sent and the time (nanoseconds) its stamp 0 of the
                source was mapped to: `mapped time` of the sample.
        """
        report = PlayReport(dict.fromkeys(self._publishers, 0))
        began = time.monotonic()
        self._play_once(report, stop, after)
        while loop and not stop():
            end = time.monotonic() + pause
            while time.monotonic() < end and not stop():
                time.sleep(min(pause, CLOCK_PERIOD))
            self._play_once(report, stop, after)
        report.seconds = time.monotonic() - began
        self._wait_until_received()
        return report

    def _wait_until_received(self) -> None:
        """What was sent reliably is on its way until it is acknowledged: stay so long."""
        end = time.monotonic() + ACKNOWLEDGED
        for publisher in self._publishers.values():
            left = max(0.0, end - time.monotonic())
            publisher.wait_for_all_acked(Duration(nanoseconds=round(left * SECOND)))

    def _play_once(
        self, report: PlayReport, stop: Callable[[], bool], after: Callable[[Sample, int], None]
    ) -> None:
        began, wall, first = time.monotonic(), time.time_ns(), None
        for sample in self._source.samples():
            first = sample.stamp if first is None else first
            origin = first

            def mapped(stamp: int, origin: int = origin) -> int:
                return wall + round((stamp - origin) / self._rate)

            due = began + (sample.stamp - first) / SECOND / self._rate
            if not self._wait_until(due, began, first, stop):
                return
            report.late += time.monotonic() - due > LATE
            data = sample.data
            if self._now:
                data = restamped(data, self._types[sample.topic], mapped)
            self._publishers[sample.topic].publish(data)
            report.counts[sample.topic] += 1
            after(sample, mapped(sample.stamp) if self._now else sample.stamp)

    def _wait_until(self, due: float, began: float, first: int, stop: Callable[[], bool]) -> bool:
        """Sleep, with /clock going on; False when told to stop."""
        while not stop():
            now = time.monotonic()
            self._publish_clock(first + round((min(now, due) - began) * SECOND * self._rate))
            if now >= due:
                return True
            time.sleep(min(due - now, CLOCK_PERIOD))
        return False

    def _publish_clock(self, stamp: int) -> None:
        if self._clock is not None:
            seconds, nanoseconds = divmod(max(stamp, 0), SECOND)
            self._clock.publish(Clock(clock=Time(sec=seconds, nanosec=nanoseconds)))

    def _publisher(self, topic: Topic, reliable: bool) -> Any:
        package = topic.message_type.__module__.split(".", 1)[0]
        best_effort = package in MEASUREMENTS and not topic.latched and not reliable
        quality = QoSProfile(
            depth=1 if topic.latched else 10,
            reliability=ReliabilityPolicy.BEST_EFFORT
            if best_effort
            else ReliabilityPolicy.RELIABLE,
            durability=DurabilityPolicy.TRANSIENT_LOCAL
            if topic.latched
            else DurabilityPolicy.VOLATILE,
        )
        return self._node.create_publisher(topic.message_type, topic.name, quality)
