# SPDX-License-Identifier: Apache-2.0
"""Doors that do not swing: sliding ones, garage doors, and lifts with their buttons."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.rooms.building import Building
from ws3d_model.worlds.rooms.floor_plan import Wall
from ws3d_model.worlds.rooms.openings import Opening
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model


def special_door(building: Building, opening: Opening) -> Model | None:
    """Now and then a door of another sort for an opening out of the scene, its middle at x = 0."""
    design, (x0, x1) = building.design, opening.x
    wide, top = x1 - x0, opening.z[1]
    lifts = building.kind in ("corridor", "waiting room", "shop", "office", "hospital ward")
    if lifts and design.chance(0.25):
        return _lift(design, wide, top, opening.depth)
    if design.chance(0.08):
        return _sliding(design, wide, top, opening.depth)
    if wide > 1.4 and design.chance(0.3):
        return _garage(design, wide, top, opening.depth)
    return None


def _sliding(design: Design, wide: float, top: float, depth: float) -> Model:
    """Two panels, one before the other, in a frame within the opening."""
    shape = design.family("sliding door", ("glass", "panel", "folding"), ("paper", "mirror"))
    model, thick = Model("sliding door", f"sliding door: {shape}"), 0.04
    rail, y = design.paint("metal", "white", "wood", "dark"), max(depth / 2, 0.05)
    paint = {
        "glass": design.paint("glass", gloss=0.6, material="glass"),
        "mirror": design.paint("glass", gloss=0.8, material="glass"),
        "paper": design.paint("white", material="paper"),
    }.get(shape, design.paint("wood", "white", "neutral"))
    for z in (0.02, top - 0.02):
        model.box((0, y, z), (wide - 0.01, 0.09, 0.04), rail)
    panels = 4 if shape == "folding" else 2
    each = (wide - 0.02) / panels
    for number in range(panels):
        x = -wide / 2 + 0.01 + each * (number + 0.5)
        at = (x, y + (0.02 if number % 2 else -0.02), top / 2)
        model.box(at, (each + 0.02 * (panels == 2) - 0.02, 0.015, top - 0.08), paint)
        for side in (-1, 1):
            post = (x + side * (each / 2 - 0.02), at[1], top / 2)
            model.box(post, (thick, 0.025, top - 0.08), rail)
    return model


def _garage(design: Design, wide: float, top: float, depth: float) -> Model:
    """A door of slats or sections that goes up."""
    shape = design.family("garage door", ("sections", "slats"), ("one leaf", "windows"))
    model = Model("garage door", f"garage door: {shape}")
    paint, y = design.paint("white", "metal", "neutral", "wood"), max(depth / 2, 0.03)
    rows = {"sections": 4, "slats": 20, "windows": 4}.get(shape, 1)
    for row in range(rows):
        tall = (top - 0.02) / rows
        at = (0, y, 0.01 + tall * (row + 0.5))
        model.box(at, (wide - 0.02, 0.04, tall - 0.006), paint)
        if shape == "windows" and row == rows - 1:
            glass = design.paint("glass", gloss=0.5)
            for x in (-0.3, 0.0, 0.3):
                model.box((x * wide, y, at[2]), (0.2 * wide, 0.046, tall * 0.6), glass)
    return model


def _lift(design: Design, wide: float, top: float, depth: float) -> Model:
    """The closed leaves of a lift in a metal frame, with a panel of buttons beside it."""
    shape = design.family("elevator", ("two leaves", "broad frame"), ("telescopic",))
    model, y = Model("elevator", f"elevator: {shape}"), max(depth - 0.03, 0.02)
    metal, frame = design.paint("metal", "dark", "white"), design.paint("metal", "dark", "neutral")
    leaves = 3 if shape == "telescopic" else 2
    each = (wide - 0.01) / leaves
    for number in range(leaves):
        at = (-wide / 2 + 0.005 + each * (number + 0.5), y + 0.012 * number, top / 2)
        model.box(at, (each - 0.006, 0.03, top - 0.02), metal)
    broad = 0.22 if shape == "broad frame" else 0.08
    for side in (-1, 1):
        model.box((side * (wide + broad) / 2, -0.01, top / 2), (broad, 0.02, top), frame)
    model.box((0, -0.01, top + broad / 2), (wide + 2 * broad, 0.02, broad), frame)
    return model.box((wide / 2 + broad + 0.1, -0.008, 1.1), (0.1, 0.016, 0.22), metal)


def fits(building: Building, wall: Wall, model: Model, middle: float) -> bool:
    """Whether the frame and what is beside it stay on their wall, in the clear."""
    low, high = model.bounds()
    inside = middle + low[0] > 0 and middle + high[0] < wall.length and high[2] < wall.height
    return bool(inside) and building.fits(model, np.append(wall.point(middle), 0.0), wall.yaw)
