# SPDX-License-Identifier: Apache-2.0
"""What the machine has: Python, the compiler, headers, a ROS installation; and what it lacks."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path

from steps import SetupError

OLDEST_PYTHON = (3, 10)
NEWEST_PYTHON = (3, 13)  # of the ROS wheels

# Set by another ROS workspace or another virtual environment: none of it may reach commands
# that make an environment on the wheels.
FOREIGN_VARIABLES = (
    "AMENT_PREFIX_PATH",
    "CMAKE_PREFIX_PATH",
    "COLCON_PREFIX_PATH",
    "LD_LIBRARY_PATH",
    "PYTHONPATH",
    "ROS_DISTRO",
    "ROS_PYTHON_VERSION",
    "ROS_VERSION",
)
# The last one is of the wheels' own start-up hook, which does nothing where it is set.
ALWAYS_FOREIGN_VARIABLES = ("PYTHONHOME", "VIRTUAL_ENV", "_ROS_WHEELS_BOOTSTRAP_COMPLETE")


def base_python() -> str:
    """The Python to make environments with, also when this one runs inside an environment.

    Its one real path: python3 and python3.11 are often links to the same.
    """
    return str(Path(getattr(sys, "_base_executable", None) or sys.executable).resolve())


def check_python() -> None:
    """Raises SetupError where this Python is too old or too new for the pinned packages."""
    if not OLDEST_PYTHON <= sys.version_info[:2] <= NEWEST_PYTHON:
        oldest, newest = ".".join(map(str, OLDEST_PYTHON)), ".".join(map(str, NEWEST_PYTHON))
        raise SetupError(
            f"{sys.executable} is Python {platform.python_version()}; ws3d needs {oldest} to "
            f"{newest}. Name one: make setup PYTHON=python3.12"
        )


def check_system_packages(ros: str) -> None:
    """Raises SetupError with the apt line where something that pip cannot bring is missing."""
    missing = missing_system_packages(ros)
    if missing:
        raise SetupError(
            "system packages are missing. Install them, then run this again:\n"
            f"  sudo apt install {' '.join(missing)}"
        )


def missing_system_packages(ros: str) -> list[str]:
    """Debian's names of what is missing to make the environment and build the messages."""
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    missing = []
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        missing.append(f"{version}-venv")
    if not (Path(sysconfig.get_path("include")) / "Python.h").is_file():
        missing.append(f"{version}-dev")
    if not all(shutil.which(program) for program in ("cc", "c++", "make")):
        missing.append("build-essential")
    if ros == "system" and shutil.which("cmake") is None:
        missing.append("cmake")
    return missing


def choose_ros(variables: Mapping[str, str]) -> str:
    """Where ROS comes from: "system" when an installation is sourced, else "wheels".

    WS3D_ROS=wheels or WS3D_ROS=system in the environment decides it.
    """
    asked = variables.get("WS3D_ROS", "")
    if asked not in ("", "wheels", "system"):
        raise SetupError(f"WS3D_ROS must be wheels or system, got {asked!r}")
    sourced = "ROS_DISTRO" in variables and "AMENT_PREFIX_PATH" in variables
    if asked == "system" and not sourced:
        raise SetupError(
            "WS3D_ROS=system, but no ROS installation is sourced. "
            "Do it first, for example: source /opt/ros/jazzy/setup.bash"
        )
    if asked == "wheels" or not sourced:
        _check_wheels_exist()
        return "wheels"
    return "system"


def _check_wheels_exist() -> None:
    if sys.platform != "linux" or platform.machine() != "x86_64":
        raise SetupError(
            f"the ROS 2 wheels exist for Linux on x86-64, and this is {sys.platform} on "
            f"{platform.machine()}. Install ROS 2 (docs.ros.org), source it, and run this again."
        )


def unsourced_installation() -> Path | None:
    """A ROS installation that is there and not in use, to be mentioned."""
    if "ROS_DISTRO" in os.environ:
        return None
    return next(iter(sorted(Path("/opt/ros").glob("*/setup.bash"))), None)


def command_environment(ros: str, venv: Path) -> dict[str, str]:
    """The environment for commands that build into the virtual environment."""
    variables = dict(os.environ)
    for name in ALWAYS_FOREIGN_VARIABLES + (FOREIGN_VARIABLES if ros == "wheels" else ()):
        variables.pop(name, None)
    variables["PATH"] = f"{venv / 'bin'}{os.pathsep}{variables.get('PATH', os.defpath)}"
    for name in ("AMENT_PREFIX_PATH", "CMAKE_PREFIX_PATH"):
        before = variables.get(name)
        variables[name] = f"{venv}{os.pathsep}{before}" if before else str(venv)
    variables["PIP_USER"] = "0"  # a user's "install.user = true" is refused inside an environment
    variables["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    variables["PIP_NO_INPUT"] = "1"
    return variables
