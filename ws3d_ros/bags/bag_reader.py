# SPDX-License-Identifier: Apache-2.0
"""Reading bags: mcap or sqlite3, raw messages or messages of rclpy's own classes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rclpy.serialization import deserialize_message
from rosbags.interfaces import QosDurability
from rosbags.rosbag2 import Reader
from rosbags.rosbag2.errors import ReaderError

from ws3d_ros.bags.message_types import message_class


class BagError(ValueError):
    """A bag that cannot be read; says why and what to do."""


@dataclass(frozen=True)
class BagTopic:
    """A topic of a bag."""

    name: str
    type_name: str
    latched: bool
    count: int


@dataclass(frozen=True)
class BagMessage:
    """A raw message: nanoseconds when it was recorded, and its CDR bytes."""

    topic: str
    stamp: int
    data: bytes


def bag_topics(path: Path) -> tuple[list[BagTopic], int]:
    """The topics of a bag, and its length in nanoseconds.

    Raises:
        BagError: it is no ROS 2 bag, or damaged.
    """
    with _opened(path) as reader:
        topics = [
            BagTopic(
                connection.topic,
                connection.msgtype,
                any(
                    quality.durability == QosDurability.TRANSIENT_LOCAL
                    for quality in connection.ext.offered_qos_profiles
                ),
                connection.msgcount,
            )
            for connection in reader.connections
        ]
        return topics, reader.duration if reader.message_count else 0


def raw_messages(path: Path, topics: Collection[str] | None = None) -> Iterator[BagMessage]:
    """Messages in the order of recording, one at a time; `topics` None means all.

    Raises:
        BagError: it is no ROS 2 bag, or damaged.
    """
    with _opened(path) as reader:
        chosen = [c for c in reader.connections if topics is None or c.topic in topics]
        if not chosen:
            return
        for connection, stamp, data in reader.messages(connections=chosen):
            yield BagMessage(connection.topic, stamp, bytes(data))


def messages(path: Path, topics: Collection[str]) -> Iterator[tuple[str, int, Any]]:
    """Topic, nanoseconds when recorded, and the message, of the chosen topics.

    Raises:
        BagError: it is no ROS 2 bag, or damaged.
        UnknownMessageType: a chosen topic's type is not installed.
    """
    classes = {t.name: message_class(t.type_name) for t in bag_topics(path)[0] if t.name in topics}
    for message in raw_messages(path, list(classes)):
        yield (
            message.topic,
            message.stamp,
            deserialize_message(message.data, classes[message.topic]),
        )


def _opened(path: Path) -> Reader:
    if path.is_file():
        path = path.parent
    try:
        return Reader(path)
    except (ReaderError, OSError) as error:
        raise BagError(
            f"{path} cannot be read as a ROS 2 bag ({error}): give the folder that holds "
            "metadata.yaml; a recording that was cut off is mended by `ros2 bag reindex`"
        ) from error
