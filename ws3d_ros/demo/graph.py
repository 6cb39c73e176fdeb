# SPDX-License-Identifier: Apache-2.0
"""The demo's place in the ROS graph: a domain of its own, a node, and an executor in a thread."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ws3d_ros.transport import use_shared_memory_profile

if TYPE_CHECKING:
    from rclpy.node import Node

DOMAINS = 100  # 1 to 100: ports that are free on all systems


def choose_domain() -> int:
    """Keep the demo off the user's robots: this machine only, and a domain that is not the usual.

    Sets environment variables that the node inherits; a domain that the user has set is kept.
    """
    os.environ.setdefault("ROS_DOMAIN_ID", str(1 + os.getpid() % DOMAINS))
    os.environ.setdefault("ROS_AUTOMATIC_DISCOVERY_RANGE", "LOCALHOST")
    use_shared_memory_profile()
    return int(os.environ["ROS_DOMAIN_ID"])


@contextmanager
def graph_node(name: str) -> Iterator[Node]:
    """A node that is served by a thread; everything is torn down at the end of the block."""
    import rclpy
    from rclpy.executors import ExternalShutdownException, SingleThreadedExecutor
    from rclpy.signals import SignalHandlerOptions

    rclpy.init(args=[], signal_handler_options=SignalHandlerOptions.NO)
    node = rclpy.create_node(name)
    executor = SingleThreadedExecutor()
    executor.add_node(node)
    ending = threading.Event()

    def serve() -> None:
        try:
            while not ending.is_set():
                executor.spin_once(timeout_sec=0.1)
        except ExternalShutdownException:
            pass

    thread = threading.Thread(target=serve, name=name, daemon=True)
    thread.start()
    try:
        yield node
    finally:
        ending.set()
        thread.join(5.0)
        executor.shutdown()
        node.destroy_node()
        rclpy.try_shutdown()
