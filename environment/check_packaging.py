# SPDX-License-Identifier: Apache-2.0
"""Checks that ws3d can be installed: its manifests, its sdist and wheel, and a colcon workspace.

`make packaging` calls this with the Python of the environment. Nothing is left behind.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from catkin_pkg.package import InvalidPackage, parse_package
from machine import choose_ros, command_environment
from steps import SetupError, run

PROJECT = Path(__file__).resolve().parents[1]
# Folder: how ROS has to see it.
MANIFESTS = {".": ("ws3d_ros", "ament_python"), "ws3d_msgs": ("ws3d_msgs", "ament_cmake")}
NOT_SOURCE = shutil.ignore_patterns(
    ".git",
    ".venv*",
    ".*_cache",
    ".hypothesis",
    "__pycache__",
    "*.egg-info",
    "build",
    "install",
    "log",
)
EXECUTABLES = tuple(sorted(path.name for path in (PROJECT / "resource" / "executables").iterdir()))


def check_manifests() -> None:
    """Parses every package.xml; one that is invalid would be built as plain Python, in silence."""
    versions = set()
    for folder, (name, build_type) in MANIFESTS.items():
        try:
            package = parse_package(str(PROJECT / folder))
        except InvalidPackage as error:
            raise SetupError(str(error)) from error
        expect(package.name == name, f"{folder}/package.xml names {package.name}, not {name}")
        found = package.get_build_type()
        expect(found == build_type, f"{folder}/package.xml is {found}, not {build_type}")
        versions.add(package.version)
    expect(len(versions) == 1, f"the package.xml files differ in version: {sorted(versions)}")


def check_archives(folder: Path, commands: Mapping[str, str]) -> None:
    """Builds sdist and wheel, and installs the wheel that comes of the sdist elsewhere."""
    source, log = copy_source(folder / "source"), folder / "log.txt"
    python = sys.executable
    run([python, "setup.py", "--quiet", "sdist", "--dist-dir", folder], commands, log, source)
    (sdist,) = folder.glob("ws3d_ros-*.tar.gz")
    words = ("wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", folder)
    run([python, "-m", "pip", *words, sdist], commands, log)
    (wheel,) = folder.glob("ws3d_ros-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        content = set(archive.namelist())
    for package in ("ws3d_model", "ws3d_ros"):
        for path in sorted((source / package).rglob("*")):
            name = path.relative_to(source).as_posix()
            expect(not path.is_file() or name in content, f"{name} is not in the wheel")

    prefix = folder / "prefix"
    words = ("install", "--quiet", "--no-deps", "--ignore-installed", "--prefix", prefix)
    run([python, "-m", "pip", *words, wheel], commands, log)
    check_prefix(prefix, source)


def check_workspace(folder: Path, commands: Mapping[str, str]) -> None:
    """Builds a workspace as docs and README tell it, with the project in src/ws3d."""
    source = copy_source(folder / "src" / "ws3d")
    run(
        [
            *("colcon", "--log-base", folder / "log", "build"),
            *("--base-paths", "src", "src/ws3d/ws3d_msgs"),
            *("--cmake-args", f"-DPython3_EXECUTABLE={sys.executable}"),
        ],
        commands,
        folder / "log.txt",
        folder,
    )
    check_prefix(folder / "install" / "ws3d_ros", source)
    messages = folder / "install" / "ws3d_msgs"
    (packages,) = messages.glob("lib/python3*/site-packages")
    paths = {"PYTHONPATH": str(packages), "LD_LIBRARY_PATH": str(messages / "lib")}
    program = f"import ws3d_msgs.srv as m; assert m.__file__.startswith({str(messages)!r})"
    run([sys.executable, "-c", program], {**commands, **paths}, folder / "log.txt")


def check_prefix(prefix: Path, source: Path) -> None:
    """What ROS looks for in an installed ament_python package."""
    marker = prefix / "share" / "ament_index" / "resource_index" / "packages" / "ws3d_ros"
    expect(marker.is_file(), f"{marker} is missing: ros2 does not find the package")
    share = prefix / "share" / "ws3d_ros"
    wanted = [Path("package.xml")]
    for name in ("launch", "config"):
        files = (path for path in (source / name).rglob("*") if path.is_file())
        wanted += [path.relative_to(source) for path in files]
    for path in wanted:
        expect((share / path).is_file(), f"{share / path} is missing")
    for name in EXECUTABLES:
        starter, command = prefix / "lib" / "ws3d_ros" / name, prefix / "bin" / name
        for path in (starter, command):
            expect(path.is_file(), f"{path} is missing: `ros2 run ws3d_ros {name}` does not work")
            expect(bool(path.stat().st_mode & stat.S_IXUSR), f"{path} cannot be executed")


def copy_source(target: Path) -> Path:
    """A copy of the project without what was built in it."""
    shutil.copytree(PROJECT, target, ignore=NOT_SOURCE)
    return target


def expect(condition: bool, complaint: str) -> None:
    if not condition:
        raise SetupError(complaint)


def main() -> int:
    commands = command_environment(choose_ros(os.environ), Path(sys.prefix))
    try:
        check_manifests()
        print("package.xml files: valid", flush=True)
        with tempfile.TemporaryDirectory(prefix="ws3d-archives-") as folder:
            check_archives(Path(folder), commands)
        print("sdist and wheel: complete", flush=True)
        with tempfile.TemporaryDirectory(prefix="ws3d-workspace-") as folder:
            check_workspace(Path(folder), commands)
        print("colcon workspace: built, ws3d_msgs and ws3d_ros", flush=True)
    except SetupError as error:
        print(f"packaging: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
