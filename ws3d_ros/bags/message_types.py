# SPDX-License-Identifier: Apache-2.0
"""Definitions of messages for a bag, taken from the message classes that are installed.

So a bag can hold every type the graph knows, vision_msgs and ws3d_msgs among them, and no list of
definitions has to be kept.
"""

from __future__ import annotations

import importlib
import re
from typing import Any

from rosbags.typesys import Stores, get_types_from_msg, get_typestore
from rosbags.typesys.store import Typestore

_BASIC_NAMES = {
    "boolean": "bool",
    "octet": "byte",
    "float": "float32",
    "double": "float64",
}
_SEQUENCE = re.compile(r"^sequence<(?P<element>[^,]+)(?:, (?P<bound>\d+))?>$")
_ARRAY = re.compile(r"^(?P<element>[^\[]+)\[(?P<length>\d+)\]$")
_BOUNDED_STRING = re.compile(r"^(?P<kind>w?string)<(?P<bound>\d+)>$")


class UnknownMessageType(LookupError):
    """A message type that is not installed here; says what to install."""


def message_class(type_name: str) -> Any:
    """The Python class of `package/msg/Name`.

    Raises:
        UnknownMessageType: the package or the type is not installed.
    """
    parts = type_name.split("/")
    if len(parts) not in (2, 3) or not all(part.isidentifier() for part in parts):
        raise UnknownMessageType(f"'{type_name}' is no message type: write package/msg/Name")
    try:
        return getattr(importlib.import_module(f"{parts[0]}.msg"), parts[-1])
    except (ImportError, AttributeError):
        raise UnknownMessageType(
            f"message type '{type_name}' is not installed: install the package '{parts[0]}', or "
            "choose topics without it (--topic)"
        ) from None


def type_name(message_type: Any) -> str:
    """`package/msg/Name` of a message class."""
    package = message_type.__module__.split(".", 1)[0]
    return f"{package}/msg/{message_type.__name__}"


def definition(message_type: Any) -> str:
    """The fields of a message class as the lines of a .msg file (constants left out)."""
    fields = message_type.get_fields_and_field_types()
    return "".join(f"{_field_type(kind)} {name}\n" for name, kind in fields.items())


def typestore_of(message_types: list[Any]) -> Typestore:
    """A rosbags store that holds these message classes and every type inside them."""
    store = get_typestore(Stores.EMPTY)
    waiting, known = [type_name(message_type) for message_type in message_types], set[str]()
    found: dict[str, Any] = {}
    while waiting:
        name = waiting.pop()
        if name in known:
            continue
        known.add(name)
        text = definition(message_class(name))
        found.update(get_types_from_msg(text, name))
        inner = (line.split(" ")[0].split("[")[0] for line in text.splitlines())
        waiting += ["/msg/".join(kind.split("/")) for kind in inner if "/" in kind]
    store.register(found)
    return store


def _field_type(kind: str) -> str:
    """A field's type in the words of a .msg file, from those of rosidl's Python classes."""
    if match := _SEQUENCE.match(kind):
        bound = f"<={match['bound']}" if match["bound"] else ""
        return f"{_field_type(match['element'])}[{bound}]"
    if match := _ARRAY.match(kind):
        return f"{_field_type(match['element'])}[{match['length']}]"
    if match := _BOUNDED_STRING.match(kind):
        return f"{match['kind']}<={match['bound']}"
    return _BASIC_NAMES.get(kind, kind)
