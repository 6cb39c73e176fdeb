# SPDX-License-Identifier: Apache-2.0
"""Things of hospitals and surgeries: wheelchairs, drip stands, trolleys, walking frames."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar, castors, ring, tray, tube
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, Support, tilted, turned


def wheelchair(design: Design) -> Model:
    """A wheelchair with large rear wheels, or an electric one on small wheels."""
    metal = finishes.metal(design)
    cover, tyre = finishes.fabric(design, "dark", "vivid", "neutral"), finishes.plastic(design)
    model, shape = of_family(design, "wheelchair", ("folding", "sports"), ("electric", "transit"))
    wide, seat = design.uniform(0.42, 0.52), design.uniform(0.46, 0.53)
    radius = 0.15 if shape in ("electric", "transit") else 0.3
    model.box((0, 0, seat), (wide, 0.44, 0.05), cover)
    tall = 0.28 if shape == "sports" else 0.42
    model.box((0, 0.23, seat + tall / 2), (wide, 0.04, tall), cover, tilted(-0.08))
    for side in (-1, 1):
        x = side * (wide / 2 + 0.03)
        ring(model, (x + side * 0.02, 0.15, radius), radius - 0.015, 0.03, tyre, "x", 16)
        for angle in np.arange(4) * np.pi / 4:
            spoke = (0.008, 0.008, 2 * radius - 0.03)
            model.box((x + side * 0.02, 0.15, radius), spoke, metal, tilted(float(angle)))
        model.cylinder((x, 0.15, radius), 0.03, 0.06, metal, "x")
        bar(model, (x, 0.15, radius), (x, 0.15, seat), 0.03, metal)
        bar(model, (x, -0.24, 0.09), (x, -0.2, seat), 0.03, metal)
        model.cylinder((x, -0.24, 0.08), 0.08, 0.03, tyre, "x")
        model.box((x, 0.0, seat - 0.01), (0.03, 0.46, 0.03), metal)
        if shape != "sports":
            model.box((x, -0.02, seat + 0.22), (0.05, 0.32, 0.03), cover)
            for y in (-0.12, 0.14):
                model.box((x, y, seat + 0.1), (0.025, 0.025, 0.24), metal)
        bar(model, (x, 0.22, seat - 0.02), (x, 0.26, seat + tall), 0.025, metal)
        model.box((x, 0.31, seat + tall), (0.03, 0.12, 0.03), metal)
        tube(model, [(x, -0.22, seat - 0.02), (x, -0.36, seat - 0.2), (x * 0.5, -0.42, 0.12)],
             0.025, metal)  # fmt: skip
        model.box((side * wide * 0.25, -0.44, 0.12), (0.16, 0.14, 0.015), metal)
    if shape == "electric":
        model.box((0, 0.08, 0.26), (wide, 0.5, 0.22), finishes.plastic(design))
        bar(model, (0, 0.1, 0.3), (0, 0.1, seat), 0.08, metal)
    return model.centred()


def drip_stand(design: Design) -> Model:
    """A pole on a star of castors, a bag on its hook, perhaps a pump."""
    metal = finishes.metal(design, "metal", "white")
    high = design.uniform(1.6, 2.1)
    model, feet = of_family(design, "iv stand", (4, 5), (6, 3))
    for angle in np.arange(feet) * 2 * np.pi / feet:
        x, y = 0.28 * float(np.cos(angle)), 0.28 * float(np.sin(angle))
        bar(model, (0, 0, 0.09), (x, y, 0.06), 0.03, metal)
        model.cylinder((x, y, 0.03), 0.03, 0.025, finishes.plastic(design, "dark"), "x")
    model.cylinder((0, 0, (high + 0.08) / 2), 0.015, high - 0.08, metal)
    hooks = design.choose((2, 2, 4))
    for angle in np.arange(hooks) * 2 * np.pi / hooks:
        x, y = 0.12 * float(np.cos(angle)), 0.12 * float(np.sin(angle))
        bar(model, (0, 0, high), (x, y, high + 0.04), 0.012, metal)
        if design.chance(0.7):
            bag = finishes.plastic(design, "white", "glass", "vivid")
            model.box((x, y, high - 0.1), (0.13, 0.04, 0.27), bag, turned(float(angle) + 1.57), 6)
    if design.chance(0.45):
        model.box(
            (0, -0.05, design.uniform(0.9, 1.2)), (0.18, 0.16, 0.24), finishes.plastic(design)
        )
    return model.centred()


def medical_trolley(design: Design) -> Model:
    """A trolley with shelves or drawers on castors."""
    metal = finishes.metal(design, "metal", "white", "neutral")
    wide, deep, high = (
        design.uniform(0.5, 0.95),
        design.uniform(0.4, 0.6),
        design.uniform(0.75, 1.0),
    )
    model, shape = of_family(
        design, "cart", ("two shelves", "three shelves", "drawers"), ("cage", "bin")
    )
    castors(model, wide, deep, finishes.plastic(design, "dark", "neutral"), 0.05)
    if shape == "drawers":
        model.box((0, 0, (high + 0.08) / 2), (wide, deep, high - 0.08), metal)
        for level in np.linspace(0.2, high - 0.12, 4):
            front = finishes.plastic(design)
            model.box((0, -deep / 2 - 0.01, float(level)), (wide * 0.92, 0.02, 0.15), front)
            model.box((0, -deep / 2 - 0.03, float(level)), (0.2, 0.02, 0.02), metal)
    else:
        levels = {"two shelves": (0.15, high - 0.02), "cage": (0.12,), "bin": (0.12,)}.get(
            shape, (0.15, high / 2, high - 0.02)
        )
        for x in (-1.0, 1.0):
            for y in (-1.0, 1.0):
                at = (x * (wide / 2 - 0.015), y * (deep / 2 - 0.015), (high + 0.08) / 2)
                model.box(at, (0.03, 0.03, high - 0.06), metal)
        for level in levels:
            tray(model, (0, 0, level), (wide, deep, 0.06), 0.02, metal)
        if shape in ("cage", "bin"):
            for level in np.linspace(0.3, high, 5 if shape == "cage" else 2):
                for side in (-1, 1):
                    model.box((0, side * deep / 2, float(level)), (wide, 0.015, 0.02), metal)
                    model.box((side * wide / 2, 0, float(level)), (0.02, deep, 0.02), metal)
            if shape == "bin":
                sack = finishes.fabric(design)
                model.box((0, 0, high / 2 + 0.04), (wide * 0.95, deep * 0.95, high - 0.2), sack,
                          roundness=8)  # fmt: skip
        else:
            model.supports = [Support((-wide / 2, wide / 2), (-deep / 2, deep / 2), high + 0.01)]
    if design.chance(0.6):
        grip = design.choose((-1, 1)) * (wide / 2 + 0.08)
        for y in (-0.35 * deep, 0.35 * deep):
            bar(model, (grip * 0.8, y, high - 0.05), (grip, y, high + 0.03), 0.025, metal)
        model.box((grip, 0, high + 0.03), (0.03, deep * 0.75, 0.03), metal)
    return model.centred()


def walker(design: Design) -> Model:
    """A walking frame, with or without wheels."""
    metal = finishes.metal(design)
    high, wide = design.uniform(0.8, 0.95), design.uniform(0.5, 0.62)
    model, wheels = of_family(design, "walking frame", ("four legs", "front wheels"), ("rollator",))
    for side in (-1, 1):
        x = side * wide / 2
        tube(model, [(x, -0.28, 0.05), (x, -0.16, high), (x, 0.16, high), (x, 0.25, 0.05)],
             0.03, metal)  # fmt: skip
        model.box((x, -0.005, high * 0.45), (0.025, 0.43, 0.025), metal)
        for y in (-0.28, 0.25):
            if wheels == "rollator" or (wheels == "front wheels" and y < 0):
                model.cylinder((x, y, 0.07), 0.07, 0.03, finishes.plastic(design, "dark"), "x")
            else:
                model.cylinder((x, y, 0.03), 0.02, 0.06, finishes.plastic(design, "dark"))
    for level in (0.45, 0.8):
        y = -0.28 + 0.12 * level
        model.box((0, y, high * level), (wide, 0.03, 0.03), metal)
    if wheels == "rollator":
        model.box((0, 0.0, high * 0.62), (wide, 0.24, 0.03), finishes.plastic(design))
        for side in (-1, 1):
            model.box((side * wide / 2, 0, high * 0.6), (0.03, 0.45, 0.03), metal)
    return model.centred()
