# SPDX-License-Identifier: Apache-2.0
"""Lamps: on tables, on the floor, hanging, and flat under the ceiling."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar, settled
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, turned
from ws3d_model.worlds.shapes.palette import Paint
from ws3d_model.worlds.shapes.primitives import Faces


def table_lamp(design: Design) -> Model:
    """A small lamp with a shade."""
    return _lamp(design, design.uniform(0.25, 0.42), design.uniform(0.08, 0.15))


def floor_lamp(design: Design) -> Model:
    """A lamp that stands on the floor."""
    return _lamp(design, design.uniform(1.25, 1.75), design.uniform(0.13, 0.24))


def _lamp(design: Design, height: float, shade: float) -> Model:
    model, shape = of_family(
        design,
        "lamp",
        ("cone shade", "drum shade", "ball", "jointed", "uplight"),
        ("arc", "bowl", "tripod", "paper tower"),
    )
    metal = finishes.frame(design)
    white = _shade_paint(design)
    if shape == "paper tower":
        model.cylinder((0, 0, height * 0.55), shade * 0.8, height * 1.05, white)
        return model.cylinder((0, 0, 0.015), shade * 0.82, 0.03, metal).centred()
    if shape == "tripod":
        for angle in np.arange(3) * 2 * np.pi / 3:
            x, y = float(np.cos(angle)) * height * 0.2, float(np.sin(angle)) * height * 0.2
            bar(model, (x, y, 0), (0, 0, height * 0.95), max(0.012, height * 0.018), metal)
    else:
        model.cylinder((0, 0, 0.012), max(0.07, height * 0.09), 0.024, metal)
    if shape == "jointed":
        elbow = (0.0, height * 0.22, height * 0.55)
        bar(model, (0, 0, 0.02), elbow, 0.018, metal)
        bar(model, elbow, (0, -height * 0.12, height * 0.9), 0.018, metal)
        tip = (0.0, -height * 0.12 - shade * 0.3, height * 0.9)
        model.cylinder(tip, shade * 0.75, shade * 0.9, white, "z", 0.4)
        return settled(model)
    model.cylinder((0, 0, height / 2), 0.014, height, metal)
    if shape == "ball":
        model.ellipsoid((0, 0, height), (shade, shade, shade), white)
    elif shape == "arc":
        model.box((shade, 0, height), (2 * shade, 0.02, 0.02), metal)
        model.ellipsoid((2 * shade, 0, height - 0.03), (shade * 0.6, shade * 0.6, 0.07), white)
    else:
        taper = {"cone shade": 0.6, "drum shade": 1.0, "bowl": 1.6, "uplight": 2.2}.get(shape, 0.8)
        tall = shade * design.uniform(1.0, 1.6)
        rim = shade if taper <= 1 else shade / taper * 1.3
        middle = height + tall * 0.1
        model.cylinder((0, 0, middle), rim, tall, white, "z", taper, faces=Faces.SIDE)
        level = middle - tall * 0.4
        reach = 2 * rim * (1 + (taper - 1) * 0.1)
        for turn in (0.0, np.pi / 2):  # the wires that carry the shade
            model.box((0, 0, level), (reach, 0.008, 0.008), metal, turned(turn))
    return settled(model)


def _shade_paint(design: Design) -> Paint:
    makers = (finishes.fabric, finishes.paper, finishes.plastic, finishes.metal)
    return design.choose(makers)(design)


def hanging_lamp(design: Design, drop: float) -> Model:
    """A lamp whose cable ends at z = drop, its shade at z = 0."""
    model, shape = of_family(
        design, "pendant lamp", ("cone", "ball", "drum", "bar"), ("disc", "cluster", "arms")
    )
    paint, dark = _shade_paint(design), finishes.metal(design, "dark", "metal", "white")
    radius = design.uniform(0.12, 0.25)
    model.cylinder((0, 0, drop / 2 + 0.05), 0.008, drop - 0.1, dark)
    model.cylinder((0, 0, drop - 0.01), 0.06, 0.02, dark)
    if shape == "ball":
        return model.ellipsoid((0, 0, 0.1), (radius * 0.7, radius * 0.7, radius * 0.7), paint)
    if shape == "bar":
        return model.box((0, 0, 0.08), (design.uniform(0.8, 1.4), 0.06, 0.05), paint)
    if shape in ("cluster", "arms"):
        for angle in np.arange(4) * np.pi / 2:
            x, y = radius * 1.4 * float(np.cos(angle)), radius * 1.4 * float(np.sin(angle))
            bar(model, (0, 0, 0.2), (x, y, 0.12), 0.014, dark)
            model.ellipsoid((x, y, 0.07), (0.06, 0.06, 0.07), paint)
        return model.cylinder((0, 0, 0.16), 0.02, 0.2, dark)
    tall = {"cone": 0.2, "drum": 0.22}.get(shape, 0.05)
    taper = 1.0 if shape == "drum" else 0.3
    model.cylinder((0, 0, tall / 2), radius, tall, paint, taper=taper, faces=Faces.SIDE)
    reach = 2 * radius * taper
    model.box((0, 0, tall - 0.01), (reach, 0.01, 0.01), dark)
    return model.cylinder((0, 0, tall / 2 + 0.04), 0.02, 0.16, dark)


def ceiling_panel(design: Design) -> Model:
    """A flat lamp under the ceiling, z = 0 its upper side."""
    model, shape = of_family(
        design, "ceiling lamp", ("square", "long", "disc", "spots"), ("narrow", "small", "grid")
    )
    model = Model("lamp", f"lamp: ceiling {shape}")
    paint, rim = finishes.plastic(design, "white"), finishes.metal(design, "white", "metal", "dark")
    thick = design.uniform(0.03, 0.1)
    sizes = {"square": (0.6, 0.6), "long": (1.2, 0.3), "narrow": (1.2, 0.12), "small": (0.35, 0.35),
             "grid": (0.6, 0.6)}  # fmt: skip
    if shape == "disc":
        radius = design.uniform(0.15, 0.28)
        model.cylinder((0, 0, -thick / 2), radius, thick, paint)
        return model.cylinder((0, 0, -0.01), radius * 1.08, 0.02, rim)
    if shape == "spots":
        model.box((0, 0, -0.02), (0.9, 0.05, 0.04), rim)
        for x in (-0.3, 0.0, 0.3):
            model.cylinder((x, 0, -0.09), 0.04, 0.12, rim)
        return model
    size = sizes[shape]
    model.box((0, 0, -thick / 2), (*size, thick), paint)
    if shape == "grid":
        for step in (-0.2, 0.0, 0.2):
            model.box((step, 0, -thick - 0.01), (0.012, size[1], 0.03), rim)
            model.box((0, step, -thick - 0.01), (size[0], 0.012, 0.03), rim)
    return model
