# SPDX-License-Identifier: Apache-2.0
"""Source: a sequence of serialized messages with times, from wherever they come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol


class SourceError(ValueError):
    """A source that cannot be replayed; says what was looked for and what to do."""


@dataclass(frozen=True)
class Topic:
    """A topic to be published.

    Args:
        name: for example `points` or `/tf`.
        message_type: the message class.
        latched: transient local: late subscribers get the last message.
    """

    name: str
    message_type: Any
    latched: bool = False


@dataclass(frozen=True)
class Sample:
    """One message: topic, time in nanoseconds on the source's own clock, CDR bytes."""

    topic: str
    stamp: int
    data: bytes


class Source(Protocol):
    """What the player plays."""

    @property
    def description(self) -> str:
        """What it is, for people: format, number of frames."""

    @property
    def topics(self) -> tuple[Topic, ...]:
        """Everything that `samples` yields."""

    @property
    def has_stamps(self) -> bool:
        """Whether the stamps in its messages mean a real time; else they count from 0."""

    def samples(self) -> Iterator[Sample]:
        """The messages in the order of their times, read as they are asked for.

        Raises:
            SourceError: a frame that cannot be read.
        """
