# SPDX-License-Identifier: Apache-2.0
"""The run through the graph: a bag is replayed against a node, and what comes back is timed."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import rclpy
from diagnostic_msgs.msg import DiagnosticArray
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from rclpy.signals import SignalHandlerOptions
from sensor_msgs.msg import PointCloud2

from ws3d_ros.bag_evaluation.live_result import Arrival, LiveResult
from ws3d_ros.bag_evaluation.load_meter import LoadMeter
from ws3d_ros.bag_evaluation.topic_choice import TRANSFORMS, TopicChoice
from ws3d_ros.demo.node_process import NodeProcess, wait_for
from ws3d_ros.demo.stage_error import StageError
from ws3d_ros.sources.bag_source import BagSource
from ws3d_ros.sources.player import Player
from ws3d_ros.sources.restamp import stamp_of
from ws3d_ros.sources.source import Sample, SourceError

START_PATIENCE = 90.0  # seconds until the node listens: loading torch on a slow disk
LAST_PATIENCE = 30.0  # seconds for the last result
QUEUE = 1000  # results that may wait for our executor: none may be lost here


class LiveRun:
    """Plays a bag at a rate with its own stamps and /clock, and listens to the node.

    Args:
        bag: the recording.
        topics: of the sensor.
        rate: 2 plays twice as fast.
        node_name: where the node's outputs are, "/perception".
        stop: whether the user wants to stop.
    """

    def __init__(
        self,
        bag: Path,
        topics: TopicChoice,
        rate: float,
        node_name: str = "/perception",
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self._bag, self._topics, self._rate = bag, topics, rate
        self._name, self._stop = node_name, stop
        self._sent: dict[int, float] = {}
        self._results: dict[int, float] = {}
        self._counts: dict[str, int] = {}

    def run_own(self, folder: Path, parameters: Mapping[str, Any]) -> LiveResult:
        """Start a node of our own, run, and end it.

        Args:
            folder: for its parameters and its log.
            parameters: of the node; use_sim_time is set.

        Raises:
            StageError: the node ended, or does not listen in time; with the end of its log.
        """
        settings = {**parameters, "use_sim_time": True}
        settings["input"] = "points" if self._topics.points else "rgbd"
        with NodeProcess(folder, settings, self.remappings()) as process:
            return self.run(process)

    def remappings(self) -> dict[str, str]:
        """The node's inputs by the bag's topics."""
        names = ("points",) if self._topics.points else ("image", "depth", "camera_info")
        return dict(zip(names, self._topics.sensor, strict=True))

    def run(self, process: NodeProcess | None = None) -> LiveResult:
        """Run against a node that is there already, or starts.

        Args:
            process: the node where it is ours, to watch its load.

        Raises:
            StageError: nobody listens, or the node ended.
        """
        rclpy.init(args=[], signal_handler_options=SignalHandlerOptions.NO)
        node = rclpy.create_node("evaluate_bag")
        executor = SingleThreadedExecutor()
        executor.add_node(node)
        try:
            return self._run(node, executor, process)
        finally:
            executor.shutdown()
            node.destroy_node()
            rclpy.try_shutdown()

    def _run(
        self, node: Node, executor: SingleThreadedExecutor, process: NodeProcess | None
    ) -> LiveResult:
        # Serialized: a result is timed when it comes, and its stamp is all that is read of it.
        node.create_subscription(
            PointCloud2, f"{self._name}/labelled_points", self._on_result, QUEUE, raw=True
        )
        node.create_subscription(DiagnosticArray, "/diagnostics", self._on_diagnostics, 10)
        held = {topic.name for topic in BagSource(self._bag).topics}
        chosen = [*self._topics.sensor, *(name for name in TRANSFORMS if name in held)]
        player = Player(node, BagSource(self._bag, chosen), self._rate, now=False)

        def check() -> None:
            executor.spin_once(timeout_sec=0.0)
            if process is not None:
                process.check()

        def listened() -> bool:
            return player.wait_for_listener(0.1, self._stop) or self._stop()

        if not wait_for(listened, START_PATIENCE, check):
            where = "" if process is None else f"; the end of its log:\n{process.last_lines()}"
            raise StageError(
                f"nobody listened to {self._topics.sensor[0]} for {START_PATIENCE:g} s: is the "
                f"node active and remapped?{where}"
            )
        time.sleep(0.5)  # the other topics are found at about the same time
        began = time.monotonic()
        with LoadMeter(None if process is None else process.pid, began) as meter:

            def stopping() -> bool:
                executor.spin_once(timeout_sec=0.0)
                return self._stop() or (process is not None and process.exit_code is not None)

            def after(sample: Sample, _: int) -> None:
                if sample.topic == (self._topics.points or self._topics.depth):
                    self._sent[stamp_of(sample.data)] = time.monotonic()
                executor.spin_once(timeout_sec=0.0)

            # A damaged bag is played up to the damage, which the run without a graph has told.
            with suppress(SourceError):
                player.play(stop=stopping, after=after)
            played = time.monotonic() - began
            last = max(self._sent, default=0)
            wait_for(lambda: last in self._results or self._stop(), LAST_PATIENCE, check)
            wait_for(lambda: False, 1.5, check)  # for the last diagnostics
        if process is not None:
            process.check()
        player.close()
        return self._result(began, played, meter)

    def _on_result(self, data: bytes) -> None:
        self._results[stamp_of(data)] = time.monotonic()

    def _on_diagnostics(self, message: DiagnosticArray) -> None:
        for status in message.status:
            if status.name.endswith(": drops"):
                self._counts = {v.key: int(v.value) for v in status.values if v.value.isdecimal()}

    def _result(self, began: float, played: float, meter: LoadMeter) -> LiveResult:
        arrivals = [
            Arrival(at - began, at - self._sent[stamp])
            for stamp, at in sorted(self._results.items(), key=lambda pair: pair[1])
            if stamp in self._sent
        ]
        missing = len(self._sent) - len(arrivals)
        drops = {
            cause: self._counts[cause]
            for cause in ("replaced by a newer one", "unusable", "failed", "not wanted")
            if self._counts.get(cause)
        }
        received = self._counts.get("received")
        if received is not None and self._topics.points and received < len(self._sent):
            drops["lost on the way to the node"] = len(self._sent) - received
        unknown = missing - sum(drops.values())
        if unknown > 0:
            drops["cause not known"] = unknown
        return LiveResult(
            len(self._sent),
            played,
            self._rate,
            arrivals,
            drops,
            meter.samples,
            meter.gpu_memory,
            sorted(at - began for at in self._sent.values()),
        )
