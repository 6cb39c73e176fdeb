# SPDX-License-Identifier: Apache-2.0
"""Item: one way to draw a class, where it goes, and how usual it is in each kind of room."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model

Place = Literal["floor", "wall-side", "corner", "on wall", "on table", "on floor", "ceiling"]

_HOME = ("bedroom", "living room", "studio", "child's room")
_WORK = ("office", "meeting room", "classroom")
_CARE = ("hospital room", "hospital ward", "waiting room")
_WET = ("bathroom", "laundry")
_GOODS = ("shop", "storeroom", "warehouse")
_PUBLIC = (*_WORK, *_CARE, "cafe", "shop", "corridor", "gym")
ROOM_GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "home": _HOME,
        "work": _WORK,
        "care": _CARE,
        "wet": _WET,
        "goods": _GOODS,
        "public": _PUBLIC,
        "all": (*_HOME, *_PUBLIC, *_WET, "kitchen", "storeroom", "warehouse"),
    }
)


@dataclass(frozen=True, eq=False)
class Item:
    """One way to draw a class.

    Attributes:
        name: class name.
        make: draws one, standing on z = 0; things for walls have their back on y = 0 and their
            lower edge on z = 0, things for ceilings hang below z = 0.
        place: "floor" (in the open), "wall-side" (its back +y at a wall), "corner", "on wall",
            "on table" (or on a shelf), "on floor" (small, strewn), "ceiling".
        rooms: kind of room to weight: how usual it is there, about 1 for what most of them have.
        heights: where the lower edge of a thing "on wall" may be, metres above the floor.
    """

    name: str
    make: Callable[[Design], Model]
    place: Place
    rooms: Mapping[str, float]
    heights: tuple[float, float] = (0.0, 0.0)


def item(
    name: str,
    make: Callable[[Design], Model],
    place: Place,
    usual: str,
    heights: tuple[float, float] = (0.0, 0.0),
) -> Item:
    """An item from a line of the inventory.

    Args:
        usual: weights as "all 0.2; kitchen, cafe 1": kinds of rooms or groups of them, then a
            number; a kind that is named itself wins over its groups, later groups over earlier.

    Raises:
        ValueError: a part of `usual` without a number, or an unknown kind of room.
    """
    groups: dict[str, float] = {}
    own: dict[str, float] = {}
    for part in usual.split(";"):
        kinds, _, number = part.strip().rpartition(" ")
        for kind in kinds.split(","):
            kind = kind.strip()
            if kind not in ROOM_GROUPS and kind not in ROOM_GROUPS["all"]:
                raise ValueError(f"{name}: unknown kind of room {kind!r} in {usual!r}")
            if kind in ROOM_GROUPS:
                groups.update(dict.fromkeys(ROOM_GROUPS[kind], float(number)))
            else:
                own[kind] = float(number)
    return Item(name, make, place, MappingProxyType({**groups, **own}), heights)
