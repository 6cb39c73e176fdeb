# SPDX-License-Identifier: Apache-2.0
"""Groups of furniture where people work and learn: desks in rows, long tables, racks of boxes."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import seating
from ws3d_model.worlds.furniture.desks import desk
from ws3d_model.worlds.furniture.tables import table
from ws3d_model.worlds.furniture.wall_hangings import whiteboard
from ws3d_model.worlds.rooms.building import Building
from ws3d_model.worlds.rooms.floor_plan import UNDER_TABLE
from ws3d_model.worlds.rooms.furnishing import put, stand
from ws3d_model.worlds.rooms.table_groups import place_desks, place_tables, sit


def office(building: Building) -> frozenset[str]:
    """Desks with chairs, perhaps in cubicles, and perhaps a table to meet at."""
    design = building.design
    room = building.plan.width * building.plan.depth
    if design.chance(0.25):
        for _ in range(design.count(1, 3)):
            cubicle = building.stock.make("office cubicle")
            if cubicle is not None and building.against_wall(cubicle, tries=40) is None:
                building.in_the_open(cubicle)
    place_desks(building, design.count(1, max(1, min(8, int(room / 5)))))
    if design.chance(0.3):
        place_tables(building, 1)
    return frozenset({"desk", "office chair", "table"})


def meeting_room(building: Building) -> frozenset[str]:
    """One long table, or several, with chairs; more chairs along the walls."""
    design = building.design
    if design.chance(0.5):
        place_tables(building, 1, width=design.uniform(1.8, 3.6), round_top=False)
    else:
        place_tables(building, design.count(1, 5))
    style = seating.chair_style(design)
    for _ in range(design.count(0, 5)):
        building.somewhere(seating.chair(design, style))
    if design.chance(0.5):
        _board(building)
    return frozenset({"table", "chair"})


def classroom(building: Building) -> frozenset[str]:
    """Tables or desks in rows, all turned one way, each with a chair or two."""
    design, plan = building.design, building.plan
    if design.chance(0.95):
        _board(building)
    style = seating.chair_style(design)
    wide = design.uniform(0.7, 1.5)
    yaw = design.choose((0.0, 0.5, 1.0, 1.5)) * np.pi
    as_desks = design.chance(0.4)
    across, along = wide + design.uniform(0.2, 0.6), design.uniform(1.3, 1.7)
    # Rows lie across the way that the pupils look.
    steps = (across, along) if round(yaw / np.pi * 2) % 2 == 0 else (along, across)
    first = plan.low + np.array([design.uniform(0.8, 1.2), design.uniform(0.9, 1.4)])
    for x in np.arange(first[0], plan.high[0] - 0.7, steps[0]):
        for y in np.arange(first[1], plan.high[1] - 0.7, steps[1]):
            model = desk(design, wide) if as_desks else table(design, False, wide)
            placed = building.offer(model, np.array([x, y]), yaw, value=UNDER_TABLE)
            if placed is None:
                continue
            low, _ = model.bounds(own=True)
            for place in (-0.25, 0.25) if wide > 1.2 else (0.0,):
                if design.chance(0.85):
                    y_chair = float(low[1]) - design.uniform(-0.05, 0.35)
                    turn = np.pi + design.normal(0.12)
                    sit(building, placed, style, place * wide, y_chair, turn)
    return frozenset({"table", "chair", "desk"})


def _board(building: Building) -> None:
    """Hang a whiteboard or blackboard, as long a one as fits between windows; else roll one in."""
    design = building.design
    for longest in (design.uniform(1.2, 3.6), 2.0, 2.0, 1.3, 1.3, 1.0, 1.0):
        if put(building, "on wall", whiteboard(design, longest), (0.7, 1.0)):
            return
    stand(building, "whiteboard")


def storeroom(building: Building) -> frozenset[str]:
    """Shelves along the walls and in rows, boxes on the floor."""
    design = building.design
    for _ in range(design.count(1, 5)):
        rack = building.stock.make("shelf")
        if rack is not None:
            put(building, "wall-side" if design.chance(0.8) else "floor", rack)
    return frozenset({"shelf"})


def warehouse(building: Building) -> frozenset[str]:
    """Racks in rows with aisles wide enough for a forklift; loads on pallets."""
    design, plan = building.design, building.plan
    rack = building.stock.make("warehouse rack")
    if rack is not None:
        low, high = rack.bounds()
        wide, deep = float(high[0] - low[0]) + 0.04, float(high[1] - low[1])
        along = design.chance(0.5)
        aisle = deep + design.uniform(2.0, 2.8)
        steps = (wide, aisle) if along else (aisle, wide)
        inset = (wide * 0.8, aisle / 2) if along else (aisle / 2, wide * 0.8)
        first = plan.low + np.array(inset)
        for x in np.arange(first[0], plan.high[0] - steps[0] * 0.6, steps[0]):
            for y in np.arange(first[1], plan.high[1] - steps[1] * 0.6, steps[1]):
                another = building.stock.make("warehouse rack") if design.chance(0.3) else rack
                if another is not None and design.chance(0.85):
                    building.offer(another, np.array([x, y]), 0.0 if along else np.pi / 2)
    for name in ("forklift", "pallet", "pallet", "pallet jack"):
        model = building.stock.make(name) if design.chance(0.8) else None
        if model is not None:
            building.in_the_open(model, tries=40)
    return frozenset({"warehouse rack"})
