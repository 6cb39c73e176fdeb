# SPDX-License-Identifier: Apache-2.0
"""The command line: help that teaches, quickly; errors of one line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ws3d_model.commands.main import main

ROOT = Path(__file__).resolve().parents[3]
COMMANDS = ("predict", "evaluate", "export", "generate", "prepare", "train")


@pytest.mark.parametrize("words", [["--help"], *([command, "--help"] for command in COMMANDS)])
def test_help_shows_an_example(words, capsys):
    with pytest.raises(SystemExit) as stop:
        main(words)
    assert stop.value.code == 0
    out = capsys.readouterr().out
    assert "example" in out
    assert "ws3d " in out


def test_help_names_every_command(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    out = capsys.readouterr().out
    assert all(f"\n    {command} " in out for command in COMMANDS)


def test_help_does_not_wait_for_torch():
    program = (
        "import sys\nfrom ws3d_model.commands.main import main\n"
        "try:\n    main(['predict', '--help'])\nexcept SystemExit:\n    pass\n"
        "print([name for name in ('torch', 'scipy', 'tokenizers') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_version(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out.startswith("ws3d ")


@pytest.mark.parametrize("words", [[], ["paint"], ["predict"]])
def test_wrong_usage_is_status_2(words, capsys):
    with pytest.raises(SystemExit) as stop:
        main(words)
    assert stop.value.code == 2
    assert "usage: ws3d" in capsys.readouterr().err


def test_a_traceback_only_when_asked_for(tmp_path, capsys):
    words = ["predict", "no.ply", "--vocabulary", "chair", "--output", str(tmp_path / "o.npz")]
    assert main(words) == 2
    err = capsys.readouterr().err
    assert err.startswith("ws3d: no.ply: no such file")
    assert err.count("\n") == 1
    with pytest.raises(ValueError, match="no such file"):
        main(["--traceback", *words])
