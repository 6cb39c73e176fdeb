# SPDX-License-Identifier: Apache-2.0
"""Furnishing: putting a thing of the inventory where such things go."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from ws3d_model.worlds.convex_solids import Float64
from ws3d_model.worlds.fastened import FASTENED
from ws3d_model.worlds.furniture.item import Place
from ws3d_model.worlds.primitive_solids import solids_of
from ws3d_model.worlds.rooms.building import Body, Building
from ws3d_model.worlds.scene import Placed
from ws3d_model.worlds.shapes.model import Model

_STANDING: tuple[Place, ...] = ("floor", "wall-side", "corner", "on floor")
# What weights in the inventory are multiplied by: small things are many sorts.
EXPECTED: Mapping[Place, float] = MappingProxyType(
    {"on wall": 1.0, "ceiling": 1.0, "on table": 0.35, "on floor": 0.7}
)


def stand(building: Building, name: str) -> Placed | None:
    """Stand a thing of a class against a wall."""
    model = building.stock.make(name)
    return None if model is None else building.against_wall(model)


def furnish_as_usual(building: Building, done: frozenset[str]) -> None:
    """Everything that is usual in the kind of room, but the classes that are there already."""
    design, plan = building.design, building.plan
    round_ = sum(wall.length for wall in plan.walls if not wall.is_open) / 14
    crowded = design.choose((0.5, 1.0, 1.0, 1.4))
    for item, weight in building.stock.usual(building.kind):
        if item.name in done and item.place in _STANDING:
            continue
        expected = weight * EXPECTED.get(item.place, 1.0) * crowded
        expected *= round_ if item.place == "on wall" else 1.0
        for _ in range(int(expected) + design.chance(expected % 1.0)):
            drawn = building.stock.alike(item)
            put(building, drawn.place, drawn.make(design), drawn.heights)


def put(
    building: Building, place: Place, model: Model, heights: tuple[float, float] = (0.0, 0.0)
) -> bool:
    """Put a model where things of its sort go, if there is room; True where there was."""
    design = building.design
    if place in ("wall-side", "corner"):
        gap = (0.0, 0.012) if model.name in FASTENED else (0.0, 0.06)
        corner = 0.8 if place == "corner" else 0.25
        return building.against_wall(model, gap=gap, corner=corner) is not None
    if place == "on wall":
        return _on_some_wall(building, model, heights)
    if place == "ceiling":
        plan = building.plan
        return any(
            hang_from_ceiling(building, model, design.rng.uniform(plan.low, plan.high))
            for _ in range(6)
        )
    if place == "on table":
        return _on_some_support(building, model)
    if place == "on floor" and design.chance(0.5):
        return building.against_wall(model, gap=(0.01, 0.3)) is not None
    return building.in_the_open(model) is not None


def _on_some_wall(building: Building, model: Model, heights: tuple[float, float]) -> bool:
    design = building.design
    low, high = model.bounds()
    model.shift((0.0, -float(high[1]), -float(low[2])))
    tall = float(high[2] - low[2])
    for _ in range(4):
        wall = design.choose(building.plan.walls)
        most = min(heights[1], wall.height - tall - 0.03)
        if wall.is_open or most < heights[0]:
            continue
        z = design.uniform(heights[0], most)
        if building.hang(model, wall, z, tries=4) is not None:
            return True
    return False


def _on_some_support(building: Building, model: Model) -> bool:
    """On a table, a shelf or the like that stands in the room."""
    body = Body.of(model)
    options = [
        (placed, support)
        for placed in building.own
        for support in placed.model.supports
        if body.fits_on(support)
    ]
    return any(
        building.on_top(body, *options[int(number)], tries=3)
        for number in building.design.rng.permutation(len(options))[:4]
    )


def hang_from_ceiling(building: Building, model: Model, at: Float64) -> bool:
    """Hang a model by its highest point under a level ceiling; False where that cannot be."""
    if not building.level_ceiling:
        return False
    low, high = model.bounds()
    z = building.plan.height - float(high[2])
    first, last = at[:2] + low[:2], at[:2] + high[:2]
    if not any(
        x0 <= first[0] and y0 <= first[1] and x1 >= last[0] and y1 >= last[1]
        for x0, y0, x1, y1 in building.plan.pieces
    ):
        return False
    place = np.array([at[0], at[1], z])
    if not building.site.is_clear(solids_of(model.primitives)[0], place, 0.0):
        return False
    building.fix(model, place[:2], 0.0, z)
    if z + low[2] < 1.9:
        building.plan.take(place[:2], 0.0, low[:2], high[:2])
    return True
