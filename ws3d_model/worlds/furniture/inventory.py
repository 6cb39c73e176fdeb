# SPDX-License-Identifier: Apache-2.0
"""Inventory: which things there are, where each of them goes, and in which rooms it is usual."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ws3d_model.worlds.furniture.item import Item, Place
from ws3d_model.worlds.furniture.large_items import LARGE_ITEMS
from ws3d_model.worlds.furniture.small_items import SMALL_ITEMS
from ws3d_model.worlds.furniture.special_items import SPECIAL_ITEMS
from ws3d_model.worlds.furniture.wall_items import WALL_ITEMS

ITEMS: tuple[Item, ...] = (*LARGE_ITEMS, *WALL_ITEMS, *SMALL_ITEMS, *SPECIAL_ITEMS)

# Class name to the ways of drawing it: a fan stands on the floor or hangs from the ceiling.
INVENTORY: Mapping[str, tuple[Item, ...]] = MappingProxyType(
    {
        name: tuple(item for item in ITEMS if item.name == name)
        for name in dict.fromkeys(item.name for item in ITEMS)
    }
)


def usual(kind: str, *places: Place) -> dict[Item, float]:
    """Items of a kind of room that go to one of the places (all without any), and their weights."""
    return {
        item: item.rooms[kind]
        for item in ITEMS
        if kind in item.rooms and (not places or item.place in places)
    }
