# SPDX-License-Identifier: Apache-2.0
"""Small things that lie on floors, tables and shelves."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import settled
from ws3d_model.worlds.furniture.scattering import Maker, scatter
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, tilted, turned
from ws3d_model.worlds.shapes.palette import Paint
from ws3d_model.worlds.shapes.primitives import Faces

__all__ = [
    "Maker",
    "backpack",
    "books",
    "bottle",
    "box",
    "clothes",
    "cup",
    "flat_pillow",
    "folded_towel",
    "pillow",
    "scatter",
    "shoes",
    "small_box",
    "trash_can",
]


def bottle(design: Design) -> Model:
    """A bottle, 15-33 cm high."""
    paint = design.paint("vivid", "dark", "leaf", "white", "glass", gloss=0.2, material="")
    paint = paint._replace(material=design.choose(("glass", "plastic")))
    radius, height = design.uniform(0.03, 0.055), design.uniform(0.15, 0.33)
    model, shape = of_family(design, "bottle", ("necked", "straight", "square"), ("conical",))
    if shape == "square":
        body = height * 0.7
        model.box((0, 0, body / 2), (2 * radius, 1.4 * radius, body), paint)
        return model.cylinder((0, 0, (body + height) / 2), radius * 0.4, height - body, paint)
    if shape == "conical":
        return model.cylinder((0, 0, height / 2), radius, height, paint, taper=0.35)
    body = height * (0.65 if shape == "necked" else 0.88)
    model.cylinder((0, 0, body / 2), radius, body, paint)
    return model.cylinder((0, 0, (body + height) / 2), radius * 0.4, height - body, paint)


def cup(design: Design) -> Model:
    """A mug or a glass."""
    paint = finishes.ceramic(design, "white", "vivid", "neutral", "dark")
    if design.chance(0.3):
        paint = finishes.glass(design)
    radius, height = design.uniform(0.035, 0.05), design.uniform(0.08, 0.13)
    model, taper = of_family(design, "cup", (1.0, 1.25), (0.8, 1.5))
    model.cylinder((0, 0, height / 2), radius, height, paint, taper=taper, faces=Faces.SIDE)
    model.cylinder((0, 0, 0.01), radius, 0.02, paint)
    if design.chance(0.5):
        model.box((radius + 0.018, 0, height * 0.5), (0.03, 0.01, height * 0.6), paint)
    return model


def books(design: Design) -> Model:
    """A pile or a short upright row of books."""
    model, shape = of_family(design, "books", ("pile", "flat"), ("leaning row",))
    if shape == "leaning row":
        x, lean = 0.0, design.uniform(0.05, 0.3)
        for _ in range(design.count(2, 6)):
            thick, height = design.uniform(0.02, 0.05), design.uniform(0.18, 0.28)
            paint = finishes.paper(design)
            rotation = turned(np.pi / 2) @ tilted(lean)
            model.box((x, 0, height / 2), (0.17, thick, height), paint, rotation)
            x += thick + 0.004
        return model.centred()
    z = 0.0
    for _ in range(design.count(1, 6)):
        thick = design.uniform(0.012, 0.05)
        size = (design.uniform(0.14, 0.22), design.uniform(0.2, 0.3), thick)
        rotation = turned(design.normal(0.3))
        model.box((design.normal(0.01), 0, z + thick / 2), size, finishes.paper(design), rotation)
        z += thick
    return model


def box(design: Design) -> Model:
    """One to three cartons on top of each other."""
    paint = design.paint("cardboard") if design.chance(0.6) else finishes.plastic(design)
    size = (design.uniform(0.2, 0.6), design.uniform(0.2, 0.5), design.uniform(0.12, 0.45))
    model, shape = of_family(design, "box", ("closed", "stack", "crate"), ("open flaps",))
    z = 0.0
    for _ in range(design.count(2, 3) if shape == "stack" else 1):
        rotation = turned(design.normal(0.2))
        faces = Faces.ALL & ~Faces.TOP if shape == "open flaps" else Faces.ALL
        model.box((0, 0, z + size[2] / 2), size, paint, rotation, 0.0, faces)
        if shape == "open flaps":
            for side in (-1, 1):
                x = side * (size[0] / 2 + 0.06)
                model.box((x, 0, z + size[2] - 0.02), (0.13, size[1], 0.006), paint)
        z += size[2]
        size = (size[0] * design.uniform(0.6, 1), size[1] * design.uniform(0.6, 1), size[2])
    return model.centred()


def small_box(design: Design) -> Model:
    """A carton for a table or a shelf."""
    model = Model("box", "box: small")
    size = (design.uniform(0.1, 0.3), design.uniform(0.1, 0.25), design.uniform(0.06, 0.22))
    paint = design.paint("cardboard", "any", "vivid")
    return model.box((0, 0, size[2] / 2), size, paint, turned(design.uniform(0, 3))).centred()


def trash_can(design: Design) -> Model:
    """A waste bin: open, lidded, or with a pedal."""
    paint = finishes.plastic(design) if design.chance(0.6) else finishes.metal(design)
    radius, height = design.uniform(0.12, 0.22), design.uniform(0.25, 0.7)
    model, shape = of_family(
        design,
        "trash can",
        ("open cone", "square", "lid", "pedal", "with bag"),
        ("swing top", "oval", "wheelie"),
    )
    if shape == "wheelie":
        return _wheelie(design, model, paint)
    if shape == "square":
        faces = Faces.ALL & ~Faces.TOP
        size = (2 * radius, 1.5 * radius, height)
        return model.box((0, 0, height / 2), size, paint, faces=faces)
    if shape in ("open cone", "with bag"):
        taper = design.uniform(1.05, 1.4)
        faces = Faces.SIDE | Faces.BOTTOM
        if shape == "with bag":
            bag, rim = finishes.plastic(design), radius * taper * 1.02
            model.cylinder((0, 0, height - 0.04), rim, 0.1, bag, faces=Faces.SIDE)
        return model.cylinder((0, 0, height / 2), radius, height, paint, "z", taper, faces=faces)
    if shape == "oval":
        wide = radius * 0.65
        return model.cylinder((0, 0, height / 2), radius, height, paint, radius_y=wide)
    model.cylinder((0, 0, height / 2), radius, height, paint)
    top = design.tinted(paint, 0.4)
    if shape in ("lid", "pedal"):
        if shape == "pedal":
            model.box((0, -radius - 0.02, 0.02), (0.08, 0.07, 0.015), finishes.metal(design))
            model.ellipsoid((0, 0, height + 0.02), (radius, radius, 0.04), top)
        return model.cylinder((0, 0, height + 0.02), radius * 1.04, 0.04, top)
    return model.box((0, 0, height + 0.1), (1.6 * radius, 1.6 * radius, 0.2), top, roundness=5)


def _wheelie(design: Design, model: Model, paint: Paint) -> Model:
    """A tall bin on two wheels."""
    wide, deep, high = 0.5, 0.52, design.uniform(0.85, 1.05)
    outline = [(-wide * 0.4, -deep * 0.4), (wide * 0.4, -deep * 0.4), (wide * 0.4, deep * 0.4),
               (-wide * 0.4, deep * 0.4)]  # fmt: skip
    model.prism(outline, high - 0.08, paint, (0, 0, high / 2 - 0.0), taper=1.25)
    model.box((0, 0, high), (wide * 1.02, deep * 1.05, 0.06), design.tinted(paint))
    model.box((0, deep * 0.55, high - 0.05), (wide * 0.8, 0.06, 0.04), paint)
    model.box((0, -deep * 0.2, 0.03), (wide * 0.7, 0.2, 0.06), paint)
    for side in (-1, 1):
        wheel = (side * wide * 0.42, deep * 0.38, 0.1)
        model.cylinder(wheel, 0.1, 0.05, finishes.plastic(design, "dark"), "x")
    return model.centred()


def backpack(design: Design) -> Model:
    """A rucksack or a bag that stands or leans."""
    paint = finishes.fabric(design) if design.chance(0.8) else finishes.upholstery(design)
    width, depth, height = design.uniform(0.28, 0.42), design.uniform(0.15, 0.26), 0.0
    height = design.uniform(0.35, 0.52)
    model, shape = of_family(design, "backpack", ("rucksack", "upright"), ("duffel",))
    if shape == "duffel":
        size = (design.uniform(0.4, 0.6), 0.26, 0.27)
        return model.box((0, 0, 0.135), size, paint, roundness=3.5)
    lean = tilted(design.uniform(-0.3, 0.25))
    model.box((0, 0, height / 2), (width, depth, height), paint, lean, roundness=3.5)
    pocket = (width * 0.75, 0.1, height * 0.45)
    model.box((0, -depth / 2 - 0.02, height * 0.3), pocket, design.tinted(paint), lean, 3.5)
    return settled(model)


def clothes(design: Design) -> Model:
    """A heap of clothes."""
    paint = finishes.fabric(design)
    flat = design.family("clothes", (0.5, 0.8), (0.3, 1.1))
    model = Model("clothes", "clothes: heap")
    for _ in range(design.count(2, 6)):
        at = (design.normal(0.14), design.normal(0.14), 0.04)
        radii = (design.uniform(0.1, 0.26), design.uniform(0.1, 0.26), flat * 0.1)
        model.ellipsoid(at, radii, design.tinted(paint, 0.3))
    return model.centred()


def shoes(design: Design) -> Model:
    """A pair of shoes or boots."""
    paint, height = finishes.upholstery(design), 0.09
    model, shape = of_family(design, "shoes", ("low", "trainers"), ("boots",))
    boots = shape == "boots"
    for side in (-1, 1):
        turn = turned(design.normal(0.25))
        at = (side * design.uniform(0.07, 0.1), design.normal(0.03), height / 2)
        model.box(at, (0.1, 0.28, height), paint, turn, roundness=3.5)
        if boots:
            model.cylinder((at[0], at[1] + 0.07, 0.17), 0.055, 0.24, paint)
    return model.centred()


def pillow(design: Design, width: float = 0.45) -> Model:
    """A cushion that stands, leaning against what is behind it."""
    model, paint = Model("pillow", "pillow: upright"), finishes.fabric(design)
    height = design.uniform(0.3, 0.45)
    soft = design.family("pillow", (3.0, 3.6), (2.4, 4.6))
    lean = tilted(-design.uniform(0.2, 0.6))
    return settled(model.box((0, 0, height / 2), (width, 0.14, height), paint, lean, soft))


def flat_pillow(design: Design, width: float) -> Model:
    """A pillow that lies on a bed."""
    model, paint = Model("pillow", "pillow: flat"), finishes.fabric(design, "white", "any")
    soft = design.family("pillow", (3.0, 3.6), (2.4, 4.6))
    size = (width, design.uniform(0.36, 0.5), design.uniform(0.12, 0.2))
    lean = tilted(-design.uniform(0, 0.12))
    return settled(model.box((0, 0, size[2] / 2), size, paint, lean, soft))


def folded_towel(design: Design) -> Model:
    """A folded towel or two."""
    model, shape = of_family(design, "towel", ("folded",), ("rolled",))
    z, rolled = 0.0, shape == "rolled"
    size = (design.uniform(0.2, 0.35), design.uniform(0.15, 0.25), design.uniform(0.03, 0.07))
    for _ in range(design.count(1, 3)):
        paint = finishes.fabric(design)
        if rolled:
            model.cylinder((0, 0, z + 0.05), 0.05, size[0], paint, "x")
        else:
            model.box((0, 0, z + size[2] / 2), size, paint, roundness=6)
        z += 0.1 if rolled else size[2]
    return model
