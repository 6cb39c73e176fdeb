# SPDX-License-Identifier: Apache-2.0
"""Tables, low tables and desks, with what lies on them."""

from __future__ import annotations

import copy

import numpy as np

from ws3d_model.datasets.rooms.decor import small_plant, table_lamp
from ws3d_model.datasets.rooms.design import Design
from ws3d_model.datasets.rooms.electronics import (
    computer_tower,
    keyboard,
    laptop,
    monitor,
    printer,
)
from ws3d_model.datasets.rooms.model import Model, Support, turned
from ws3d_model.datasets.rooms.palette import Paint
from ws3d_model.datasets.rooms.small_objects import (
    Maker,
    backpack,
    books,
    bottle,
    cup,
    scatter,
    small_box,
)

ON_TABLES: tuple[Maker, ...] = (bottle, cup, cup, books, small_box, small_plant, laptop)
ON_DESKS: tuple[Maker, ...] = (*ON_TABLES, books, table_lamp, laptop)


def table(design: Design, round_top: bool | None = None, width: float | None = None) -> Model:
    """A table to sit at, with things on it."""
    return laid(design, bare_table(design, round_top, width))


def laid(design: Design, bare: Model) -> Model:
    """A copy of a bare table with things on it."""
    return scatter(design, copy.deepcopy(bare), ON_TABLES, 5)


def bare_table(design: Design, round_top: bool | None = None, width: float | None = None) -> Model:
    """A table to sit at; its support is the free top."""
    if round_top is None:
        round_top = design.chance(0.35)
    height = design.uniform(0.68, 0.78)
    model, top = Model("table"), design.paint("wood", "wood", "neutral", "white", "any")
    frame = top if design.chance(0.4) else design.paint("metal", "neutral", "dark")
    if round_top:
        _round(design, model, width or design.uniform(0.6, 1.5), height, top, frame)
    else:
        wide = width or design.uniform(0.8, 2.4)
        _square(design, model, wide, design.uniform(0.6, 1.1), height, top, frame)
    return model


def coffee_table(design: Design) -> Model:
    """A low table."""
    model, height = Model("coffee table"), design.uniform(0.3, 0.5)
    top = design.paint("wood", "neutral", "white", "any")
    frame = top if design.chance(0.5) else design.paint("metal", "dark")
    if design.chance(0.3):
        _round(design, model, design.uniform(0.45, 0.9), height, top, frame)
    else:
        wide, deep = design.uniform(0.5, 1.3), design.uniform(0.45, 0.75)
        _square(design, model, wide, deep, height, top, frame)
        if design.chance(0.35):
            model.box((0, 0, height * 0.4), (wide * 0.85, deep * 0.85, 0.02), top)
    return scatter(design, model, ON_TABLES, 4)


def desk(design: Design, wide: float | None = None) -> Model:
    """A desk with its computer; one sits at its front (-y)."""
    model, height = Model("desk"), design.uniform(0.69, 0.78)
    wide, deep = wide or design.uniform(1.0, 1.8), design.uniform(0.55, 0.8)
    thick = design.uniform(0.02, 0.05)
    top = design.paint("wood", "neutral", "white")
    frame = top if design.chance(0.5) else design.paint("metal", "neutral", "dark")
    shape = design.family(
        "desk", ("legs", "pedestal", "two pedestals", "panels"), ("corner", "T legs")
    )
    model.box((0, 0, height - thick / 2), (wide, deep, thick), top)
    under = height - thick
    if shape == "legs":
        _legs(model, wide, deep, under, 0.05, frame)
    elif shape in ("panels", "corner"):
        for side in (-1, 1):
            model.box((side * (wide / 2 - 0.02), 0, under / 2), (0.03, deep * 0.95, under), frame)
        model.box((0, deep / 2 - 0.03, height * 0.6), (wide * 0.95, 0.02, height * 0.6), frame)
    elif shape == "T legs":
        for side in (-1, 1):
            x = side * (wide / 2 - 0.15)
            model.box((x, 0, under / 2), (0.07, 0.07, under), frame)
            model.box((x, 0, 0.02), (0.06, deep * 0.9, 0.04), frame)
    else:
        sides = (-1, 1) if shape == "two pedestals" else (-1,)
        for side in sides:
            _drawers(design, model, side * (wide / 2 - 0.21), deep, under, frame)
        if len(sides) == 1:
            model.box((wide / 2 - 0.03, 0, under / 2), (0.04, deep * 0.9, under), frame)
    if shape == "corner":
        side = design.choose((-1, 1))
        x, y = side * (wide / 2 - 0.25), -deep / 2 - 0.35
        model.box((x, y, height - thick / 2), (0.5, 0.7, thick), top)
        model.box((x, y - 0.33, under / 2), (0.48, 0.03, under), frame)
    if design.chance(0.15):
        _hutch(design, model, wide, deep, height, top)
    _workplace(design, model, wide, deep, height)
    model.supports = [
        Support((-wide / 2, wide / 2), (-deep / 2, 0.0), height, 0.6),
    ]
    return scatter(design, model, ON_DESKS, 4)


def _workplace(design: Design, model: Model, wide: float, deep: float, height: float) -> None:
    if design.chance(0.8):
        screens = design.count(1, 2) if wide > 1.3 else 1
        for number in range(screens):
            x = (number - (screens - 1) / 2) * 0.62 + design.normal(0.06)
            model.put(monitor(design), (x, deep * 0.2, height), design.normal(0.15))
        if design.chance(0.8):
            model.put(keyboard(design), (design.normal(0.1), -deep * 0.18, height), 0.0)
    if design.chance(0.4):
        x, below = design.choose((-1, 1)) * wide * 0.36, design.chance(0.7)
        model.put(computer_tower(design), (x, deep * 0.05, 0.0 if below else height))
    elif design.chance(0.12):
        model.put(printer(design), (wide * 0.3, deep * 0.1, height))
    if design.chance(0.08):
        model.put(backpack(design), (design.choose((-1, 1)) * wide * 0.25, 0, 0))


def _hutch(
    design: Design, model: Model, wide: float, deep: float, height: float, paint: Paint
) -> None:
    for rise in (0.38, 0.72):
        model.box((0, deep / 2 - 0.12, height + rise), (wide, 0.24, 0.025), paint)
    for side in (-1, 1):
        x = side * (wide / 2 - 0.015)
        model.box((x, deep / 2 - 0.12, height + 0.36), (0.03, 0.24, 0.72), paint)
    for _ in range(design.count(0, 3)):
        x = design.uniform(-wide * 0.35, wide * 0.35)
        model.put(books(design), (x, deep / 2 - 0.12, height + 0.393))


def _drawers(
    design: Design, model: Model, x: float, deep: float, height: float, paint: Paint
) -> None:
    model.box((x, 0, height / 2), (0.42, deep * 0.95, height), paint)
    for level in (0.18, 0.5, 0.8):
        at = (x, -deep * 0.475 - 0.008, level * height)
        model.box(at, (0.4, 0.016, height * 0.27), design.tinted(paint))
        model.box((x, at[1] - 0.018, at[2]), (0.12, 0.02, 0.015), paint)


def _legs(
    model: Model, wide: float, deep: float, height: float, thick: float, paint: Paint
) -> None:
    for x in (-1, 1):
        for y in (-1, 1):
            at = (x * (wide / 2 - thick), y * (deep / 2 - thick), height / 2)
            model.box(at, (thick, thick, height), paint)


def _square(
    design: Design, model: Model, wide: float, deep: float, height: float, top: Paint, frame: Paint
) -> None:
    thick = design.uniform(0.02, 0.06)
    model.box((0, 0, height - thick / 2), (wide, deep, thick), top)
    shape = design.family(
        "table base", ("legs", "thick legs", "panels", "columns"), ("trestle", "X")
    )
    under = height - thick
    if shape in ("legs", "thick legs"):
        _legs(model, wide, deep, under, 0.04 if shape == "legs" else 0.08, frame)
    elif shape == "panels":
        for side in (-1, 1):
            model.box((side * (wide / 2 - 0.1), 0, under / 2), (0.04, deep * 0.85, under), frame)
    elif shape == "columns":
        for side in (-1, 1) if wide > 1.3 else (0,):
            model.cylinder((side * wide * 0.3, 0, under / 2), 0.05, under, frame)
            model.cylinder((side * wide * 0.3, 0, 0.015), min(wide, deep) * 0.3, 0.03, frame)
    elif shape == "trestle":
        for side in (-1, 1):
            model.box((side * wide * 0.35, 0, under / 2), (0.08, 0.08, under), frame)
            model.box((side * wide * 0.35, 0, 0.03), (0.08, deep * 0.8, 0.06), frame)
        model.box((0, 0, under * 0.5), (wide * 0.7, 0.04, 0.1), frame)
    else:
        for angle in (np.pi / 5, -np.pi / 5):
            size = (float(np.hypot(wide, deep)) * 0.7, 0.04, under)
            model.box((0, 0, under / 2), size, frame, turned(angle))
    model.supports = [Support((-wide / 2, wide / 2), (-deep / 2, deep / 2), height, 0.45)]


def _round(
    design: Design, model: Model, wide: float, height: float, top: Paint, frame: Paint
) -> None:
    thick = design.uniform(0.02, 0.05)
    model.cylinder((0, 0, height - thick / 2), wide / 2, thick, top)
    shape = design.family("round base", ("foot", "cone", "legs", "star"), ("drum", "tripod"))
    under = height - thick
    if shape in ("foot", "cone"):
        radius = design.uniform(0.03, 0.09)
        taper = 0.45 if shape == "cone" else 1.0
        model.cylinder((0, 0, under / 2), radius, under, frame, taper=taper)
        model.cylinder((0, 0, 0.015), wide * 0.28, 0.03, frame)
    elif shape == "drum":
        model.cylinder((0, 0, under / 2), wide * 0.27, under, frame)
    else:
        number = 3 if shape == "tripod" else 4
        if shape == "star":
            model.cylinder((0, 0, under / 2), 0.04, under, frame)
        for angle in np.arange(number) * 2 * np.pi / number:
            x, y = 0.36 * wide * float(np.cos(angle)), 0.36 * wide * float(np.sin(angle))
            if shape == "star":
                model.box((x / 2, y / 2, 0.025), (0.36 * wide, 0.06, 0.05), frame, turned(angle))
            else:
                model.box((x, y, under / 2), (0.045, 0.045, under), frame)
    half = wide / 2 * 0.68
    model.supports = [Support((-half, half), (-half, half), height, 0.45)]
