# SPDX-License-Identifier: Apache-2.0
"""Beds of hospitals and dormitories: hospital beds, examination tables, bunk beds."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar, castors, legs
from ws3d_model.worlds.furniture.small_objects import flat_pillow
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model


def hospital_bed(design: Design) -> Model:
    """A bed on castors with end panels and side rails, its head part raised or flat."""
    metal = finishes.metal(design, "white", "metal", "neutral")
    wide, long = design.uniform(0.85, 1.0), design.uniform(1.95, 2.2)
    high = design.uniform(0.5, 0.75)
    model, shape = of_family(
        design, "hospital bed", ("columns", "scissors", "stretcher"), ("low", "shell")
    )
    if shape == "low":
        high = design.uniform(0.4, 0.48)
    castors(model, wide * 0.9, long * 0.85, finishes.plastic(design), 0.06)
    model.box((0, 0, 0.14), (wide * 0.85, long * 0.8, 0.05), metal)
    if shape == "scissors":
        for side in (-1, 1):
            x = side * wide * 0.35
            bar(model, (x, -long * 0.35, 0.14), (x, long * 0.35, high - 0.15), 0.05, metal)
            bar(model, (x, long * 0.35, 0.14), (x, -long * 0.35, high - 0.15), 0.05, metal)
    elif shape == "shell":
        model.box((0, 0, high / 2), (wide * 0.7, long * 0.8, high - 0.28), finishes.plastic(design))
    else:
        for y in (-0.25, 0.25):
            model.box((0, y * long, high / 2), (0.16, 0.16, high - 0.2), metal)
    model.box((0, 0, high - 0.15), (wide, long, 0.06), metal)
    raised = design.uniform(0.3, 0.9) if design.chance(0.55) else 0.0
    sheet, fold = finishes.fabric(design, "white", "neutral", "vivid"), long * 0.12
    flat = long / 2 + fold
    model.box((0, -long / 2 + flat / 2, high - 0.06), (wide * 0.92, flat, 0.13), sheet, roundness=9)
    head = long / 2 - fold
    tip = (0.0, fold + head * float(np.cos(raised)), high - 0.06 + head * float(np.sin(raised)))
    bar(model, (0.0, fold - 0.02, high - 0.06), tip, 0.13, sheet, wide * 0.92)
    blanket = finishes.fabric(design)
    model.box((0, -long * 0.2, high + 0.01), (wide * 0.95, long * 0.5, 0.1), blanket, roundness=8)
    model.put(flat_pillow(design, 0.5), (0, tip[1] - 0.25 * float(np.cos(raised)),
              tip[2] - 0.25 * float(np.sin(raised)) + 0.06))  # fmt: skip
    panel = finishes.plastic(design) if design.chance(0.6) else finishes.wood(design)
    for end in (-1, 1):
        tall = 0.5 if end > 0 else 0.38
        at = (0.0, end * (long / 2 + 0.015), high - 0.18 + tall / 2)
        model.box(at, (wide * 0.95, 0.035, tall), panel)
    if shape != "low" and design.chance(0.75):
        for side in (-1, 1):
            x, y = side * (wide / 2 + 0.012), design.choose((-0.1, 0.1)) * long
            for level in (0.08, 0.2, 0.3):
                model.box((x, y, high + level), (0.025, long * 0.5, 0.025), metal)
            for share in (-0.22, 0.0, 0.22):
                model.box((x, y + share * long, high + 0.07), (0.025, 0.03, 0.5), metal)
    return model.centred()


def examination_bed(design: Design) -> Model:
    """A padded narrow bed of a surgery."""
    cover = finishes.upholstery(design)
    wide, long, high = (
        design.uniform(0.58, 0.75),
        design.uniform(1.75, 2.0),
        design.uniform(0.6, 0.85),
    )
    model, shape = of_family(
        design, "examination table", ("legs", "cabinet", "column"), ("folding", "chair")
    )
    base = finishes.metal(design)
    under = high - 0.07
    if shape == "legs":
        legs(model, wide * 0.9, long * 0.9, under, 0.05, base)
        model.box((0, 0, 0.2), (wide * 0.85, long * 0.85, 0.03), base)
    elif shape == "cabinet":
        model.box((0, 0, under / 2), (wide * 0.9, long * 0.85, under), finishes.board(design))
    elif shape == "folding":
        for y in (-0.35, 0.35):
            for side in (-1, 1):
                x = side * wide * 0.4
                bar(model, (x, y * 1.2 * long, 0.0), (x, y * 0.6 * long, under), 0.04, base)
    else:
        model.box((0, 0, 0.05), (wide * 0.8, long * 0.5, 0.1), base)
        model.box((0, 0, under / 2), (0.25, 0.35, under), base)
    rest, split = design.uniform(0.1, 0.8), long * 0.18
    flat = long / 2 + split
    model.box((0, -long / 2 + flat / 2, high - 0.04), (wide, flat, 0.08), cover, roundness=12)
    head = long / 2 - split
    tip = (0.0, split + head * float(np.cos(rest)), high - 0.04 + head * float(np.sin(rest)))
    bar(model, (0.0, split - 0.01, high - 0.04), tip, 0.08, cover, wide)
    if design.chance(0.6):
        white = finishes.paper(design)
        model.box((0, -long * 0.1, high + 0.003), (wide * 0.8, long * 0.6, 0.008), white)
    return model.centred()


def bunk_bed(design: Design) -> Model:
    """Two beds above each other with a ladder, or one high above a free floor."""
    model, shape = of_family(design, "bunk bed", ("posts", "panels", "loft"), ("metal", "stairs"))
    wide, long = design.uniform(0.85, 1.0), design.uniform(1.9, 2.05)
    high, frame = design.uniform(1.5, 1.75), finishes.wood(design)
    if shape == "metal":
        frame = finishes.metal(design)
    thick = 0.035 if shape == "metal" else 0.07
    upper, lower = high - 0.3, design.uniform(0.25, 0.4)
    if shape == "panels":
        for end in (-1, 1):
            model.box((0, end * long / 2, high / 2), (wide, 0.03, high), frame)
    else:
        for x in (-1.0, 1.0):
            for y in (-1.0, 1.0):
                post = (x * (wide - thick) / 2, y * (long - thick) / 2, high / 2)
                model.box(post, (thick, thick, high), frame)
    for level in (lower, upper) if shape != "loft" else (upper,):
        for side in (-1, 1):
            model.box((side * (wide - 0.03) / 2, 0, level), (0.03, long, 0.14), frame)
            model.box((0, side * (long - 0.03) / 2, level), (wide, 0.03, 0.14), frame)
        model.box((0, 0, level - 0.02), (wide - 0.02, long - 0.02, 0.03), frame)
        sheet = finishes.fabric(design, "white", "neutral", "vivid")
        model.box((0, 0, level + 0.06), (wide * 0.93, long * 0.96, 0.16), sheet, roundness=12)
        blanket = (wide * 0.95, long * design.uniform(0.4, 0.7), 0.1)
        model.box((0, -long * 0.14, level + 0.13), blanket, finishes.fabric(design), roundness=8)
        soft = flat_pillow(design, 0.5)
        model.put(soft, (0, long / 2 - 0.3, level + 0.13))
    for z in (high - 0.02, high - 0.13):
        for side in (-1, 1):
            model.box((side * (wide - 0.03) / 2, 0, z), (0.03, long, 0.05), frame)
            model.box((0, side * (long - 0.03) / 2, z), (wide, 0.03, 0.05), frame)
    side = design.choose((-1, 1))
    x = side * (wide / 2 + 0.02)
    if shape == "stairs":
        for step in range(5):
            tall = upper * (step + 1) / 5.5
            at = (side * (wide / 2 + 0.2), -long / 2 + 0.15 + 0.24 * step, tall / 2)
            model.box(at, (0.4, 0.24, tall), frame)
        return model.centred()
    for y in (-long * 0.4, -long * 0.4 + 0.36):
        model.box((x, y, high / 2), (0.03, 0.04, high), frame)
    for z in np.arange(0.25, high - 0.1, 0.27):
        model.box((x, -long * 0.4 + 0.18, float(z)), (0.03, 0.36, 0.03), frame)
    return model.centred()
