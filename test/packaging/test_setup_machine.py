# SPDX-License-Identifier: Apache-2.0
"""Set-up names what the machine lacks, and keeps other installations out of what it builds."""

from __future__ import annotations

from pathlib import Path

import machine
import pytest
from steps import SetupError

SOURCED = {"ROS_DISTRO": "jazzy", "AMENT_PREFIX_PATH": "/opt/ros/jazzy"}


def test_python_outside_the_range_is_refused_with_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    machine.check_python()
    for version in ((3, 9, 18), (3, 14, 0)):
        monkeypatch.setattr(machine.sys, "version_info", version)
        with pytest.raises(SetupError, match="make setup PYTHON="):
            machine.check_python()


def test_links_to_the_same_python_are_the_same_python(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    real, link = tmp_path / "python3.11", tmp_path / "python3"
    real.touch()
    link.symlink_to(real)
    found = []
    for path in (real, link):
        monkeypatch.setattr(machine.sys, "_base_executable", str(path), raising=False)
        found.append(machine.base_python())
    assert found == [str(real.resolve())] * 2


def test_missing_system_packages_are_named_with_the_apt_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(machine.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(machine.sysconfig, "get_path", lambda name: str(tmp_path))
    monkeypatch.setattr(machine.shutil, "which", lambda program: None)
    version = f"python{machine.sys.version_info[0]}.{machine.sys.version_info[1]}"
    expected = f"sudo apt install {version}-venv {version}-dev build-essential$"
    with pytest.raises(SetupError, match=expected):
        machine.check_system_packages("wheels")
    with pytest.raises(SetupError, match="build-essential cmake"):
        machine.check_system_packages("system")


def test_only_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "Python.h").touch()
    monkeypatch.setattr(machine.sysconfig, "get_path", lambda name: str(tmp_path))
    monkeypatch.setattr(machine.importlib.util, "find_spec", lambda name: object())
    monkeypatch.setattr(machine.shutil, "which", lambda program: None if program == "c++" else "/x")
    assert machine.missing_system_packages("wheels") == ["build-essential"]


def test_a_sourced_installation_is_used_unless_refused() -> None:
    assert machine.choose_ros(SOURCED) == "system"
    assert machine.choose_ros({}) == "wheels"
    assert machine.choose_ros({**SOURCED, "WS3D_ROS": "wheels"}) == "wheels"
    with pytest.raises(SetupError, match="source /opt/ros"):
        machine.choose_ros({"WS3D_ROS": "system"})
    with pytest.raises(SetupError, match="wheels or system"):
        machine.choose_ros({"WS3D_ROS": "conda"})


def test_a_machine_without_wheels_is_told_to_install_ros(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine.platform, "machine", lambda: "aarch64")
    assert machine.choose_ros(SOURCED) == "system"
    with pytest.raises(SetupError, match="Install ROS 2"):
        machine.choose_ros({})


def test_other_installations_do_not_reach_the_wheels(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*machine.FOREIGN_VARIABLES, *machine.ALWAYS_FOREIGN_VARIABLES):
        monkeypatch.setenv(name, "/other")
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example/simple")

    variables = machine.command_environment("wheels", Path("/venv"))
    assert "/other" not in variables.values()
    assert variables["AMENT_PREFIX_PATH"] == variables["CMAKE_PREFIX_PATH"] == "/venv"
    assert variables["PATH"].startswith("/venv/bin:")
    assert variables["PIP_INDEX_URL"] == "https://mirror.example/simple"

    variables = machine.command_environment("system", Path("/venv"))
    assert variables["AMENT_PREFIX_PATH"] == "/venv:/other"
    assert variables["LD_LIBRARY_PATH"] == "/other"
    assert "VIRTUAL_ENV" not in variables
