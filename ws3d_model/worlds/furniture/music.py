# SPDX-License-Identifier: Apache-2.0
"""Musical instruments: pianos and guitars."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import about_y, bar
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, tilted


def piano(design: Design) -> Model:
    """An upright piano, a grand piano or an electric one on a stand."""
    model, shape = of_family(design, "piano", ("upright", "electric"), ("grand", "console"))
    wood, white = finishes.wood(design, "dark", "wood", "white"), finishes.plastic(design, "white")
    wide = design.uniform(1.38, 1.52)
    if shape in ("upright", "console"):
        high = design.uniform(1.1, 1.32) if shape == "upright" else design.uniform(0.95, 1.05)
        model.box((0, 0.14, high / 2), (wide, 0.34, high), wood)
        model.box((0, 0.12, high + 0.015), (wide + 0.04, 0.4, 0.03), wood)
        model.box((0, -0.15, 0.66), (wide, 0.26, 0.1), wood)
        for side in (-1, 1):
            model.box((side * (wide / 2 - 0.04), -0.24, 0.32), (0.08, 0.08, 0.64), wood)
            model.box((side * (wide / 2 - 0.03), -0.15, 0.74), (0.06, 0.26, 0.1), wood)
        model.box((0, -0.16, 0.72), (wide - 0.12, 0.16, 0.03), white)
        model.box((0, -0.06, high * 0.85), (wide * 0.5, 0.02, 0.22), wood, tilted(-0.2))
        model.box((0, -0.03, high * 0.8), (wide * 0.5, 0.06, 0.03), wood)
        return model.centred()
    if shape == "electric":
        black = finishes.plastic(design, "dark", "white", "neutral")
        model.box((0, 0, 0.75), (wide * 0.95, 0.32, 0.1), black)
        model.box((0, -0.06, 0.805), (wide * 0.88, 0.15, 0.02), white)
        for side in (-1, 1):
            model.box((side * wide * 0.42, 0, 0.36), (0.04, 0.3, 0.72), black)
        return model.box((0, 0.12, 0.35), (wide * 0.82, 0.03, 0.2), black).centred()
    long = design.uniform(1.5, 2.1)
    outline = [
        (-wide / 2, -0.1),
        (wide / 2, -0.1),
        (wide / 2, long * 0.25),
        (wide * 0.2, long * 0.5),
        (wide * 0.08, long * 0.85),
        (-wide * 0.2, long),
        (-wide / 2, long * 0.9),
    ]
    model.prism(outline, 0.28, wood, (0, 0, 0.83))
    model.box((0, -0.22, 0.72), (wide, 0.26, 0.07), wood)
    model.box((0, -0.22, 0.765), (wide * 0.88, 0.15, 0.02), white)
    for x, y in ((-0.42, 0.05), (0.42, 0.05), (-0.2, long * 0.8)):
        model.box((x * wide, y, 0.35), (0.1, 0.1, 0.7), wood)
    if design.chance(0.5):  # lid up
        lid = [(x + wide / 2, y) for x, y in outline]
        model.prism(lid, 0.02, wood, (-wide / 2, 0, 0.98), rotation=about_y(-0.55))
        prop = wide * 0.75
        at, top = prop * float(np.cos(0.55)) - wide / 2, 0.98 + prop * float(np.sin(0.55))
        bar(model, (at, 0.3, 0.95), (at, 0.3, top), 0.02, wood)
    return model.centred()


def guitar(design: Design) -> Model:
    """A guitar upright on a stand."""
    model, shape = of_family(design, "guitar", ("acoustic", "electric"), ("bass", "cello"))
    wood, dark = finishes.wood(design), finishes.wood(design, "dark", "wood")
    scale = 1.3 if shape == "cello" else 1.12 if shape == "bass" else 1.0
    thick = 0.045 if shape in ("electric", "bass") else 0.1 * scale
    lift, back = 0.1, 0.2

    def at(up: float) -> tuple[float, float, float]:
        return (0.0, back * up, lift + up)

    lean = tilted(-0.2)
    for up, radius in ((0.2, 0.2), (0.42, 0.15)):
        x, y, z = at(up * scale)
        model.cylinder((x, y, z), radius * scale, thick, wood, "y")
        model.primitives[-1].rotation = lean @ model.primitives[-1].rotation
    bar(model, at(0.45 * scale), at(0.95 * scale), 0.03, dark, 0.055)
    bar(model, at(0.93 * scale), at(1.07 * scale), 0.025, dark, 0.085)
    metal = finishes.metal(design, "dark")
    for side in (-1, 1):
        bar(model, (side * 0.15, -0.12, 0.0), (side * 0.08, 0.02, lift + 0.06), 0.02, metal)
        bar(model, (side * 0.12, 0.28, 0.0), (0.0, 0.12, lift + 0.5), 0.02, metal)
        model.box((side * 0.08, 0.0, lift + 0.02), (0.025, 0.16, 0.025), metal)
    return model.centred()
