# SPDX-License-Identifier: Apache-2.0
"""Guests: a few things drawn evenly over all classes, so that none is rare over many scenes."""

from __future__ import annotations

from ws3d_model.worlds.rooms.building import Building
from ws3d_model.worlds.rooms.furnishing import put
from ws3d_model.worlds.rooms.stock import Stock
from ws3d_model.worlds.shapes.design import Design

_SHARE = 0.055  # of all classes are guests in each scene
_TRIES = 4
_STRIDE = 7919  # a prime: consecutive seeds invite from all over the list
_LARGE = ("floor", "wall-side", "corner")


class Guests:
    """The classes whose turn it is in one scene; each comes once, to whichever room has a place.

    Args:
        design: the dice.
        stock: what there is.
        seed: of the scene.
    """

    def __init__(self, design: Design, stock: Stock, seed: int) -> None:
        self._design = design
        self._stock = stock
        names = stock.names
        count = max(1, round(_SHARE * len(names)))
        self._invited = [
            names[(seed * count + turn) * _STRIDE % len(names)] for turn in range(count)
        ]

    def seat_large(self, rooms: list[Building]) -> None:
        """Place what stands on the floor, before the rooms are furnished."""
        self._seat([name for name in self._invited if self._is_large(name)], rooms)

    def seat_small(self, rooms: list[Building]) -> None:
        """Place what lies on things, hangs, or is strewn, once the furniture stands."""
        self._seat([name for name in self._invited if not self._is_large(name)], rooms)

    def _is_large(self, name: str) -> bool:
        return self._stock.items(name)[0].place in _LARGE

    def _seat(self, names: list[str], rooms: list[Building]) -> None:
        design = self._design
        for name in names:
            for number in range(_TRIES):
                item = design.choose(self._stock.items(name))
                place = item.place
                if place == "on table" and number >= _TRIES // 2:
                    place = "on floor"
                if put(design.choose(rooms), place, item.make(design), item.heights):
                    break
