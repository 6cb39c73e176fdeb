# SPDX-License-Identifier: Apache-2.0
"""A benchmark's figures as a table that people read, and as JSON."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from ws3d_model.evaluation.benchmark import BOX_OVERLAPS, Benchmark, worst
from ws3d_model.evaluation.scannet_instances import OVERLAPS

LISTED = 5  # scenes that the table names


def table(benchmark: Benchmark) -> str:
    """All figures in percent; a column is there where something was counted in it."""
    columns = _columns(benchmark)
    width = max(len(name) for name in (*benchmark.names, "name"))
    lines = ["".join([f"{'name':<{width}}", *(f"{title:>8}" for title, _ in columns)])]
    for row, name in enumerate(benchmark.names):
        cells = "".join(f"{_percent(float(values[row])):>8}" for _, values in columns)
        lines.append(f"{name:<{width}}{cells}")
    lines.append("")
    lines += [f"{what:<60}{_percent(value):>7} %" for what, value in _summary(benchmark)]
    lowest = worst(benchmark.scenes, LISTED)
    if len(benchmark.scenes) > 1 and lowest:
        lines += ["", "lowest mIoU of a scene, over the names that it has:"]
        lines += [f"  {_percent(scene.mean_iou):>5}  {scene.scene}" for scene in lowest]
    return "\n".join(lines)


def as_json(benchmark: Benchmark) -> dict[str, Any]:
    """All figures in 0..1; null where there is none."""
    semantic, instances = benchmark.semantic, benchmark.instances
    ap, ap50, ap25 = instances.means
    figures: dict[str, Any] = {
        "names": _by_name(benchmark, semantic.iou),
        "mean_iou": semantic.mean_iou,
        "accuracy": semantic.accuracy,
        "foreground_mean_iou": semantic.mean_iou_of(benchmark.foreground),
        "foreground_leaves_out": [n for n in benchmark.names if n in benchmark.background],
        "expected_calibration_error": benchmark.calibration.expected_error,
        "instances": {
            "AP": ap,
            "AP50": ap50,
            "AP25": ap25,
            "names": {
                name: dict(zip(("AP", "AP50", "AP25"), row, strict=True))
                for name, row in zip(benchmark.names, instances.by_name.tolist(), strict=True)
            },
            "min_points": instances.min_points,
            "overlaps": [round(overlap, 2) for overlap in OVERLAPS],
        },
        "boxes": {
            f"AP{100 * overlap:.0f}": {
                "mean": precision.mean,
                "names": _by_name(benchmark, precision.average_precision),
            }
            for overlap, precision in zip(BOX_OVERLAPS, benchmark.boxes, strict=True)
        },
        "scenes": [
            {"scene": scene.scene, "points": scene.points, "mean_iou": scene.mean_iou}
            for scene in benchmark.scenes
        ],
    }
    if benchmark.base_and_novel:
        keys = ("base_mean_iou", "novel_mean_iou", "harmonic_mean_iou")
        figures |= dict(zip(keys, benchmark.base_and_novel, strict=True))
        figures["novel"] = [name for name in benchmark.names if name in benchmark.novel]
    if benchmark.panoptic:
        quality = benchmark.panoptics
        figures["panoptic"] = {
            "PQ": quality.mean(),
            "PQ_dagger": benchmark.panoptic_dagger,
            "PQ_things": quality.mean(_things(benchmark)),
            "PQ_stuff": quality.mean([n for n in benchmark.names if n in benchmark.stuff]),
            "names": _by_name(benchmark, quality.quality),
            "SQ": _by_name(benchmark, quality.segmentation_quality),
            "RQ": _by_name(benchmark, quality.recognition_quality),
            "min_points": quality.min_points,
        }
    cleaned: dict[str, Any] = _without_nan(figures)
    return cleaned


def _columns(benchmark: Benchmark) -> list[tuple[str, Sequence[float]]]:
    """Title and K values of every column."""
    columns: list[tuple[str, Any]] = [("IoU", benchmark.semantic.iou)]
    if benchmark.instances.true_counts.any():
        ap, ap50, ap25 = benchmark.instances.by_name.T
        columns += [("AP", ap), ("AP50", ap50), ("AP25", ap25)]
    if benchmark.boxes[0].true_counts.any():
        columns += [
            (f"box{100 * overlap:.0f}", precision.average_precision)
            for overlap, precision in zip(BOX_OVERLAPS, benchmark.boxes, strict=True)
        ]
    if benchmark.panoptic:
        quality = benchmark.panoptics
        columns += [("PQ", quality.quality), ("SQ", quality.segmentation_quality)]
        columns += [("RQ", quality.recognition_quality)]
    return columns


def _summary(benchmark: Benchmark) -> list[tuple[str, float]]:
    semantic = benchmark.semantic
    present = int((~np.isnan(semantic.iou)).sum())
    rows = [
        (f"mIoU, {present} names, {len(benchmark.scenes)} scans", semantic.mean_iou),
        ("accuracy of points", semantic.accuracy),
    ]
    left_out = [name for name in benchmark.names if name in benchmark.background]
    if left_out and benchmark.foreground:
        without = ", ".join(left_out) if len(left_out) <= 3 else f"{len(left_out)} names"
        what = f"foreground mIoU, without {without}"
        rows.append((what, semantic.mean_iou_of(benchmark.foreground)))
    if benchmark.base_and_novel:
        base, novel, harmonic = benchmark.base_and_novel
        rows += [
            (f"mIoU of {len(benchmark.names) - len(set(benchmark.novel))} base names", base),
            (f"mIoU of {len(set(benchmark.novel))} novel names", novel),
            ("harmonic mIoU", harmonic),
        ]
    if benchmark.instances.true_counts.any():
        titles = ("instance AP", "instance AP50", "instance AP25")
        rows += list(zip(titles, benchmark.instances.means, strict=True))
    if benchmark.boxes[0].true_counts.any():
        rows += [
            (f"box AP{100 * overlap:.0f}", precision.mean)
            for overlap, precision in zip(BOX_OVERLAPS, benchmark.boxes, strict=True)
        ]
    if benchmark.panoptic:
        rows += [
            ("panoptic quality", benchmark.panoptics.mean()),
            ("panoptic quality, IoU for stuff", benchmark.panoptic_dagger),
            ("panoptic quality of things", benchmark.panoptics.mean(_things(benchmark))),
        ]
    rows.append(("expected calibration error", benchmark.calibration.expected_error))
    return rows


def _things(benchmark: Benchmark) -> list[str]:
    return [name for name in benchmark.names if name not in benchmark.stuff]


def _by_name(benchmark: Benchmark, values: Any) -> dict[str, float]:
    return dict(zip(benchmark.names, np.asarray(values).tolist(), strict=True))


def _percent(value: float) -> str:
    return "-" if math.isnan(value) else f"{100 * value:.1f}"


def _without_nan(value: Any) -> Any:
    """The same with None for NaN, which JSON does not have."""
    if isinstance(value, dict):
        return {key: _without_nan(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_nan(item) for item in value]
    return None if isinstance(value, float) and math.isnan(value) else value
