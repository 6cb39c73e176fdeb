# SPDX-License-Identifier: Apache-2.0
"""Sofas and armchairs."""

from __future__ import annotations

from ws3d_model.datasets.rooms.design import Design
from ws3d_model.datasets.rooms.model import Model, tilted
from ws3d_model.datasets.rooms.palette import Paint
from ws3d_model.datasets.rooms.small_objects import pillow


def sofa(design: Design, name: str = "sofa") -> Model:
    """A sofa, or with name "armchair" one seat of its kind."""
    seats = 1 if name == "armchair" else design.choose((2, 3, 3, 4))
    shape = design.family(
        "sofa", ("cushioned", "boxy", "armless", "chaise"), ("corner", "high back", "tufted")
    )
    model, fabric = Model(name), design.paint("vivid", "neutral", "neutral", "dark", "wood")
    seat, depth = design.uniform(0.52, 0.7), design.uniform(0.75, 1.0)
    height = design.uniform(0.36, 0.47)
    back = design.uniform(0.55, 0.75) if shape == "high back" else design.uniform(0.3, 0.5)
    arm = 0.0 if shape == "armless" else design.uniform(0.08, 0.25)
    thick, width = design.uniform(0.15, 0.26), seats * seat + 2 * arm
    soft = 0.0 if shape == "boxy" else design.choose((5.0, 8.0))
    legs = design.uniform(0.03, 0.14)
    base = height - 0.14 - legs
    model.box((0, 0, legs + base / 2), (width, depth, base), fabric)
    for x in (-1.0, 1.0):
        for y in (-1, 1):
            at = (x * (width / 2 - 0.06), y * (depth / 2 - 0.06), legs / 2)
            model.box(at, (0.05, 0.05, legs), design.paint("dark", "wood"))
    for number in range(seats):
        x, cushion = -width / 2 + arm + seat * (number + 0.5), design.tinted(fabric)
        size = (seat * 0.99, depth - thick, 0.15)
        model.box((x, -thick / 2, height - 0.07), size, cushion, roundness=5)
        if shape != "boxy":
            upright = (seat * 0.97, 0.17, back * 0.95)
            at = (x, depth / 2 - thick - 0.02, height + back * 0.48)
            model.box(at, upright, cushion, tilted(-0.15), 5)
    top = height + back * (0.85 if shape != "boxy" else 1)
    model.box((0, depth / 2 - thick / 2, (top + legs) / 2), (width, thick, top - legs), fabric,
              roundness=soft)  # fmt: skip
    if arm:
        rise = height + design.uniform(0.1, 0.26)
        for side in (-1.0, 1.0):
            at = (side * (width / 2 - arm / 2), 0, (rise + legs) / 2)
            model.box(at, (arm, depth, rise - legs), fabric, roundness=soft)
    if shape in ("chaise", "corner") and seats > 1:
        _extension(design, model, shape, width, depth, height, seat, fabric)
    for _ in range(design.count(0, 3)):
        x = design.uniform(-width / 2 + arm + 0.2, width / 2 - arm - 0.2)
        model.put(pillow(design), (x, depth / 2 - thick - 0.24, height), design.normal(0.3))
    return model.centred()


def _extension(
    design: Design,
    model: Model,
    shape: str,
    width: float,
    depth: float,
    height: float,
    seat: float,
    fabric: Paint,
) -> None:
    """The short arm of an L, with a backrest for a corner sofa."""
    side, length = design.choose((-1, 1)), design.uniform(0.5, 1.0)
    x, y = side * (width / 2 - seat / 2), -depth / 2 - length / 2
    model.box((x, y, height / 2), (seat, length, height - 0.02), fabric, roundness=8)
    if shape == "corner":
        back = (0.2, length + depth / 2, height + 0.35)
        model.box((side * (width / 2 - 0.1), y + depth / 4, back[2] / 2), back, fabric)
