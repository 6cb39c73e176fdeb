# SPDX-License-Identifier: Apache-2.0
"""Guests: the classes that usual furnishing brings too rarely come by invitation.

Who is invited follows from the seed and the kind of scene alone. A class is invited the more often
the fewer of it usual furnishing is expected to bring, and most often to scenes with a room where it
is usual, so that over many scenes none is rare.
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from ws3d_model.worlds.furniture.inventory import INVENTORY
from ws3d_model.worlds.furniture.item import ROOM_GROUPS, Item, Place
from ws3d_model.worlds.rooms.building import Building
from ws3d_model.worlds.rooms.furnishing import EXPECTED, put
from ws3d_model.worlds.rooms.room_kinds import HOUSES, KINDS, SINGLE
from ws3d_model.worlds.rooms.stock import Stock
from ws3d_model.worlds.shapes.design import Design

_WANTED = 0.055  # of all scenes shall hold a class
_FINDS_ROOM = {"floor": 0.5, "wall-side": 0.5, "corner": 0.7, "on wall": 0.7}  # of invitations
_MOSTLY = 0.9  # of invitations of smaller things
_MOST = 0.4  # of the scenes with a room where it is usual
_THERE = 0.85  # of the invitations go to such scenes, as long as there are enough of them
_FOUND_ROOM = 0.35  # of what usual furnishing wants to place finds a place, at least
_ELSEWHERE = 0.02  # how usual everything is everywhere, when a guest chooses a room
_TRIES = 5
_LARGE: tuple[Place, ...] = ("floor", "wall-side", "corner")
# A guest for whom too few scenes have a usual room comes elsewhere in the same setting: no pallet
# jack in a bedroom.
_SETTINGS = (
    frozenset((*ROOM_GROUPS["home"], *ROOM_GROUPS["wet"], "kitchen")),
    frozenset((*ROOM_GROUPS["public"], "storeroom")) - {"corridor"},
)
# Rooms that are small or built in: what stands there is what is usual there.
_NO_STRANGERS = frozenset({"bathroom", "kitchen", "laundry"})
_GOLDEN = 0.6180339887498949  # multiples of it fill 0..1 evenly, for any run of seeds


class Guests:
    """The classes whose turn it is in one scene; each comes once, to whichever room has a place.

    Args:
        design: the dice.
        stock: what there is.
        seed: of the scene.
        kind: of the scene.
    """

    def __init__(self, design: Design, stock: Stock, seed: int, kind: str) -> None:
        self._design = design
        self._stock = stock
        self._invited = invited(stock.names, seed, kind)

    def seat_large(self, rooms: Sequence[Building]) -> None:
        """Place what stands on the floor, before the rooms are furnished."""
        self._seat([name for name in self._invited if self._is_large(name)], rooms)

    def seat_small(self, rooms: Sequence[Building]) -> None:
        """Place what lies on things, hangs, or is strewn, once the furniture stands."""
        self._seat([name for name in self._invited if not self._is_large(name)], rooms)

    def _is_large(self, name: str) -> bool:
        return self._stock.items(name)[0].place in _LARGE

    def _seat(self, names: Sequence[str], rooms: Sequence[Building]) -> None:
        design = self._design
        for name in names:
            for number in range(_TRIES):
                item = design.choose(self._stock.items(name))
                place = item.place
                if place == "on table" and number >= _TRIES // 2:
                    place = "on floor"
                open_to = [room for room in rooms if _admits(room, item)]
                if not open_to:
                    continue
                fitting = [item.rooms.get(room.kind, 0.0) + _ELSEWHERE for room in open_to]
                room = design.choose(open_to, fitting)
                if put(room, place, item.make(design), item.heights):
                    break


def _admits(room: Building, item: Item) -> bool:
    """Whether a room takes the item as a guest: no strangers, and no second toilet, in some."""
    if room.kind not in _NO_STRANGERS or item.place not in _LARGE:
        return True
    return room.kind in item.rooms and item.name not in room.names


def invited(names: Sequence[str], seed: int, kind: str) -> tuple[str, ...]:
    """The classes among `names` whose turn it is in the scene of a seed, of some kind."""
    turn = seed * _GOLDEN
    return tuple(
        name
        for name in names
        if (turn + zlib.crc32(name.encode()) / 2**32) % 1.0 < _share(name, kind)
    )


def usual_number(name: str) -> float:
    """How many of a class usual furnishing brings to a scene, on average and at least."""
    total = sum(entry.share for entry in KINDS.values())
    return sum(
        entry.share / total * number * item.rooms.get(room, 0.0)
        * EXPECTED.get(item.place, 1.0) * _FOUND_ROOM
        for kind, entry in KINDS.items()
        for room, number in _rooms_of(kind).items()
        for item in INVENTORY.get(name, ())
    )  # fmt: skip


@functools.cache
def _share(name: str, kind: str) -> float:
    """The share of the scenes of a kind that a class is invited to."""
    items = INVENTORY.get(name, ())
    rooms = {room for item in items for room in item.rooms}
    finds = max((_FINDS_ROOM.get(item.place, _MOSTLY) for item in items), default=_MOSTLY)
    wanted = max(0.0, _WANTED - usual_number(name)) / finds
    known = rooms or SINGLE.keys()
    around = frozenset().union(*(setting for setting in _SETTINGS if known & setting), known)
    there = _share_of_kinds_with(rooms)
    near = _share_of_kinds_with(around) - there
    invited = min(_MOST, _THERE * wanted / there) if there else 0.0
    if rooms & _rooms_of(kind).keys():
        return invited
    if not around & _rooms_of(kind).keys():
        return 0.0
    return min(1.0, max(0.0, wanted - invited * there) / max(near, 1e-6))


def _share_of_kinds_with(rooms: Collection[str]) -> float:
    """The share of all scenes that have one of these kinds of rooms."""
    total = sum(entry.share for entry in KINDS.values())
    return (
        sum(
            entry.share
            for kind, entry in KINDS.items()
            if not _rooms_of(kind).keys().isdisjoint(rooms)
        )
        / total
    )


@functools.cache
def _rooms_of(kind: str) -> Mapping[str, float]:
    """Kinds of rooms in a kind of scene, and how many of each there are on average."""
    if kind in SINGLE:
        return MappingProxyType({kind: 1.0})
    with_corridor, options = HOUSES[kind]
    found = {"corridor": 0.75} if with_corridor else {}
    for number, choices in enumerate(options):
        there = 1.0 if number < 2 else (len(options) - number) / (len(options) - 1)
        for room in choices:
            found[room] = found.get(room, 0.0) + there / len(choices)
    return MappingProxyType(found)
