# SPDX-License-Identifier: Apache-2.0
"""What is let into walls: cupboards flush with them, and fridges or shelves in niches."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture.appliances import refrigerator, washing_machine
from ws3d_model.worlds.furniture.bookshelves import bookshelf
from ws3d_model.worlds.furniture.storage import cabinet
from ws3d_model.worlds.primitive_solids import solids_of
from ws3d_model.worlds.rooms.building import Building
from ws3d_model.worlds.rooms.floor_plan import Wall
from ws3d_model.worlds.rooms.openings import Opening
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Paint


def fill_niche(building: Building, wall: Wall, opening: Opening, wall_paint: Paint) -> None:
    """Put something into a niche that fits it, or leave it empty."""
    design = building.design
    if opening.z[0] > 0.1 and design.chance(0.4):
        _shelves(building, wall, opening, wall_paint)
    elif opening.z[0] < 0.1 and design.chance(0.35):
        makers = (refrigerator, washing_machine, bookshelf)
        make = design.choose(makers[: 1 if building.kind == "kitchen" else 3])
        _stand_in(building, wall, opening, make(design))
    elif design.chance(0.75):
        _flush(building, wall, opening, wall_paint)


def _stand_in(building: Building, wall: Wall, opening: Opening, model: Model) -> None:
    """A thing of its own size in the niche, where it fits."""
    design, (x0, x1) = building.design, opening.x
    low, high = model.bounds()
    wide = float(high[0] - low[0])
    if wide > x1 - x0 - 0.02 or high[2] > opening.z[1] - opening.z[0] - 0.02:
        return
    x = design.uniform(x0 + 0.01, x1 - wide - 0.01) - float(low[0])
    deep = opening.depth - float(high[1]) - design.uniform(0.01, 0.05)
    at, z = wall.point(x, -deep), opening.z[0]
    if building.site.is_clear(solids_of(model.primitives)[0], np.append(at, z), wall.yaw):
        building.fix(model, at, wall.yaw, z)
        building.plan.take(at, wall.yaw, low[:2], high[:2])


def _flush(building: Building, wall: Wall, opening: Opening, wall_paint: Paint) -> None:
    """Storage whose front is level with the wall."""
    design = building.design
    (x0, x1), (z0, z1) = opening.x, opening.z
    paint = design.tinted(wall_paint) if design.chance(0.4) else None
    tall = z0 < 0.1 and z1 > 1.8
    name = "wardrobe" if tall and design.chance(0.5) else "cabinet"
    if building.kind == "kitchen":
        name = "kitchen cabinet"
    depth = opening.depth - design.uniform(0.03, 0.08)
    size = (x1 - x0 - 0.02, depth, z1 - z0 - 0.01)
    model = cabinet(design, name, *size, paint, legs=False)
    model.primitives = [piece for piece in model.primitives if piece.part == 0]
    at = wall.point((x0 + x1) / 2, -(opening.depth - depth / 2 - 0.005))
    if building.site.is_clear(solids_of(model.primitives)[0], np.append(at, z0), wall.yaw, 0.015):
        building.fix(model, at, wall.yaw, z0)


def _shelves(building: Building, wall: Wall, opening: Opening, wall_paint: Paint) -> None:
    """Boards across the niche; small things come to stand on them like on any shelf."""
    design, (x0, x1), (z0, z1) = building.design, opening.x, opening.z
    paint = design.paint("wood", "white") if design.chance(0.7) else wall_paint
    model, deep = Model("shelf", "shelf: niche"), opening.depth - 0.01
    count = max(1, int((z1 - z0) / 0.4))
    for number in range(1, count + 1):
        z = z0 + (z1 - z0) * number / (count + 1)
        model.box((0, deep / 2, z), (x1 - x0, deep, 0.025), paint)
    building.on_wall(model, wall, (x0 + x1) / 2)
