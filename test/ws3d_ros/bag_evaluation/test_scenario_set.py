# SPDX-License-Identifier: Apache-2.0
"""Several scenarios in one go: a table, what is missed, and an exit code for CI."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from ws3d_ros.bag_evaluation import evaluation
from ws3d_ros.bag_evaluation.scenario_set import main


def write_scenario(path: Path, bag: Path, parameters: dict[str, Any], **limits: Any) -> str:
    content = {
        "bag": str(bag),
        "vocabulary": ["floor", "chair", "crate"],
        "parameters": parameters,
        "thresholds": limits,
    }
    path.write_text(yaml.safe_dump(content))
    return str(path)


def test_limits_that_are_kept(
    small_bag: Path,
    parameters: dict[str, Any],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    one = write_scenario(tmp_path / "one.yaml", small_bag, parameters, min_coverage=0.5)
    assert main([one, "--out", str(tmp_path / "out"), "--quiet"]) == 0
    said = capsys.readouterr().out
    assert "1/1 kept" in said and "mean iou" in said and "MISSED" not in said
    assert (tmp_path / "out" / "one" / "report.html").exists()


def test_one_that_misses_and_one_that_cannot_be_used(
    small_bag: Path,
    parameters: dict[str, Any],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    # What is called a crate says nothing of the rate.
    limits = {"min_iou": {"crate": 0.5}, "max_process_ms_p95": 1e6}
    missed = write_scenario(tmp_path / "missed.yaml", small_bag, parameters, **limits)
    out = ["--out", str(tmp_path / "out"), "--quiet"]
    assert main([missed, *out]) == 1
    assert "MISSED missed: IoU of crate, at least 0.5: nan" in capsys.readouterr().out
    summary, timings = (
        json.loads((tmp_path / "out" / "missed" / name).read_text())["limits"]
        for name in ("summary.json", "timings.json")
    )
    assert [limit["what"] for limit in summary] == ["IoU of crate, at least"]
    assert [limit["what"] for limit in timings] == ["process ms p95, at most"]

    absent = write_scenario(tmp_path / "absent.yaml", tmp_path / "nowhere", parameters)
    assert main([absent, missed, *out]) == 2
    said = capsys.readouterr()
    assert "nowhere does not exist" in said.err
    assert "MISSED missed" in said.out


def test_who_stops_one_stops_all(
    small_bag: Path,
    parameters: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    paths = [write_scenario(tmp_path / f"{k}.yaml", small_bag, parameters) for k in range(3)]
    evaluate, asked = evaluation.evaluate, []

    def stopped_in_the_second(scenario: Any, out: Path, quiet: bool) -> evaluation.Outcome:
        asked.append(out.name)
        outcome = evaluate(scenario, out, quiet=quiet)
        return dataclasses.replace(outcome, stopped=len(asked) == 2)

    monkeypatch.setattr(evaluation, "evaluate", stopped_in_the_second)
    assert main([*paths, "--out", str(tmp_path / "out"), "--quiet"]) == 1
    assert asked == ["0", "1"]
    assert "MISSED 1: stopped by the user" in capsys.readouterr().out

    def interrupted(*_: Any, **__: Any) -> evaluation.Outcome:
        raise KeyboardInterrupt

    monkeypatch.setattr(evaluation, "evaluate", interrupted)
    assert main([paths[0], "--out", str(tmp_path / "out"), "--quiet"]) == 1
    assert "MISSED 0: stopped before its first frame" in capsys.readouterr().out
