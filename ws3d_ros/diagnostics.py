# SPDX-License-Identifier: Apache-2.0
"""Diagnostics: what every part of the node last said about itself, at a steady rate.

A thread of its own publishes by the steady clock, so that diagnostics go on while the model loads,
while simulated time stands still, and in every lifecycle state.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus, KeyValue
from rclpy.node import Node
from rclpy.qos import QoSProfile
from rclpy.qos_overriding_options import QoSOverridingOptions


class Level(IntEnum):
    """Levels of diagnostic_msgs/DiagnosticStatus."""

    OK = 0
    WARN = 1
    ERROR = 2


@dataclass(frozen=True)
class Status:
    """What one part says: how bad, one sentence with the cure, and figures."""

    level: Level
    message: str
    values: Mapping[str, str] = field(default_factory=dict)


def timings_in_milliseconds(timings: Mapping[str, float]) -> dict[str, str]:
    """Seconds by stage as diagnostic values: {"network": 0.2} -> {"network [ms]": "200.0"}."""
    return {f"{stage} [ms]": f"{1e3 * seconds:.1f}" for stage, seconds in timings.items()}


class StatusBoard:
    """The last status of every part; any thread may post one."""

    def __init__(self, parts: tuple[str, ...], first: Status) -> None:
        self._statuses = dict.fromkeys(parts, first)
        self._lock = threading.Lock()

    def post(self, part: str, status: Status) -> None:
        """Replace what a part said before; `part` is one of those given when made."""
        with self._lock:
            if part not in self._statuses:
                raise KeyError(f"unknown part {part}; known are {', '.join(self._statuses)}")
            self._statuses[part] = status

    def snapshot(self) -> dict[str, Status]:
        """Every part with its status, in the order given when made."""
        with self._lock:
            return dict(self._statuses)


class DiagnosticsThread:
    """Publishes the board on /diagnostics until stopped.

    Args:
        node: publishes; its fully qualified name stands before every part's name.
        board: what is published.
        refresh: called before each message, to post figures that nobody else posts.
        period: seconds between two messages, asked anew each time.
    """

    def __init__(
        self,
        node: Node,
        board: StatusBoard,
        refresh: Callable[[], None],
        period: Callable[[], float],
    ) -> None:
        self._node, self._board, self._refresh, self._period = node, board, refresh, period
        self._publisher = node.create_publisher(
            DiagnosticArray,
            "/diagnostics",
            QoSProfile(depth=10),
            qos_overriding_options=QoSOverridingOptions.with_default_policies(),
        )
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="diagnostics", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread; nothing is published after the return."""
        self._stopped.set()
        self._thread.join(5.0)

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._refresh()
            self._publisher.publish(self._message())
            self._stopped.wait(self._period())

    def _message(self) -> DiagnosticArray:
        name = self._node.get_fully_qualified_name()
        message = DiagnosticArray()
        message.header.stamp = self._node.get_clock().now().to_msg()
        for part, status in self._board.snapshot().items():
            item = DiagnosticStatus(level=bytes([status.level]), message=status.message)
            item.name = f"{name.lstrip('/')}: {part}"
            item.hardware_id = name
            item.values = [KeyValue(key=key, value=value) for key, value in status.values.items()]
            message.status.append(item)
        return message
