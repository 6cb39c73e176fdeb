# SPDX-License-Identifier: Apache-2.0
"""Cabinets of every sort, bookshelves and open shelves."""

from __future__ import annotations

from ws3d_model.datasets.rooms.decor import small_plant, table_lamp
from ws3d_model.datasets.rooms.design import Design
from ws3d_model.datasets.rooms.electronics import printer, television
from ws3d_model.datasets.rooms.model import Model, Support
from ws3d_model.datasets.rooms.palette import Paint, Pattern
from ws3d_model.datasets.rooms.primitives import Faces
from ws3d_model.datasets.rooms.small_objects import (
    Maker,
    books,
    bottle,
    box,
    cup,
    folded_towel,
    scatter,
    small_box,
)

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
    paint = paint or design.paint("wood", "wood", "neutral", "white", "any")
    lift = 0.0
    if design.chance(0.35) if legs is None else legs:
        lift = design.uniform(0.04, 0.14)
        for x in (-1, 1):
            for y in (-1, 1):
                at = (x * (width / 2 - 0.04), y * (depth / 2 - 0.04), lift / 2)
                model.box(at, (0.04, 0.04, lift), paint)
    model.box((0, 0, (height + lift) / 2), (width, depth, height - lift), paint)
    _fronts(design, model, name, width, depth, lift, height, paint)
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


def _fronts(
    design: Design,
    model: Model,
    name: str,
    width: float,
    depth: float,
    lift: float,
    height: float,
    paint: Paint,
) -> None:
    """Doors and drawers, a little proud of the body, with handles."""
    inside = height - lift
    drawers = name in ("dresser", "nightstand", "file cabinet", "media console")
    shape = design.family(
        "cabinet front", ("doors", "drawers", "plain"), ("framed", "sliding", "open niche")
    )
    columns = max(1, round(width / design.uniform(0.35, 0.65)))
    rows = max(1, round(inside / design.uniform(0.2, 0.45))) if drawers else 1
    if not drawers and shape == "drawers" and name != "wardrobe":
        rows = max(1, round(inside / design.uniform(0.25, 0.6)))
    front = design.tinted(paint, 0.15) if design.chance(0.7) else design.paint()
    metal = design.paint("metal", "dark", "wood")
    gap, thick = design.uniform(0.008, 0.03), 0.012 if shape == "plain" else 0.02
    for column in range(columns):
        for row in range(rows):
            x = -width / 2 + width * (column + 0.5) / columns
            z = lift + inside * (row + 0.5) / rows
            size = (width / columns - gap, thick, inside / rows - gap)
            y = -depth / 2 - thick / 2 - (0.02 if shape == "sliding" and column % 2 else 0)
            if shape == "open niche" and row == rows - 1 and rows > 1:
                model.box((x, y + 0.03, z), (size[0], 0.004, size[2]), design.paint("dark"))
                continue
            model.box((x, y, z), size, front)
            if shape == "framed":
                inner = (size[0] * 0.7, 0.01, size[2] * 0.75)
                model.box((x, y - thick / 2, z), inner, design.tinted(front, 0.2))
            upright = rows == 1
            side = (0.4 if column % 2 == 0 else -0.4) * width / columns if upright else 0.0
            handle = (0.02, 0.025, 0.14) if upright else (0.12, 0.025, 0.02)
            if shape != "plain":
                model.box((x + side, y - thick / 2 - 0.012, z), handle, metal)


def bookshelf(design: Design, name: str = "bookshelf") -> Model:
    """Boards in a frame: filled with books, or with name "shelf" with boxes and things."""
    model, paint = Model(name), design.paint("wood", "wood", "white", "neutral", "dark")
    width, depth = design.uniform(0.6, 1.8), design.uniform(0.22, 0.4)
    height = design.uniform(0.8, 2.2)
    shape = design.family(
        "shelf frame", ("back panel", "open", "divided"), ("posts", "cubes", "ladder")
    )
    levels = max(2, int(height / design.uniform(0.28, 0.42)))
    step = height / levels
    if shape in ("posts", "ladder"):
        metal = design.paint("metal", "dark")
        for x in (-1, 1):
            for y in (-1, 1):
                at = (x * (width / 2 - 0.015), y * (depth / 2 - 0.015), height / 2)
                model.box(at, (0.03, 0.03, height), metal)
    else:
        for side in (-1.0, 1.0):
            model.box((side * (width / 2 - 0.012), 0, height / 2), (0.024, depth, height), paint)
    if shape in ("back panel", "divided", "cubes"):
        model.box((0, depth / 2 - 0.008, height / 2), (width, 0.012, height), paint)
    bays = {"divided": 2, "cubes": max(2, round(width / step))}.get(shape, 1)
    for bay in range(1, bays):
        middle = -width / 2 + width * bay / bays
        model.box((middle, 0, height / 2), (0.02, depth, height), paint)
    for level in range(levels + 1):
        model.box((0, 0, max(0.011, level * step - 0.011)), (width, depth, 0.022), paint)
    fill = design.uniform(0.3, 1.0)
    if name == "bookshelf":
        separate = design.chance(0.25)
        for level in range(levels):
            _rows_of_books(design, model, width, depth, level * step, step, fill, separate)
    else:
        model.supports = [
            Support((-width / 2, width / 2), (-depth / 2, depth / 2), level * step, step - 0.03)
            for level in range(levels + 1)
        ]
        scatter(design, model, _ON_SHELVES, 5)
    return model


def _rows_of_books(
    design: Design,
    model: Model,
    width: float,
    depth: float,
    z: float,
    step: float,
    fill: float,
    separate: bool,
) -> None:
    """Upright books along one board; `separate` makes them objects of their own."""
    x, end = -width / 2 + 0.03, width / 2 - 0.06
    while x < end:
        if not design.chance(fill):
            x += design.uniform(0.08, 0.3)
            continue
        wide = min(design.uniform(0.08, 0.35), width / 2 - 0.03 - x)
        tall, deep = step * design.uniform(0.5, 0.82), depth * design.uniform(0.55, 0.8)
        row = Model("books") if separate else Model(model.name)
        paint = design.paint("vivid", "any", "neutral", pattern=Pattern.STRIPES)
        start = 0.0
        while start < wide - 0.02:
            thick = min(design.uniform(0.05, 0.16), wide - start)
            height = tall * design.uniform(0.85, 1)
            book = paint._replace(colour=design.colour(), frequency=(60.0, 0.0, 0.0))
            row.box((start + thick / 2, 0, height / 2), (thick, deep, height), book)
            start += thick
        at = (x, design.uniform(-0.02, 0.03), z)
        if separate:
            model.put(row, at)
        else:
            model.join(row, at)
        x += wide + 0.01
