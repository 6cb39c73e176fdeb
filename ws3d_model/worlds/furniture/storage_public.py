# SPDX-License-Identifier: Apache-2.0
"""Lockers, chest freezers and ice-cream freezers: closed boxes that are no cabinets."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, Support


def locker(design: Design) -> Model:
    """Narrow metal doors side by side, one, two or many above each other."""
    model, rows = of_family(design, "locker", (1, 2, 4), (3, 6))
    body, front = finishes.metal(design), finishes.metal(design)
    columns, wide = design.count(2, 6), design.uniform(0.28, 0.4)
    deep, high = design.uniform(0.4, 0.55), design.uniform(1.6, 2.0)
    lift = design.choose((0.0, 0.1, 0.15))
    whole = columns * wide
    model.box((0, 0, (high + lift) / 2), (whole, deep, high - lift), body)
    if lift:
        model.box((0, 0.02, lift / 2), (whole - 0.06, deep - 0.08, lift), body)
    tall = (high - lift) / rows
    for column in range(columns):
        for row in range(rows):
            x, z = (column + 0.5) * wide - whole / 2, lift + (row + 0.5) * tall
            model.box((x, -deep / 2 - 0.008, z), (wide - 0.02, 0.016, tall - 0.02), front)
            at = (x + wide * 0.35, -deep / 2 - 0.025, z)
            model.box(at, (0.03, 0.03, 0.06), finishes.metal(design, "dark", "metal"))
            for slit in range(3) if tall > 0.6 else ():
                place = (x, -deep / 2 - 0.018, z + tall * 0.38 - 0.03 * slit)
                model.box(place, (wide * 0.4, 0.006, 0.01), body)
    return model.centred()


def chest_freezer(design: Design) -> Model:
    """A freezer with its lid above: closed, or of glass over goods."""
    model, shape = of_family(design, "chest freezer", ("closed", "glass"), ("curved glass",))
    body = finishes.appliance(design)
    wide, deep, high = (
        design.uniform(0.7, 1.8),
        design.uniform(0.6, 0.75),
        design.uniform(0.8, 0.95),
    )
    lid = finishes.glass(design) if "glass" in shape else design.tinted(body)
    model.box((0, 0, high / 2 + 0.02), (wide, deep, high - 0.06), body)
    model.box((0, 0.01, 0.025), (wide * 0.95, deep * 0.9, 0.05), finishes.plastic(design, "dark"))
    if shape == "closed":
        model.box((0, 0, high + 0.02), (wide + 0.01, deep + 0.01, 0.06), lid)
        model.box((0, -deep / 2 - 0.02, high), (0.2, 0.03, 0.03), finishes.plastic(design))
        free = (-wide / 2 + 0.1, wide / 2 - 0.1)
        model.supports = [Support(free, (-deep / 2 + 0.1, deep / 2 - 0.1), high + 0.05, 0.5)]
        return model.centred()
    for x in np.arange(-wide / 2 + 0.12, wide / 2 - 0.08, 0.16):
        for y in (-0.2, 0.0, 0.2):
            size = (0.14, 0.16, design.uniform(0.02, 0.06))
            at = (float(x), y * deep * 1.3, high - 0.01 + size[2] / 2)
            model.box(at, size, finishes.paper(design))
    rim = finishes.plastic(design)
    for side in (-1, 1):
        model.box((side * (wide / 2 - 0.02), 0, high + 0.03), (0.04, deep, 0.1), rim)
        model.box((0, side * (deep / 2 - 0.02), high + 0.03), (wide, 0.04, 0.1), rim)
    model.box((0, 0, high + 0.085), (wide, deep, 0.015), lid)
    if shape == "curved glass":
        model.cylinder((0, 0, high + 0.08), deep / 2, wide, lid, "x", radius_y=0.1)
    return model.centred()
