# SPDX-License-Identifier: Apache-2.0
"""What hangs on walls and from ceilings: the flat things that walls like to swallow."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ws3d_model.datasets.rooms.building import Building
from ws3d_model.datasets.rooms.decor import ceiling_panel, hanging_lamp, radiator
from ws3d_model.datasets.rooms.design import Design
from ws3d_model.datasets.rooms.electronics import television
from ws3d_model.datasets.rooms.floor_plan import Wall
from ws3d_model.datasets.rooms.model import Model, Support
from ws3d_model.datasets.rooms.palette import Pattern
from ws3d_model.datasets.rooms.primitives import Faces
from ws3d_model.datasets.rooms.small_objects import books, bottle, cup, scatter, small_box

# Models here hang with their back on y = 0 and their lower edge on z = 0.


def picture(design: Design) -> Model:
    """A framed picture, or a bare sheet."""
    model, wide, tall = Model("picture"), design.uniform(0.2, 1.2), design.uniform(0.2, 0.95)
    shape = design.family("picture", ("framed", "canvas", "sheet"), ("passe-partout", "diptych"))
    thick = {"sheet": 0.004, "canvas": 0.03}.get(shape, 0.02)
    shown = design.paint("any", "vivid", "white", pattern=design.choose(
        (Pattern.BLOTCHES, Pattern.BLOTCHES, Pattern.GRAIN, Pattern.PLAIN)))  # fmt: skip
    if shape == "diptych":
        for side in (-1, 1):
            model.box((side * wide * 0.26, -0.015, tall / 2), (wide * 0.48, 0.03, tall), shown)
        return model
    if shape in ("sheet", "canvas"):
        return model.box((0, -thick / 2, tall / 2), (wide, thick, tall), shown)
    frame = design.paint("wood", "dark", "white", "metal")
    model.box((0, -thick / 2, tall / 2), (wide, thick, tall), frame)
    edge = 0.04 if shape == "framed" else 0.03
    inner = (wide - 2 * edge, 0.006, tall - 2 * edge)
    if shape == "passe-partout":
        model.box((0, -thick - 0.002, tall / 2), inner, design.paint("white"))
        inner = (inner[0] * 0.6, 0.012, inner[2] * 0.6)
    return model.box((0, -thick - 0.002, tall / 2), inner, shown)


def whiteboard(design: Design, longest: float) -> Model:
    """A whiteboard or blackboard with its tray."""
    model = Model("whiteboard")
    wide, tall = design.uniform(0.9, max(1.0, longest)), design.uniform(0.75, 1.3)
    paint = design.paint("white", gloss=design.choose((0.0, 0.2, 0.4)), pattern=Pattern.PLAIN)
    if design.chance(0.15):
        paint = paint._replace(colour=np.array((0.12, 0.25, 0.18)))
    elif design.chance(0.4):  # something is written on it
        paint = paint._replace(pattern=Pattern.JOINTS, frequency=(9.0, 1.0, 31.0), contrast=0.4)
    shape = design.family("whiteboard", ("framed", "tray"), ("frameless", "rail"))
    thick, metal = design.uniform(0.01, 0.035), design.paint("metal", "wood")
    model.box((0, -thick / 2, tall / 2), (wide, thick, tall), paint)
    if shape == "framed":
        for side in (-1, 1):
            at = (side * wide / 2, -thick / 2, tall / 2)
            model.box(at, (0.025, thick + 0.012, tall), metal)
            model.box(
                (0, -thick / 2, tall / 2 + side * tall / 2), (wide, thick + 0.012, 0.025), metal
            )
    if shape in ("framed", "tray"):
        model.box((0, -0.05, 0), (wide * design.uniform(0.3, 1), 0.08, 0.02), metal)
    elif shape == "rail":
        model.box((0, -0.02, tall + 0.03), (wide * 1.1, 0.04, 0.05), metal)
    return model


def mirror(design: Design) -> Model:
    """A mirror, full of holes to a depth camera."""
    glass = design.paint("glass", gloss=design.uniform(0.4, 0.8))
    wide, tall = design.uniform(0.4, 0.9), design.uniform(0.5, 1.3)
    model = Model("mirror")
    if design.family("mirror", ("framed", "bare"), ("round",)) == "round":
        return model.cylinder((0, -0.01, wide / 2), wide / 2, 0.02, glass, axis="y")
    model.box((0, -0.01, tall / 2), (wide, 0.02, tall), glass)
    frame = design.paint("wood", "dark", "white")
    for side in (-1, 1):
        model.box((side * wide / 2, -0.012, tall / 2), (0.03, 0.024, tall), frame)
    return model


def wall_shelf(design: Design) -> Model:
    """A board on the wall with things on it."""
    wide = design.uniform(0.5, 1.4)
    depth = design.uniform(0.16, 0.28)
    model = Model("shelf").box(
        (0, -depth / 2, 0.015), (wide, depth, 0.03), design.paint("wood", "white")
    )
    model.supports = [Support((-wide / 2, wide / 2), (-depth, 0.0), 0.03, 0.35)]
    return scatter(design, model, (books, books, bottle, cup, small_box), 6)


def hung_television(design: Design) -> Model:
    """A television on the wall."""
    model = television(design, standing=False)
    return model.shift((0.0, -0.06, 0.0))


def hung_towel(design: Design) -> Model:
    """A towel on a rail."""
    model, wide = Model("towel"), design.uniform(0.3, 0.6)
    tall = design.uniform(0.45, 0.8)
    cloth = design.paint("vivid", "white", "neutral", pattern=design.choose(tuple(Pattern)[:4]))
    model.box((0, -0.06, tall / 2), (wide, 0.03, tall), cloth, roundness=8)
    return model.cylinder((0, -0.06, tall), 0.012, wide * 1.2, design.paint("metal"), axis="x")


def hung_clothes(design: Design) -> Model:
    """Jackets on hooks."""
    model = Model("clothes")
    for number in range(design.count(1, 4)):
        cloth = design.paint()
        tall = design.uniform(0.5, 0.9)
        size = (design.uniform(0.25, 0.45), design.uniform(0.08, 0.18), tall)
        model.box((number * 0.28, -size[1] / 2, -tall / 2), size, cloth, roundness=4)
    low, high = model.bounds()
    return model.shift((-float(low[0] + high[0]) / 2, 0.0, -float(low[2])))


_USUAL: tuple[tuple[str, float], ...] = (
    ("picture", 4.0),
    ("whiteboard", 1.0),
    ("television", 1.0),
    ("shelf", 1.0),
    ("mirror", 0.8),
    ("towel", 0.4),
    ("clothes", 0.7),
)
_MAKERS: dict[str, Callable[[Design], Model]] = {
    "picture": picture,
    "television": hung_television,
    "shelf": wall_shelf,
    "mirror": mirror,
    "towel": hung_towel,
    "clothes": hung_clothes,
}


def hang(building: Building, kind: str) -> None:
    """Hang things on the walls' free places, and radiators below, by the `kind` of room."""
    design = building.design
    weights = dict(_USUAL)
    if kind in ("office", "meeting", "classroom"):
        weights["whiteboard"] = 5.0
    if kind == "bathroom":
        weights.update(towel=4.0, mirror=3.0, whiteboard=0.05, television=0.1)
    for wall in building.plan.walls:
        if wall.is_open:
            continue
        if design.chance(0.3):
            _try_wall(design, building, wall, radiator(design).shift((0.0, -0.08, 0.0)), 0.0)
        for _ in range(design.count(0, 3)):
            name = design.choose(tuple(weights), tuple(weights.values()))
            if name == "whiteboard":
                model = whiteboard(design, min(3.2, wall.length * 0.8))
            else:
                model = _MAKERS[name](design)
            _, high = model.bounds()
            most = building.plan.height - float(high[2]) - 0.15
            low = 0.75 if name == "whiteboard" else 0.9
            if name == "shelf":
                low, most = 1.1, min(1.9, most)
            _try_wall(design, building, wall, model, design.uniform(low, max(low, min(most, 1.7))))


def _try_wall(design: Design, building: Building, wall: Wall, model: Model, z: float) -> None:
    low, high = model.bounds()
    wide, top = float(high[0] - low[0]), z + float(high[2])
    if wide > wall.length - 0.2 or top > building.plan.height - 0.05:
        return
    for _ in range(6):
        x0 = design.uniform(0.1, wall.length - wide - 0.1)
        if wall.is_clear((x0, x0 + wide), (z + float(low[2]), top)):
            wall.taken.append((x0, x0 + wide, z + float(low[2]), top))
            building.on_wall(model, wall, x0 - float(low[0]), z)
            return


def light_ceiling(building: Building) -> None:
    """Lamps under the ceiling: flat ones in rows, or one or two that hang."""
    design, plan = building.design, building.plan
    if design.chance(0.5):
        columns, rows = design.count(1, 3), design.count(1, 2)
        lamp = ceiling_panel(design)
        for column in range(columns):
            for row in range(rows):
                x = plan.width * (column + 0.5) / columns
                y = plan.depth * (row + 0.5) / rows
                building.fix(lamp, np.array([x, y]), 0.0, plan.height)
    elif design.chance(0.6):
        drop = design.uniform(0.4, 0.9)
        for _ in range(design.count(1, 2)):
            at = design.rng.uniform((0.3, 0.3), (0.7, 0.7)) * (plan.width, plan.depth)
            building.fix(hanging_lamp(design, drop), at, 0.0, plan.height - drop)


def beam(building: Building) -> None:
    """A beam or duct under the ceiling, part of it."""
    design, plan = building.design, building.plan
    deep, wide = design.uniform(0.12, 0.35), design.uniform(0.15, 0.5)
    paint = design.paint("white", "neutral", "wood")
    faces = Faces.ALL & ~Faces.TOP
    model = Model("ceiling").box((0, 0, -deep / 2), (wide, plan.depth, deep), paint, faces=faces)
    building.fix(
        model, np.array([plan.width * design.uniform(0.2, 0.8), plan.depth / 2]), 0.0, plan.height
    )
