# SPDX-License-Identifier: Apache-2.0
"""What the node adds to `process`: from publishing a cloud to receiving it labelled."""

from __future__ import annotations

import statistics
import time
from typing import Any

from bench.figure import Figure
from bench.graph import Graph, node_graph
from bench.messages import points_message
from bench.options import Options
from bench.scenes import indoor_scan, of_points

WARM_UP = 3
PATIENCE = 60.0
OWN_STAGES = ("wait", "convert", "transform", "track", "publish")


def measure(options: Options) -> list[Figure]:
    """One cloud after the other; of each, the time outside `process`."""
    cloud = of_points(indoor_scan(options.voxels, 0.05).cloud, options.points)
    message = points_message(cloud)
    with node_graph(options) as graph:
        taken = samples(graph, message, options.clouds)
    added = [sample["total"] - sample["process"] for sample in taken]
    middle = {name: statistics.median(s[name] for s in taken) for name in taken[0]}
    outside = [s["total"] - s["process"] - sum(s[stage] for stage in OWN_STAGES) for s in taken]
    parts = ", ".join(f"{stage} {middle[stage]:.1f}" for stage in OWN_STAGES)
    size = len(message.data) / 1e6
    return [
        Figure(
            "latency that the node adds to process()",
            statistics.median(added),
            "ms",
            at_most=15,
            note=f"{size:.2f} MB in, {28 * options.points / 1e6:.2f} MB out: {parts}, "
            f"transport and waking {statistics.median(outside):.1f}",
            details={"added": added, "medians": middle},
        ),
        Figure(
            "publish to labelled cloud received",
            middle["total"],
            "ms",
            note=f"process() {middle['process']:.0f} of it",
        ),
    ]


def samples(graph: Graph, message: Any, clouds: int) -> list[dict[str, float]]:
    """Milliseconds of each cloud after the warm-up: in total, and by the node's stages."""
    from sensor_msgs.msg import PointCloud2

    arrivals: list[float] = []
    graph.listen(
        "/perception/labelled_points", PointCloud2, lambda _: arrivals.append(time.monotonic())
    )
    publisher = graph.publisher()
    samples = []
    for number in range(1, WARM_UP + clouds + 1):
        message.header.stamp = graph.node.get_clock().now().to_msg()
        start = time.monotonic()
        publisher.publish(message)
        graph.until(
            lambda number=number: len(arrivals) >= number, PATIENCE, lambda: "a labelled cloud"
        )
        # The diagnostics that know of this cloud carry its times.
        graph.until(
            lambda number=number: graph.counts().get("processed", 0) >= number,
            PATIENCE,
            lambda: "diagnostics of the cloud",
        )
        stages = graph.values("inference")
        names = ("process", *OWN_STAGES)
        sample = {name: float(stages[f"{name} [ms]"]) for name in names}
        samples.append({"total": 1e3 * (arrivals[number - 1] - start), **sample})
    return samples[WARM_UP:]
