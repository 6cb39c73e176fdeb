# SPDX-License-Identifier: Apache-2.0
"""Cars and vans in service: what stands on the roof makes them taxis, police cars, ambulances."""

from __future__ import annotations

from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Paint
from ws3d_model.worlds.streets.car_shapes import CARS, VANS
from ws3d_model.worlds.streets.cars import body
from ws3d_model.worlds.streets.materials import reflective

_BLUE, _AMBER, _RED = (0.1, 0.25, 0.85), (0.95, 0.75, 0.2), (0.8, 0.1, 0.1)


def taxi(design: Design, driver: bool = False) -> Model:
    """A car with a sign on its roof."""
    family = design.family("taxi", ("short sign", "long sign"), ("advertisement",))
    kind = design.choose(("sedan", "estate", "minivan"))
    model = body(design, "taxi", kind, CARS[kind], driver)
    model.family = f"taxi: {family}"
    wide = {"short sign": 0.35, "long sign": 0.8, "advertisement": 0.4}[family]
    deep = 1.1 if family == "advertisement" else 0.16
    high = design.uniform(0.12, 0.2) * (2.0 if family == "advertisement" else 1.0)
    return _on_roof(model, (wide, deep, high), reflective(design, _AMBER, (0.9, 0.9, 0.85)))


def police_car(design: Design, driver: bool = False) -> Model:
    """A car or van with a light bar, or domes."""
    family = design.family("police car", ("light bar", "domes"), ("slanted bar",))
    kind = design.choose(("sedan", "estate", "suv", "glazed van"))
    model = body(design, "police car", kind, {**CARS, **VANS}[kind], driver)
    model.family = f"police car: {family}"
    light = reflective(design, _BLUE, _RED)
    if family == "domes":
        return _domes(model, light)
    deep = 0.45 if family == "slanted bar" else 0.22
    return _on_roof(model, (design.uniform(1.0, 1.3), deep, 0.13), light)


def ambulance(design: Design, driver: bool = False) -> Model:
    """A van with a raised roof or a box, and lights at its corners."""
    family = design.family("ambulance", ("raised roof", "box body"), ("long van",))
    model = body(design, "ambulance", "panel van", VANS["panel van"], driver)
    model.family = f"ambulance: {family}"
    low, high = model.bounds()
    long, top = float(high[1] - low[1]), float(high[2])
    white = design.paint("white", "vivid", material="metal")
    rise = {"raised roof": 0.35, "box body": 0.6, "long van": 0.15}[family]
    half = (float(high[0]) - 0.25) * (1.0 if family == "box body" else 0.85)
    if family == "box body":
        at = (0.0, 0.17 * long, (top + rise + 0.6) / 2)
        model.box(at, (2 * half + 0.1, 0.62 * long, top + rise - 0.6), white)
    else:
        model.box((0, 0.12 * long, top + rise / 2 - 0.02), (1.6 * half, 0.6 * long, rise), white)
    return _on_roof(model, (1.3, 0.25, 0.14), reflective(design, _BLUE), -0.22 * long)


def _on_roof(model: Model, size: tuple[float, float, float], paint: Paint, y: float = 0.0) -> Model:
    """A box on the roof, `y` metres behind the middle."""
    top = float(model.bounds()[1][2])
    return model.box((0, y, top + size[2] / 2 - 0.01), size, paint)


def _domes(model: Model, paint: Paint) -> Model:
    """Two lamps on the roof, on a rail."""
    top = float(model.bounds()[1][2])
    model.box((0, 0, top + 0.01), (1.0, 0.08, 0.05), paint)
    for side in (-0.4, 0.4):
        model.ellipsoid((side, 0, top + 0.06), (0.09, 0.09, 0.12), paint)
    return model
