# SPDX-License-Identifier: Apache-2.0
"""Small things to look at: vases, candles, picture frames that stand, figures."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.primitives import Faces


def vase(design: Design) -> Model:
    """A vase, empty or with flowers."""
    model, shape = of_family(
        design, "vase", ("cylinder", "flared", "bellied"), ("bottle", "square")
    )
    paint = (
        finishes.glass(design) if design.chance(0.3) else finishes.ceramic(design, "any", "white")
    )
    high = design.uniform(0.14, 0.35) if design.chance(0.8) else design.uniform(0.4, 0.7)
    radius = high * design.uniform(0.2, 0.34)
    faces, foot = Faces.SIDE | Faces.BOTTOM, 0.02
    if shape == "square":
        for side in (-1, 1):
            model.box((side * radius * 0.8, 0, high / 2), (0.008, 1.6 * radius, high), paint)
            model.box((0, side * radius * 0.8, high / 2), (1.6 * radius, 0.008, high), paint)
        model.box((0, 0, 0.006), (1.6 * radius, 1.6 * radius, 0.012), paint)
    elif shape in ("cylinder", "flared"):
        taper = 1.0 if shape == "cylinder" else 1.9
        model.cylinder((0, 0, high / 2), radius / taper, high, paint, "z", taper, faces=faces)
    else:
        model.ellipsoid((0, 0, high * 0.36), (radius, radius, high * 0.36), paint)
        model.cylinder((0, 0, 0.01), radius * 0.6, 0.02, paint)
        neck = radius * (0.35 if shape == "bottle" else 0.55)
        model.cylinder((0, 0, high * 0.8), neck, high * 0.4, paint, taper=1.2, faces=Faces.SIDE)
        foot = high * 0.74  # in the neck: the belly is solid
    if design.chance(0.5):
        flowers = Model("flowers", "flowers: cut")
        for _ in range(design.count(3, 8)):
            tip = (
                design.normal(radius * 0.5),
                design.normal(radius * 0.5),
                high * design.uniform(1.4, 2),
            )
            bar(flowers, (0, 0, foot), tip, 0.008, finishes.leaves(design))
            size = design.uniform(0.02, 0.05)
            flowers.ellipsoid(tip, (size, size, size * 0.7), design.paint("vivid", "white", "leaf"))
        model.put(flowers, (0, 0, 0))
    return model.centred()


def candle(design: Design) -> Model:
    """Candles: a thick one, some in a holder, a lantern."""
    model, shape = of_family(design, "candle", ("pillar", "holder"), ("lantern", "group"))
    wax, metal = design.paint("white", "any", "vivid", material="wax"), finishes.metal(design)
    if shape == "pillar":
        high = design.uniform(0.07, 0.2)
        model.cylinder((0, 0, high / 2), design.uniform(0.03, 0.045), high, wax)
        return model.box((0, 0, high + 0.006), (0.004, 0.004, 0.014), metal)
    if shape == "group":
        for x, y, high in ((-0.06, 0.0, 0.12), (0.04, 0.05, 0.18), (0.03, -0.05, 0.08)):
            model.cylinder((x, y, high / 2 + 0.008), 0.035, high, wax)
        return model.cylinder((0, 0, 0.005), 0.13, 0.01, metal).centred()
    if shape == "lantern":
        high = design.uniform(0.22, 0.4)
        for x in (-1, 1):
            for y in (-1, 1):
                model.box((x * 0.07, y * 0.07, high / 2), (0.015, 0.015, high), metal)
        for z in (0.01, high):
            model.box((0, 0, z), (0.17, 0.17, 0.02), metal)
        return model.cylinder((0, 0, high * 0.3), 0.035, high * 0.6 - 0.02, wax)
    arms, high = design.choose((1, 1, 3)), design.uniform(0.12, 0.3)
    model.cylinder((0, 0, 0.01), 0.06, 0.02, metal)
    model.cylinder((0, 0, high / 2), 0.012, high, metal)
    for arm in range(arms):
        x = (arm - (arms - 1) / 2) * 0.1
        bar(model, (0, 0, high * 0.7), (x, 0, high), 0.012, metal)
        model.cylinder((x, 0, high + 0.01), 0.022, 0.02, metal)
        model.cylinder((x, 0, high + 0.1), 0.011, 0.18, wax)
    return model.centred()


def photo_frame(design: Design) -> Model:
    """A small picture that stands on furniture."""
    model, shape = of_family(design, "photo frame", ("single",), ("double",))
    rim, shown = finishes.frame(design), finishes.paper(design)
    wide, tall = design.uniform(0.12, 0.26), design.uniform(0.15, 0.3)
    leaning = np.tan(0.22)
    for number in range(2 if "double" in shape else 1):
        x = number * wide * 1.02
        foot, top = (x, 0.0, 0.0), (x, tall * float(leaning), tall)
        bar(model, foot, top, 0.015, rim, wide)
        middle = (x, tall * float(leaning) / 2 - 0.008, tall / 2 + 0.002)
        bar(model, (x, middle[1] - tall * 0.4 * 0.22, tall * 0.1),
            (x, middle[1] + tall * 0.4 * 0.22, tall * 0.9), 0.006, shown, wide * 0.8)  # fmt: skip
        bar(model, (x, tall * 0.45, 0.0), (x, tall * 0.14, tall * 0.65), 0.008, rim, 0.05)
    return model.centred()


def figure(design: Design) -> Model:
    """A sculpture for a shelf or the floor."""
    model, shape = of_family(design, "statue", ("bust", "abstract"), ("stacked", "animal"))
    paint = design.choose((finishes.stone, finishes.metal, finishes.wood))(design)
    size = design.uniform(0.15, 0.4)
    model.box((0, 0, size * 0.06), (size * 0.5, size * 0.4, size * 0.12), finishes.stone(design))
    if shape == "bust":
        model.ellipsoid((0, 0, size * 0.3), (size * 0.3, size * 0.16, size * 0.22), paint)
        model.cylinder((0, 0, size * 0.5), size * 0.07, size * 0.2, paint)
        model.ellipsoid((0, 0, size * 0.72), (size * 0.14, size * 0.17, size * 0.2), paint)
    elif shape == "animal":
        model.ellipsoid((0, 0, size * 0.5), (size * 0.35, size * 0.15, size * 0.17), paint)
        for x in (-0.2, 0.2):
            for y in (-0.08, 0.08):
                model.cylinder((x * size, y * size, size * 0.27), size * 0.05, size * 0.4, paint)
        model.ellipsoid((size * 0.4, 0, size * 0.7), (size * 0.15, size * 0.1, size * 0.12), paint)
        bar(model, (size * 0.28, 0, size * 0.55), (size * 0.38, 0, size * 0.7), size * 0.12, paint)
    else:
        z = size * 0.1
        for _ in range(design.count(2, 4)):
            radius = size * design.uniform(0.12, 0.26)
            model.ellipsoid((0, 0, z + radius * 0.8), (radius, radius * 0.8, radius), paint)
            z += radius * (1.6 if shape == "stacked" else 1.2)
    return model.centred()
