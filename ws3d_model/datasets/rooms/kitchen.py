# SPDX-License-Identifier: Apache-2.0
"""Kitchen runs and appliances."""

from __future__ import annotations

from ws3d_model.datasets.rooms.bathroom import bowl, slab_with_hole
from ws3d_model.datasets.rooms.decor import small_plant
from ws3d_model.datasets.rooms.design import Design
from ws3d_model.datasets.rooms.model import Model, Support
from ws3d_model.datasets.rooms.palette import Paint, Pattern
from ws3d_model.datasets.rooms.small_objects import (
    Maker,
    bottle,
    box,
    cup,
    folded_towel,
    scatter,
    small_box,
)
from ws3d_model.datasets.rooms.storage import cabinet, topless

_ON_COUNTERS: tuple[Maker, ...] = (bottle, bottle, cup, small_box, small_plant, folded_towel)


def refrigerator(design: Design) -> Model:
    """A refrigerator: one door, two, or side by side."""
    model = Model("refrigerator")
    paint = design.paint(
        "white", "white", "metal", "dark", "neutral", "vivid", pattern=Pattern.PLAIN
    )
    wide, deep = design.uniform(0.52, 0.75), design.uniform(0.55, 0.72)
    height = design.uniform(1.3, 2.0) if design.chance(0.8) else design.uniform(0.8, 1.0)
    shape = design.family(
        "refrigerator", ("freezer below", "freezer above", "one door"), ("side by side", "rounded")
    )
    front, metal = -deep / 2 + 0.025, design.paint("metal", "dark")
    soft = 8.0 if shape == "rounded" else 0.0
    if shape == "side by side":
        wide = design.uniform(0.8, 0.95)
        height = max(height, 1.6)
    model.box((0, 0.03, height / 2), (wide, deep - 0.06, height), paint)
    if shape == "side by side":
        for side in (-1, 1):
            model.box((side * wide / 4, front, height / 2), (wide / 2 - 0.01, 0.05, height), paint)
            model.box((side * 0.05, front - 0.04, height * 0.55), (0.025, 0.03, 0.5), metal)
    else:
        split = {"freezer below": 0.35, "freezer above": 0.7, "one door": 0.98, "rounded": 0.75}[
            shape
        ]
        for z0, z1 in ((0.02, split), (split, 1.0)):
            tall = (z1 - z0) * height - 0.012
            if tall > 0.1:
                at = (0, front, (z0 + z1) / 2 * height)
                model.box(at, (wide, 0.05, tall), paint, roundness=soft)
                handle = (-wide / 2 + 0.06, front - 0.04, at[2])
                model.box(handle, (0.025, 0.03, min(0.4, tall * 0.5)), metal)
    if design.chance(0.3):
        model.put(box(design) if height > 1.2 else microwave(design), (0, 0, height))
    return model.centred()


def microwave(design: Design) -> Model:
    """A microwave, its front towards -y."""
    wide = design.family("microwave", (0.46, 0.5), (0.4, 0.56))
    paint, dark = design.paint("white", "dark", "metal"), design.paint("dark", gloss=0.2)
    model = Model("microwave").box((0, 0, 0.14), (wide, 0.35, 0.28), paint)
    return model.box((-wide * 0.1, -0.18, 0.14), (wide * 0.65, 0.01, 0.2), dark)


def stove(design: Design) -> Model:
    """A stove with oven, hob and perhaps a panel at the back."""
    model, paint = Model("stove"), design.paint("white", "metal", "dark")
    dark, high = design.paint("dark", gloss=0.15), design.uniform(0.84, 0.92)
    shape = design.family("stove", ("rings", "plates"), ("flat", "drop-in"))
    model.box((0, 0, high / 2), (0.6, 0.6, high), paint)
    model.box((0, -0.31, high * 0.48), (0.5, 0.02, 0.42), dark)
    model.box((0, -0.33, high * 0.78), (0.48, 0.025, 0.025), design.paint("metal"))
    if shape == "flat":
        model.box((0, 0, high + 0.005), (0.56, 0.5, 0.01), dark)
    else:
        for x in (-0.14, 0.14):
            for y in (-0.13, 0.13):
                model.cylinder((x, y, high + 0.01), 0.09, 0.02, dark)
    if design.chance(0.5):
        model.box((0, 0.28, high + 0.1), (0.6, 0.04, 0.2), paint)
    return model


def washing_machine(design: Design) -> Model:
    """A front loader."""
    model, paint = Model("washing machine"), design.paint("white", "white", "neutral")
    wide = design.family("washing machine", (0.6, 0.58), (0.5, 0.66))
    model.box((0, 0, 0.43), (wide, 0.58, 0.86), paint)
    radius = design.uniform(0.15, 0.19)
    model.cylinder((0, -0.3, 0.42), radius, 0.04, design.paint("dark", gloss=0.3), axis="y")
    model.box((0, -0.295, 0.78), (wide * 0.95, 0.015, 0.1), design.tinted(paint, 0.3))
    if design.chance(0.3):
        model.put(folded_towel(design), (design.normal(0.1), 0, 0.86))
    return model


def kitchen_run(design: Design, length: float | None = None) -> Model:
    """A worktop on base cabinets with a sink, cabinets above, and appliances at its ends."""
    length = length or design.uniform(1.3, 3.0)
    deep, height = design.uniform(0.56, 0.66), design.uniform(0.84, 0.94)
    paint = design.paint("wood", "neutral", "white", "vivid")
    top = design.paint("neutral", "wood", "dark", "any")
    shape = design.family("counter", ("run", "run with wall units"), ("island top", "open shelf"))
    model = Model("counter")
    overhang = 0.12 if shape == "island top" else 0.02
    bowl_at = design.uniform(-length / 2 + 0.4, length / 2 - 0.4)
    wide = design.uniform(0.4, 0.65)
    hole = (bowl_at, 0.0, wide, 0.38)
    slab_with_hole(model, length, deep + overhang, height, hole, top)
    if design.chance(0.7):
        model.box((0, deep / 2 - 0.01, height + 0.06), (length, 0.02, 0.12), top)
    base = cabinet(design, "kitchen cabinet", length, deep, height - 0.04, paint, legs=False)
    model.put(topless(base), (0, 0, 0))
    sink = Model("sink")
    bowl(design, sink, bowl_at, 0.0, height, wide, 0.38)
    model.put(sink, (0, 0, 0))
    if shape in ("run with wall units", "open shelf") or design.chance(0.4):
        _above(design, model, shape, length, deep, paint)
    _fill_top(design, model, length, deep, height, (bowl_at - wide / 2, bowl_at + wide / 2))
    right = length / 2
    if design.chance(0.6):
        model.put(stove(design), (right + 0.31, 0, 0))
    left = -length / 2
    if design.chance(0.5):
        cold = refrigerator(design)
        _, high = cold.bounds()
        model.put(cold, (left - float(high[0]) - 0.03, deep / 2 - float(high[1]), 0))
    return model.centred()


def _fill_top(
    design: Design,
    model: Model,
    length: float,
    deep: float,
    height: float,
    bowl_span: tuple[float, float],
) -> None:
    """Things on the worktop, left and right of the sink."""
    y = (-deep / 2, deep / 2)
    spans = [(-length / 2, bowl_span[0] - 0.06), (bowl_span[1] + 0.06, length / 2)]
    if design.chance(0.5):
        x0, x1 = max(spans, key=lambda span: span[1] - span[0])
        if x1 - x0 > 0.6:
            oven, middle = microwave(design), (x0 + x1) / 2
            model.put(oven, (middle, 0.08, height))
            spans = [(x0, middle - 0.3), (middle + 0.3, x1)]
    model.supports = [Support(span, y, height, 0.4) for span in spans if span[1] - span[0] > 0.2]
    scatter(design, model, _ON_COUNTERS, 5)


def _above(
    design: Design, model: Model, shape: str, length: float, deep: float, paint: Paint
) -> None:
    wide, z = length * design.uniform(0.5, 1.0), design.uniform(1.35, 1.5)
    x = design.choose((-1, 1)) * (length - wide) / 2
    if shape == "open shelf":
        board = Model("shelf").box((0, 0, 0), (wide, 0.25, 0.03), paint)
        board.supports = [Support((-wide / 2, wide / 2), (-0.12, 0.12), 0.015, 0.35)]
        scatter(design, board, _ON_COUNTERS, 5)
        model.put(board, (x, deep / 2 - 0.125, z))
        return
    upper = cabinet(design, "kitchen cabinet", wide, 0.34, design.uniform(0.5, 0.85), paint, False)
    upper.primitives = [p for p in upper.primitives if p.part == 0]
    model.put(upper, (x, deep / 2 - 0.17, z))
