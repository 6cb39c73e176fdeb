# SPDX-License-Identifier: Apache-2.0
"""Stools and benches: seats for one or several without arms."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar, legs, ring
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model


def stool(design: Design) -> Model:
    """A stool, low or at bar height, with at most a low back."""
    model, shape = of_family(
        design,
        "stool",
        ("round legs", "square legs", "round foot", "bar stool", "on castors"),
        ("drum", "tripod", "saddle", "step"),
    )
    paint = finishes.upholstery(design) if design.chance(0.5) else finishes.wood(design)
    metal = finishes.frame(design)
    height = design.uniform(0.4, 0.5) if design.chance(0.5) else design.uniform(0.6, 0.78)
    width = design.uniform(0.28, 0.42)
    if shape == "drum":
        return model.cylinder((0, 0, 0.22), width / 2, 0.44, paint, taper=0.9)
    if shape == "step":
        for level, y in ((0.22, -0.13), (0.42, 0.1)):
            model.box((0, y, level - 0.015), (width, 0.24, 0.03), paint)
            for side in (-1, 1):
                model.box((side * (width / 2 - 0.02), y, level / 2), (0.04, 0.24, level), metal)
        return model.centred()
    thick = design.uniform(0.03, 0.1)
    if shape in ("square legs", "saddle"):
        deep = width * (0.7 if shape == "saddle" else 1.0)
        model.box((0, 0, height - thick / 2), (width, deep, thick), paint)
        legs(model, width, deep, height - thick, 0.035, metal, 0.05 if shape == "saddle" else 0.0)
        for side in (-1, 1):
            model.box((side * (width / 2 - 0.01), 0, height * 0.35), (0.02, deep, 0.03), metal)
        return model.centred()
    model.cylinder((0, 0, height - thick / 2), width / 2, thick, paint)
    under = height - thick
    if shape in ("round foot", "bar stool"):
        model.cylinder((0, 0, under / 2), 0.03, under, metal)
        model.cylinder((0, 0, 0.015), 0.2, 0.03, metal)
        if shape == "bar stool":
            level = height * 0.35
            ring(model, (0, 0, level), 0.16, 0.02, metal)
            model.box((0, 0, level), (0.32, 0.02, 0.02), metal)
            model.box((0, width / 2 - 0.02, height + 0.08), (width * 0.8, 0.03, 0.18), paint)
        return model.centred()
    if shape == "on castors":
        model.cylinder((0, 0, (under + 0.08) / 2), 0.03, under - 0.08, metal)
        for angle in np.arange(5) * 2 * np.pi / 5:
            x, y = 0.24 * float(np.cos(angle)), 0.24 * float(np.sin(angle))
            bar(model, (0, 0, 0.1), (x, y, 0.07), 0.035, metal)
            model.box((x, y, 0.035), (0.05, 0.05, 0.07), metal)
        return model.centred()
    number = 3 if shape == "tripod" else 4
    for angle in np.arange(number) * 2 * np.pi / number + np.pi / 4:
        x, y = 0.42 * width * float(np.cos(angle)), 0.42 * width * float(np.sin(angle))
        model.box((x, y, under / 2), (0.03, 0.03, under), metal)
    return model.centred()


def bench(design: Design) -> Model:
    """A bench (a class left out of training): plain, with a back, of slats, padded, a row."""
    model, shape = of_family(
        design,
        "bench",
        ("plain", "low back", "slats", "padded"),
        ("picnic", "block", "metal row"),
    )
    paint = finishes.wood(design) if design.chance(0.6) else finishes.upholstery(design)
    frame = finishes.frame(design)
    width, height = design.uniform(0.9, 1.7), design.uniform(0.4, 0.5)
    deep = design.uniform(0.32, 0.45)
    if shape == "block":
        return model.box((0, 0, height / 2), (width, deep, height), paint)
    if shape in ("slats", "picnic"):
        for y in np.linspace(-deep / 2 + 0.04, deep / 2 - 0.04, 4):
            model.box((0, float(y), height - 0.02), (width, 0.07, 0.04), paint)
    elif shape == "metal row":
        number = max(2, round(width / 0.5))
        for place in range(number):
            x = ((place + 0.5) / number - 0.5) * width
            model.box((x, 0, height - 0.02), (width / number * 0.92, deep, 0.03), paint)
            bar(
                model,
                (x, deep / 2 - 0.02, height),
                (x, deep / 2 + 0.06, height + 0.4),
                0.03,
                paint,
                width / number * 0.92,
            )
        model.box((0, 0, height - 0.055), (width, 0.06, 0.05), frame)
    else:
        thick = 0.1 if shape == "padded" else 0.05
        model.box((0, 0, height - thick / 2), (width, deep, thick), paint)
    for side in (-1.0, 1.0):
        x = side * (width / 2 - 0.1)
        if shape == "metal row":
            model.box((x, 0, 0.02), (0.05, deep * 1.1, 0.04), frame)
            model.box((x, 0, height / 2 - 0.04), (0.05, 0.06, height - 0.08), frame)
        else:
            model.box((x, 0, height / 2 - 0.02), (0.05, deep * 0.9, height - 0.04), frame)
    if shape in ("low back", "slats", "picnic"):
        for side in (-1.0, 1.0):
            foot = (side * (width / 2 - 0.1), deep / 2 - 0.03, height - 0.05)
            bar(model, foot, (foot[0], deep / 2 + 0.06, height + 0.38), 0.035, frame)
        for rise in (0.18, 0.33) if shape != "low back" else (0.27,):
            y = deep / 2 - 0.03 + 0.09 * (rise + 0.05) / 0.43
            tall = 0.2 if shape == "low back" else 0.09
            model.box((0, y, height + rise), (width, 0.025, tall), paint)
    return model.centred()
