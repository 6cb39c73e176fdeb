# SPDX-License-Identifier: Apache-2.0
"""Kitchen runs: worktops with sinks, base and wall cabinets, appliances at their ends."""

from __future__ import annotations

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.appliances import (
    microwave,
    refrigerator,
    stove,
    washing_machine,
)
from ws3d_model.worlds.furniture.basins import bowl, slab_with_hole
from ws3d_model.worlds.furniture.decor import small_plant
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.small_objects import (
    Maker,
    bottle,
    cup,
    folded_towel,
    scatter,
    small_box,
)
from ws3d_model.worlds.furniture.storage import cabinet, topless
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, Support
from ws3d_model.worlds.shapes.palette import Paint

__all__ = ["kitchen_run", "microwave", "refrigerator", "stove", "washing_machine"]

Pair = tuple[float, float]

_ON_COUNTERS: tuple[Maker, ...] = (bottle, bottle, cup, small_box, small_plant, folded_towel)


def kitchen_run(
    design: Design, length: float | None = None, alone: bool = True, low: bool = False
) -> Model:
    """A worktop on base cabinets with a sink, cabinets above, and appliances at its ends.

    Args:
        length: of the worktop, metres; None draws one.
        alone: it may have a stove and a refrigerator at its ends, as the only one of a kitchen has.
        low: nothing rises above the worktop, so that it goes below a window.
    """
    length = length or design.uniform(1.3, 3.0)
    deep, height = design.uniform(0.56, 0.66), design.uniform(0.84, 0.94)
    paint = finishes.board(design)
    top = finishes.stone(design) if design.chance(0.5) else finishes.board(design)
    model, shape = of_family(
        design,
        "counter",
        ("run", "run with wall units", "tall cupboard", "shelf above"),
        ("island top", "open shelf"),
    )
    overhang = 0.12 if shape == "island top" else 0.02
    bowl_at = design.uniform(-length / 2 + 0.4, length / 2 - 0.4)
    wide = design.uniform(0.4, 0.65)
    slab, hole = Model("counter"), (bowl_at, overhang / 2, wide, 0.38)
    slab_with_hole(slab, length, deep + overhang, height, hole, top)
    model.join(slab, (0, -overhang / 2, 0))
    if design.chance(0.7):
        model.box((0, deep / 2 - 0.01, height + 0.06), (length, 0.02, 0.12), top)
    base = cabinet(design, "kitchen cabinet", length, deep, height - 0.04, paint, legs=False)
    model.put(topless(base), (0, 0, 0))
    sink = Model("sink", "sink: in a worktop")
    bowl(design, sink, bowl_at, 0.0, height, wide, 0.38)
    model.put(sink, (0, 0, 0))
    bowl_span = (bowl_at - wide / 2, bowl_at + wide / 2)
    if low:
        model.supports = _free_tops(length, deep, height, bowl_span)
        return model.centred()
    if shape in ("run with wall units", "open shelf", "shelf above") or design.chance(0.4):
        _above(design, model, shape, length, deep, paint)
    _fill_top(design, model, length, deep, height, bowl_span)
    right = length / 2
    if alone and design.chance(0.6):
        cooker = stove(design)
        _, high = cooker.bounds()
        model.put(cooker, (right + float(high[0]) + 0.01, deep / 2 - float(high[1]), 0))
    left = -length / 2
    if shape == "tall cupboard":
        tall = cabinet(
            design, "kitchen cabinet", 0.6, deep, design.uniform(1.9, 2.2), paint, legs=False
        )
        tall.primitives = [p for p in tall.primitives if p.part == 0]
        model.put(tall, (left - 0.31, 0, 0))
    elif alone and design.chance(0.5):
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
    bowl_span: Pair,
) -> None:
    """Things on the worktop, left and right of the sink."""
    model.supports = _free_tops(length, deep, height, bowl_span)
    if design.chance(0.5):
        x0, x1 = max((one.x for one in model.supports), key=lambda x: x[1] - x[0], default=(0, 0))
        if x1 - x0 > 0.6:
            oven, middle = microwave(design), (x0 + x1) / 2
            model.put(oven, (middle, 0.08, height))
            y, sides = (-deep / 2, deep / 2), ((x0, middle - 0.3), (middle + 0.3, x1))
            model.supports = [Support(x, y, height, 0.4) for x in sides if x[1] - x[0] > 0.2]
    scatter(design, model, _ON_COUNTERS, 5)


def _free_tops(length: float, deep: float, height: float, bowl_span: Pair) -> list[Support]:
    """What is free of the worktop left and right of the sink."""
    y = (-deep / 2, deep / 2)
    spans = ((-length / 2, bowl_span[0] - 0.06), (bowl_span[1] + 0.06, length / 2))
    return [Support(span, y, height, 0.4) for span in spans if span[1] - span[0] > 0.2]


def _above(
    design: Design, model: Model, shape: str, length: float, deep: float, paint: Paint
) -> None:
    wide, z = length * design.uniform(0.5, 1.0), design.uniform(1.35, 1.5)
    x = design.choose((-1, 1)) * (length - wide) / 2
    if shape in ("open shelf", "shelf above"):
        board = Model("shelf", "shelf: over a worktop").box((0, 0, 0), (wide, 0.25, 0.03), paint)
        board.supports = [Support((-wide / 2, wide / 2), (-0.12, 0.12), 0.015, 0.35)]
        scatter(design, board, _ON_COUNTERS, 5)
        model.put(board, (x, deep / 2 - 0.125, z))
        return
    upper = cabinet(design, "kitchen cabinet", wide, 0.34, design.uniform(0.5, 0.85), paint, False)
    upper.primitives = [p for p in upper.primitives if p.part == 0]
    model.put(upper, (x, deep / 2 - 0.17, z))
