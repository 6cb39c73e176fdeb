# SPDX-License-Identifier: Apache-2.0
"""Desks with their workplaces: screens, keyboards, computers and what else lies there."""

from __future__ import annotations

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.decor import small_plant, table_lamp
from ws3d_model.worlds.furniture.electronics import (
    computer_tower,
    keyboard,
    laptop,
    monitor,
    printer,
)
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar, legs
from ws3d_model.worlds.furniture.gadgets import computer_mouse, headphones, telephone
from ws3d_model.worlds.furniture.office_things import binders, papers
from ws3d_model.worlds.furniture.small_objects import (
    Maker,
    backpack,
    books,
    bottle,
    cup,
    scatter,
    small_box,
)
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, Support
from ws3d_model.worlds.shapes.palette import Paint

ON_DESKS: tuple[Maker, ...] = (
    *(bottle, cup, cup, books, books, small_box, small_plant, laptop, table_lamp),
    *(papers, papers, telephone, headphones, binders),
)


def desk(design: Design, wide: float | None = None) -> Model:
    """A desk, its back at the wall, with what people have on and below it."""
    model, shape = of_family(
        design,
        "desk",
        ("panel sides", "two pedestals", "one pedestal", "T legs", "legs", "standing", "L"),
        ("corner", "secretary", "A-frames", "wall mounted"),
    )
    wide = wide or design.uniform(0.9, 1.8)
    deep, thick = design.uniform(0.55, 0.85), design.uniform(0.02, 0.05)
    height = design.uniform(0.69, 0.78)
    if shape == "standing":
        height = design.uniform(0.75, 1.15)
    top = finishes.board(design)
    frame = top if design.chance(0.4) else finishes.frame(design)
    under = height - thick
    model.box((0, 0, height - thick / 2), (wide, deep, thick), top)
    _carry(design, model, shape, wide, deep, under, frame)
    if shape in ("corner", "L"):
        side, length = design.choose((-1, 1)), design.uniform(0.6, 0.9)
        x, y = side * (wide / 2 - 0.25), -deep / 2 - length / 2
        model.box((x, y, height - thick / 2), (0.5, length + 0.01, thick), top)
        model.box((x, y - length / 2 + 0.03, under / 2), (0.48, 0.03, under + 0.004), frame)
    if shape == "secretary":
        _hutch(design, model, wide, deep, height, top)
    elif design.chance(0.25) and shape != "standing":  # a panel towards who sits opposite
        paint = finishes.fabric(design) if design.chance(0.6) else finishes.board(design)
        rise = design.uniform(0.3, 0.5)
        model.box((0, deep / 2 - 0.012, height + rise / 2 - 0.1), (wide, 0.025, rise + 0.2), paint)
    elif design.chance(0.12):
        _hutch(design, model, wide, deep, height, top)
    taken = _workplace(design, model, wide, deep, height, "pedestal" in shape)
    edges = (-wide / 2, taken[0] - 0.05, taken[1] + 0.05, wide / 2)
    model.supports = [
        Support(span, (-deep / 2, 0.0), height, 0.6)
        for span in (edges[:2], edges[2:])
        if span[1] - span[0] > 0.12
    ]
    return scatter(design, model, ON_DESKS, 4)


def _carry(
    design: Design, model: Model, shape: str, wide: float, deep: float, under: float, frame: Paint
) -> None:
    if shape in ("legs", "secretary"):
        legs(model, wide, deep, under + 0.004, 0.05, frame)
        model.box((0, 0, under - 0.05), (wide * 0.94, deep * 0.94, 0.1), frame)
    elif shape in ("panel sides", "corner", "L"):
        for side in (-1, 1):
            at = (side * (wide / 2 - 0.02), 0.0, under / 2)
            model.box(at, (0.03, deep * 0.95, under + 0.004), frame)
        model.box((0, deep / 2 - 0.03, under * 0.7), (wide * 0.97, 0.02, under * 0.6), frame)
    elif shape in ("T legs", "standing"):
        for side in (-1, 1):
            x = side * (wide / 2 - 0.15)
            model.box((x, 0, under / 2), (0.07, 0.09, under + 0.004), frame)
            model.box((x, 0, 0.02), (0.07, deep * 0.9, 0.04), frame)
            model.box((x, 0, under - 0.02), (0.05, deep * 0.8, 0.04), frame)
        model.box((0, 0, under - 0.03), (wide - 0.3, 0.05, 0.04), frame)
    elif shape == "A-frames":
        for side in (-1, 1):
            for y in (-1, 1):
                foot = (side * (wide / 2 - 0.1), y * deep * 0.48, 0.01)
                bar(model, foot, (foot[0], y * deep * 0.1, under), 0.045, frame)
            model.box((side * (wide / 2 - 0.1), 0, under * 0.4), (0.03, deep * 0.6, 0.04), frame)
    elif shape == "wall mounted":
        for side in (-1, 1):
            x = side * wide * 0.4
            bar(model, (x, deep / 2 - 0.01, under * 0.55), (x, -deep * 0.2, under), 0.035, frame)
            model.box((x, deep / 2 - 0.02, under / 2), (0.04, 0.03, under), frame)
    else:
        sides = (-1, 1) if shape == "two pedestals" else (design.choose((-1, 1)),)
        for side in sides:
            _drawers(design, model, side * (wide / 2 - 0.22), deep, under, frame)
        if len(sides) == 1:
            at = (-sides[0] * (wide / 2 - 0.03), 0.0, under / 2)
            model.box(at, (0.04, deep * 0.9, under + 0.004), frame)
        model.box((0, deep / 2 - 0.05, under * 0.7), (wide * 0.96, 0.02, under * 0.6), frame)


def _workplace(
    design: Design, model: Model, wide: float, deep: float, height: float, drawers: bool
) -> tuple[float, float]:
    """Screens, keyboard and computer; returns from where to where along x the front is taken."""
    taken, screens = (0.0, 0.0), 0
    if design.chance(0.8):
        screens = design.count(1, 2) if wide > 1.3 else 1
        for number in range(screens):
            x = (number - (screens - 1) / 2) * 0.7 + design.normal(0.01)
            model.put(monitor(design), (x, deep * 0.2, height), design.normal(0.08))
        if design.chance(0.8):
            x = design.normal(0.06)
            model.put(keyboard(design), (x, -deep * 0.25, height), 0.0)
            model.put(computer_mouse(design), (x + 0.32, -deep * 0.25, height), 0.0)
            taken = (x - 0.24, x + 0.37)
    side = design.choose((-1, 1))
    if design.chance(0.4) and not drawers:
        model.put(computer_tower(design), (side * wide * 0.34, deep * 0.05, 0.0))
    if design.chance(0.12) and screens == 1 and wide > 1.5:
        machine = printer(design)
        _, high = machine.bounds()
        if high[2] < 0.5:
            model.put(machine, (side * (wide / 2 - 0.25), deep * 0.2, height))
    elif design.chance(0.08) and not drawers:
        model.put(backpack(design), (-side * wide * 0.25, 0, 0))
    return taken


def _hutch(
    design: Design, model: Model, wide: float, deep: float, height: float, paint: Paint
) -> None:
    for rise in (0.38, 0.72):
        model.box((0, deep / 2 - 0.12, height + rise), (wide, 0.24, 0.025), paint)
    for side in (-1, 1):
        x = side * (wide / 2 - 0.015)
        model.box((x, deep / 2 - 0.12, height + 0.36), (0.03, 0.24, 0.74), paint)
    for _ in range(design.count(0, 3)):
        x = design.uniform(-wide * 0.35, wide * 0.35)
        model.put(books(design), (x, deep / 2 - 0.12, height + 0.393))


def _drawers(
    design: Design, model: Model, x: float, deep: float, height: float, paint: Paint
) -> None:
    model.box((x, 0, height / 2), (0.42, deep * 0.95, height + 0.004), paint)
    grip = finishes.metal(design, "metal", "dark")
    for level in (0.18, 0.5, 0.8):
        at = (x, -deep * 0.475 - 0.008, level * height)
        model.box(at, (0.4, 0.016, height * 0.27), design.tinted(paint))
        model.box((x, at[1] - 0.014, at[2]), (0.12, 0.02, 0.015), grip)
