# SPDX-License-Identifier: Apache-2.0
"""Laundry: ironing boards, clothes racks, baskets."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.primitives import Faces


def ironing_board(design: Design) -> Model:
    """A padded board on crossed legs, perhaps with the iron on it."""
    model, shape = of_family(design, "ironing board", ("tapered", "blunt"), ("oval",))
    metal, cloth = finishes.metal(design), finishes.fabric(design)
    long, wide, high = (
        design.uniform(1.05, 1.4),
        design.uniform(0.3, 0.45),
        design.uniform(0.75, 0.95),
    )
    tip = {"tapered": 0.1, "blunt": 0.24, "oval": 0.15}[shape]
    outline = [
        (-long / 2, -wide / 2),
        (long * 0.2, -wide / 2),
        (long / 2 - 0.04, -tip / 2),
        (long / 2, 0.0),
        (long / 2 - 0.04, tip / 2),
        (long * 0.2, wide / 2),
        (-long / 2, wide / 2),
    ]
    model.prism(outline, 0.035, cloth, (0, 0, high - 0.017))
    for slope, y in ((1, 0.06), (-1, -0.06)):
        for side in (-1, 1):
            shift = y * 0.7 + side * wide * 0.22
            start = (-slope * long * 0.3, shift, 0.0)
            bar(model, start, (slope * long * 0.25, shift, high - 0.04), 0.022, metal)
        model.box((-slope * long * 0.3, y * 0.7, 0.012), (0.025, wide * 0.9, 0.024), metal)
    model.box((0, 0, high * 0.54), (0.03, wide * 0.55, 0.02), metal)
    if design.chance(0.4):
        iron = finishes.plastic(design)
        model.box((-long * 0.35, 0, high + 0.04), (0.24, 0.11, 0.08), iron, roundness=4)
        model.box((-long * 0.35, 0, high + 0.1), (0.18, 0.03, 0.05), iron)
    return model.centred()


def drying_rack(design: Design) -> Model:
    """A folding rack for laundry, bare or hung with cloth."""
    model, shape = of_family(design, "clothes rack", ("wings", "flat"), ("tower", "A-frame"))
    metal, long = finishes.metal(design, "white", "metal", "vivid"), design.uniform(0.8, 1.2)
    high, wide = design.uniform(0.85, 1.1), 0.55
    decks: tuple[tuple[float, float, float, float], ...]
    if shape == "tower":
        high = design.uniform(1.3, 1.7)
        decks = tuple((-0.3, 0.3, z, z) for z in (0.35, 0.8, high - 0.03))
        for x in (-1, 1):
            for y in (-0.3, 0.3):
                model.box((x * long / 2, y, high / 2), (0.02, 0.02, high), metal)
    elif shape == "A-frame":
        decks = ((-0.35, -0.02, 0.15, high), (0.35, 0.02, 0.15, high))
        for x in (-1, 1):
            for y in (-1, 1):
                bar(
                    model, (x * long / 2, y * 0.42, 0), (x * long / 2, 0, high + 0.02), 0.022, metal
                )
    else:
        rise = 0.25 if shape == "wings" else 0.0
        decks = ((-wide / 2, wide / 2, high, high),)
        if shape == "wings":
            decks += (
                (-wide / 2, -wide / 2 - 0.4, high, high + rise),
                (wide / 2, wide / 2 + 0.4, high, high + rise),
            )
        for x in (-1, 1):
            for y in (-1, 1):
                foot = (x * long / 2, y * wide / 2, 0.0)
                bar(model, foot, (x * long / 2, -y * wide / 2, high), 0.022, metal)
    for y0, y1, z0, z1 in decks:
        for x in (-1, 1):
            bar(model, (x * long / 2, y0, z0), (x * long / 2, y1, z1), 0.02, metal)
        for step in np.linspace(0, 1, 7):
            at = (0.0, y0 + (y1 - y0) * float(step), z0 + (z1 - z0) * float(step))
            model.cylinder(at, 0.006, long, metal, "x")
    for y0, y1, z0, z1 in decks:
        for step in (1 / 6, 0.5, 5 / 6):
            if not design.chance(0.45) or z0 < 0.5:
                continue
            cloth, y, z = Model("clothes"), y0 + (y1 - y0) * step, z0 + (z1 - z0) * step
            size = (design.uniform(0.25, long * 0.8), 0.03, min(z - 0.1, design.uniform(0.3, 0.7)))
            cloth.box((0, 0, -size[2] / 2 + 0.01), size, finishes.fabric(design), roundness=10)
            model.put(cloth, (design.normal(0.04), y, z))
    return model.centred()


def basket(design: Design) -> Model:
    """A basket for laundry, fruit or paper."""
    model, shape = of_family(design, "basket", ("round", "square", "hamper"), ("bowl", "lidded"))
    weave = finishes.wicker(design) if design.chance(0.6) else finishes.plastic(design)
    radius = design.uniform(0.14, 0.27)
    high = (
        design.uniform(0.45, 0.65) if shape in ("hamper", "lidded") else design.uniform(0.15, 0.38)
    )
    if shape in ("square", "hamper"):
        deep = radius * design.uniform(0.6, 1.0)
        for side in (-1, 1):
            model.box((side * radius, 0, high / 2), (0.015, 2 * deep, high), weave)
            model.box((0, side * deep, high / 2), (2 * radius, 0.015, high), weave)
        model.box((0, 0, 0.01), (2 * radius, 2 * deep, 0.02), weave)
        model.box((0, 0, 0.02), (1.9 * radius, 1.9 * deep, 0.02), weave)
    else:
        taper = 1.4 if shape == "bowl" else 1.15
        faces = Faces.SIDE | Faces.BOTTOM
        model.cylinder((0, 0, high / 2), radius, high, weave, taper=taper, faces=faces)
        if shape == "lidded":
            model.cylinder((0, 0, high + 0.015), radius * 1.17, 0.03, weave)
    if shape != "lidded" and design.chance(0.5):
        heap = (radius * 0.9, radius * 0.8 if shape not in ("square", "hamper") else deep * 0.9)
        fill = Model("clothes", "clothes: in a basket")
        fill.ellipsoid((0, 0, high * 0.5), (*heap, high * 0.49), finishes.fabric(design))
        model.put(fill, (0, 0, 0))
    return model.centred()


def laundry_basket(design: Design) -> Model:
    """A tall basket for what is to be washed."""
    model, shape = of_family(design, "laundry basket", ("round", "square"), ("sack",))
    weave = finishes.wicker(design) if design.chance(0.5) else finishes.plastic(design)
    radius, high = design.uniform(0.17, 0.26), design.uniform(0.42, 0.65)
    cloth = finishes.fabric(design)
    if shape == "sack":
        for side in (-1, 1):
            for end in (-1, 1):
                bar(
                    model,
                    (side * radius, end * 0.2, 0.0),
                    (side * radius, -end * 0.2, high),
                    0.022,
                    finishes.wood(design),
                )
        return model.box((0, 0, high * 0.55), (2 * radius, 0.38, high * 0.85), weave).centred()
    if shape == "square":
        for side in (-1, 1):
            model.box((side * radius, 0, high / 2), (0.015, 1.5 * radius, high), weave)
            model.box((0, side * radius * 0.75, high / 2), (2 * radius, 0.015, high), weave)
        model.box((0, 0, 0.01), (2 * radius, 1.5 * radius, 0.02), weave)
    else:
        faces = Faces.SIDE | Faces.BOTTOM
        model.cylinder((0, 0, high / 2), radius, high, weave, taper=1.12, faces=faces)
    if design.chance(0.4):
        model.box((0, 0, high + 0.015), (2 * radius, 1.6 * radius, 0.03), weave)
    elif design.chance(0.7):
        fill = Model("clothes", "clothes: in a basket")
        fill.ellipsoid((0, 0, high * 0.55), (radius * 0.9, radius * 0.72, high * 0.54), cloth)
        model.put(fill, (0, 0, 0))
    return model.centred()
