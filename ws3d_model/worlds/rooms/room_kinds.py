# SPDX-License-Identifier: Apache-2.0
"""Kinds of rooms: how often each is drawn, how large it is, and which stand together."""

from __future__ import annotations

from typing import NamedTuple

Range = tuple[float, float]


class RoomKind(NamedTuple):
    """How often a kind is drawn, and its least and most width and depth in metres."""

    share: float
    width: Range
    depth: Range


SINGLE: dict[str, RoomKind] = {
    "bedroom": RoomKind(0.10, (2.8, 5.5), (2.8, 5.0)),
    "living room": RoomKind(0.09, (3.2, 6.5), (3.0, 6.0)),
    "kitchen": RoomKind(0.08, (2.4, 5.5), (2.4, 5.0)),
    "bathroom": RoomKind(0.07, (1.8, 3.6), (1.8, 3.4)),
    "studio": RoomKind(0.06, (4.5, 8.0), (4.5, 7.5)),
    "child's room": RoomKind(0.03, (2.6, 4.5), (2.6, 4.5)),
    "office": RoomKind(0.09, (2.8, 7.0), (2.8, 6.0)),
    "meeting room": RoomKind(0.07, (3.8, 8.0), (3.6, 7.0)),
    "classroom": RoomKind(0.05, (4.5, 8.5), (4.0, 7.5)),
    "cafe": RoomKind(0.05, (4.0, 9.0), (4.0, 7.0)),
    "shop": RoomKind(0.05, (4.0, 9.0), (4.0, 8.0)),
    "hospital room": RoomKind(0.04, (3.0, 5.0), (3.2, 5.5)),
    "hospital ward": RoomKind(0.03, (5.0, 9.0), (4.5, 7.0)),
    "waiting room": RoomKind(0.02, (3.0, 6.5), (3.0, 5.5)),
    "laundry": RoomKind(0.02, (2.0, 4.0), (2.0, 4.0)),
    "storeroom": RoomKind(0.02, (2.0, 5.0), (2.0, 5.0)),
    "gym": RoomKind(0.03, (4.0, 8.0), (4.0, 7.0)),
    "corridor": RoomKind(0.03, (4.0, 11.0), (1.4, 2.6)),
    "warehouse": RoomKind(0.06, (6.0, 11.0), (5.5, 9.0)),
}

# Kind of several rooms: whether a corridor may join them, and what each room may be.
_HOME = ("bedroom", "living room", "kitchen", "bathroom")
_WORK = ("office", "office", "meeting room", "storeroom", "cafe")
_CARE = ("hospital room", "hospital room", "waiting room", "bathroom", "storeroom", "office")
HOUSES: dict[str, tuple[bool, tuple[tuple[str, ...], ...]]] = {
    "flat": (True, (("living room",), ("kitchen", "bedroom"), ("bathroom", "bedroom"), _HOME)),
    "office floor": (True, (("office",), _WORK, _WORK, _WORK)),
    "hospital wing": (True, (("hospital room",), _CARE, _CARE)),
    "school floor": (True, (("classroom",), ("office", "storeroom", "classroom"))),
}
_SHARES = {"flat": 0.07, "office floor": 0.05, "hospital wing": 0.02, "school floor": 0.01}

KINDS: dict[str, RoomKind] = {
    **SINGLE,
    **{kind: RoomKind(share, (0.0, 0.0), (0.0, 0.0)) for kind, share in _SHARES.items()},
}
