# SPDX-License-Identifier: Apache-2.0
"""The report for people: one page with the verdict, figures, plots and the worst frames."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ws3d_model.point_cloud import PointCloud
from ws3d_model.scene_labels import SceneLabels
from ws3d_model.visualization import Frame, write_page
from ws3d_model.visualization.svg_charts import bar_chart, line_chart, matrix_chart
from ws3d_ros.bag_evaluation.frame_result import FrameResult
from ws3d_ros.bag_evaluation.live_result import LiveResult
from ws3d_ros.bag_evaluation.percentiles import percentiles
from ws3d_ros.bag_evaluation.report_tables import in_words, percent, table, tenths
from ws3d_ros.bag_evaluation.results import RunResult, band_text
from ws3d_ros.bag_evaluation.verdict import Finding
from ws3d_ros.transform_tree import NANOSECONDS

MOST_POINTS = 650_000  # of all frames on the page: below 13 MB
MOST_CAUSES = 50  # rows of what could not be used
UNLABELLED = "unlabelled"


def write_report(
    path: Path,
    title: str,
    result: RunResult,
    findings: Sequence[Finding],
    shown: Sequence[tuple[FrameResult, Frame]],
    live: LiveResult | None = None,
) -> Path:
    """One self-contained page: verdict, figures, plots, and the worst frames to turn about."""
    sections = [
        _verdict_section(findings),
        _facts_section(result),
        _accuracy_section(result),
        _boxes_section(result),
        _stability_section(result),
        _comparison_section(result),
        _time_section(result),
        _live_section(live),
        _frames_section(shown),
        _skipped_section(result),
    ]
    frames = [frame for _, frame in shown] or [_nothing(result.names)]
    report = f"<h1>{html.escape(title)}</h1>" + "".join(
        f"<section>{section}</section>" for section in sections if section
    )
    return write_page(frames, path, title, report=report, most_points=MOST_POINTS)


def _verdict_section(findings: Sequence[Finding]) -> str:
    if not findings:
        return ""
    missed = sum(not finding.kept for finding in findings)
    said = (
        '<h2 class="good">Every limit is kept</h2>'
        if not missed
        else f'<h2 class="bad">{missed} of {len(findings)} limits are missed</h2>'
    )
    rows = [
        (
            f.what,
            f"{f.limit:g}",
            "not measured" if math.isnan(f.measured) else f"{f.measured:.4g}",
            "kept" if f.kept else "missed",
        )
        for f in findings
    ]
    return said + table(("limit", "asked", "measured", ""), rows)


def _facts_section(result: RunResult) -> str:
    rows = [*result.facts.items()]
    rows.append(("frames", f"{len(result.used)} of {len(result.frames)} used"))
    if result.ended:
        rows.append(("ended early", result.ended))
    if not math.isnan(result.coverage):
        rows.append(("labelled points", percent(result.coverage)))
    return "<h2>What was evaluated</h2>" + table(("", ""), rows)


def _accuracy_section(result: RunResult) -> str:
    score = result.semantic
    if score is None:
        return ""
    iou = {n: 100 * float(v) for n, v in zip(result.names, score.iou, strict=True)}
    absent = [name for name, value in iou.items() if math.isnan(value)]
    iou = {name: value for name, value in iou.items() if name not in absent}
    by_range = ", ".join(
        f"{band_text(band)} {percent(part.mean_iou)}"
        for band, part in sorted(result.semantic_by_band.items())
    )
    error = math.nan if result.calibration is None else result.calibration.expected_error
    others, named = result.named_others
    words = (
        f"<p>mIoU {percent(score.mean_iou)}, accuracy {percent(score.accuracy)}; by range: "
        f"{html.escape(by_range)}. Expected calibration error {percent(error)}. {others:,} points "
        f"belong to names that were not asked for; {named:,} of them got a name.</p>"
    )
    matrix = matrix_chart(
        score.names, (*score.names, UNLABELLED), score.confusion, "truth down, said across"
    )
    return (
        "<h2>Accuracy of points</h2>"
        + words
        + bar_chart(iou, "%", 100)
        + (f"<p>Not in the recording: {html.escape(', '.join(absent))}.</p>" if absent else "")
        + "<h2>What is called what (truth down, said across, % of a row)</h2>"
        + matrix
    )


def _boxes_section(result: RunResult) -> str:
    rows = []
    if result.instances is not None:
        rows.append(("objects as points, overlap 0.5", "all", percent(result.instances.mean)))
    for (overlap, band), precision in result.boxes.items():
        if band is None or precision.true_counts.any():
            where = "all" if band is None else band_text(band)
            rows.append((f"boxes, overlap {overlap:g}", where, percent(precision.mean)))
    if not rows:
        return ""
    return "<h2>Objects</h2>" + table(("average precision of", "range", "mean over names"), rows)


def _stability_section(result: RunResult) -> str:
    change = result.change
    if not change.shared:
        return ""
    return (
        "<h2>Stability</h2><p>Of cells of 10 cm that two clouds in a row saw, "
        f"{percent(change.flicker)} changed their label; {percent(change.persistence)} of the "
        "cells of objects kept the object's number.</p>"
    )


def _comparison_section(result: RunResult) -> str:
    if result.confusion_with is None:
        return ""
    names, counts = result.confusion_with
    shares = [f.agreement for f in result.used if not math.isnan(f.agreement)]
    mean = sum(shares) / len(shares) if shares else math.nan
    return (
        f"<h2>Compared</h2><p>{percent(mean)} of the points are labelled alike. The evaluated "
        "one is down, the other across, % of a row.</p>"
        + matrix_chart((*result.names, UNLABELLED), (*names, UNLABELLED), counts, "compared")
    )


def _time_section(result: RunResult) -> str:
    used = result.used
    if not used:
        return ""
    start = used[0].stamp
    x = [(frame.stamp - start) / NANOSECONDS for frame in used]
    series = {
        stage: [1e3 * frame.seconds.get(stage, math.nan) for frame in used]
        for stage in ("process", "read", "convert", "track")
    }
    rows = [(s, *map(tenths, percentiles(v).values())) for s, v in series.items()]
    order = np.argsort(x, kind="stable")
    chart = line_chart(
        [x[k] for k in order],
        {name: [values[k] for k in order] for name, values in series.items()},
        "seconds of the recording",
        "ms",
    )
    times = table(("ms", "p50", "p95", "p99", "max"), rows)
    return "<h2>Time of computing, without a graph</h2>" + chart + times


def _live_section(live: LiveResult | None) -> str:
    if live is None:
        return ""
    x = [arrival.seconds for arrival in live.arrivals]
    latency = {"latency": [1e3 * arrival.latency for arrival in live.arrivals]}
    load = {"CPU %": [s.cpu for s in live.samples], "memory MB": [s.memory for s in live.samples]}
    rows = [(name.replace("_", " "), in_words(value)) for name, value in live.summary().items()]
    later, between = live.intervals()
    seconds, counts = live.per_second()
    return (
        "<h2>Through the graph</h2>"
        + table(("", ""), rows)
        + line_chart(x, latency, "seconds", "ms from publishing to the result")
        + line_chart(later, {"between two results": between}, "seconds", "ms")
        + line_chart(seconds, counts, "seconds", "messages a second")
        + line_chart([s.seconds for s in live.samples], load, "seconds", "CPU %, memory MB")
    )


def _frames_section(shown: Sequence[tuple[FrameResult, Frame]]) -> str:
    if not shown:
        return ""
    rows = "".join(
        f'<tr data-frame="{number}"><td>{r.index}</td><td>{r.points:,}</td>'
        f"<td>{percent(r.mean_iou)}</td><td>{percent(r.flicker)}</td>"
        f"<td>{percent(r.labelled)}</td><td>{r.boxes}</td></tr>"
        for number, (r, _) in enumerate(shown)
    )
    heads = "".join(
        f"<th>{name}</th>" for name in ("frame", "points", "mIoU", "flicker", "labelled", "boxes")
    )
    return f"<h2>The worst frames (click to see one)</h2><table><tr>{heads}</tr>{rows}</table>"


def _skipped_section(result: RunResult) -> str:
    causes = [
        (str(len(messages)), str(messages[0]), cause)
        for cause, messages in result.skipped_messages.items()
    ]
    causes += [(str(count), "", f"truth: {c}") for c, count in result.truth_problems.items()]
    causes += [(str(n), str(first), what) for what, (n, first) in result.message_faults.items()]
    causes += [
        (str(len(messages)), str(messages[0]), f"used, but: {note}")
        for note, messages in result.noted_messages.items()
    ]
    if not causes:
        return ""
    more = len(causes) - MOST_CAUSES
    said = f"<p>And {more} more reasons: see frames.jsonl.</p>" if more > 0 else ""
    heads = ("times", "first", "why")
    title = "<h2>Messages that could not be used as they are</h2>"
    return title + table(heads, causes[:MOST_CAUSES]) + said


def _nothing(names: tuple[str, ...]) -> Frame:
    cloud = PointCloud(np.zeros((0, 3), np.float32))
    return Frame("no frame could be used", cloud, SceneLabels.empty(names, 0))
