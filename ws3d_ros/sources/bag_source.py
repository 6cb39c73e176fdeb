# SPDX-License-Identifier: Apache-2.0
"""A recorded bag as a source: its bytes are published as they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from ws3d_ros.bags.bag_reader import BagError, bag_topics, raw_messages
from ws3d_ros.bags.message_types import message_class
from ws3d_ros.sources.source import Sample, SourceError, Topic

LATCHED_BY_NAME = ("/tf_static", "/robot_description")


class BagSource:
    """A bag, all of it or the chosen topics; the recorded /clock is left out.

    Raises:
        SourceError: no bag, or a chosen topic is not in it.
        UnknownMessageType: the type of a chosen topic is not installed.
    """

    has_stamps = True

    def __init__(self, path: Path, chosen: Collection[str] = ()) -> None:
        self._path = path
        try:
            found, length = bag_topics(path)
        except BagError as error:
            raise SourceError(str(error)) from error
        names = {topic.name for topic in found}
        missing = sorted(set(chosen) - names)
        if missing:
            raise SourceError(
                f"topic {missing[0]} is not in the bag; it holds {', '.join(sorted(names))}"
            )
        kept = [t for t in found if t.name in (chosen or names) and t.name != "/clock"]
        if not kept:
            raise SourceError(f"{path} holds no message to play")
        self.topics = tuple(
            Topic(t.name, message_class(t.type_name), t.latched or t.name in LATCHED_BY_NAME)
            for t in kept
        )
        count = sum(t.count for t in kept)
        self.description = f"bag of {count} messages, {len(kept)} topics, {length / 1e9:.1f} s"

    def samples(self) -> Iterator[Sample]:
        """The messages at the times of their recording."""
        try:
            for message in raw_messages(self._path, [topic.name for topic in self.topics]):
                yield Sample(message.topic, message.stamp, message.data)
        except BagError as error:
            raise SourceError(str(error)) from error
