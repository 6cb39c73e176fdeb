# SPDX-License-Identifier: Apache-2.0
"""Timing: medians of repeated runs, wall or CPU time, on a chosen number of threads."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import torch

Clock = Callable[[], float]

wall: Clock = time.perf_counter
# All threads of this process: with one thread the figure that other programs disturb least.
cpu: Clock = time.process_time


@contextmanager
def torch_threads(count: int) -> Iterator[None]:
    """Let torch use so many threads inside the block."""
    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def interleaved(
    runs: Mapping[str, Callable[[], object]], repeats: int, clock: Clock = wall
) -> dict[str, list[float]]:
    """Milliseconds of every run, taken in turns, so that a slow minute hits all alike.

    Every run goes once before, unmeasured.
    """
    times: dict[str, list[float]] = {name: [] for name in runs}
    for run in runs.values():
        run()
    for _ in range(repeats):
        for name, run in runs.items():
            start = clock()
            run()
            times[name].append(1e3 * (clock() - start))
    return times


def median_time(run: Callable[[], object], repeats: int, clock: Clock = wall) -> float:
    """Median in milliseconds, after one run unmeasured."""
    return statistics.median(interleaved({"": run}, repeats, clock)[""])


def median_ratio(times: Mapping[str, list[float]], one: str, other: str) -> float:
    """Median of `one` over `other`, round by round."""
    return statistics.median(a / b for a, b in zip(times[one], times[other], strict=True))
