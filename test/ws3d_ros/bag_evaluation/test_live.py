# SPDX-License-Identifier: Apache-2.0
"""A bag through the graph: the node publishes what the evaluation finds, and is timed."""

from __future__ import annotations

import json
import math
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from ws3d_ros.bag_evaluation.evaluation import evaluate
from ws3d_ros.bag_evaluation.scenario import Scenario, Thresholds
from ws3d_ros.bags.bag_reader import messages

pytestmark = pytest.mark.ros
WORDS = ("floor", "chair")
POINTS, DETECTIONS = "/perception/labelled_points", "/perception/detections"


@pytest.mark.slow
def test_through_the_graph_and_without_it(
    small_bag: Path, parameters: dict[str, Any], tmp_path: Path
) -> None:
    limits = Thresholds(max_drop_share=0.8, max_latency_ms_p95=60_000, max_memory_mb=8000)
    scenario = Scenario(small_bag, WORDS, parameters=parameters, thresholds=limits)
    outcome = evaluate(scenario, tmp_path, live_rate=0.2, quiet=True)
    assert [finding.kept for finding in outcome.findings] == [True, True, True]
    live = json.loads((tmp_path / "timings.json").read_text())["live"]
    assert live["sent"] == 4
    assert live["results"] + sum(live["drops"].values()) == 4
    assert live["results"] >= 1
    assert live["latency_ms"]["p50"] > 0
    assert live["memory_mb_max"] > 100
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "Through the graph" in page and "messages a second" in page
    assert any(line.startswith("live: 4 sent") for line in outcome.lines)
    assert not math.isnan(outcome.findings[0].measured)


@pytest.mark.slow
def test_the_node_publishes_the_same(
    small_bag: Path, parameters: dict[str, Any], tmp_path: Path
) -> None:
    """Recorded from the graph, and written by the evaluation: the same messages."""
    from ws3d_ros.demo.node_process import NodeProcess

    scenario = Scenario(small_bag, WORDS, parameters=parameters)
    evaluate(scenario, tmp_path / "offline", record=True, quiet=True)
    expected = _outputs(tmp_path / "offline" / "results")
    settings = {**parameters, "vocabulary": list(WORDS), "use_sim_time": True, "input": "points"}
    with NodeProcess(tmp_path, settings, {"points": "/lidar/points"}):
        found = _recorded_from_graph(small_bag, tmp_path / "graph", len(expected[POINTS]))
    for topic in (POINTS, DETECTIONS):
        common = expected[topic].keys() & found[topic].keys()
        assert len(common) >= 1, (topic, found[topic].keys())
        first = min(expected[topic])
        # Tracks count from the first cloud: where that was dropped, later numbers differ.
        judged = (
            common if first in found[topic] and len(common) == len(expected[topic]) else {first}
        )
        for stamp in judged & common:
            assert found[topic][stamp] == expected[topic][stamp], (topic, stamp)


def _recorded_from_graph(bag: Path, out: Path, results: int) -> dict[str, dict[int, Any]]:
    """Play the bag slowly, once somebody listens, and record the node's answers."""
    import threading

    import rclpy
    from rclpy.executors import SingleThreadedExecutor
    from sensor_msgs.msg import PointCloud2
    from vision_msgs.msg import Detection3DArray

    from ws3d_ros.bags.bag_writer import BagWriter
    from ws3d_ros.recorder import Recorder
    from ws3d_ros.sources.bag_source import BagSource
    from ws3d_ros.sources.player import Player

    context = rclpy.Context()
    rclpy.init(context=context)
    node = rclpy.create_node("player", context=context)
    executor = SingleThreadedExecutor(context=context)
    executor.add_node(node)
    spinning = threading.Thread(target=executor.spin, daemon=True)
    spinning.start()
    heard: list[str] = []
    try:
        with BagWriter(out) as writer:
            recorder = Recorder(node, writer, lambda topic, stamp, data: heard.append(topic))
            recorder.add(POINTS, PointCloud2, False)
            recorder.add(DETECTIONS, Detection3DArray, False)
            topics = ["/lidar/points", "/tf", "/tf_static"]
            player = Player(node, BagSource(bag, topics), rate=0.1, now=False)
            end = time.monotonic() + 120
            while not player.wait_for_listener(0.5) and time.monotonic() < end:
                pass
            time.sleep(2.0)
            player.play()
            end = time.monotonic() + 30
            while heard.count(DETECTIONS) < results and time.monotonic() < end:
                time.sleep(0.1)
            recorder.close()
            player.close()
    finally:
        executor.shutdown()
        spinning.join(5)
        node.destroy_node()
        context.try_shutdown()
    return _outputs(out)


def _outputs(bag: Path) -> dict[str, dict[int, Any]]:
    found: dict[str, dict[int, Any]] = {POINTS: {}, DETECTIONS: {}}
    for topic, _, message in messages(bag, [POINTS, DETECTIONS]):
        stamp = message.header.stamp
        found[topic][stamp.sec * 1_000_000_000 + stamp.nanosec] = message
    return found


@pytest.mark.slow
def test_ctrl_c_gives_the_report_of_what_was_done(
    small_bag: Path, parameters: dict[str, Any], tmp_path: Path
) -> None:
    scenario = tmp_path / "scenario.yaml"
    scenario.write_text(
        json.dumps({"bag": str(small_bag), "vocabulary": list(WORDS), "parameters": parameters})
    )
    # A long bag: the small one over and over would need new stamps, a slow network does not.
    command = [sys.executable, "-m", "ws3d_ros.bag_evaluation.command", "--scenario"]
    process = subprocess.Popen(
        [*command, str(scenario), "--out", str(tmp_path / "out")], stderr=subprocess.PIPE, text=True
    )
    lines = tmp_path / "out" / "frames.jsonl"
    end = time.monotonic() + 120
    while not lines.exists() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=120)
    assert (tmp_path / "out" / "report.html").exists(), said
    assert "Traceback" not in said
