# SPDX-License-Identifier: Apache-2.0
"""Stock: everything that can be put into the rooms of one scene, parametric or a mesh."""

from __future__ import annotations

from collections.abc import Sequence

from ws3d_model.worlds.furniture.inventory import INVENTORY, usual
from ws3d_model.worlds.furniture.item import Item
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.words import LEFT_OUT

_STANDING = ("floor", "wall-side", "corner", "on floor")


class Stock:
    """The items of one side of the train / held-out line.

    Args:
        design: the dice.
        meshes: items of an asset library, for the same side.

    Attributes:
        names: classes that there are, those left out of training only in held-out scenes.
        has_meshes: whether some of the items are meshes.
    """

    def __init__(self, design: Design, meshes: Sequence[Item] = ()) -> None:
        self._design = design
        self._meshes: dict[str, list[Item]] = {}
        for mesh in meshes:
            self._meshes.setdefault(mesh.name, []).append(mesh)
        self.has_meshes = bool(meshes)
        self.names = tuple(
            name
            for name in dict.fromkeys((*INVENTORY, *self._meshes))
            if design.held_out or name not in LEFT_OUT
        )

    def items(self, name: str) -> tuple[Item, ...]:
        """All ways of drawing a class, parametric ones first."""
        return (*INVENTORY.get(name, ()), *self._meshes.get(name, ()))

    def alike(self, item: Item) -> Item:
        """The item, or instead of it a mesh of the same class for the same place."""
        others = [mesh for mesh in self._meshes.get(item.name, ()) if mesh.place == item.place]
        return self._design.choose([item, *others])

    def usual(self, kind: str) -> list[tuple[Item, float]]:
        """What is usual in a kind of room, with weights of about 1 for what most of them have."""
        left_out = () if self._design.held_out else LEFT_OUT
        return [(item, weight) for item, weight in usual(kind).items() if item.name not in left_out]

    def make(self, name: str) -> Model | None:
        """A thing of a class that stands; None for one left out of training, in training."""
        items = [item for item in INVENTORY[name] if item.place in _STANDING]
        if not items or name not in self.names:
            return None
        return self.alike(self._design.choose(items)).make(self._design)
