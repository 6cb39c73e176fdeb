# SPDX-License-Identifier: Apache-2.0
"""Wash stands, bathtubs and showers with curtains, and where toilets are found."""

from __future__ import annotations

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.basins import bowl, slab_with_hole, tap
from ws3d_model.worlds.furniture.decor import curtain
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.small_objects import bottle, cup, folded_towel, scatter
from ws3d_model.worlds.furniture.storage import cabinet, topless
from ws3d_model.worlds.furniture.toilets import toilet
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, Support
from ws3d_model.worlds.shapes.palette import Paint
from ws3d_model.worlds.shapes.primitives import Faces

__all__ = ["bathtub", "shower", "toilet", "wash_stand"]


def wash_stand(design: Design) -> Model:
    """A sink for a bathroom: on a foot, on the wall, or in a cabinet; perhaps with a mirror."""
    model, shape = of_family(
        design, "sink", ("pedestal", "cabinet", "hung", "two basins"), ("vessel", "slab", "trough")
    )
    wide, deep = design.uniform(0.4, 0.62), design.uniform(0.34, 0.44)
    height = design.uniform(0.76, 0.9)
    if shape in ("cabinet", "vessel", "two basins"):
        model = _vanity(design, shape, wide, deep, height)
    else:
        white = finishes.ceramic(design, "white", "white", "neutral", "dark")
        if shape == "slab":
            model.box((0, 0, height - 0.06), (wide + 0.1, deep + 0.1, 0.12), white)
            tap(design, model, 0.0, deep / 2, height)
        else:
            long = design.uniform(1.0, 1.6) if shape == "trough" else wide
            bowl(design, model, 0.0, 0.0, height, long, deep)
            model.box((0, deep / 2 + 0.03, height - 0.06), (long * 0.9, 0.08, 0.12), white)
        if shape == "pedestal":
            model.cylinder((0, 0.05, (height - 0.1) / 2), 0.08, height - 0.1, white, taper=1.3)
        else:
            pipe = finishes.metal(design, "metal", "white")
            model.cylinder((0, 0.08, (height - 0.1) / 2), 0.022, height - 0.1, pipe)
            for side in (-1, 1):
                at = (side * wide * 0.3, deep / 2 + 0.02, height - 0.16)
                model.box(at, (0.03, 0.1, 0.14), pipe)
    low, high = model.bounds()
    if design.chance(0.5):
        size = (float(high[0] - low[0]) * design.uniform(0.7, 1.0), 0.02, design.uniform(0.5, 0.9))
        glass = Model("mirror", "mirror: above a sink")
        glass.box((0, 0, size[2] / 2), size, finishes.glass(design, 0.4, 0.8))
        rear = float(high[1]) - 0.01
        model.put(glass, (0, rear, height + 0.25))
        panel = (size[0] * 0.9, 0.012, 0.3)  # the tiles between them
        model.box((0, rear + 0.002, height + 0.12), panel, finishes.ceramic(design, "white", "any"))
    return model.centred()


def _vanity(design: Design, shape: str, wide: float, deep: float, height: float) -> Model:
    """One or two basins in or on a cabinet."""
    number = 2 if shape == "two basins" else 1
    whole = number * (wide + design.uniform(0.12, 0.4))
    model = topless(cabinet(design, "cabinet", whole, deep + 0.14, height - 0.03, legs=False))
    model.family = f"cabinet: wash stand, {shape}"
    top = Model("counter", "counter: vanity top")
    paint = finishes.stone(design) if design.chance(0.6) else finishes.board(design)
    basin = Model("sink", f"sink: {shape}")
    if shape == "vessel":
        top.box((0, 0, height - 0.02), (whole, deep + 0.14, 0.04), paint)
        white = finishes.ceramic(design, "white", "any")
        radius, tall = design.uniform(0.16, 0.2), design.uniform(0.1, 0.16)
        faces = Faces.SIDE | Faces.BOTTOM
        basin.cylinder((0, -0.02, height + tall / 2), radius, tall, white, "z", 1.25, faces=faces)
        tap(design, basin, 0.0, radius + 0.06, height)
    elif number == 2:
        slab_with_hole(top, whole / 2, deep + 0.14, height, (0.0, 0.0, wide, deep), paint)
        pair = Model("counter", "counter: vanity top")
        for side in (-1, 1):
            pair.join(top, (side * whole / 4, 0, 0))
            bowl(design, basin, side * whole / 4, 0.0, height, wide, deep)
        top = pair
    else:
        slab_with_hole(top, whole, deep + 0.14, height, (0.0, 0.0, wide, deep), paint)
        bowl(design, basin, 0.0, 0.0, height, wide, deep)
    model.put(top, (0, 0, 0))
    model.put(basin, (0, 0, 0))
    free = (whole / 2 - (whole / number - wide) / 2 + 0.05, whole / 2)
    model.supports = [Support(free, (-deep / 2, deep / 2), height, 0.4)]
    return scatter(design, model, (bottle, cup, folded_towel), 2)


def bathtub(design: Design) -> Model:
    """A bathtub along the wall, sometimes with a shower curtain."""
    model, shape = of_family(
        design,
        "bathtub",
        ("square", "panelled", "wide rim", "steps"),
        ("freestanding", "tapered", "on feet", "corner"),
    )
    white = finishes.ceramic(design, "white", "white", "neutral")
    length, wide = design.uniform(1.4, 1.8), design.uniform(0.65, 0.85)
    high = design.uniform(0.42, 0.62)
    metal = finishes.metal(design, "metal", "dark")
    if shape in ("freestanding", "on feet"):
        lift = 0.12 if shape == "on feet" else 0.0
        body = high - lift
        model.cylinder(
            (0, 0, lift + body / 2), length * 0.42, body, white, "z", 1.19, wide * 0.42, Faces.SIDE
        )
        model.cylinder((0, 0, lift + 0.04), length * 0.42, 0.08, white, radius_y=wide * 0.42)
        for x in (-0.28, 0.28) if lift else ():
            for y in (-0.28, 0.28):
                model.box((x * length, y * wide, lift / 2 + 0.01), (0.06, 0.06, lift + 0.04), metal)
    else:
        wall = {"panelled": 0.1, "wide rim": 0.16}.get(shape, 0.07)
        skirt = finishes.board(design) if shape in ("panelled", "corner") else white
        for side in (-1, 1):
            at = (0.0, side * (wide - wall) / 2, high / 2)
            model.box(at, (length, wall, high), skirt if side < 0 else white)
            lean = wall * (2 if shape == "tapered" else 1)
            model.box((side * (length - lean) / 2, 0, high / 2), (lean, wide, high), white)
        model.box((0, 0, 0.12), (length - wall, wide - wall, 0.05), white)
        if shape == "steps":
            model.box((0, -wide / 2 - 0.15, high * 0.2), (length * 0.6, 0.3, high * 0.4), white)
        if shape == "corner":
            model.prism(
                [(-0.35, 0.0), (0.35, 0.0), (0.1, -0.3), (-0.1, -0.3)],
                high,
                skirt,
                (0, -wide / 2, high / 2),
            )
    model.box((-length / 2 + 0.1, 0, high + 0.04), (0.15, 0.04, 0.1), metal)
    if design.chance(0.45) and shape in ("square", "panelled", "wide rim", "tapered"):
        _bath_curtain(design, model, length, wide, metal)
    return model.centred()


def _bath_curtain(design: Design, model: Model, length: float, wide: float, metal: Paint) -> None:
    """A shower curtain on its rod along the front, hanging into or before the tub."""
    cloth, low = design.uniform(0.3, 0.95) * length, design.uniform(0.2, 0.35)
    hung = curtain(design, cloth, 2.0 - low, "shower curtain")
    x, y = design.choose((-1, 1)) * (length - cloth) / 2, -wide / 2 - 0.03
    rod = Model("shower curtain", "shower curtain: on a rod")
    rod.cylinder((0, y, 2.0), 0.012, length, metal, "x")
    rod.join(hung, (x, y, low))
    for side in (-1, 1):  # what carries the rod at either end
        rod.box((side * length / 2, y + 0.03, 1.25), (0.02, 0.02, 1.52), metal)
        rod.box((side * length / 2, y + 0.015, 2.0), (0.02, 0.05, 0.02), metal)
    model.put(rod, (0, 0, 0))


def shower(design: Design) -> Model:
    """A corner for the shower: a tray, with a curtain on a rod before it."""
    side, high = design.uniform(0.75, 1.0), design.uniform(1.85, 2.05)
    white, metal = finishes.ceramic(design), finishes.metal(design, "metal", "white")
    low = design.uniform(0.05, 0.25)
    model = Model("shower curtain", "shower curtain: corner")
    model.join(curtain(design, side, high - low, "shower curtain"), (0, -side / 2, low))
    model.cylinder((0, -side / 2, high), 0.014, side, metal, "x")
    for place in (-1, 1):
        model.box((place * side / 2, -side / 2, high / 2), (0.022, 0.022, high + 0.02), metal)
    tray = Model("shower", "shower: tray")
    tray.box((0, 0, 0.06), (side, side * 0.9, 0.12), white)
    for place in (-1, 1):
        tray.box((place * (side / 2 - 0.03), 0, 0.08), (0.06, side * 0.9, 0.16), white)
    model.put(tray, (0, 0, 0))
    return model.centred()
