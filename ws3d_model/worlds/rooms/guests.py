# SPDX-License-Identifier: Apache-2.0
"""Guests: the classes that usual furnishing brings too rarely come by invitation.

Who is invited follows from the seed and the kind of scene alone. A class is invited the more often
the fewer of it usual furnishing is expected to bring, and most often to scenes with a room where it
is usual, so that over many scenes none is rare.
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from ws3d_model.worlds.furniture.inventory import INVENTORY
from ws3d_model.worlds.furniture.item import ROOM_GROUPS, Item, Place
from ws3d_model.worlds.rooms.building import Building
from ws3d_model.worlds.rooms.furnishing import EXPECTED, put
from ws3d_model.worlds.rooms.room_kinds import HOUSES, KINDS, SINGLE
from ws3d_model.worlds.rooms.stock import Stock
from ws3d_model.worlds.shapes.design import Design

_WANTED = 0.055  # of all scenes shall hold a class
_FINDS_ROOM = {"floor": 0.4, "wall-side": 0.4, "corner": 0.6, "on wall": 0.7}  # of invitations
_MOSTLY = 0.8  # of invitations of smaller things
_MOST = 0.7  # of the scenes of a kind
_AMONG_MESHES = 1.5  # times as many scenes are to hold a large thing: meshes take room as well
_OFTENER = 4.0  # times its weight, at most: what is hardly usual in a room stays rare there
_FOUND_ROOM = 0.35  # of what usual furnishing wants to place finds a place, at least
_ELSEWHERE = 0.02  # how usual everything is everywhere, when a guest chooses a room
_TRIES = 5
_LARGE: tuple[Place, ...] = ("floor", "wall-side", "corner")
# Where a small guest goes for whom too few scenes have a usual room. What is large or fastened goes
# nowhere else: no pallet jack in an office, no urinal in a bedroom.
_BOUND: tuple[Place, ...] = (*_LARGE, "on wall", "ceiling")
_SETTINGS = (
    frozenset((*ROOM_GROUPS["home"], *ROOM_GROUPS["wet"], "kitchen")),
    frozenset((*ROOM_GROUPS["public"], *ROOM_GROUPS["goods"])) - {"corridor"},
)
# Rooms that are small or built in: one of each large thing is enough there.
_ONE_OF_EACH = frozenset({"bathroom", "kitchen", "laundry"})
_HALVINGS = 20  # of the range that a factor is looked for in
# The share of all scenes that are of a kind.
_OF_ALL = {
    kind: entry.share / sum(one.share for one in KINDS.values()) for kind, entry in KINDS.items()
}
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
        often = _AMONG_MESHES if stock.has_meshes else 1.0
        self._invited = invited(stock.names, seed, kind, often)

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
    if room.kind not in _hosts(item.name):
        return item.place not in _BOUND
    if item.place not in _LARGE:
        return True
    return room.kind not in _ONE_OF_EACH or item.name not in room.names


@functools.cache
def _hosts(name: str) -> frozenset[str]:
    """The kinds of rooms that a class may come to as a guest, those where it is usual among them.

    What the inventory does not know may come everywhere but where little else has room.
    """
    items = INVENTORY.get(name, ())
    rooms = frozenset(room for item in items for room in item.rooms)
    if not rooms:
        return frozenset(SINGLE) - _ONE_OF_EACH
    if items[0].place in _BOUND:
        return rooms
    return rooms.union(*(setting for setting in _SETTINGS if rooms & setting))


def invited(names: Sequence[str], seed: int, kind: str, often: float = 1.0) -> tuple[str, ...]:
    """The classes among `names` whose turn it is in the scene of a seed, of some kind.

    `often` times as many scenes shall hold a large thing as do of parametric things alone.
    """
    turn = seed * _GOLDEN
    return tuple(
        name
        for name in names
        if (turn + zlib.crc32(name.encode()) / 2**32) % 1.0
        < _shares(name, often if _fills_floor(name) else 1.0).get(kind, 0.0)
    )


def _fills_floor(name: str) -> bool:
    """Whether a class is large; what there are meshes of alone may be."""
    return all(item.place in _LARGE for item in INVENTORY.get(name, ())[:1])


def usual_number(name: str) -> float:
    """How many of a class usual furnishing brings to a scene, on average and at least."""
    return sum(
        _OF_ALL[kind] * number * item.rooms.get(room, 0.0)
        * EXPECTED.get(item.place, 1.0) * _FOUND_ROOM
        for kind in KINDS
        for room, number in _rooms_of(kind).items()
        for item in INVENTORY.get(name, ())
    )  # fmt: skip


@functools.cache
def _shares(name: str, often: float) -> Mapping[str, float]:
    """The share of the scenes of each kind that a class is invited to.

    So that `often` times as many scenes as are wanted at least shall hold it. Among the kinds with
    a room where it is usual, the more usual the more often.
    """
    items = INVENTORY.get(name, ())
    finds = max((_FINDS_ROOM.get(item.place, _MOSTLY) for item in items), default=_MOSTLY)
    wanted = max(0.0, often * _WANTED - usual_number(name)) / finds
    usual = {kind: weight for kind in KINDS if (weight := _weight(items, kind))}
    there = _spread(wanted, usual, often * _OFTENER)
    hosts = _hosts(name)
    near = {kind: 1.0 for kind in KINDS if kind not in usual and hosts & _rooms_of(kind).keys()}
    missing = wanted - sum(_OF_ALL[kind] * share for kind, share in there.items())
    return MappingProxyType({**there, **_spread(missing, near, often * _OFTENER)})


def _weight(items: Sequence[Item], kind: str) -> float:
    """How usual things are in the room of a kind of scene where they are most usual."""
    rooms = _rooms_of(kind)
    return max((item.rooms.get(room, 0.0) for item in items for room in rooms), default=0.0)


def _spread(wanted: float, weights: Mapping[str, float], most: float) -> dict[str, float]:
    """Shares of the scenes of each kind, `most` times their weight and `_MOST` at most.

    Together they are as near to the `wanted` share of all scenes as the kinds allow.
    """
    few, many = 0.0, most
    for _ in range(_HALVINGS):
        factor = (few + many) / 2
        found = sum(_OF_ALL[kind] * min(_MOST, factor * w) for kind, w in weights.items())
        few, many = (factor, many) if found < wanted else (few, factor)
    return {kind: min(_MOST, many * weight) for kind, weight in weights.items()}


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
