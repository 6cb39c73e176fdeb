# SPDX-License-Identifier: Apache-2.0
"""Doors, windows and niches: what breaks the plane of a wall, or hides in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ws3d_model.datasets.rooms.building import Building
from ws3d_model.datasets.rooms.decor import curtain, small_plant
from ws3d_model.datasets.rooms.design import Design
from ws3d_model.datasets.rooms.floor_plan import Wall
from ws3d_model.datasets.rooms.model import Model, turned
from ws3d_model.datasets.rooms.palette import Paint, Pattern
from ws3d_model.datasets.rooms.primitives import Faces
from ws3d_model.datasets.rooms.storage import cabinet


@dataclass(frozen=True)
class Opening:
    """A rectangle cut out of a wall: `x` along it, `z` up, `depth` into it, metres."""

    kind: Literal["door", "window", "niche"]
    x: tuple[float, float]
    z: tuple[float, float]
    depth: float


def plan_openings(design: Design, wall: Wall, with_door: bool) -> list[Opening]:
    """Draw openings that do not overlap, and note them in `wall.taken`."""
    wanted: list[tuple[Literal["door", "window", "niche"], float, float, float]] = []
    if with_door or design.chance(0.3):
        width = design.uniform(0.75, 1.05) * (2 if design.chance(0.12) else 1)
        wanted.append(("door", width, 0.0, design.uniform(1.95, 2.2)))
    if design.chance(0.5):
        width = design.uniform(0.6, min(3.0, wall.length * 0.7))
        low = 0.04 if design.chance(0.1) else design.uniform(0.15, 1.15)
        wanted.append(("window", width, low, design.uniform(1.8, wall.height - 0.12)))
    if design.chance(0.12):
        low = design.choose((0.0, 0.0, 0.6, 1.0))
        wanted.append(("niche", design.uniform(0.5, 1.8), low, design.uniform(1.6, 2.3)))
    planned = []
    for kind, width, z0, z1 in wanted:
        for _ in range(8):
            x0 = design.uniform(0.1, wall.length - width - 0.1)
            inside = x0 + width < wall.length - 0.05 and z1 < wall.height - 0.03
            if inside and wall.is_clear((x0, x0 + width), (0.0, wall.height), 0.12):
                depth = design.uniform(0.3, 0.6) if kind == "niche" else design.uniform(0.0, 0.2)
                planned.append(Opening(kind, (x0, x0 + width), (z0, z1), depth))
                wall.taken.append((x0, x0 + width, z0, z1))
                break
    return planned


def fill_opening(building: Building, wall: Wall, opening: Opening, paint: Paint) -> None:
    """Put the door, the window or the built-in furniture into its opening."""
    if opening.kind == "door":
        _door(building, wall, opening, paint)
    elif opening.kind == "window":
        _window(building, wall, opening)
    elif building.design.chance(0.7):
        _built_in(building, wall, opening, paint)


def _door(building: Building, wall: Wall, opening: Opening, wall_paint: Paint) -> None:
    design = building.design
    (x0, x1), (_, top), depth = opening.x, opening.z, opening.depth
    wide, middle = x1 - x0, (x0 + x1) / 2
    # Doors in the paint of their wall, and flush with it, are common in offices and hard to see.
    paint = design.tinted(wall_paint) if design.chance(0.2) else design.paint(
        "wood", "wood", "neutral", "white", "any")  # fmt: skip
    frame = design.paint("white", "wood", "metal", "neutral")
    shape = design.family("door", ("plain", "panels", "glazed"), ("slats", "two-tone"))
    is_open = design.chance(0.28)
    model = Model("door")
    leaf = _door_leaf(design, shape, wide - 0.05, top - 0.02, paint)
    if is_open:
        angle, left = design.uniform(0.5, 1.9), design.chance(0.5)
        hinge = -wide / 2 + 0.03 if left else wide / 2 - 0.03
        model.join(leaf, (hinge, 0.02, 0.0), -angle if left else np.pi + angle)
        _corridor(building, wall, opening)
    else:
        inset = min(depth, design.choose((0.0, 0.0, 0.04, 0.2)))
        model.join(leaf, (-wide / 2 + 0.025, inset + 0.02, 0.0), 0.0)
    if design.chance(0.85):
        proud, thick = design.uniform(0.004, 0.03), design.uniform(0.03, 0.09)
        for side in (-1, 1):
            at = (side * (wide / 2), -proud / 2 + 0.01, top / 2)
            model.box(at, (thick, proud + 0.02, top), frame)
        model.box((0, -proud / 2 + 0.01, top), (wide + thick, proud + 0.02, thick), frame)
    building.on_wall(model, wall, middle)
    low, high = np.array([-wide / 2, -0.9]), np.array([wide / 2, 0.0])
    building.plan.take(wall.point(middle), wall.yaw, low, high)


def _door_leaf(design: Design, shape: str, wide: float, top: float, paint: Paint) -> Model:
    """A leaf from x = 0 (hinges) to `wide`, y = 0 its middle, with handle."""
    model, metal = Model("door"), design.paint("metal", "dark")
    model.box((wide / 2, 0, top / 2 + 0.01), (wide, 0.04, top), paint)
    if shape == "glazed":
        glass = design.paint("glass", gloss=design.choose((0.1, 0.5, 0.9)))
        low = design.choose((0.25, 1.1))
        size = (wide * 0.7, 0.05, top - low - 0.15)
        model.box((wide / 2, 0, low + size[2] / 2), size, glass)
    elif shape == "panels":
        for z in (0.27, 0.73):
            model.box(
                (wide / 2, 0, top * z), (wide * 0.65, 0.055, top * 0.35), design.tinted(paint)
            )
    elif shape == "slats":
        for z in np.arange(0.3, top - 0.2, 0.12):
            model.box((wide / 2, 0, float(z)), (wide * 0.75, 0.06, 0.05), paint)
    elif shape == "two-tone":
        model.box((wide * 0.75, 0, top / 2), (wide * 0.4, 0.05, top * 0.97), design.paint("any"))
    model.box((wide - 0.08, -0.04, 1.0), (0.12, 0.06, 0.025), metal)
    return model.box((wide - 0.08, 0.04, 1.0), (0.12, 0.06, 0.025), metal)


def _corridor(building: Building, wall: Wall, opening: Opening) -> None:
    """What is seen through an open door: some floor, and perhaps a wall behind it."""
    design = building.design
    middle, wide = (opening.x[0] + opening.x[1]) / 2, opening.x[1] - opening.x[0]
    deep = design.uniform(0.9, 2.0)
    floor = Model("floor").box((0, deep / 2, -0.05), (wide + 1.0, deep, 0.1),
                               design.paint("wood", "neutral"), faces=Faces.TOP)  # fmt: skip
    building.on_wall(floor, wall, middle)
    if design.chance(0.7):
        back = Model("wall").box((0, deep, wall.height / 2), (wide + 1.0, 0.05, wall.height),
                                 design.paint("neutral", "white"), faces=Faces.FRONT)  # fmt: skip
        building.on_wall(back, wall, middle)


def _window(building: Building, wall: Wall, opening: Opening) -> None:
    design = building.design
    (x0, x1), (z0, z1), depth = opening.x, opening.z, opening.depth
    wide, tall, middle = x1 - x0, z1 - z0, (x0 + x1) / 2
    frame = design.paint("white", "white", "wood", "dark", "metal")
    shape = design.family("window", ("casements", "cross bar", "single"), ("grid", "louvre"))
    model, y, thick = Model("window"), depth + 0.01, design.uniform(0.03, 0.08)
    columns = max(1, round(wide / design.uniform(0.45, 1.1)))
    rows = {"cross bar": 2, "grid": 3, "louvre": 6}.get(shape, 1)
    if shape == "single":
        columns = 1
    for column in range(columns + 1):
        x = -wide / 2 + wide * column / columns
        model.box((x, y, z0 + tall / 2), (thick, 0.06, tall), frame)
    for row in range(rows + 1):
        model.box((0, y, z0 + tall * row / rows), (wide, 0.06, thick), frame)
    gloss = design.choose((0.0, 0.3, 0.6, 0.9))
    grey = design.choose((0.95, 0.3, 0.7))
    colour = np.clip(grey + design.rng.normal(0, 0.1, 3), 0, 1)
    outside = design.choose((Pattern.PLAIN, Pattern.BLOTCHES))
    sky = Paint(colour, outside, (2.0, 1.0, 3.0), 0.3, gloss)
    model.box((0, y + 0.02, z0 + tall / 2), (wide, 0.01, tall), sky)
    if design.chance(0.6) and z0 > 0.1:
        model.box((0, depth / 2 - 0.03, z0 - 0.012), (wide + 0.06, depth + 0.08, 0.025), frame)
    if depth > 0.12 and design.chance(0.2) and z0 > 0.1:
        model.put(small_plant(design), (design.uniform(-wide / 3, wide / 3), depth / 2 - 0.03, z0))
    building.on_wall(model, wall, middle)
    _hangings(building, wall, opening)


def _hangings(building: Building, wall: Wall, opening: Opening) -> None:
    """Curtains before the window, or blinds in it."""
    design = building.design
    (x0, x1), (z0, z1) = opening.x, opening.z
    wide = x1 - x0
    kind = design.choose(("curtain", "blinds", "none"), (5, 2, 4))
    if kind == "curtain":
        top = min(z1 + design.uniform(0.05, 0.3), wall.height - 0.03)
        low = design.choose((0.02, max(0.02, z0 - 0.12)))
        whole = design.chance(0.25)
        style = design.choose(((0,), (1,), (0, 1), (0, 1)))
        for side in style:
            width = wide + 0.3 if whole else design.uniform(0.25, 0.55) * wide + 0.1
            x = (x0 + x1) / 2 if whole else (x0 + width / 2 - 0.15, x1 - width / 2 + 0.15)[side]
            if width / 2 < x < wall.length - width / 2:
                hung = curtain(design, width, top - low)
                building.fix(hung, wall.point(x, 0.08), wall.yaw, low)
            if whole:
                break
        wall.taken.append((x0 - 0.3, x1 + 0.3, low, top))
    elif kind == "blinds":
        down = design.uniform(z0, (z0 + z1) / 2)
        shape = design.family("blinds", ("roller", "venetian"), ("slats upright",))
        pattern = Pattern.PLAIN if shape == "roller" else Pattern.STRIPES
        paint = design.paint("white", "neutral", "wood", "vivid", pattern=pattern)
        model = Model("blinds")
        turn = turned(0.0)
        if shape == "venetian":  # stripes run along the part's x: lay it on its side
            turn = np.array([[0.0, 0.0, -1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
        size = (
            (z1 - down, 0.02, wide * 0.98)
            if shape == "venetian"
            else (wide * 0.98, 0.02, z1 - down)
        )
        model.box(
            (0, -0.01, (z1 + down) / 2), size, paint._replace(frequency=(90.0, 1.0, 1.0)), turn
        )
        model.box((0, -0.02, z1), (wide, 0.06, 0.06), paint)
        building.on_wall(model, wall, (x0 + x1) / 2)


def _built_in(building: Building, wall: Wall, opening: Opening, wall_paint: Paint) -> None:
    """Storage whose front is level with the wall."""
    design = building.design
    (x0, x1), (z0, z1) = opening.x, opening.z
    paint = design.tinted(wall_paint) if design.chance(0.4) else None
    name = "wardrobe" if z0 < 0.1 and z1 > 1.8 and design.chance(0.5) else "cabinet"
    depth = opening.depth - design.uniform(0.03, 0.06)
    model = cabinet(design, name, x1 - x0 - 0.02, depth, z1 - z0 - 0.02, paint, legs=False)
    at = wall.point((x0 + x1) / 2, -(opening.depth - depth / 2 - 0.01))
    building.fix(model, at, wall.yaw, z0)
