# SPDX-License-Identifier: Apache-2.0
"""What people wear and carry, and cloth: coats, hats, bags, helmets, blankets."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar, hung, settled, tube
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, tilted
from ws3d_model.worlds.shapes.primitives import Faces


def coat(design: Design) -> Model:
    """A coat that hangs on a hook or a hanger on the wall."""
    model, shape = of_family(design, "coat", ("hook", "hanger", "jacket"), ("long", "hooded"))
    cloth, dark = finishes.fabric(design), finishes.metal(design)
    wide, deep = design.uniform(0.38, 0.5), design.uniform(0.1, 0.16)
    tall = {"jacket": 0.65, "long": 1.25}.get(shape, design.uniform(0.8, 1.05))
    y = -deep / 2 - 0.01
    model.box((0, -0.02, tall + 0.05), (0.04, 0.04, 0.06), dark)
    shoulder = wide * (0.45 if shape == "hook" else 0.9)
    body = [(-wide / 2, 0.0), (wide / 2, 0.0), (shoulder / 2, tall - 0.03), (0.05, tall + 0.03),
            (-0.05, tall + 0.03), (-shoulder / 2, tall - 0.03)]  # fmt: skip
    model.prism(body, deep, cloth, (0, y, 0), "y")
    for side in (-1, 1):
        start = (side * shoulder * 0.46, y - 0.02, tall - 0.08)
        end = (side * wide * 0.52, y - 0.02, tall - design.uniform(0.5, 0.62))
        bar(model, start, end, 0.1, design.tinted(cloth), 0.11)
    if shape == "hooded":
        model.ellipsoid((0, y - 0.04, tall + 0.02), (0.13, 0.09, 0.12), cloth)
    model.box((0, y - deep / 2, tall * 0.45), (0.012, 0.012, tall * 0.85), dark)
    return hung(model)


def hat(design: Design) -> Model:
    """A cap, a hat with a brim, a knitted one, a straw hat, a top hat; it lies."""
    model, shape = of_family(design, "hat", ("cap", "brim", "knitted"), ("straw", "top hat"))
    cloth = finishes.wicker(design) if shape == "straw" else finishes.fabric(design)
    radius, high = design.uniform(0.085, 0.1), design.uniform(0.1, 0.13)
    if shape == "knitted":
        model.ellipsoid((0, 0, high * 0.55), (radius, radius, high * 0.8), cloth)
        model.cylinder((0, 0, 0.025), radius * 1.02, 0.05, design.tinted(cloth, 0.3))
        model.ellipsoid((0, 0, high * 1.4), (0.03, 0.03, 0.03), finishes.fabric(design))
        return settled(model)
    if shape == "cap":
        model.ellipsoid((0, 0, 0.02), (radius, radius, high), cloth)
        model.cylinder((0, 0, 0.01), radius, 0.02, cloth)
        model.box((0, -radius - 0.02, 0.008), (0.15, 0.1, 0.012), design.tinted(cloth, 0.4))
        for piece in list(model.primitives):  # the lower half of the crown is inside the floor
            if piece.half[2] > 0.05:
                model.primitives.remove(piece)
        model.cylinder((0, 0, high * 0.4), radius, high * 0.5, cloth, taper=0.85)
        model.ellipsoid((0, 0, high * 0.65), (radius * 0.85, radius * 0.85, high * 0.35), cloth)
        return settled(model)
    rim = {"straw": 0.2, "top hat": 0.14}.get(shape, design.uniform(0.13, 0.17))
    tall = 0.16 if shape == "top hat" else high
    model.cylinder((0, 0, 0.006), rim, 0.012, cloth, radius_y=rim * 1.05)
    model.cylinder((0, 0, tall / 2), radius, tall, cloth, taper=1.05 if tall > 0.15 else 0.85)
    band = finishes.fabric(design, "dark", "vivid")
    return settled(model.cylinder((0, 0, 0.028), radius * 1.02, 0.03, band))


def handbag(design: Design) -> Model:
    """A bag with one handle or two, a tote, a clutch, one with a strap."""
    model, shape = of_family(
        design, "handbag", ("two handles", "strap", "tote"), ("clutch", "hobo")
    )
    skin = finishes.upholstery(design)
    wide, deep = design.uniform(0.24, 0.38), design.uniform(0.09, 0.15)
    high = wide * design.uniform(0.65, 0.9)
    if shape == "clutch":
        model.box((0, 0, 0.08), (wide, 0.05, 0.16), skin, roundness=8)
        return settled(model.box((0, -0.026, 0.1), (0.03, 0.012, 0.03), finishes.metal(design)))
    if shape == "hobo":
        model.ellipsoid((0, 0, high * 0.45), (wide / 2, deep / 2, high * 0.45), skin)
    else:
        side = [(-deep / 2, 0.0), (deep / 2, 0.0), (deep * 0.3, high), (-deep * 0.3, high)]
        model.prism(side, wide, skin, (0, 0, 0), "x")
    metal = finishes.metal(design, "metal")
    top = high * (0.8 if shape == "hobo" else 1.0)
    for y in (-1, 1) if shape in ("two handles", "tote") else (0,):
        rise = design.uniform(0.12, 0.16) if shape != "tote" else 0.24
        reach = wide * (0.25 if shape != "strap" and shape != "hobo" else 0.42)
        at = y * deep * 0.28
        tube(model, [(-reach, at, top - 0.02), (-reach * 0.8, at, top + rise * 0.7),
                     (0, at, top + rise), (reach * 0.8, at, top + rise * 0.7),
                     (reach, at, top - 0.02)], 0.016, design.tinted(skin, 0.3))  # fmt: skip
    model.box((0, -deep * 0.42, high * 0.7), (0.04, deep * 0.2, 0.04), metal)
    return settled(model)


def shopping_bag(design: Design) -> Model:
    """A bag of paper with handles, a plastic one, a full one, several."""
    model, shape = of_family(design, "shopping bag", ("paper", "full", "plastic"), ("pair", "jute"))
    for number in range(2 if shape == "pair" else 1):
        paint = finishes.plastic(design) if shape == "plastic" else finishes.paper(design)
        if shape == "jute":
            paint = finishes.wicker(design)
        wide, deep = design.uniform(0.22, 0.36), design.uniform(0.12, 0.18)
        high, x = design.uniform(0.28, 0.42), number * 0.42
        if shape == "plastic":
            model.box((x, 0, high * 0.4), (wide, deep * 1.4, high * 0.8), paint, roundness=3)
            for side in (-1, 1):
                bar(model, (x + side * 0.05, 0, high * 0.75), (x + side * 0.09, 0, high * 1.05),
                    0.03, paint)  # fmt: skip
            continue
        model.box((x, 0, high / 2), (wide, deep, high), paint, faces=Faces.ALL & ~Faces.TOP)
        for y in (-deep / 2, deep / 2):
            tube(model, [(x - 0.06, y, high - 0.02), (x - 0.05, y, high + 0.09),
                         (x + 0.05, y, high + 0.09), (x + 0.06, y, high - 0.02)],
                 0.012, design.tinted(paint, 0.4))  # fmt: skip
        if shape == "full":
            for place in (-0.3, 0.05, 0.3):
                food = finishes.paper(design)
                model.box((x + place * wide, 0, high * 0.51), (0.07, 0.08, high), food)
    return settled(model)


def helmet(design: Design) -> Model:
    """A helmet for bicycles, motorcycles, work or riding; it lies."""
    model, shape = of_family(design, "helmet", ("bicycle", "hard hat", "full face"), ("riding",))
    shell, dark = finishes.plastic(design), finishes.plastic(design, "dark")
    wide, long = design.uniform(0.1, 0.115), design.uniform(0.13, 0.15)
    if shape == "full face":
        model.ellipsoid((0, 0, 0.13), (wide * 1.15, long, 0.13), shell)
        model.ellipsoid((0, -0.03, 0.15), (wide * 1.1, long * 0.93, 0.06), finishes.screen(design))
        return settled(model.box((0, -long * 0.7, 0.05), (0.16, 0.12, 0.09), shell, roundness=5))
    model.cylinder((0, 0, 0.03), wide, 0.06, shell, radius_y=long, taper=0.97)
    model.ellipsoid((0, 0, 0.06), (wide * 0.98, long * 0.98, 0.09), shell)
    model.cylinder((0, 0, 0.008), wide * 1.02, 0.016, dark, radius_y=long * 1.02)
    if shape == "bicycle":
        for x in (-0.05, 0.0, 0.05):
            stripe = (x, 0.0, 0.142 - abs(x) * 0.35)
            model.box(stripe, (0.02, long * 1.1, 0.02), dark)
    elif shape == "hard hat":
        model.cylinder((0, -0.015, 0.01), wide * 1.2, 0.012, shell, radius_y=long * 1.2)
        model.box((0, 0, 0.15), (0.025, long * 1.2, 0.015), shell)
    else:
        model.box((0, -long - 0.015, 0.015), (0.16, 0.09, 0.014), dark, tilted(0.2))
    return settled(model)


def blanket(design: Design) -> Model:
    """A blanket: folded, rolled, in a heap, a pile of them."""
    model, shape = of_family(design, "blanket", ("folded", "heap", "pile"), ("rolled",))
    cloth = finishes.fabric(design)
    wide, deep = design.uniform(0.4, 0.65), design.uniform(0.3, 0.5)
    if shape == "rolled":
        for number in range(design.count(1, 2)):
            model.cylinder((0, number * 0.2, 0.1), 0.1, wide, finishes.fabric(design), "x")
        return settled(model)
    if shape == "heap":
        for _ in range(design.count(4, 8)):
            at = (design.normal(0.18), design.normal(0.14), design.uniform(0.05, 0.1))
            radii = (design.uniform(0.15, 0.3), design.uniform(0.12, 0.25), 0.07)
            model.ellipsoid(at, radii, design.tinted(cloth))
        model.box((0, 0, 0.03), (0.7, 0.5, 0.06), cloth, roundness=4)
        return settled(model)
    z = 0.0
    for _ in range(design.count(2, 4) if shape == "pile" else 1):
        thick = design.uniform(0.05, 0.1)
        model.box((design.normal(0.01), 0, z + thick / 2), (wide, deep, thick), cloth, roundness=8)
        model.box((0, -deep / 2 + 0.02, z + thick * 0.75), (wide * 0.98, 0.06, thick * 0.4),
                  design.tinted(cloth, 0.3))  # fmt: skip
        z += thick - 0.004
        cloth = finishes.fabric(design)
    return settled(model)


def flower_pot(design: Design) -> Model:
    """An empty pot: of clay, a box for windows, a bowl on feet, a pile of them."""
    model, shape = of_family(design, "flower pot", ("clay", "box", "pile"), ("bowl", "tall"))
    made = design.choose((finishes.ceramic, finishes.plastic, finishes.stone))
    paint = made(design)
    if design.chance(0.4):
        paint = paint._replace(colour=np.array([0.68, 0.36, 0.22]) * design.uniform(0.8, 1.1))
    radius, high = design.uniform(0.06, 0.14), design.uniform(0.12, 0.26)
    open_ = Faces.SIDE | Faces.BOTTOM
    if shape == "box":
        wide, deep = design.uniform(0.4, 0.7), 0.17
        for side in (-1, 1):
            model.box((0, side * deep / 2, 0.08), (wide, 0.015, 0.16), paint)
            model.box((side * wide / 2, 0, 0.08), (0.015, deep, 0.16), paint)
        return settled(model.box((0, 0, 0.05), (wide, deep, 0.1), design.paint("soil")))
    if shape == "tall":
        high *= 2
    taper = {"bowl": 1.9, "tall": 1.3}.get(shape, 1.35)
    for number in range(design.count(2, 4) if shape == "pile" else 1):
        z = number * high * 0.22
        model.cylinder((0, 0, z + high / 2), radius, high, paint, taper=taper, faces=open_)
        rim = radius * (1 + (taper - 1) * 0.93) * 1.04
        model.cylinder((0, 0, z + high - 0.02), rim, 0.04, paint, faces=Faces.SIDE)
    if shape != "pile":
        model.cylinder((0, 0, high * 0.4), radius * 1.05, high * 0.75, design.paint("soil"))
    return settled(model)
