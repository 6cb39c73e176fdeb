# SPDX-License-Identifier: Apache-2.0
"""Plants in pots: bushes, palms, small trees, cactuses, hanging and upright leaves."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar, settled
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, turned
from ws3d_model.worlds.shapes.palette import Paint

Point = tuple[float, float, float]


def plant(design: Design) -> Model:
    """A plant in a pot on the floor."""
    model, shape = of_family(
        design,
        "plant",
        ("bush", "leaves", "tree", "palm", "rubber tree"),
        ("spikes", "cactus", "weeping"),
    )
    height, leaf = design.uniform(0.18, 0.42), finishes.leaves(design)
    tall, wide = design.uniform(0.4, 1.2), design.uniform(0.14, 0.28)
    _pot(design, model, design.uniform(0.1, 0.19), height)
    if shape == "cactus":
        model.cylinder((0, 0, height + tall * 0.35), 0.09, tall * 0.75, leaf)
        model.ellipsoid((0, 0, height + tall * 0.72), (0.09, 0.09, 0.09), leaf)
        for side in (-1, 1):
            z = height + tall * design.uniform(0.2, 0.45)
            bar(model, (0, 0, z), (side * 0.18, 0, z + 0.02), 0.08, leaf)
            bar(model, (side * 0.18, 0, z - 0.02), (side * 0.18, 0, z + tall * 0.3), 0.08, leaf)
        return settled(model)
    top = (0.0, 0.0, height)
    if shape in ("tree", "palm", "rubber tree", "weeping"):
        rise = tall * (0.6 if shape in ("tree", "weeping") else 0.75)
        top = (design.normal(0.04), design.normal(0.04), height + rise)
        bar(model, (0, 0, height - 0.05), top, 0.035, finishes.wood(design, "wood"))
    if shape in ("bush", "tree", "weeping"):
        _foliage(design, model, top, wide if shape == "bush" else wide * 1.1, tall * 0.5, leaf)
        for _ in range(design.count(6, 12) if shape == "weeping" else 0):
            angle, reach = design.uniform(0, 6.28), wide * design.uniform(0.8, 1.3)
            tip = (
                top[0] + reach * float(np.cos(angle)),
                top[1] + reach * float(np.sin(angle)),
                top[2] - tall * design.uniform(0.1, 0.4),
            )
            bar(model, (top[0], top[1], top[2] + 0.1), tip, 0.05, design.tinted(leaf, 0.3))
        return settled(model)
    for _ in range(design.count(8, 18)):
        angle, lift = design.uniform(0, 6.28), design.uniform(0.2, 1.0)
        reach = wide * design.uniform(0.6, 1.5) * (1.2 - 0.7 * lift)
        base = top
        if shape == "rubber tree":
            share = design.uniform(0.2, 1.0)
            base = (top[0] * share, top[1] * share, height + (top[2] - height) * share)
        _blade(design, model, base, angle, reach, tall * 0.6 * lift, leaf, shape)
    return settled(model)


def _pot(design: Design, model: Model, radius: float, height: float) -> None:
    kind = design.choose(("tapered", "straight", "square", "bowl", "basket"))
    paint = design.choose((finishes.ceramic, finishes.plastic, finishes.wood, finishes.stone))(
        design
    )
    if kind == "basket":
        paint = finishes.wicker(design)
    if kind == "square":
        model.box((0, 0, height / 2), (1.8 * radius, 1.8 * radius, height), paint)
    else:
        taper = {"tapered": 1.25, "straight": 1.0, "bowl": 1.6}.get(kind, 1.1)
        model.cylinder((0, 0, height / 2), radius * 1.1 / taper**0.5, height, paint, taper=taper)
    soil = design.paint("soil", material="soil")
    model.cylinder((0, 0, height + 0.002), radius * 0.85, 0.012, soil)


def _foliage(
    design: Design, model: Model, base: Point, wide: float, tall: float, leaf: Paint
) -> None:
    """Overlapping clumps, the first around the base."""
    size = max(wide * 0.7, 0.06)
    places = [(base[0], base[1], base[2] + size * 0.6)]
    for _ in range(design.count(4, 10)):
        x, y, z = design.choose(places)
        places.append(
            (
                x + design.normal(wide * 0.4),
                y + design.normal(wide * 0.4),
                max(base[2] + 0.03, min(base[2] + tall, z + design.normal(tall * 0.25))),
            )
        )
    for x, y, z in places:
        radii = [size * design.uniform(0.7, 1.2) for _ in range(3)]
        model.ellipsoid((x, y, z), (radii[0], radii[1], radii[2]), design.tinted(leaf, 0.4))
    bar(model, base, places[0], 0.03, leaf)


def _blade(
    design: Design,
    model: Model,
    base: Point,
    angle: float,
    reach: float,
    rise: float,
    leaf: Paint,
    shape: str,
) -> None:
    """One leaf: a stalk that bends outwards and a flat piece at its end."""
    broad = {"leaves": 0.1, "rubber tree": 0.1, "palm": 0.07}.get(shape, 0.025)
    x, y = float(np.cos(angle)), float(np.sin(angle))
    paint = design.tinted(leaf, 0.4)
    middle = (base[0] + 0.4 * reach * x, base[1] + 0.4 * reach * y, base[2] + 0.75 * rise)
    drop = 0.3 if shape == "palm" else 0.0
    tip = (base[0] + reach * x, base[1] + reach * y, base[2] + rise * (1 - drop))
    if shape == "spikes":
        bar(model, (base[0], base[1], base[2] - 0.02), tip, 0.012, paint, broad)
        return
    bar(model, (base[0], base[1], base[2] - 0.02), middle, 0.012, paint)
    between = ((middle[0] + tip[0]) / 2, (middle[1] + tip[1]) / 2, (middle[2] + tip[2]) / 2)
    long = float(np.hypot(0.6 * reach, tip[2] - middle[2])) + 0.03
    slope = float(np.arctan2(tip[2] - middle[2], 0.6 * reach))
    lean = np.array(
        [[np.cos(slope), 0, -np.sin(slope)], [0, 1, 0], [np.sin(slope), 0, np.cos(slope)]]
    )
    model.box(between, (long, broad * 2, 0.012), paint, turned(angle) @ lean, 3)


def small_plant(design: Design) -> Model:
    """A pot plant for a table or a sill."""
    model, shape = of_family(design, "plant", ("small bush", "small leaves"), ("succulent",))
    radius, height = design.uniform(0.04, 0.07), design.uniform(0.07, 0.13)
    _pot(design, model, radius, height)
    leaf = finishes.leaves(design)
    if shape == "small bush":
        _foliage(design, model, (0.0, 0.0, height), design.uniform(0.05, 0.11), 0.16, leaf)
        return settled(model)
    for number in range(design.count(5, 10)):
        reach = radius * design.uniform(0.8, 2.2)
        rise = design.uniform(0.03, 0.2) if shape == "small leaves" else 0.05
        if shape == "succulent":
            angle = number * 2.4
            tip = (reach * float(np.cos(angle)), reach * float(np.sin(angle)), height + rise)
            bar(model, (0, 0, height), tip, 0.022, design.tinted(leaf, 0.3))
        else:
            base = (0.0, 0.0, height)
            _blade(design, model, base, number * 2.4, reach, rise, leaf, "small leaves")
    return settled(model)
