# SPDX-License-Identifier: Apache-2.0
"""The node among busy programs: two that compute without end for every core."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bench.bench_latency import samples
from bench.figure import Figure
from bench.graph import node_graph
from bench.messages import points_message
from bench.options import Options
from bench.scenes import indoor_scan, of_points

MOST_CLOUDS = 10
NEIGHBOURS = 2  # a core


def _cores() -> int:
    return len(os.sched_getaffinity(0))


def measure(options: Options) -> list[Figure]:
    """process() in the node, idle neighbours first, then busy ones."""
    cloud = of_points(indoor_scan(options.voxels, 0.05).cloud, options.points)
    message = points_message(cloud)
    clouds = min(options.clouds, MOST_CLOUDS)
    with node_graph(options) as graph:
        alone = [sample["process"] for sample in samples(graph, message, clouds)]
        with _neighbours(NEIGHBOURS * _cores()):
            among = [sample["process"] for sample in samples(graph, message, clouds)]
    middle, crowded = statistics.median(alone), statistics.median(among)
    return [
        Figure(
            "process() in the node among busy programs",
            crowded,
            "ms",
            note=f"{NEIGHBOURS * _cores()} of them on {_cores()} cores; {middle:.0f} ms without",
            details={"alone": alone, "among": among},
        ),
        Figure("  times as long as alone", crowded / middle, "", at_most=6),
    ]


@contextmanager
def _neighbours(count: int) -> Iterator[None]:
    """Programs that compute and do nothing else, for the block."""
    programs = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for program in programs:
            program.kill()
            program.wait()
