# SPDX-License-Identifier: Apache-2.0
"""A recorded bag as a source: its bytes are published as they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from ws3d_ros.bags.bag_reader import BagError, bag_topics, raw_messages
from ws3d_ros.bags.message_types import UnknownMessageType, message_class
from ws3d_ros.sources.source import Sample, SourceError, Topic

LATCHED_BY_NAME = ("/tf_static", "/robot_description")


class BagSource:
    """A bag (mcap, sqlite3, ROS 1), all of it or the chosen topics.

    The recorded /clock is left out, and so are topics of types that are not installed where none
    are chosen; `description` names those.

    Raises:
        SourceError: no bag, or a chosen topic is not in it.
        UnknownMessageType: the type of a chosen topic is not installed, or no topic's is.
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
        topics, left_out = [], []
        for t in kept:
            try:
                kind = message_class(t.type_name)
            except UnknownMessageType:
                if chosen or len(left_out) + 1 == len(kept):
                    raise
                left_out.append(t)
                continue
            topics.append(Topic(t.name, kind, t.latched or t.name in LATCHED_BY_NAME))
        self.topics = tuple(topics)
        count = sum(t.count for t in kept) - sum(t.count for t in left_out)
        self.description = f"bag of {count} messages, {len(topics)} topics, {length / 1e9:.1f} s"
        if left_out:
            named = ", ".join(f"{t.name} ({t.type_name})" for t in left_out)
            self.description += f"; left out, their types are not installed: {named}"

    def samples(self) -> Iterator[Sample]:
        """The messages at the times of their recording."""
        try:
            for message in raw_messages(self._path, [topic.name for topic in self.topics]):
                yield Sample(message.topic, message.stamp, message.data)
        except BagError as error:
            raise SourceError(str(error)) from error
