# SPDX-License-Identifier: Apache-2.0
"""The report for machines: summary.json, which is the same every time, and timings.json."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ws3d_ros.bag_evaluation.frame_result import plain
from ws3d_ros.bag_evaluation.live_result import LiveResult
from ws3d_ros.bag_evaluation.percentiles import percentiles
from ws3d_ros.bag_evaluation.results import RunResult
from ws3d_ros.bag_evaluation.verdict import Finding


def write_files(
    folder: Path, result: RunResult, findings: Sequence[Finding], live: LiveResult | None
) -> None:
    """summary.json (the same for the same bag and checkpoint) and timings.json (not the same)."""
    summary = result.summary()
    # What was timed is not the same twice: it stands with the times.
    timed = [finding for finding in findings if finding.timed]
    summary["limits"] = [_limit(finding) for finding in findings if finding not in timed]
    _write(folder / "summary.json", summary)
    _write(folder / "timings.json", timings(result, live) | {"limits": [_limit(f) for f in timed]})


def timings(result: RunResult, live: LiveResult | None) -> dict[str, Any]:
    """Milliseconds by stage (p50, p95, p99, max), seconds in all, and what the graph gave."""
    stages: dict[str, list[float]] = {}
    for frame in result.used:
        for stage, seconds in frame.seconds.items():
            stages.setdefault(stage, []).append(1e3 * seconds)
    found: dict[str, Any] = {
        "offline_ms": {s: percentiles(v) for s, v in stages.items()},
        "offline_total_s": {s: round(sum(v) / 1e3, 3) for s, v in stages.items()},
    }
    if live is not None:
        found["live"] = live.summary()
    return found


def _limit(finding: Finding) -> dict[str, Any]:
    return {
        "what": finding.what,
        "limit": finding.limit,
        "measured": plain(finding.measured),
        "kept": finding.kept,
    }


def _write(path: Path, content: Mapping[str, Any]) -> None:
    text = json.dumps(content, indent=1, allow_nan=False, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
