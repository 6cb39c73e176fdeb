# SPDX-License-Identifier: Apache-2.0
"""One input topic: subscribes with the type that is published, and counts arrivals and losses."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Any

from rclpy.node import Node
from rclpy.qos import (
    QoSCompatibility,
    QoSProfile,
    ReliabilityPolicy,
    qos_check_compatible,
)
from rclpy.qos_overriding_options import QoSOverridingOptions

from ws3d_ros.input_advice import RATE_WINDOW, Publisher, TopicFacts

try:
    from rclpy.event_handler import SubscriptionEventCallbacks
except ImportError:  # ROS 2 Humble
    from rclpy.qos_event import SubscriptionEventCallbacks


class TopicWatch:
    """A subscription that knows how well it is served. For one thread, the executor's.

    Args:
        node: subscribes.
        topic: relative name.
        types: accepted message classes by their ROS name; the first is taken until a publisher
            shows another.
        callback: called with every message.
        depth: of the subscription's queue.
    """

    def __init__(
        self,
        node: Node,
        topic: str,
        types: dict[str, type],
        callback: Callable[[Any], None],
        depth: int = 1,
    ) -> None:
        self._node, self._topic, self._types, self._callback = node, topic, types, callback
        self._depth = depth
        self._name = node.resolve_topic_name(topic)
        self._arrivals: deque[float] = deque()
        self._losses: deque[tuple[float, int]] = deque()
        self._received = 0
        self._first = self._last = time.monotonic()
        self._subscribe(next(iter(types)))

    @property
    def name(self) -> str:
        """The topic's resolved name."""
        return self._name

    def follow_type(self) -> None:
        """Subscribe anew where the only publishers use another of the accepted types."""
        found = [i.topic_type for i in self._publishers() if i.topic_type in self._types]
        if found and self._type_name not in found:
            self._node.destroy_subscription(self._subscription)
            self._subscribe(found[0])

    def stop(self) -> None:
        """Unsubscribe."""
        self._node.destroy_subscription(self._subscription)

    def facts(self) -> TopicFacts:
        """What is known about the topic now."""
        now = time.monotonic()
        while self._arrivals and self._arrivals[0] < now - RATE_WINDOW:
            self._arrivals.popleft()
        while self._losses and self._losses[0][0] < now - RATE_WINDOW:
            self._losses.popleft()
        return TopicFacts(
            topic=self._name,
            type_name=self._type_name,
            publishers=tuple(
                Publisher(_node_name(info), info.topic_type, self._incompatibility(info))
                for info in self._publishers()
            ),
            received=self._received,
            silence=now - self._last,
            rate=self._rate(),
            lost=sum(count for _, count in self._losses),
        )

    def _subscribe(self, type_name: str) -> None:
        self._type_name = type_name
        # The sensor-data QoS; rclpy writes the user's overrides into this very profile.
        self._qos = QoSProfile(depth=self._depth, reliability=ReliabilityPolicy.BEST_EFFORT)
        self._subscription = self._node.create_subscription(
            self._types[type_name],
            self._topic,
            self._on_message,
            self._qos,
            event_callbacks=SubscriptionEventCallbacks(message_lost=self._on_lost),
            qos_overriding_options=QoSOverridingOptions.with_default_policies(),
        )

    def _on_message(self, message: Any) -> None:
        self._last = time.monotonic()
        if self._received == 0:
            self._first = self._last
        self._received += 1
        self._arrivals.append(self._last)
        self._callback(message)

    def _on_lost(self, info: Any) -> None:
        self._losses.append((time.monotonic(), info.total_count_change))

    def _rate(self) -> float:
        """Messages per second over the window, or since the first message."""
        span = min(time.monotonic() - self._first, RATE_WINDOW)
        return len(self._arrivals) / max(span, 1.0)

    def _publishers(self) -> list[Any]:
        return list(self._node.get_publishers_info_by_topic(self._name))

    def _incompatibility(self, info: Any) -> str:
        compatibility, reason = qos_check_compatible(info.qos_profile, self._qos)
        return str(reason) if compatibility == QoSCompatibility.ERROR else ""


def _node_name(info: Any) -> str:
    return f"{info.node_namespace.rstrip('/')}/{info.node_name}"
