# SPDX-License-Identifier: Apache-2.0
"""Batches made ahead by other processes, in the order of their steps."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, TypeVar

import torch
from torch.utils.data import DataLoader, Dataset

from ws3d_model.learning.objective import BatchSource, TrainingBatch, TrainingError
from ws3d_model.learning.ranks import Ranks

B = TypeVar("B", bound=TrainingBatch)

MAX_WORKERS = 16


def default_workers() -> int:
    """One process a core that this one may use, less the one that trains; at most 16."""
    return max(0, min(MAX_WORKERS, len(os.sched_getaffinity(0)) - 1))


def data_budget(workers: int, kept_gib: float, ranks: Ranks) -> tuple[int, int]:
    """Processes that make batches for this one, and bytes of scans that each may keep.

    Args:
        workers: as the experiment has them, -1 for `default_workers` shared by the ranks.
        kept_gib: for scans, shared by the workers of all ranks.
        ranks: the processes that take part.
    """
    own = default_workers() // ranks.count if workers < 0 else workers
    return own, int(kept_gib * (1 << 30) / max(1, own) / ranks.count)


def load_batches(
    source: BatchSource[B], first: int, last: int, ranks: Ranks, workers: int
) -> Iterator[B]:
    """The batches of steps first..last-1, this process's share; made two ahead a worker.

    Raises:
        TrainingError: a worker died.
    """
    if workers == 0:
        for step in range(first, last):
            yield source.draw(step, ranks.rank, ranks.count)
        return
    loader: DataLoader[B] = DataLoader(
        _Steps(source, first, last, ranks),
        batch_size=None,
        num_workers=workers,
        prefetch_factor=2,
        worker_init_fn=_prepare,
        # Workers share what was read before they began, and start at once.
        multiprocessing_context="fork",
    )
    try:
        yield from loader
    except RuntimeError as error:
        if "worker" not in str(error):
            raise
        raise TrainingError(
            f"a process that makes batches died ({error}): memory, or shared memory in a "
            "container, was short; set `data: workers: 0`, or give it more"
        ) from error


class _Steps(Dataset[Any]):
    """Batches by their place among the steps that are left."""

    def __init__(self, source: BatchSource[Any], first: int, last: int, ranks: Ranks) -> None:
        self._source, self._first, self._last, self._ranks = source, first, last, ranks

    def __len__(self) -> int:
        return self._last - self._first

    def __getitem__(self, place: int) -> Any:
        return self._source.draw(self._first + place, self._ranks.rank, self._ranks.count)


def _prepare(worker: int) -> None:
    """One thread a process: the cores are shared."""
    torch.set_num_threads(1)
