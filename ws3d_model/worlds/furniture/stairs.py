# SPDX-License-Identifier: Apache-2.0
"""Stairs, railings and handrails inside buildings."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model


def stairs(design: Design) -> Model:
    """A flight of stairs that rises to the back, solid or of treads on strings."""
    model, shape = of_family(
        design, "stairs", ("solid", "closed", "with railing"), ("open", "one string")
    )
    step = design.choose((finishes.wood, finishes.stone, finishes.metal))(design)
    wide, rise = design.uniform(0.75, 1.3), design.uniform(0.16, 0.19)
    going, number = design.uniform(0.24, 0.3), design.count(6, 14)
    if shape in ("solid", "closed", "with railing"):
        body = step if shape == "solid" else finishes.board(design)
        for level in range(number):
            height = rise * (level + 1) - 0.03
            model.box((0, level * going, height / 2), (wide, going, height), body)
            model.box((0, level * going - 0.01, height + 0.015), (wide, going + 0.02, 0.03), step)
    else:
        for level in range(number):
            model.box(
                (0, level * going, rise * (level + 1) - 0.02), (wide, going * 0.95, 0.04), step
            )
        string = finishes.metal(design) if design.chance(0.6) else step
        for x in (-wide / 2, wide / 2) if shape == "open" else (0.0,):
            start, end = (x, -going, 0.04), (x, (number - 0.5) * going, rise * number - 0.08)
            bar(model, start, end, 0.2, string, 0.06)
        model.box((0, (number - 0.5) * going, rise * number / 2), (wide * 0.6, 0.06, rise * number),
                  string)  # fmt: skip
    if shape == "with railing" or design.chance(0.3):
        _banister(design, model, design.choose((-1, 1)) * (wide / 2 - 0.04), going, rise, number)
    return model.centred()


def _banister(
    design: Design, model: Model, x: float, going: float, rise: float, number: int
) -> None:
    metal = finishes.frame(design)
    for level in range(0, number, 2):
        foot = rise * (level + 1)
        model.box((x, level * going, foot + 0.45), (0.03, 0.03, 0.92), metal)
    last = (number - 1) // 2 * 2
    bar(model, (x, 0, rise + 0.9), (x, last * going, rise * (last + 1) + 0.9), 0.05, metal)


def railing(design: Design) -> Model:
    """A straight railing at the edge of a floor."""
    model, shape = of_family(design, "railing", ("bars", "rails", "glass"), ("panels", "mesh"))
    metal, high = finishes.frame(design), design.uniform(0.9, 1.1)
    wide = design.uniform(1.2, 3.0)
    for x in np.linspace(-wide / 2, wide / 2, max(2, round(wide / 1.0) + 1)):
        model.box((float(x), 0, high / 2), (0.045, 0.045, high), metal)
    model.box((0, 0, high), (wide + 0.05, 0.06, 0.04), metal)
    if shape == "glass":
        model.box((0, 0, high / 2), (wide, 0.012, high * 0.8), finishes.glass(design, 0.4, 0.95))
    elif shape == "panels":
        model.box((0, 0, high / 2), (wide, 0.02, high * 0.8), finishes.board(design))
    elif shape == "rails":
        for z in np.arange(0.15, high - 0.05, 0.16):
            model.cylinder((0, 0, float(z)), 0.012, wide, metal, "x")
    else:
        model.box((0, 0, 0.08), (wide, 0.04, 0.03), metal)
        pitch = 0.12 if shape == "bars" else 0.06
        for x in np.arange(-wide / 2, wide / 2, pitch):
            model.box((float(x), 0, high / 2 + 0.04), (0.012, 0.012, high - 0.06), metal)
        for z in np.arange(0.2, high, 0.07) if shape == "mesh" else ():
            model.box((0, 0, float(z)), (wide, 0.008, 0.008), metal)
    return model.centred()


def handrail(design: Design) -> Model:
    """A rail along a wall, or a grab rail: back on y = 0, lower edge on z = 0."""
    model, shape = of_family(design, "railing", ("round", "board", "grab rail"), ("double",))
    paint = finishes.frame(design)
    wide = design.uniform(0.4, 0.8) if shape == "grab rail" else design.uniform(1.2, 3.5)
    levels = (0.04, 0.29) if shape == "double" else (0.04,)
    for z in levels:
        if shape == "board":
            model.box((0, -0.075, z + 0.03), (wide, 0.035, 0.14), paint)
        else:
            model.cylinder((0, -0.075, z), 0.02, wide, paint, "x")
        for x in np.linspace(-wide * 0.46, wide * 0.46, max(2, round(wide / 0.9) + 1)):
            model.box((float(x), -0.04, z), (0.03, 0.08, 0.03), paint)
    low, _ = model.bounds()
    return model.shift((0.0, 0.0, -float(low[2])))
