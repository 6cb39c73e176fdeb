# SPDX-License-Identifier: Apache-2.0
"""ROS 1 bags, their messages turned into the bytes of the same ROS 2 messages (by rosbags)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rosbags.convert.converter import STATIC_MSGTYPE_RENAMES, migrate_bytes
from rosbags.interfaces import Connection
from rosbags.rosbag1 import Reader
from rosbags.typesys import Stores, get_types_from_msg, get_typestore

from ws3d_ros.bags.message_types import UnknownMessageType, message_class, typestore_of
from ws3d_ros.bags.whole_bag import WholeBag

SUFFIX = ".bag"
RENAMED = {**STATIC_MSGTYPE_RENAMES, "tf/msg/tfMessage": "tf2_msgs/msg/TFMessage"}
"""Types of ROS 1 by what they are in ROS 2; of the old tf the fields are the same."""


def ros2_type_name(connection: Connection) -> str:
    """The name of a topic's type in ROS 2."""
    return RENAMED.get(connection.msgtype, connection.msgtype)


class Ros1Bag(WholeBag):
    """A ROS 1 bag as a ROS 2 one is read; a context manager.

    Args:
        path: the .bag file.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(Reader(path))

    def messages(
        self, connections: Sequence[Connection]
    ) -> Iterator[tuple[Connection, int, bytes]]:
        """Connection, nanoseconds when recorded and CDR bytes.

        Raises:
            UnknownMessageType: a chosen type is not installed here.
        """
        theirs = get_typestore(Stores.EMPTY)
        for connection in connections:
            theirs.register(get_types_from_msg(connection.msgdef.data, connection.msgtype))
        names = {connection.id: ros2_type_name(connection) for connection in connections}
        ours = typestore_of([message_class(name) for name in set(names.values())])
        cache: dict[str, object] = {}
        for connection, stamp, data in self._reader.messages(connections=connections):
            try:
                migrated = migrate_bytes(
                    theirs, ours, connection.msgtype, names[connection.id], cache, data,
                    src_is2=False, dst_is2=True,
                )  # fmt: skip
            except (KeyError, AssertionError) as error:
                raise UnknownMessageType(
                    f"{connection.topic}: the bag's {connection.msgtype} is another type than the "
                    f"installed {names[connection.id]} ({error}); convert the bag with "
                    "`rosbags-convert`"
                ) from error
            yield connection, stamp, bytes(migrated)
