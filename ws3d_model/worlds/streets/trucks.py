# SPDX-License-Identifier: Apache-2.0
"""Trucks: a cab before a box, a bed, a tank, a tipper or a drum."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Paint
from ws3d_model.worlds.streets.materials import car_paint, glazing, steel
from ws3d_model.worlds.streets.people import seat_driver
from ws3d_model.worlds.streets.solids import add, bar, merged, slab, tube
from ws3d_model.worlds.streets.vehicle_parts import axle, lamps, mirrors

# Families with a class of their own.
_NAMES = {
    "garbage truck": "garbage truck",
    "fire engine": "fire truck",
    "ladder engine": "fire truck",
}


def truck(design: Design, driver: bool = False) -> Model:
    """A lorry with a box, a flatbed, a tank, a tipper, or a semi-trailer."""
    family = design.family(
        "truck",
        ("box", "box", "flatbed", "tipper", "semi-trailer", "garbage truck", "ladder engine"),
        ("tanker", "concrete mixer", "fire engine"),
    )
    model, lacquer = Model(_NAMES.get(family, "truck"), f"truck: {family}"), car_paint(design)
    half = design.uniform(1.1, 1.27)
    length = design.uniform(12, 16) if family == "semi-trailer" else design.uniform(5.8, 10)
    cab, tall = design.uniform(1.6, 2.3), design.uniform(2.3, 3.3)
    wheel, front = design.uniform(0.4, 0.52), -length / 2
    low, sill = wheel * 0.8, tall * design.uniform(0.5, 0.58)
    hood = design.uniform(0.8, 1.3) if design.chance(0.2) else 0.0
    if hood:
        nose = slab(
            [front, front + hood],
            [low] * 2,
            [sill * 0.9, sill],
            [half * 0.8] * 2,
            [half * 0.75] * 2,
        )
        add(model, nose, lacquer)
    start = front + hood
    body = slab([start, start + cab], [low] * 2, [sill] * 2, [half * 0.97] * 2, [half * 0.97] * 2)
    add(model, body, lacquer)
    rake = design.uniform(0.05, 0.35)
    panes = slab(
        [start, start + rake, start + cab * 0.75],
        [sill - 0.02] * 3,
        [sill, tall - 0.25, tall - 0.25],
        [half * 0.96] * 3,
        [half * 0.96, half * 0.9, half * 0.9],
    )
    add(model, panes, glazing(design))
    back_wall = slab(
        [start + cab * 0.72, start + cab],
        [sill - 0.02] * 2,
        [tall - 0.2] * 2,
        [half * 0.97] * 2,
        [half * 0.93] * 2,
    )
    roof = slab(
        [start + rake - 0.05, start + cab],
        [tall - 0.28] * 2,
        [tall - 0.05, tall],
        [half * 0.93] * 2,
        [half * 0.86] * 2,
    )
    posts = [
        bar(
            (s * half * 0.94, start + 0.02, sill),
            (s * half * 0.88, start + rake, tall - 0.2),
            0.08,
            0.12,
        )
        for s in (-1.0, 1.0)
    ]
    add(model, merged([back_wall, roof, *posts]), lacquer)
    _load(model, design, family, (start + cab + 0.12, length / 2), half, wheel, tall, lacquer)
    rear = [length / 2 - design.uniform(1.2, 2.0)]
    if length > 8:
        rear.append(rear[0] - 1.25)
    for y in [front + hood * 0.5 + cab * 0.6, *rear]:
        axle(model, design, y, 2 * half - 0.04, wheel, 0.32)
    frame = (0.9, length - hood - 0.6, 0.25)
    model.box((0, hood / 2, wheel * 1.6), frame, design.paint("dark", material="metal"))
    lamps(model, design, length - 0.1, half * 0.9, low + 0.3)
    mirrors(model, start + 0.1, half + 0.05, sill + 0.4, lacquer)
    if driver:
        seat_driver(model, design, (0.5 * half, start + cab * 0.5, sill - 0.55), tall - 0.3)
    return model


def _load(
    model: Model,
    design: Design,
    family: str,
    span: tuple[float, float],
    half: float,
    wheel: float,
    tall: float,
    lacquer: Paint,
) -> None:
    """What the chassis carries."""
    floor, middle, length = wheel * 1.9, sum(span) / 2, span[1] - span[0]
    paint = car_paint(design)
    if family in ("box", "semi-trailer", "garbage truck", "fire engine", "ladder engine"):
        top = design.uniform(max(2.4, tall - 0.2), 3.9) if "engine" not in family else tall
        model.box((0, middle, (floor + top) / 2), (2 * half, length, top - floor), paint)
        if family == "garbage truck":
            tail = slab(
                [span[1] - 0.1, span[1] + 0.05],
                [floor - 0.3, floor],
                [top - 0.4] * 2,
                [half * 0.9] * 2,
                [half * 0.9] * 2,
            )
            add(model, tail, design.tinted(paint))
        if family == "fire engine":
            for x in (-0.3, 0.3):
                model.box((x, middle, top + 0.1), (0.06, length * 1.05, 0.08), steel(design))
        elif family == "ladder engine":
            _ladder(model, design, middle, length, top)
    elif family in ("flatbed", "tipper"):
        wall = design.uniform(0.05, 0.5) if family == "flatbed" else design.uniform(0.6, 1.2)
        model.box((0, middle, floor), (2 * half, length, 0.16), paint)
        for side in (-1.0, 1.0):
            model.box((side * (half - 0.04), middle, floor + wall / 2), (0.08, length, wall), paint)
            end = middle + side * (length / 2 - 0.04)
            model.box((0, end, floor + wall / 2), (2 * half, 0.08, wall), paint)
        if design.chance(0.5):
            heap = (half * 0.8, length * 0.4, wall + design.uniform(0.0, 0.4))
            model.ellipsoid((0, middle, floor), heap, design.paint("soil", "concrete", "wood"))
    elif family == "tanker":
        model.cylinder((0, middle, floor + half * 0.8), half * 0.85, length, paint, axis="y")
    else:
        line = [(0, span[0], floor + 0.9), (0, middle, floor + 1.1), (0, span[1], floor + 1.4)]
        drum = tube(line, [half * 0.6, half * 0.88, half * 0.45], 12)
        add(model, drum, design.tinted(lacquer))


def _ladder(model: Model, design: Design, middle: float, length: float, top: float) -> None:
    """A turntable with a ladder that lies forward over the cab, and a bar of lights."""
    rail, rise = steel(design), design.uniform(0.0, 0.5)
    model.cylinder((0, middle, top + 0.2), 0.6, 0.4, rail)
    foot, tip = middle + 0.4 * length, middle - 0.75 * length
    rungs = [
        bar((-0.35, y, z), (0.35, y, z), 0.04, 0.04)
        for y, z in zip(
            np.linspace(foot, tip, 14).tolist(),
            np.linspace(top + 0.5, top + 0.55 + rise, 14).tolist(),
            strict=True,
        )
    ]
    sides = [
        bar((x, foot, top + 0.5), (x, tip, top + 0.55 + rise), 0.06, 0.18) for x in (-0.38, 0.38)
    ]
    add(model, merged([*rungs, *sides]), rail)
    at = (0.0, middle - length / 2 - 0.6, top + 0.1)
    model.box(at, (1.5, 0.3, 0.16), design.paint("vivid", "glass"))
