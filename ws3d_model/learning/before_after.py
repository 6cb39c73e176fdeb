# SPDX-License-Identifier: Apache-2.0
"""Before and after: what a few labels bring to the names learnt, and cost the names not shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ws3d_model.datasets.labelled_cloud import LabelledCloud, shard_paths
from ws3d_model.evaluation.benchmark import Benchmark
from ws3d_model.evaluation.benchmark_report import as_json
from ws3d_model.evaluation.benchmark_run import run_benchmark
from ws3d_model.evaluation.true_labels import true_labels
from ws3d_model.evaluation.worst_scenes import WorstScenes
from ws3d_model.language import TextEncoder, Vocabulary, VocabularyEntry
from ws3d_model.network import Checkpoint
from ws3d_model.perception import Perception

Figures = dict[str, Any]


def names_not_shown(paths: Sequence[Path], learnt: Sequence[str]) -> tuple[str, ...]:
    """The names of the scans' labelled points that count as none of the learnt names, sorted.

    Raises:
        ValueError: a shard is damaged.
    """
    found: set[str] = set()
    for path in paths:
        cloud = LabelledCloud.load(path)
        missed = cloud.labels[(cloud.labels >= 0) & (true_labels(cloud, learnt) < 0)]
        found |= {cloud.names[label] for label in np.unique(missed)}
    return tuple(sorted(found))


def judge(
    checkpoint: Checkpoint,
    encoder: TextEncoder,
    folder: Path,
    learnt: Sequence[str],
    prompts: Mapping[str, tuple[str, ...]],
    quiet: bool = False,
    worst: WorstScenes | None = None,
) -> Figures:
    """All figures of a checkpoint on held-out scans, asked for learnt names and others together.

    The names not shown are the novel ones of the figures, see `Benchmark`.

    Args:
        worst: keeps the worst scenes.

    Raises:
        FileNotFoundError, ValueError: the folder holds no scans, or a damaged one.
    """
    paths = shard_paths(folder)
    others = names_not_shown(paths, learnt)
    names = (*learnt, *others)
    entries = tuple(VocabularyEntry(name, prompts.get(name, ())) for name in names)
    benchmark = Benchmark(names, (), others)
    perception = Perception(checkpoint, encoder)
    shards = [(path.stem, path) for path in paths]
    run_benchmark(perception, Vocabulary(entries), shards, benchmark, worst, quiet)
    figures = as_json(benchmark)
    if not others:
        figures |= {"base_mean_iou": figures["mean_iou"], "novel_mean_iou": None}
    return {**figures, "learnt": list(learnt), "not_shown": list(others)}


def table(rows: Mapping[str, Figures]) -> str:
    """Rows of figures as a table of percent; `-` where there is none."""
    first = next(iter(rows.values()))
    titles = [
        f"{len(first['learnt'])} names learnt", f"{len(first['not_shown'])} not shown", "harmonic",
        "AP50", "box AP50",
    ]  # fmt: skip
    lines = [f"| mIoU of | {' | '.join(titles)} |", "|---" * (len(titles) + 1) + "|"]
    for title, figures in rows.items():
        values = (
            figures["base_mean_iou"],
            figures["novel_mean_iou"],
            figures.get("harmonic_mean_iou"),
            figures["instances"]["AP50"],
            figures["boxes"]["AP50"]["mean"],
        )
        shown = " | ".join("-" if value is None else f"{100 * value:.1f}" for value in values)
        lines.append(f"| {title} | {shown} |")
    return "\n".join(lines)
