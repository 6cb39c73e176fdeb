# SPDX-License-Identifier: Apache-2.0
"""What a run through the graph measured: latencies, rate, drops by cause, load over time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ws3d_ros.bag_evaluation.percentiles import percentiles


@dataclass(frozen=True)
class Arrival:
    """One result: seconds since the replay began, and from publishing to the result's arrival."""

    seconds: float
    latency: float


@dataclass(frozen=True)
class LoadSample:
    """The node's load at a moment.

    Args:
        seconds: since the replay began.
        cpu: percent of one core, since the sample before.
        memory: resident, MB.
    """

    seconds: float
    cpu: float
    memory: float


@dataclass
class LiveResult:
    """A run through the graph.

    Args:
        sent: measurements published.
        seconds: that it took.
        rate: of the replay, 1 as recorded.
        arrivals: of results.
        drops: measurements without a result, by cause.
        samples: of the load; empty where the node is not ours to watch.
        gpu_memory: the node's largest, MB; None without a GPU or its tool.
        published: when measurements were, seconds since the replay began, rising.
    """

    sent: int = 0
    seconds: float = 0.0
    rate: float = 1.0
    arrivals: list[Arrival] = field(default_factory=list)
    drops: dict[str, int] = field(default_factory=dict)
    samples: list[LoadSample] = field(default_factory=list)
    gpu_memory: float | None = None
    published: list[float] = field(default_factory=list)

    def summary(self) -> dict[str, Any]:
        """Figures for people and for timings.json."""
        return {
            "replay_rate": self.rate,
            "sent": self.sent,
            "results": len(self.arrivals),
            "drops": self.drops,
            "sent_hz": round(self.sent / self.seconds, 3) if self.seconds else None,
            "results_hz": round(self.results_hz, 3),
            "latency_ms": percentiles([1e3 * a.latency for a in self.arrivals]),
            "jitter_ms": self._jitter(),
            "cpu_percent_mean": _rounded(np.mean([s.cpu for s in self.samples]))
            if self.samples
            else None,
            "memory_mb_max": _rounded(max(s.memory for s in self.samples))
            if self.samples
            else None,
            "gpu_memory_mb_max": self.gpu_memory,
        }

    @property
    def results_hz(self) -> float:
        """Results a second."""
        return len(self.arrivals) / self.seconds if self.seconds else 0.0

    def figures(self) -> dict[str, float]:
        """By the names of thresholds, see `scenario.Thresholds`."""
        nan = float("nan")
        latencies = [1e3 * arrival.latency for arrival in self.arrivals]
        return {
            "latency_ms_p95": float(np.percentile(latencies, 95)) if latencies else nan,
            "rate_hz": self.results_hz,
            "drop_share": 1 - len(self.arrivals) / self.sent if self.sent else nan,
            "memory_mb": max((s.memory for s in self.samples), default=nan),
        }

    def intervals(self) -> tuple[list[float], list[float]]:
        """Arrivals from the second on, seconds, and milliseconds since the one before each."""
        times = [arrival.seconds for arrival in self.arrivals]
        return times[1:], (1e3 * np.diff(times)).tolist() if times else []

    def per_second(self) -> tuple[list[float], dict[str, list[float]]]:
        """The middle of each second, and what was published and answered in it.

        Where fewer results come than measurements go, the node cannot keep up: they wait or drop.
        """
        times = {"published": self.published, "results": [a.seconds for a in self.arrivals]}
        seconds = int(max((max(values) for values in times.values() if values), default=-1)) + 1
        counts = {
            name: np.histogram(values, bins=seconds, range=(0, seconds))[0].astype(float).tolist()
            if seconds
            else []
            for name, values in times.items()
        }
        return [second + 0.5 for second in range(seconds)], counts

    def _jitter(self) -> float | None:
        """Standard deviation of the time between two results, milliseconds."""
        if len(self.arrivals) < 3:
            return None
        return _rounded(np.std(self.intervals()[1]))


def _rounded(value: Any) -> float:
    return round(float(value), 3)
