# SPDX-License-Identifier: Apache-2.0
"""Beds, with bedding and pillows."""

from __future__ import annotations

from ws3d_model.datasets.rooms.design import Design
from ws3d_model.datasets.rooms.electronics import laptop
from ws3d_model.datasets.rooms.model import Model, tilted, turned
from ws3d_model.datasets.rooms.palette import Paint, Pattern
from ws3d_model.datasets.rooms.small_objects import (
    Maker,
    backpack,
    books,
    clothes,
    flat_pillow,
    pillow,
)

_ON_BEDS: tuple[Maker, ...] = (clothes, clothes, books, backpack, laptop, pillow)


def bed(design: Design) -> Model:
    """A bed, its head at the wall (+y)."""
    model = Model("bed")
    width = design.choose((0.9, 1.0, 1.2, 1.4, 1.6, 1.8)) + design.uniform(-0.05, 0.05)
    length, height = design.uniform(1.9, 2.15), design.uniform(0.32, 0.65)
    wood = design.paint("wood", "wood", "neutral", "any")
    shape = design.family(
        "bed", ("box", "legs", "headboard", "sleigh"), ("platform", "bunk", "drawers")
    )
    _frame(model, shape, width, length, height, wood)
    sheet = design.paint("white", "neutral")
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
    if shape in ("box", "platform", "drawers"):
        wide = width + (0.3 if shape == "platform" else 0.0)
        low = height * 0.55
        model.box((0, 0, low / 2), (wide, length, low), wood)
        if shape == "drawers":
            for y in (-0.25, 0.25):
                for side in (-1, 1):
                    at = (side * (width / 2 + 0.01), y * length, low / 2)
                    model.box(at, (0.02, length * 0.45, low * 0.8), wood)
    else:
        rail = height - 0.16
        for x in (-1, 1):
            for y in (-1, 1):
                at = (x * (width / 2 - 0.04), y * (length / 2 - 0.04), rail / 2)
                model.box(at, (0.07, 0.07, rail), wood)
        model.box((0, 0, rail - 0.05), (width, length, 0.1), wood)
    if shape in ("headboard", "sleigh", "box"):
        tall = height + (0.55 if shape == "headboard" else 0.4)
        model.box((0, length / 2 + 0.03, tall / 2), (width, 0.06, tall), wood)
    if shape == "sleigh":
        model.box((0, -length / 2 - 0.03, height * 0.65), (width, 0.06, height * 1.3), wood)
    if shape == "bunk":
        for x in (-1, 1):
            for y in (-1, 1):
                model.box((x * width / 2, y * length / 2, 0.9), (0.07, 0.07, 1.8), wood)
        model.box((0, 0, 1.5), (width, length, 0.2), wood)


def _blanket(design: Design, model: Model, width: float, length: float, height: float) -> None:
    pattern = design.choose((Pattern.PLAIN, Pattern.STRIPES, Pattern.BLOTCHES, Pattern.TILES))
    paint = design.paint("vivid", "neutral", "white", pattern=pattern)
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
        throw = design.paint("vivid", "neutral")
        model.box((0, -length / 2 + 0.3, height + 0.05), (width * 1.02, 0.45, 0.06), throw,
                  tilted(0.0), 6)  # fmt: skip
