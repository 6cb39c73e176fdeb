# SPDX-License-Identifier: Apache-2.0
"""Fronts of cabinets: doors and drawers, plain, framed, sliding, louvred, glazed; and handles."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Paint

_OF_DRAWERS = ("dresser", "nightstand", "file cabinet", "media console")


def add_fronts(
    design: Design,
    model: Model,
    width: float,
    depth: float,
    lift: float,
    height: float,
    paint: Paint,
) -> None:
    """Add doors and drawers to the front of a body, a little proud of it, with handles.

    Args:
        width, depth: of the body, metres.
        lift, height: of its lower and upper edge, metres.
    """
    inside, name = height - lift, model.name
    shape = design.family(
        "cabinet front",
        ("doors", "drawers", "plain", "mixed", "rails"),
        ("framed", "sliding", "open niche", "louvred", "glazed"),
    )
    model.family = f"{name}: {shape}"
    columns = max(1, round(width / design.uniform(0.35, 0.65)))
    rows = 1
    if name in _OF_DRAWERS:
        rows = max(1, round(inside / design.uniform(0.2, 0.45)))
    elif shape in ("drawers", "mixed") and name != "wardrobe":
        rows = max(1, round(inside / design.uniform(0.25, 0.6)))
    front = design.tinted(paint, 0.15) if design.chance(0.7) else finishes.board(design)
    handle = design.choose(("bar", "knob", "edge", "none"), (4, 2, 2, 1))
    metal = finishes.metal(design, "metal", "dark", "wood") if design.chance(0.8) else front
    gap, thick = design.uniform(0.005, 0.025), 0.014 if shape == "plain" else 0.02
    for column in range(columns):
        doors = shape == "mixed" and column % 2 == 0
        number = 1 if doors else rows
        for row in range(number):
            x = -width / 2 + width * (column + 0.5) / columns
            z = lift + inside * (row + 0.5) / number
            size = (width / columns - gap, thick, inside / number - gap)
            y = -depth / 2 - thick / 2 + 0.001
            if shape == "sliding" and column % 2:
                y -= thick
                size = (size[0] + 0.03, thick, size[2])
            if shape == "open niche" and row == number - 1 and number > 1:
                dark = design.tinted(paint, 0.5)
                model.box((x, y + thick * 0.6, z), (size[0], 0.004, size[2]), dark)
                continue
            _leaf(design, model, shape, (x, y, z), size, front)
            if shape != "plain" and handle != "none":
                side = (0.4 if column % 2 == 0 else -0.4) * width / columns
                _handle(
                    model, handle, (x, y - thick / 2, z), size, side if number == 1 else 0, metal
                )


def _leaf(
    design: Design,
    model: Model,
    shape: str,
    at: tuple[float, float, float],
    size: tuple[float, float, float],
    paint: Paint,
) -> None:
    (x, y, z), (wide, thick, tall) = at, size
    model.box(at, size, paint)
    proud = y - thick / 2
    if shape in ("framed", "rails"):
        broad = min(0.07, wide / 5, tall / 5)
        for side in (-1, 1):
            model.box(
                (x + side * (wide - broad) / 2, proud - 0.004, z), (broad, 0.012, tall), paint
            )
            level = z + side * (tall - broad) / 2
            model.box((x, proud - 0.004, level), (wide - 2 * broad, 0.012, broad), paint)
    elif shape == "louvred":
        for level in np.arange(z - tall / 2 + 0.06, z + tall / 2 - 0.04, 0.06):
            model.box((x, proud - 0.004, float(level)), (wide * 0.8, 0.014, 0.03), paint)
    elif shape == "glazed" and tall > 0.4:
        pane = finishes.glass(design, 0.1, 0.6)
        model.box((x, proud - 0.001, z + tall * 0.1), (wide * 0.75, 0.006, tall * 0.65), pane)


def _handle(
    model: Model,
    kind: str,
    at: tuple[float, float, float],
    size: tuple[float, float, float],
    side: float,
    paint: Paint,
) -> None:
    """A bar, a knob or a strip at the edge: upright beside the opening of a door, else level."""
    x, y, z = at
    if kind == "knob":
        model.cylinder((x + side, y - 0.014, z), 0.016, 0.03, paint, "y")
    elif kind == "edge":
        if side:
            model.box((x + side * 1.15, y - 0.006, z), (0.016, 0.014, size[2] * 0.9), paint)
        else:
            model.box((x, y - 0.006, z + size[2] * 0.46), (size[0] * 0.9, 0.014, 0.016), paint)
    else:
        shape = (
            (0.02, 0.025, min(0.3, size[2] * 0.25))
            if side
            else (min(0.16, size[0] * 0.5), 0.025, 0.02)
        )
        model.box((x + side, y - 0.012, z), shape, paint)
