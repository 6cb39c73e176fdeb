# SPDX-License-Identifier: Apache-2.0
"""The table at the end of the demo: figures first, then what was found."""

from __future__ import annotations

import textwrap

import numpy as np

from ws3d_model.visualization import Frame
from ws3d_ros.demo.outcome import Outcome, Part
from ws3d_ros.demo.session import RunReport

MOST_ROWS = 20


def summary_lines(report: RunReport, outcome: Outcome) -> list[str]:
    """The lines to print."""
    sent, results = report.measurements, outcome.results
    lines = ["", "Through the graph"]
    rate = (
        f" at {(sent - 1) / report.sent.seconds:.1f} Hz" if sent > 1 and report.sent.seconds else ""
    )
    lines.append(_row("clouds sent", f"{sent}{rate}"))
    skipped = sent - results
    lines.append(_row("clouds labelled", f"{results}"))
    reason = " (the node takes the newest when it is busy)" if skipped else ""
    lines.append(_row("clouds skipped", f"{skipped}{reason}"))
    received = outcome.node_counts.get("received")
    if received is not None and received < sent:
        lines.append(_row("lost on the way", f"{sent - received}"))
    if results:
        p50, p95 = np.percentile(outcome.latencies, (50, 95)) * 1e3
        lines.append(_row("latency p50 / p95", f"{p50:.0f} / {p95:.0f} ms, stamp to arrival"))
    if report.change is not None:
        took = (report.change.answered - report.change.asked) / 1e6
        lines.append(
            _row(
                "vocabulary change",
                f"{took:.0f} ms, version {report.change.version}; replay ran on",
            )
        )
    if report.memory is not None:
        lines.append(_row("node's memory", f"{report.memory:.0f} MiB at most"))
    for part in outcome.parts:
        lines += _part_lines(part)
    for name, message in outcome.warnings.items():
        lines += ["", *textwrap.wrap(f"The node says of {name}: {message}", 96)]
    return lines


def _part_lines(part: Part) -> list[str]:
    frames = part.frames
    lines = ["", part.title]
    if part.accuracy is not None and part.fusion.clouds:
        score, count = part.accuracy.mean_iou, int(np.isfinite(part.accuracy.iou).sum())
        lines.append(_row("mIoU, single clouds", f"{100 * score:.1f} % over {count} names in view"))
    if not frames:
        return [*lines, _row("nothing", "no cloud was labelled with these words")]
    lines.append(f"    {'name':<24}{'points':>10}{'share':>8}{'boxes':>7}")
    lines += _found_rows(frames)
    return lines


def _found_rows(frames: list[Frame]) -> list[str]:
    points = max(sum(len(frame.cloud) for frame in frames), 1)
    counts: dict[str, int] = {}
    boxes: dict[str, int] = {}
    for frame in frames:
        for name, count in frame.counts().items():
            counts[name] = counts.get(name, 0) + count
        for label in frame.scene.box_labels.tolist():
            name = frame.scene.names[label]
            boxes[name] = boxes.get(name, 0) + 1
    order = sorted(counts, key=lambda name: -counts[name])
    rows = [
        f"    {name[:23]:<24}{counts[name]:>10,}{counts[name] / points:>8.1%}"
        f"{boxes.get(name, 0) or '-':>7}"
        for name in order[:MOST_ROWS]
    ]
    if len(order) > MOST_ROWS:
        rows.append(f"    and {len(order) - MOST_ROWS} names with fewer points")
    unlabelled = points - sum(counts.values())
    return [*rows, f"    {'(unlabelled)':<24}{unlabelled:>10,}{unlabelled / points:>8.1%}"]


def _row(name: str, value: str) -> str:
    return f"    {name:<22}{value}"
