# SPDX-License-Identifier: Apache-2.0
"""New stamps in serialized messages; clouds and images are not taken apart for it."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

from rclpy.serialization import deserialize_message, serialize_message
from tf2_msgs.msg import TFMessage

Shift = Callable[[int], int]  # nanoseconds to nanoseconds
SECOND = 1_000_000_000
_STAMP = 4  # bytes of the CDR encapsulation before the first field
_END = _STAMP + 8
_LAST = (1 << 31) * SECOND - 1  # what a stamp can hold


def has_header(message_type: Any) -> bool:
    """Whether the message's first field is a std_msgs/Header, whose stamp comes first."""
    fields = list(message_type.get_fields_and_field_types().items())
    return bool(fields) and fields[0] == ("header", "std_msgs/Header")


def stamp_of(data: bytes) -> int:
    """Nanoseconds of the header at the start of a serialized message."""
    # The encapsulation's second byte tells the byte order.
    seconds, nanoseconds = struct.unpack("<iI" if data[1] & 1 else ">iI", data[_STAMP:_END])
    return int(seconds) * SECOND + int(nanoseconds)


def restamped(data: bytes, message_type: Any, shift: Shift) -> bytes:
    """The message with every stamp t replaced by shift(t), or the nearest that a stamp can hold.

    Headers at the start of a message and the transforms of a TFMessage are known; other messages
    stay as they are.
    """
    if message_type is TFMessage:
        message = deserialize_message(data, TFMessage)
        for transform in message.transforms:
            stamp = transform.header.stamp
            stamp.sec, stamp.nanosec = _moved(stamp.sec * SECOND + stamp.nanosec, shift)
        moved: bytes = serialize_message(message)
        return moved
    if not has_header(message_type) or len(data) < _END:
        return data
    stamp = _moved(stamp_of(data), shift)
    return data[:_STAMP] + struct.pack("<iI" if data[1] & 1 else ">iI", *stamp) + data[_END:]


def _moved(stamp: int, shift: Shift) -> tuple[int, int]:
    """Seconds and nanoseconds of the new stamp."""
    return divmod(min(max(shift(stamp), 0), _LAST), SECOND)
