# SPDX-License-Identifier: Apache-2.0
"""Things of children: cribs, strollers, toys, teddies, balls."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar, ring, tube
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, turned


def crib(design: Design) -> Model:
    """A bed with bars or cloth walls around it."""
    model, shape = of_family(
        design, "crib", ("bars", "bars and panels", "travel"), ("oval", "cradle")
    )
    wide, long, high = (
        design.uniform(0.62, 0.8),
        design.uniform(1.1, 1.4),
        design.uniform(0.75, 1.0),
    )
    wood, sheet = finishes.wood(design, "wood", "white", "any"), finishes.fabric(design)
    base = design.uniform(0.28, 0.5)
    if shape == "oval":
        for angle in np.linspace(0, 2 * np.pi, 36, endpoint=False):
            x, y = wide / 2 * float(np.cos(angle)), long / 2 * float(np.sin(angle))
            model.box((x, y, high / 2 + 0.05), (0.02, 0.02, high - 0.08), wood)
        for level in (0.11, high):
            ring(model, (0, 0, level), wide / 2, 0.04, wood, pieces=20, radius_2=long / 2)
        for side in (-1, 1):
            model.box((0, side * long / 2 * 0.93, 0.05), (0.1, 0.1, 0.1), wood)
        model.cylinder((0, 0, base - 0.05), wide / 2, 0.1, sheet, radius_y=long / 2)
        return model.centred()
    if shape == "cradle":
        for end in (-1, 1):
            y = end * long / 2
            model.box((0, y, high / 2), (wide, 0.03, high * 0.75), wood)
            model.box((0, y, 0.06), (wide * 1.2, 0.04, 0.12), wood)
        for side in (-1, 1):
            model.box((side * wide * 0.45, 0, high * 0.5), (0.03, long, high * 0.4), wood)
        model.box((0, 0, high * 0.36), (wide * 0.86, long * 0.97, 0.12), sheet)
        return model.centred()
    for x in (-1, 1):
        for y in (-1, 1):
            model.box((x * wide / 2, y * long / 2, high / 2), (0.05, 0.05, high), wood)
    model.box((0, 0, base - 0.13), (wide, long, 0.03), wood)
    model.box((0, 0, base - 0.06), (wide * 0.96, long * 0.97, 0.12), sheet, roundness=10)
    low = base - 0.16
    if shape == "travel":
        cloth = finishes.fabric(design)
        for side in (-1, 1):
            model.box((side * wide / 2, 0, high / 2 + 0.05), (0.02, long, high - 0.12), cloth)
            model.box((0, side * long / 2, high / 2 + 0.05), (wide, 0.02, high - 0.12), cloth)
    for side in (-1, 1) if shape != "travel" else ():
        for level in (low, high - 0.02):
            model.box((side * wide / 2, 0, level), (0.035, long, 0.045), wood)
            model.box((0, side * long / 2, level), (wide, 0.035, 0.045), wood)
        for y in np.arange(-long / 2 + 0.08, long / 2 - 0.04, 0.085):
            at = (side * wide / 2, float(y), (low + high) / 2)
            model.box(at, (0.015, 0.015, high - low), wood)
        if shape == "bars and panels":
            model.box((0, side * long / 2, (low + high) / 2), (wide, 0.02, high - low), wood)
        else:
            for x in np.arange(-wide / 2 + 0.08, wide / 2 - 0.04, 0.085):
                at = (float(x), side * long / 2, (low + high) / 2)
                model.box(at, (0.015, 0.015, high - low), wood)
    return model.centred()


def stroller(design: Design) -> Model:
    """A pushchair or a pram."""
    model, shape = of_family(
        design, "stroller", ("buggy", "four wheels", "pram"), ("three wheels",)
    )
    metal, cloth = finishes.metal(design, "dark", "metal"), finishes.fabric(design)
    tyre, wide = finishes.plastic(design, "dark", "neutral"), design.uniform(0.42, 0.55)
    radius, high = design.uniform(0.08, 0.14), design.uniform(0.95, 1.1)
    for side in (-1, 1):
        x = side * wide / 2
        bar(model, (x, -0.36, radius), (x, 0.2, 0.6), 0.03, metal)
        bar(model, (x, 0.3, radius), (x, -0.1, 0.5), 0.03, metal)
        bar(model, (x, 0.12, 0.53), (x, 0.46, high), 0.03, metal)
        model.cylinder((x, 0.3, radius), radius, 0.04, tyre, "x")
        if shape != "three wheels":
            model.cylinder((x, -0.36, radius), radius, 0.04, tyre, "x")
    if shape == "three wheels":
        model.cylinder((0, -0.45, radius), radius, 0.05, tyre, "x")
        for side in (-1, 1):
            bar(model, (side * wide / 2, -0.34, radius), (side * 0.03, -0.46, radius), 0.03, metal)
    model.box((0, 0.46, high), (wide + 0.03, 0.035, 0.035), metal)
    model.box((0, 0.3, radius), (wide, 0.025, 0.025), metal)
    model.box((0, 0.0, 0.28), (wide, 0.4, 0.03), cloth)
    model.box((0, 0.0, 0.2), (wide * 0.8, 0.35, 0.16), design.tinted(cloth))
    if shape == "pram":
        model.box((0, -0.02, 0.62), (wide, 0.8, 0.28), cloth, roundness=6)
        model.cylinder((0, 0.2, 0.74), 0.22, wide, cloth, "x")
        return model.centred()
    model.box((0, -0.05, 0.5), (wide, 0.36, 0.06), cloth)
    bar(model, (0, 0.1, 0.48), (0, 0.28, 0.98), 0.05, cloth, wide * 0.95)
    if design.chance(0.7):
        bar(model, (0, 0.28, 0.96), (0, 0.02, 1.04), 0.03, cloth, wide)
        bar(model, (0, 0.02, 1.04), (0, -0.12, 0.92), 0.03, cloth, wide)
    bar(model, (0, -0.22, 0.5), (0, -0.38, 0.24), 0.03, cloth, wide * 0.9)
    return model.centred()


def teddy(design: Design) -> Model:
    """A stuffed animal that sits."""
    model, ears = of_family(design, "teddy bear", ("round", "small"), ("long",))
    plush = finishes.fabric(design, "wood", "neutral", "vivid", "white")
    size = design.uniform(0.16, 0.45)
    light = design.tinted(plush, 0.4)
    model.ellipsoid((0, 0, size * 0.3), (size * 0.22, size * 0.2, size * 0.3), plush)
    model.ellipsoid((0, -size * 0.03, size * 0.72), (size * 0.2, size * 0.18, size * 0.19), plush)
    model.ellipsoid((0, -size * 0.2, size * 0.67), (size * 0.09, size * 0.07, size * 0.07), light)
    tall = {"round": 0.07, "small": 0.05, "long": 0.17}[ears] * size
    for side in (-1, 1):
        ear = (side * size * 0.14, 0.0, size * 0.86 + tall * 0.6)
        model.ellipsoid(ear, (size * 0.07, size * 0.04, tall), plush)
        arm = (side * size * 0.25, -size * 0.08, size * 0.4)
        model.ellipsoid(arm, (size * 0.09, size * 0.14, size * 0.09), plush)
        foot = (side * size * 0.16, -size * 0.26, size * 0.09)
        model.ellipsoid(foot, (size * 0.09, size * 0.2, size * 0.09), plush)
    return model.centred()


def ball(design: Design) -> Model:
    """A ball: football, tennis ball, gym ball."""
    model, size = of_family(design, "ball", ("football", "small", "gymnastics"), ("beach", "rugby"))
    low, high = {"football": (0.1, 0.125), "small": (0.033, 0.06), "gymnastics": (0.25, 0.37),
                 "beach": (0.14, 0.2), "rugby": (0.09, 0.1)}[size]  # fmt: skip
    radius = design.uniform(low, high)
    long = radius * (1.5 if size == "rugby" else 1.0)
    paint = design.paint("any", "vivid", "white", "dark", material="rubber")
    return model.ellipsoid((0, 0, radius), (long, radius, radius), paint)


def toy(design: Design) -> Model:
    """Something to play with: a car, a doll's house, a stacking tower, a train."""
    model, shape = of_family(
        design, "toy", ("car", "house", "stacking rings"), ("train", "rocking horse")
    )
    paint = finishes.plastic(design, "vivid", "vivid", "white", "wood")
    if shape in ("car", "train"):
        for wagon in range(1 if shape == "car" else design.count(2, 4)):
            y = 0.26 * wagon
            model.box((0, y, 0.06), (0.11, 0.23, 0.06), finishes.plastic(design, "vivid", "any"))
            model.box((0, y + 0.03, 0.11), (0.09, 0.11, 0.06), paint)
            if wagon:
                model.box((0, y - 0.13, 0.05), (0.02, 0.06, 0.02), paint)
            for x in (-0.06, 0.06):
                for wheel in (-0.07, 0.07):
                    model.cylinder((x, y + wheel, 0.03), 0.03, 0.02, paint, "x")
    elif shape == "house":
        wide, high = design.uniform(0.4, 0.7), design.uniform(0.4, 0.7)
        model.box((0, 0.14, high / 2), (wide, 0.02, high), paint)
        for level in (0.01, high / 2, high):
            model.box((0, 0, level), (wide, 0.3, 0.02), paint)
        for x in (-wide / 2, 0, wide / 2):
            model.box((x, 0, high / 2), (0.02, 0.3, high), paint)
        roof = finishes.plastic(design, "vivid", "wood")
        gable = [(-wide / 2 - 0.03, 0.0), (wide / 2 + 0.03, 0.0), (0.0, wide * 0.4)]
        model.prism(gable, 0.3, roof, (0, 0, high + 0.005), "y")
    elif shape == "stacking rings":
        model.cylinder((0, 0, 0.015), 0.1, 0.03, paint)
        for level in range(5):
            ring_paint = finishes.plastic(design, "vivid")
            model.cylinder((0, 0, 0.05 + 0.04 * level), 0.09 - 0.012 * level, 0.04, ring_paint)
    else:
        wood = finishes.wood(design)
        for side in (-1, 1):
            tube(model, [(side * 0.12, -0.4, 0.08), (side * 0.12, -0.2, 0.02),
                 (side * 0.12, 0.2, 0.02), (side * 0.12, 0.4, 0.08)], 0.035, wood)  # fmt: skip
            for y in (-0.15, 0.15):
                bar(model, (side * 0.12, y * 1.3, 0.03), (side * 0.08, y, 0.38), 0.04, wood)
        model.ellipsoid((0, 0, 0.42), (0.12, 0.28, 0.12), paint)
        bar(model, (0, -0.2, 0.45), (0, -0.32, 0.68), 0.09, paint)
        model.box((0, -0.38, 0.68), (0.09, 0.22, 0.1), paint)
    return model.centred()


def toy_blocks(design: Design) -> Model:
    """Bricks, strewn or built up."""
    model, shape = of_family(design, "toy blocks", ("strewn", "tower"), ("wall",))
    wooden = design.chance(0.4)
    for number in range(design.count(4, 10)):
        size = (design.uniform(0.05, 0.12), design.uniform(0.04, 0.07), 0.045)
        paint = finishes.wood(design) if wooden else finishes.plastic(design, "vivid", "white")
        if shape == "strewn":
            at = (design.normal(0.12), design.normal(0.12), 0.0225)
            model.box(at, size, paint, turned(design.uniform(0, 3)))
        elif shape == "tower":
            at = (design.normal(0.005), design.normal(0.005), 0.0225 + 0.045 * number)
            model.box(at, size, paint, turned(design.normal(0.3)))
        else:
            place = ((number % 3) * 0.1 - 0.1, 0.0, 0.0225 + 0.045 * (number // 3))
            model.box(place, (0.1, 0.05, 0.045), paint)
    return model.centred()
