# SPDX-License-Identifier: Apache-2.0
"""BagWriter: messages as they went over the wire, into an mcap bag that any rosbag2 reads."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any, Literal

from rosbags.interfaces import (
    Qos,
    QosDurability,
    QosHistory,
    QosLiveliness,
    QosReliability,
    QosTime,
)
from rosbags.rosbag2 import StoragePlugin, Writer

from ws3d_ros.bags.message_types import type_name, typestore_of

BAG_VERSION: Literal[8] = 8  # of rosbag2's metadata: the oldest that rosbags writes


class BagWriter:
    """Writes one bag; a context manager. Thread-safe; holds one chunk of messages in memory.

    Args:
        path: the bag's folder, which must not exist yet.

    Raises:
        FileExistsError: there is something at the path.
    """

    def __init__(self, path: Path) -> None:
        if path.exists():
            raise FileExistsError(f"{path} exists: name another folder, or remove it first")
        self._writer = Writer(path, version=BAG_VERSION, storage_plugin=StoragePlugin.MCAP)
        self._connections: dict[str, Any] = {}
        self._lock = threading.Lock()
        self.counts: dict[str, int] = {}

    def __enter__(self) -> BagWriter:
        self._writer.open()
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._connections.clear()
            self._writer.close()

    def add_topic(self, topic: str, message_type: Any, latched: bool = False) -> None:
        """Announce a topic before its first message.

        Args:
            topic: its name.
            message_type: the message class.
            latched: reliable and transient local, as /tf_static.
        """
        store = typestore_of([message_type])
        with self._lock:
            self._connections[topic] = self._writer.add_connection(
                topic,
                type_name(message_type),
                typestore=store,
                offered_qos_profiles=[_quality(latched)],
            )
            self.counts[topic] = 0

    def write(self, topic: str, stamp: int, data: bytes) -> bool:
        """Append a message; False where the bag is closed already (a late callback).

        Args:
            topic: announced by `add_topic`.
            stamp: when it was received, nanoseconds.
            data: serialized (CDR), with its encapsulation header.
        """
        with self._lock:
            connection = self._connections.get(topic)
            if connection is None:
                return False
            self._writer.write(connection, stamp, data)
            self.counts[topic] += 1
            return True


def _quality(latched: bool) -> Qos:
    unlimited = QosTime(sec=2147483647, nsec=4294967295)
    return Qos(
        QosHistory.KEEP_LAST,
        depth=1 if latched else 10,
        reliability=QosReliability.RELIABLE,
        durability=QosDurability.TRANSIENT_LOCAL if latched else QosDurability.VOLATILE,
        deadline=unlimited,
        lifespan=unlimited,
        liveliness=QosLiveliness.AUTOMATIC,
        liveliness_lease_duration=unlimited,
        avoid_ros_namespace_conventions=False,
    )
