# SPDX-License-Identifier: Apache-2.0
"""Trucks for loads: sack trucks, pallet jacks, forklifts."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar, ring, settled, tube
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, tilted


def pallet_jack(design: Design) -> Model:
    """A truck with two forks and a handle: low, with a scissor lift, with a motor."""
    model, shape = of_family(design, "pallet jack", ("hand", "short", "scissor"), ("electric",))
    paint, dark = finishes.metal(design, "vivid", "vivid", "dark"), finishes.plastic(design, "dark")
    long = 0.8 if shape == "short" else design.uniform(1.05, 1.2)
    up = 0.45 if shape == "scissor" else 0.08
    for side in (-1, 1):
        x = side * 0.19
        model.box((x, -long / 2, up), (0.16, long, 0.05), paint)
        model.cylinder((x, -long + 0.12, 0.04), 0.04, 0.1, dark, "x")
        model.box((x, -long + 0.12, 0.06), (0.06, 0.1, 0.05), paint)
        if shape == "scissor":
            for ends in ((-0.1, -long + 0.12), (-long + 0.12, -0.1)):
                bar(model, (x, ends[0], 0.07), (x, ends[1], up), 0.04, paint)
            model.box((x, -long / 2, 0.07), (0.08, long, 0.04), paint)
    model.box((0, 0.02, up / 2 + 0.1), (0.52, 0.12, up + 0.16), paint)
    deep = 0.35 if shape == "electric" else 0.12
    model.box((0, 0.1 + deep / 2 - 0.05, 0.3), (0.4, deep, 0.4), paint, roundness=8)
    model.cylinder((0, 0.14, 0.09), 0.09, 0.12, dark, "x")
    model.box((0, 0.14, 0.15), (0.1, 0.1, 0.14), paint)
    top = (0.0, 0.14 + deep * 0.9, 1.2)
    bar(model, (0, 0.14 + deep * 0.3, 0.4), top, 0.05, paint)
    ring(model, (top[0], top[1], top[2]), 0.11, 0.03, dark, "y", 10)
    return settled(model)


def forklift(design: Design) -> Model:
    """A counterbalanced truck with mast and cage, or a stacker that one walks behind."""
    model, shape = of_family(design, "forklift", ("truck", "compact", "stacker"), ("reach truck",))
    paint, dark = finishes.metal(design, "vivid", "vivid", "white"), finishes.metal(design, "dark")
    long = {"truck": 1.9, "compact": 1.5, "stacker": 0.7, "reach truck": 1.3}[shape]
    wide, front = design.uniform(0.85, 1.05), -long / 2
    mast = design.uniform(1.75, 2.05)
    for side in (-1, 1):
        x = side * wide * 0.28
        model.box((x, front - 0.06, mast / 2), (0.08, 0.12, mast), dark)
        model.box((side * 0.2, front - 0.55, 0.1), (0.1, 0.9, 0.04), dark)
        model.box((side * 0.2, front - 0.13, 0.28), (0.1, 0.05, 0.4), dark)
        wheel = (side * wide * 0.42, front + 0.25, 0.22)
        model.cylinder(wheel, 0.22, 0.16, finishes.plastic(design, "dark"), "x")
        back = (side * wide * 0.4, long / 2 - 0.2, 0.18)
        model.cylinder(back, 0.18, 0.14, finishes.plastic(design, "dark"), "x")
    for z in (0.3, 0.9, mast - 0.06):
        model.box((0, front - 0.06, z), (wide * 0.6, 0.07, 0.08), dark)
    if shape == "stacker":
        model.box((0, 0.05, 0.45), (wide * 0.7, long * 0.75, 0.75), paint, roundness=8)
        bar(model, (0, long / 2 - 0.1, 0.6), (0, long / 2 + 0.25, 1.15), 0.06, dark)
        bar(model, (-0.16, long / 2 + 0.25, 1.15), (0.16, long / 2 + 0.25, 1.15), 0.04, dark)
        return settled(model)
    model.box((0, 0.05, 0.4), (wide * 0.8, long * 0.95, 0.45), paint)
    model.box((0, long / 2 - 0.2, 0.6), (wide * 0.9, 0.45, 0.65), paint, roundness=5)
    model.box((0, 0.15, 0.72), (0.45, 0.45, 0.2), finishes.upholstery(design))
    model.box((0, 0.4, 1.05), (0.45, 0.1, 0.5), finishes.upholstery(design), tilted(-0.15))
    top = 1.95
    for side in (-1, 1):
        x = side * wide * 0.38
        bar(model, (x, front + 0.25, 0.5), (x, front + 0.45, top), 0.05, dark)
        bar(model, (x, long / 2 - 0.1, 0.8), (x, long / 2 - 0.3, top), 0.05, dark)
        bar(model, (x, front + 0.45, top), (x, long / 2 - 0.3, top), 0.05, dark)
    for share in np.linspace(0, 1, 5):
        y = front + 0.45 + float(share) * (long - 0.75)
        bar(model, (-wide * 0.38, y, top), (wide * 0.38, y, top), 0.04, dark)
    bar(model, (0, front + 0.35, 0.6), (0, front + 0.5, 1.05), 0.05, dark)
    model.cylinder((0, front + 0.5, 1.07), 0.16, 0.03, dark)
    return settled(model)


def hand_truck(design: Design) -> Model:
    """A sack truck, empty or with boxes; a low trolley with a handle."""
    model, shape = of_family(design, "hand truck", ("straight", "curved", "loaded"), ("platform",))
    frame, dark = finishes.metal(design), finishes.plastic(design, "dark")
    wide, high = design.uniform(0.4, 0.5), design.uniform(1.05, 1.3)
    if shape == "platform":
        model.box((0, -0.05, 0.16), (0.5, 0.8, 0.03), finishes.wood(design))
        for x in (-1.0, 1.0):
            for y in (-0.35, 0.25):
                model.cylinder((x * 0.2, y, 0.07), 0.07, 0.03, dark, "x")
                model.box((x * 0.2, y, 0.12), (0.02, 0.06, 0.07), frame)
            bar(model, (x * 0.22, 0.33, 0.16), (x * 0.22, 0.38, 0.95), 0.03, frame)
        bar(model, (-0.23, 0.38, 0.95), (0.23, 0.38, 0.95), 0.03, frame)
        return settled(model)
    model.box((0, -0.16, 0.012), (wide, 0.26, 0.016), frame)
    for side in (-1, 1):
        x = side * wide * 0.38
        bow = 0.08 if shape == "curved" else 0.0
        tube(model, [(x, -0.03, 0.01), (x, 0.04 + bow, high * 0.5), (x, 0.1, high)], 0.028, frame)
        model.cylinder((side * wide * 0.42, 0.12, 0.12), 0.12, 0.05, dark, "x")
        bar(model, (x, 0.0, 0.2), (x, 0.12, 0.12), 0.025, frame)
    model.cylinder((0, 0.12, 0.12), 0.012, wide * 0.85, frame, "x")
    for z in (0.3, 0.6, 0.97):
        y = 0.05 + (0.06 if shape == "curved" else 0.0) * (z < 0.9)
        model.box((0, y * 1.0, z * high), (wide * 0.78, 0.03, 0.03), frame)
    model.box((0, 0.1, high), (wide * 0.8, 0.035, 0.035), dark)
    if shape == "loaded":
        z = 0.02
        for _ in range(design.count(1, 3)):
            carton, tall = Model("box", "box: on a truck"), design.uniform(0.2, 0.32)
            size = (wide * design.uniform(0.7, 1.0), 0.23, tall)
            carton.box((0, 0, tall / 2), size, design.paint("cardboard"))
            model.put(carton, (0, -0.165, z))
            z += tall
    return settled(model)
