# SPDX-License-Identifier: Apache-2.0
"""Runs the driver beside the bench, with or without the transport profile, and always ends it."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from bench.graph import environment
from bench.options import Options
from bench.scenes import indoor_scan, of_points

RATE = 10.0  # Hz


@contextmanager
def driver(options: Options, count: int, with_profile: bool) -> Iterator[Driver]:
    """A driver of the indoor cloud at 10 Hz."""
    with tempfile.TemporaryDirectory(prefix="ws3d_bench_") as folder:
        file, output = Path(folder, "cloud.npz"), Path(folder, "driver.jsonl")
        np.savez(file, xyz=of_points(indoor_scan(options.voxels, 0.05).cloud, options.points).xyz)
        command = [sys.executable, "-m", "bench.driver", str(file)]
        command += ["--count", str(count), "--rate", str(RATE)]
        with output.open("wb") as lines:
            process = subprocess.Popen(  # noqa: S603  # our own module, no shell
                command, stdout=lines, env=environment(with_profile)
            )
        try:
            yield Driver(process, output)
        finally:
            process.kill()
            process.wait()


class Driver:
    """The running driver."""

    def __init__(self, process: subprocess.Popen[bytes], output: Path) -> None:
        self._process, self._output = process, output

    @property
    def started(self) -> float | None:
        """The steady clock, the same in all processes, at its first cloud; None before."""
        return self._said("start")

    @property
    def sent(self) -> int | None:
        """How many clouds it sent; None before the last."""
        said = self._said("sent")
        return None if said is None else int(said)

    @property
    def ended(self) -> bool:
        """Whether its process is over."""
        return self._process.poll() is not None

    def _said(self, key: str) -> float | None:
        lines = self._output.read_text("utf-8").splitlines()
        values = [json.loads(line).get(key) for line in lines if line.endswith("}")]
        return next((float(value) for value in values if value is not None), None)
