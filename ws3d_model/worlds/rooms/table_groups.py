# SPDX-License-Identifier: Apache-2.0
"""Desks and tables together with the chairs that belong to them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ws3d_model.worlds.furniture import seating
from ws3d_model.worlds.furniture.desks import desk
from ws3d_model.worlds.furniture.tables import bare_table, laid, table
from ws3d_model.worlds.rooms.building import Building
from ws3d_model.worlds.rooms.floor_plan import UNDER_TABLE
from ws3d_model.worlds.scene import Placed

_DRAWN_BACK = (0.0, 0.1, 0.2, 0.35)  # metres from where a chair at a table would stand


def place_desks(building: Building, number: int) -> None:
    """Desks, most at walls, each with a chair whose back is turned to the room."""
    design = building.design
    office = seating.chair_style(design, "office chair")
    plain = seating.chair_style(design)
    for _ in range(number):
        model, placed = desk(design), None
        if design.chance(0.75):
            placed = building.against_wall(model, value=UNDER_TABLE)
        if placed is None:
            placed = building.in_the_open(model, value=UNDER_TABLE)
        if placed is None or not design.chance(0.92):
            continue
        style = office if design.chance(0.7) else plain
        low, high = model.bounds(own=True)
        # A corner desk reaches forward beside its chair: the front is where one sits.
        front = max(float(low[1]), float(high[1]) - 0.85)
        y = front - design.uniform(-0.12, 0.45)
        sit(building, placed, style, design.normal(0.15), y, np.pi + design.normal(0.4))


def sit(
    building: Building,
    placed: Placed,
    style: seating.ChairStyle,
    x: float,
    y: float,
    turn: float,
    drawn_back: Sequence[float] = (0.0,),
) -> None:
    """Place a chair at (x, y) of a table's or desk's frame, or drawn back by so many metres.

    Arms as high as the top, for one, keep a tub chair from going under it.
    """
    model, yaw = seating.chair(building.design, style), placed.yaw + turn
    behind = np.array([-np.sin(yaw), np.cos(yaw)])
    for back in drawn_back:
        if building.seat(model, placed.point(x, y) + back * behind, yaw) is not None:
            return


def place_tables(
    building: Building, number: int, width: float | None = None, round_top: bool | None = None
) -> None:
    """Tables in the open with chairs around them, mostly of one style."""
    design = building.design
    name = "office chair" if design.chance(0.15) else "chair"
    style = seating.chair_style(design, name)
    if round_top is None:
        round_top = design.chance(0.45)
    # Held-out rooms keep to their own shapes.
    if round_top and not design.held_out and design.chance(0.3):
        style = seating.tub_style(design)
    alike, bare = design.chance(0.65), bare_table(design, round_top, width)
    for _ in range(number):
        model = laid(design, bare) if alike else table(design, round_top, width)
        at_wall = not round_top and design.chance(0.2)
        placed = (
            building.against_wall(model, value=UNDER_TABLE)
            if at_wall
            else building.in_the_open(model, value=UNDER_TABLE)
        )
        if placed is None:
            continue
        _, high = model.bounds(own=True)
        own = style if design.chance(0.85) else seating.chair_style(design, name)
        chairs = design.count(0, 8)
        if round_top:
            _around(building, placed, own, chairs, float(high[0]))
        else:
            _along(building, placed, own, chairs, float(high[0]), float(high[1]))


def _around(
    building: Building, placed: Placed, style: seating.ChairStyle, chairs: int, radius: float
) -> None:
    design, start = building.design, building.design.uniform(0, 6.28)
    chairs = min(chairs, max(2, int(2 * np.pi * (radius + 0.15) / 0.62)))
    for number in range(chairs):
        angle = start + 2 * np.pi * number / chairs + design.normal(0.12)
        reach = radius + design.uniform(-0.05, 0.4)
        x, y = reach * float(np.cos(angle)), reach * float(np.sin(angle))
        # The chair's front (-y) looks at the middle: its +y points outwards.
        turn = angle - np.pi / 2 + design.normal(0.25)
        sit(building, placed, style, x, y, turn, _DRAWN_BACK)


def _along(
    building: Building,
    placed: Placed,
    style: seating.ChairStyle,
    chairs: int,
    half_wide: float,
    half_deep: float,
) -> None:
    design = building.design
    a_side = max(1, min((chairs + 1) // 2, int(2 * half_wide / 0.6)))
    for number in range(min(chairs, 2 * a_side)):
        x = ((number // 2 + 0.5) / a_side - 0.5) * 1.9 * half_wide + design.normal(0.05)
        y = half_deep + design.uniform(-0.1, 0.35)
        back = number % 2 == 0
        turn = 0.0 if back else np.pi
        turn += design.normal(0.2)
        sit(building, placed, style, x, y if back else -y, turn, _DRAWN_BACK)
    if chairs > 6 and design.chance(0.5):
        sit(building, placed, style, half_wide + 0.15, 0.0, -np.pi / 2 + design.normal(0.2))
