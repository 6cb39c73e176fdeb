# SPDX-License-Identifier: Apache-2.0
"""InputMonitor: chooses the input, keeps an eye on it, and says why nothing usable comes in."""

from __future__ import annotations

import time
from collections.abc import Callable

from rclpy.clock import Clock, ClockType
from rclpy.node import Node

from ws3d_ros.diagnostics import Level, Status, StatusBoard
from ws3d_ros.input_advice import PATIENCE, InputFacts, TopicFacts, advise
from ws3d_ros.inputs import Handler, Input, PointsInput, RgbdInput
from ws3d_ros.parameters import Settings
from ws3d_ros.throttled_log import ThrottledLog

PERIOD = 0.5  # seconds between two looks


class InputMonitor:
    """Owns the input of an active node.

    For the executor's thread, but for `accepted`, `usable` and `unusable`: these are the worker's.

    Args:
        node: subscribes.
        handler: gets every measurement.
        settings: the settings now; the kind of input and how it is matched are taken once.
        board: gets the status of the part "input".
    """

    def __init__(
        self,
        node: Node,
        handler: Handler,
        settings: Callable[[], Settings],
        board: StatusBoard,
    ) -> None:
        self._node, self._handler, self._settings, self._board = node, handler, settings, board
        self._log = ThrottledLog(node.get_logger().warning)
        self._input: Input = self._make("rgbd" if settings().input == "rgbd" else "points")
        self._last_usable = time.monotonic()
        self._busy, self._fault = False, ""
        # Steady: simulated time may stand still, and that is one of the things to be said.
        steady = Clock(clock_type=ClockType.STEADY_TIME)
        self._timer = node.create_timer(PERIOD, self._look, clock=steady)

    def accepted(self) -> None:
        """A measurement can be used, and is being worked on: that may take longer than patience."""
        self._busy, self._fault = True, ""

    def usable(self) -> None:
        """A measurement was used."""
        self._last_usable = time.monotonic()
        self._busy, self._fault = False, ""

    def unusable(self, fault: str) -> None:
        """A measurement could not be used; the text says why and what to do."""
        self._busy, self._fault = False, fault

    def stop(self) -> None:
        """Unsubscribe and look no more."""
        self._node.destroy_timer(self._timer)
        self._input.stop()

    def _make(self, kind: str) -> Input:
        self._kind = kind
        if kind == "rgbd":
            return RgbdInput(self._node, self._handler, self._settings())
        return PointsInput(self._node, self._handler)

    def _look(self) -> None:
        if self._settings().input == "auto":
            self._switch()
        for watch in self._input.watches:
            watch.follow_type()
        self._report()

    def _switch(self) -> None:
        """Take the other input where only that one is published."""
        topics = {"points": "points", "rgbd": "depth"}
        other = "rgbd" if self._kind == "points" else "points"
        if not self._publishers(topics[self._kind]) and self._publishers(topics[other]):
            self._input.stop()
            self._input = self._make(other)

    def _publishers(self, topic: str) -> int:
        return int(self._node.count_publishers(self._node.resolve_topic_name(topic)))

    def _report(self) -> None:
        topics = tuple(watch.facts() for watch in self._input.watches)
        facts = InputFacts(
            topics=topics,
            since_usable=0.0 if self._busy else time.monotonic() - self._last_usable,
            fault=self._fault,
            unmatched=self._input.unmatched,
            expected_rate=self._settings().expected_rate,
            clock_stands=self._clock_stands(),
        )
        advice = advise(facts)
        if advice:
            self._log(advice)
            level = Level.ERROR if facts.since_usable > PATIENCE else Level.WARN
        else:
            level, advice = Level.OK, _summary(topics)
        self._board.post("input", Status(level, advice, _values(topics, self._fault)))

    def _clock_stands(self) -> bool:
        simulated = self._node.get_parameter("use_sim_time").value is True
        return simulated and self._node.get_clock().now().nanoseconds == 0


def _summary(topics: tuple[TopicFacts, ...]) -> str:
    if not any(topic.received for topic in topics):
        return f"waiting for {', '.join(topic.topic for topic in topics)}"
    return ", ".join(f"{topic.rate:.1f} Hz on {topic.topic}" for topic in topics)


def _values(topics: tuple[TopicFacts, ...], fault: str) -> dict[str, str]:
    values = {}
    for topic in topics:
        values[f"{topic.topic} type"] = topic.type_name
        values[f"{topic.topic} publishers"] = str(len(topic.publishers))
        values[f"{topic.topic} received"] = str(topic.received)
        values[f"{topic.topic} rate [Hz]"] = f"{topic.rate:.2f}"
        values[f"{topic.topic} lost in 5 s"] = str(topic.lost)
    values["last fault"] = fault
    return values
