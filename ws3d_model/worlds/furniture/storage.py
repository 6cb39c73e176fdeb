# SPDX-License-Identifier: Apache-2.0
"""Cabinets of every sort: kitchen cabinets, wardrobes, dressers, nightstands, file cabinets."""

from __future__ import annotations

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.bookshelves import bookshelf, open_shelf
from ws3d_model.worlds.furniture.cabinet_fronts import add_fronts
from ws3d_model.worlds.furniture.decor import small_plant, table_lamp
from ws3d_model.worlds.furniture.electronics import printer, television
from ws3d_model.worlds.furniture.small_objects import (
    Maker,
    books,
    bottle,
    box,
    cup,
    folded_towel,
    scatter,
    small_box,
)
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, Support
from ws3d_model.worlds.shapes.palette import Paint
from ws3d_model.worlds.shapes.primitives import Faces

__all__ = ["bookshelf", "cabinet", "open_shelf", "topless"]

Range = tuple[float, float]

# Width, depth, height in metres.
_SIZES: dict[str, tuple[Range, Range, Range]] = {
    "cabinet": ((0.5, 1.8), (0.35, 0.6), (0.6, 2.1)),
    "kitchen cabinet": ((0.5, 1.6), (0.5, 0.62), (0.8, 2.1)),
    "wardrobe": ((0.8, 2.2), (0.5, 0.65), (1.7, 2.3)),
    "dresser": ((0.7, 1.5), (0.4, 0.55), (0.7, 1.2)),
    "nightstand": ((0.35, 0.55), (0.35, 0.5), (0.4, 0.65)),
    "media console": ((1.0, 2.0), (0.35, 0.5), (0.35, 0.6)),
    "file cabinet": ((0.38, 0.5), (0.45, 0.65), (0.6, 1.4)),
}
_ON_TOP: tuple[Maker, ...] = (books, small_box, bottle, cup, small_plant, table_lamp)
_ON_SHELVES: tuple[Maker, ...] = (small_box, books, bottle, small_plant, folded_towel, cup)


def cabinet(
    design: Design,
    name: str = "cabinet",
    width: float | None = None,
    depth: float | None = None,
    height: float | None = None,
    paint: Paint | None = None,
    legs: bool | None = None,
) -> Model:
    """A closed piece of storage of the given class, things on top of a low one."""
    model, (widths, depths, heights) = Model(name), _SIZES[name]
    width = design.uniform(*widths) if width is None else width
    depth = design.uniform(*depths) if depth is None else depth
    height = design.uniform(*heights) if height is None else height
    paint = paint or (finishes.wood(design) if design.chance(0.4) else finishes.board(design))
    if name == "file cabinet" and design.chance(0.6):
        paint = finishes.metal(design)
    lift = 0.0
    if design.chance(0.35) if legs is None else legs:
        lift = design.uniform(0.04, 0.14)
        for x in (-1, 1):
            for y in (-1, 1):
                at = (x * (width / 2 - 0.04), y * (depth / 2 - 0.04), lift / 2)
                model.box(at, (0.04, 0.04, lift), paint)
    model.box((0, 0, (height + lift) / 2), (width, depth, height - lift), paint)
    add_fronts(design, model, width, depth, lift, height, paint)
    if height < 1.4:
        span = (-width / 2, width / 2)
        model.supports = [Support(span, (-depth / 2, depth / 2), height, 0.6)]
        if name == "media console" and design.chance(0.75):
            model.put(television(design), (0, depth * 0.15, height))
            model.supports = [Support(span, (-depth / 2, -depth * 0.2), height, 0.2)]
        elif name == "file cabinet" and design.chance(0.15):
            model.put(printer(design), (0, 0, height))
            model.supports = []
        scatter(design, model, _ON_TOP, 3)
    elif design.chance(0.15) and name in ("wardrobe", "cabinet", "file cabinet"):
        model.put(box(design), (0, 0, height))
    return model


def topless(model: Model) -> Model:
    """A cabinet without its upper side and without things on it, to go under a worktop."""
    model.primitives = [p for p in model.primitives if p.part == 0]
    for primitive in model.primitives:
        primitive.faces &= ~Faces.TOP
    return model
