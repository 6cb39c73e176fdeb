# SPDX-License-Identifier: Apache-2.0
"""Ctrl-C and SIGTERM as a flag that loops ask, so that every tool ends in its own order."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def stop_flag() -> Iterator[threading.Event]:
    """An event that SIGINT or SIGTERM sets; further signals change nothing more.

    For the main thread. The former handlers are put back at the end.
    """
    stopping = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()

    former = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopping
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
