# SPDX-License-Identifier: Apache-2.0
"""10 Hz of large best-effort clouds into the node, with and without the transport profile."""

from __future__ import annotations

import time

from bench.driving import RATE, Driver, driver
from bench.figure import Figure
from bench.graph import Graph, node_graph
from bench.options import Options

CURE = "fastdds_shm.xml"
ADVICE_SECONDS = 5.0
PATIENCE = 60.0


def measure(options: Options) -> list[Figure]:
    """Clouds that reach the node, those that it skips, and how soon it names the cure."""
    from vision_msgs.msg import Detection3DArray

    with node_graph(options) as graph:
        # Somebody has to listen, or the node computes nothing.
        graph.listen("/perception/detections", Detection3DArray, lambda _: None)
        figures = _with_profile(graph, options)
    # The driver first: a node that has waited for long says at once what is wrong.
    count = int(RATE * 3 * ADVICE_SECONDS)
    with driver(options, count, with_profile=False) as running, node_graph(options) as graph:
        graph.listen("/perception/detections", Detection3DArray, lambda _: None)
        return [*figures, _without_profile(graph, running)]


def _with_profile(graph: Graph, options: Options) -> list[Figure]:
    with driver(options, options.clouds, with_profile=True) as running:
        graph.until(lambda: running.sent, PATIENCE, lambda: "the driver")
        _settle(graph)
        sent = running.sent or 0
    counts = graph.counts()
    received, skipped = counts["received"], counts["replaced by a newer one"]
    counted = sum(counts.values()) - received
    size = 16 * options.points / 1e6
    return [
        Figure(
            "clouds that reach the node, with the profile",
            100.0 * received / sent,
            "%",
            at_least=100,
            at_most=100,
            note=f"{received} of {sent}, {size:.2f} MB each at {RATE:g} Hz, best effort",
            details=counts,
        ),
        Figure(
            "clouds that the node accounts for",
            100.0 * counted / max(received, 1),
            "%",
            at_least=100,
            at_most=100,
            note=f"{counts['processed']} processed, {skipped} skipped for a newer one",
        ),
    ]


def _settle(graph: Graph) -> None:
    """Wait until no cloud is under way: all that came in are accounted for, and no more come."""
    end, before = time.monotonic() + PATIENCE, {"received": -1}
    while time.monotonic() < end:
        counts = graph.counts()
        if counts == before and sum(counts.values()) == 2 * counts["received"]:
            return
        before = counts
        graph.spin(1.0)


def _without_profile(graph: Graph, running: Driver) -> Figure:
    """Seconds from the first cloud of a driver without the profile to the advice."""
    start = graph.until(lambda: running.started, PATIENCE, lambda: "the driver")
    while CURE not in graph.says("input") and time.monotonic() < start + 2 * ADVICE_SECONDS:
        graph.spin(0.02)
    seconds = time.monotonic() - start
    received = graph.counts().get("received", 0)
    sent = int(RATE * seconds) + 1
    said = graph.says("input")
    silent = "" if CURE in said else f"NOT named in that time, the node said '{said}'; "
    return Figure(
        "until the node names the cure, without the profile",
        seconds,
        "s",
        at_most=ADVICE_SECONDS,
        note=f"{silent}{received} of {sent} clouds had reached it",
        details={"said": said},
    )
