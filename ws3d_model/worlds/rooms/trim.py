# SPDX-License-Identifier: Apache-2.0
"""Trim: skirting boards, cornices, beams under the ceiling, and pipes in corners."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.primitive_solids import solids_of
from ws3d_model.worlds.rooms.building import Building
from ws3d_model.worlds.rooms.floor_plan import TAKEN, Wall
from ws3d_model.worlds.rooms.openings import Opening
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Paint, Shade


def skirt(building: Building, wall: Wall, openings: list[Opening], paint: Paint) -> None:
    """Boards along the foot of a wall, but not across doors and their frames."""
    doors = sorted(opening.x for opening in openings if opening.z[0] < 0.1)
    starts = [0.0, *(x1 + 0.1 for _, x1 in doors)]
    ends = [*(x0 - 0.1 for x0, _ in doors), wall.length]
    model = Model("skirting")
    for x0, x1 in zip(starts, ends, strict=True):
        if x1 - x0 > 0.05:
            model.box(((x0 + x1) / 2, -0.006, 0.045), (x1 - x0, 0.012, 0.09), paint)
    building.on_wall(model, wall, 0.0)


def add_cornice(building: Building) -> None:
    """A moulding where walls and a level ceiling meet."""
    design, plan = building.design, building.plan
    size, paint = design.uniform(0.03, 0.12), design.paint("white", "wood")
    for wall in plan.walls:
        if not wall.is_open:
            middle = (wall.length / 2, 0.0, plan.height)
            outline = [(0.0, 0.0), (-size, 0.0), (0.0, -size)]  # (y, z)
            model = Model("cornice").prism(outline, wall.length, paint, middle, "x")
            building.on_wall(model, wall, 0.0)
            wall.height = min(wall.height, plan.height - size)


def add_beams(building: Building) -> None:
    """Beams or ducts below a level ceiling, across the room."""
    design, plan = building.design, building.plan
    shape = design.family("beam", ("timber", "concrete", "duct"), ("steel", "round duct"))
    deep, wide = design.uniform(0.12, 0.35), design.uniform(0.12, 0.5)
    shades: dict[str, Shade] = {"timber": "wood", "concrete": "concrete", "steel": "metal"}
    paint = design.paint(shades.get(shape, "white"))
    x0, y0, x1, y1 = design.choose(plan.pieces)
    along_x = design.chance(0.5)
    length, across = (x1 - x0, y1 - y0) if along_x else (y1 - y0, x1 - x0)
    yaw = 0.0 if along_x else np.pi / 2
    middle = np.array([(x0 + x1) / 2, (y0 + y1) / 2])
    count = design.choose((1, 1, 2, 3))
    for number in range(count):
        place = across * ((number + design.uniform(0.35, 0.65)) / count - 0.5)
        model = Model("beam", f"beam: {shape}")
        if shape == "round duct":
            model.cylinder((0, 0, -deep / 2), deep / 2, length - 0.002, paint, "x")
        elif shape == "steel":
            for z in (-0.01, -deep + 0.01):
                model.box((0, 0, z), (length - 0.002, wide, 0.02), paint)
            model.box((0, 0, -deep / 2), (length - 0.002, 0.02, deep - 0.04), paint)
        else:
            model.box((0, 0, -deep / 2), (length - 0.002, wide, deep), paint)
        side = np.array([0.0, place] if along_x else [place, 0.0])
        at = np.append(middle + side, plan.height)
        if building.site.is_clear(solids_of(model.primitives)[0], at, yaw):
            building.fix(model, at[:2], yaw, plan.height)


def add_pipes(building: Building) -> None:
    """One to four pipes up a wall near a corner, or along it under the ceiling."""
    design, plan = building.design, building.plan
    shape = design.family("pipe", ("bare", "lagged", "pair"), ("bundle",))
    paint = design.paint("metal", "white", "neutral", "vivid")
    radius = design.uniform(0.04, 0.09) if shape == "lagged" else design.uniform(0.012, 0.04)
    count = {"pair": 2, "bundle": 4}.get(shape, 1)
    wall = design.choose(plan.walls)
    if wall.is_open or wall.length < 1.0:
        return
    model, step = Model("pipe", f"pipe: {shape}"), 2.2 * radius + 0.02
    if design.chance(0.6):
        tall = wall.height - 0.03
        for number in range(count):
            model.cylinder((number * step, -radius - 0.005, tall / 2), radius, tall, paint)
        width = (count - 1) * step + 2 * radius
        near = design.choose((0.05 + radius, wall.length - width - 0.05 + radius))
        placed = building.hang(model, wall, 0.0, along=near)
        if placed is not None:
            low, high = model.bounds()
            building.plan.take(placed.at[:2], placed.yaw, low[:2], high[:2], TAKEN)
        return
    long = wall.length - 0.12
    for number in range(count):
        model.cylinder((0, -radius - 0.005, -number * step), radius, long, paint, "x")
    building.hang(model, wall, wall.height - radius - 0.05, along=wall.length / 2)
