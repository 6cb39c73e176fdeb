# SPDX-License-Identifier: Apache-2.0
"""WholeBag: a bag with its beginning and its end, as rosbags reads it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rosbags.interfaces import Connection
from rosbags.rosbag1 import Reader as Ros1Reader
from rosbags.rosbag2 import Reader as Ros2Reader


class WholeBag:
    """A bag of mcap or sqlite3; a context manager.

    Args:
        reader: of the bag, not yet open.
    """

    damage = ""

    def __init__(self, reader: Ros1Reader | Ros2Reader) -> None:
        self._reader = reader

    def __enter__(self) -> WholeBag:
        self._reader.open()
        return self

    def __exit__(self, *_: object) -> None:
        self._reader.close()

    @property
    def connections(self) -> list[Connection]:
        """The topics."""
        return self._reader.connections

    @property
    def span(self) -> tuple[int, int]:
        """First and last time of recording, nanoseconds."""
        if not self._reader.message_count:
            return 0, 0
        return self._reader.start_time, self._reader.end_time

    def messages(
        self, connections: Sequence[Connection]
    ) -> Iterator[tuple[Connection, int, bytes]]:
        """Connection, nanoseconds when recorded and CDR bytes."""
        for connection, stamp, data in self._reader.messages(connections=connections):
            yield connection, stamp, bytes(data)
