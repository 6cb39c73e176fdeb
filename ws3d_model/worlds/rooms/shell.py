# SPDX-License-Identifier: Apache-2.0
"""The shell of a room: floor, walls around their openings, skirting, and a ceiling or none."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from ws3d_model.worlds.rooms.building import Building
from ws3d_model.worlds.rooms.floor_plan import Wall
from ws3d_model.worlds.rooms.openings import Opening
from ws3d_model.worlds.rooms.trim import skirt
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Paint, Pattern
from ws3d_model.worlds.shapes.primitives import Faces


def floor_paint(design: Design) -> Paint:
    """Boards, tiles, carpet or concrete."""
    pattern = design.family(
        "floor",
        (Pattern.PLAIN, Pattern.GRAIN, Pattern.JOINTS, Pattern.TILES),
        (Pattern.STRIPES, Pattern.BLOTCHES),
    )
    paint = design.paint("wood", "neutral", "neutral", "any", pattern=Pattern(pattern))
    if paint.pattern in (Pattern.STRIPES, Pattern.BLOTCHES):
        paint = paint._replace(contrast=paint.contrast * 0.3)
    material = design.choose(("wooden", "stone", "fabric", "plastic"))
    return paint._replace(material=material)


def wall_paint(design: Design) -> Paint:
    """Pale mostly; sometimes strong, tiled, papered, or of brick or concrete."""
    pattern = design.choose(
        (Pattern.PLAIN, Pattern.JOINTS, Pattern.STRIPES, Pattern.GRAIN), (8, 1, 0.5, 1)
    )
    paint = design.paint("neutral", "neutral", "white", "vivid", pattern=pattern)
    if design.chance(0.8):
        paint = paint._replace(colour=np.clip(paint.colour * 0.3 + 0.6, 0, 1), contrast=0.06)
    elif design.chance(0.3):
        return design.paint("brick", "concrete", pattern=Pattern.JOINTS)
    return paint._replace(material="ceramic" if pattern is Pattern.JOINTS else "plaster")


def lay_floor(building: Building, paint: Paint) -> None:
    """The floor of the room."""
    model = Model("floor")
    for x0, y0, x1, y1 in building.plan.pieces:
        at = ((x0 + x1) / 2, (y0 + y1) / 2, -0.05)
        model.box(at, (x1 - x0, y1 - y0, 0.1), paint, faces=Faces.TOP)
    building.fix(model, np.zeros(2))


def raise_walls(building: Building, openings: dict[int, list[Opening]], floor: Paint) -> Paint:
    """All walls of the room, with the floor in their doorways; returns the paint of most."""
    design = building.design
    paint, trim = wall_paint(design), None
    if design.chance(0.5):
        trim = design.paint("white", "wood", "neutral")
    lower = _lower_paint(building) if design.chance(0.15) else None
    for number, wall in enumerate(building.plan.walls):
        if wall.is_open:
            continue
        own = paint if design.chance(0.8) else wall_paint(design)
        _wall(building, wall, openings[number], own, lower)
        if trim is not None:
            skirt(building, wall, openings[number], trim)
        _thresholds(building, wall, openings[number], floor)
    return paint


def _lower_paint(building: Building) -> tuple[float, Paint]:
    """A height, and what the walls are painted or tiled with up to it."""
    design = building.design
    pattern = design.choose((Pattern.JOINTS, Pattern.PLAIN))
    paint = design.paint("white", "neutral", "vivid", "wood", pattern=pattern)
    return design.uniform(0.9, 2.0), paint


def _wall(
    building: Building,
    wall: Wall,
    openings: list[Opening],
    paint: Paint,
    lower: tuple[float, Paint] | None,
) -> None:
    """The surface of a wall around its openings, and the reveals in its thickness."""
    model, thick = Model("wall"), wall.thickness
    split = lower[0] if lower and lower[0] < wall.top else 0.0
    edges_x = sorted({0.0, wall.length, *(e for o in openings for e in o.x)})
    edges_z = sorted({0.0, wall.top, split, *(e for o in openings for e in o.z)})
    for z0, z1 in pairwise(edges_z):
        z = (z0 + z1) / 2
        own = lower[1] if lower and z < split else paint
        solid = [
            (x0, x1)
            for x0, x1 in pairwise(edges_x)
            if not any(o.x[0] < (x0 + x1) / 2 < o.x[1] and o.z[0] < z < o.z[1] for o in openings)
        ]
        for x0, x1 in _merged(solid):
            size = (x1 - x0, thick, z1 - z0)
            model.box(((x0 + x1) / 2, thick / 2, z), size, own, faces=Faces.FRONT)
    for opening in openings:
        _reveal(model, opening, paint)
    building.on_wall(model, wall, 0.0)


def _merged(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Neighbouring spans as one."""
    found: list[tuple[float, float]] = []
    for x0, x1 in spans:
        if found and found[-1][1] == x0:
            found[-1] = (found[-1][0], x1)
        else:
            found.append((x0, x1))
    return found


def _reveal(model: Model, opening: Opening, paint: Paint) -> None:
    """The sides of an opening, in the thickness of the wall, and the back of a niche."""
    (x0, x1), (z0, z1), depth = opening.x, opening.z, opening.depth
    if depth < 0.02:
        return
    middle, tall = (z0 + z1) / 2, z1 - z0
    model.box((x0 - 0.01, depth / 2, middle), (0.02, depth, tall), paint, faces=Faces.RIGHT)
    model.box((x1 + 0.01, depth / 2, middle), (0.02, depth, tall), paint, faces=Faces.LEFT)
    over = ((x0 + x1) / 2, depth / 2, z1 + 0.01)
    model.box(over, (x1 - x0, depth, 0.02), paint, faces=Faces.BOTTOM)
    if z0 > 0.02:
        model.box((over[0], over[1], z0 - 0.01), (x1 - x0, depth, 0.02), paint, faces=Faces.TOP)
    if opening.kind == "niche":
        back = (over[0], depth + 0.01, middle)
        model.box(back, (x1 - x0, 0.02, tall), paint, faces=Faces.FRONT)


def _thresholds(building: Building, wall: Wall, openings: list[Opening], paint: Paint) -> None:
    """The floor goes on into the thickness of the wall, up to the leaf of the door."""
    for opening in openings:
        if opening.z[0] < 0.02 and opening.depth > 0.0:
            (x0, x1), depth = opening.x, opening.depth
            model = Model("floor")
            middle = ((x0 + x1) / 2, depth / 2, -0.05)
            model.box(middle, (x1 - x0, depth, 0.1), paint, faces=Faces.TOP)
            building.on_wall(model, wall, 0.0)


def choose_slope(building: Building) -> tuple[int, float] | None:
    """For a room under the roof: the wall that is low, and its height; lowers the walls' limits."""
    design, plan = building.design, building.plan
    if len(plan.walls) != 4 or not design.chance(0.1):
        return None
    low, knee = design.count(0, 3), design.uniform(1.2, 2.1)
    for number, wall in enumerate(plan.walls):
        if number == low:
            wall.height = wall.top = knee
        elif number != (low + 2) % 4:
            wall.height = knee
    return low, knee


def close_ceiling(building: Building, slope: tuple[int, float] | None) -> None:
    """A flat ceiling with or without panels, or a sloping one."""
    design, plan = building.design, building.plan
    panels = design.choose((Pattern.PLAIN, Pattern.PLAIN, Pattern.JOINTS))
    paint = design.paint("white", "white", "neutral", "wood", pattern=panels)
    model = Model("ceiling")
    if slope is None:
        for x0, y0, x1, y1 in plan.pieces:
            at = ((x0 + x1) / 2, (y0 + y1) / 2, plan.height + 0.05)
            model.box(at, (x1 - x0, y1 - y0, 0.1), paint, faces=Faces.BOTTOM)
        building.fix(model, np.zeros(2))
        return
    low, knee = slope
    wall = plan.walls[low]
    deep = plan.walls[(low + 1) % 4].length
    # The slope meets a flat part before it reaches the far wall, or there.
    flat = design.uniform(0.3, 0.8) * deep if design.chance(0.6) else deep
    corners = [(0.0, knee, 0.0), (flat, plan.height, flat)]
    if flat < deep:
        corners.append((deep, plan.height, deep))
    for (y0, z0, _), (y1, z1, _) in pairwise(corners):
        quad = [(0, -y0, z0), (wall.length, -y0, z0), (wall.length, -y1, z1), (0, -y1, z1)]
        model.mesh(np.array(quad), np.array([(0, 2, 1), (0, 3, 2)]), paint)
    building.on_wall(model, wall, 0.0)
