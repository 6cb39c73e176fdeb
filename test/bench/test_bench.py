# SPDX-License-Identifier: Apache-2.0
"""The bench runs, in small sizes; what it measures is not judged here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command as `make bench` does, in a ROS domain of the test's own."""
    environment = {
        **os.environ,
        "OMP_NUM_THREADS": "1",
        "ROS_DOMAIN_ID": str(1 + os.getpid() % 100),
        "ROS_AUTOMATIC_DISCOVERY_RANGE": "LOCALHOST",
    }
    return subprocess.run(
        [sys.executable, "-m", "bench", *arguments],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=280,
    )


def measured(out: Path, parts: tuple[str, ...], *arguments: str) -> dict[str, list[dict]]:
    """The parts of the report of a quick run that must have gone well."""
    result = bench("--quick", "--out", str(out), "--only", *parts, *arguments)
    assert result.returncode == 0, result.stdout + result.stderr
    report = json.loads(out.read_text("utf-8"))
    assert report["failures"] == {}
    assert tuple(report["parts"]) == parts
    assert report["machine"]["cores"] >= 1
    for figure in [figure for part in report["parts"].values() for figure in part]:
        assert figure["what"].strip() in result.stdout
        limited = figure["at_most"] is not None or figure["at_least"] is not None
        assert (figure["met"] is not None) == limited
    return report["parts"]


@pytest.mark.slow
def test_parts_without_a_node_run_and_fill_the_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- bench: begin -->\nold\n<!-- bench: end -->\nafter\n", "utf-8")
    parts = measured(tmp_path / "bench.json", ("engine", "conversions"), "--docs", str(page))
    assert all(figure["value"] > 0 for part in parts.values() for figure in part)
    text = page.read_text("utf-8")
    assert text.startswith("before\n") and text.endswith("<!-- bench: end -->\nafter\n")
    assert "old" not in text
    assert "| message to cloud and back, x y z intensity |" in text


@pytest.mark.slow
def test_a_part_that_cannot_be_measured_is_said(tmp_path: Path) -> None:
    out = tmp_path / "bench.json"
    missing = str(tmp_path / "missing.safetensors")
    result = bench(
        "--quick", "--only", "engine", "conversions", "--model", missing, "--out", str(out)
    )
    assert result.returncode == 1
    assert "NOT measured: engine" in result.stdout
    report = json.loads(out.read_text("utf-8"))
    assert list(report["failures"]) == ["engine"]
    assert report["parts"]["conversions"]  # the others are measured all the same


@pytest.mark.slow
def test_process_runs(tmp_path: Path) -> None:
    stages = [f["what"] for f in measured(tmp_path / "bench.json", ("process",))["process"]]
    assert "  of it: objects" in stages


@pytest.mark.slow
def test_a_training_runs(tmp_path: Path) -> None:
    rate, step, waiting = measured(tmp_path / "bench.json", ("training",))["training"]
    assert rate["value"] > 0 and step["value"] > 0 and 0 <= waiting["value"] <= 100


@pytest.mark.slow
@pytest.mark.ros
@pytest.mark.parametrize("part", ["latency", "transport", "vocabulary", "memory"])
def test_parts_with_a_node_run(tmp_path: Path, part: str) -> None:
    figures = measured(tmp_path / "bench.json", (part,))[part]
    assert len(figures) >= 2
