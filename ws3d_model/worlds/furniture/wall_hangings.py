# SPDX-License-Identifier: Apache-2.0
"""What hangs flat on walls, which walls like to swallow: pictures, boards, mirrors, televisions."""

from __future__ import annotations

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar, edge, hung
from ws3d_model.worlds.furniture.small_objects import books, bottle, cup, scatter, small_box
from ws3d_model.worlds.furniture.wall_boards import board_paint
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, Support
from ws3d_model.worlds.shapes.palette import Paint, Pattern

# Models here hang with their back on y = 0 and their lower edge on z = 0.


def picture(design: Design) -> Model:
    """A picture: framed thinly or deeply, a canvas, a bare sheet, or a set of them."""
    model, shape = of_family(
        design,
        "picture",
        ("framed", "deep frame", "canvas", "sheet", "row"),
        ("passe-partout", "diptych", "oval"),
    )
    wide, tall = design.uniform(0.2, 1.2), design.uniform(0.2, 0.95)
    if design.chance(0.12):
        wide, tall = design.uniform(1.0, 1.8), design.uniform(0.7, 1.3)
    if shape in ("diptych", "row"):
        number = 2 if shape == "diptych" else design.count(2, 4)
        each = min(wide, 1.8 / number)
        tall = min(tall, 0.9)
        thick = design.uniform(0.015, 0.05)
        for place in range(number):
            x = (place - (number - 1) / 2) * (each + 0.06)
            model.box((x, -thick / 2, tall / 2), (each, thick, tall), _shown(design))
        return model
    if shape == "sheet":
        return model.box((0, -0.003, tall / 2), (wide, 0.006, tall), _shown(design))
    if shape == "canvas":
        thick = design.uniform(0.02, 0.05)
        return model.box((0, -thick / 2, tall / 2), (wide, thick, tall), _shown(design))
    rim = finishes.frame(design)
    if shape == "oval":
        model.cylinder((0, -0.012, tall / 2), tall / 2, 0.024, rim, "y", radius_y=tall * 0.38)
        return model.cylinder((0, -0.026, tall / 2), tall * 0.43, 0.006, _shown(design), "y",
                              radius_y=tall * 0.32)  # fmt: skip
    deep = shape == "deep frame"
    broad = design.uniform(0.04, 0.13) if deep else design.uniform(0.012, 0.04)
    broad = min(broad, wide / 5, tall / 5)
    proud = design.uniform(0.03, 0.08) if deep else design.uniform(0.012, 0.03)
    edge(model, wide, tall, broad, proud, rim)
    sunk = proud * design.uniform(0.3, 0.8)
    inner = (wide - 2 * broad, sunk, tall - 2 * broad)
    if shape == "passe-partout":
        model.box((0, -sunk / 2, tall / 2), inner, finishes.paper(design))
        shown = (inner[0] * 0.6, 0.004, inner[2] * 0.6)
        return model.box((0, -sunk - 0.001, tall / 2), shown, _shown(design))
    return model.box((0, -sunk / 2, tall / 2), inner, _shown(design))


def _shown(design: Design) -> Paint:
    pattern = design.choose((Pattern.BLOTCHES, Pattern.BLOTCHES, Pattern.GRAIN, Pattern.PLAIN,
                             Pattern.STRIPES))  # fmt: skip
    return design.paint("any", "vivid", "white", "dark", pattern=pattern, material="paper")


def whiteboard(design: Design, longest: float = 3.2) -> Model:
    """A whiteboard or blackboard on the wall, at most `longest` metres wide."""
    model, shape = of_family(
        design,
        "whiteboard",
        ("framed", "tray", "on rails", "folding"),
        ("frameless", "rail above", "double"),
    )
    wide, tall = design.uniform(0.9, max(1.0, longest)), design.uniform(0.75, 1.3)
    paint, metal = board_paint(design), finishes.frame(design)
    thick = design.uniform(0.012, 0.035)
    away = design.uniform(0.03, 0.08) if shape in ("on rails", "double") else 0.0
    y = -away - thick / 2
    if shape in ("folding", "double"):
        half = Model("whiteboard")
        half.box((0, 0, 0), (wide / 2 - 0.005, thick, tall), paint)
        for side in (-1, 1):
            step = -0.03 if shape == "double" and side > 0 else 0.0
            model.join(half, (side * wide / 4, y + step, tall / 2))
    else:
        model.box((0, y, tall / 2), (wide, thick, tall), paint)
    if away:
        for side in (-1, 1):
            x = side * wide * 0.4
            model.box((x, -away / 2 - 0.01, tall / 2), (0.06, away + 0.02, tall + 0.3), metal)
    if shape in ("framed", "folding", "on rails"):
        for side in (-1, 1):
            model.box(
                (side * wide / 2, y - 0.006, tall / 2), (0.025, thick + 0.012, tall + 0.02), metal
            )
            level = tall / 2 + side * tall / 2
            model.box((0, y - 0.006, level), (wide, thick + 0.012, 0.025), metal)
    if shape in ("framed", "tray", "on rails") or design.chance(0.4):
        long, low = wide * design.uniform(0.3, 1), away + thick
        model.box((0, -low - 0.03, 0), (long, 0.08, 0.015), metal)
        model.box((0, -low / 2 - 0.01, 0), (long, low + 0.02, 0.03), metal)
        for _ in range(design.count(0, 4)):  # pens and a wiper
            x = design.uniform(-0.45, 0.45) * long
            size = design.choose(((0.13, 0.02, 0.02), (0.13, 0.05, 0.035)))
            model.box((x, -low - 0.035, 0.006 + size[2] / 2), size, finishes.plastic(design))
    elif shape == "rail above":
        model.box((0, -0.025, tall + 0.02), (wide * 1.1, 0.05, 0.05), metal)
    return hung(model)


def wall_whiteboard(design: Design) -> Model:
    """A whiteboard as wide as rooms usually have."""
    return whiteboard(design, design.choose((1.3, 2.0, 3.2)))


def mirror(design: Design) -> Model:
    """A mirror, full of holes to a depth camera."""
    model, shape = of_family(design, "mirror", ("framed", "bare", "tall"), ("round", "cabinet"))
    glass = finishes.glass(design, 0.4, 0.8)
    wide, tall = design.uniform(0.4, 0.9), design.uniform(0.5, 1.3)
    rim = finishes.frame(design)
    if shape == "round":
        model.cylinder((0, -0.01, wide / 2), wide / 2, 0.02, rim, axis="y")
        return model.cylinder((0, -0.021, wide / 2), wide * 0.46, 0.004, glass, axis="y")
    if shape == "tall":
        wide, tall = design.uniform(0.35, 0.8), design.uniform(1.3, 1.7)
    thick = design.uniform(0.1, 0.16) if shape == "cabinet" else 0.02
    if shape == "cabinet":
        model.box((0, -thick / 2, tall / 2), (wide, thick, tall), finishes.board(design))
        model.box((0, -thick, tall / 2), (wide * 0.99, 0.008, tall * 0.99), glass)
        return hung(model)
    model.box((0, -0.008, tall / 2), (wide, 0.016, tall), glass)
    if shape != "bare":
        edge(model, wide, tall, design.uniform(0.02, 0.09), design.uniform(0.02, 0.05), rim)
    return hung(model)


def wall_shelf(design: Design) -> Model:
    """A board or a box on the wall with things on it."""
    model, shape = of_family(
        design, "shelf", ("board", "brackets", "box", "two boards"), ("ledge", "cubes")
    )
    wide, depth = design.uniform(0.5, 1.4), design.uniform(0.16, 0.28)
    paint = finishes.board(design)
    if shape == "ledge":
        depth = 0.14
        model.box((0, -depth + 0.006, 0.04), (wide, 0.012, 0.08), paint)
    tall = design.uniform(0.28, 0.38)
    boards = (0.0, tall) if shape in ("two boards", "box", "cubes") else (0.0,)
    for z in boards:
        model.box((0, -depth / 2, z + 0.012), (wide, depth, 0.024), paint)
        if (z < tall and len(boards) > 1) or len(boards) == 1 or shape == "two boards":
            room = tall - 0.04 if z == 0 and len(boards) > 1 else 0.4
            free = (-wide / 2 + 0.03, wide / 2 - 0.03)
            model.supports.append(Support(free, (-depth, -0.012), z + 0.024, room))
    if shape in ("box", "cubes"):
        sides = [-wide / 2 + 0.01, wide / 2 - 0.01]
        for x in sides:
            model.box((x, -depth / 2, tall / 2), (0.02, depth, tall), paint)
        model.box((0, -0.006, tall / 2), (wide, 0.012, tall), paint)
    if shape in ("brackets", "two boards"):
        metal = finishes.metal(design)
        for side in (-1, 1):
            x = side * wide * 0.38
            if shape == "two boards":
                model.box((x, -0.01, tall / 2), (0.025, 0.02, tall + 0.1), metal)
            else:
                bar(model, (x, -depth * 0.85, 0.0), (x, -0.01, -depth * 0.8), 0.02, metal)
                model.box((x, -0.01, -depth * 0.4), (0.02, 0.02, depth * 0.8), metal)
    low, _ = model.bounds()
    model.shift((0.0, 0.0, -float(low[2])))
    return scatter(design, model, (books, books, bottle, cup, small_box), 5)


def hung_television(design: Design) -> Model:
    """A television on the wall: flat, on a bracket, or on an arm turned to the side."""
    model, shape = of_family(
        design, "television", ("flat", "bracket", "framed"), ("tilted", "sound bar")
    )
    wide = design.uniform(0.6, 1.65)
    tall, thick = wide * design.uniform(0.56, 0.6), design.uniform(0.02, 0.07)
    away = (
        design.uniform(0.005, 0.03) if shape in ("flat", "framed") else design.uniform(0.05, 0.14)
    )
    rim = finishes.plastic(design, "dark", "dark", "metal", "white")
    lit = design.chance(0.25)
    pane = finishes.lit_screen(design) if lit else finishes.screen(design)
    metal = finishes.metal(design, "dark", "metal")
    model.box((0, -away / 2 - 0.003, tall / 2), (wide * 0.35, away + 0.006, tall * 0.45), metal)
    y = -away - thick / 2
    model.box((0, y, tall / 2), (wide, thick, tall), rim)
    edge_of = design.uniform(0.008, 0.03)
    face = (wide - 2 * edge_of, 0.004, tall - 2 * edge_of - design.choose((0.0, 0.02)))
    model.box((0, y - thick / 2, tall / 2), face, pane)
    if shape == "framed":
        for side in (-1, 1):
            model.box((side * wide / 2, y, tall / 2), (0.03, thick + 0.02, tall + 0.03), rim)
            level = (0.0, y, tall / 2 + side * tall / 2)
            model.box(level, (wide, thick + 0.02, 0.03), rim)
    if shape == "sound bar":
        bar_at = (0.0, -0.04, -0.09)
        model.box(bar_at, (wide * 0.7, 0.08, 0.07), finishes.plastic(design, "dark", "neutral"))
        model.box((0, -0.01, -0.02), (0.1, 0.02, 0.14), metal)
    if shape == "tilted":
        model.box((0, -away / 2, tall * 0.9), (wide * 0.3, away, 0.04), metal)
    return hung(model)


def hung_towel(design: Design) -> Model:
    """A towel on a rail."""
    model, shape = of_family(design, "towel", ("rail", "hook"), ("ring",))
    wide, tall = design.uniform(0.3, 0.6), design.uniform(0.45, 0.8)
    cloth, metal = finishes.fabric(design), finishes.metal(design, "metal", "dark", "white")
    if shape == "rail":
        model.box((0, -0.06, tall / 2), (wide, 0.03, tall), cloth, roundness=12)
        model.cylinder((0, -0.06, tall), 0.012, wide * 1.2, metal, axis="x")
        for side in (-1, 1):
            model.box((side * wide * 0.58, -0.03, tall), (0.02, 0.06, 0.02), metal)
        return model
    model.box((0, -0.05, tall / 2), (wide * 0.5, 0.09, tall), cloth, roundness=4)
    return model.box((0, -0.03, tall - 0.01), (0.04, 0.06, 0.05), metal)


def hung_clothes(design: Design) -> Model:
    """Jackets on hooks, or on a board with hooks."""
    model, shape = of_family(design, "clothes", ("hooks", "board"), ("hangers",))
    number, step = design.count(1, 4), design.uniform(0.22, 0.34)
    longest = 0.0
    for place in range(number):
        tall = design.uniform(0.5, 0.95)
        size = (design.uniform(0.25, 0.45), design.uniform(0.08, 0.18), tall)
        at = (place * step, -size[1] / 2 - 0.005, -tall / 2)
        model.box(at, size, finishes.fabric(design), roundness=4)
        model.box((place * step, -0.025, -0.01), (0.02, 0.05, 0.04), finishes.metal(design))
        longest = max(longest, tall)
    if shape == "board":
        long = (number - 1) * step + 0.3
        at = ((number - 1) * step / 2, -0.01, 0.0)
        model.box(at, (long, 0.02, 0.09), finishes.wood(design))
    elif shape == "hangers":
        model.cylinder(((number - 1) * step / 2, -0.08, 0.0), 0.012, number * step + 0.1,
                       finishes.metal(design), "x")  # fmt: skip
    return hung(model)
