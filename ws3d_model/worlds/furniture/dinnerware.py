# SPDX-License-Identifier: Apache-2.0
"""Dinner things: teapots, wine glasses, pitchers, jars, tins, cutlery."""

from __future__ import annotations

from functools import partial

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar, ring, settled, tube
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, turned
from ws3d_model.worlds.shapes.primitives import Faces

_CUP = Faces.SIDE | Faces.BOTTOM


def teapot(design: Design) -> Model:
    """A pot with spout, lid and handle."""
    model, shape = of_family(design, "teapot", ("round", "tall", "drum"), ("square", "side handle"))
    paint = finishes.ceramic(design, "white", "vivid", "neutral", "dark")
    if design.chance(0.3):
        paint = finishes.metal(design)
    wide, high = design.uniform(0.06, 0.09), design.uniform(0.1, 0.14)
    if shape == "tall":
        wide, high = wide * 0.75, high * 1.5
    if shape in ("round", "side handle"):
        model.ellipsoid((0, 0, high / 2), (wide, wide, high / 2), paint)
        model.cylinder((0, 0, 0.012), wide * 0.55, 0.024, paint)
    elif shape == "square":
        model.box((0, 0, high / 2), (1.7 * wide, 1.7 * wide, high), paint, roundness=6)
    else:
        model.cylinder((0, 0, high / 2), wide, high, paint, taper=0.8 if shape == "tall" else 1.0)
    model.cylinder((0, 0, high), wide * 0.5, 0.02, design.tinted(paint, 0.3))
    model.ellipsoid((0, 0, high + 0.018), (0.012, 0.012, 0.012), paint)
    tube(model, [(wide * 0.8, 0, high * 0.35), (wide * 1.4, 0, high * 0.6),
                 (wide * 1.6, 0, high * 0.95)], 0.022, paint)  # fmt: skip
    if shape == "side handle":
        bar(model, (0, -wide * 0.8, high * 0.6), (0, -wide * 1.9, high * 0.7), 0.025, paint)
    elif shape == "drum":  # the handle over the lid
        tube(model, [(-wide, 0, high * 0.9), (-wide * 0.8, 0, high * 1.6), (wide * 0.8, 0,
             high * 1.6), (wide, 0, high * 0.9)], 0.012, finishes.frame(design))  # fmt: skip
    else:
        tube(model, [(-wide * 0.8, 0, high * 0.8), (-wide * 1.5, 0, high * 0.75),
                     (-wide * 1.45, 0, high * 0.3), (-wide * 0.7, 0, high * 0.25)],
             0.016, paint)  # fmt: skip
    return model.centred()


def wine_glass(design: Design) -> Model:
    """One to four glasses with stems."""
    model, shape = of_family(design, "wine glass", ("wine", "flute", "tumbler stem"), ("martini",))
    paint = finishes.glass(design)
    wide, bowl, stem = {
        "wine": (0.04, 0.09, 0.08),
        "flute": (0.028, 0.13, 0.08),
        "tumbler stem": (0.04, 0.09, 0.04),
        "martini": (0.03, 0.06, 0.1),
    }[shape]
    flare = {"wine": 0.85, "flute": 1.0, "tumbler stem": 1.1, "martini": 2.0}[shape]
    size = design.uniform(0.9, 1.2)
    for number in range(design.choose((1, 1, 2, 4))):
        x, y = (number % 2) * 0.12, (number // 2) * 0.12
        model.cylinder((x, y, 0.004), wide * 0.85, 0.008, paint)
        model.cylinder((x, y, stem * size / 2), 0.005, stem * size, paint)
        middle = (stem + bowl / 2) * size
        model.cylinder((x, y, middle), wide * size, bowl * size, paint, "z", flare, faces=_CUP)
    return model.centred()


def pitcher(design: Design) -> Model:
    """A jug with its handle, empty or full."""
    model, shape = of_family(design, "pitcher", ("straight", "belly", "cone"), ("square",))
    paint = design.choose((finishes.plastic, finishes.ceramic, finishes.metal))(design)
    paint = finishes.glass(design) if design.chance(0.3) else paint
    wide, high = design.uniform(0.05, 0.075), design.uniform(0.18, 0.28)
    if shape == "square":
        model.box((0, 0, high / 2), (1.7 * wide, 1.7 * wide, high), paint, faces=31)
    elif shape == "belly":
        model.ellipsoid((0, 0, high * 0.4), (wide * 1.2, wide * 1.2, high * 0.4), paint)
        model.cylinder((0, 0, high * 0.8), wide * 0.7, high * 0.4, paint, taper=1.2, faces=_CUP)
    else:
        taper = 0.75 if shape == "cone" else 1.05
        model.cylinder((0, 0, high / 2), wide, high, paint, "z", taper, faces=_CUP)
    model.box((0, -wide * 0.85, high * 0.97), (0.03, 0.04, 0.02), paint)
    tube(model, [(0, wide * 0.7, high * 0.9), (0, wide * 1.7, high * 0.85),
                 (0, wide * 1.6, high * 0.4), (0, wide * 0.8, high * 0.3)],
         0.018, paint)  # fmt: skip
    return settled(model)


def jar(design: Design) -> Model:
    """One to three jars with lids."""
    model, shape = of_family(design, "jar", ("round", "squat", "clip top"), ("hexagon", "cookie"))
    for number in range(design.choose((1, 1, 2, 3))):
        glass = finishes.glass(design) if design.chance(0.6) else finishes.ceramic(design, "any")
        lid = finishes.metal(design) if design.chance(0.6) else finishes.wood(design)
        wide, high = design.uniform(0.032, 0.05), design.uniform(0.09, 0.17)
        if shape in ("squat", "cookie"):
            wide, high = wide * 1.5, high * 0.8
        x = number * 0.16
        if shape == "hexagon":
            angle = np.arange(6) * np.pi / 3
            outline = np.stack([np.cos(angle), np.sin(angle)], 1) * wide
            model.prism(outline, high, glass, (x, 0, high / 2))
        elif shape == "cookie":
            model.ellipsoid((x, 0, high / 2), (wide, wide, high * 0.52), glass)
        else:
            model.cylinder((x, 0, high / 2), wide, high, glass)
        model.cylinder((x, 0, high + 0.008), wide * 0.9, 0.022, lid)
        if shape == "clip top":
            tube(model, [(x - wide, 0, high * 0.85), (x - wide * 1.15, 0, high + 0.02),
                         (x, 0, high + 0.025)], 0.006, finishes.metal(design))  # fmt: skip
        if shape == "cookie":
            model.ellipsoid((x, 0, high + 0.03), (0.015, 0.015, 0.015), lid)
    return settled(model)


def tin_can(design: Design) -> Model:
    """One to five tins of food."""
    model, shape = of_family(design, "tin can", ("soup", "flat", "tall"), ("fish", "pile"))
    low, high = {"flat": (0.04, 0.06), "tall": (0.14, 0.18), "fish": (0.024, 0.035)}.get(
        shape, (0.09, 0.12)
    )
    tall, wide = design.uniform(low, high), design.uniform(0.033, 0.045)
    steel = finishes.metal(design, "metal")
    for number in range(design.count(3, 5) if shape == "pile" else design.choose((1, 1, 2, 3))):
        up = tall * (number // 2) if shape == "pile" else 0.0
        x = 0.1 * (number % 2 if shape == "pile" else number)
        label = finishes.paper(design)
        if shape == "fish":
            model.box((x * 1.3, 0, tall / 2), (0.11, 0.07, tall), label, roundness=8)
            continue
        model.cylinder((x, 0, up + tall / 2), wide, tall, steel)
        model.cylinder((x, 0, up + tall / 2), wide * 1.015, tall * 0.84, label)
    return model.centred()


def _cutlery(design: Design, name: str) -> Model:
    """One to four pieces of one sort, side by side or in a heap."""
    model, shape = of_family(design, name, ("slim", "broad", "with handle"), ("curved", "serving"))
    paint = finishes.metal(design, "metal", "metal", "dark")
    grip = paint if shape in ("slim", "curved") else finishes.plastic(design)
    if name == "spatula":
        paint = finishes.plastic(design) if design.chance(0.6) else paint
    long = design.uniform(0.18, 0.24) * (1.4 if shape == "serving" or name == "spatula" else 1.0)
    thick = 0.012 if shape in ("broad", "with handle") else 0.008
    broad = {"spoon": 0.04, "fork": 0.028, "knife": 0.024, "spatula": 0.075}[name]
    broad *= 1.3 if shape in ("broad", "serving") else 1.0
    for number in range(1 if name == "spatula" else design.choose((1, 2, 3, 4))):
        one = Model(name)
        bar(one, (0, long * 0.5, thick), (0, -long * 0.18, thick / 2 + 0.004), thick, grip, 0.016)
        head = (0.0, -long * 0.34, 0.008)
        if name == "spoon":
            one.ellipsoid(head, (broad / 2, long * 0.17, 0.008), paint)
        elif name == "fork":
            one.box((0, -long * 0.23, 0.008), (broad, long * 0.12, 0.006), paint)
            for prong in (-0.42, -0.14, 0.14, 0.42):
                end = (prong * broad, -long * 0.48, 0.012 if shape == "curved" else 0.008)
                bar(one, (prong * broad, -long * 0.26, 0.008), end, 0.004, paint)
        elif name == "knife":
            tip = [(-broad / 2, -long * 0.12), (broad / 2, -long * 0.12), (broad / 2, -long * 0.5),
                   (-broad * 0.1, -long * 0.42)]  # fmt: skip
            one.prism(tip, 0.004, paint, (0, 0, 0.007))
        else:
            one.box(head, (broad, long * 0.34, 0.006), paint)
        turn = turned(design.normal(0.12))
        offset = turn @ np.array([number * (broad + 0.03), 0.0, 0.0])
        model.join(settled(one), (float(offset[0]), float(offset[1]), 0.0), design.normal(0.1))
    return settled(model)


spoon = partial(_cutlery, name="spoon")
fork = partial(_cutlery, name="fork")
knife = partial(_cutlery, name="knife")
spatula = partial(_cutlery, name="spatula")


def pan_lid(design: Design) -> Model:
    """A lid that lies or leans in a stand."""
    model, shape = of_family(design, "pan lid", ("flat", "dome", "glass"), ("in a stand",))
    paint, radius = finishes.metal(design), design.uniform(0.08, 0.15)
    if shape == "glass":
        ring(model, (0, 0, 0.008), radius, 0.014, paint, pieces=18)
        paint = finishes.glass(design)
    knob = finishes.plastic(design, "dark")
    if shape == "in a stand":
        model.box((0, 0, 0.01), (0.2, 0.1, 0.02), finishes.wood(design))
        model.cylinder((0, 0, radius + 0.015), radius, 0.012, paint, "y")
        return model.cylinder((0, -0.02, radius), 0.02, 0.04, knob, "y")
    rise = 0.04 if shape == "dome" else 0.015
    model.cylinder((0, 0, rise / 2), radius, rise, paint, taper=0.75 if shape == "dome" else 0.97)
    model.cylinder((0, 0, rise + 0.008), 0.01, 0.03, knob)
    return model.cylinder((0, 0, rise + 0.025), 0.022, 0.012, knob)
