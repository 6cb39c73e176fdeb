# SPDX-License-Identifier: Apache-2.0
"""Household machines: refrigerators, stoves, microwaves, washing machines."""

from __future__ import annotations

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.small_objects import folded_towel, small_box
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Paint

# Doors of a refrigerator: from and to (shares of the height), and how many stand side by side.
_DOORS: dict[str, tuple[tuple[float, float, int], ...]] = {
    "freezer below": ((0.02, 0.36, 1), (0.36, 1.0, 1)),
    "freezer above": ((0.02, 0.7, 1), (0.7, 1.0, 1)),
    "one door": ((0.02, 1.0, 1),),
    "mini": ((0.03, 1.0, 1),),
    "drawers below": ((0.02, 0.2, 1), (0.2, 0.38, 1), (0.38, 1.0, 1)),
    "side by side": ((0.02, 1.0, 2),),
    "rounded": ((0.02, 0.75, 1), (0.75, 1.0, 1)),
    "french doors": ((0.02, 0.35, 1), (0.35, 1.0, 2)),
    "glass door": ((0.08, 0.945, 1),),
}


def refrigerator(design: Design) -> Model:
    """A refrigerator: one door, two, drawers, side by side, small, or with a door of glass."""
    model, shape = of_family(
        design,
        "refrigerator",
        ("freezer below", "freezer above", "one door", "mini", "drawers below"),
        ("side by side", "rounded", "french doors", "glass door"),
    )
    body = finishes.appliance(design)
    front = body if design.chance(0.6) else finishes.appliance(design)
    wide, deep = design.uniform(0.52, 0.75), design.uniform(0.55, 0.75)
    height = design.uniform(1.35, 2.05)
    if shape == "mini":
        wide, deep, height = (
            design.uniform(0.44, 0.56),
            design.uniform(0.45, 0.58),
            design.uniform(0.5, 0.9),
        )
    elif shape in ("side by side", "french doors"):
        wide, height = design.uniform(0.8, 0.95), design.uniform(1.65, 1.85)
    thick = design.uniform(0.04, 0.08)
    model.box((0, thick / 2, height / 2 + 0.01), (wide, deep - thick, height - 0.02), body)
    model.box(
        (0, thick / 2 + 0.02, 0.02),
        (wide * 0.94, deep * 0.8, 0.04),
        finishes.plastic(design, "dark"),
    )
    grip = design.choose(("bar", "bar", "edge", "pocket"))
    metal = finishes.metal(design, "metal", "dark") if design.chance(0.6) else front
    gap = design.uniform(0.006, 0.02)
    for low, high, columns in _DOORS[shape]:
        tall = (high - low) * height - gap
        for column in range(columns):
            each = wide / columns
            x = (column - (columns - 1) / 2) * each
            at = (x, -deep / 2 + thick / 2, (low + high) / 2 * height)
            size = (each - (gap if columns > 1 else 0), thick, tall)
            pane = finishes.glass(design, 0.1, 0.6) if shape == "glass door" else front
            model.box(at, size, pane, roundness=9.0 if shape == "rounded" else 0.0)
            hinge = 1.0 if columns > 1 and column == 0 else -1.0
            _handle(model, grip, x + hinge * (each / 2 - 0.05), -deep / 2, at[2], tall, metal)
    if shape == "glass door":
        for z in (0.05, 0.97):
            model.box((0, -deep / 2 + thick / 2, z * height), (wide, thick, height * 0.06), body)
    if design.chance(0.2) and height > 1.2:  # a panel or a dispenser in the door
        at = (wide * 0.12, -deep / 2 - 0.004, height * 0.68)
        model.box(at, (0.18, 0.012, 0.25), finishes.screen(design))
    if design.chance(0.25):  # notes held by magnets
        for _ in range(design.count(1, 4)):
            at = (design.uniform(-0.2, 0.2), -deep / 2 - 0.003, height * design.uniform(0.55, 0.85))
            model.box(at, (0.1, 0.004, 0.14), finishes.paper(design))
    if design.chance(0.25):
        model.put(small_box(design) if height > 1.2 else microwave(design), (0, 0.05, height))
    return model.centred()


def _handle(
    model: Model, grip: str, x: float, front: float, z: float, tall: float, paint: Paint
) -> None:
    """A bar on two feet, a strip along the edge, or a dark pocket; level on low drawers."""
    long = min(0.5, tall * 0.6)
    if grip == "pocket":
        model.box((x, front - 0.002, z + tall * 0.3), (0.05, 0.008, long * 0.4), paint)
    elif grip == "edge":
        model.box((x, front - 0.01, z), (0.02, 0.02, tall * 0.95), paint)
    elif tall < 0.35:
        model.box((0, front - 0.04, z + tall * 0.3), (0.35, 0.02, 0.025), paint)
        for side in (-0.15, 0.15):
            model.box((side, front - 0.02, z + tall * 0.3), (0.02, 0.045, 0.02), paint)
    else:
        model.box((x, front - 0.045, z), (0.024, 0.02, long), paint)
        for end in (-0.45, 0.45):
            model.box((x, front - 0.02, z + end * long), (0.02, 0.05, 0.02), paint)


def microwave(design: Design) -> Model:
    """A microwave, its front towards -y."""
    model, shape = of_family(design, "microwave", ("panel right", "low"), ("drop door", "large"))
    paint, dark = finishes.appliance(design), finishes.screen(design)
    wide, tall = design.uniform(0.44, 0.52), design.uniform(0.25, 0.32)
    if shape == "large":
        wide, tall = design.uniform(0.54, 0.6), design.uniform(0.32, 0.38)
    deep = wide * design.uniform(0.68, 0.8)
    for x in (-0.4, 0.4):
        model.box((x * wide, 0, 0.008), (0.04, deep * 0.8, 0.016), finishes.plastic(design, "dark"))
    model.box((0, 0, tall / 2 + 0.01), (wide, deep, tall - 0.01), paint)
    front = -deep / 2 - 0.006
    if shape == "drop door":
        model.box((0, front, tall * 0.42), (wide * 0.92, 0.014, tall * 0.62), dark)
        model.box((0, front - 0.03, tall * 0.8), (wide * 0.7, 0.02, 0.02), finishes.metal(design))
        for x in (-0.33, 0.33):
            model.box((x * wide, front - 0.012, tall * 0.8), (0.02, 0.04, 0.02), paint)
        return model
    model.box((-wide * 0.12, front, tall / 2 + 0.01), (wide * 0.68, 0.014, tall * 0.8), dark)
    model.box(
        (wide * 0.37, front, tall / 2 + 0.01),
        (wide * 0.2, 0.012, tall * 0.85),
        design.tinted(paint),
    )
    if shape == "panel right":
        at = (wide * 0.24, front - 0.02, tall / 2)
        model.box(at, (0.018, 0.035, tall * 0.6), finishes.metal(design))
    else:
        for z in (0.3, 0.65):
            model.cylinder((wide * 0.37, front - 0.01, tall * z), 0.022, 0.025, paint, "y")
    return model


def stove(design: Design) -> Model:
    """A stove with oven and hob; perhaps with a panel at the back, or wide with two ovens."""
    model, shape = of_family(
        design, "stove", ("rings", "plates", "glass top"), ("two ovens", "gas grates")
    )
    paint, dark = finishes.appliance(design), finishes.screen(design)
    wide = design.uniform(0.85, 1.0) if shape == "two ovens" else design.choose((0.5, 0.6, 0.6))
    high, deep = design.uniform(0.84, 0.92), design.uniform(0.56, 0.64)
    metal, front = finishes.metal(design, "metal", "dark"), -deep / 2
    model.box((0, 0, high / 2 + 0.02), (wide, deep, high - 0.04), paint)
    model.box((0, 0.02, 0.03), (wide * 0.92, deep * 0.85, 0.06), finishes.plastic(design, "dark"))
    ovens = 2 if shape == "two ovens" else 1
    for oven in range(ovens):
        x = (oven - (ovens - 1) / 2) * wide / 2
        each = wide / ovens * 0.88
        model.box((x, front - 0.012, high * 0.44), (each, 0.03, high * 0.52), design.tinted(paint))
        model.box((x, front - 0.024, high * 0.44), (each * 0.75, 0.012, high * 0.3), dark)
        model.box((x, front - 0.055, high * 0.68), (each * 0.8, 0.02, 0.02), metal)
        for side in (-0.35, 0.35):
            model.box((x + side * each, front - 0.04, high * 0.68), (0.02, 0.05, 0.02), metal)
    knobs = 5 if ovens == 1 else 8
    for knob in range(knobs):
        x = ((knob + 0.5) / knobs - 0.5) * wide * 0.85
        model.cylinder((x, front - 0.015, high * 0.88), 0.02, 0.04, metal, "y")
    top = high + 0.004
    if shape == "glass top":
        model.box((0, 0, top), (wide * 0.96, deep * 0.92, 0.014), dark)
    for x in (-0.24, 0.24) if ovens == 1 else (-0.33, 0.0, 0.33):
        for y in (-0.22, 0.2):
            at = (x * wide, y * deep)
            if shape in ("rings", "plates", "two ovens"):
                radius = design.choose((0.075, 0.09))
                model.cylinder((*at, top + 0.006), radius, 0.018, finishes.metal(design, "dark"))
            elif shape == "gas grates":
                model.cylinder((*at, top + 0.005), 0.05, 0.016, finishes.metal(design, "dark"))
                for turn in (0, 1):
                    size = (0.22, 0.012, 0.012) if turn else (0.012, 0.22, 0.012)
                    model.box((*at, top + 0.03), size, finishes.metal(design, "dark"))
                    foot = (at[0] + 0.1 * turn, at[1] + 0.1 * (1 - turn), top + 0.014)
                    model.box(foot, (0.012, 0.012, 0.036), finishes.metal(design, "dark"))
    if design.chance(0.35):
        model.box((0, deep / 2 - 0.02, high + 0.08), (wide, 0.04, 0.18), paint)
    return model.centred()


def washing_machine(design: Design) -> Model:
    """A front loader, a top loader, or a drier on a washer."""
    model, shape = of_family(
        design, "washing machine", ("front", "front grey door"), ("top loader", "stacked")
    )
    paint = finishes.appliance(design)
    wide, deep, high = (
        design.uniform(0.54, 0.66),
        design.uniform(0.48, 0.65),
        design.uniform(0.82, 0.9),
    )
    if shape == "top loader":
        high = design.uniform(0.9, 1.05)
        model.box((0, 0, high / 2), (wide, deep, high), paint)
        model.box((0, -0.04, high + 0.008), (wide * 0.85, deep * 0.75, 0.02), design.tinted(paint))
        model.box((0, deep / 2 - 0.05, high + 0.07), (wide, 0.1, 0.16), design.tinted(paint))
        return model.centred()
    for level in range(2 if shape == "stacked" else 1):
        _drum_unit(design, model, level * high, wide, deep, high, paint)
    if shape != "stacked" and design.chance(0.3):
        model.put(folded_towel(design), (design.normal(0.1), 0, high))
    return model.centred()


def _drum_unit(
    design: Design, model: Model, z: float, wide: float, deep: float, high: float, paint: Paint
) -> None:
    """One machine with its round door, from height z."""
    front = -deep / 2
    model.box((0, 0, z + high / 2), (wide, deep, high), paint)
    radius, middle = design.uniform(0.15, 0.2), z + high * 0.48
    rim = finishes.metal(design, "metal", "white", "dark")
    model.cylinder((0, front - 0.01, middle), radius, 0.04, rim, "y")
    model.cylinder((0, front - 0.03, middle), radius * 0.78, 0.03, finishes.screen(design), "y")
    model.box(
        (0, front - 0.006, z + high * 0.9), (wide * 0.97, 0.016, high * 0.14), design.tinted(paint)
    )
    model.box(
        (-wide * 0.32, front - 0.012, z + high * 0.9),
        (wide * 0.28, 0.02, 0.08),
        design.tinted(paint, 0.2),
    )
    dial = finishes.metal(design, "metal", "dark")
    model.cylinder((0.05, front - 0.02, z + high * 0.9), 0.03, 0.03, dial, "y")
    for number in range(3):
        x = wide * (0.2 + 0.08 * number)
        model.box((x, front - 0.016, z + high * 0.9), (0.02, 0.012, 0.02), dial)
    model.box((wide * 0.38, front - 0.01, z + 0.07), (0.1, 0.01, 0.08), design.tinted(paint))
