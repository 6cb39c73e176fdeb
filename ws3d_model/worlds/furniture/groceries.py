# SPDX-License-Identifier: Apache-2.0
"""Food: fruit one by one or in a heap, bread, cakes, packets."""

from __future__ import annotations

from functools import partial

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import settled, tube
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, turned
from ws3d_model.worlds.shapes.palette import Paint, Pattern
from ws3d_model.worlds.shapes.primitives import Faces

# Red, green and blue of ripe fruit, several where there are sorts; least and most radius, metres.
_FRUIT: dict[str, tuple[tuple[tuple[float, float, float], ...], float, float]] = {
    "apple": (((0.75, 0.12, 0.1), (0.5, 0.65, 0.15), (0.8, 0.5, 0.15)), 0.034, 0.042),
    "orange fruit": (((0.95, 0.5, 0.08), (0.9, 0.42, 0.1)), 0.034, 0.045),
    "lemon": (((0.95, 0.85, 0.2), (0.55, 0.7, 0.2)), 0.024, 0.03),
    "peach": (((0.93, 0.6, 0.42), (0.85, 0.4, 0.35)), 0.03, 0.04),
    "strawberry": (((0.85, 0.08, 0.12), (0.7, 0.1, 0.12)), 0.013, 0.02),
    "banana": (((0.95, 0.82, 0.2), (0.75, 0.75, 0.25)), 0.017, 0.022),
}


def _ripe(design: Design, name: str) -> Paint:
    colours, _, _ = _FRUIT[name]
    colour = np.array(design.choose(colours)) + design.rng.normal(0, 0.03, 3)
    spotted = design.choose((Pattern.PLAIN, Pattern.BLOTCHES))
    return Paint(np.clip(colour, 0.02, 0.98), spotted, (30.0, 30.0, 30.0), 0.15, material="")


def _fruit(design: Design, name: str) -> Model:
    """One, a row, a heap; held out: in a net or halved."""
    model, shape = of_family(design, name, ("single", "row", "heap"), ("halved", "dish"))
    _, low, high = _FRUIT[name]
    radius, up = design.uniform(low, high), 0.0
    if shape == "dish":
        model.put(_dish(design, radius), (0, 0, 0))
        up = 0.012
    count = {"single": 1, "halved": 2}.get(shape, design.count(3, 6))
    around = 2.05 * radius * max(1.0, count / 5)
    for number in range(count):
        angle, away = 2 * np.pi * number / count, around if shape in ("heap", "dish") else 0.0
        at = (away * float(np.cos(angle)), away * float(np.sin(angle)), up)
        if shape in ("row", "halved"):
            at = (number * 2.1 * radius, 0.0, up)
        model.join(_piece(design, name, radius, shape == "halved"), at, design.uniform(0, 6))
    if shape == "heap" and name != "strawberry":
        model.join(_piece(design, name, radius, False), (0, 0, up))
    return settled(model)


def _dish(design: Design, radius: float) -> Model:
    dish = Model("plate", "plate: fruit dish")
    return dish.cylinder((0, 0, 0.006), 4.4 * radius, 0.012, finishes.ceramic(design, "any"))


def _piece(design: Design, name: str, radius: float, halved: bool) -> Model:
    model, paint = Model(name), _ripe(design, name)
    if halved:
        flesh = paint._replace(colour=np.clip(paint.colour * 0.4 + 0.55, 0, 1))
        model.cylinder((0, 0, radius / 2), radius * 0.6, radius, paint, taper=1.6)
        return model.cylinder((0, 0, radius + 0.001), radius * 0.92, 0.003, flesh)
    stem = design.paint("leaf", "wood")
    if name == "strawberry":
        model.cylinder((0, 0, radius), radius * 0.35, 1.7 * radius, paint, taper=2.6)
        return model.cylinder((0, 0, 1.9 * radius), radius * 0.8, 0.004, stem)
    long = 1.35 if name == "lemon" else design.uniform(0.9, 1.05)
    model.ellipsoid((0, 0, radius), (radius * long, radius, radius), paint)
    if name in ("apple", "peach"):
        model.cylinder((0, 0, 2 * radius), 0.002, 0.02, stem)
    return model


def banana(design: Design) -> Model:
    """One banana or a bunch."""
    model, shape = of_family(design, "banana", ("single", "pair", "bunch"), ("upright bunch",))
    paint = _ripe(design, "banana")
    thick, long = design.uniform(0.03, 0.036), design.uniform(0.07, 0.1)
    count = {"single": 1, "pair": 2}.get(shape, design.count(4, 6))
    for number in range(count):
        turn = (number - (count - 1) / 2) * 0.28
        points = []
        for angle in np.linspace(-0.9, 0.9, 6):
            x, y = long * 1.3 * float(np.sin(angle)), long * 1.3 * float(np.cos(angle) - 1)
            rise = thick / 2 + (long * 0.5 * (1 + angle) if shape == "upright bunch" else 0.0)
            place = turned(turn) @ np.array([x - long, y, 0.0])
            points.append((float(place[0]), float(place[1]), rise + 0.004 * number))
        tube(model, points, thick, paint)
    return settled(model)


apple = partial(_fruit, name="apple")
orange_fruit = partial(_fruit, name="orange fruit")
lemon = partial(_fruit, name="lemon")
peach = partial(_fruit, name="peach")
strawberry = partial(_fruit, name="strawberry")


def bread(design: Design) -> Model:
    """A loaf, slices, rolls or a long stick."""
    model, shape = of_family(design, "bread", ("loaf", "rolls", "baguette"), ("sliced", "round"))
    crust = Paint(np.array([0.65, 0.42, 0.2]) * design.uniform(0.7, 1.2), material="")
    if shape == "baguette":
        for number in range(design.count(1, 3)):
            long = design.uniform(0.35, 0.6)
            at = (0.0, number * 0.085, 0.032)
            model.ellipsoid(at, (long / 2, 0.038, 0.032), crust)
    elif shape == "rolls":
        for number in range(design.count(2, 5)):
            x, y = (number % 3) * 0.1, (number // 3) * 0.1
            model.ellipsoid((x, y, 0.03), (0.05, 0.045, 0.03), design.tinted(crust))
    elif shape == "round":
        model.ellipsoid((0, 0, 0.055), (0.12, 0.12, 0.055), crust)
        model.box((0, 0, 0.105), (0.14, 0.01, 0.012), design.tinted(crust, 0.3))
    elif shape == "sliced":
        for number in range(design.count(5, 12)):
            model.box(
                (number * 0.014, 0, 0.05), (0.012, 0.11, 0.1), design.tinted(crust), roundness=6
            )
    else:
        long = design.uniform(0.22, 0.32)
        model.box((0, 0, 0.055), (long, 0.12, 0.11), crust, roundness=4)
    return settled(model)


def cake(design: Design) -> Model:
    """A cake on its plate: round, in tiers, square, a ring, or cut open."""
    model, shape = of_family(design, "cake", ("round", "square", "tiers"), ("ring", "cut"))
    icing, trim = finishes.ceramic(design, "white", "any", "vivid"), finishes.ceramic(design, "any")
    icing, trim = icing._replace(material=""), trim._replace(material="")
    wide, high = design.uniform(0.09, 0.15), design.uniform(0.06, 0.11)
    model.cylinder((0, 0, 0.005), wide * 1.25, 0.01, finishes.ceramic(design))
    middle = 0.01 + high / 2
    if shape == "square":
        model.box((0, 0, middle), (1.8 * wide, 1.4 * wide, high), icing)
    elif shape == "ring":
        for angle in np.arange(12) * np.pi / 6:
            x, y = wide * 0.65 * float(np.cos(angle)), wide * 0.65 * float(np.sin(angle))
            model.ellipsoid((x, y, middle), (wide * 0.34, wide * 0.34, high / 2), icing)
        return model
    elif shape == "cut":
        angle = np.linspace(0.5, 2 * np.pi - 0.5, 14)
        outline = np.stack([np.cos(angle), np.sin(angle)], 1) * wide
        model.prism(np.concatenate([outline, [[0.0, 0.0]]]), high, icing, (0, 0, middle))
    else:
        model.cylinder((0, 0, middle), wide, high, icing)
    if shape == "tiers":
        for size in (0.68, 0.4):
            model.cylinder((0, 0, middle + high), wide * size, high, trim if size < 0.5 else icing)
            middle += high
    for number in range(design.count(0, 6)):
        angle = number * 1.05 + 0.8
        x, y = wide * 0.28 * float(np.cos(angle)), wide * 0.28 * float(np.sin(angle))
        model.ellipsoid((x, y, middle + high / 2 + 0.004), (0.012, 0.012, 0.012), trim)
    return model


def food_box(design: Design) -> Model:
    """Packets of cereal, pasta, milk: upright, lying, in a row, with a gabled top, a bag."""
    model, shape = of_family(design, "food box", ("upright", "lying", "row"), ("gable", "bag"))
    for number in range(design.count(2, 4) if shape == "row" else 1):
        paint = finishes.paper(design)._replace(material="cardboard")
        wide, deep = design.uniform(0.12, 0.2), design.uniform(0.04, 0.07)
        high, x = design.uniform(0.17, 0.3), number * 0.22
        if shape == "lying":
            model.box((x, 0, deep / 2), (wide, high, deep), paint)
        elif shape == "gable":
            model.box((x, 0, high * 0.4), (0.075, 0.075, high * 0.8), paint)
            roof = [(-0.0375, 0.0), (0.0375, 0.0), (0.0, 0.04)]
            model.prism(roof, 0.075, paint, (x, 0, high * 0.8), "x")
            model.box((x, 0, high * 0.8 + 0.045), (0.075, 0.006, 0.02), paint)
        elif shape == "bag":
            model.box((x, 0, high / 2), (wide, deep * 1.3, high), paint, roundness=4)
            model.box((x, 0, high), (wide * 0.9, 0.01, 0.03), paint)
        else:
            model.box((x, 0, high / 2), (wide, deep, high), paint, faces=Faces.ALL)
    return settled(model)
