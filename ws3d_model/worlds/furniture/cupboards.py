# SPDX-License-Identifier: Apache-2.0
"""Furniture for one use: dressing tables, china cabinets, wine racks, work benches, cubicles."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar, legs, settled
from ws3d_model.worlds.furniture.kitchen_things import bowl, plate
from ws3d_model.worlds.furniture.scattering import scatter
from ws3d_model.worlds.furniture.small_objects import bottle, cup, small_box
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, Support


def dressing_table(design: Design) -> Model:
    """A table with drawers and a mirror: one, three-winged, round; with a stool before it."""
    model, shape = of_family(
        design, "dressing table", ("one mirror", "three mirrors", "low mirror"), ("round mirror",)
    )
    wood, glass = finishes.wood(design), finishes.glass(design, 0.5, 0.9)
    wide, deep = design.uniform(0.8, 1.2), design.uniform(0.4, 0.5)
    high, back = design.uniform(0.7, 0.78), deep / 2
    model.box((0, 0, high - 0.015), (wide, deep, 0.03), wood)
    drawers = design.choose(("sides", "one side", "apron"))
    for side in (-1, 1):
        x = side * (wide / 2 - 0.15)
        if drawers == "sides" or (drawers == "one side" and side == 1):
            model.box((x, 0, high / 2), (0.3, deep - 0.02, high - 0.02), wood)
            for z in (0.2, 0.4, 0.6):
                at = (x, -deep / 2 + 0.005, z * high / 0.75)
                model.box(at, (0.26, 0.015, 0.15), design.tinted(wood, 0.2))
                knob = (x, -deep / 2 - 0.012, z * high / 0.75)
                model.ellipsoid(knob, (0.012, 0.02, 0.012), finishes.metal(design))
        else:
            for y in (-1, 1):
                at = (side * (wide / 2 - 0.03), y * (deep / 2 - 0.03), high / 2)
                model.box(at, (0.04, 0.04, high - 0.02), wood)
    model.box((0, 0, high - 0.08), (wide * 0.96, deep - 0.04, 0.12), wood)
    tall, broad = design.uniform(0.5, 0.8), wide * 0.5
    if shape == "round mirror":
        radius = broad * 0.55
        model.cylinder((0, back - 0.03, high + radius), radius, 0.03, wood, "y")
        model.cylinder((0, back - 0.048, high + radius), radius * 0.9, 0.01, glass, "y")
    else:
        tall = 0.3 if shape == "low mirror" else tall
        model.box((0, back - 0.03, high + tall / 2), (broad, 0.03, tall), wood)
        model.box((0, back - 0.047, high + tall / 2), (broad * 0.9, 0.01, tall * 0.9), glass)
        for side in (-1, 1) if shape == "three mirrors" else ():
            x = side * (broad / 2 + wide * 0.1)
            cos, sin = np.cos(side * 0.5), np.sin(side * 0.5)
            turn = np.array([[cos, sin, 0.0], [-sin, cos, 0.0], [0.0, 0.0, 1.0]])
            middle = (x, back - 0.09, high + tall * 0.45)
            model.box(middle, (wide * 0.24, 0.02, tall * 0.9), glass, turn)
    model.supports = [Support((-wide / 2, wide / 2), (-deep / 2, 0.05), high, 0.3)]
    return settled(scatter(design, model, (bottle, small_box, cup), 2))


def china_cabinet(design: Design) -> Model:
    """A cupboard with glazed doors above and closed ones below, full of dishes."""
    model, shape = of_family(
        design, "china cabinet", ("two parts", "tall glass", "corner"), ("arched", "breakfront")
    )
    wood, glass = finishes.wood(design), finishes.glass(design, 0.2, 0.7)
    wide = 0.75 if shape == "corner" else design.uniform(0.9, 1.5)
    deep, high = design.uniform(0.36, 0.46), design.uniform(1.7, 2.1)
    low = 0.2 if shape == "tall glass" else design.uniform(0.75, 0.9)
    model.box((0, 0, low / 2), (wide, deep, low), wood)
    thin, top = 0.025, high - low
    upper = deep * (0.75 if shape == "two parts" else 1.0)
    y = (deep - upper) / 2
    broad = wide * 0.7 if shape == "breakfront" else wide
    for side in (-1, 1):
        model.box((side * (broad - thin) / 2, y, low + top / 2), (thin, upper, top), wood)
    model.box((0, deep / 2 - 0.008, low + top / 2), (broad, 0.016, top), wood)
    model.box((0, y, high - thin / 2), (broad + 0.06, upper + 0.03, thin), wood)
    if shape == "arched":
        angle = np.linspace(0, np.pi, 9)
        outline = np.stack([np.cos(angle) * broad / 2, np.sin(angle) * 0.16], 1)
        model.prism(outline, upper, wood, (0, y, high), "y")
    levels = design.count(2, 4)
    for level in range(levels):
        z = low + top * level / levels
        if level:
            model.box((0, y, z), (broad - 2 * thin, upper - 0.04, 0.016), wood)
        model.supports.append(
            Support((-broad / 2 + 0.06, broad / 2 - 0.06), (y - upper / 2 + 0.05, deep / 2 - 0.04),
                    z + (0.008 if level else 0.0), top / levels - 0.05)
        )  # fmt: skip
    front = y - upper / 2
    for side in (-1, 1):
        model.box((side * broad / 4, front, low + top / 2), (broad / 2 - 0.06, 0.008, top), glass)
        for x in (0.02, broad / 2 - 0.02):
            at = (side * x, front - 0.004, low + top / 2)
            model.box(at, (0.04, 0.02, top), wood)
        if low > 0.3:
            at = (side * wide / 4, -deep / 2 - 0.006, low / 2)
            model.box(at, (wide / 2 - 0.04, 0.016, low - 0.1), design.tinted(wood, 0.2))
            knob = (side * 0.06, -deep / 2 - 0.02, low * 0.6)
            model.ellipsoid(knob, (0.014, 0.02, 0.014), finishes.metal(design))
    return settled(scatter(design, model, (plate, bowl, cup), 4))


def wine_rack(design: Design) -> Model:
    """Bottles in a rack: crossed boards, tiers of bars, cubes; on the floor."""
    model, shape = of_family(design, "wine rack", ("cubes", "tiers", "tall"), ("cross", "tower"))
    paint = finishes.wood(design) if design.chance(0.7) else finishes.metal(design)
    columns, rows = {"tall": (4, 10), "tower": (1, 8), "cross": (4, 4)}.get(
        shape, (design.count(4, 7), design.count(3, 6))
    )
    step, deep = 0.115, 0.3
    wide, high = columns * step, rows * step
    for row in range(rows + 1):
        z = row * step + 0.01
        if shape == "tiers" or shape == "tower":
            for y in (-deep / 2 + 0.02, deep / 2 - 0.02):
                model.box((0, y, z), (wide, 0.025, 0.02), paint)
        else:
            model.box((0, 0, z), (wide, deep, 0.014), paint)
    for column in range(columns + 1):
        x = column * step - wide / 2
        if shape in ("cubes", "tall", "cross") or column in (0, columns):
            size = (0.014, deep, high) if shape != "tiers" else (0.025, deep, high)
            model.box((x, 0, high / 2 + 0.01), size, paint)
    if shape == "cross":
        for side in (-1, 1):
            model.box((side * wide / 4, -deep / 2, high / 2), (wide * 0.5, 0.012, 0.03), paint)
    for row in range(rows):
        for column in range(columns):
            if not design.chance(0.6):
                continue
            glass = design.paint("leaf", "dark", "glass", gloss=0.3, material="glass")
            x, z = (column + 0.5) * step - wide / 2, row * step + 0.058
            model.cylinder((x, 0.02, z), 0.04, 0.22, glass, "y")
            model.cylinder((x, -0.13, z), 0.015, 0.09, glass, "y")
    return settled(model)


def workbench(design: Design) -> Model:
    """A bench with a vice, a board of tools behind it, drawers or a shelf below."""
    model, shape = of_family(design, "workbench", ("wooden", "steel", "tool board"), ("drawers",))
    frame = finishes.metal(design) if shape == "steel" else finishes.wood(design, "wood", "any")
    top, wide = finishes.wood(design), design.uniform(1.2, 1.9)
    deep, high = design.uniform(0.55, 0.7), design.uniform(0.82, 0.95)
    thick = design.uniform(0.04, 0.08)
    model.box((0, 0, high - thick / 2), (wide, deep, thick), top)
    legs(model, wide - 0.08, deep - 0.06, high - thick, 0.08 if shape != "steel" else 0.05, frame)
    model.box((0, 0, 0.16), (wide - 0.1, deep - 0.1, 0.03), frame)
    for y in (-1, 1):
        at = (0.0, y * (deep / 2 - 0.06), high - thick - 0.05)
        model.box(at, (wide - 0.12, 0.04, 0.1), frame)
    if shape == "drawers":
        model.box((wide * 0.28, 0, high * 0.5), (wide * 0.36, deep - 0.08, high * 0.72), frame)
        for z in (0.3, 0.5, 0.7):
            at = (wide * 0.28, -deep / 2 + 0.03, z * high)
            model.box(at, (wide * 0.33, 0.02, high * 0.16), finishes.metal(design))
    steel = finishes.metal(design, "dark", "vivid", "metal")
    x = -wide / 2 + 0.2
    model.box((x, -deep / 2 + 0.08, high + 0.05), (0.14, 0.1, 0.1), steel)
    model.box((x, -deep / 2 - 0.06, high + 0.06), (0.14, 0.05, 0.08), steel)
    model.cylinder((x, -deep / 2 - 0.03, high + 0.05), 0.014, 0.2, steel, "y")
    bar(model, (x - 0.09, -deep / 2 - 0.12, high + 0.05), (x + 0.09, -deep / 2 - 0.12, high + 0.05),
        0.012, steel)  # fmt: skip
    if shape == "tool board":
        model.box((0, deep / 2 - 0.01, high + 0.35), (wide, 0.02, 0.7), frame)
        for place in np.arange(-wide / 2 + 0.15, wide / 2 - 0.1, 0.17):
            long = design.uniform(0.15, 0.35)
            hung = (float(place), deep / 2 - 0.03, high + 0.6 - long / 2)
            model.box(hung, (0.03, 0.025, long), finishes.plastic(design))
            head = (float(place), deep / 2 - 0.03, high + 0.6)
            model.box(head, (0.09, 0.025, 0.04), steel)
    model.supports = [Support((x + 0.2, wide / 2), (-deep / 2, deep / 2 - 0.05), high, 0.5)]
    return settled(scatter(design, model, (small_box, bottle), 2))


def office_cubicle(design: Design) -> Model:
    """A desk between padded screens: three sides, two, a corner desk, with a shelf above."""
    model, shape = of_family(design, "office cubicle", ("three", "two", "shelf"), ("low", "glass"))
    pad = finishes.fabric(design, "neutral", "vivid", "dark")
    rim, top = finishes.metal(design), finishes.board(design)
    wide, deep = design.uniform(1.2, 1.7), design.uniform(1.05, 1.5)
    tall = 1.15 if shape == "low" else design.uniform(1.3, 1.6)
    walls = [(0.0, deep / 2, wide, 0.05), (-wide / 2, 0.0, 0.05, deep), (wide / 2, 0.0, 0.05, deep)]
    for x, y, w, d in walls[:2] if shape == "two" else walls:
        model.box((x, y, tall / 2 + 0.02), (w, d, tall - 0.04), pad)
        model.box((x, y, tall - 0.01), (w + 0.01, d + 0.01, 0.02), rim)
        model.box((x, y, 0.02), (w, d, 0.04), rim)
        if shape == "glass":
            model.box((x, y, tall + 0.15), (w, min(d, 0.01) if d < w else d, 0.3),
                      finishes.glass(design))  # fmt: skip
    model.box((0, deep / 2 - 0.33, 0.73), (wide - 0.05, 0.6, 0.03), top)
    model.box((-wide / 2 + 0.3, 0, 0.73), (0.5, deep - 0.1, 0.03), top)
    drawer = (wide / 2 - 0.28, deep / 2 - 0.35, 0.36)
    model.box(drawer, (0.42, 0.5, 0.72), finishes.metal(design))
    model.supports = [Support((-wide / 2 + 0.6, wide / 2 - 0.1), (deep / 2 - 0.6, deep / 2 - 0.06),
                              0.745, 0.4)]  # fmt: skip
    if shape == "shelf":
        model.box((0, deep / 2 - 0.16, 1.25), (wide - 0.05, 0.3, 0.03), top)
        model.box((0, deep / 2 - 0.16, tall - 0.02), (wide - 0.05, 0.3, 0.03), top)
    return settled(model)
