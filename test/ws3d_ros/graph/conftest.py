# SPDX-License-Identifier: Apache-2.0
"""A real node in a process of its own, for a file's tests or for one, with a client of it."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from graph_client import Graph

AT_START: dict[str, Any] = {
    "vocabulary": ["wall", "floor", "chair"],
    "threshold": 0.0,
    "color": "label",
    "max_points": 1_000_000,
    "gravity_frame": "base_link",
    "ground_frame": "base_footprint",
    "target_frame": "",
    "fixed_frame": "odom",
    "up_axis": "auto",
    "expected_rate": 0.0,
}
# A test run in the background of a shell ignores SIGINT, and its children would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


class NodeProcess:
    """The perception node as somebody starts it: a process with a parameter file.

    Args:
        folder: for the parameter file and the output.
        parameters: of the node.
        arguments: further ROS arguments, such as remappings.
    """

    def __init__(
        self, folder: Path, parameters: dict[str, Any], arguments: tuple[str, ...] = ()
    ) -> None:
        file = folder / "parameters.yaml"
        file.write_text(yaml.safe_dump({"/**": {"ros__parameters": parameters}}))
        self._output = folder / "output.txt"
        command = [sys.executable, "-m", "ws3d_ros.node_process", "--ros-args"]
        with self._output.open("wb") as output:
            self.process = subprocess.Popen(
                [*command, "--params-file", str(file), *arguments],
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def output(self) -> str:
        """Everything that it has printed."""
        return self._output.read_text(errors="replace")

    def stop(self, *signals: signal.Signals, timeout: float = 60.0) -> int:
        """Send the signals, shortly after each other, and return the exit code."""
        if self.process.poll() is None:
            for number in signals or (signal.SIGINT,):
                self.process.send_signal(number)
                time.sleep(0.05)
        try:
            return self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise


@pytest.fixture(scope="module")
def running_node(
    tiny_checkpoint: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[NodeProcess]:
    """One node for a file's tests that need none of their own, with the tiny checkpoint.

    It ends with the file: tests elsewhere would find its subscriptions and hear its diagnostics.
    """
    parameters = {"model": str(tiny_checkpoint), "diagnostics_period": 0.2, **AT_START}
    node = NodeProcess(tmp_path_factory.mktemp("node"), parameters)
    yield node
    code = node.stop()
    assert code == 0, node.output
    assert "Traceback" not in node.output, node.output


@pytest.fixture
def graph(running_node: NodeProcess) -> Iterator[Graph]:
    """A client of the file's node, which is active and has the parameters of its start."""
    client = Graph()
    client.active()
    client.set_parameters(**AT_START)
    client.until(lambda: client.names() == AT_START["vocabulary"], what="the first vocabulary")
    yield client
    client.close()


@pytest.fixture
def own_graph() -> Iterator[Callable[[str], Graph]]:
    """Makes clients of nodes in other namespaces; they end with the test."""
    made: list[Graph] = []

    def make(namespace: str) -> Graph:
        made.append(Graph(namespace))
        return made[-1]

    yield make
    for client in made:
        client.close()


@pytest.fixture
def start_node(
    tiny_checkpoint: Path, tmp_path: Path
) -> Iterator[Callable[..., tuple[NodeProcess, Graph]]]:
    """Starts a node of the test's own in a namespace of its own, with a client."""
    started: list[tuple[NodeProcess, Graph]] = []

    def start(*arguments: str, **parameters: Any) -> tuple[NodeProcess, Graph]:
        values = {"model": str(tiny_checkpoint), "diagnostics_period": 0.2, **parameters}
        namespace = f"/own_{len(started)}"
        folder = tmp_path / namespace[1:]
        folder.mkdir()
        arguments = (*arguments, "-r", f"__ns:={namespace}")
        started.append((NodeProcess(folder, values, arguments), Graph(namespace)))
        return started[-1]

    yield start
    for node, client in started:
        client.close()
        node.stop()
