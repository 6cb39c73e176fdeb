# SPDX-License-Identifier: Apache-2.0
"""Verdict: what was measured beside each limit of a scenario."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass

from ws3d_ros.bag_evaluation.percentiles import percentiles
from ws3d_ros.bag_evaluation.results import RunResult
from ws3d_ros.bag_evaluation.scenario import Thresholds

TIMED = ("process_ms_p95", "latency_ms_p95", "rate_hz", "drop_share", "memory_mb")
"""Figures that are not the same twice."""


@dataclass(frozen=True)
class Finding:
    """One limit and what was measured: NaN where it could not be; `timed`: another each time."""

    what: str
    limit: float
    measured: float
    kept: bool
    timed: bool = False


def verdict(
    limits: Thresholds, result: RunResult, live: Mapping[str, float] | None = None
) -> list[Finding]:
    """Every limit that is set, in the order of `Thresholds`.

    Args:
        limits: of the scenario.
        result: of a run without a graph.
        live: figures of a run through the graph by the names of `Thresholds` without min_ or max_.
    """
    measured = measured_figures(result) | dict(live or {})
    findings = []
    for entry in dataclasses.fields(limits):
        value = getattr(limits, entry.name)
        side, _, name = entry.name.partition("_")
        if isinstance(value, Mapping):
            iou = measured_iou(result)
            for word, limit in value.items():
                findings.append(_finding(f"IoU of {word}", side, limit, iou.get(word, math.nan)))
        elif value is not None:
            found = measured.get(name, math.nan)
            finding = _finding(name.replace("_", " "), side, value, found)
            findings.append(dataclasses.replace(finding, timed=name in TIMED))
    return findings


def measured_iou(result: RunResult) -> dict[str, float]:
    """IoU by name; empty without truth."""
    if result.semantic is None:
        return {}
    return dict(zip(result.names, result.semantic.iou.tolist(), strict=True))


def measured_figures(result: RunResult) -> dict[str, float]:
    """By the names of `Thresholds` without min_ or max_; NaN where it could not be measured."""
    semantic, used = result.semantic, result.used
    process = percentiles([1e3 * frame.seconds.get("process", math.nan) for frame in used])["p95"]
    boxes = {overlap: ap.mean for (overlap, band), ap in result.boxes.items() if band is None}
    error = math.nan if result.calibration is None else result.calibration.expected_error
    return {
        "mean_iou": math.nan if semantic is None else semantic.mean_iou,
        "accuracy": math.nan if semantic is None else semantic.accuracy,
        "instance_ap50": math.nan if result.instances is None else result.instances.mean,
        "box_ap25": boxes.get(0.25, math.nan),
        "box_ap50": boxes.get(0.5, math.nan),
        "calibration_error": error,
        "label_flicker": result.change.flicker,
        "instance_persistence": result.change.persistence,
        "coverage": result.coverage,
        "skipped_share": 1 - len(used) / len(result.frames) if result.frames else math.nan,
        "process_ms_p95": math.nan if process is None else process,
    }


def _finding(what: str, side: str, limit: float, measured: float) -> Finding:
    kept = measured >= limit if side == "min" else measured <= limit
    return Finding(f"{what}, {'at least' if side == 'min' else 'at most'}", limit, measured, kept)
