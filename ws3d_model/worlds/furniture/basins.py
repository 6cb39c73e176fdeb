# SPDX-License-Identifier: Apache-2.0
"""Basins and worktops with holes: what kitchens and bathrooms share."""

from __future__ import annotations

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.frames import bar
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Paint


def bowl(
    design: Design, model: Model, x: float, y: float, top: float, wide: float, deep: float
) -> None:
    """Add the basin of a sink let into a top at height `top`, and its tap; metres."""
    steel = finishes.metal(design, "metal", "dark")
    paint = finishes.ceramic(design, "white", "white", "neutral") if design.chance(0.6) else steel
    sheet, sunk = 0.02, design.uniform(0.12, 0.2)
    model.box((x, y, top - sunk), (wide, deep, sheet), paint)
    for side in (-1, 1):
        model.box((x + side * wide / 2, y, top - sunk / 2), (sheet, deep, sunk), paint)
        model.box((x, y + side * deep / 2, top - sunk / 2), (wide, sheet, sunk), paint)
        rim = (x + side * (wide / 2 + 0.02), y, top + 0.006)
        model.box(rim, (0.04, deep + 0.08, 0.012), paint)
        model.box((x, y + side * (deep / 2 + 0.02), top + 0.006), (wide, 0.04, 0.012), paint)
    if wide > 0.55 and design.chance(0.5):  # two basins
        model.box((x, y, top - sunk / 2), (sheet, deep, sunk), paint)
    tap(design, model, x, y + deep / 2 + 0.03, top)


def tap(design: Design, model: Model, x: float, y: float, top: float) -> None:
    """Add a tap that stands at (x, y) on height `top` and reaches towards -y."""
    metal = finishes.metal(design, "metal", "metal", "dark")
    shape = design.family("tap", ("straight", "low", "two handles"), ("arch", "slanted"))
    high = {"straight": 0.24, "low": 0.14, "two handles": 0.16, "arch": 0.34, "slanted": 0.2}[shape]
    model.cylinder((x, y, top + high / 2), 0.016, high, metal)
    if shape == "arch":
        bar(model, (x, y, top + high), (x, y - 0.08, top + high + 0.04), 0.024, metal)
        bar(model, (x, y - 0.08, top + high + 0.04), (x, y - 0.16, top + high), 0.024, metal)
        bar(model, (x, y - 0.16, top + high), (x, y - 0.16, top + high - 0.08), 0.024, metal)
    else:
        drop = 0.05 if shape == "slanted" else 0.0
        start, end = (x, y, top + high - 0.01), (x, y - 0.18, top + high - 0.02 - drop)
        bar(model, start, end, 0.025, metal)
    for side in (-1, 1) if shape == "two handles" else ():
        model.box((x + side * 0.08, y, top + 0.03), (0.04, 0.04, 0.06), metal)
    if shape != "two handles":
        bar(model, (x, y, top + high), (x + 0.07, y + 0.01, top + high + 0.03), 0.014, metal)


def slab_with_hole(
    model: Model,
    wide: float,
    deep: float,
    top: float,
    hole: tuple[float, float, float, float],
    paint: Paint,
) -> None:
    """Add a worktop 4 cm thick around a hole at x, y of the given width and depth; metres."""
    x, y, w, d = hole
    left, right, front, back = x - w / 2, x + w / 2, y - d / 2, y + d / 2
    for x0, x1, y0, y1 in (
        (-wide / 2, left, -deep / 2, deep / 2),
        (right, wide / 2, -deep / 2, deep / 2),
        (left, right, -deep / 2, front),
        (left, right, back, deep / 2),
    ):
        if x1 - x0 > 0.02 and y1 - y0 > 0.02:
            model.box(((x0 + x1) / 2, (y0 + y1) / 2, top - 0.02), (x1 - x0, y1 - y0, 0.04), paint)
