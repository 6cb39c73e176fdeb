# SPDX-License-Identifier: Apache-2.0
"""Builds interface packages (messages and services) into the virtual environment.

The ROS wheels were made on another machine, whose Python and numpy headers are written into their
CMake files: those are pointed at this environment first.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from steps import SetupError, run, say

# Where the machine that made the wheels keeps its Pythons.
FOREIGN_NUMPY = re.compile(
    r"/opt/python/[^/\";]+/lib/python[0-9.]+/site-packages/numpy/_?core/include"
)
FOREIGN_PYTHON = re.compile(r"/opt/python/[^/\";]+/include/python[0-9.]+")


@dataclass(frozen=True)
class InterfaceBuilder:
    """CMake and the ROS generators of one virtual environment."""

    venv: Path
    ros: str  # "wheels" or "system"
    environment: Mapping[str, str]
    log: Path

    def build_if_absent(self, source: Path) -> None:
        """Builds one of ROS's own interface packages, unless a ROS installation brings it."""
        if not self._manifest(source).exists() and self._importable(source.name):
            say(f"{source.name} comes with the ROS installation and is used as it is")
        else:
            self.build(source)

    def build(self, source: Path) -> None:
        """Builds and installs one interface package; files of an earlier build are taken away."""
        if self.ros == "wheels":
            self.repair_wheels()
        manifest = self._manifest(source)
        remove_installed(manifest)
        with tempfile.TemporaryDirectory(prefix="ws3d-build-") as folder:
            self._cmake("-S", source, "-B", folder, *self._options())
            self._cmake("--build", folder, "--parallel", str(os.cpu_count() or 1))
            self._cmake("--install", folder)
            shutil.copyfile(Path(folder) / "install_manifest.txt", manifest)

    def _manifest(self, source: Path) -> Path:
        return self.venv / "ws3d-setup" / f"{source.name}.installed"

    def repair_wheels(self) -> None:
        """Points the wheels' CMake files at this environment's Python and numpy headers.

        Raises:
            SetupError: a path of the other machine is left, which would fail later and obscurely.
        """
        python, numpy = self._include_folders()
        for file in (self.venv / "share").rglob("*.cmake"):
            text = file.read_text(encoding="utf-8")
            if "/opt/python/" not in text:
                continue
            text = FOREIGN_PYTHON.sub(python, FOREIGN_NUMPY.sub(numpy, text))
            if "/opt/python/" in text:
                raise SetupError(
                    f"{file} names a folder of another machine that set-up does not know"
                )
            file.write_text(text, encoding="utf-8")

    def _include_folders(self) -> tuple[str, str]:
        program = (
            "import sysconfig, numpy\n"
            "print(sysconfig.get_path('include'))\n"
            "print(numpy.get_include())"
        )
        python, numpy = self._ask(program).stdout.split("\n")[:2]
        return python, numpy

    def _importable(self, name: str) -> bool:
        program = f"import importlib.util as u, sys; sys.exit(u.find_spec('{name}') is None)"
        return self._ask(program, check=False).returncode == 0

    def _ask(self, program: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.venv / "bin" / "python", "-c", program],
            env=dict(self.environment),
            cwd=self.venv,
            capture_output=True,
            text=True,
            check=check,
        )

    def _options(self) -> list[str]:
        python = self.venv / "bin" / "python"
        packages = self._ask(
            "import sysconfig; print(sysconfig.get_path('purelib'))"
        ).stdout.strip()
        return [
            "-DCMAKE_BUILD_TYPE=Release",
            "-DBUILD_TESTING=OFF",
            f"-DCMAKE_INSTALL_PREFIX={self.venv}",
            f"-DPython3_EXECUTABLE={python}",
            f"-DPYTHON_INSTALL_DIR={Path(packages).relative_to(self.venv)}",
            "-DCMAKE_FIND_USE_PACKAGE_REGISTRY=OFF",
            "-DCMAKE_FIND_USE_SYSTEM_PACKAGE_REGISTRY=OFF",
        ]

    def _cmake(self, *words: str | Path) -> None:
        cmake = shutil.which("cmake", path=self.environment["PATH"])
        if cmake is None:
            raise SetupError("cmake is missing: sudo apt install cmake")
        run([cmake, *words], self.environment, self.log)


def remove_installed(manifest: Path) -> None:
    """Removes the files that a manifest lists, one a line, and the manifest."""
    if not manifest.exists():
        return
    for line in manifest.read_text().splitlines():
        Path(line).unlink(missing_ok=True)
    manifest.unlink()
