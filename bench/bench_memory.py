# SPDX-License-Identifier: Apache-2.0
"""Memory of the node while clouds stream in: after the warm-up, and how it grows."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np

from bench.driving import RATE, driver
from bench.figure import Figure
from bench.graph import Graph, node_graph
from bench.options import Options

WARM_UP = 10  # clouds processed before the first look
FLAT = 2.0  # MB a minute that count as flat
JUDGED_FROM = 5.0  # minutes; a shorter watch says nothing about growth
PATIENCE = 120.0


def measure(options: Options) -> list[Figure]:
    """Resident memory, once a second, with all outputs listened to."""
    seconds = 60 * options.minutes
    count = int(RATE * (seconds + 2 * PATIENCE))
    with node_graph(options) as graph, driver(options, count, with_profile=True):
        _listen(graph)
        warm_up = min(WARM_UP, options.clouds)
        graph.until(
            lambda: graph.counts().get("processed", 0) >= warm_up,
            PATIENCE,
            lambda: f"{warm_up} clouds, got {graph.counts()}",
        )
        times: list[float] = []
        resident: list[float] = []
        anonymous: list[float] = []
        start = time.monotonic()
        while not times or times[-1] < seconds:
            memory = memory_of(graph.node_process)
            times.append(time.monotonic() - start)
            resident.append(memory["VmRSS"])
            anonymous.append(memory["RssAnon"])
            graph.spin(1.0)
        processed = graph.counts()["processed"]
    slope = float(np.polyfit(times, resident, 1)[0]) * 60 if len(times) > 1 else 0.0
    judged = FLAT if options.minutes >= JUDGED_FROM else None
    details = {"seconds": times, "resident": resident, "anonymous": anonymous}
    watch = f"over {options.minutes:g} min, {processed} clouds"
    short = "" if judged else f"; judged from {JUDGED_FROM:g} min on (--minutes)"
    return [
        Figure(
            "memory of the node",
            max(resident),
            "MB",
            at_most=1500,
            note=f"largest resident size {watch}; {anonymous[-1]:.0f} MB of it its own, the rest "
            "libraries and shared memory",
            details=details,
        ),
        Figure("  its growth", slope, "MB/min", at_most=judged, note=f"{watch}{short}"),
    ]


def memory_of(process: int) -> dict[str, float]:
    """Resident sizes of a process in MB (10^6 bytes), by the kernel's names."""
    lines = Path(f"/proc/{process}/status").read_text("ascii", "replace").splitlines()
    sizes = (line.split() for line in lines if line.startswith(("VmRSS", "Rss")))
    return {name.rstrip(":"): int(kibibytes) * 1024 / 1e6 for name, kibibytes, _ in sizes}


def _listen(graph: Graph) -> None:
    from sensor_msgs.msg import PointCloud2
    from vision_msgs.msg import Detection3DArray
    from visualization_msgs.msg import MarkerArray

    graph.listen("/perception/labelled_points", PointCloud2, lambda _: None)
    graph.listen("/perception/detections", Detection3DArray, lambda _: None)
    graph.listen("/perception/markers", MarkerArray, lambda _: None)
