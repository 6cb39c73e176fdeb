# SPDX-License-Identifier: Apache-2.0
"""The thin client: what it prints and how it exits, against a real node."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ws3d_msgs.srv import GetVocabulary

pytestmark = pytest.mark.ros


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ws3d_ros.set_vocabulary", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_without_names_it_says_how() -> None:
    result = run()
    assert result.returncode == 2
    assert "give at least one name" in result.stderr


def test_without_a_node_it_says_so() -> None:
    result = run("chair", "--node", "nobody", "--timeout", "0.5")
    assert result.returncode == 1
    assert "no answer from nobody" in result.stderr


def test_changes_the_vocabulary(graph: Any, tmp_path: Path) -> None:
    result = run("chair", "red sofa", "?", "--threshold", "0.125")
    assert result.returncode == 0, result.stderr
    assert "accepted: chair, red sofa" in result.stdout
    assert "rejected: '?'" in result.stdout

    file = tmp_path / "words.yaml"
    file.write_text("names:\n  bed: [bunk]\n  lamp:\n")
    assert run("--file", str(file), "--node", "/perception").returncode == 0
    now = graph.ask("~/get_vocabulary", GetVocabulary, GetVocabulary.Request())
    assert [entry.name for entry in now.entries] == ["bed", "lamp"]
    assert "bunk" in now.entries[0].prompts
    assert now.threshold == pytest.approx(0.125)

    file.write_text("names: [bed, lamp]\nbackground: [ceiling lamp]\nthreshold: 0.25\n")
    with_background = run("--file", str(file))
    assert with_background.returncode == 0
    assert 'ros2 param set perception background "[ceiling lamp]"' in with_background.stderr
    assert graph.parameter("threshold") == pytest.approx(0.25)
    assert run("--file", str(file), "--threshold", "0.5").returncode == 0
    assert graph.parameter("threshold") == pytest.approx(0.5)

    refused = run("!!!")
    assert refused.returncode == 1
    assert "refused: no name can be used" in refused.stdout
