# SPDX-License-Identifier: Apache-2.0
"""Things of offices and classrooms that stand on tables or on the floor."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar, ring
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, tilted, turned
from ws3d_model.worlds.shapes.palette import Pattern


def projector(design: Design) -> Model:
    """A projector for a table."""
    model, _ = _projector(design)
    return model.centred()


def hung_projector(design: Design) -> Model:
    """A projector under the ceiling: its mount's upper side on z = 0."""
    model, high = _projector(design)
    drop = design.uniform(0.12, 0.6)
    metal = finishes.metal(design, "white", "metal", "dark")
    model.cylinder((0, 0, high + drop / 2), 0.02, drop, metal)
    model.box((0, 0, high + drop - 0.01), (0.16, 0.16, 0.02), metal)
    return model.shift((0.0, 0.0, -high - drop))


def _projector(design: Design) -> tuple[Model, float]:
    model, shape = of_family(design, "projector", ("office", "large"), ("rounded",))
    body = finishes.plastic(design, "white", "white", "dark", "neutral")
    wide, deep = (0.42, 0.36) if shape == "large" else (design.uniform(0.26, 0.34), 0.24)
    high = design.uniform(0.09, 0.14)
    soft = 8.0 if shape == "rounded" else 0.0
    model.box((0, 0, high / 2), (wide, deep, high), body, roundness=soft)
    model.box((0, 0, 0.005), (wide * 0.6, deep * 0.6, 0.01), body)
    lens = finishes.screen(design)
    model.cylinder((wide * 0.25, -deep / 2, high / 2), high * 0.36, 0.05, lens, "y")
    return model, high


def speaker(design: Design) -> Model:
    """A loudspeaker: bookshelf size, tower or small and round."""
    model, shape = of_family(
        design, "loudspeaker", ("small", "tower", "studio"), ("round", "on a stand")
    )
    body, cone = finishes.board(design), finishes.plastic(design, "dark", "neutral")
    wide, deep = design.uniform(0.14, 0.24), design.uniform(0.15, 0.3)
    high = {"tower": design.uniform(0.85, 1.2), "round": 0.16}.get(shape, wide * 1.6)
    if shape == "round":
        return model.cylinder(
            (0, 0, high / 2), 0.06, high, finishes.fabric(design, "dark", "neutral")
        )
    lift = 0.0
    if shape == "on a stand":
        lift = design.uniform(0.6, 1.3)
        metal = finishes.metal(design, "dark")
        model.cylinder((0, 0, lift / 2), 0.02, lift, metal)
        for angle in np.arange(3) * 2.094:
            x, y = 0.3 * float(np.cos(angle)), 0.3 * float(np.sin(angle))
            bar(model, (0, 0, 0.35), (x, y, 0.01), 0.025, metal)
    model.box((0, 0, lift + high / 2), (wide, deep, high), body)
    for share, size in ((0.3, 0.4), (0.75, 0.22)):
        at = (0, -deep / 2 - 0.004, lift + high * share)
        model.cylinder(at, min(wide * size, high * 0.22), 0.012, cone, "y")
    return model.centred()


def lectern(design: Design) -> Model:
    """A desk to speak from: a slanted top on a column, a box or a frame."""
    model, shape = of_family(design, "lectern", ("box", "column"), ("acrylic", "panel"))
    wood, high = finishes.board(design), design.uniform(1.0, 1.2)
    wide, deep = design.uniform(0.45, 0.7), design.uniform(0.38, 0.5)
    if shape == "box":
        model.box((0, 0, high / 2), (wide * 0.9, deep * 0.8, high), wood)
    elif shape == "column":
        model.box((0, 0, high / 2), (0.14, 0.14, high), wood)
        model.box((0, 0, 0.02), (wide * 0.9, deep, 0.04), wood)
    elif shape == "panel":
        model.box((0, -deep * 0.3, high / 2), (wide, 0.03, high), wood)
        model.box((0, 0, 0.02), (wide, deep, 0.04), wood)
    else:
        wood = finishes.glass(design, 0.2, 0.7)
        for side in (-1, 1):
            model.box((side * wide * 0.42, 0, high / 2), (0.015, deep * 0.7, high), wood)
        model.box((0, 0, 0.01), (wide, deep, 0.02), wood)
    model.box((0, 0.0, high + 0.03), (wide, deep, 0.03), wood, tilted(-0.25))
    if shape in ("column", "panel"):
        model.box((0, -0.05, high), (0.2, deep * 0.6, 0.06), wood)
    lip = (0.0, deep / 2 * 0.97 - 0.01, high + 0.06 - 0.123 * deep)
    model.box(lip, (wide, 0.02, 0.05), wood)
    if design.chance(0.5):
        bar(model, (wide * 0.3, 0, high), (wide * 0.3, 0.06, high + 0.3), 0.014,
            finishes.metal(design, "dark"))  # fmt: skip
    return model.centred()


def easel(design: Design) -> Model:
    """A painter's easel with a picture or a board."""
    return _easel(design, *of_family(design, "easel", ("tripod",), ("A-frame",)))


def flip_chart(design: Design) -> Model:
    """A pad of large sheets on a stand."""
    return _easel(design, *of_family(design, "flip chart", ("tripod",), ("A-frame", "round foot")))


def _easel(design: Design, model: Model, shape: str) -> Model:
    metal = finishes.frame(design)
    high, wide = design.uniform(1.6, 1.95), design.uniform(0.6, 0.75)
    board, tall = finishes.paper(design), design.uniform(0.7, 1.0)
    low = high - tall
    lean = 0.18
    if shape == "round foot":
        model.cylinder((0, 0.05, 0.02), 0.3, 0.04, metal)
        model.box((0, 0.05, high / 2), (0.05, 0.04, high - 0.05), metal)
        model.box((0, 0.015, high - tall / 2), (wide, 0.03, tall), board)
        return model.centred()
    for side in (-1, 1):
        bar(
            model,
            (side * wide * 0.55, -high * lean, 0),
            (side * wide * 0.2, 0.0, high),
            0.035,
            metal,
        )
    back = [(0.0, high * 0.3, 0.0)]
    if shape == "A-frame":
        back = [(side * wide * 0.5, high * 0.28, 0.0) for side in (-1, 1)]
    for foot in back:
        bar(model, foot, (foot[0] * 0.4, 0.0, high - 0.02), 0.035, metal)
    middle = (low + high) / 2
    y = -(high - middle) * lean - 0.025
    model.box((0, y, middle), (wide, 0.02, tall), board, tilted(-np.arctan(lean)))
    foot_y = -(high - low) * lean - 0.03
    model.box((0, foot_y, low), (wide * 1.02, 0.06, 0.03), metal)
    model.box((0, -0.02, high - 0.02), (wide * 0.6, 0.06, 0.05), metal)
    return model.centred()


def globe(design: Design) -> Model:
    """A globe on its foot."""
    model, shape = of_family(design, "globe", ("table", "tilted ring"), ("floor",))
    paint = design.paint("vivid", "neutral", "wood", "leaf", pattern=Pattern.BLOTCHES)
    radius, frame = design.uniform(0.1, 0.18), finishes.frame(design)
    lift = design.uniform(0.5, 0.7) if shape == "floor" else 0.06
    model.cylinder((0, 0, 0.012), radius * 0.7, 0.024, frame)
    model.cylinder((0, 0, lift / 2 + 0.01), 0.02, lift + 0.02, frame)
    middle = lift + 0.02 + radius
    model.ellipsoid((0, 0, middle), (radius, radius, radius), paint)
    if shape != "table":
        ring(
            model,
            (0, 0, middle),
            radius + 0.012,
            0.015,
            frame,
            "x" if shape != "floor" else "z",
            20,
        )
    return model.centred()


def papers(design: Design) -> Model:
    """Loose sheets, one on the other, or a pile."""
    model, spread = of_family(design, "paper sheets", (0.01, 0.03), (0.06,))
    z = 0.0
    for _ in range(design.count(1, 5)):
        thick = design.choose((0.003, 0.006, 0.02))
        at = (design.normal(spread), design.normal(spread), z + thick / 2)
        model.box(at, (0.21, 0.297, thick), finishes.paper(design), turned(design.normal(0.3)))
        z += thick
    return model.centred()


def binders(design: Design) -> Model:
    """A row of ring binders, upright."""
    model, lean = of_family(design, "binder", (0.0,), (0.12,))
    x, paint = 0.0, finishes.paper(design)
    alike = design.chance(0.6)
    for _ in range(design.count(2, 7)):
        thick = design.choose((0.05, 0.08))
        cover = paint if alike else finishes.paper(design)
        turn = turned(np.pi / 2) @ tilted(lean)
        model.box((x + thick / 2, 0, 0.16), (0.28, thick, 0.32), cover, turn)
        x += thick + 0.002 + abs(lean) * 0.06
    return model.centred()
