# SPDX-License-Identifier: Apache-2.0
"""Beside: one frame is judged while the next one is read and perceived, where a core is free."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    import torch

T = TypeVar("T")


class Beside(Generic[T]):
    """Makes calls one after the other, in order; a context manager that waits for the last.

    Args:
        thread: in a thread of their own; False makes each at once.
    """

    def __init__(self, thread: bool) -> None:
        self._pool = ThreadPoolExecutor(1) if thread else None
        self._waiting: Future[T] | None = None

    def __enter__(self) -> Beside[T]:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown()

    def hand(self, call: Callable[[], T]) -> list[T]:
        """Take in a call; what the one before gave, or at once what this one gives.

        At most two calls are under way, so that memory stays bounded. What a call raises is raised
        here.
        """
        if self._pool is None:
            return [call()]
        before, self._waiting = self._waiting, self._pool.submit(call)
        return [] if before is None else [before.result()]

    def last(self) -> list[T]:
        """What the last call gave, if that is still owed."""
        before, self._waiting = self._waiting, None
        return [] if before is None else [before.result()]


def core_left_by(device: torch.device) -> bool:
    """Whether a core that the process may use is left by a network on that device, so that judging
    beside it does not change the time that it takes, which is measured."""
    import torch

    known = hasattr(os, "sched_getaffinity")
    cores = len(os.sched_getaffinity(0)) if known else os.cpu_count() or 1
    return cores > (torch.get_num_threads() if device.type == "cpu" else 1)
