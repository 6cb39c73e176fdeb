# SPDX-License-Identifier: Apache-2.0
"""Beds, with bedding and pillows."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.electronics import laptop
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import legs
from ws3d_model.worlds.furniture.small_objects import (
    Maker,
    backpack,
    books,
    clothes,
    flat_pillow,
    pillow,
)
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, tilted, turned
from ws3d_model.worlds.shapes.palette import Paint

_ON_BEDS: tuple[Maker, ...] = (clothes, clothes, books, backpack, laptop, pillow)


def bed(design: Design) -> Model:
    """A bed, its head at the wall (+y)."""
    width = design.choose((0.9, 1.0, 1.2, 1.4, 1.6, 1.8)) + design.uniform(-0.05, 0.05)
    length, height = design.uniform(1.9, 2.15), design.uniform(0.32, 0.65)
    wood = finishes.upholstery(design) if design.chance(0.25) else finishes.frame(design)
    if design.chance(0.4):
        wood = finishes.wood(design)
    model, shape = of_family(
        design,
        "bed",
        ("box", "legs", "headboard", "sleigh", "bare mattress", "bars"),
        ("platform", "canopy", "drawers", "box spring"),
    )
    if shape == "bare mattress":
        height = design.uniform(0.22, 0.4)
    _frame(model, shape, width, length, height, wood)
    sheet = finishes.fabric(design, "white", "neutral", "vivid")
    size = (width * 0.97, length * 0.97, 0.22)
    model.box((0, 0, height - 0.11), size, sheet, roundness=8)
    _blanket(design, model, width, length, height)
    pillows = 1 if width < 1.15 else 2
    if design.chance(0.88):
        for number in range(pillows):
            x = (number - (pillows - 1) / 2) * width * 0.48
            soft = flat_pillow(design, min(0.65, width * 0.44))
            model.put(soft, (x, length / 2 - 0.27, height), design.normal(0.08))
    for _ in range(design.count(0, 2)):
        thing = design.choose(_ON_BEDS)(design)
        at = (
            design.uniform(-width / 4, width / 4),
            design.uniform(-length * 0.35, 0.1),
            height + 0.04,
        )
        model.put(thing, at, design.uniform(0, 6))
    return model.centred()


def _frame(
    model: Model, shape: str, width: float, length: float, height: float, wood: Paint
) -> None:
    low = height - 0.2
    if shape == "bare mattress":
        model.box((0, 0, low / 2 + 0.02), (width * 0.95, length * 0.95, low + 0.04), wood)
        return
    if shape == "box spring":
        model.box((0, 0, low / 2 + 0.04), (width, length, low - 0.04), wood)
        legs(model, width, length, 0.08, 0.07, wood)
        at = (0.0, length / 2 + 0.05, height * 0.5 + 0.35)
        model.box(at, (width * 1.05, 0.1, height + 0.7), wood)
        return
    if shape in ("box", "platform", "drawers"):
        wide = width + (0.3 if shape == "platform" else 0.02)
        model.box((0, 0, low / 2 + 0.02), (wide, length, low), wood)
        model.box((0, 0, 0.02), (wide * 0.9, length * 0.9, 0.04), wood)
        for y in (-0.25, 0.25) if shape == "drawers" else ():
            for side in (-1, 1):
                at = (side * (width / 2 + 0.02), y * length, low / 2 + 0.02)
                model.box(at, (0.02, length * 0.45, low * 0.8), wood)
                model.box((at[0] + side * 0.02, at[1], at[2]), (0.02, 0.2, 0.02), wood)
    else:
        legs(model, width, length, low + 0.02, 0.07, wood)
        model.box((0, 0, low - 0.03), (width, length, 0.1), wood)
    if shape in ("headboard", "sleigh", "box"):
        tall = height + (0.55 if shape == "headboard" else 0.4)
        model.box((0, length / 2 + 0.03, tall / 2), (width, 0.06, tall), wood)
    if shape == "sleigh":
        model.box((0, -length / 2 - 0.03, height * 0.65), (width, 0.06, height * 1.3), wood)
    if shape == "bars":
        for end, tall in ((1, height + 0.5), (-1, height + 0.2)):
            y = end * (length / 2 + 0.015)
            for x in np.linspace(-width / 2, width / 2, max(5, round(width / 0.14))):
                model.box((float(x), y, tall / 2), (0.025, 0.025, tall), wood)
            model.box((0, y, tall), (width + 0.03, 0.035, 0.04), wood)
            model.box((0, y, low), (width + 0.03, 0.035, 0.04), wood)
    if shape == "canopy":
        for x in (-1, 1):
            for y in (-1, 1):
                model.box((x * width / 2, y * length / 2, 1.0), (0.06, 0.06, 2.0), wood)
            model.box((x * width / 2, 0, 1.98), (0.05, length, 0.05), wood)
            model.box((0, x * length / 2, 1.98), (width, 0.05, 0.05), wood)
        if width > 1.3:
            model.box((0, 0, 2.01), (width, length, 0.02), wood)


def _blanket(design: Design, model: Model, width: float, length: float, height: float) -> None:
    paint = finishes.fabric(design)
    top = length / 2 - design.uniform(0.35, 0.8)
    long = design.uniform(0.5, 1.0) * (top + length / 2)
    over = design.uniform(0.0, 0.28)
    size = (width * 1.03, long, 0.05 + over)
    model.box((0, top - long / 2, height - over / 2 + 0.03), size, paint, roundness=8)
    if design.chance(0.5):  # thrown back, or a heap of it
        at = (design.normal(0.15), design.uniform(-length / 3, 0), height + 0.06)
        heap = (width * 0.5, 0.5, design.uniform(0.08, 0.22))
        model.box(at, heap, design.tinted(paint, 0.2), turned(design.uniform(-1, 1)), 3)
    if design.chance(0.25):  # a folded throw at the foot
        throw = finishes.fabric(design)
        model.box((0, -length / 2 + 0.3, height + 0.01), (width * 1.02, 0.45, 0.07), throw,
                  tilted(0.0), 6)  # fmt: skip
