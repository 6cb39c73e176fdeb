# SPDX-License-Identifier: Apache-2.0
"""Housework and tools: vacuum cleaners, buckets, brooms, ladders, tool boxes, suitcases."""

from __future__ import annotations

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar, tube
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.primitives import Faces


def vacuum_cleaner(design: Design) -> Model:
    """A canister with its hose, an upright one, a stick or a robot."""
    model, shape = of_family(
        design, "vacuum cleaner", ("canister", "upright", "robot"), ("stick", "drum")
    )
    body, dark = finishes.plastic(design), finishes.plastic(design, "dark", "neutral")
    if shape == "robot":
        radius = design.uniform(0.16, 0.18)
        model.cylinder((0, 0, 0.05), radius, 0.08, body)
        model.cylinder((0, 0, 0.1), 0.05, 0.03, dark)
        return model.cylinder((0, 0, 0.02), 0.1, 0.04, dark)
    if shape == "stick":
        model.box((0, -0.02, 0.035), (0.26, 0.12, 0.07), dark)
        bar(model, (0, 0, 0.05), (0, 0.12, 0.85), 0.03, dark)
        bar(model, (0, 0.1, 0.8), (0, 0.16, 1.05), 0.12, body)
        return model.centred()
    if shape == "upright":
        model.box((0, -0.08, 0.06), (0.32, 0.24, 0.12), dark, roundness=8)
        bar(model, (0, 0.0, 0.1), (0, 0.14, 0.72), 0.18, body, 0.22)
        bar(model, (0, 0.13, 0.7), (0, 0.2, 1.08), 0.03, dark)
        return model.centred()
    if shape == "drum":
        model.cylinder((0, 0, 0.24), 0.18, 0.36, body)
        model.ellipsoid((0, 0, 0.42), (0.18, 0.18, 0.08), dark)
        model.cylinder((0, 0, 0.05), 0.2, 0.06, dark)
        model.cylinder((0, 0, 0.015), 0.15, 0.03, dark)
        start = (0.0, -0.17, 0.3)
    else:
        model.box((0, 0, 0.15), (0.28, 0.42, 0.24), body, roundness=4)
        for side in (-1, 1):
            model.cylinder((side * 0.14, 0.1, 0.1), 0.1, 0.03, dark, "x")
        model.cylinder((0, -0.15, 0.04), 0.04, 0.04, dark, "x")
        start = (0.0, -0.18, 0.2)
    side = design.choose((-1, 1))
    bend = (side * 0.25, -0.4, 0.05)
    hose = [start, (0.0, -0.3, 0.25), bend, (side * 0.45, -0.3, 0.03), (side * 0.5, -0.1, 0.05)]
    tube(model, hose, 0.045, dark)
    bar(model, hose[-1], (side * 0.38, 0.5, 0.05), 0.035, finishes.metal(design))
    model.box((side * 0.38, 0.55, 0.03), (0.28, 0.09, 0.06), dark)
    return model.centred()


def bucket(design: Design) -> Model:
    """A bucket with its handle, sometimes with a mop in it."""
    model, shape = of_family(design, "bucket", ("round", "straight"), ("square", "oval"))
    paint = finishes.plastic(design) if design.chance(0.7) else finishes.metal(design)
    radius, high = design.uniform(0.11, 0.16), design.uniform(0.22, 0.34)
    if shape == "square":
        for side in (-1, 1):
            model.box((side * radius, 0, high / 2), (0.012, 2 * radius, high), paint)
            model.box((0, side * radius, high / 2), (2 * radius, 0.012, high), paint)
        model.box((0, 0, 0.01), (2 * radius, 2 * radius, 0.02), paint)
        taper = 1.0
    else:
        taper = 1.0 if shape == "straight" else 1.3
        across = radius * 0.7 if shape == "oval" else radius
        faces = Faces.SIDE | Faces.BOTTOM
        model.cylinder((0, 0, high / 2), radius, high, paint, "z", taper, across, faces)
    grip, top = finishes.metal(design, "metal", "dark"), radius * taper
    if design.chance(0.5):  # handle up
        tube(model, [(-top, 0, high - 0.02), (-top * 0.7, 0, high + top * 0.75),
             (0, 0, high + top), (top * 0.7, 0, high + top * 0.75), (top, 0, high - 0.02)],
             0.012, grip)  # fmt: skip
    if design.chance(0.25):
        model.put(_mop(design), (0.0, 0.0, 0.004))
    return model.centred()


def _mop(design: Design) -> Model:
    model = Model("mop", "mop: in a bucket")
    model.ellipsoid((0, 0, 0.1), (0.09, 0.06, 0.1), finishes.fabric(design))
    bar(model, (0, 0, 0.1), (0.03, 0.06, 1.2), 0.025, finishes.frame(design))
    return model


def mop(design: Design) -> Model:
    """A mop that leans back against the wall."""
    model, shape = of_family(design, "mop", ("strings", "flat", "sponge"), ("steam",))
    stick, head = finishes.frame(design), finishes.fabric(design)
    high, lean = design.uniform(1.1, 1.4), design.uniform(0.06, 0.25)
    if shape == "strings":
        model.cylinder((0, 0, 0.09), design.uniform(0.1, 0.15), 0.18, head, taper=0.4)
    elif shape == "flat":
        model.box((0, 0, 0.015), (design.uniform(0.35, 0.5), 0.13, 0.03), head)
    elif shape == "sponge":
        model.box((0, 0, 0.04), (0.28, 0.07, 0.08), head, roundness=6)
    else:
        model.box((0, 0, 0.02), (0.28, 0.18, 0.04), head)
        model.box((0, 0.02, 0.13), (0.16, 0.12, 0.2), finishes.plastic(design), roundness=6)
    bar(model, (0, 0, 0.02), (0, lean, high), 0.026, stick)
    return model.centred()


def broom(design: Design) -> Model:
    """A broom, a brush or a mop that leans back against the wall."""
    model, shape = of_family(design, "broom", ("wide", "besom"), ("flat mop", "brush"))
    stick, hair = finishes.frame(design), finishes.fabric(design, "wood", "neutral", "vivid")
    high, lean = design.uniform(1.15, 1.45), design.uniform(0.05, 0.25)
    if shape == "wide":
        size = (design.uniform(0.28, 0.5), 0.06, 0.08)
        model.box((0, 0, 0.04), size, hair)
        model.box((0, 0, 0.095), (size[0], 0.06, 0.035), stick)
    elif shape == "besom":
        model.cylinder((0, 0, 0.15), 0.11, 0.3, hair, "z", 0.3, 0.05)
    elif shape == "flat mop":
        model.box((0, 0, 0.02), (0.42, 0.13, 0.04), hair)
    else:
        model.box((0, 0, 0.05), (0.2, 0.09, 0.1), hair)
    bar(model, (0, 0, 0.04), (0, lean, high), 0.026, stick)
    return model.centred()


def ladder(design: Design) -> Model:
    """A step ladder, or a plain one folded against the wall."""
    model, shape = of_family(design, "ladder", ("steps", "A-frame"), ("leaning", "platform"))
    paint = finishes.metal(design) if design.chance(0.7) else finishes.wood(design)
    high = design.uniform(1.9, 2.3) if shape == "leaning" else design.uniform(0.8, 1.8)
    if shape == "platform":
        high = design.uniform(0.6, 1.0)
    wide, deep = design.uniform(0.36, 0.5), 0.3 if shape == "leaning" else high * 0.38
    rungs = max(2, int(high / 0.27))
    for side in (-1, 1):
        x = side * wide / 2
        bar(model, (x, -deep, 0), (x * 0.85, 0, high), 0.03, paint, 0.05)
        if shape != "leaning":
            bar(model, (x, deep * 0.8, 0), (x * 0.85, 0.03, high), 0.03, paint)
    for rung in range(1, rungs + 1):
        share = rung / (rungs + 0.3)
        at = (0.0, -deep * (1 - share), high * share)
        flat = 0.03 if shape == "leaning" else 0.09
        model.box(at, (wide * (1 - 0.14 * share), flat, 0.03), paint)
    if shape != "leaning":
        for share in (0.25, 0.6):
            model.box((0, deep * 0.8 * (1 - share), high * share), (wide * 0.95, 0.02, 0.03), paint)
        model.box(
            (0, 0.015, high), (wide * 0.9, 0.22 if shape == "platform" else 0.12, 0.03), paint
        )
    return model.centred()


def toolbox(design: Design) -> Model:
    """A case for tools with its handle."""
    model, shape = of_family(design, "toolbox", ("lid", "gabled"), ("open tote",))
    body = finishes.plastic(design) if design.chance(0.6) else finishes.metal(design)
    long, deep, high = (
        design.uniform(0.35, 0.6),
        design.uniform(0.18, 0.28),
        design.uniform(0.15, 0.25),
    )
    model.box((0, 0, high / 2), (long, deep, high), body)
    top = high
    if shape == "lid":
        model.box((0, 0, high + 0.02), (long * 1.01, deep * 1.02, 0.05), finishes.plastic(design))
        top = high + 0.045
    elif shape == "gabled":
        roof = [(-deep / 2, 0.0), (deep / 2, 0.0), (deep * 0.15, 0.07), (-deep * 0.15, 0.07)]
        model.prism(roof, long, body, (0, 0, high), "x")
        top = high + 0.07
    for side in (-1, 1):
        x = side * long * (0.48 if shape == "open tote" else 0.18)
        model.box((x, 0, top + 0.03), (0.02, 0.02, 0.08), body)
    reach = long * (0.98 if shape == "open tote" else 0.4)
    return model.box((0, 0, top + 0.06), (reach, 0.03, 0.03), finishes.plastic(design)).centred()


def suitcase(design: Design) -> Model:
    """A case with wheels, standing, or an old one lying."""
    model, shape = of_family(design, "suitcase", ("hard", "soft", "tall"), ("old", "lying"))
    shell, dark = finishes.plastic(design), finishes.plastic(design, "dark", "neutral")
    wide, deep = design.uniform(0.34, 0.5), design.uniform(0.2, 0.3)
    high = design.uniform(0.5, 0.62) if shape != "tall" else design.uniform(0.65, 0.78)
    if shape in ("old", "lying"):
        model.box((0, 0, deep / 2), (high, wide, deep), shell, roundness=0 if shape == "old" else 9)
        model.box((0, -wide / 2 - 0.02, deep / 2), (0.16, 0.04, 0.03), dark)
        return model.centred()
    if shape == "soft":
        shell = finishes.fabric(design)
        model.box((0, -deep / 2 - 0.02, high * 0.4), (wide * 0.8, 0.06, high * 0.5), shell)
    model.box((0, 0, high / 2 + 0.05), (wide, deep, high), shell, roundness=12)
    for x in (-1, 1):
        for y in (-1, 1):
            at = (x * wide * 0.38, y * deep * 0.32, 0.035)
            model.box(at, (0.04, 0.05, 0.07), dark)
    if design.chance(0.6):
        pull = design.uniform(0.1, 0.42)
        for x in (-1, 1):
            at = (x * wide * 0.25, deep * 0.35, high + pull / 2 + 0.02)
            model.box(at, (0.02, 0.02, pull + 0.08), finishes.metal(design, "metal", "dark"))
        model.box((0, deep * 0.35, high + pull + 0.06), (wide * 0.56, 0.03, 0.03), dark)
    else:
        model.box((0, 0, high + 0.06), (wide * 0.5, 0.03, 0.03), dark)
    return model.centred()
