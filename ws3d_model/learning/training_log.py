# SPDX-License-Identifier: Apache-2.0
"""TrainingLog: means over some steps as lines of JSON, and optionally for TensorBoard."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from torch import Tensor

from ws3d_model.whole_files import whole_file


class TrainingLog:
    """Appends to `log.jsonl` in a folder; what a resumed run does again is taken off first.

    Args:
        folder: of the run.
        step: the step that the run goes on from.
        tensorboard: write the same figures for TensorBoard too.

    Raises:
        ImportError: TensorBoard is asked for and not installed.
    """

    def __init__(self, folder: Path, step: int, tensorboard: bool = False) -> None:
        self._path = folder / "log.jsonl"
        _keep_until(self._path, step)
        self._board = _board(folder / "tensorboard") if tensorboard else None
        self._begin()

    def _begin(self) -> None:
        self._since = time.monotonic()
        self._waited = 0.0
        self._voxels = 0
        self._steps = 0
        self._terms: dict[str, Tensor] = {}
        self._counts: dict[str, int] = {}

    @contextlib.contextmanager
    def waiting(self) -> Iterator[None]:
        """A context whose time counts as waiting for data."""
        start = time.monotonic()
        try:
            yield
        finally:
            self._waited += time.monotonic() - start

    def add(self, voxels: int, terms: Mapping[str, Tensor], counts: Mapping[str, int]) -> None:
        """Count one step: scalars without gradients, and how often something happened."""
        self._voxels += voxels
        self._steps += 1
        for name, term in terms.items():
            self._terms[name] = self._terms[name] + term if name in self._terms else term
        for name, count in counts.items():
            self._counts[name] = self._counts.get(name, 0) + count

    def write(self, step: int, rate: float) -> dict[str, float]:
        """One line: means, voxels a second, the share of the time spent waiting for data."""
        seconds = max(time.monotonic() - self._since, 1e-9)
        line: dict[str, float] = {
            "step": step,
            "seconds": round(seconds, 3),
            **{name: round(float(term) / self._steps, 4) for name, term in self._terms.items()},
            "voxels_per_second": round(self._voxels / seconds, 1),
            "data_share": round(self._waited / seconds, 3),
            "lr": rate,
            **self._counts,
        }
        with self._path.open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")
        if self._board is not None:
            for name, value in line.items():
                self._board.add_scalar(name, value, step)
        self._begin()
        return line


def _keep_until(path: Path, step: int) -> None:
    """Take off the lines after a step; a line that a kill cut short goes too."""
    if not path.exists():
        return
    kept = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            known = json.loads(line)["step"] <= step
        except (ValueError, KeyError, TypeError):
            known = False
        if known:
            kept.append(line)
    with whole_file(path) as partial:
        partial.write_text("".join(f"{line}\n" for line in kept), encoding="utf-8")


def _board(folder: Path) -> Any:
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ImportError as error:
        raise ImportError(
            f"TensorBoard is not installed ({error}): `pip install tensorboard`, or leave out "
            "--tensorboard; log.jsonl has the same figures"
        ) from error
    return SummaryWriter(str(folder))
