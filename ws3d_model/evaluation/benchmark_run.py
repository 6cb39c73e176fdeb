# SPDX-License-Identifier: Apache-2.0
"""A benchmark over a folder of shards, one in memory at a time."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.evaluation.benchmark import Benchmark
from ws3d_model.evaluation.worst_scenes import WorstScenes
from ws3d_model.language import Vocabulary
from ws3d_model.perception import Perception


def run_benchmark(
    perception: Perception,
    vocabulary: Vocabulary,
    shards: Sequence[tuple[str, Path]],
    benchmark: Benchmark,
    worst: WorstScenes | None = None,
    quiet: bool = False,
) -> list[str]:
    """Label every shard and count it.

    Args:
        perception: what is judged. Other known words do not compete for points here: the truth of
            a benchmark has only its own names.
        vocabulary: the benchmark's names, with prompts.
        shards: names and files.
        benchmark: counts.
        worst: keeps the worst scenes.
        quiet: no progress bar.

    Returns:
        A line for every shard that could not be read; it does not count.

    Raises:
        ValueError: none could be read.
    """
    encoded = perception.encode_vocabulary(vocabulary)
    before = perception.settings
    perception.settings = dataclasses.replace(before, rivals="never")
    damaged = []
    try:
        for name, path in tqdm(shards, desc="evaluating", unit="scan", disable=quiet):
            try:
                cloud = LabelledCloud.load(path)
            except ValueError as error:
                damaged.append(" ".join(str(error).split()))
                continue
            said = perception.process(cloud.cloud, encoded)
            figures = benchmark.add(name, cloud, said)
            if worst is not None:
                worst.offer(figures, cloud, said)
    finally:
        perception.settings = before
    if not benchmark.scenes:
        raise ValueError(damaged[0] if damaged else "there are no scans to evaluate on")
    return damaged
