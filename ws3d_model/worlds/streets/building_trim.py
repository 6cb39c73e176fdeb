# SPDX-License-Identifier: Apache-2.0
"""Roofs of buildings, and what stands out from their fronts: bays, balconies, awnings, boards."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, turned
from ws3d_model.worlds.shapes.palette import Paint
from ws3d_model.worlds.streets.bushes import flower_box
from ws3d_model.worlds.streets.materials import glazing, roofing, steel
from ws3d_model.worlds.streets.solids import Solid, add, gable, quads


def add_roof(
    model: Model, design: Design, width: float, depth: float, height: float, kind: str, wall: Paint
) -> None:
    """Pitched, hipped or flat with a parapet; chimneys and dormers."""
    pitched = design.chance(
        {"house": 0.85, "garage": 0.4, "block": 0.35, "shops": 0.5}.get(kind, 0.15)
    )
    if not pitched:
        model.box((0, depth / 2, height - 0.05), (width, depth, 0.1), roofing(design))
        if design.chance(0.7):
            edge = design.uniform(0.2, 0.6)
            for y in (0.1, depth - 0.1):
                model.box((0, y, height + edge / 2), (width, 0.2, edge), wall)
            for x in (-width / 2 + 0.1, width / 2 - 0.1):
                model.box((x, depth / 2, height + edge / 2), (0.2, depth - 0.4, edge), wall)
        return
    eave, along = design.uniform(0.15, 0.6), design.chance(0.65)
    long, span = (width, depth) if along else (depth, width)
    rise = span / 2 * design.uniform(0.45, 1.1)
    hip = design.uniform(0.2, 0.5) * span if design.chance(0.3) else 0.0
    roof = gable(long + 2 * eave, span + 2 * eave, rise, min(hip, 0.45 * long))
    turn = turned(0.0 if along else np.pi / 2)
    roof = Solid(roof.vertices @ turn.T + (0, depth / 2, height + 0.1), roof.faces)
    add(model, roof, roofing(design))
    if kind == "house" and design.chance(0.7):
        at = (design.uniform(-0.3, 0.3) * width, depth / 2 + 0.6, height + rise * 0.7)
        model.box(at, (0.6, 0.5, rise + 0.8), design.paint("brick"))
    if kind in ("house", "shops") and along and design.chance(0.4) and rise > 2.2:
        for x in np.linspace(-width / 4, width / 4, design.count(1, 2)):
            at = (float(x), depth * 0.2, height + 0.2 + rise * 0.25)
            model.box(at, (1.6, depth * 0.22, rise * 0.55), wall)


def add_trim(
    model: Model,
    design: Design,
    style: str,
    width: float,
    height: float,
    floors: int,
    storey: float,
    kind: str,
) -> None:
    """What stands out from the front: bands, balconies, awnings, signs, steps, pipes."""
    trim = design.paint("white", "neutral", "concrete", material="plaster")
    if style in ("banded", "cornice", "stepped"):
        levels = range(1, floors) if style == "banded" else (floors,)
        for level in levels:
            model.box((0, -0.06, level * storey - 0.1), (width, 0.16, 0.2), trim)
    if style == "bays" and floors > 1 and width > 6:
        x, bay = design.uniform(-0.25, 0.25) * width, design.uniform(1.6, 2.6)
        tall = (floors - 1) * storey - 0.4
        model.box((x, -0.35, storey + tall / 2), (bay, 0.8, tall), trim)
        model.box((x, -0.77, storey + tall / 2), (bay * 0.7, 0.05, tall * 0.5), glazing(design))
    if style == "arcade":
        for x in np.arange(-width / 2 + 0.3, width / 2, 3.2):
            model.box((float(x), -1.0, storey / 2 - 0.3), (0.4, 0.4, storey + 0.6), trim)
        model.box((0, -0.6, storey + 0.15), (width, 1.2, 0.3), trim)
    if kind in ("block", "house") and floors > 1 and design.chance(0.5):
        _balconies(model, design, width, floors, storey)
    if kind == "shops":
        board = design.paint("vivid", "dark", "white")
        model.box((0, -0.08, 2.85), (width * design.uniform(0.4, 0.95), 0.12, 0.45), board)
        if design.chance(0.5) and style != "arcade":
            awning = quads(
                np.array(
                    [
                        [
                            [-width * 0.4, -1.3, 2.25],
                            [width * 0.4, -1.3, 2.25],
                            [width * 0.4, 0.0, 2.62],
                            [-width * 0.4, 0.0, 2.62],
                        ]
                    ]
                )
            )
            add(model, awning, design.paint("vivid", material="fabric"))
    if kind == "house" and design.chance(0.5):
        model.box((design.uniform(-0.3, 0.3) * width, -0.35, 2.35), (1.8, 0.9, 0.1), trim)
    if design.chance(0.6):
        x = width / 2 - 0.15
        model.cylinder((x, -0.08, height / 2), 0.05, height, steel(design))
    if kind == "house" and design.chance(0.25):
        flower_box(model, design, (0.0, -0.14, 0.75), 1.2)


def _balconies(model: Model, design: Design, width: float, floors: int, storey: float) -> None:
    slab, rail = design.paint("concrete", "white"), steel(design)
    out, wide = design.uniform(0.9, 1.6), design.uniform(1.8, 3.2)
    solid = design.chance(0.5)
    for x in np.arange(-width / 2 + wide, width / 2 - wide / 2, wide * 2.2).tolist():
        for floor in range(1, floors):
            z = floor * storey
            model.box((x, -out / 2, z), (wide, out, 0.14), slab)
            if solid:
                model.box((x, -out, z + 0.5), (wide, 0.06, 0.95), slab)
                continue
            model.box((x, -out, z + 1.0), (wide, 0.05, 0.05), rail)
            for post in np.linspace(-wide / 2, wide / 2, 8).tolist():
                model.box((x + post, -out, z + 0.5), (0.025, 0.025, 1.0), rail)
