# SPDX-License-Identifier: Apache-2.0
"""Curtains, radiators and people, and where lamps and plants are found."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.lamps import ceiling_panel, floor_lamp, hanging_lamp, table_lamp
from ws3d_model.worlds.furniture.plants import plant, small_plant
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, turned
from ws3d_model.worlds.shapes.palette import Pattern
from ws3d_model.worlds.shapes.primitives import Faces

__all__ = [
    "ceiling_panel",
    "curtain",
    "floor_lamp",
    "hanging_lamp",
    "person",
    "plant",
    "radiator",
    "small_plant",
    "table_lamp",
]


def curtain(design: Design, width: float, height: float, name: str = "curtain") -> Model:
    """Hanging cloth in folds, its lower edge at z = 0."""
    model = Model(name)
    pattern = design.choose((Pattern.PLAIN, Pattern.PLAIN, Pattern.STRIPES, Pattern.BLOTCHES))
    paint = design.paint("vivid", "neutral", "white", "dark", pattern=pattern, material="fabric")
    folds = design.family(name, ("waves", "flat waves", "zigzag"), ("flat", "deep waves"))
    model.family = f"{name}: {folds}"
    depth = {"waves": 0.035, "flat waves": 0.015, "zigzag": 0.03, "flat": 0.004, "deep waves": 0.06}
    length, phase = design.uniform(0.09, 0.2), design.uniform(0, 6)
    edges = np.linspace(-width / 2, width / 2, max(4, int(width / 0.04)) + 1)
    sine = np.sin(phase + edges / length * 2 * np.pi)
    offsets = depth[folds] * (np.arcsin(sine) / 1.571 if folds == "zigzag" else sine)
    for x0, x1, y0, y1 in zip(edges[:-1], edges[1:], offsets[:-1], offsets[1:], strict=True):
        size = (float(np.hypot(x1 - x0, y1 - y0)), 0.008, height)
        at = (float(x0 + x1) / 2, float(y0 + y1) / 2, height / 2)
        turn = turned(float(np.arctan2(y1 - y0, x1 - x0)))
        model.box(at, size, paint, turn, faces=Faces.FRONT | Faces.BACK)
    return model


def radiator(design: Design) -> Model:
    """A radiator for the wall, on feet or brackets, its back on y = 0.08 and its feet on z = 0."""
    model, shape = of_family(
        design, "radiator", ("ribs", "panel", "double panel", "convector"), ("tubes", "towel rail")
    )
    paint = finishes.metal(design, "white", "white", "neutral", "dark")
    width, height = design.uniform(0.5, 1.6), design.uniform(0.35, 0.75)
    if shape == "towel rail":
        width, height = design.uniform(0.4, 0.6), design.uniform(0.9, 1.5)
    low = design.uniform(0.08, 0.16)
    middle = low + height / 2
    for side in (-1, 1):  # pipes down to the floor, brackets back to the wall
        x = side * (width / 2 - 0.03)
        model.box((x, 0, low / 2 + 0.02), (0.025, 0.025, low + 0.04), paint)
        model.box((x, 0.04, low + height * 0.8), (0.03, 0.08, 0.03), paint)
    if shape in ("panel", "double panel"):
        ribbed = paint._replace(pattern=Pattern.STRIPES, frequency=(60.0, 0.0, 0.0), contrast=0.1)
        for y in (-0.03,) if shape == "panel" else (-0.05, 0.03):
            model.box((0, y, middle), (width, 0.03, height), ribbed)
        if shape == "double panel":
            model.box((0, -0.01, low + height), (width, 0.11, 0.02), paint)
        else:
            model.box((0, 0, low + 0.04), (width, 0.05, 0.04), paint)
        return model
    if shape == "convector":
        model.box((0, -0.01, middle), (width, 0.12, height), paint)
        for x in np.arange(-width / 2 + 0.05, width / 2 - 0.04, 0.03):
            model.box((float(x), -0.01, low + height), (0.012, 0.1, 0.012), paint)
        return model
    for level in (low + 0.03, low + height - 0.03):
        model.box((0, 0, level), (width, 0.03, 0.04), paint)
    if shape == "towel rail":
        for side in (-1, 1):
            model.box((side * (width / 2 - 0.02), 0, middle), (0.035, 0.035, height), paint)
        for z in np.arange(low + 0.08, low + height - 0.04, 0.07):
            model.cylinder((0, -0.01, float(z)), 0.011, width, paint, "x")
        return model
    for x in np.arange(-width / 2 + 0.03, width / 2, 0.06 if shape == "ribs" else 0.09):
        at = (float(x), 0.0, middle)
        if shape == "ribs":
            model.box(at, (0.045, 0.1, height), paint)
        else:
            model.cylinder(at, 0.022, height, paint)
    return model


def person(design: Design) -> Model:
    """Somebody who stands."""
    model, top, legs = Model("person"), design.paint(), design.paint("dark", "vivid", "neutral")
    skin, tall = design.paint("skin"), design.uniform(0.9, 1.1)
    stride = design.family("person", (0.0, 0.1), (0.2,))
    for side in (-1, 1):
        model.cylinder((side * 0.1, side * stride, 0.42 * tall), 0.075, 0.84 * tall, legs)
        model.cylinder((side * 0.25, -side * stride / 2, 1.12 * tall), 0.05, 0.6 * tall, top)
    model.box((0, 0, 1.13 * tall), (0.42, 0.23, 0.62 * tall), top, roundness=4)
    model.cylinder((0, 0, 1.47 * tall), 0.06, 0.12, skin)
    return model.ellipsoid((0, 0, 1.6 * tall), (0.09, 0.11, 0.13), skin)
