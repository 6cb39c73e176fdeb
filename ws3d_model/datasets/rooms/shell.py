# SPDX-License-Identifier: Apache-2.0
"""The shell of a room: walls with their openings, floor, ceiling, columns and the like."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from ws3d_model.datasets.rooms.building import Building
from ws3d_model.datasets.rooms.floor_plan import TAKEN, UNDER_TABLE, Wall
from ws3d_model.datasets.rooms.model import Model
from ws3d_model.datasets.rooms.openings import Opening, fill_opening, plan_openings
from ws3d_model.datasets.rooms.palette import Paint, Pattern
from ws3d_model.datasets.rooms.primitives import Faces


def raise_shell(building: Building, ceiling: bool, open_sides: int) -> None:
    """Floor, walls with doors and windows, ceiling, sometimes a column or a jutting corner."""
    design, plan = building.design, building.plan
    floor = design.paint("wood", "neutral", "neutral", "any", pattern=_floor_pattern(building))
    if floor.pattern in (Pattern.STRIPES, Pattern.BLOTCHES):
        floor = floor._replace(contrast=floor.contrast * 0.3)
    _slab(building, "floor", -0.05, floor, Faces.TOP)
    if ceiling:
        panels = design.choose((Pattern.PLAIN, Pattern.PLAIN, Pattern.JOINTS))
        _slab(building, "ceiling", plan.height + 0.05, design.paint("white", pattern=panels),
              Faces.BOTTOM)  # fmt: skip
    paint = _wall_paint(building)
    trim = design.paint("white", "wood", "neutral") if design.chance(0.5) else None
    for number in design.rng.permutation(4)[:open_sides]:
        plan.walls[int(number)].is_open = True
    closed = [wall for wall in plan.walls if not wall.is_open]
    _corner_block(building, paint)
    for number, wall in enumerate(closed):
        own = paint if design.chance(0.8) else _wall_paint(building)
        openings = plan_openings(design, wall, with_door=number == 0)
        _wall(building, wall, openings, own, trim)
        _thresholds(building, wall, openings, floor)
        for opening in openings:
            fill_opening(building, wall, opening, own)
    if design.chance(0.12):
        _column(building, paint)


def _floor_pattern(building: Building) -> Pattern:
    options = building.design.family(
        "floor",
        (Pattern.PLAIN, Pattern.GRAIN, Pattern.JOINTS, Pattern.TILES),
        (Pattern.STRIPES, Pattern.BLOTCHES),
    )
    return Pattern(options)


def _wall_paint(building: Building) -> Paint:
    """Pale mostly; sometimes strong, tiled or papered."""
    design = building.design
    pattern = design.choose(
        (Pattern.PLAIN, Pattern.JOINTS, Pattern.STRIPES, Pattern.GRAIN), (8, 1, 0.5, 1)
    )
    paint = design.paint("neutral", "neutral", "white", "vivid", pattern=pattern)
    if design.chance(0.8):
        paint = paint._replace(colour=np.clip(paint.colour * 0.3 + 0.6, 0, 1), contrast=0.06)
    return paint


def _slab(building: Building, name: str, z: float, paint: Paint, faces: int) -> None:
    plan = building.plan
    model = Model(name).box((0, 0, 0), (plan.width, plan.depth, 0.1), paint, faces=faces)
    building.fix(model, np.array([plan.width / 2, plan.depth / 2]), 0.0, z)


def _wall(
    building: Building, wall: Wall, openings: list[Opening], paint: Paint, trim: Paint | None
) -> None:
    """The surface of a wall around its openings, and the reveals in its thickness."""
    model = Model("wall")
    edges_x = sorted({0.0, wall.length, *(e for o in openings for e in o.x)})
    edges_z = sorted({0.0, wall.height, *(e for o in openings for e in o.z)})
    for x0, x1 in pairwise(edges_x):
        for z0, z1 in pairwise(edges_z):
            x, z = (x0 + x1) / 2, (z0 + z1) / 2
            if any(o.x[0] < x < o.x[1] and o.z[0] < z < o.z[1] for o in openings):
                continue
            model.box((x, 0.05, z), (x1 - x0, 0.1, z1 - z0), paint, faces=Faces.FRONT)
    for opening in openings:
        (x0, x1), (z0, z1), depth = opening.x, opening.z, opening.depth
        if depth < 0.02:
            continue
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
    if trim is not None:
        doors = sorted(o.x for o in openings if o.z[0] < 0.1)
        starts = [0.0, *(x1 for _, x1 in doors)]
        ends = [*(x0 for x0, _ in doors), wall.length]
        for x0, x1 in zip(starts, ends, strict=True):
            if x1 - x0 > 0.05:
                model.box(((x0 + x1) / 2, -0.006, 0.045), (x1 - x0, 0.012, 0.09), trim)
    building.on_wall(model, wall, 0.0)


def _thresholds(building: Building, wall: Wall, openings: list[Opening], paint: Paint) -> None:
    """The floor goes on into the thickness of the wall, up to the leaf of the door."""
    for opening in openings:
        if opening.z[0] < 0.02 and opening.depth > 0.0:
            (x0, x1), depth = opening.x, opening.depth
            model = Model("floor")
            middle = ((x0 + x1) / 2, depth / 2, -0.05)
            model.box(middle, (x1 - x0, depth, 0.1), paint, faces=Faces.TOP)
            building.on_wall(model, wall, 0.0)


def _corner_block(building: Building, paint: Paint) -> None:
    """A corner that juts into the room, which makes the plan an L; or a chimney breast."""
    design, plan = building.design, building.plan
    if min(plan.width, plan.depth) < 3.4 or not design.chance(0.3):
        return
    first = design.count(0, 3)
    wall = plan.walls[first]
    if wall.is_open or plan.walls[(first + 1) % 4].is_open:
        return
    chimney = design.chance(0.35)
    wide = design.uniform(0.4, 1.2) if chimney else design.uniform(0.6, wall.length * 0.35)
    deep = design.uniform(0.2, 0.5) if chimney else design.uniform(0.6, 1.4)
    along = design.uniform(0.4, wall.length - wide - 0.4) if chimney else wall.length - wide
    model = Model("wall").box((0, 0, plan.height / 2), (wide, deep, plan.height), paint,
                              faces=Faces.ALL & ~Faces.TOP & ~Faces.BOTTOM)  # fmt: skip
    at = wall.point(along + wide / 2, deep / 2)
    half = np.array([wide / 2, deep / 2])
    plan.take(at, wall.yaw, -half, half)
    wall.taken.append((along, along + wide, 0.0, plan.height))
    if not chimney:
        plan.walls[(first + 1) % 4].taken.append((0.0, deep, 0.0, plan.height))
    building.fix(model, at, wall.yaw)


def _column(building: Building, paint: Paint) -> None:
    design, plan = building.design, building.plan
    size = design.uniform(0.22, 0.55)
    shape = design.family("column", ("square", "round"), ("fluted",))
    own = design.paint("neutral", "white") if design.chance(0.5) else paint
    if shape == "fluted":
        own = own._replace(pattern=Pattern.STRIPES, contrast=0.2)
    model, tall = Model("column"), plan.height
    if shape == "square":
        model.box((0, 0, tall / 2), (size, size, tall), own)
    else:
        model.cylinder((0, 0, tall / 2), size / 2, tall, own)
    if design.chance(0.5):
        building.against_wall(model, gap=(0.0, 0.0))
    else:
        building.in_the_open(model)


def lay_rug(building: Building) -> None:
    """A rug on the floor, under whatever comes to stand on it."""
    design, plan = building.design, building.plan
    size = (
        design.uniform(0.8, min(3.0, plan.width - 0.6)),
        design.uniform(0.6, min(2.2, plan.depth - 0.6)),
    )
    paint = design.paint("vivid", "neutral", "any", pattern=design.choose(tuple(Pattern)))
    model, thick = Model("rug"), design.uniform(0.008, 0.018)
    if design.family("rug", ("square", "wide"), ("round",)) == "round":
        model.cylinder((0, 0, thick / 2), min(size) / 2, thick, paint)
    else:
        model.box((0, 0, thick / 2), (*size, thick), paint)
    half = np.array(size) / 2
    room = np.array([plan.width, plan.depth])
    at = design.rng.uniform(half, np.maximum(room - half, half + 0.01))
    blocked = plan.cells[tuple((at / 0.05).astype(int))]
    if blocked not in (TAKEN, UNDER_TABLE):
        building.fix(model, at)
