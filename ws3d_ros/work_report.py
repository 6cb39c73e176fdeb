# SPDX-License-Identifier: Apache-2.0
"""WorkReport: what the worker did with the measurements, counted and timed for the diagnostics."""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import Any

from ws3d_ros.diagnostics import Level, Status, StatusBoard, timings_in_milliseconds
from ws3d_ros.pipeline import Outcome
from ws3d_ros.transforms import TransformError
from ws3d_ros.worker import Mailbox

WINDOW = 5.0  # seconds over which the rate is counted
MEMORY = 10.0  # seconds after which a fault no longer counts as the present state


class WorkReport:
    """Told by the worker, read by the diagnostics; posts the parts inference, drops, transform.

    Args:
        board: where it is posted.
        mailbox: counts what came in, and what a newer measurement replaced.
    """

    def __init__(self, board: StatusBoard, mailbox: Mailbox[Any]) -> None:
        self._board, self._mailbox = board, mailbox
        self._lock = threading.Lock()
        self._counts = {"processed": 0, "unusable": 0, "failed": 0, "not wanted": 0}
        self._finished: deque[float] = deque()
        self._outcome: Outcome | None = None
        self._idle = False
        self._fault = ("", 0.0)
        self._transform_fault = ("", 0.0)

    def done(self, outcome: Outcome) -> None:
        """A measurement went all the way."""
        with self._lock:
            self._counts["processed"] += 1
            self._finished.append(time.monotonic())
            self._outcome, self._idle = outcome, False

    def idle(self) -> None:
        """A measurement was left alone because nobody listens."""
        with self._lock:
            self._counts["not wanted"] += 1
            self._idle = True

    def unusable(self, error: Exception) -> None:
        """A measurement was dropped for what it is, or for want of its transform."""
        with self._lock:
            self._counts["unusable"] += 1
            if isinstance(error, TransformError):
                self._transform_fault = (str(error), time.monotonic())

    def failed(self, error: Exception) -> None:
        """The computation itself failed."""
        with self._lock:
            self._counts["failed"] += 1
            self._fault = (f"{type(error).__name__}: {error}", time.monotonic())

    def refresh(self) -> None:
        """Post the three parts."""
        with self._lock:
            self._board.post("inference", self._inference())
            self._board.post("drops", self._drops())
            self._board.post("transform", self._transform())

    def _inference(self) -> Status:
        fault, at = self._fault
        if fault and time.monotonic() - at < MEMORY:
            return Status(Level.ERROR, f"failed: {fault}; if memory ran out, lower max_points")
        if self._idle:
            return Status(Level.OK, "idle: nobody subscribes to an output")
        if self._outcome is None:
            return Status(Level.OK, "no measurement yet")
        while self._finished and self._finished[0] < time.monotonic() - WINDOW:
            self._finished.popleft()
        rate, timings = len(self._finished) / WINDOW, self._outcome.timings
        values = timings_in_milliseconds(timings)
        values["points"] = str(self._outcome.points)
        values["boxes"] = str(self._outcome.found)
        values["rate [Hz]"] = f"{rate:.2f}"
        latency = 1e3 * timings["latency"]
        return Status(Level.OK, f"{rate:.1f} Hz, {latency:.0f} ms from arrival to output", values)

    def _drops(self) -> Status:
        received, replaced = self._mailbox.counts
        counts = {"received": received, "replaced by a newer one": replaced, **self._counts}
        lost = replaced + self._counts["unusable"] + self._counts["failed"]
        level = Level.WARN if self._counts["failed"] else Level.OK
        message = f"{lost} of {received} measurements dropped, {replaced} of them for a newer one"
        return Status(level, message, {name: str(count) for name, count in counts.items()})

    def _transform(self) -> Status:
        fault, at = self._transform_fault
        if fault and time.monotonic() - at < MEMORY:
            return Status(Level.ERROR, fault)
        if self._outcome is None:
            return Status(Level.OK, "no measurement yet")
        values = {"up": self._outcome.up, "ground": self._outcome.ground}
        if self._outcome.notes:
            return Status(Level.WARN, "; ".join(self._outcome.notes), values)
        return Status(Level.OK, "every transform was there at the stamp", values)
