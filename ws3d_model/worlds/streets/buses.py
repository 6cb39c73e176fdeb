# SPDX-License-Identifier: Apache-2.0
"""Buses and trams: long bodies with bands of windows."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Paint
from ws3d_model.worlds.streets.materials import car_paint, glazing, steel
from ws3d_model.worlds.streets.people import seat_driver
from ws3d_model.worlds.streets.solids import add, bar, slab
from ws3d_model.worlds.streets.vehicle_parts import axle, lamps, mirrors


def bus(design: Design, driver: bool = False) -> Model:
    """A city bus, a coach, a minibus, an articulated bus or a double-decker."""
    family = design.family(
        "bus", ("city bus", "city bus", "coach", "articulated bus"), ("double-decker", "school bus")
    )
    model, lacquer = Model("bus", f"bus: {family}"), car_paint(design)
    length = {"articulated bus": 17.0, "double-decker": 10.5}.get(family, design.uniform(8.5, 12.5))
    half, wheel = design.uniform(1.18, 1.28), design.uniform(0.44, 0.5)
    top = 4.1 if family == "double-decker" else design.uniform(2.85, 3.3)
    front = -length / 2
    if family == "school bus":
        nose = slab([front, front + 1.3], [0.4] * 2, [1.15, 1.35], [0.95] * 2, [0.85] * 2)
        add(model, nose, lacquer)
        front += 1.3
    sill = design.uniform(1.0, 1.4) if family != "coach" else 1.55
    _coach(model, design, (front, length / 2), half, (0.28, sill, top), lacquer, family)
    if family == "double-decker":
        band = ((half + 0.01) * 2, length - 0.4, 0.75)
        model.box((0, 0, 3.35), band, glazing(design))
    axles = [-length / 2 + 2.4, length / 2 - 2.9]
    if family == "articulated bus":
        axles.append(0.5)
        bellows = (2 * half + 0.02, 1.2, top - 0.7)
        model.box((0, -1.2, top / 2 + 0.15), bellows, design.paint("dark", material="rubber"))
    for y in axles:
        axle(model, design, y, 2 * half - 0.02, wheel, 0.3)
    lamps(model, design, length, half, 0.75)
    mirrors(model, front + 0.1, half + 0.1, min(top - 0.7, 2.2), design.paint("dark"))
    if design.chance(0.5):
        size = (1.4, design.uniform(1.5, 4.0), 0.25)
        model.box((0, length * 0.15, top + 0.1), size, design.tinted(lacquer))
    if driver:
        seat_driver(model, design, (0.6, front + 1.0, sill - 0.35), sill + 0.95)
    return model


def tram(design: Design, driver: bool = False) -> Model:
    """A tram of one to three cars; its wheels run on rails."""
    family = design.family("tram", ("low-floor tram", "modern tram", "two-car tram"), ("old tram",))
    model, lacquer = Model("tram", f"tram: {family}"), car_paint(design)
    cars = {"low-floor tram": 3, "modern tram": 2, "two-car tram": 2}.get(family, 1)
    each, half = design.uniform(7.5, 10.0), design.uniform(1.1, 1.3)
    top, sill, gap = design.uniform(3.1, 3.5), design.uniform(0.95, 1.25), 0.5
    length = cars * each + (cars - 1) * gap
    for number in range(cars):
        start = -length / 2 + number * (each + gap)
        _coach(model, design, (start, start + each), half, (0.25, sill, top), lacquer, family)
        for y in (start + each * 0.22, start + each * 0.78):
            model.box((0, y, 0.18), (half * 1.5, 1.5, 0.36), design.paint("dark", material="metal"))
        if number:
            joint = (half * 1.7, gap + 0.1, top - 0.6)
            at = (0.0, start - gap / 2, top / 2 + 0.1)
            model.box(at, joint, design.paint("dark", material="rubber"))
    arm, tip = steel(design), top + design.uniform(0.8, 1.5)
    add(model, bar((0, 0.9, top), (0, -0.3, (top + tip) / 2), 0.06, 0.06), arm)
    add(model, bar((0, -0.3, (top + tip) / 2), (0, 0.9, tip), 0.06, 0.06), arm)
    model.box((0, 0.9, tip), (1.4, 0.15, 0.05), arm)
    lamps(model, design, length, half, 0.8)
    if driver:
        seat_driver(model, design, (0.0, -length / 2 + 1.2, sill - 0.4), sill + 0.9)
    return model


def _coach(
    model: Model,
    design: Design,
    span: tuple[float, float],
    half: float,
    levels: tuple[float, float, float],
    lacquer: Paint,
    family: str,
) -> None:
    """Skirt, window band with posts, roof."""
    floor, sill, top = levels
    start, end = span
    length, middle = end - start, (start + end) / 2
    skirt = slab(
        [start, start + 0.2, end - 0.1, end],
        [floor] * 4,
        [sill] * 4,
        [half * 0.9, half, half, half * 0.96],
        [half * 0.9, half, half, half * 0.96],
    )
    add(model, skirt, lacquer)
    lintel = min(top - design.uniform(0.3, 0.6), 2.75)
    rake = design.uniform(0.02, 0.25)
    glass = slab(
        [start, start + rake + 0.01, end],
        [sill - 0.02] * 3,
        [sill, lintel, lintel],
        [half * 0.93, half * 0.97, half * 0.97],
        [half * 0.93, half * 0.96, half * 0.96],
    )
    add(model, glass, glazing(design))
    roof = slab(
        [start + rake, start + rake + 0.4, end - 0.3, end],
        [lintel - 0.05] * 4,
        [top - 0.12, top, top, top - 0.08],
        [half * 0.98] * 4,
        [half * 0.84] * 4,
    )
    add(model, roof, lacquer)
    pitch = design.uniform(1.2, 1.9) if family != "coach" else design.uniform(1.6, 2.4)
    post = design.tinted(lacquer) if design.chance(0.5) else design.paint("dark", material="metal")
    for y in np.arange(start + 0.15, end, pitch).tolist():
        for side in (-1.0, 1.0):
            at = (side * (half - 0.03), float(y), (sill + lintel) / 2)
            model.box(at, (0.08, design.uniform(0.1, 0.16), lintel - sill), post)
    seat = design.paint("vivid", "dark", material="fabric")
    for y in np.arange(start + 1.6, end - 0.6, 2.4).tolist():
        for side in (-1.0, 1.0):
            model.box((side * half * 0.6, float(y), sill + 0.1), (0.8, 0.12, 0.6), seat)
    model.box((0, middle, sill - 0.1), (half * 1.7, length * 0.96, 0.05), seat)
