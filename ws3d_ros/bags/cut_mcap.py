# SPDX-License-Identifier: Apache-2.0
"""CutMcap: an mcap file without its end, as a recorder leaves it that lost its power."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rosbags.interfaces import Connection
from rosbags.rosbag2.storage_mcap import McapReader

MAGIC = b"\x89MCAP0\r\n"
SUFFIX = ".mcap"
_HEAD = 9  # bytes of a record before its content: a code, and the content's length


def cut_mcap(path: Path) -> CutMcap | None:
    """The cut file at a path, or the only one in a folder; None where there is none.

    A file is cut where it begins as mcap and does not end so.
    """
    files = [path] if path.is_file() else sorted(path.glob(f"*{SUFFIX}"))
    if len(files) != 1 or files[0].suffix != SUFFIX:
        return None
    size = files[0].stat().st_size
    with files[0].open("rb") as file:
        if size < 2 * len(MAGIC) or file.read(len(MAGIC)) != MAGIC:
            return None
        file.seek(-len(MAGIC), 2)
        if file.read() == MAGIC:
            return None
    return CutMcap(files[0])


class CutMcap:
    """Reads the whole records before the cut, in the order of the file; a context manager.

    Args:
        path: the .mcap file.
    """

    def __init__(self, path: Path) -> None:
        self.path, self._reader = path, McapReader(path)

    def __enter__(self) -> CutMcap:
        begin, end = self._whole_records()
        self._reader.bio = self.path.open("rb")
        self._reader.data_start, self._reader.data_end = begin, end
        self._reader.meta_scan()
        return self

    def __exit__(self, *_: object) -> None:
        self._reader.close()

    @property
    def damage(self) -> str:
        """What the reading ends with."""
        return "the file was cut off"

    @property
    def connections(self) -> list[Connection]:
        """The topics that were announced before the cut."""
        held = self._reader.statistics
        counts = {} if held is None else held.channel_message_counts
        return [c._replace(msgcount=counts.get(c.id, 0)) for c in self._reader.connections]

    @property
    def span(self) -> tuple[int, int]:
        """First and last time of recording before the cut, nanoseconds."""
        held = self._reader.statistics
        return (0, 0) if held is None or not held.message_count else (held[6], held[7])

    def messages(
        self, connections: Sequence[Connection]
    ) -> Iterator[tuple[Connection, int, bytes]]:
        """Connection, nanoseconds when recorded and CDR bytes."""
        yield from self._reader.messages_scan(connections)

    def _whole_records(self) -> tuple[int, int]:
        """Where the records after the header begin, and where the last whole one ends."""
        size = self.path.stat().st_size
        with self.path.open("rb") as file:
            begin = end = len(MAGIC)
            while True:
                file.seek(end)
                head = file.read(_HEAD)
                after = end + _HEAD + int.from_bytes(head[1:], "little")
                if len(head) < _HEAD or after > size:
                    return begin, end
                if end == len(MAGIC):
                    begin = after
                end = after
