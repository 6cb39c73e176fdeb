# SPDX-License-Identifier: Apache-2.0
"""Boards and screens: notice boards, projection screens, rolling whiteboards, wall curtains."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.decor import curtain
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar, castors, edge, hung
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Paint, Pattern


def board_paint(design: Design) -> Paint:
    """White, green, black or glass, wiped or written on."""
    gloss = design.choose((0.0, 0.2, 0.4))
    paint = design.paint("white", gloss=gloss, pattern=Pattern.PLAIN, material="plastic")
    if design.chance(0.25):
        dark = design.choose(((0.12, 0.25, 0.18), (0.13, 0.14, 0.14), (0.2, 0.28, 0.3)))
        paint = paint._replace(colour=np.array(dark), material="stone")
    elif design.chance(0.4):
        paint = paint._replace(pattern=Pattern.JOINTS, frequency=(9.0, 1.0, 31.0), contrast=0.4)
    return paint


def notice_board(design: Design) -> Model:
    """Cork or felt in a frame, with sheets of paper pinned on."""
    model, shape = of_family(design, "notice board", ("framed", "frameless"), ("glazed", "strip"))
    wide, tall = design.uniform(0.6, 1.8), design.uniform(0.5, 1.2)
    if shape == "strip":
        tall = design.uniform(0.15, 0.3)
    cork = finishes.fabric(design, "wood", "cardboard", "vivid", "neutral", "dark")
    thick, rim = design.uniform(0.012, 0.03), finishes.frame(design)
    model.box((0, -thick / 2, tall / 2), (wide, thick, tall), cork)
    for _ in range(design.count(2, 3 + int(10 * wide * tall))):
        size = (
            design.choose((0.105, 0.15, 0.21)),
            0.003,
            min(tall * 0.8, design.choose((0.15, 0.3))),
        )
        x = design.uniform(-1, 1) * (wide - size[0]) * 0.46
        z = tall / 2 + design.uniform(-1, 1) * (tall - size[2]) * 0.46
        model.box((x, -thick - 0.003, z), size, finishes.paper(design))
    if shape in ("framed", "glazed"):
        proud = thick + design.uniform(0.008, 0.02)
        edge(model, wide, tall, design.uniform(0.02, 0.05), proud, rim)
    if shape == "glazed":
        model.box(
            (0, -thick - 0.03, tall / 2), (wide, 0.005, tall), finishes.glass(design, 0.1, 0.6)
        )
        edge(model, wide, tall, 0.05, thick + 0.035, rim)
    return hung(model)


def projection_screen(design: Design) -> Model:
    """A white cloth that comes out of its case, with a bar at its lower edge."""
    model, shape = of_family(design, "projection screen", ("case", "round case"), ("framed",))
    wide = design.uniform(1.4, 3.0)
    tall = wide * design.choose((0.5625, 0.625, 0.75))
    cloth = finishes.fabric(design, "white", "neutral")._replace(pattern=Pattern.PLAIN)
    case = finishes.plastic(design, "white", "dark", "metal")
    if shape == "framed":
        model.box((0, -0.02, tall / 2), (wide, 0.02, tall), cloth)
        return hung(edge(model, wide, tall, 0.06, 0.04, finishes.plastic(design, "dark")))
    away = design.uniform(0.05, 0.1)
    model.box((0, -away, tall / 2), (wide * 0.96, 0.006, tall), cloth)
    model.box((0, -away, 0.0), (wide * 0.98, 0.025, 0.03), case)
    if shape == "case":
        model.box((0, -away * 0.9, tall + 0.04), (wide, away * 1.8, 0.1), case)
    else:
        model.cylinder((0, -away, tall + 0.03), 0.045, wide, case, "x")
        for side in (-1, 1):
            model.box((side * wide / 2, -away / 2, tall + 0.03), (0.03, away, 0.08), case)
    return hung(model)


def rolling_whiteboard(design: Design) -> Model:
    """A whiteboard in a frame on wheels; both sides can be written on."""
    model, shape = of_family(design, "whiteboard", ("rolling", "rolling arch"), ("rolling glass",))
    metal, wide, tall = finishes.metal(design), design.uniform(0.9, 1.9), design.uniform(0.8, 1.2)
    low, paint = design.uniform(0.55, 0.85), board_paint(design)
    if shape == "rolling glass":
        paint = finishes.glass(design, 0.2, 0.7)
    high = low + tall
    model.box((0, 0, (low + high) / 2), (wide, 0.03, tall), paint)
    for side in (-1, 1):
        x = side * (wide / 2 + 0.025)
        model.box((x, 0, high / 2 + 0.03), (0.04, 0.04, high - 0.06), metal)
        model.box((x, 0, 0.09), (0.045, 0.55, 0.04), metal)
    castors(model, wide + 0.09, 0.55, finishes.plastic(design, "dark"), 0.04)
    model.box((0, 0, 0.25), (wide, 0.03, 0.03), metal)
    for z in (low, high):
        model.box((0, 0, z), (wide, 0.045, 0.03), metal)
    model.box((0, -0.05, low), (wide * 0.6, 0.08, 0.015), metal)
    if shape == "rolling arch":
        model.box((0, 0, high + 0.03), (wide + 0.09, 0.05, 0.05), metal)
    return model.centred()


def wall_curtain(design: Design, wide: float = 0.0, tall: float = 0.0) -> Model:
    """A curtain before a whole wall, on its rail: back on y = 0, lower edge on z = 0."""
    wide, tall = wide or design.uniform(1.5, 3.5), tall or design.uniform(2.0, 2.5)
    model = Model("curtain", "curtain: whole wall")
    metal = finishes.metal(design)
    away = design.uniform(0.07, 0.12)
    parts = design.choose((1, 2, 2, 3))
    gap = design.choose((0.0, 0.0, 0.1, 0.3))
    for part in range(parts):
        each = (wide - gap * (parts - 1)) / parts
        cloth = curtain(design, each, tall)
        model.join(cloth, ((part - (parts - 1) / 2) * (each + gap), -away, 0.0))
    if design.chance(0.5):
        broad = away + 0.08
        model.box((0, -broad / 2, tall), (wide + 0.1, broad, 0.06), finishes.wood(design))
    else:
        model.cylinder((0, -away, tall), 0.016, wide + 0.15, metal, "x")
        for x in (-wide / 2, 0.0, wide / 2):
            bar(model, (x, 0.0, tall), (x, -away, tall), 0.02, metal)
    return hung(model)
