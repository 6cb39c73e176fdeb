# SPDX-License-Identifier: Apache-2.0
"""LoadMeter: CPU and memory of a process over time, from the system's own counts."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from pathlib import Path

from ws3d_ros.bag_evaluation.live_result import LoadSample

PERIOD = 0.5  # seconds between two samples
GPU_TOOL = "nvidia-smi"


class LoadMeter:
    """Samples in a thread of its own; a context manager.

    Args:
        pid: of the process; None watches nothing.
        began: steady time that the samples count from.
    """

    def __init__(self, pid: int | None, began: float) -> None:
        self._pid, self._began = pid, began
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="load meter", daemon=True)
        self.samples: list[LoadSample] = []
        self.gpu_memory: float | None = None

    def __enter__(self) -> LoadMeter:
        if self._pid is not None:
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        before, then = self._cpu_seconds(), time.monotonic()
        tool = shutil.which(GPU_TOOL)
        while not self._ended.wait(PERIOD):
            used, now = self._cpu_seconds(), time.monotonic()
            memory = self._memory()
            if used is None or before is None or memory is None:
                return  # the process has ended
            cpu = 100 * (used - before) / max(now - then, 1e-6)
            self.samples.append(LoadSample(now - self._began, round(cpu, 1), memory))
            before, then = used, now
            if tool is not None:
                self.gpu_memory = max(self.gpu_memory or 0.0, self._gpu(tool))

    def _cpu_seconds(self) -> float | None:
        try:
            text = Path(f"/proc/{self._pid}/stat").read_text("ascii", "replace")
        except OSError:
            return None
        # The name before the last parenthesis may hold spaces; user and system time follow.
        fields = text.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _memory(self) -> float | None:
        try:
            pages = Path(f"/proc/{self._pid}/statm").read_text("ascii").split()[1]
        except (OSError, IndexError):
            return None
        return round(int(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)

    def _gpu(self, tool: str) -> float:
        query = [tool, "--query-compute-apps=pid,used_memory", "--format=csv,noheader,nounits"]
        try:
            answer = subprocess.run(  # noqa: S603  # a fixed command, no shell
                query, capture_output=True, text=True, timeout=5, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            return 0.0
        rows = [line.split(",") for line in answer.stdout.splitlines() if line.count(",") == 1]
        own = [row[1].strip() for row in rows if row[0].strip() == str(self._pid)]
        return sum(float(value) for value in own if value.isdecimal())
