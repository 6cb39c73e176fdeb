# SPDX-License-Identifier: Apache-2.0
"""Things of desks: pens, staplers, glue, organizers, calculators, magazines, playing cards."""

from __future__ import annotations

from functools import partial

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar, settled, tray
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, tilted, turned
from ws3d_model.worlds.shapes.primitives import Faces


def _pens(design: Design, name: str) -> Model:
    """One to five pens: side by side, strewn, or with their caps off."""
    model, shape = of_family(design, name, ("row", "strewn", "single"), ("capless", "bundle"))
    thick = {"pen": 0.01, "marker": 0.018, "correction pen": 0.02}[name]
    long = {"pen": 0.145, "marker": 0.135, "correction pen": 0.12}[name] * design.uniform(0.9, 1.1)
    count = {"single": 1, "capless": 1}.get(shape, design.count(2, 5))
    for number in range(count):
        one = Model(name)
        body = finishes.plastic(design, "white", "dark", "vivid", "metal")
        cap = finishes.plastic(design, "vivid", "dark")
        one.cylinder((0, 0, thick / 2), thick / 2, long * 0.7, body, "x")
        tip = 0.85 if shape != "capless" else 0.4
        one.cylinder((long * 0.5, 0, thick / 2), thick * 0.55 * tip, long * 0.32, cap, "x")
        if name == "correction pen":
            one.box((-long * 0.1, 0, thick / 2), (long * 0.4, thick * 1.6, thick), body)
        if shape != "capless":
            one.box((long * 0.42, 0, thick), (long * 0.25, 0.004, 0.006), cap)
        at = (0.0, number * thick * 1.6, 0.0)
        turn = design.normal(0.05)
        if shape == "strewn":
            at = (design.normal(0.03), number * 0.05, 0.0)
            turn = design.normal(0.3)
        elif shape == "bundle":
            at = (0.0, (number % 3) * thick, (number // 3) * thick)
            turn = 0.0
        model.join(settled(one), at, turn)
    return settled(model)


pen = partial(_pens, name="pen")
marker = partial(_pens, name="marker")
correction_pen = partial(_pens, name="correction pen")


def stapler(design: Design) -> Model:
    """A stapler, closed, open, or a large one with a lever."""
    model, shape = of_family(design, "stapler", ("closed", "open", "small"), ("heavy", "upright"))
    paint, steel = finishes.plastic(design, "dark", "vivid"), finishes.metal(design, "metal")
    long = {"small": 0.07, "heavy": 0.26}.get(shape, design.uniform(0.12, 0.16))
    wide = 0.03 if shape != "heavy" else 0.06
    model.box((0, 0, 0.006), (wide * 1.2, long, 0.012), paint)
    lift = {"open": 0.28, "heavy": 0.15}.get(shape, 0.06)
    rise = lift * long * 0.5 + 0.02
    model.box((0, long * 0.42, 0.02), (wide * 0.9, long * 0.14, 0.04), paint)
    model.box((0, 0, rise + 0.006), (wide * 0.8, long * 0.98, 0.014), steel, tilted(-lift))
    model.box((0, 0, rise + 0.018), (wide, long * 0.95, 0.022), paint, tilted(-lift), 8)
    if shape == "heavy":
        bar(model, (0, long * 0.3, 0.06), (0, -long * 0.6, 0.16), 0.025, steel)
    if shape == "upright":
        for piece in model.primitives:
            turn = tilted(np.pi / 2)
            piece.centre, piece.rotation = turn @ piece.centre, turn @ piece.rotation
    return settled(model)


def glue(design: Design) -> Model:
    """A stick, a bottle with a nozzle, or a tube."""
    model, shape = of_family(design, "glue", ("stick", "bottle", "flat bottle"), ("lying stick",))
    paint, cap = finishes.plastic(design, "white", "vivid"), finishes.plastic(design, "vivid")
    high = design.uniform(0.08, 0.11)
    if shape == "lying stick":
        model.cylinder((0, 0, 0.013), 0.013, high, paint, "x")
        return model.cylinder((high / 2, 0, 0.014), 0.014, 0.03, cap, "x").centred()
    if shape == "stick":
        model.cylinder((0, 0, high / 2), 0.013, high, paint)
        return model.cylinder((0, 0, high), 0.014, 0.035, cap)
    deep = 0.05 if shape == "bottle" else 0.03
    model.box((0, 0, high * 0.6), (0.055, deep, high * 1.2), paint, roundness=5)
    return settled(model.cylinder((0, 0, high * 1.2 + 0.018), 0.012, 0.05, cap, taper=0.4))


def desk_organizer(design: Design) -> Model:
    """Pots and trays with pens in them."""
    model, shape = of_family(
        design, "desk organizer", ("pot", "box and pots", "steps"), ("carousel", "drawers")
    )
    made = design.choose((finishes.plastic, finishes.wood, finishes.metal))
    paint = made(design)
    pots = [(0.0, 0.0, 0.04, design.uniform(0.09, 0.12))]
    if shape == "box and pots":
        tray(model, (0.09, 0, 0.025), (0.1, 0.1, 0.05), 0.006, paint)
    elif shape == "steps":
        pots = [(0.075 * n, 0.0, 0.034, 0.06 + 0.03 * n) for n in range(3)]
    elif shape == "carousel":
        model.cylinder((0, 0, 0.006), 0.09, 0.012, paint)
        pots = [(0.05 * float(np.cos(a)), 0.05 * float(np.sin(a)), 0.036, 0.1)
                for a in np.arange(4) * np.pi / 2]  # fmt: skip
    elif shape == "drawers":
        model.box((0.1, 0, 0.06), (0.14, 0.14, 0.12), paint)
        for z in (0.03, 0.09):
            front = design.tinted(paint, 0.4)
            model.box((0.1, -0.072, z), (0.13, 0.008, 0.05), front)
    for x, y, wide, high in pots:
        model.cylinder((x, y, high / 2), wide, high, paint, faces=Faces.SIDE | Faces.BOTTOM)
        model.cylinder((x, y, 0.003), wide, 0.006, paint)
        for _ in range(design.count(0, 4)):
            lean = (design.normal(0.015), design.normal(0.015))
            end = (x + lean[0] * 1.6, y + lean[1] * 1.6, design.uniform(0.13, 0.18))
            bar(model, (x - lean[0] * 0.5, y - lean[1] * 0.5, 0.004), end, 0.008,
                finishes.plastic(design))  # fmt: skip
    return settled(model)


def magazine_holder(design: Design) -> Model:
    """One to four upright files with a sloping top, full or empty."""
    model, shape = of_family(design, "magazine holder", ("slope", "square", "mesh"), ("rack",))
    paint = finishes.paper(design) if design.chance(0.5) else finishes.plastic(design)
    if shape == "mesh":
        paint = finishes.metal(design)
    high, deep = design.uniform(0.26, 0.31), design.uniform(0.22, 0.26)
    for number in range(design.choose((1, 2, 3, 4))):
        x = number * 0.1
        front = high if shape == "square" else high * 0.45
        outline = [(-deep / 2, 0.0), (deep / 2, 0.0), (deep / 2, high), (-deep / 2, front)]
        for side in (-1, 1):
            model.prism(outline, 0.004, paint, (x + side * 0.043, 0, 0), "x")
        model.box((x, deep / 2, high / 2), (0.09, 0.005, high), paint)
        model.box((x, -deep / 2, front / 2), (0.09, 0.005, front), paint)
        model.box((x, 0, 0.003), (0.09, deep, 0.006), paint)
        if shape == "rack":
            model.box((x, 0, high * 0.25), (0.09, deep, 0.006), paint)
        for page in range(design.count(0, 3)):
            at = (x - 0.025 + 0.02 * page, 0.0, 0.006 + 0.13)
            model.box(at, (0.012, deep * 0.88, 0.26), finishes.paper(design))
    return settled(model)


def calculator(design: Design) -> Model:
    """A pocket calculator, or a large one with a raised display or a paper roll."""
    model, shape = of_family(design, "calculator", ("pocket", "desk", "wide"), ("printing",))
    paint, keys = finishes.plastic(design), finishes.plastic(design, "white", "dark", "neutral")
    wide, deep = {"pocket": (0.075, 0.13), "desk": (0.11, 0.15)}.get(shape, (0.19, 0.2))
    high = 0.012 if shape == "pocket" else 0.03
    slope = [(-deep / 2, 0.0), (deep / 2, 0.0), (deep / 2, high * 1.4), (-deep / 2, high * 0.7)]
    model.prism(slope, wide, paint, (0, 0, 0), "x")
    lean = tilted(-float(np.arctan(high * 0.7 / deep)))
    for row in range(4):
        y = -deep * 0.4 + row * deep * 0.16
        z = high * (1.05 + 0.7 * y / deep)
        for column in range(4):
            at = (wide * (column - 1.5) * 0.22, y, z)
            model.box(at, (wide * 0.16, deep * 0.11, 0.006), keys, lean)
    model.box((0, deep * 0.36, high * 1.32), (wide * 0.85, deep * 0.18, 0.005),
              finishes.screen(design), lean)  # fmt: skip
    if shape == "printing":
        model.cylinder((0, deep * 0.6, 0.035), 0.035, 0.06, finishes.paper(design), "x")
    return settled(model)


def bookend(design: Design) -> Model:
    """A bookend with the books that it holds."""
    model, shape = of_family(design, "bookend", ("sheet", "block", "wedge"), ("figure", "arch"))
    made = design.choose((finishes.metal, finishes.wood, finishes.stone))
    paint, high = made(design), design.uniform(0.13, 0.18)
    books, x = Model("books", "books: row"), 0.0
    for _ in range(design.count(0, 6)):
        thick, tall = design.uniform(0.015, 0.04), design.uniform(0.18, 0.26)
        books.box((x + thick / 2, 0, tall / 2), (thick, 0.16, tall), finishes.paper(design))
        x += thick + 0.002
    for side, at in ((-1, -0.004), (1, x + 0.002)):
        if shape == "sheet":
            model.box((at, 0, high / 2), (0.004, 0.12, high), paint)
            model.box((at + side * 0.05, 0, 0.002), (0.1, 0.12, 0.004), paint)
        elif shape == "wedge":
            outline = [(at, 0.0), (at + side * 0.1, 0.0), (at, high)]
            model.prism(outline if side > 0 else outline[::-1], 0.1, paint, (0, 0, 0), "y")
        elif shape == "figure":
            model.box((at + side * 0.05, 0, 0.02), (0.1, 0.1, 0.04), paint)
            model.ellipsoid((at + side * 0.05, 0, 0.09), (0.035, 0.035, 0.06), paint)
            model.ellipsoid((at + side * 0.05, 0, 0.16), (0.025, 0.025, 0.025), paint)
        else:
            wide = 0.06 if shape == "block" else 0.1
            model.box((at + side * wide / 2, 0, high / 2), (wide, 0.1, high), paint)
        if x == 0.0:
            break
    if x:
        model.put(books, (0, 0, 0))
    return settled(model)


def magazine(design: Design) -> Model:
    """Magazines: one, a pile, a fan, or one that lies open."""
    model, shape = of_family(design, "magazine", ("single", "pile", "fan"), ("open", "rolled"))
    size = (design.uniform(0.19, 0.23), design.uniform(0.26, 0.3))
    if shape == "rolled":
        return model.cylinder((0, 0, 0.025), 0.025, size[1], finishes.paper(design), "x")
    if shape == "open":
        paper = finishes.paper(design)
        for side in (-1, 1):
            at = (side * size[0] / 2, 0.0, 0.005)
            model.box(at, (size[0], size[1], 0.01), paper)
        return model
    for number in range({"single": 1, "fan": 4}.get(shape, design.count(3, 9))):
        turn = 0.3 * (number - 1.5) if shape == "fan" else design.normal(0.08)
        at = (0.05 * number if shape == "fan" else 0.0, 0.0, 0.004 + 0.008 * number)
        model.box(at, (*size, 0.008), finishes.paper(design), turned(turn))
    return settled(model)


def deck_of_cards(design: Design) -> Model:
    """Playing cards: a deck, its box, a fan, some dealt."""
    model, shape = of_family(design, "deck of cards", ("deck", "box", "dealt"), ("fan",))
    paper, size = finishes.paper(design), (0.063, 0.09)
    if shape in ("deck", "dealt"):
        model.box((0, 0, 0.009), (*size, 0.018), paper)
    if shape == "box":
        model.box((0, 0, 0.011), (0.067, 0.095, 0.022), paper, turned(design.uniform(0, 3)))
    for number in range(design.count(3, 7) if shape in ("dealt", "fan") else 0):
        if shape == "fan":
            turn = turned(0.2 * (number - 3))
            at = turn @ np.array([0.0, 0.06, 0.0])
            place = (float(at[0]), float(at[1]), 0.001 + 0.001 * number)
            model.box(place, (*size, 0.0015), paper, turn)
        else:
            place = (0.08 + 0.05 * number, design.normal(0.02), 0.001 + 0.0005 * number)
            model.box(place, (*size, 0.002), paper, turned(design.normal(0.2)))
    return settled(model)
