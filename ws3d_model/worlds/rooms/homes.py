# SPDX-License-Identifier: Apache-2.0
"""Groups of furniture in homes: beds with nightstands, sofas with low tables, kitchens, baths."""

from __future__ import annotations

from collections.abc import Callable

from ws3d_model.worlds.furniture.appliances import refrigerator
from ws3d_model.worlds.furniture.bathroom import bathtub, toilet, wash_stand
from ws3d_model.worlds.furniture.kitchen import kitchen_run
from ws3d_model.worlds.rooms.building import Building
from ws3d_model.worlds.rooms.furnishing import stand
from ws3d_model.worlds.rooms.table_groups import place_desks, place_tables
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model

# Machines of which a kitchen has one.
_ONE_EACH = frozenset({"refrigerator", "stove", "dishwasher"})
# What is tried: share of the length, with machines beside it, low enough for a window.
_WORKTOPS = (
    *((1.0, True, False), (0.75, True, False), (0.6, True, False)),
    *((0.75, False, False), (1.0, False, True), (0.7, False, True), (0.4, False, True)),
)


def bedroom(building: Building) -> frozenset[str]:
    """Beds, their heads at the wall, with something small beside them; a desk."""
    design = building.design
    child = building.kind == "child's room"
    for _ in range(design.choose((1, 1, 1, 2))):
        name = design.choose(("bed", "bunk bed", "crib"), (6, 2.5, 1.5)) if child else "bed"
        model = building.stock.make(name) or building.stock.make("bed")
        placed = None if model is None else building.against_wall(model, 40, (0.0, 0.03))
        for _ in range(design.count(0, 2)):
            if placed is not None:
                beside = "nightstand" if design.held_out else design.choose(
                    ("coffee table", "stool", "cabinet", "none", "none"))  # fmt: skip
                small = None if beside == "none" else building.stock.make(beside)
                if small is not None:
                    building.beside(placed, small, design.uniform(0.02, 0.15))
    done = {"bed", "desk", "nightstand"}
    if design.chance(0.4 if child else 0.6) and stand(building, "wardrobe") is not None:
        done.add("wardrobe")
    if design.chance(0.5):
        place_desks(building, 1)
    return frozenset(done)


def living_room(building: Building) -> frozenset[str]:
    """Sofas, most with a low table before them; perhaps a dining table."""
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
    _worktop(building, design.uniform(1.3, 3.0))
    if design.chance(0.35):
        run = kitchen_run(design, design.uniform(0.9, 1.6), alone=False)
        building.against_wall(run, gap=(0.0, 0.01))
    if "refrigerator" not in building.names and design.chance(0.8):
        building.against_wall(refrigerator(design), tries=40, corner=0.6)
    if design.chance(0.65):
        place_tables(building, 1)
    return frozenset({"counter", "table"}) | (building.names & _ONE_EACH)


def _worktop(building: Building, length: float) -> None:
    """The longest worktop that finds a wall, at last without the machines beside it."""
    longest = max(wall.length for wall in building.plan.walls)
    for share, machines, is_low in _WORKTOPS:
        run = kitchen_run(building.design, max(0.95, share * length), machines, is_low)
        low, high = run.bounds()
        if high[0] - low[0] < longest and building.against_wall(run, tries=40, gap=(0.0, 0.01)):
            return


def bathroom(building: Building) -> frozenset[str]:
    """Bath or shower, toilet and sink, all at walls."""
    design = building.design
    there = building.names  # guests may have brought some of it
    if design.chance(0.65) and "bathtub" not in there:
        _fit(building, bathtub, corner=0.7)
    elif "shower" not in there:
        stand(building, design.choose(("shower", "shower curtain")))
    if "toilet" not in there:
        _fit(building, toilet)
    for _ in range(design.choose((1, 1, 1, 2)) - ("sink" in there)):
        _fit(building, wash_stand)
    return frozenset({"bathtub", "toilet", "sink"})


def _fit(building: Building, make: Callable[[Design], Model], corner: float = 0.25) -> None:
    """Stand at a wall the first of a few designs that finds a place."""
    for _ in range(4):
        model = make(building.design)
        if building.against_wall(model, tries=40, gap=(0.0, 0.01), corner=corner) is not None:
            return
