# SPDX-License-Identifier: Apache-2.0
"""Reading bags (mcap, sqlite3, ROS 1): raw messages, or messages of rclpy's own classes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from struct import error as StructError
from typing import Any, Protocol

from rclpy.serialization import deserialize_message
from rosbags.interfaces import Connection, ConnectionExtRosbag1, QosDurability
from rosbags.rosbag1 import ReaderError as Ros1Error
from rosbags.rosbag2 import Reader
from rosbags.rosbag2.errors import ReaderError

from ws3d_ros.bags.cut_mcap import CutMcap, cut_mcap
from ws3d_ros.bags.message_types import UnknownMessageType, message_class
from ws3d_ros.bags.ros1_bag import SUFFIX, Ros1Bag, ros2_type_name
from ws3d_ros.bags.whole_bag import WholeBag

METADATA = "metadata.yaml"
# What the readers raise on damaged files, their decompressors and unpackers included.
_DAMAGE = (ReaderError, Ros1Error, ValueError, EOFError, LookupError, RuntimeError, StructError)


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
        BagError: it is no bag, or damaged.
    """
    with _opened(path) as bag:
        # A topic has a connection for each of its publishers.
        found: dict[tuple[str, str], BagTopic] = {}
        for c in bag.connections:
            key = c.topic, ros2_type_name(c)
            latched, count = _latched(c), c.msgcount
            if key in found:
                latched, count = latched or found[key].latched, count + found[key].count
            found[key] = BagTopic(*key, latched, count)
        first, last = bag.span
        return list(found.values()), last - first


def raw_messages(path: Path, topics: Collection[str] | None = None) -> Iterator[BagMessage]:
    """Messages in the order of recording, one at a time; `topics` None means all.

    Raises:
        BagError: it is no bag, or damaged; also in the middle, where it is cut off.
    """
    with _opened(path) as bag:
        chosen = [c for c in bag.connections if topics is None or c.topic in topics]
        if not chosen:
            return
        try:
            for connection, stamp, data in bag.messages(chosen):
                yield BagMessage(connection.topic, stamp, data)
            if bag.damage:
                raise ReaderError(bag.damage)
        except UnknownMessageType:
            raise
        except _DAMAGE as error:
            raise BagError(
                f"{path} is damaged from here on ({error}): what came before was read; "
                "`ros2 bag reindex` mends a recording that was cut off"
            ) from error


def messages(
    path: Path, topics: Collection[str], found: Sequence[BagTopic] | None = None
) -> Iterator[tuple[str, int, Any]]:
    """Topic, nanoseconds when recorded, and the message, of the chosen topics.

    Args:
        path: of the bag.
        topics: names; those that are not in the bag are left out.
        found: all its topics, where they were read already: opening a bag takes a while.

    Raises:
        BagError: it is no ROS 2 bag, or damaged.
        UnknownMessageType: a chosen topic's type is not installed.
    """
    held = bag_topics(path)[0] if found is None else found
    classes = {topic.name: message_class(topic.type_name) for topic in held if topic.name in topics}
    if not classes:
        return
    for message in raw_messages(path, list(classes)):
        yield (
            message.topic,
            message.stamp,
            deserialize_message(message.data, classes[message.topic]),
        )


class _Bag(Protocol):
    """A bag of either kind, while it is open."""

    def __enter__(self) -> _Bag: ...

    def __exit__(self, *_: object) -> None: ...

    @property
    def damage(self) -> str:
        """Why the reading ends before the recording did; empty where it does not."""

    @property
    def connections(self) -> list[Connection]: ...

    @property
    def span(self) -> tuple[int, int]: ...

    def messages(
        self, connections: Sequence[Connection]
    ) -> Iterator[tuple[Connection, int, bytes]]: ...


def _latched(connection: Connection) -> bool:
    if isinstance(connection.ext, ConnectionExtRosbag1):
        return bool(connection.ext.latching)
    offered = connection.ext.offered_qos_profiles
    return any(quality.durability == QosDurability.TRANSIENT_LOCAL for quality in offered)


@contextmanager
def _opened(path: Path) -> Iterator[_Bag]:
    if not path.exists():
        raise BagError(f"{path} does not exist: name the folder of a bag, or its file")
    ros1 = path.suffix == SUFFIX and path.is_file()
    with ExitStack() as stack:
        try:
            bag: _Bag = Ros1Bag(path) if ros1 else WholeBag(Reader(_with_metadata(path)))
            stack.enter_context(bag)
        except (*_DAMAGE, OSError) as error:
            bag = _rescued(path, error)
            stack.enter_context(bag)
        yield bag


def _rescued(path: Path, error: Exception) -> _Bag:
    """What lies before the cut of an mcap file.

    Raises:
        BagError: it is no such file, or nothing lies there.
    """
    with suppress(*_DAMAGE, OSError):
        cut = cut_mcap(path)
        if cut is not None:
            with cut:
                if any(connection.msgcount for connection in cut.connections):
                    return CutMcap(cut.path)
    raise BagError(
        f"{path} cannot be read as a bag ({error}): give the folder that holds metadata.yaml, or a "
        "ROS 1 .bag file; a recording that was cut off is mended by `ros2 bag reindex`, an mcap "
        "file also by `mcap recover`"
    ) from error


def _with_metadata(path: Path) -> Path:
    """The folder of a recording for its file; its file where the recorder left no metadata."""
    if path.is_file():
        return path.parent if (path.parent / METADATA).exists() else path
    files = sorted([*path.glob("*.mcap"), *path.glob("*.db3")]) if path.is_dir() else []
    return files[0] if len(files) == 1 and not (path / METADATA).exists() else path
