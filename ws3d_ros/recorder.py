# SPDX-License-Identifier: Apache-2.0
"""Record topics into an mcap bag: `python -m ws3d_ros.recorder OUT --topic TOPIC`."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rclpy.node import Node
from rclpy.qos import DurabilityPolicy, QoSProfile, ReliabilityPolicy

from ws3d_ros.bags.bag_writer import BagWriter
from ws3d_ros.bags.message_types import UnknownMessageType, message_class

DEPTH = 10  # messages a topic that wait in the middleware while one is written: all that is held


class Recorder:
    """Subscribes to topics and writes what comes, as raw bytes, with the time of its arrival.

    Memory is bounded: a message is written in the callback that brings it; while the disk is busy
    `DEPTH` of them wait, and older ones are lost as with every ROS subscription.

    Args:
        node: makes the subscriptions.
        writer: an open bag.
        heard: called with topic, arrival (nanoseconds) and bytes after a message was written.
    """

    def __init__(
        self,
        node: Node,
        writer: BagWriter,
        heard: Callable[[str, int, bytes], None] = lambda topic, stamp, data: None,
    ) -> None:
        self._node, self._writer, self._heard = node, writer, heard
        self._subscriptions: list[Any] = []

    def add(
        self, topic: str, message_type: Any, latched: bool = False, best_effort: bool = False
    ) -> None:
        """Record a topic from now on.

        Args:
            topic: its full name.
            message_type: the message class.
            latched: ask for the last message that was sent before (transient local).
            best_effort: take what a best-effort publisher sends.
        """
        self._writer.add_topic(topic, message_type, latched)

        def write(data: bytes) -> None:
            stamp = time.time_ns()
            if self._writer.write(topic, stamp, data):
                self._heard(topic, stamp, data)

        quality = QoSProfile(
            depth=DEPTH,
            reliability=ReliabilityPolicy.BEST_EFFORT
            if best_effort
            else ReliabilityPolicy.RELIABLE,
            durability=DurabilityPolicy.TRANSIENT_LOCAL if latched else DurabilityPolicy.VOLATILE,
        )
        subscription = self._node.create_subscription(message_type, topic, write, quality, raw=True)
        self._subscriptions.append(subscription)

    def add_found(self, topic: str) -> bool:
        """Record a topic with the type and quality its publishers offer; False where there is none.

        Raises:
            UnknownMessageType: the topic's type is not installed.
        """
        publishers = self._node.get_publishers_info_by_topic(topic)
        if not publishers:
            return False
        qualities = [info.qos_profile for info in publishers]
        self.add(
            topic,
            message_class(publishers[0].topic_type),
            all(q.durability == DurabilityPolicy.TRANSIENT_LOCAL for q in qualities),
            any(q.reliability == ReliabilityPolicy.BEST_EFFORT for q in qualities),
        )
        return True

    def close(self) -> None:
        """End the subscriptions; call it before the bag is closed."""
        for subscription in self._subscriptions:
            self._node.destroy_subscription(subscription)
        self._subscriptions.clear()


def main(arguments: Sequence[str] | None = None) -> int:
    """Record until Ctrl-C. Exit code: 0 when something was recorded, else 1."""
    import rclpy
    from rclpy.signals import SignalHandlerOptions
    from rclpy.utilities import remove_ros_args

    from ws3d_ros.stopping import stop_flag

    given = sys.argv if arguments is None else ["recorder", *arguments]
    options = _parser().parse_args(remove_ros_args(given)[1:])
    with stop_flag() as stopping:
        rclpy.init(args=given, signal_handler_options=SignalHandlerOptions.NO)
        node = rclpy.create_node("recorder")
        try:
            with BagWriter(options.output) as writer:
                recorder = Recorder(node, writer)
                waiting = list(dict.fromkeys(options.topic))
                while not stopping.is_set():
                    found = [topic for topic in waiting if recorder.add_found(topic)]
                    for topic in found:
                        waiting.remove(topic)
                        print(f"recording {topic}", flush=True)
                    rclpy.spin_once(node, timeout_sec=0.1)
                recorder.close()
        except (FileExistsError, UnknownMessageType) as error:
            print(f"recorder: {error}", file=sys.stderr)
            return 1
        finally:
            node.destroy_node()
            rclpy.try_shutdown()
    for topic in waiting:
        print(f"recorder: nobody published {topic}", file=sys.stderr)
    counts = ", ".join(f"{count} {topic}" for topic, count in writer.counts.items())
    print(f"{options.output}: {counts or 'nothing recorded'}")
    return 0 if sum(writer.counts.values()) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ws3d_ros.recorder",
        description="Record topics into an mcap bag until Ctrl-C.",
    )
    parser.add_argument("output", type=Path, help="the bag's folder, which must not exist")
    parser.add_argument(
        "--topic", action="append", required=True, help="full name; repeat for more"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
