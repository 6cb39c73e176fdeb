# SPDX-License-Identifier: Apache-2.0
"""Toilets, sinks, bathtubs and showers."""

from __future__ import annotations

from ws3d_model.datasets.rooms.decor import curtain
from ws3d_model.datasets.rooms.design import Design
from ws3d_model.datasets.rooms.model import Model, Support, tilted
from ws3d_model.datasets.rooms.palette import Paint
from ws3d_model.datasets.rooms.primitives import Faces
from ws3d_model.datasets.rooms.small_objects import bottle, cup, folded_towel, scatter
from ws3d_model.datasets.rooms.storage import cabinet, topless


def toilet(design: Design) -> Model:
    """A toilet, with its cistern or hung on the wall."""
    model, white = Model("toilet"), design.paint("white", gloss=0.05)
    height = design.uniform(0.36, 0.44)
    shape = design.family("toilet", ("cistern", "low cistern", "round"), ("wall-hung", "square"))
    seat = (design.uniform(0.17, 0.2), design.uniform(0.22, 0.26))
    if shape == "wall-hung":
        model.box((0, 0.1, height - 0.13), (0.34, 0.4, 0.26), white, roundness=5)
        model.box((0, 0.33, 0.5), (0.5, 0.1, 1.0), white)
    else:
        model.box((0, 0.04, height * 0.45), (0.22, 0.42, height * 0.9), white, roundness=5)
    if shape == "square":
        model.box((0, -0.06, height - 0.06), (0.37, 0.48, 0.14), white, roundness=8)
    else:
        model.cylinder((0, -0.08, height - 0.12), seat[0] * 0.75, 0.24, white, "z", 1.33,
                       seat[1] * 0.75)  # fmt: skip
        model.cylinder((0, -0.08, height + 0.012), seat[0], 0.025, white, radius_y=seat[1])
    if design.chance(0.3):  # lid up
        model.box((0, 0.16, height + 0.22), (0.36, 0.03, 0.42), white, tilted(-0.12), 5)
    if shape in ("cistern", "low cistern", "square", "round"):
        tall = 0.25 if shape == "low cistern" else design.uniform(0.32, 0.42)
        size = (design.uniform(0.36, 0.46), 0.18, tall)
        model.box((0, 0.29, height + tall / 2 - 0.02), size, white, roundness=8)
    return model.centred()


def bowl(
    design: Design, model: Model, x: float, y: float, top: float, wide: float, deep: float
) -> None:
    """The basin of a sink let into a top at height `top`, and its tap."""
    paint, sheet, sunk = design.paint("white", "metal", gloss=0.05), 0.02, 0.15
    model.box((x, y, top - sunk), (wide, deep, sheet), paint)
    for side in (-1, 1):
        model.box((x + side * wide / 2, y, top - sunk / 2), (sheet, deep, sunk), paint)
        model.box((x, y + side * deep / 2, top - sunk / 2), (wide, sheet, sunk), paint)
        rim = (x + side * (wide / 2 + 0.02), y, top + 0.006)
        model.box(rim, (0.04, deep + 0.08, 0.012), paint)
        model.box((x, y + side * (deep / 2 + 0.02), top + 0.006), (wide, 0.04, 0.012), paint)
    metal = design.paint("metal", "dark")
    high = design.family("tap", (0.2, 0.25), (0.14, 0.34))
    model.cylinder((x, y + deep / 2 + 0.03, top + high / 2), 0.015, high, metal)
    model.box((x, y + deep / 2 - 0.06, top + high - 0.01), (0.03, 0.18, 0.025), metal)


def wash_stand(design: Design) -> Model:
    """A sink for a bathroom: on a foot, on the wall, or in a cabinet; perhaps with a mirror."""
    shape = design.family("sink", ("pedestal", "cabinet", "hung"), ("vessel",))
    wide, deep, height = (
        design.uniform(0.4, 0.62),
        design.uniform(0.34, 0.44),
        design.uniform(0.76, 0.9),
    )
    white = design.paint("white")
    model = Model("sink")
    if shape in ("cabinet", "vessel"):
        whole = wide + design.uniform(0.15, 0.6)
        model = topless(cabinet(design, "cabinet", whole, deep + 0.14, height - 0.03, legs=False))
        top = Model("counter")
        slab_with_hole(
            top, whole, deep + 0.14, height, (0.0, 0.0, wide, deep), design.paint("neutral")
        )
        model.put(top, (0, 0, 0))
        basin = Model("sink")
        if shape == "vessel":
            faces = Faces.SIDE | Faces.BOTTOM
            basin.cylinder((0, 0, height + 0.07), 0.2, 0.14, white, "z", 1.3, faces=faces)
        else:
            bowl(design, basin, 0.0, 0.0, height, wide, deep)
        model.put(basin, (0, 0, 0))
        free = (wide / 2 + 0.06, whole / 2)
        model.supports = [Support(free, (-deep / 2, deep / 2), height, 0.4)]
        scatter(design, model, (bottle, cup, folded_towel), 2)
    else:
        bowl(design, model, 0.0, 0.0, height, wide, deep)
        model.ellipsoid((0, 0, height - 0.13), (wide / 2, deep / 2, 0.14), white)
        if shape == "pedestal":
            model.cylinder((0, 0.05, height / 2 - 0.06), 0.09, height - 0.12, white)
        else:
            model.cylinder((0, 0.08, 0.3), 0.025, 0.6, design.paint("metal", "white"))
    low, high = model.bounds()
    if design.chance(0.6):
        glass = design.paint("glass", gloss=0.5)
        size = (float(high[0] - low[0]) * design.uniform(0.7, 1.0), 0.02, design.uniform(0.5, 0.9))
        mirror = Model("mirror").box((0, 0, size[2] / 2), size, glass)
        model.put(mirror, (0, float(high[1]) - 0.02, height + 0.25))
    return model.centred()


def slab_with_hole(
    model: Model,
    wide: float,
    deep: float,
    top: float,
    hole: tuple[float, float, float, float],
    paint: Paint,
) -> None:
    """A worktop 4 cm thick around a hole at x, y of the given width and depth."""
    x, y, w, d = hole
    left, right, front, back = x - w / 2, x + w / 2, y - d / 2, y + d / 2
    for x0, x1, y0, y1 in (
        (-wide / 2, left, -deep / 2, deep / 2),
        (right, wide / 2, -deep / 2, deep / 2),
        (left, right, -deep / 2, front),
        (left, right, back, deep / 2),
    ):
        if x1 - x0 > 0.02 and y1 - y0 > 0.02:
            model.box(((x0 + x1) / 2, (y0 + y1) / 2, top - 0.02), (x1 - x0, y1 - y0, 0.04), paint)


def bathtub(design: Design) -> Model:
    """A bathtub along the wall, sometimes with a shower curtain."""
    model, white = Model("bathtub"), design.paint("white", gloss=0.03)
    length, wide, high = (
        design.uniform(1.4, 1.8),
        design.uniform(0.65, 0.85),
        design.uniform(0.42, 0.62),
    )
    shape = design.family("bathtub", ("square", "panelled"), ("freestanding", "tapered"))
    wall = 0.07 if shape != "panelled" else 0.1
    if shape == "freestanding":
        faces = Faces.SIDE
        model.cylinder((0, 0, high / 2), length * 0.42, high, white, "z", 1.19, wide * 0.42, faces)
        model.cylinder((0, 0, 0.1), length * 0.42, 0.05, white, radius_y=wide * 0.42)
    else:
        for side in (-1, 1):
            model.box((0, side * (wide - wall) / 2, high / 2), (length, wall, high), white)
            lean = wall * (2 if shape == "tapered" else 1)
            model.box((side * (length - lean) / 2, 0, high / 2), (lean, wide, high), white)
        model.box((0, 0, 0.12), (length - wall, wide - wall, 0.05), white)
    metal = design.paint("metal")
    model.box((-length / 2 + 0.1, 0, high + 0.06), (0.15, 0.04, 0.1), metal)
    if design.chance(0.5):
        cloth = design.uniform(0.3, 0.95) * length
        hung = curtain(design, cloth, design.uniform(1.4, 1.8), "shower curtain")
        x = design.choose((-1, 1)) * (length - cloth) / 2
        model.put(hung, (x, -wide / 2 + 0.02, design.uniform(0.2, 0.35)))
        model.put(Model("shower curtain").cylinder((0, 0, 0), 0.012, length, metal, "x"),
                  (0, -wide / 2 + 0.02, 2.0))  # fmt: skip
    return model.centred()


def shower(design: Design) -> Model:
    """A corner for the shower: a tray, with a curtain before it."""
    side = design.uniform(0.75, 1.0)
    white = design.paint("white")
    model = Model("shower curtain")
    model.join(curtain(design, side, design.uniform(1.6, 1.95), "shower curtain"),
               (0, -side / 2, design.uniform(0.05, 0.25)))  # fmt: skip
    tray = Model("floor").box((0, 0, 0.06), (side, side * 0.95, 0.12), white)
    for place in (-1, 1):
        tray.box((place * (side / 2 - 0.03), 0, 0.08), (0.06, side * 0.95, 0.16), white)
    model.put(tray, (0, 0, 0))
    return model
