# SPDX-License-Identifier: Apache-2.0
"""The perception node as a process of its own: started, watched, and always ended."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import yaml

from ws3d_ros.demo.stage_error import StageError

MODULE = "ws3d_ros.node_process"
PATIENCE = 10.0  # seconds to end after SIGINT, and again after SIGTERM
LAST_LINES = 12


class NodeProcess:
    """Runs the node until the end of the `with` block, however that ends.

    Args:
        folder: for the parameters' file and the node's output (`node.log`).
        parameters: of the node `perception`.
        remap: its topics by what they are called instead.
    """

    def __init__(
        self,
        folder: Path,
        parameters: Mapping[str, Any],
        remap: Mapping[str, str] | None = None,
    ) -> None:
        self.log = folder / "node.log"
        self._file = folder / "node.yaml"
        content = {"perception": {"ros__parameters": dict(parameters)}}
        self._file.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
        self._remap = dict(remap or {})
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> NodeProcess:
        command = [sys.executable, "-m", MODULE, "--ros-args", "--params-file", str(self._file)]
        for name, other in self._remap.items():
            command += ["-r", f"{name}:={other}"]
        with self.log.open("wb") as log:
            # A session of its own: Ctrl-C reaches this process alone, which then ends the node.
            self._process = subprocess.Popen(  # noqa: S603  # our own module, no shell
                command, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        process = self._process
        if process is None:
            return
        for end in (process.terminate, process.terminate, process.kill):
            if process.poll() is not None:
                break
            end()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                continue
        process.wait()

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        return None if self._process is None else self._process.poll()

    def check(self) -> None:
        """Raise StageError, with the end of the log, where the node has ended."""
        if self.exit_code is not None:
            raise StageError(
                f"the node ended by itself with exit code {self.exit_code}; the end of "
                f"{self.log}:\n{self.last_lines()}"
            )

    def last_lines(self) -> str:
        """The end of what it printed."""
        lines = self.log.read_text("utf-8", "replace").splitlines()
        return "\n".join(f"    {line}" for line in lines[-LAST_LINES:])

    @property
    def pid(self) -> int | None:
        """Number of the process while it runs."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def memory(self) -> float | None:
        """Its largest memory so far in MiB; None where the system does not say."""
        if self._process is None:
            return None
        try:
            text = Path(f"/proc/{self._process.pid}/status").read_text("ascii", "replace")
        except OSError:
            return None
        peak = next((line for line in text.splitlines() if line.startswith("VmHWM:")), "")
        return int(peak.split()[1]) / 1024 if peak else None


def wait_for(condition: Any, seconds: float, check: Any) -> bool:
    """Poll until condition() holds; check() may raise. False when the time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        check()
        if condition():
            return True
        time.sleep(0.1)
    return False
