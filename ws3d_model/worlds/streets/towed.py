# SPDX-License-Identifier: Apache-2.0
"""Trailers, caravans, tractors and excavators."""

from __future__ import annotations

from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.streets.materials import car_paint, glazing, steel
from ws3d_model.worlds.streets.people import seat_driver
from ws3d_model.worlds.streets.solids import add, bar, slab, tube
from ws3d_model.worlds.streets.vehicle_parts import axle


def trailer(design: Design) -> Model:
    """A car's trailer, a goods trailer or a boat on wheels, its drawbar to the front."""
    family = design.family(
        "trailer", ("open box", "box", "flat", "semi-trailer"), ("boat trailer", "horse box")
    )
    model, paint = Model("trailer", f"trailer: {family}"), car_paint(design)
    large = family == "semi-trailer"
    length = design.uniform(8, 13) if large else design.uniform(2.0, 4.2)
    half = 1.25 if large else design.uniform(0.65, 1.0)
    wheel = 0.5 if large else design.uniform(0.26, 0.34)
    floor = wheel * 2 + 0.05 if large else wheel * design.uniform(1.3, 2.0)
    heights = {
        "flat": 0.15,
        "open box": design.uniform(0.35, 0.6),
        "boat trailer": 0.12,
        "horse box": 2.1,
        "semi-trailer": design.uniform(2.3, 2.9),
    }
    body = heights.get(family, design.uniform(1.2, 1.8))
    if family == "open box":
        model.box((0, 0, floor), (2 * half, length, 0.08), paint)
        for side in (-1.0, 1.0):
            model.box((side * half, 0, floor + body / 2), (0.05, length, body), paint)
            model.box((0, side * length / 2, floor + body / 2), (2 * half, 0.05, body), paint)
        if design.chance(0.4):
            heap = (half * 0.8, length * 0.4, body + 0.2)
            model.ellipsoid((0, 0, floor), heap, design.paint("leaf", "wood", "soil"))
    else:
        model.box((0, 0, floor + body / 2), (2 * half, length, body), paint)
    if family == "boat trailer":
        boat = slab(
            [-length / 2 - 0.6, -length / 4, length / 2],
            [floor + 0.5, floor + 0.15, floor + 0.2],
            [floor + 1.15, floor + 1.0, floor + 0.95],
            [0.02, half * 0.4, half * 0.5],
            [0.08, half, half * 0.95],
        )
        add(model, boat, design.paint("white", "vivid", material="plastic"))
    rear = length * 0.28 if large else 0.1
    for y in [rear, *([rear + 1.3] if large or design.chance(0.3) else [])]:
        axle(model, design, y, 2 * half + (0.0 if large else 0.3), wheel, 0.3 if large else 0.16)
    front = -length / 2
    if large:
        for side in (-0.7, 0.7):
            model.box((side, front + 2.0, floor / 2), (0.12, 0.12, floor), steel(design))
    else:
        add(model, bar((0, front, floor - 0.02), (0, front - 1.1, 0.45), 0.08, 0.08), steel(design))
        model.cylinder((0, front - 0.8, 0.225), 0.05, 0.45, steel(design))
    return model


def caravan(design: Design) -> Model:
    """A camping trailer."""
    family = design.family("caravan", ("square", "sloped front"), ("teardrop",))
    model, paint = Model("caravan", f"caravan: {family}"), design.paint("white", "neutral")
    length, half = design.uniform(3.8, 6.5), design.uniform(1.0, 1.22)
    top, low = (1.9 if family == "teardrop" else design.uniform(2.4, 2.7)), 0.4
    slope = {"square": 0.1, "sloped front": 0.6, "teardrop": 0.4}[family]
    y = [-length / 2, -length / 2 + slope, 0.0, length / 2 - 0.15, length / 2]
    back = low + 0.3 if family == "teardrop" else top - 0.25
    highs = [low + 0.8, top - 0.05, top, (back + top) / 2, back]
    add(model, slab(y, [low] * 5, highs, [half] * 5, [half - 0.06] * 5), paint)
    for side in (-1.0, 1.0):
        for place in (-0.22, 0.2):
            at = (side * (half - 0.02), place * length, 1.55)
            model.box(at, (0.06, design.uniform(0.6, 1.1), 0.5), glazing(design))
    stripe = design.paint("vivid", "dark")
    model.box((0, 0, 0.95), (2 * half + 0.01, length * 0.9, 0.15), stripe)
    axle(model, design, 0.15, 2 * half - 0.1, 0.31)
    add(model, bar((0, y[0], 0.46), (0, y[0] - 1.2, 0.46), 0.08, 0.08), steel(design))
    model.cylinder((0, y[0] - 0.9, 0.23), 0.06, 0.46, steel(design))
    return model


def tractor(design: Design, driver: bool = False) -> Model:
    """A farm tractor, with a cab, a frame or neither."""
    family = design.family("tractor", ("cab", "roll bar"), ("vintage",))
    model = Model("tractor", f"tractor: {family}")
    paint, large = design.paint("vivid", material="metal"), design.uniform(0.7, 0.88)
    small, track = large * design.uniform(0.5, 0.7), design.uniform(1.6, 2.1)
    nose = slab([-1.9, -1.7, -0.2], [0.65] * 3, [1.25, 1.4, 1.5], [0.32] * 3, [0.26, 0.3, 0.34])
    add(model, nose, paint)
    model.box((0, 0.35, 0.95), (0.8, 1.5, 0.55), paint)
    axle(model, design, 0.7, track, large, 0.45)
    axle(model, design, -1.35, track * 0.9, small, 0.3)
    for side in (-1.0, 1.0):
        at = (side * (track / 2 - 0.2), 0.7, large * 2 - 0.02)
        model.box(at, (0.45, 1.2, 0.06), paint)
    top = design.uniform(2.4, 2.8)
    if family == "cab":
        glass = slab([-0.25, 0.0, 1.1], [1.2] * 3, [1.25, top, top], [0.6] * 3, [0.6, 0.55, 0.55])
        add(model, glass, glazing(design))
        model.box((0, 0.5, top), (1.3, 1.4, 0.12), paint)
        for x in (-0.6, 0.6):
            for y in (-0.1, 1.1):
                model.box((x, y, (1.2 + top) / 2), (0.07, 0.07, top - 1.2), paint)
    elif family == "roll bar":
        for x in (-0.5, 0.5):
            model.box((x, 1.1, (1.2 + top) / 2), (0.07, 0.07, top - 1.2), steel(design))
        model.box((0, 1.1, top), (1.07, 0.07, 0.07), steel(design))
    model.box((0, 0.6, 1.32), (0.5, 0.45, 0.16), design.paint("dark"))
    model.cylinder((0.2, -0.9, 1.8), 0.05, 0.9, steel(design))
    if driver:
        seat_driver(model, design, (0.0, 0.55, 1.4), top - 0.1)
    return model


def excavator(design: Design) -> Model:
    """A digger on tracks or wheels, its arm to the front; or a wheel loader."""
    family = design.family("excavator", ("crawler", "wheeled", "mini"), ("wheel loader",))
    model = Model("excavator", f"excavator: {family}")
    paint = design.paint("vivid", material="metal")
    dark = design.paint("dark", material="metal")
    size = design.uniform(0.55, 0.7) if family == "mini" else design.uniform(0.85, 1.1)
    deck = 0.95 * size
    if family in ("crawler", "mini"):
        for side in (-1.0, 1.0):
            y = [-1.7 * size, -1.4 * size, 1.4 * size, 1.7 * size]
            low, high = [0.35 * size, 0.0, 0.0, 0.35 * size], [0.5 * size, 0.8 * size] * 2
            high = [high[0], high[1], high[1], high[0]]
            pad = slab(y, low, high, [0.25 * size] * 4, [0.25 * size] * 4)
            add(model, pad.moved((side * 0.95 * size, 0, 0)), dark)
    else:
        for y_axle in (-1.2 * size, 1.2 * size):
            axle(model, design, y_axle, 2.3 * size, 0.5 * size, 0.4)
    model.box((0, 0, deck - 0.1), (1.3 * size, 2.0 * size, 0.3), dark)
    model.box(
        (0, 0.8 * size, deck + 0.55 * size),
        (2.2 * size, 1.9 * size, 1.0 * size),
        paint,
        roundness=8.0,
    )
    cab = (-0.6 * size, -0.4 * size, deck + 0.85 * size)
    model.box(cab, (0.95 * size, 1.3 * size, 1.6 * size), glazing(design))
    model.box((cab[0], cab[1], deck + 1.68 * size), (1.0 * size, 1.4 * size, 0.1), paint)
    if family == "wheel loader":
        for x in (-0.4, 0.4):
            add(model, bar((x, -0.9 * size, deck + 0.4), (x, -2.6 * size, 0.5), 0.15, 0.25), paint)
        model.box((0, -3.0 * size, 0.45), (2.4 * size, 0.9, 0.8), dark)
        return model
    up = design.uniform(2.6, 3.6) * size
    knee = (0.3 * size, -2.4 * size, up)
    hand = (0.3 * size, -design.uniform(3.4, 4.6) * size, design.uniform(0.8, 1.6) * size)
    boom = tube(
        [(0.3 * size, -0.6 * size, deck + 0.5), knee, hand],
        [0.24 * size, 0.2 * size, 0.12 * size],
        4,
    )
    add(model, boom, paint)
    bucket = slab(
        [hand[1] - 0.4 * size, hand[1] + 0.4 * size],
        [max(hand[2] - 0.8 * size, 0.02)] * 2,
        [hand[2] + 0.05, hand[2] - 0.1],
        [0.5 * size] * 2,
        [0.5 * size] * 2,
    )
    add(model, bucket.moved((0.3 * size, 0, 0)), dark)
    return model
