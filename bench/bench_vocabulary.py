# SPDX-License-Identifier: Apache-2.0
"""Changes of the vocabulary by the service: how long they take, and that no cloud suffers."""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from bench.figure import Figure
from bench.graph import Graph, node_graph
from bench.messages import points_message
from bench.options import Options
from bench.scenes import WORDS, indoor_scan, of_points

NAMES = len(WORDS)
COLORS = ("red", "blue", "green", "black", "white", "yellow", "wooden", "old", "small", "round")
THINGS = (
    "wall", "floor", "chair", "table", "cabinet", "door", "window", "sofa", "lamp", "shelf",
    "desk", "plant", "box", "bag", "bed", "sink", "screen", "curtain", "rug", "bin",
)  # fmt: skip
UNLABELLED = 65535
PATIENCE = 60.0


def measure(options: Options) -> list[Figure]:
    """New names in every change: nothing is found in the encoder's cache."""
    cloud = of_points(indoor_scan(options.voxels, 0.05).cloud, options.points)
    with node_graph(options, vocabulary=list(WORDS)) as graph:
        stream = Stream(graph, points_message(cloud))
        idle, busy = [], []
        for number in range(options.changes):
            idle.append(_change(graph, 2 * number, lambda: None))
            busy.append(_change(graph, 2 * number + 1, stream.step))
            for _ in range(2):
                stream.finish()
                stream.step()
        stream.finish()
    lost, mixed = stream.sent - len(stream.labels), _mixed(stream.labels)
    note = f"of {options.changes} changes to {NAMES} names never asked for before"
    return [
        Figure(
            f"vocabulary change of {NAMES} names",
            statistics.median(idle),
            "ms",
            at_most=300,
            note=f"median {note}, the node at rest; longest {max(idle):.0f} ms",
            details={"all": idle},
        ),
        Figure(
            "  the same while clouds are processed",
            statistics.median(busy),
            "ms",
            at_most=300,
            note=f"median {note}; longest {max(busy):.0f} ms",
            details={"all": busy},
        ),
        Figure("clouds lost by the changes", lost, "clouds", at_most=0, note=f"of {stream.sent}"),
        Figure(
            "clouds with words of two vocabularies",
            mixed,
            "clouds",
            at_most=0,
            note=f"of {len(stream.labels)}; {len(set().union(*stream.labels))} words in use",
        ),
    ]


class Stream:
    """Clouds one after the other: the next goes out when the last came back labelled."""

    def __init__(self, graph: Graph, message: Any) -> None:
        from sensor_msgs.msg import PointCloud2

        self.sent = 0
        self.labels: list[set[int]] = []
        self._graph, self._message = graph, message
        graph.listen("/perception/labelled_points", PointCloud2, self._on_cloud)
        self._publisher = graph.publisher()

    def step(self) -> None:
        """Send the next cloud where none is under way."""
        if len(self.labels) == self.sent:
            self._message.header.stamp = self._graph.node.get_clock().now().to_msg()
            self._publisher.publish(self._message)
            self.sent += 1

    def finish(self) -> None:
        """Wait for the cloud that is under way; one that does not come is lost."""
        end = time.monotonic() + PATIENCE
        while len(self.labels) < self.sent and time.monotonic() < end:
            self._graph.spin(0.02)

    def _on_cloud(self, message: Any) -> None:
        columns = np.frombuffer(message.data, "<u4").reshape(-1, message.point_step // 4)
        self.labels.append(set(np.unique(columns[:, 4]).tolist()) - {UNLABELLED})


def _change(graph: Graph, number: int, meanwhile: Callable[[], None]) -> float:
    """Milliseconds from the request to the answer."""
    from ws3d_msgs.msg import VocabularyEntry
    from ws3d_msgs.srv import SetVocabulary

    every = [f"{color} {thing}" for color, thing in itertools.product(COLORS, THINGS)]
    rounds, row = divmod(number, len(COLORS))
    names = [f"{name} {rounds}" if rounds else name for name in every[row * NAMES :][:NAMES]]
    request = SetVocabulary.Request(threshold=-1.0)
    request.entries = [VocabularyEntry(name=name) for name in names]
    client = graph.client("set_vocabulary", SetVocabulary)
    meanwhile()
    start = time.monotonic()
    answer = client.call_async(request)

    def answered() -> bool:
        meanwhile()
        return bool(answer.done())

    graph.until(answered, PATIENCE, lambda: "the answer of set_vocabulary")
    elapsed = 1e3 * (time.monotonic() - start)
    if not answer.result().success:
        raise RuntimeError(f"set_vocabulary failed: {answer.result().message}")
    return elapsed


def _mixed(clouds: list[set[int]]) -> int:
    """Clouds whose labels stem from more than one vocabulary.

    The node numbers names in the order in which they are first asked for, and its first vocabulary,
    `WORDS`, has as many as every other: a label's vocabulary is its number divided by that.
    """
    return sum(len({label // NAMES for label in labels}) > 1 for labels in clouds)
