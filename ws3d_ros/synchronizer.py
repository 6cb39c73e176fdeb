# SPDX-License-Identifier: Apache-2.0
"""Synchronizer: messages of several streams that were taken at about the same time, matched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from threading import RLock
from types import MappingProxyType
from typing import Any

Message = Any  # anything with header.stamp.sec and header.stamp.nanosec

NANOSECONDS = 1_000_000_000
JUMP = 1.0  # seconds: a stream that goes back further than this has started again

UNMATCHED = "unmatched"
OVERFLOW = "queue full"
LATE = "late"
DUPLICATE = "same stamp"
TIME_JUMP = "time went back"


class Synchronizer:
    """Calls back with one message of every stream, all stamps within `slop` of each other.

    Each message is used at most once, matches go forward in time, and what is thrown away is
    counted. A match is made as soon as it is complete, of the stamps that lie closest together: the
    slop should stay below half the time between two messages of one stream. Any thread may add; the
    callback runs in the thread that adds.

    Args:
        streams: how many there are.
        slop: seconds between the first and the last stamp of a match.
        queue: messages of a stream that wait at the same time.
        callback: takes the messages in the order of the streams.
        on_drop: takes the stream, the message and the reason (see `dropped`) of what is thrown
            away; called with the lock held.

    Raises:
        ValueError: no streams, a negative slop or no queue.
    """

    def __init__(
        self,
        streams: int,
        slop: float,
        queue: int,
        callback: Callable[..., None],
        on_drop: Callable[[int, Message, str], None] = lambda stream, message, reason: None,
    ) -> None:
        if streams < 1 or queue < 1 or not slop >= 0:
            raise ValueError(
                f"a synchronizer needs streams >= 1, slop >= 0 and queue >= 1, got {streams} "
                f"streams, slop {slop}, queue {queue}"
            )
        self._slop = round(slop * NANOSECONDS)
        self._queue = queue
        self._callback, self._on_drop = callback, on_drop
        self._waiting: list[dict[int, Message]] = [{} for _ in range(streams)]
        self._used: list[int | None] = [None] * streams
        self._received = [0] * streams
        self._dropped: Counter[tuple[int, str]] = Counter()
        self._matched = 0
        self._lock = RLock()

    def add(self, stream: int, message: Message) -> None:
        """Take a message of a stream (0 for the first); stamps may come in any order."""
        stamp = _stamp(message)
        with self._lock:
            self._received[stream] += 1
            self._start_again_if_back(stream, stamp)
            used = self._used[stream]
            if used is not None and stamp <= used:
                self._drop(stream, message, LATE)
                return
            waiting = self._waiting[stream]
            if stamp in waiting:
                self._drop(stream, waiting[stamp], DUPLICATE)
            waiting[stamp] = message
            if len(waiting) > self._queue:
                self._drop(stream, waiting.pop(min(waiting)), OVERFLOW)
            match = self._closest(stream, stamp) if stamp in waiting else None
            if match is None:
                return
            messages = self._take(match)
        # Outside of the lock: whatever the callback waits for may itself ask for the counts.
        self._callback(*messages)

    @property
    def matched(self) -> int:
        """How many matches were made."""
        return self._matched

    @property
    def received(self) -> tuple[int, ...]:
        """How many messages each stream has brought."""
        return tuple(self._received)

    @property
    def dropped(self) -> Mapping[tuple[int, str], int]:
        """How many messages were thrown away, by stream and reason.

        "unmatched": newer ones were matched; "queue full": its partners did not come in time;
        "late": older than what was matched already; "same stamp": another of that stamp followed;
        "time went back": a recording started again.
        """
        with self._lock:
            return MappingProxyType(dict(self._dropped))

    def waiting(self, stream: int) -> list[Message]:
        """The messages of a stream whose partners have not come yet, by rising stamp."""
        with self._lock:
            return [message for _, message in sorted(self._waiting[stream].items())]

    def explain(self, names: Sequence[str]) -> str:
        """Why nothing has been matched, with the cure; empty once something was.

        Args:
            names: what the streams are called, for the sentence.
        """
        with self._lock:
            silent = [n for n, count in zip(names, self._received, strict=True) if count == 0]
            if self._matched or len(silent) == len(names):
                return ""
            if silent:
                return f"nothing on {', '.join(silent)}: remap it to the topic of that camera"
            newest = [max(waiting, default=None) for waiting in self._waiting]
        stamps = ", ".join(
            f"{name} {stamp / NANOSECONDS:.3f} s"
            for name, stamp in zip(names, newest, strict=True)
            if stamp is not None
        )
        return (
            f"no stamps within {self._slop / NANOSECONDS:g} s of each other (newest: {stamps}); "
            "raise the slop, or have the driver stamp the images of one frame alike"
        )

    def _drop(self, stream: int, message: Message, reason: str) -> None:
        self._dropped[stream, reason] += 1
        self._on_drop(stream, message, reason)

    def _start_again_if_back(self, stream: int, stamp: int) -> None:
        known = [*self._waiting[stream], self._used[stream]]
        newest = max((s for s in known if s is not None), default=stamp)
        if stamp >= newest - JUMP * NANOSECONDS:
            return
        for index, waiting in enumerate(self._waiting):
            for message in waiting.values():
                self._drop(index, message, TIME_JUMP)
            waiting.clear()
            self._used[index] = None

    def _closest(self, stream: int, stamp: int) -> list[int] | None:
        """The stamps of the tightest match that the new message completes, or None.

        For every stamp that may be a match's first, the best of each stream is the next one from
        there; the new message stands for its own stream.
        """
        starts = {s for w in self._waiting for s in w if stamp - self._slop <= s <= stamp}
        best: list[int] | None = None
        for start in sorted(starts, reverse=True):
            match = [
                stamp if index == stream else min((s for s in w if s >= start), default=None)
                for index, w in enumerate(self._waiting)
            ]
            complete = [s for s in match if s is not None]
            if len(complete) == len(match):
                spread = max(complete) - min(complete)
                if spread <= self._slop and (best is None or spread < max(best) - min(best)):
                    best = complete
        return best

    def _take(self, match: Sequence[int]) -> list[Message]:
        """The messages of a match; whatever is older can no longer be used."""
        messages = []
        for index, (stamp, waiting) in enumerate(zip(match, self._waiting, strict=True)):
            messages.append(waiting.pop(stamp))
            for old in [s for s in waiting if s < stamp]:
                self._drop(index, waiting.pop(old), UNMATCHED)
            self._used[index] = stamp
        self._matched += 1
        return messages


def _stamp(message: Message) -> int:
    stamp = message.header.stamp
    return int(stamp.sec) * NANOSECONDS + int(stamp.nanosec)
