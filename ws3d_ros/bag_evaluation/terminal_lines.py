# SPDX-License-Identifier: Apache-2.0
"""What an evaluation says on the terminal."""

from __future__ import annotations

import math

from ws3d_ros.bag_evaluation.live_result import LiveResult
from ws3d_ros.bag_evaluation.result_files import percentiles
from ws3d_ros.bag_evaluation.results import RunResult


def terminal_lines(result: RunResult, live: LiveResult | None) -> list[str]:
    """The figures of a run, a line each."""
    used = result.used
    lines = [f"frames: {len(used)} of {len(result.frames)} used"]
    lines += [f"  {count} skipped: {cause}" for cause, count in result.skipped.items()]
    if result.ended:
        lines.append(f"ended early: {result.ended}")
    if result.semantic is not None:
        lines.append(f"mIoU {100 * result.semantic.mean_iou:.1f} %")
    if result.instances is not None:
        lines.append(f"objects, AP at overlap 0.5: {100 * result.instances.mean:.1f} %")
    for (overlap, band), precision in result.boxes.items():
        if band is None:
            lines.append(f"boxes, AP at overlap {overlap:g}: {100 * precision.mean:.1f} %")
    if result.change.shared:
        lines.append(f"label flicker {100 * result.change.flicker:.1f} %")
    process = percentiles([1e3 * frame.seconds.get("process", math.nan) for frame in used])
    if process["p50"] is not None:
        lines.append(f"process() p50 {process['p50']:.0f} ms, p95 {process['p95']:.0f} ms")
    if live is not None:
        summary = live.summary()
        lines.append(f"live: {summary}")
    return lines
