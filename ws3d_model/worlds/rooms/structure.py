# SPDX-License-Identifier: Apache-2.0
"""What belongs to the building and stands in a room: columns, half walls, steps, glass."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.rooms.building import Building
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, Support
from ws3d_model.worlds.shapes.palette import Paint, Pattern
from ws3d_model.worlds.shapes.primitives import Faces

_NO_ENDS = Faces.LEFT | Faces.RIGHT | Faces.FRONT | Faces.BACK


def add_structure(building: Building, paint: Paint) -> None:
    """A few of the things that make a room more than a box."""
    design, plan = building.design, building.plan
    roomy = min(plan.width, plan.depth) > 3.2
    if design.chance(0.12):
        _column(building, paint)
    if roomy and design.chance(0.15):
        _chimney_breast(building, paint)
    if roomy and design.chance(0.1):
        _half_wall(building, paint)
    if roomy and design.chance(0.08):
        _platform(building)
    if roomy and building.kind in ("office", "classroom", "studio") and design.chance(0.35):
        _screens(building, "cubicle wall")
    if roomy and design.chance(0.12):
        _screens(building, "glass wall")


def _column(building: Building, paint: Paint) -> None:
    design = building.design
    size, tall = design.uniform(0.22, 0.55), building.plan.height - 0.002
    shape = design.family("column", ("square", "round", "paired", "capital"), ("fluted", "octagon"))
    own = design.paint("neutral", "white", "concrete") if design.chance(0.5) else paint
    model = Model("column", f"column: {shape}")
    if shape == "fluted":
        own = own._replace(pattern=Pattern.STRIPES, contrast=0.2, frequency=(60.0, 60.0, 0.0))
    if shape == "octagon":
        angle = np.arange(8) * np.pi / 4
        outline = np.stack([np.cos(angle), np.sin(angle)], 1) * size / 2
        model.prism(outline, tall, own, (0, 0, tall / 2))
    elif shape == "paired":
        for x in (-0.18, 0.18):
            model.cylinder((x, 0, tall / 2), 0.09, tall, own)
    elif shape in ("round", "fluted"):
        model.cylinder((0, 0, tall / 2), size / 2, tall, own)
    else:
        model.box((0, 0, tall / 2), (size, size, tall), own)
        if shape == "capital":
            for z in (0.1, tall - 0.1):
                model.box((0, 0, z), (size + 0.1, size + 0.1, 0.2), own)
    if design.chance(0.5):
        building.against_wall(model, gap=(0.0, 0.0))
    else:
        building.in_the_open(model)


def _chimney_breast(building: Building, paint: Paint) -> None:
    """A part of the wall that juts into the room."""
    design, tall = building.design, building.plan.height
    wide, deep = design.uniform(0.4, 1.4), design.uniform(0.15, 0.5)
    model = Model("wall").box((0, 0, tall / 2), (wide, deep, tall - 0.002), paint, faces=_NO_ENDS)
    building.against_wall(model, gap=(0.0, 0.0), corner=0.3)


def _half_wall(building: Building, paint: Paint) -> None:
    """A wall of half the height that ends in the room, or stands in it; things may lie on it."""
    design = building.design
    wide, thick, tall = design.uniform(0.8, 2.0), design.uniform(0.1, 0.2), design.uniform(0.8, 1.3)
    model = Model("wall").box((0, 0, tall / 2), (thick, wide, tall), paint)
    model.supports = [Support((-thick / 2, thick / 2), (-wide / 2, wide / 2), tall, 0.5)]
    if design.chance(0.75):
        building.against_wall(model, gap=(0.0, 0.0), corner=0.0)
    else:
        building.in_the_open(model)


def _platform(building: Building) -> None:
    """A raised floor along a wall with a step before it, or stairs that lead up against a wall."""
    design = building.design
    paint = design.paint("wood", "neutral", "concrete")
    wide, rise = design.uniform(0.9, 2.0), design.uniform(0.12, 0.19)
    if design.chance(0.5):
        deep = design.uniform(0.8, 1.6)
        model = Model("floor").box((0, 0, rise / 2), (wide, deep, rise), paint)
        model.supports = [Support((-wide / 2, wide / 2), (-deep / 2, deep / 2), rise, 1.8)]
    else:
        shape = design.family("stairs", ("closed", "open risers"), ("winder", "with cheeks"))
        steps, run = design.count(2, 7), design.uniform(0.24, 0.3)
        model = Model("stairs", f"stairs: {shape}")
        for step in range(steps):
            top, y = rise * (step + 1), run * (step - (steps - 1) / 2)
            tall = 0.05 if shape == "open risers" and step < steps - 1 else top
            model.box((0, y, top - tall / 2), (wide, run, tall), paint)
        if shape in ("open risers", "with cheeks"):
            for side in (-1, 1):
                outline = (
                    (-steps * run / 2, 0.0), (steps * run / 2, 0.0),
                    (steps * run / 2, steps * rise), (-steps * run / 2, rise),
                )  # fmt: skip
                model.prism(outline, 0.04, paint, (side * (wide / 2 + 0.02), 0, 0), "x")
    building.against_wall(model, gap=(0.0, 0.0))


def _screens(building: Building, name: str) -> None:
    """Screens between desks, or panes from floor to head height."""
    design = building.design
    tall = design.uniform(1.1, 1.7) if name == "cubicle wall" else design.uniform(1.9, 2.2)
    paint = _screen_paint(design, name)
    shape = design.family(name, ("straight", "corner"), ("on feet", "tee"))
    for _ in range(design.count(1, 3)):
        wide, model = design.uniform(0.9, 1.8), Model(name, f"{name}: {shape}")
        lift = 0.12 if shape == "on feet" else 0.0
        model.box((0, 0, lift + tall / 2), (wide, 0.05, tall), paint)
        if shape in ("corner", "tee"):
            x = 0.0 if shape == "tee" else wide / 2 - 0.025
            model.box((x, -wide * 0.3, tall / 2), (0.05, wide * 0.6, tall), paint)
        if shape == "on feet":
            metal = design.paint("metal", "dark")
            for side in (-1, 1):
                model.box((side * wide * 0.4, 0, 0.06), (0.05, 0.4, 0.12), metal)
        building.somewhere(model)


def _screen_paint(design: Design, name: str) -> Paint:
    if name == "glass wall":
        return design.paint("glass", gloss=design.uniform(0.2, 0.9), material="glass")
    return design.paint("neutral", "vivid", "dark", material="fabric")


def lay_rug(building: Building) -> None:
    """A rug on the floor, under whatever comes to stand on it."""
    design, plan = building.design, building.plan
    size = (
        design.uniform(0.8, max(0.9, min(3.0, plan.width - 0.6))),
        design.uniform(0.6, max(0.7, min(2.2, plan.depth - 0.6))),
    )
    paint = design.paint("vivid", "neutral", "any", pattern=design.choose(tuple(Pattern)))
    paint = paint._replace(material="fabric")
    shape = design.family("rug", ("square", "wide"), ("round",))
    model, thick = Model("rug", f"rug: {shape}"), design.uniform(0.004, 0.014)
    if shape == "round":
        model.cylinder((0, 0, thick / 2), min(size) / 2, thick, paint)
    else:
        model.box((0, 0, thick / 2), (*size, thick), paint)
    low, high = model.bounds()
    for _ in range(6):
        at = design.rng.uniform(plan.low, plan.high)
        if plan.is_free(at, 0.0, low[:2], high[:2]):
            building.fix(model, at)
            return
