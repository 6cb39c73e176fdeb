# SPDX-License-Identifier: Apache-2.0
"""What an evaluation says on the terminal."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from ws3d_ros.bag_evaluation.live_result import LiveResult
from ws3d_ros.bag_evaluation.percentiles import percentiles
from ws3d_ros.bag_evaluation.results import RunResult

STAGES = ("process", "read", "convert")
FEW = 20  # frames
MOST_CAUSES = 8  # lines about what was skipped


def terminal_lines(result: RunResult, live: LiveResult | None) -> list[str]:
    """The figures of a run, a line each."""
    used = result.used
    lines = [f"frames: {len(used)} of {len(result.frames)} used"]
    lines += _causes("skipped", result.skipped_messages)
    lines += _causes("used, but", result.noted_messages)
    truth = [*result.truth_problems.items()]
    lines += [f"  {count} without truth: {cause}" for cause, count in truth[:MOST_CAUSES]]
    faults = [*result.message_faults.items()]
    lines += [f"  {n} times (first: message {at}): {c}" for c, (n, at) in faults[:MOST_CAUSES]]
    if result.ended:
        lines.append(f"ended early: {result.ended}")
    if result.semantic is not None:
        lines.append(f"mIoU {_percent(result.semantic.mean_iou)}")
    if result.instances is not None:
        lines.append(f"objects, AP at overlap 0.5: {_percent(result.instances.mean)}")
    for (overlap, band), precision in result.boxes.items():
        if band is None:
            lines.append(f"boxes, AP at overlap {overlap:g}: {_percent(precision.mean)}")
    if result.change.shared:
        lines.append(f"label flicker {_percent(result.change.flicker)}")
    process = percentiles([1e3 * frame.seconds.get("process", math.nan) for frame in used])
    if process["p50"] is not None:
        lines.append(f"process() p50 {process['p50']:.0f} ms, p95 {process['p95']:.0f} ms")
    if len(used) >= FEW:
        # The first frame pays for opening the bag, and for the network's first pass.
        spent = {stage: sum(f.seconds.get(stage, 0.0) for f in used[1:]) for stage in STAGES}
        share = (spent["read"] + spent["convert"]) / max(spent["process"], 1e-9)
        lines.append(
            f"reading and converting took {_percent(share)} of process() after the first frame, "
            f"which took {1e3 * used[0].seconds.get('read', 0.0):.0f} ms to open the bag"
        )
    if live is not None:
        lines.append(_live_line(live))
    return lines


def _live_line(live: LiveResult) -> str:
    found = live.summary()
    latency = found["latency_ms"]
    line = f"live: {live.sent} sent, {len(live.arrivals)} results, {live.results_hz:.1f} a second"
    if live.arrivals:
        line += f"; latency p50 {latency['p50']:.0f} ms, p95 {latency['p95']:.0f} ms"
    drops = ", ".join(f"{count} {cause}" for cause, count in live.drops.items())
    return line + (f"; dropped: {drops}" if drops else "; none dropped")


def _causes(what: str, causes: Mapping[str, Sequence[int]]) -> list[str]:
    """A line a cause with how many messages it has and the number of the first."""
    lines = []
    for cause, messages in [*causes.items()][:MOST_CAUSES]:
        which = f"message {messages[0]}" + (" and others" if len(messages) > 1 else "")
        lines.append(f"  {len(messages)} {what} ({which}): {cause}")
    if len(causes) > MOST_CAUSES:
        lines.append(f"  {what}: {len(causes) - MOST_CAUSES} more reasons, see frames.jsonl")
    return lines


def _percent(share: float) -> str:
    return "not measured" if math.isnan(share) else f"{100 * share:.1f} %"
