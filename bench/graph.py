# SPDX-License-Identifier: Apache-2.0
"""A real node in a process of its own, and a client of its graph in this process."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from bench.options import Options
from ws3d_ros.transport import USER_VARIABLES, profile_path, use_shared_memory_profile

START_SECONDS = 90.0  # torch and the text encoder, on a busy machine
STOP_SECONDS = 15.0


def environment(with_profile: bool) -> dict[str, str]:
    """Of a publisher's process, with or without the profile for large clouds."""
    values = {name: value for name, value in os.environ.items() if name not in USER_VARIABLES}
    if with_profile and use_shared_memory_profile(values) is None:
        raise RuntimeError(f"cannot set the transport profile {profile_path()}: RMW is another one")
    return values


@contextmanager
def node_graph(options: Options, **parameters: Any) -> Iterator[Graph]:
    """Start the node, wait until it is active, and end it after the block.

    Raises:
        RuntimeError: the node did not become active, with the end of its output.
    """
    os.environ.setdefault("ROS_DOMAIN_ID", str(1 + os.getpid() % 100))
    os.environ.setdefault("ROS_AUTOMATIC_DISCOVERY_RANGE", "LOCALHOST")
    use_shared_memory_profile()
    # A sensor that stands still, z up, and no TF: tracking takes part, and nothing waits.
    level = {"fixed_frame": "", "gravity_frame": "", "up_axis": "z"}
    values = {**level, "diagnostics_period": 0.1, **parameters}
    values["model"] = str(options.model.resolve()) if options.model else ""
    with tempfile.TemporaryDirectory(prefix="ws3d_bench_") as name:
        file, log = Path(name, "node.yaml"), Path(name, "node.log")
        file.write_text(yaml.safe_dump({"/**": {"ros__parameters": values}}), "utf-8")
        command = [sys.executable, "-m", "ws3d_ros.node_process", "--ros-args"]
        with log.open("wb") as output:
            process = subprocess.Popen(  # noqa: S603  # our own module, no shell
                [*command, "--params-file", str(file)], stdout=output, stderr=subprocess.STDOUT
            )
        graph = None
        try:
            graph = Graph(process.pid)
            graph.until(
                lambda: graph.value("lifecycle", "state") == "active" or process.poll() is not None,
                START_SECONDS,
                lambda: f"the node to be active:\n{log.read_text('utf-8', 'replace')[-2000:]}",
            )
            if process.poll() is not None:
                raise RuntimeError(f"the node ended: {log.read_text('utf-8', 'replace')[-2000:]}")
            yield graph
        finally:
            if graph is not None:
                graph.close()
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    for end in (process.terminate, process.kill):
        end()
        try:
            process.wait(STOP_SECONDS)
            return
        except subprocess.TimeoutExpired:
            continue


class Graph:
    """Publishes, listens, calls services; for one thread, which serves it while it waits.

    Args:
        node_process: the node's process id.
    """

    def __init__(self, node_process: int) -> None:
        import rclpy
        from diagnostic_msgs.msg import DiagnosticArray
        from rclpy.executors import SingleThreadedExecutor
        from rclpy.signals import SignalHandlerOptions

        self.node_process = node_process
        self._context = rclpy.Context()
        rclpy.init(args=[], context=self._context, signal_handler_options=SignalHandlerOptions.NO)
        self.node = rclpy.create_node("bench", context=self._context)
        self._executor = SingleThreadedExecutor(context=self._context)
        self._executor.add_node(self.node)
        self._statuses: dict[str, Any] = {}
        self._clients: dict[str, Any] = {}
        self.listen("/diagnostics", DiagnosticArray, self._on_diagnostics)

    def close(self) -> None:
        """Leave the graph."""
        self._executor.shutdown()
        self.node.destroy_node()
        self._context.try_shutdown()

    def listen(self, topic: str, message_type: type, callback: Callable[[Any], None]) -> None:
        """Subscribe for the life of the graph."""
        self.node.create_subscription(message_type, topic, callback, 10)

    def publisher(self, depth: int = 5) -> Any:
        """A publisher of `points`, matched with the node."""
        from sensor_msgs.msg import PointCloud2

        publisher = self.node.create_publisher(PointCloud2, "points", depth)
        self.until(publisher.get_subscription_count, 15.0, lambda: "the node to subscribe")
        # The node's outputs must know their listeners, too: they find each other in this time.
        self.spin(1.0)
        return publisher

    def until(self, condition: Callable[[], Any], seconds: float, what: Callable[[], str]) -> Any:
        """Serve until the condition holds, and return its value.

        Raises:
            RuntimeError: it did not within so many seconds.
        """
        end = time.monotonic() + seconds
        while not (value := condition()):
            if time.monotonic() > end:
                raise RuntimeError(f"waited {seconds:.0f} s in vain for {what()}")
            self._executor.spin_once(timeout_sec=0.02)
        return value

    def spin(self, seconds: float) -> None:
        """Serve for a while."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._executor.spin_once(timeout_sec=min(0.02, left))

    def client(self, service: str, service_type: type) -> Any:
        """A client of a service of the node, which is there."""
        if service not in self._clients:
            client = self.node.create_client(service_type, f"/perception/{service}")
            self._clients[service] = client
            self.until(client.service_is_ready, 15.0, lambda: f"the service {service}")
        return self._clients[service]

    def says(self, part: str) -> str:
        """The newest message of a part's diagnostics; empty before the first."""
        status = self._statuses.get(part)
        return "" if status is None else str(status.message)

    def value(self, part: str, key: str) -> str:
        """A value of a part's diagnostics; empty where there is none."""
        return self.values(part).get(key, "")

    def values(self, part: str) -> Mapping[str, str]:
        """All values of a part's diagnostics."""
        status = self._statuses.get(part)
        return {} if status is None else {pair.key: pair.value for pair in status.values}

    def counts(self) -> dict[str, int]:
        """What the node did with its measurements so far."""
        return {key: int(value) for key, value in self.values("drops").items()}

    def _on_diagnostics(self, message: Any) -> None:
        for status in message.status:
            self._statuses[status.name.partition(": ")[2]] = status
