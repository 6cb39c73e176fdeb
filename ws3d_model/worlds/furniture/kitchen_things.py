# SPDX-License-Identifier: Apache-2.0
"""Things of kitchens that stand on worktops and tables, or hang and stand among the cabinets."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar, tray
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, tilted
from ws3d_model.worlds.shapes.primitives import Faces


def kettle(design: Design) -> Model:
    """An electric kettle or one for the hob."""
    model, shape = of_family(design, "kettle", ("jug", "cone"), ("hob",))
    body, dark = finishes.appliance(design), finishes.plastic(design, "dark", "neutral", "white")
    radius, high = design.uniform(0.07, 0.09), design.uniform(0.17, 0.24)
    if shape == "hob":
        model.ellipsoid((0, 0, 0.08), (0.1, 0.1, 0.08), body)
        bar(model, (-0.08, 0, 0.13), (-0.06, 0, 0.22), 0.018, dark)
        bar(model, (0.08, 0, 0.13), (0.06, 0, 0.22), 0.018, dark)
        model.box((0, 0, 0.22), (0.14, 0.022, 0.022), dark)
        bar(model, (0, -0.08, 0.09), (0, -0.15, 0.15), 0.03, body)
        return model.centred()
    model.cylinder((0, 0, 0.015), radius, 0.03, dark)
    model.cylinder((0, 0, high / 2 + 0.02), radius, high - 0.02, body,
                   taper=0.72 if shape == "cone" else 0.92)  # fmt: skip
    model.cylinder((0, 0, high + 0.015), radius * 0.65, 0.03, dark)
    model.box((0, radius + 0.035, high * 0.55), (0.025, 0.025, high * 0.75), dark)
    for z in (high * 0.25, high * 0.9):
        model.box((0, radius * 0.95, z), (0.025, 0.09, 0.025), dark)
    bar(model, (0, -radius * 0.7, high * 0.8), (0, -radius - 0.03, high), 0.03, body)
    return model.centred()


def toaster(design: Design) -> Model:
    """A toaster, perhaps with slices in it."""
    model, slots = of_family(design, "toaster", (1, 2), (4,))
    body, dark = finishes.appliance(design), finishes.plastic(design, "dark")
    long, deep, high = design.uniform(0.26, 0.36), 0.1 + 0.04 * slots, design.uniform(0.17, 0.21)
    model.box(
        (0, 0, high / 2 + 0.005), (long, deep, high), body, roundness=design.choose((0.0, 7.0))
    )
    model.box((0, 0, 0.01), (long * 0.9, deep * 0.9, 0.02), dark)
    for slot in range(slots):
        y = (slot - (slots - 1) / 2) * 0.04
        model.box((0, y, high + 0.003), (long * 0.7, 0.025, 0.012), dark)
        if design.chance(0.3):
            model.box((0, y, high + 0.02), (0.1, 0.015, 0.06), design.paint("wood", material=""))
    model.box((long / 2 + 0.012, 0, high * 0.6), (0.03, 0.04, 0.02), dark)
    return model.centred()


def coffee_machine(design: Design) -> Model:
    """A filter machine, an espresso machine or one for capsules."""
    model, shape = of_family(design, "coffee maker", ("filter", "espresso"), ("capsules", "office"))
    body, dark = finishes.appliance(design), finishes.plastic(design, "dark", "neutral")
    if shape == "office":
        wide, deep, high = 0.32, 0.48, design.uniform(0.55, 0.75)
    else:
        wide, deep = design.uniform(0.16, 0.32), design.uniform(0.24, 0.36)
        high = design.uniform(0.28, 0.4)
    model.box((0, 0, 0.02), (wide, deep, 0.04), dark)
    model.box((0, deep * 0.28, high / 2), (wide, deep * 0.44, high), body)
    model.box((0, -deep * 0.1, high * 0.85), (wide, deep * 0.8, high * 0.3), body)
    if shape == "filter":
        model.cylinder((0, -deep * 0.18, 0.1), 0.065, 0.13, finishes.glass(design), taper=0.8)
        model.box((0, -deep * 0.18 - 0.085, 0.1), (0.02, 0.05, 0.09), dark)
    else:
        model.cylinder((0, -deep * 0.2, high * 0.66), 0.03, high * 0.16, finishes.metal(design))
        model.cylinder(
            (0, -deep * 0.2, 0.075), 0.035, 0.075, finishes.ceramic(design, "white", "any")
        )
    if shape in ("espresso", "office"):
        model.box((0, -deep * 0.5, high * 0.85), (wide * 0.7, 0.015, high * 0.16), dark)
    return model.centred()


def dish_rack(design: Design) -> Model:
    """A rack of wires with plates in a row."""
    model, shape = of_family(design, "dish rack", ("wires", "tray"), ("two tiers",))
    wire = finishes.metal(design)
    long, deep = design.uniform(0.35, 0.5), design.uniform(0.28, 0.36)
    tray(model, (0, 0, 0.015), (long, deep, 0.03), 0.01, finishes.plastic(design))
    levels = (0.09,) if shape != "two tiers" else (0.09, 0.32)
    for level in levels:
        for side in (-1, 1):
            model.box((0, side * deep / 2, level), (long, 0.01, 0.01), wire)
            model.box((side * long / 2, 0, level), (0.01, deep, 0.01), wire)
            for end in (-1, 1):
                post = (side * long / 2, end * deep / 2, level / 2)
                model.box(post, (0.012, 0.012, level), wire)
        for x in np.arange(-long / 2 + 0.05, long / 2 - 0.02, 0.045):
            model.box((float(x), 0, level), (0.006, deep, 0.006), wire)
            if design.chance(0.6):
                dish = Model("plate", "plate: in a rack")
                dish.cylinder((0, 0, 0), design.uniform(0.09, 0.13), 0.012,
                              finishes.ceramic(design, "white", "any"), "x")  # fmt: skip
                low, _ = dish.bounds()
                model.put(dish, (float(x) + 0.012, 0.0, level - 0.02 - float(low[2])))
    return model.centred()


def frying_pan(design: Design) -> Model:
    """A frying pan or a wok, its handle towards the front."""
    model, shape = of_family(design, "frying pan", ("flat", "deep"), ("wok",))
    body, grip = finishes.metal(design), finishes.plastic(design, "dark", "wood")
    radius, high = design.uniform(0.1, 0.15), {"flat": 0.04, "deep": 0.07, "wok": 0.1}[shape]
    taper = 1.9 if shape == "wok" else 1.15
    faces = Faces.SIDE | Faces.BOTTOM
    model.cylinder((0, 0, high / 2), radius / taper, high, body, taper=taper, faces=faces)
    start, end = (0.0, -radius * 0.96, high * 0.85), (0.0, -radius - 0.18, high + 0.02)
    return bar(model, start, end, 0.018, grip, 0.03).centred()


def cooking_pot(design: Design) -> Model:
    """A pot with two handles, with or without its lid."""
    model, shape = of_family(design, "cooking pot", ("open", "lidded"), ("tall", "casserole"))
    body, grip = finishes.metal(design), finishes.plastic(design, "dark", "wood")
    radius = design.uniform(0.08, 0.15)
    high = {"tall": 0.24, "casserole": 0.1}.get(shape, design.uniform(0.09, 0.17))
    across = radius * (0.75 if shape == "casserole" else 1.0)
    faces = Faces.SIDE | Faces.BOTTOM
    model.cylinder((0, 0, high / 2), radius, high, body, radius_y=across, faces=faces)
    for side in (-1, 1):
        model.box((side * (radius + 0.018), 0, high * 0.75), (0.05, 0.08, 0.015), grip)
    if shape in ("lidded", "casserole"):
        model.cylinder((0, 0, high + 0.01), radius * 1.02, 0.025, body, "z", 0.6, across * 1.02)
        model.cylinder((0, 0, high + 0.035), 0.015, 0.03, grip)
    return model.centred()


def bowl(design: Design) -> Model:
    """A bowl, empty or with fruit."""
    model, shape = of_family(design, "bowl", ("deep", "wide"), ("footed", "straight"))
    paint = design.choose((finishes.wood, finishes.metal, finishes.plastic))(design)
    if design.chance(0.6):
        paint = finishes.ceramic(design, "white", "any", "vivid")
    radius, high = design.uniform(0.06, 0.15), design.uniform(0.05, 0.1)
    lift = 0.03 if shape == "footed" else 0.0
    taper = {"deep": 1.8, "wide": 2.4, "footed": 2.0, "straight": 1.1}[shape]
    if lift:
        model.cylinder((0, 0, lift / 2 + 0.003), radius * 0.5, lift + 0.006, paint)
    faces = Faces.SIDE | Faces.BOTTOM
    model.cylinder((0, 0, lift + high / 2), radius / taper, high, paint, taper=taper, faces=faces)
    if design.chance(0.35):
        for _ in range(design.count(2, 5)):
            size = design.uniform(0.025, 0.04)
            at = (design.normal(radius * 0.2), design.normal(radius * 0.2), lift + high * 0.6)
            fruit = design.paint("vivid", "leaf", "wood", material="")
            model.ellipsoid(at, (size, size, size), fruit)
    return model.centred()


def plate(design: Design) -> Model:
    """One plate or a pile."""
    model, shape = of_family(design, "plate", ("round", "deep"), ("square",))
    paint, size = finishes.ceramic(design, "white", "white", "any"), design.uniform(0.09, 0.15)
    for number in range(design.choose((1, 1, 2, 4, 8))):
        z = 0.008 * number
        if shape == "square":
            model.box((0, 0, z + 0.008), (1.8 * size, 1.8 * size, 0.016), paint)
        else:
            taper = 1.5 if shape == "round" else 1.25
            model.cylinder((0, 0, z + 0.01), size / taper, 0.02, paint, taper=taper)
    return model


def knife_block(design: Design) -> Model:
    """A slanted block with handles, or a rack of them."""
    model, shape = of_family(design, "knife block", ("slanted", "upright"), ("round",))
    wood, grip = finishes.wood(design), finishes.plastic(design, "dark", "any")
    lean = 0.0 if shape != "slanted" else 0.4
    if shape == "round":
        model.cylinder((0, 0, 0.11), 0.06, 0.22, wood)
    else:
        model.box((0, 0, 0.11), (0.11, 0.14, 0.22), wood, tilted(lean))
        model.box((0, 0.03, 0.02), (0.11, 0.18, 0.04), wood)
    top = tilted(lean)[:, 2]
    for number in range(design.count(3, 7)):
        x, y = (number % 3 - 1) * 0.03, (number // 3 - 0.5) * 0.05
        at = (x, y + 0.15 * float(top[1]), 0.11 + 0.15 * float(top[2]))
        model.box(at, (0.018, 0.028, 0.1), grip, tilted(lean))
    return model.centred()


def cutting_board(design: Design) -> Model:
    """A board, lying, or leaning against the wall behind a worktop."""
    model, pose = of_family(design, "cutting board", ("lying", "leaning"), ("round",))
    paint = finishes.wood(design) if design.chance(0.7) else finishes.plastic(design)
    wide, tall = design.uniform(0.22, 0.45), design.uniform(0.18, 0.3)
    if pose == "round":
        model.cylinder((0, 0, 0.011), tall * 0.6, 0.022, paint)
    elif pose == "lying":
        model.box((0, 0, 0.011), (wide, tall, 0.022), paint)
    else:
        model.box((0, 0, wide / 2), (tall, 0.022, wide), paint, tilted(-0.2))
    return model.centred()


def range_hood(design: Design) -> Model:
    """A hood for the wall above a stove: its back on y = 0, its lower edge on z = 0."""
    model, shape = of_family(design, "range hood", ("chimney", "slanted"), ("flat", "box"))
    paint, wide = finishes.appliance(design), design.uniform(0.55, 0.95)
    pane = finishes.metal(design, "dark", "metal")
    if shape == "slanted":
        side = [(0.0, 0.0), (-0.12, 0.0), (-0.42, 0.38), (-0.36, 0.44), (0.0, 0.44)]
        model.prism(side, wide, paint, (0, 0, 0), "x")
        return model.box((0, -0.11, 0.62), (0.26, 0.22, 0.4), paint)
    if shape == "flat":
        model.box((0, -0.15, 0.06), (wide, 0.3, 0.12), paint)
        return model.box((0, -0.4, 0.02), (wide, 0.22, 0.03), pane)
    base = 0.07 if shape == "chimney" else 0.3
    model.box((0, -0.25, base / 2), (wide, 0.5, base), paint)
    if shape == "chimney":
        model.prism([(-wide / 2, -0.5), (wide / 2, -0.5), (wide / 2, 0.0), (-wide / 2, 0.0)],
                    0.2, paint, (0, 0, 0.16), taper=0.4)  # fmt: skip
        model.box((0, -0.16, 0.55), (0.26, 0.28, 0.75), paint)
        model.box((0, -0.01, 0.3), (0.3, 0.02, 0.6), paint)
    return model.box((0, -0.25, 0.0), (wide * 0.9, 0.42, 0.012), pane).shift((0, 0, 0.006))


def dishwasher(design: Design) -> Model:
    """A dishwasher that stands alone or among cabinets."""
    model, shape = of_family(design, "dishwasher", ("panel", "built-in"), ("slim",))
    paint, metal = finishes.appliance(design), finishes.metal(design, "metal", "dark")
    wide, deep, high = 0.45 if shape == "slim" else 0.6, design.uniform(0.55, 0.62), 0.85
    model.box((0, 0.0, high / 2 + 0.05), (wide, deep - 0.03, high - 0.1), paint)
    model.box((0, 0.02, 0.05), (wide, deep - 0.12, 0.1), finishes.plastic(design, "dark"))
    model.box((0, 0, high - 0.012), (wide + 0.005, deep, 0.025), finishes.board(design))
    door = finishes.board(design) if shape == "built-in" else design.tinted(paint)
    model.box((0, -deep / 2, 0.42), (wide * 0.98, 0.02, 0.58), door)
    if shape == "panel":
        model.box((0, -deep / 2, 0.77), (wide * 0.98, 0.02, 0.1), finishes.plastic(design))
        model.box((0, -deep / 2 - 0.015, 0.73), (wide * 0.5, 0.03, 0.02), metal)
    else:
        model.box((0, -deep / 2, 0.76), (wide * 0.98, 0.02, 0.09), door)
        model.box((0, -deep / 2 - 0.025, 0.7), (wide * 0.6, 0.04, 0.02), metal)
    return model.centred()
