# SPDX-License-Identifier: Apache-2.0
"""Bicycles and exercise machines that stand in rooms and corridors."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import about_y, bar, ring, tube
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, tilted


def bicycle(design: Design) -> Model:
    """A bicycle on its stand, along x."""
    model, shape = of_family(design, "bicycle", ("diamond", "step-through"), ("folding", "child's"))
    paint, metal = finishes.metal(design), finishes.metal(design, "metal", "dark")
    tyre = finishes.plastic(design, "dark")
    radius = {"folding": 0.22, "child's": 0.2}.get(shape, design.uniform(0.31, 0.35))
    scale = 0.62 if shape == "child's" else 1.0
    base = design.uniform(0.98, 1.1) * scale
    rear, front = (-base / 2, 0.0, radius), (base / 2, 0.0, radius)
    crank = (-base * 0.08, 0.0, radius * 0.85)
    seat = (-base * 0.26, 0.0, 0.8 * scale + 0.02)
    head = (base * 0.34, 0.0, 0.78 * scale + 0.05)
    for axle in (rear, front):
        ring(model, axle, radius - 0.018, 0.036, tyre, "y", 20)
        for angle in np.arange(5) * np.pi / 5:
            model.box(axle, (0.006, 0.006, 2 * radius - 0.04), metal, about_y(float(angle)))
        model.cylinder(axle, 0.025, 0.1, metal, "y")
    low = (base * 0.37, 0.0, 0.65 * scale)
    bar(model, crank, seat, 0.035, paint)
    bar(model, crank, low, 0.04, paint)
    if shape == "diamond":
        bar(model, (seat[0], 0, seat[2] - 0.04), head, 0.035, paint)
    elif shape == "step-through":
        middle = (crank[0] * 0.6, 0.0, (crank[2] + seat[2]) / 2)
        bar(model, middle, head, 0.035, paint)
    bar(model, crank, rear, 0.03, paint, 0.05)
    bar(model, (seat[0], 0, seat[2] - 0.06), rear, 0.02, paint, 0.05)
    for side in (-1, 1):
        bar(model, (front[0], side * 0.05, front[2]), (low[0], side * 0.03, low[2]), 0.025, paint)
    top = (head[0] - 0.03, 0.0, head[2] + 0.18 * scale)
    bar(model, low, top, 0.035, paint)
    bar(model, seat, (seat[0] - 0.04, 0.0, seat[2] + 0.14 * scale), 0.028, metal)
    saddle = finishes.upholstery(design)
    model.box((seat[0] - 0.03, 0, seat[2] + 0.16 * scale), (0.25 * scale, 0.14, 0.06), saddle,
              roundness=4)  # fmt: skip
    half = design.uniform(0.24, 0.33)
    model.box(top, (0.03, 2 * half, 0.03), metal)
    for side in (-1, 1):
        grip = (top[0] - 0.06, side * half, top[2])
        bar(
            model, (top[0], side * half, top[2]), (grip[0] - 0.06, side * half, grip[2]), 0.03, tyre
        )
        foot = (crank[0] + side * 0.12, side * 0.1, crank[2] + side * 0.1)
        bar(model, (crank[0], side * 0.05, crank[2]), (foot[0], side * 0.06, foot[2]), 0.02, metal)
        model.box(foot, (0.09, 0.1, 0.025), tyre)
    model.cylinder(crank, 0.09 * scale + 0.01, 0.12, metal, "y")
    bar(model, (rear[0] + 0.1, 0.03, radius), (rear[0] + 0.08, 0.2, 0.0), 0.018, metal)
    if design.chance(0.35):
        rack = (rear[0] + 0.02, 0.0, 2 * radius + 0.06)
        model.box(rack, (0.36, 0.13, 0.02), metal)
        bar(model, (rear[0], 0, radius), rack, 0.015, metal)
        bar(model, (rack[0] + 0.18, 0, rack[2]), (seat[0], 0, seat[2] - 0.06), 0.02, metal)
    return model.centred()


def exercise_machine(design: Design) -> Model:
    """A treadmill, an exercise bicycle, a rowing machine or a weight bench."""
    model, shape = of_family(
        design, "exercise machine", ("treadmill", "upright bike"), ("rower", "cross trainer")
    )
    metal, body = finishes.metal(design, "dark", "neutral"), finishes.plastic(design)
    dark = finishes.plastic(design, "dark")
    if shape == "treadmill":
        long, wide = design.uniform(1.4, 1.8), design.uniform(0.65, 0.8)
        model.box((0, 0, 0.09), (wide * 0.72, long, 0.12), dark)
        for side in (-1, 1):
            x = side * wide * 0.42
            model.box((x, 0, 0.1), (wide * 0.16, long, 0.16), body)
            bar(model, (x, long * 0.4, 0.1), (x, long * 0.34, 1.25), 0.07, metal)
            bar(model, (x, long * 0.35, 1.0), (x, long * 0.1, 0.95), 0.05, metal)
        model.box((0, long * 0.35, 1.25), (wide * 0.9, 0.12, 0.24), body, tilted(-0.4))
        model.box((0, long * 0.43, 0.17), (wide * 0.8, 0.2, 0.16), body)
        return model.centred()
    if shape == "rower":
        model.box((0, 0, 0.3), (0.09, 1.9, 0.08), metal)
        model.box((0, 0.9, 0.015), (0.55, 0.06, 0.03), metal)
        model.box((0, 0.9, 0.15), (0.06, 0.06, 0.3), metal)
        model.cylinder((0, -0.8, 0.36), 0.27, 0.2, body, "x")
        model.box((0, -0.8, 0.05), (0.5, 0.3, 0.1), metal)
        model.box((0, 0.3, 0.38), (0.3, 0.26, 0.07), dark)
        model.box((0, -0.52, 0.38), (0.4, 0.04, 0.04), metal)
        model.box((0, -0.52, 0.34), (0.04, 0.1, 0.06), metal)
        return model.centred()
    for y in (-0.5, 0.5):
        model.box((0, y, 0.03), (0.5, 0.07, 0.06), metal)
    model.box((0, 0, 0.1), (0.09, 1.05, 0.09), metal)
    model.box((0, 0.2, 0.4), (0.16, 0.6, 0.5), body, roundness=5)
    model.cylinder((0, 0.28, 0.4), 0.24, 0.14, body, "x")
    model.box((0, -0.38, 1.2), (0.3, 0.06, 0.2), dark, tilted(-0.4))
    bar(model, (0, -0.4, 0.1), (0, -0.38, 1.2), 0.07, metal)
    tube(model, [(0, -0.38, 1.12), (0, -0.28, 1.12)], 0.05, metal)
    model.box((0, -0.26, 1.12), (0.5, 0.035, 0.035), dark)
    for side in (-1, 1):
        bar(model, (side * 0.08, 0.05, 0.3), (side * 0.16, 0.05 + side * 0.12, 0.28), 0.03, metal)
        model.box((side * 0.18, 0.05 + side * 0.12, 0.28), (0.1, 0.1, 0.03), dark)
        if shape == "cross trainer":
            bar(model, (side * 0.18, 0.05, 0.3), (side * 0.25, -0.3, 1.6), 0.04, metal)
            model.box((side * 0.18, 0.1, 0.26), (0.13, 0.4, 0.04), dark)
            bar(model, (side * 0.2, -0.38, 1.12), (side * 0.24, -0.2, 1.12), 0.03, metal)
    if shape == "upright bike":
        bar(model, (0, 0.28, 0.5), (0, 0.36, 0.85), 0.05, metal)
        model.box((0, 0.36, 0.87), (0.2, 0.26, 0.07), dark, roundness=4)
    return model.centred()
