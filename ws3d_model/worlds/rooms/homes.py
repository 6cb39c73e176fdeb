# SPDX-License-Identifier: Apache-2.0
"""Groups of furniture in homes: beds with nightstands, sofas with low tables, kitchens, baths."""

from __future__ import annotations

from ws3d_model.worlds.furniture.appliances import refrigerator
from ws3d_model.worlds.furniture.bathroom import bathtub, toilet, wash_stand
from ws3d_model.worlds.furniture.kitchen import kitchen_run
from ws3d_model.worlds.rooms.building import Building
from ws3d_model.worlds.rooms.furnishing import stand
from ws3d_model.worlds.rooms.table_groups import place_desks, place_tables


def bedroom(building: Building) -> frozenset[str]:
    """Beds, their heads at the wall, with something small beside them; a desk."""
    design = building.design
    child = building.kind == "child's room"
    for _ in range(design.choose((1, 1, 1, 2))):
        name = design.choose(("bed", "bunk bed", "crib"), (6, 2.5, 1.5)) if child else "bed"
        model = building.stock.make(name) or building.stock.make("bed")
        placed = None if model is None else building.against_wall(model, gap=(0.0, 0.03))
        for _ in range(design.count(0, 2)):
            if placed is not None:
                beside = "nightstand" if design.held_out else design.choose(
                    ("coffee table", "stool", "cabinet", "none", "none"))  # fmt: skip
                small = None if beside == "none" else building.stock.make(beside)
                if small is not None:
                    building.beside(placed, small, design.uniform(0.02, 0.15))
    if design.chance(0.5):
        place_desks(building, 1)
    return frozenset({"bed", "desk", "nightstand"})


def living_room(building: Building) -> frozenset[str]:
    """Sofas with low tables before them and the television opposite; perhaps a dining table."""
    design = building.design
    for _ in range(design.choose((1, 1, 2))):
        model = building.stock.make("sofa")
        if model is None:
            break
        at_wall = design.chance(0.7)
        seat = building.against_wall(model) if at_wall else building.in_the_open(model)
        if seat is None:
            continue
        if design.chance(0.75):
            low_table = building.stock.make("coffee table")
            if low_table is not None:
                _, high = low_table.bounds()
                building.before(seat, low_table, design.uniform(0.25, 0.5) + float(high[1]))
        if design.chance(0.4):
            lamp = building.stock.make("lamp")
            if lamp is not None:
                building.beside(seat, lamp)
    if design.chance(0.4):
        place_tables(building, 1)
    return frozenset({"sofa", "coffee table"})


def kitchen(building: Building) -> frozenset[str]:
    """Worktops with sink and stove along the walls, a refrigerator, a table with chairs."""
    design = building.design
    longest = max(wall.length for wall in building.plan.walls)
    for length in (design.uniform(1.3, 3.0), 1.5, 0.95):
        if length < longest and building.against_wall(kitchen_run(design, length), gap=(0.0, 0.01)):
            break
    if design.chance(0.35):
        building.against_wall(kitchen_run(design, design.uniform(0.9, 1.6)), gap=(0.0, 0.01))
    if design.chance(0.5):
        building.against_wall(refrigerator(design), corner=0.6)
    if design.chance(0.65):
        place_tables(building, 1)
    return frozenset({"counter", "table"})


def bathroom(building: Building) -> frozenset[str]:
    """Bath or shower, toilet and sink, all at walls."""
    design = building.design
    if design.chance(0.65):
        building.against_wall(bathtub(design), tries=60, gap=(0.0, 0.0), corner=0.7)
    else:
        stand(building, "shower")
    building.against_wall(toilet(design), gap=(0.0, 0.01))
    for _ in range(design.choose((1, 1, 1, 2))):
        building.against_wall(wash_stand(design), gap=(0.0, 0.0))
    return frozenset({"bathtub", "toilet", "sink"})
