# SPDX-License-Identifier: Apache-2.0
"""The commands that an installation brings, and the folders it takes them from."""

from __future__ import annotations

import ast
import importlib
import os
import subprocess
from pathlib import Path

import pytest

COMMANDS = (
    "evaluate_bag",
    "perception_node",
    "set_vocabulary",
    "ws3d",
    "ws3d-demo",
    "ws3d-evaluate-bag",
    "ws3d-replay",
)


def functions_of_commands(project: Path) -> dict[str, str]:
    """COMMANDS of setup.py: a command's name and its function."""
    for node in ast.parse((project / "setup.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "COMMANDS":
            return ast.literal_eval(node.value)
    raise AssertionError("setup.py has no COMMANDS")


def test_the_commands_are_those_of_the_docs(project: Path) -> None:
    assert sorted(functions_of_commands(project)) == list(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_function(project: Path, command: str) -> None:
    module, _, function = functions_of_commands(project)[command].partition(":")
    assert callable(getattr(importlib.import_module(module), function))


def test_ros_starts_the_command_beside_it(project: Path, tmp_path: Path) -> None:
    """The starters of lib/ws3d_ros run the command in bin/ with all arguments and its exit code."""
    starters = sorted((project / "resource" / "executables").iterdir())
    assert {starter.name for starter in starters} == set(COMMANDS) - {"ws3d"}
    folder = tmp_path / "with blank" / "lib" / "ws3d_ros"
    folder.mkdir(parents=True)
    (tmp_path / "with blank" / "bin").mkdir()
    for starter in starters:
        assert os.access(starter, os.X_OK)
        command = tmp_path / "with blank" / "bin" / starter.name
        command.write_text('#!/bin/sh\necho "$1,$2"\nexit 7\n')
        command.chmod(0o755)
        (folder / starter.name).symlink_to(starter)
        result = subprocess.run(
            [folder / starter.name, "a b", "--ros-args"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (result.stdout, result.returncode) == ("a b,--ros-args\n", 7)


def test_every_folder_of_code_is_a_package(project: Path) -> None:
    """A folder without __init__.py would be missing from an installation, and from nowhere else."""
    for package in ("ws3d_model", "ws3d_ros"):
        for file in (project / package).rglob("*.py"):
            assert (file.parent / "__init__.py").is_file(), f"{file.parent} has no __init__.py"


def test_the_makefile_lists_all_its_targets(project: Path) -> None:
    text = (project / "Makefile").read_text(encoding="utf-8")
    phony = next(line for line in text.splitlines() if line.startswith(".PHONY:")).split()[1:]
    result = subprocess.run(
        ["make", "--no-print-directory", "-C", project],
        env={key: value for key, value in os.environ.items() if not key.startswith("MAKE")},
        capture_output=True,
        text=True,
        check=True,
    )
    listed = [line.split()[0] for line in result.stdout.splitlines()[1:]]
    assert listed == phony
