# SPDX-License-Identifier: Apache-2.0
"""Commands that the pages tell users to type exist, with their options, targets and parameters."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import itertools
import re
import shlex
from pathlib import Path

import pytest
import yaml

from ws3d_ros.parameters import rows

# A code span that is a command, and not a file or a package.
COMMAND = re.compile(r"([A-Z0-9_]+=\S+ )?((\.venv/bin/)?ws3d(-\w+)?|make|ros2|python -m)( |$)")
SEPARATORS = ("&&", "||", "|", ";", "&")
# Parameters of every ROS node, and the overrides that rclpy declares for every endpoint.
OF_ROS = re.compile(r"use_sim_time|qos_overrides\..+")


def commands(pages) -> list[list[str]]:
    """Every command in shell blocks and code spans, as words without `.venv/bin/` and comments."""
    lines = []
    for page in pages:
        for language in ("bash", "sh", "console"):
            for block in page.blocks(language):
                lines += block.replace("\\\n", " ").splitlines()
        lines += [span for span in page.spans if COMMAND.match(span)]
    found: list[list[str]] = []
    for line in lines:
        words: list[str] = []
        for word in [*shlex.split(line, comments=True), ";"]:
            if word not in SEPARATORS:
                words.append(word)
                continue
            while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
                words.pop(0)
            if words:
                found.append([words[0].removeprefix(".venv/bin/"), *words[1:]])
            words = []
    return found


def functions_of_commands(project: Path) -> dict[str, str]:
    """COMMANDS of setup.py: a command's name and its function."""
    for node in ast.parse((project / "setup.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "COMMANDS":
            value: dict[str, str] = ast.literal_eval(node.value)
            return value
    raise AssertionError("setup.py has no COMMANDS")


def help_of(project: Path, words: list[str], capsys) -> str:
    """What the console script prints for these words and --help."""
    module, _, function = functions_of_commands(project)[words[0]].partition(":")
    if module.startswith("ws3d_ros"):
        pytest.importorskip("rclpy", reason="needs ROS 2: make setup")
    with pytest.raises(SystemExit) as end:
        getattr(importlib.import_module(module), function)([*words[1:], "--help"])
    assert end.value.code == 0
    return str(capsys.readouterr().out)


def test_commands_are_found(pages) -> None:
    """The checks below would pass on pages in which nothing is recognised."""
    programs = {words[0] for words in commands(pages)}
    assert {"make", "ros2", "ws3d", "perception_node", "set_vocabulary"} <= programs


def test_make_targets_exist(project, pages) -> None:
    targets = re.findall(r"^([a-z-]+):", (project / "Makefile").read_text(), re.MULTILINE)
    named = {w for words in commands(pages) if words[0] == "make" for w in words[1:]}
    assert {word for word in named if "=" not in word and word.islower()} <= set(targets)


@pytest.mark.parametrize(
    "command",
    [
        *("predict", "generate", "prepare", "train pretrain", "train finetune"),
        *("train self-train", "calibrate", "evaluate", "export"),
    ],
)
def test_options_of_ws3d_exist(project, pages, capsys, command) -> None:
    typed = ["ws3d", *command.split()]
    used = [words for words in commands(pages) if words[: len(typed)] == typed]
    assert used, f"ws3d {command} stands in no page"
    text = help_of(project, typed, capsys)
    options = {word for words in used for word in words if word.startswith("--")}
    assert options <= set(re.findall(r"--[a-z-]+", text))


def test_every_command_of_ws3d_exists(project, pages, capsys) -> None:
    text = help_of(project, ["ws3d"], capsys)
    listed = set(re.findall(r"^    (\w+)  ", text, re.MULTILINE)) | {"--help", "--version"}
    named = {w[1] for w in commands(pages) if w[0] == "ws3d" and len(w) > 1}
    assert named <= listed | {"COMMAND"}


@pytest.mark.parametrize("command", ["set_vocabulary", "ws3d-demo", "ws3d-replay"])
def test_options_of_console_scripts_exist(project, pages, capsys, command) -> None:
    options = set()
    for words in commands(pages):
        if words[:2] == ["ros2", "run"]:
            words = words[3:]
        if words[:1] == [command] and "--ros-args" not in words:
            options |= {word for word in words[1:] if word.startswith("--")}
    assert options <= {*re.findall(r"--[a-z-]+", help_of(project, [command], capsys))}


def test_executables_of_the_package_exist(project, pages) -> None:
    known = set(functions_of_commands(project))
    started = {w[3] for w in commands(pages) if w[:3] == ["ros2", "run", "ws3d_ros"] and w[3:]}
    assert started
    assert started <= known & {p.name for p in (project / "resource/executables").iterdir()}
    typed = {w[0] for w in commands(pages)}
    assert {name for name in typed if name.startswith("ws3d")} <= known


def test_launch_arguments_exist(project, pages) -> None:
    text = (project / "launch" / "perception.launch.py").read_text(encoding="utf-8")
    used = [w[4:] for w in commands(pages) if w[:3] == ["ros2", "launch", "ws3d_ros"]]
    given = {word.partition(":=")[0] for words in used for word in words if ":=" in word}
    assert given
    assert all(f'"{name}": (' in text for name in given), given


def test_parameters_exist(pages) -> None:
    known = {row.name for row in rows()}
    named = {w[4] for w in commands(pages) if w[:3] == ["ros2", "param", "set"]}
    for words in commands(pages):
        for flag, word in itertools.pairwise(words):
            name, is_value, _ = word.partition(":=")
            named |= {name} if flag == "-p" and is_value else set()
    assert named
    assert {name for name in named if name not in known and not OF_ROS.fullmatch(name)} == set()


def test_vocabulary_calls_fit_the_service(project, pages) -> None:
    request = (project / "ws3d_msgs/srv/SetVocabulary.srv").read_text().partition("---")[0]
    entry = (project / "ws3d_msgs/msg/VocabularyEntry.msg").read_text()
    fields = [
        set(re.findall(r"^\S+ (\w+)(?: \S+)?$", text, re.MULTILINE)) for text in (request, entry)
    ]
    calls = [w for w in commands(pages) if w[:3] == ["ros2", "service", "call"] and len(w) == 6]
    assert calls
    for words in calls:
        values = yaml.safe_load(words[5])
        assert set(values) <= fields[0]
        assert all(set(value) <= fields[1] for value in values["entries"])


def test_python_in_the_pages_imports_what_exists(pages) -> None:
    blocks = [block for page in pages for block in page.blocks("python")]
    assert blocks
    for block in blocks:
        for node in ast.walk(ast.parse(block)):
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith("ws3d"):
                module = importlib.import_module(str(node.module))
                assert all(hasattr(module, alias.name) for alias in node.names), ast.unparse(node)


def test_modules_started_by_python_exist(pages) -> None:
    for words in commands(pages):
        if words[:2] == ["python", "-m"]:
            name = words[2]
            assert name in ("venv", "colcon") or importlib.util.find_spec(name), name
