# SPDX-License-Identifier: Apache-2.0
"""Things of shops and bars: shelves of goods, trolleys, checkouts, showcases, tills, machines."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar, tube
from ws3d_model.worlds.furniture.small_objects import bottle, cup, scatter, small_box
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, Support
from ws3d_model.worlds.shapes.palette import Paint


def shop_shelf(design: Design) -> Model:
    """A shelf of goods, one sided or two sided, full of rows of packets."""
    model, shape = of_family(
        design, "shop shelf", ("wall", "low two-sided", "pegboard"), ("sloped", "end cap")
    )
    metal = finishes.metal(design, "white", "neutral", "dark")
    wide = design.uniform(0.8, 2.6) if shape != "end cap" else design.uniform(0.6, 0.95)
    high = design.uniform(1.2, 1.5) if "two" in shape else design.uniform(1.4, 2.2)
    deep = design.uniform(0.35, 0.55)
    faces = (-1, 1) if shape == "low two-sided" else (-1,)
    model.box((0, 0, high / 2), (wide, 0.04, high), metal)
    for x in np.linspace(-wide / 2, wide / 2, max(2, round(wide) + 1)):
        model.box((float(x), 0, high / 2), (0.04, 0.08, high), metal)
    levels = design.count(3, 5)
    for face in faces:
        model.box((0, face * deep / 2, 0.08), (wide, deep, 0.16), metal)
        for level in range(levels):
            z = 0.16 + (high - 0.16) * level / levels
            reach = deep * (1 - 0.12 * level if shape == "sloped" else 1 if level == 0 else 0.85)
            if level:
                model.box((0, face * reach / 2, z), (wide, reach, 0.025), metal)
            model.box((0, face * reach, z), (wide, 0.012, 0.04), finishes.plastic(design))
            step = (high - 0.16) / levels
            if shape == "pegboard" and level:
                _hanging_packets(design, model, wide, face, z, step)
            else:
                _packets(design, model, wide, face * reach, z + 0.012, step)
    return model.centred()


def _packets(
    design: Design, model: Model, wide: float, reach: float, z: float, step: float
) -> None:
    """Rows of alike packets behind the front edge of one board."""
    x = -wide / 2 + 0.05
    while x < wide / 2 - 0.12:
        if design.chance(0.12):
            x += design.uniform(0.1, 0.3)
            continue
        size = (design.uniform(0.07, 0.2), abs(reach) * design.uniform(0.5, 0.9),
                step * design.uniform(0.35, 0.85))  # fmt: skip
        paint, number = finishes.paper(design), design.count(1, 4)
        for _ in range(number):
            if x + size[0] > wide / 2 - 0.03:
                break
            side = 1 if reach > 0 else -1
            at = (x + size[0] / 2, side * (abs(reach) - size[1] / 2 - 0.015), z + size[2] / 2)
            model.box(at, (size[0] * 0.96, size[1], size[2]), design.tinted(paint))
            x += size[0]


def _hanging_packets(
    design: Design, model: Model, wide: float, face: int, z: float, step: float
) -> None:
    metal = finishes.metal(design, "metal")
    for x in np.arange(-wide / 2 + 0.1, wide / 2 - 0.08, design.uniform(0.12, 0.2)):
        top = z + step * 0.85
        model.box((float(x), face * 0.13, top), (0.01, 0.24, 0.01), metal)
        size = (0.09, design.uniform(0.05, 0.2), step * design.uniform(0.4, 0.7))
        at = (float(x), face * 0.15, top - size[2] / 2)
        model.box(at, size, finishes.paper(design))


def shopping_cart(design: Design) -> Model:
    """A wire trolley with a handle, or a flat hand basket on wheels."""
    model, shape = of_family(design, "shopping cart", ("deep", "shallow"), ("two baskets",))
    metal = finishes.metal(design, "metal", "metal", "neutral")
    wide, long, high = design.uniform(0.5, 0.6), design.uniform(0.75, 1.0), 1.0
    baskets = {"deep": ((0.45, 0.92),), "shallow": ((0.7, 0.95),),
               "two baskets": ((0.42, 0.6), (0.75, 0.97))}[shape]  # fmt: skip
    for side in (-1, 1):
        x = side * wide / 2
        model.box((x * 0.95, 0, 0.17), (0.03, long, 0.03), metal)
        bar(model, (x * 0.95, long / 2, 0.15), (x, long / 2 + 0.05, high), 0.03, metal)
        bar(model, (x * 0.95, long * 0.3, 0.17), (x * 0.9, -long * 0.1, baskets[0][0]), 0.03, metal)
        for y in (-0.45, 0.45):
            model.cylinder((x * 0.95, y * long, 0.075), 0.075, 0.03,
                           finishes.plastic(design, "dark"), "x")  # fmt: skip
            model.box((x * 0.95, y * long, 0.13), (0.03, 0.03, 0.1), metal)
    model.box((0, -long * 0.47, 0.17), (wide * 0.95, 0.03, 0.03), metal)
    model.box((0, long / 2 + 0.05, high), (wide + 0.04, 0.04, 0.04), finishes.plastic(design))
    for low, top in baskets:
        _wire_basket(model, wide * 0.95, long, low, top, metal)
    return model.centred()


def _wire_basket(
    model: Model, wide: float, long: float, low: float, top: float, paint: Paint
) -> None:
    """A basket of wires that narrows to the front and below."""
    for level in np.linspace(low, top, max(3, round((top - low) / 0.07))):
        share = 0.85 + 0.15 * (float(level) - low) / (top - low)
        half, front, back = wide / 2 * share, -long / 2 * share, long / 2 + 0.02
        tube(model, [(-half, back, float(level)), (-half * 0.8, front, float(level)),
             (half * 0.8, front, float(level)), (half, back, float(level)),
             (-half, back, float(level))], 0.012, paint)  # fmt: skip
    for y in np.linspace(-long / 2, long / 2, 9):
        share = 0.8 + 0.2 * (float(y) / long + 0.5)
        for side in (-1, 1):
            bottom = (side * wide / 2 * 0.85 * share, float(y) * 0.85, low)
            bar(model, bottom, (side * wide / 2 * share, float(y), top), 0.012, paint)
        model.box((0, float(y) * 0.85, low), (wide * 0.85 * share, 0.012, 0.012), paint)


def checkout_counter(design: Design) -> Model:
    """A till desk with a belt or without."""
    model, shape = of_family(
        design, "checkout", ("belt", "desk", "kiosk"), ("corner", "self-service")
    )
    body, top = finishes.board(design), finishes.board(design)
    long, deep, high = design.uniform(1.2, 2.4), design.uniform(0.5, 0.75), design.uniform(0.8, 1.0)
    if shape in ("kiosk", "self-service"):
        long = design.uniform(0.6, 0.9)
    model.box((0, 0, high / 2), (long, deep, high - 0.04), body)
    model.box((0, 0, high - 0.02), (long + 0.04, deep + 0.06, 0.04), top)
    if shape == "belt":
        belt = finishes.plastic(design, "dark")
        model.box((-long * 0.15, 0, high + 0.005), (long * 0.6, deep * 0.7, 0.02), belt)
        for side in (-1, 1):
            model.box(
                (-long * 0.15, side * deep * 0.4, high + 0.03), (long * 0.7, 0.03, 0.06), body
            )
    if shape == "corner":
        model.box((long / 2 - 0.25, deep / 2 + 0.4, high / 2), (0.5, 0.85, high), body)
    if shape == "self-service":
        model.box((0, deep * 0.3, high + 0.3), (0.08, 0.08, 0.6), body)
        model.box((0, deep * 0.22, high + 0.5), (0.34, 0.05, 0.28), finishes.screen(design))
    else:
        model.put(cash_register(design), (long * 0.3, 0.0, high))
    return model.centred()


def cash_register(design: Design) -> Model:
    """A till with drawer, keys and a screen."""
    model, shape = of_family(design, "cash register", ("screen", "keys"), ("old",))
    body = finishes.plastic(design, "dark", "neutral", "white")
    model.box((0, 0, 0.05), (0.4, 0.38, 0.1), body)
    if shape == "screen":
        model.box((0, 0.05, 0.15), (0.08, 0.08, 0.12), body)
        model.box((0, 0.02, 0.3), (0.34, 0.04, 0.25), finishes.screen(design))
        return model
    slope = [(-0.19, 0.0), (0.19, 0.0), (0.19, 0.16), (0.0, 0.16), (-0.19, 0.04)]
    model.prism(slope, 0.38, body, (0, 0, 0.1), "x")
    if shape == "old":
        model.box((0, 0.1, 0.33), (0.3, 0.14, 0.16), finishes.metal(design))
    model.box((0, 0.12, 0.29), (0.22, 0.03, 0.1), finishes.screen(design))
    return model


def showcase(design: Design) -> Model:
    """Glass panes around goods, on a base or as a counter."""
    model, shape = of_family(
        design, "showcase", ("counter", "tower", "table"), ("refrigerated", "sloped glass")
    )
    body, pane = finishes.board(design), finishes.glass(design, 0.4, 0.95)
    tower = shape == "tower"
    wide = design.uniform(0.5, 1.0) if tower else design.uniform(0.9, 1.8)
    deep, high = design.uniform(0.4, 0.65), design.uniform(1.6, 2.0) if tower else 1.0
    base = 0.15 if tower else design.uniform(0.35, 0.75)
    if shape == "refrigerated":
        high, base = design.uniform(1.2, 1.4), 0.5
    model.box((0, 0, base / 2), (wide, deep, base), body)
    model.box((0, 0, high - 0.02), (wide, deep, 0.03), pane if not tower else body)
    for side in (-1, 1):
        for end in (-1, 1):
            at = (side * (wide / 2 - 0.012), end * (deep / 2 - 0.012), (high + base) / 2)
            model.box(at, (0.024, 0.024, high - base), finishes.metal(design))
        model.box((side * wide / 2, 0, (high + base) / 2), (0.008, deep, high - base), pane)
    front = (0.0, -deep / 2, (high + base) / 2)
    if shape == "sloped glass":
        bar(model, (0, -deep / 2 - 0.08, base), (0, -deep / 2, high), 0.01, pane, wide)
    else:
        model.box(front, (wide, 0.008, high - base), pane)
    model.box((0, deep / 2, (high + base) / 2), (wide, 0.012, high - base), body)
    levels = max(1, int((high - base) / 0.3))
    rise = (high - base) / levels
    inside = ((-wide / 2 + 0.04, wide / 2 - 0.04), (-deep / 2 + 0.04, deep / 2 - 0.04))
    for level in range(levels):
        z = base + rise * level
        if level:
            model.box((0, 0, z), (wide - 0.02, deep - 0.02, 0.012), pane)
        model.supports.append(Support(*inside, z + 0.006 * bool(level), rise - 0.04))
    return scatter(design, model, (small_box, bottle, cup), 4)


def vending_machine(design: Design) -> Model:
    """A machine with a glass front of goods, or a closed one for drinks."""
    model, shape = of_family(design, "vending machine", ("snacks", "drinks"), ("coffee",))
    body = finishes.appliance(design)
    wide, deep, high = (
        design.uniform(0.7, 1.0),
        design.uniform(0.65, 0.9),
        design.uniform(1.7, 1.95),
    )
    model.box((0, 0.02, high / 2 + 0.02), (wide, deep, high - 0.04), body)
    model.box((0, 0, 0.02), (wide * 0.9, deep * 0.9, 0.04), finishes.plastic(design, "dark"))
    front = -deep / 2 + 0.02
    if shape == "snacks":
        pane = finishes.glass(design, 0.1, 0.6)
        model.box(
            (-wide * 0.12, front - 0.006, high * 0.58), (wide * 0.66, 0.012, high * 0.62), pane
        )
        for level in np.linspace(0.32, 0.85, 5):
            for x in np.linspace(-0.4, 0.14, 5):
                at = (float(x) * wide, front - 0.015, float(level) * high)
                model.box(at, (wide * 0.09, 0.01, high * 0.07), finishes.paper(design))
    else:
        tall = high * (0.5 if shape == "drinks" else 0.35)
        model.box((-wide * 0.1, front - 0.01, high * 0.62), (wide * 0.7, 0.02, tall),
                  finishes.lit_screen(design))  # fmt: skip
    panel = finishes.plastic(design, "dark", "neutral")
    model.box((wide * 0.36, front - 0.012, high * 0.62), (wide * 0.2, 0.024, high * 0.35), panel)
    model.box((0, front - 0.01, high * 0.15), (wide * 0.6, 0.02, high * 0.12), panel)
    return model.centred()
