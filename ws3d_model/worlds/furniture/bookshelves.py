# SPDX-License-Identifier: Apache-2.0
"""Bookshelves and open shelves: boards in frames of many kinds, filled with books or things."""

from __future__ import annotations

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.decor import small_plant
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar
from ws3d_model.worlds.furniture.office_things import binders
from ws3d_model.worlds.furniture.ornaments import figure, photo_frame, vase
from ws3d_model.worlds.furniture.small_objects import (
    Maker,
    books,
    bottle,
    cup,
    folded_towel,
    scatter,
    small_box,
)
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, Support
from ws3d_model.worlds.shapes.palette import Paint

_ON_SHELVES: tuple[Maker, ...] = (
    *(small_box, small_box, books, bottle, small_plant, folded_towel, cup),
    *(binders, vase, photo_frame, figure),
)
_BACKED = ("back panel", "divided", "cubes", "cupboard below")


def bookshelf(design: Design, name: str = "bookshelf") -> Model:
    """Boards in a frame: filled with books, or with name "shelf" with boxes and things."""
    model, shape = of_family(
        design,
        name,
        ("back panel", "open", "divided", "cupboard below", "metal rack"),
        ("posts", "cubes", "ladder", "stepped"),
    )
    metallic = shape in ("metal rack", "posts")
    paint = finishes.metal(design) if metallic else finishes.wood(design)
    if not metallic and design.chance(0.4):
        paint = finishes.board(design)
    width, depth = design.uniform(0.6, 1.8), design.uniform(0.22, 0.42)
    height = design.uniform(0.8, 2.2)
    levels = max(2, int(height / design.uniform(0.28, 0.42)))
    step = height / levels
    boards = [(level * step, width, depth) for level in range(levels + 1)]
    if shape == "ladder":
        boards = [(z, w, depth * (1.5 - z / height)) for z, w, _ in boards]
    elif shape == "stepped":
        boards = [(z, width * (1 - 0.5 * z / height), d) for z, _, d in boards]
    _uprights(model, shape, width, depth, height, step, paint)
    rear = depth / 2
    for z, wide, deep in boards:
        centre = ((wide - width) / 2, rear - deep / 2, max(0.011, z - 0.011))
        model.box(centre, (wide, deep, 0.022), paint)
        if shape == "stepped" and z > 0:
            x = centre[0] + wide / 2 - 0.012
            model.box((x, 0, z - step / 2), (0.024, depth, step + 0.02), paint)
    if shape == "cupboard below":
        front = finishes.board(design)
        model.box((0, -depth / 2 - 0.008, step / 2), (width - 0.01, 0.018, step * 0.95), front)
    if shape in ("metal rack", "open") and design.chance(0.5):  # crossed braces at the back
        for way in (-1, 1):
            start = (-way * width / 2, rear - 0.008, 0.05)
            bar(model, start, (way * width / 2, rear - 0.008, height - 0.05), 0.012, paint)
    first = 1 if shape == "cupboard below" else 0
    _fill(
        design, model, name, [(z, w, d, (w - width) / 2) for z, w, d in boards][first:], step, rear
    )
    return model.centred()


def _uprights(
    model: Model, shape: str, width: float, depth: float, height: float, step: float, paint: Paint
) -> None:
    if shape in ("posts", "metal rack"):
        for x in (-1.0, 1.0):
            for y in (-1.0, 1.0):
                at = (x * (width / 2 - 0.015), y * (depth / 2 - 0.015), height / 2)
                model.box(at, (0.03, 0.03, height), paint)
    elif shape == "ladder":
        for side in (-1.0, 1.0):
            x = side * (width / 2 + 0.012)
            foot = (x, -depth, 0.0)
            bar(model, foot, (x, depth / 2 - 0.05, height), 0.03, paint, 0.024)
            model.box((x, depth / 2 - 0.02, height / 2), (0.024, 0.03, height), paint)
    elif shape == "stepped":
        model.box((-width / 2 + 0.012, 0, height / 2), (0.024, depth, height), paint)
    else:
        for side in (-1.0, 1.0):
            at = (side * (width / 2 - 0.012), 0.0, height / 2)
            model.box(at, (0.024, depth, height), paint)
    if shape in _BACKED:
        model.box((0, depth / 2 - 0.008, height / 2), (width, 0.012, height), paint)
    bays = {"divided": 2, "cubes": max(2, round(width / step))}.get(shape, 1)
    for bay in range(1, bays):
        middle = -width / 2 + width * bay / bays
        model.box((middle, 0, height / 2), (0.02, depth, height), paint)


def _fill(
    design: Design,
    model: Model,
    name: str,
    boards: list[tuple[float, float, float, float]],
    step: float,
    rear: float,
) -> None:
    """Books in rows, or things, on boards given by height, width, depth and middle along x."""
    if name == "bookshelf":
        separate, fill = design.chance(0.25), design.uniform(0.3, 1.0)
        for z, wide, deep, middle in boards[:-1]:
            if design.chance(0.12):
                continue
            spot = (middle, rear - deep / 2, z)
            _rows_of_books(design, model, wide, deep, spot, step, fill, separate)
        if design.chance(0.3):
            z, wide, deep, middle = boards[-1]
            model.supports = [_support(z, wide, deep, middle, rear, 0.3)]
            scatter(design, model, _ON_SHELVES, 2)
        return
    model.supports = [_support(*board, rear, step - 0.03) for board in boards]
    scatter(design, model, _ON_SHELVES, 5)


def _support(
    z: float, wide: float, deep: float, middle: float, rear: float, room: float
) -> Support:
    across = (middle - wide / 2 + 0.03, middle + wide / 2 - 0.03)
    return Support(across, (rear - deep, rear), z if z else 0.022, room)


def open_shelf(design: Design) -> Model:
    """Boards with boxes and things."""
    return bookshelf(design, "shelf")


def _rows_of_books(
    design: Design,
    model: Model,
    width: float,
    depth: float,
    spot: tuple[float, float, float],
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
        row = Model("books", "books: row") if separate else Model(model.name)
        paint = finishes.paper(design)
        start = 0.0
        while start < wide - 0.02:
            thick = min(design.uniform(0.05, 0.16), wide - start)
            height = tall * design.uniform(0.85, 1)
            book = paint._replace(colour=design.colour(), frequency=(60.0, 0.0, 0.0))
            row.box((start + thick / 2, 0, height / 2), (thick, deep, height), book)
            start += thick
        at = (spot[0] + x, spot[1] + design.uniform(-0.02, 0.03), spot[2] if spot[2] else 0.022)
        if separate:
            model.put(row, at)
        else:
            model.join(row, at)
        x += wide + 0.01
