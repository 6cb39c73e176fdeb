# SPDX-License-Identifier: Apache-2.0
"""Passenger cars, vans and pickup trucks: closed bodies with glass, wheels and lamps."""

from __future__ import annotations

from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Paint
from ws3d_model.worlds.streets.car_shapes import CARS, PICKUP, VANS, CarShape
from ws3d_model.worlds.streets.materials import car_paint, glazing
from ws3d_model.worlds.streets.people import seat_driver
from ws3d_model.worlds.streets.solids import add, bar, merged, slab
from ws3d_model.worlds.streets.vehicle_parts import axle, hull, lamps, mirrors, seats


def car(design: Design, driver: bool = False) -> Model:
    """A passenger car."""
    family = design.family(
        "car",
        ("sedan", "sedan", "hatchback", "hatchback", "estate", "suv", "suv", "city car", "minivan"),
        ("coupe", "off-roader", "wedge"),
    )
    return body(design, "suv" if family == "suv" else "car", family, CARS[family], driver)


def van(design: Design, driver: bool = False) -> Model:
    """A van or transporter."""
    family = design.family(
        "van", ("panel van", "glazed van", "compact van"), ("forward control van",)
    )
    return body(design, "van", family, VANS[family], driver)


def pickup_truck(design: Design, driver: bool = False) -> Model:
    """A car with an open bed."""
    family = design.family("pickup truck", ("single cab", "double cab"), ("bed with hard top",))
    return body(design, "pickup truck", family, PICKUP, driver)


def body(design: Design, name: str, family: str, shape: CarShape, driver: bool) -> Model:
    """A vehicle of some class with the body of a car, a van or a pickup truck."""
    model, lacquer = Model(name, f"{name}: {family}"), car_paint(design)
    length, width = design.uniform(*shape.length), design.uniform(*shape.width)
    height, half = design.uniform(*shape.height), width / 2
    wheel, clearance = design.uniform(*shape.wheel), design.uniform(*shape.clearance)
    belt, front, back = height * design.uniform(*shape.belt), -length / 2, length / 2
    cowl = front + length * design.uniform(*shape.hood)  # foot of the windscreen
    tail = back - length * design.uniform(*shape.boot)  # foot of the rear window
    if name == "pickup truck":
        tail = front + length * (0.66 if family == "double cab" else 0.5)
    nose = belt * design.uniform(0.72, 0.9)
    ridge = [(front, nose), (cowl, belt), (tail, belt), (back, belt * design.uniform(0.92, 1.0))]
    axles = [front + length * design.uniform(0.17, 0.2), back - length * design.uniform(0.17, 0.22)]
    tuck = design.uniform(0.02, 0.08)
    add(model, hull(length, half, clearance, ridge, axles, wheel, tuck), lacquer)
    for y in axles:
        axle(model, design, y, width - 0.02, wheel)
    roof_front = cowl + min(design.uniform(*shape.rake), 0.45 * (tail - cowl))
    roof_back = tail - min(design.uniform(*shape.fall), 0.45 * (tail - cowl))
    _cabin(
        model,
        design,
        (cowl, roof_front, roof_back, tail),
        (belt, height),
        half - tuck,
        lacquer,
        closed=family == "panel van" or (name == "van" and design.chance(0.4)),
    )
    seats(model, design, [0.5 * (cowl + roof_front) + 0.7], belt - 0.1, half)
    lamps(model, design, length, half, nose - 0.12)
    mirrors(model, cowl + 0.35, half, belt + 0.08, lacquer)
    if name == "pickup truck":
        _bed(model, design, family, tail, back, half - tuck, belt, height, lacquer)
    if driver:
        seat_driver(model, design, (0.35 * half, roof_front + 0.25, belt - 0.62), height - 0.06)
    return model


def _cabin(
    model: Model,
    design: Design,
    stations: tuple[float, float, float, float],
    levels: tuple[float, float],
    half: float,
    lacquer: Paint,
    closed: bool,
) -> None:
    """Glass between the belt and the roof, with the pillars and the roof over it."""
    cowl, roof_front, roof_back, tail = stations
    belt, height = levels
    narrow = half - design.uniform(0.08, 0.2) * (height - belt) / 0.5
    narrow = max(narrow, 0.6 * half)
    eave = height - 0.05
    low, high = [belt - 0.02] * 4, [belt, eave, eave, belt]
    share = [half * 0.97] * 4
    top = [half * 0.97, narrow, narrow, half * 0.97]
    glass = slab([cowl, roof_front, roof_back, tail], low, high, share, top)
    add(model, glass, glazing(design))
    crown = [eave - 0.03, height - 0.01, height, height - 0.01, eave - 0.03]
    middle = (roof_front + roof_back) / 2
    line = [roof_front - 0.04, roof_front + 0.15, middle, roof_back - 0.15, roof_back + 0.04]
    wide = [narrow + 0.01] * 5
    roof = slab(line, [eave - 0.06] * 5, crown, wide, [w - 0.06 for w in wide])
    pieces = [roof]
    posts = [(cowl, roof_front, 0.06), (tail, roof_back, 0.14 if tail - roof_back < 0.5 else 0.09)]
    waist = (roof_front + min(1.2, 0.5 * (roof_back - roof_front)),) * 2
    posts.append((waist[0], waist[1], 0.1))
    if roof_back - roof_front > 1.9:
        posts.append((roof_back - 0.5, roof_back - 0.5, 0.1))
    for foot, head, thick in posts:
        for side in (-1.0, 1.0):
            start, end = (side * half * 0.95, foot, belt), (side * narrow, head, eave)
            pieces.append(bar(start, end, 0.06, thick))
    if closed:
        load, side = [roof_front + 1.0, roof_back, tail], half * 0.98
        upper = [narrow + 0.015] * 2 + [side]
        pieces.append(slab(load, low[:3], [eave, eave, belt + 0.02], [side] * 3, upper))
    add(model, merged(pieces), lacquer)


def _bed(
    model: Model,
    design: Design,
    family: str,
    start: float,
    end: float,
    half: float,
    belt: float,
    height: float,
    lacquer: Paint,
) -> None:
    """Walls of the bed, a load, or a hard top."""
    middle, length = (start + end) / 2, end - start
    if family == "bed with hard top":
        model.box(
            (0, middle, (belt + height) / 2),
            (2 * half - 0.06, length - 0.05, height - belt),
            lacquer,
        )
        return
    for side in (-1.0, 1.0):
        model.box((side * (half - 0.04), middle, belt + 0.04), (0.08, length, 0.12), lacquer)
    model.box((0, end - 0.04, belt + 0.04), (2 * half, 0.08, 0.12), lacquer)
    if design.chance(0.4):
        size = design.uniform(0.3, 0.8)
        at = (0.0, middle, belt + size / 2)
        model.box(at, (half, length * 0.5, size), design.paint("wood", "neutral", "vivid"))
