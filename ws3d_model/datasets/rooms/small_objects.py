# SPDX-License-Identifier: Apache-2.0
"""Small things that lie on floors, tables and shelves."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ws3d_model.datasets.rooms.design import Design
from ws3d_model.datasets.rooms.model import Model, Support, tilted, turned
from ws3d_model.datasets.rooms.palette import Pattern
from ws3d_model.datasets.rooms.primitives import Faces

Maker = Callable[[Design], Model]


def bottle(design: Design) -> Model:
    """A bottle, 15-33 cm high."""
    model, paint = Model("bottle"), design.paint("vivid", "dark", "leaf", gloss=0.2)
    radius, height = design.uniform(0.03, 0.055), design.uniform(0.15, 0.33)
    shape = design.family("bottle", ("necked", "straight"), ("conical",))
    if shape == "conical":
        return model.cylinder((0, 0, height / 2), radius, height, paint, taper=0.35)
    body = height * (0.65 if shape == "necked" else 0.88)
    model.cylinder((0, 0, body / 2), radius, body, paint)
    return model.cylinder((0, 0, (body + height) / 2), radius * 0.4, height - body, paint)


def cup(design: Design) -> Model:
    """A mug or a glass."""
    model, paint = Model("cup"), design.paint("white", "vivid", "neutral")
    radius, height = design.uniform(0.035, 0.05), design.uniform(0.08, 0.13)
    taper = design.family("cup", (1.0, 1.25), (0.8, 1.5))
    model.cylinder((0, 0, height / 2), radius, height, paint, taper=taper, faces=Faces.SIDE)
    model.cylinder((0, 0, 0.01), radius, 0.02, paint)
    if design.chance(0.5):
        model.box((radius + 0.018, 0, height * 0.5), (0.03, 0.01, height * 0.6), paint)
    return model


def books(design: Design) -> Model:
    """A pile or a short upright row of books."""
    model = Model("books")
    if design.family("books", ("pile", "flat"), ("leaning row",)) == "leaning row":
        x, lean = 0.0, design.uniform(0.05, 0.3)
        for _ in range(design.count(2, 6)):
            thick, height = design.uniform(0.02, 0.05), design.uniform(0.18, 0.28)
            paint = design.paint("vivid", "neutral")
            rotation = turned(np.pi / 2) @ tilted(lean)
            model.box((x, 0, height / 2), (0.17, thick, height), paint, rotation)
            x += thick + 0.004
        return model.centred()
    z = 0.0
    for _ in range(design.count(1, 6)):
        thick = design.uniform(0.012, 0.05)
        size = (design.uniform(0.14, 0.22), design.uniform(0.2, 0.3), thick)
        rotation = turned(design.normal(0.3))
        model.box((design.normal(0.01), 0, z + thick / 2), size, design.paint("vivid"), rotation)
        z += thick
    return model


def box(design: Design) -> Model:
    """One to three cartons on top of each other."""
    model, z = Model("box"), 0.0
    paint = design.paint("cardboard") if design.chance(0.6) else design.paint()
    size = (design.uniform(0.2, 0.6), design.uniform(0.2, 0.5), design.uniform(0.12, 0.45))
    shape = design.family("box", ("closed", "stack"), ("open flaps",))
    for _ in range(design.count(2, 3) if shape == "stack" else 1):
        rotation = turned(design.normal(0.2))
        faces = Faces.ALL & ~Faces.TOP if shape == "open flaps" else Faces.ALL
        model.box((0, 0, z + size[2] / 2), size, paint, rotation, 0.0, faces, shape != "stack")
        if shape == "open flaps":
            for side in (-1, 1):
                x = side * (size[0] / 2 + 0.06)
                model.box((x, 0, z + size[2] - 0.02), (0.13, size[1], 0.006), paint)
        z += size[2]
        size = (size[0] * design.uniform(0.6, 1), size[1] * design.uniform(0.6, 1), size[2])
    return model.centred()


def small_box(design: Design) -> Model:
    """A carton for a table or a shelf."""
    model = Model("box")
    size = (design.uniform(0.1, 0.3), design.uniform(0.1, 0.25), design.uniform(0.06, 0.22))
    paint = design.paint("cardboard", "any", "vivid")
    return model.box((0, 0, size[2] / 2), size, paint, turned(design.uniform(0, 3))).centred()


def trash_can(design: Design) -> Model:
    """A waste bin: open, lidded, or with a pedal."""
    model, paint = Model("trash can"), design.paint("neutral", "dark", "metal", "vivid")
    radius, height = design.uniform(0.12, 0.22), design.uniform(0.25, 0.7)
    shape = design.family("trash can", ("open cone", "square", "lid"), ("swing top", "oval"))
    if shape == "square":
        faces = Faces.ALL & ~Faces.TOP
        size = (2 * radius, 1.5 * radius, height)
        return model.box((0, 0, height / 2), size, paint, faces=faces, two_sided=True)
    if shape == "open cone":
        taper = design.uniform(1.05, 1.4)
        faces = Faces.SIDE | Faces.BOTTOM
        return model.cylinder((0, 0, height / 2), radius, height, paint, "z", taper, faces=faces)
    if shape == "oval":
        wide = radius * 0.65
        return model.cylinder((0, 0, height / 2), radius, height, paint, radius_y=wide)
    model.cylinder((0, 0, height / 2), radius, height, paint)
    top = design.tinted(paint, 0.4)
    if shape == "lid":
        return model.cylinder((0, 0, height + 0.02), radius * 1.04, 0.04, top)
    return model.box((0, 0, height + 0.1), (1.6 * radius, 1.6 * radius, 0.2), top, roundness=5)


def backpack(design: Design) -> Model:
    """A rucksack or a bag that stands or leans."""
    model, paint = Model("backpack"), design.paint("vivid", "dark", "neutral")
    width, depth, height = design.uniform(0.28, 0.42), design.uniform(0.15, 0.26), 0.0
    height = design.uniform(0.35, 0.52)
    if design.family("backpack", ("rucksack", "upright"), ("duffel",)) == "duffel":
        size = (design.uniform(0.4, 0.6), 0.26, 0.27)
        return model.box((0, 0, 0.135), size, paint, roundness=3.5)
    lean = tilted(design.uniform(-0.3, 0.25))
    model.box((0, 0, height / 2), (width, depth, height), paint, lean, roundness=3.5)
    pocket = (width * 0.75, 0.1, height * 0.45)
    model.box((0, -depth / 2 - 0.02, height * 0.3), pocket, design.tinted(paint), lean, 3.5)
    return model.centred()


def clothes(design: Design) -> Model:
    """A heap of clothes."""
    model, paint = Model("clothes"), design.paint(pattern=design.choose(tuple(Pattern)))
    flat = design.family("clothes", (0.5, 0.8), (0.3, 1.1))
    for _ in range(design.count(2, 6)):
        at = (design.normal(0.14), design.normal(0.14), 0.04)
        radii = (design.uniform(0.1, 0.26), design.uniform(0.1, 0.26), flat * 0.1)
        model.ellipsoid(at, radii, design.tinted(paint, 0.3))
    return model.centred()


def shoes(design: Design) -> Model:
    """A pair of shoes or boots."""
    model, paint = Model("shoes"), design.paint()
    height = 0.09
    boots = design.family("shoes", ("low", "trainers"), ("boots",)) == "boots"
    for side in (-1, 1):
        turn = turned(design.normal(0.25))
        at = (side * design.uniform(0.07, 0.1), design.normal(0.03), height / 2)
        model.box(at, (0.1, 0.28, height), paint, turn, roundness=3.5)
        if boots:
            model.cylinder((at[0], at[1] + 0.07, 0.17), 0.055, 0.24, paint)
    return model.centred()


def pillow(design: Design, width: float = 0.45) -> Model:
    """A cushion that stands, leaning against what is behind it."""
    model = Model("pillow")
    paint = design.paint("white", "vivid", "neutral", pattern=design.choose(tuple(Pattern)))
    height = design.uniform(0.3, 0.45)
    soft = design.family("pillow", (3.0, 3.6), (2.4, 4.6))
    lean = tilted(-design.uniform(0.2, 0.6))
    return model.box((0, 0, height / 2), (width, 0.14, height), paint, lean, soft).centred()


def flat_pillow(design: Design, width: float) -> Model:
    """A pillow that lies on a bed."""
    model = Model("pillow")
    paint = design.paint("white", "any", pattern=design.choose(tuple(Pattern)))
    soft = design.family("pillow", (3.0, 3.6), (2.4, 4.6))
    size = (width, design.uniform(0.36, 0.5), design.uniform(0.12, 0.2))
    return model.box(
        (0, 0, size[2] / 2), size, paint, tilted(-design.uniform(0, 0.3)), soft
    ).centred()


def folded_towel(design: Design) -> Model:
    """A folded towel or two."""
    model, z = Model("towel"), 0.0
    size = (design.uniform(0.2, 0.35), design.uniform(0.15, 0.25), design.uniform(0.03, 0.07))
    rolled = design.family("towel", ("folded", "hanging"), ("rolled",)) == "rolled"
    for _ in range(design.count(1, 3)):
        paint = design.paint("vivid", "white", "neutral")
        if rolled:
            model.cylinder((0, 0, z + 0.05), 0.05, size[0], paint, "x")
        else:
            model.box((0, 0, z + size[2] / 2), size, paint, roundness=6)
        z += 0.1 if rolled else size[2]
    return model


def scatter(design: Design, model: Model, makers: Sequence[Maker], most: int) -> Model:
    """Put up to `most` small things on the model's supports, none inside another."""
    for support in model.supports:
        taken: list[tuple[float, float, float, float]] = []
        for _ in range(design.count(0, most)):
            thing = design.choose(makers)(design)
            low, high = thing.bounds()
            if high[2] > support.headroom:
                continue
            for _ in range(4):
                yaw = design.choose((0.0, 0.0, np.pi / 2, np.pi)) + design.normal(0.2)
                reach = float(np.abs(np.concatenate([low[:2], high[:2]])).max())
                place = _free_place(design, support, taken, reach)
                if place is not None:
                    x, y = place
                    taken.append((x - reach, x + reach, y - reach, y + reach))
                    model.put(thing, (x, y, support.z), yaw)
                    break
    return model


def _free_place(
    design: Design,
    support: Support,
    taken: Sequence[tuple[float, float, float, float]],
    reach: float,
) -> tuple[float, float] | None:
    x0, x1, y0, y1 = support.x[0], support.x[1], support.y[0], support.y[1]
    margin = min(reach * 0.7, 0.2)
    if x1 - x0 < 2 * margin or y1 - y0 < 2 * margin:
        return None
    x, y = design.uniform(x0 + margin, x1 - margin), design.uniform(y0 + margin, y1 - margin)
    clear = all(
        x + reach < a or x - reach > b or y + reach < c or y - reach > d for a, b, c, d in taken
    )
    return (x, y) if clear else None
