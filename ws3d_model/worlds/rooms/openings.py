# SPDX-License-Identifier: Apache-2.0
"""Openings: where doors, windows and niches break the plane of a wall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ws3d_model.worlds.rooms.building import Building
from ws3d_model.worlds.rooms.floor_plan import FloorPlan, Wall
from ws3d_model.worlds.rooms.house import Passage
from ws3d_model.worlds.shapes.design import Design

OpeningKind = Literal["door", "passage", "window", "niche"]

# Rooms with many windows, or with none as a rule.
_GLAZED = {"office": 0.65, "classroom": 0.8, "cafe": 0.7, "hospital ward": 0.8, "shop": 0.6}
_DARK = {"bathroom": 0.3, "storeroom": 0.15, "laundry": 0.3, "corridor": 0.3, "warehouse": 0.2}


@dataclass(frozen=True)
class Opening:
    """A rectangle cut out of a wall: `x` along it, `z` up, `depth` into it, metres.

    Attributes:
        kind: "passage" leads into another room of the scene, "door" out of it.
        passage: the doorway it is a side of.
    """

    kind: OpeningKind
    x: tuple[float, float]
    z: tuple[float, float]
    depth: float
    passage: Passage | None = None


def plan_openings(building: Building, passages: Sequence[Passage]) -> dict[int, list[Opening]]:
    """Openings of each wall, by its number; none overlap. They are noted in `Wall.taken`."""
    design, plan = building.design, building.plan
    found: dict[int, list[Opening]] = {number: [] for number in range(len(plan.walls))}
    for number, wall in enumerate(plan.walls):
        for passage in passages:
            for side in (0, 1):
                if passage.walls[side] is wall:
                    depth = passage.depth if side == 0 else 0.0
                    rise = (0.0, passage.top)
                    found[number].append(
                        Opening("passage", passage.spans[side], rise, depth, passage)
                    )
    usable = _outer_walls(plan)
    with_door = design.choose(usable) if usable else -1
    for number in usable:
        wall = plan.walls[number]
        door = number == with_door and (not passages or design.chance(0.4))
        for opening in _wanted(design, building.kind, wall, door):
            placed = _place(design, wall, opening)
            if placed is not None:
                found[number].append(placed)
    return found


def _outer_walls(plan: FloorPlan) -> list[int]:
    """Numbers of walls with nothing behind them: not those of the notch of an L."""
    notch = set()
    for number, wall in enumerate(plan.walls):
        after = plan.walls[(number + 1) % len(plan.walls)]
        turn = (after.yaw - wall.yaw + 3.15) % 6.2832 - 3.15
        if turn > 0:  # the room turns outwards here
            notch |= {number, (number + 1) % len(plan.walls)}
    return [
        number
        for number, wall in enumerate(plan.walls)
        if wall.outside and not wall.is_open and number not in notch
    ]


def _wanted(design: Design, kind: str, wall: Wall, with_door: bool) -> list[Opening]:
    """Openings to be tried, all beginning at x = 0."""
    wanted = []
    depth = design.choose((0.0, design.uniform(0.02, 0.1), design.uniform(0.1, 0.2)))
    again = design.chance(0.6 if kind == "corridor" else 0.18)
    for wished in (with_door, again, again and kind == "corridor"):
        if wished:
            width = design.uniform(0.75, 1.05) * (2 if design.chance(0.14) else 1)
            rise = (0.0, design.uniform(1.95, 2.2))
            wanted.append(Opening("door", (0.0, width), rise, depth))
    share = _GLAZED.get(kind, _DARK.get(kind, 0.5))
    for _ in range(design.choose((1, 1, 2))):
        if design.chance(share):
            width = design.uniform(0.5, min(3.2, wall.length * 0.8))
            low = 0.04 if design.chance(0.12) else design.uniform(0.15, 1.2)
            high = design.uniform(max(1.3, low + 0.4), wall.height - 0.1)
            wanted.append(Opening("window", (0.0, width), (low, high), design.uniform(0.0, 0.22)))
    if design.chance(0.2):
        low = design.choose((0.0, 0.0, 0.0, 0.6, 1.0))
        width, high = design.uniform(0.5, 2.4), design.uniform(low + 0.5, 2.35)
        deep = design.uniform(0.6, 0.75) if low == 0 else design.uniform(0.15, 0.4)
        wanted.append(Opening("niche", (0.0, width), (low, high), deep))
    return wanted


def _place(design: Design, wall: Wall, opening: Opening) -> Opening | None:
    width, (z0, z1) = opening.x[1], opening.z
    if width > wall.length - 0.2 or z1 > wall.height - 0.03 or z1 < z0 + 0.2:
        return None
    for _ in range(6):
        x0 = design.uniform(0.1, wall.length - width - 0.1)
        span = (x0, x0 + width)
        if wall.is_clear(span, (0.0, wall.height), 0.12):
            wall.take(span, opening.z)
            return Opening(opening.kind, span, opening.z, opening.depth)
    return None
