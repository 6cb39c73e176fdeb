# SPDX-License-Identifier: Apache-2.0
"""Sofas and armchairs."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar, legs
from ws3d_model.worlds.furniture.small_objects import clothes, pillow
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, tilted, turned
from ws3d_model.worlds.shapes.palette import Paint

_TRAIN = ("cushioned", "boxy", "armless", "chaise", "rolled arms", "open frame")
_HELD_OUT = ("corner", "high back", "tufted", "day bed", "low modules")


def sofa(design: Design, name: str = "sofa") -> Model:
    """A sofa, or with name "armchair" one seat of its kind."""
    model, shape = of_family(design, name, _TRAIN, _HELD_OUT)
    seats = 1 if name == "armchair" else design.choose((2, 2, 3, 3, 4))
    fabric = finishes.upholstery(design)
    seat, depth = design.uniform(0.5, 0.7), design.uniform(0.75, 1.0)
    height = design.uniform(0.36, 0.47)
    back = design.uniform(0.55, 0.75) if shape == "high back" else design.uniform(0.3, 0.5)
    arm = 0.0 if shape in ("armless", "day bed") else design.uniform(0.08, 0.25)
    thick = design.uniform(0.15, 0.26)
    if shape == "low modules":
        height, arm, back = 0.34, design.uniform(0.2, 0.3), 0.3
    elif shape == "open frame":
        arm, thick = 0.06, 0.1
    width = seats * seat + 2 * arm
    soft = 0.0 if shape in ("boxy", "low modules") else design.choose((6.0, 9.0))
    rise = design.uniform(0.03, 0.16) if shape != "low modules" else 0.03
    foot = finishes.frame(design)
    legs(model, width - 0.08, depth - 0.08, rise + 0.03, 0.05, foot)
    if shape == "open frame":
        return _open_frame(design, model, seats, seat, depth, height, back, fabric)
    base = height - 0.14 - rise
    model.box((0, 0, rise + base / 2), (width - 0.02, depth - 0.02, base), fabric)
    _cushions(design, model, shape, seats, seat, depth, height, back, thick, fabric)
    top = height + back * (0.85 if shape != "boxy" else 1)
    if shape == "day bed":
        model.cylinder((0, depth / 2 - 0.12, height + 0.1), 0.12, width * 0.96, fabric, "x")
    else:
        size = (width, thick, top - rise)
        model.box((0, depth / 2 - thick / 2, (top + rise) / 2), size, fabric, roundness=soft)
    if arm:
        reach = height + design.uniform(0.1, 0.26)
        for side in (-1.0, 1.0):
            at = (side * (width / 2 - arm / 2), 0, (reach + rise) / 2)
            model.box(at, (arm, depth, reach - rise), fabric, roundness=soft)
            if shape == "rolled arms":
                model.cylinder(
                    (at[0] + side * 0.03, 0, reach), arm * 0.6, depth * 0.97, fabric, "y"
                )
    if shape in ("chaise", "corner") and seats > 1:
        _extension(design, model, shape, width, depth, height, seat, fabric)
    for _ in range(design.count(0, 3)):
        x = design.uniform(-width / 2 + arm + 0.2, width / 2 - arm - 0.2)
        soft_thing = pillow(design) if design.chance(0.85) else clothes(design)
        model.put(soft_thing, (x, depth / 2 - thick - 0.24, height), design.normal(0.3))
    return model.centred()


def _cushions(
    design: Design,
    model: Model,
    shape: str,
    seats: int,
    seat: float,
    depth: float,
    height: float,
    back: float,
    thick: float,
    fabric: Paint,
) -> None:
    """Cushions to sit on and to lean on; one for all seats, or one each."""
    whole = shape in ("boxy", "tufted", "day bed") and design.chance(0.6)
    number, each = (1, seats * seat) if whole else (seats, seat)
    for place in range(number):
        x, cushion = (place - (number - 1) / 2) * each, design.tinted(fabric)
        size = (each * 0.99, depth - (0.02 if shape == "day bed" else thick), 0.15)
        y = 0.0 if shape == "day bed" else -thick / 2
        model.box((x, y, height - 0.07), size, cushion, roundness=8)
        if shape not in ("boxy", "day bed"):
            upright = (each * 0.97, 0.17, back * 0.95)
            at = (x, depth / 2 - thick - 0.02, height + back * 0.46)
            model.box(at, upright, cushion, tilted(-0.15), 6)


def _open_frame(
    design: Design,
    model: Model,
    seats: int,
    seat: float,
    depth: float,
    height: float,
    back: float,
    fabric: Paint,
) -> Model:
    """Loose cushions on a frame of wood or metal."""
    frame, width = finishes.frame(design), seats * seat + 0.12
    model.box((0, 0, height - 0.17), (width, depth * 0.94, 0.05), frame)
    for side in (-1, 1):
        x = side * (width / 2 - 0.03)
        for y in (-0.44, 0.42):
            model.box((x, y * depth, (height + 0.2) / 2), (0.05, 0.05, height + 0.2), frame)
        model.box((x, 0, height + 0.2), (0.06, depth * 0.94, 0.035), frame)
        bar(model, (x, depth * 0.42, height - 0.15), (x, depth / 2, height + back), 0.045, frame)
    for rise in (0.12, 0.3, 0.9):
        y = depth * 0.42 + 0.08 * depth * rise
        model.box((0, y, height + back * rise - 0.02), (width, 0.035, 0.05), frame)
    for place in range(seats):
        x, cushion = (place - (seats - 1) / 2) * seat, design.tinted(fabric)
        model.box(
            (x, -0.03, height - 0.07), (seat * 0.98, depth * 0.85, 0.15), cushion, roundness=9
        )
        at = (x, depth * 0.34, height + back * 0.5)
        model.box(at, (seat * 0.96, 0.14, back * 0.95), cushion, tilted(-0.15), 8)
    return model.centred()


def _extension(
    design: Design,
    model: Model,
    shape: str,
    width: float,
    depth: float,
    height: float,
    seat: float,
    fabric: Paint,
) -> None:
    """The short arm of an L, with a backrest for a corner sofa."""
    side, length = design.choose((-1, 1)), design.uniform(0.5, 1.0)
    x, y = side * (width / 2 - seat / 2), -depth / 2 - length / 2
    model.box((x, y, height / 2), (seat, length + 0.1, height - 0.02), fabric, roundness=12)
    model.box((x, y, 0.06), (seat * 0.9, length * 0.9, 0.12), fabric)
    if shape == "corner":
        back = (0.2, length + depth / 2, height + 0.35)
        model.box((side * (width / 2 - 0.1), y + depth / 4, back[2] / 2), back, fabric)


def armchair(design: Design) -> Model:
    """A soft seat for one (a class left out of training): as a sofa, or a form of its own."""
    kind = design.choose(("sofa", "sofa", "wing", "tub", "lounge", "rocker"))
    if kind == "sofa":
        return sofa(design, "armchair")
    model, legs_ = Model("armchair", f"armchair: {kind}"), finishes.frame(design)
    cover = finishes.upholstery(design)
    wide, deep = design.uniform(0.62, 0.82), design.uniform(0.65, 0.85)
    seat, back = design.uniform(0.38, 0.45), design.uniform(0.4, 0.7)
    model.box((0, -0.03, seat - 0.07), (wide * 0.86, deep * 0.86, 0.15), cover, roundness=8)
    if kind == "rocker":
        for side in (-1, 1):
            x = side * wide * 0.4
            bar(model, (x, -deep * 0.3, 0.03), (x, deep * 0.3, 0.02), 0.035, legs_)
            bar(model, (x, -deep * 0.3, 0.03), (x, -deep * 0.55, 0.08), 0.035, legs_)
            bar(model, (x, deep * 0.3, 0.02), (x, deep * 0.6, 0.09), 0.035, legs_)
            for y in (-0.3, 0.3):
                model.box((x, y * deep, seat / 2 + 0.1), (0.035, 0.035, seat + 0.2), legs_)
            model.box((x, 0, seat + 0.2), (0.06, deep * 0.8, 0.03), legs_)
    else:
        legs(model, wide * 0.85, deep * 0.85, seat - 0.1, 0.04, legs_, 0.03)
        model.box((0, -0.03, seat - 0.13), (wide * 0.88, deep * 0.88, 0.06), legs_)
    tall = back + (0.15 if kind == "wing" else 0.0)
    if kind == "tub":
        for step in range(9):
            angle = (step - 4) / 4 * 1.9
            x, y = wide * 0.44 * float(np.sin(angle)), deep * 0.44 * float(np.cos(angle)) - 0.03
            rise = seat + 0.22 + 0.18 * float(np.cos(angle / 2))
            model.box(
                (x, y, (rise + seat - 0.16) / 2),
                (wide * 0.24, 0.1, rise - seat + 0.16),
                cover,
                turned(-angle),
                7,
            )
        return model.centred()
    model.box(
        (0, deep * 0.4, seat + tall / 2 - 0.06), (wide * 0.84, 0.14, tall), cover, tilted(-0.15), 7
    )
    for side in (-1, 1):
        if kind == "wing":
            at = (side * wide * 0.42, deep * 0.26, seat + tall * 0.72)
            model.box(at, (0.08, 0.3, tall * 0.5), cover, roundness=7)
            model.box(
                (side * wide * 0.44, 0, seat + 0.05), (0.1, deep * 0.85, 0.3), cover, roundness=8
            )
        elif kind == "lounge":
            model.box((side * wide * 0.46, 0, seat + 0.18), (0.05, deep * 0.8, 0.035), legs_)
            for y in (-0.3, 0.3):
                model.box((side * wide * 0.46, y * deep, seat), (0.04, 0.04, 0.36), legs_)
    return model.centred()
