# SPDX-License-Identifier: Apache-2.0
"""Groups of furniture where people come and go: cafes, shops, hospitals, gyms, laundries."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.rooms.building import Building
from ws3d_model.worlds.rooms.table_groups import place_tables


def cafe(building: Building) -> frozenset[str]:
    """Small tables with chairs, and a counter at a wall."""
    design = building.design
    place_tables(building, design.count(2, 8), design.uniform(0.6, 1.4), design.chance(0.7))
    return frozenset({"table", "chair"})


def shop(building: Building) -> frozenset[str]:
    """Shelves of goods in aisles, all along one way, and a till."""
    design, plan = building.design, building.plan
    yaw = design.choose((0.0, 0.5)) * np.pi
    model = building.stock.make("shop shelf")
    if model is not None:
        low, high = model.bounds()
        wide, deep = float(high[0] - low[0]) + 0.05, float(high[1] - low[1])
        steps = (wide, deep + design.uniform(1.0, 1.5))
        if yaw > 0:
            steps = (steps[1], steps[0])
        first = plan.low + design.uniform(1.0, 1.4)
        for x in np.arange(first[0], plan.high[0] - 0.9, steps[0]):
            for y in np.arange(first[1], plan.high[1] - 0.9, steps[1]):
                if design.chance(0.7):
                    another = building.stock.make("shop shelf") if design.chance(0.4) else model
                    if another is not None:
                        building.offer(another, np.array([x, y]), yaw)
    till = building.stock.make("checkout")
    if till is not None:
        building.somewhere(till)
    return frozenset({"shop shelf", "checkout"})


def hospital_room(building: Building) -> frozenset[str]:
    """One bed or two with what belongs to them."""
    _patients(building, building.design.count(1, 2))
    return frozenset({"hospital bed", "nightstand", "iv stand"})


def hospital_ward(building: Building) -> frozenset[str]:
    """Beds along the walls."""
    _patients(building, building.design.count(3, 7))
    return frozenset({"hospital bed", "nightstand", "iv stand"})


def _patients(building: Building, beds: int) -> None:
    design = building.design
    for _ in range(beds):
        model = building.stock.make("hospital bed")
        placed = None if model is None else building.against_wall(model, gap=(0.02, 0.12), corner=0)
        if placed is None:
            continue
        for name, chance in (("iv stand", 0.6), ("nightstand", 0.8), ("cart", 0.35)):
            beside = building.stock.make(name) if design.chance(chance) else None
            if beside is not None:
                building.beside(placed, beside, design.uniform(0.05, 0.2))
        if design.chance(0.3):
            chair = building.stock.make("chair")
            if chair is not None:
                building.before(placed, chair, 0.6, turn=np.pi)


def waiting_room(building: Building) -> frozenset[str]:
    """Chairs in rows along the walls, a low table with magazines."""
    design = building.design
    for _ in range(design.count(1, 3)):
        seat = building.stock.make(
            design.choose(("chair", "chair", "waiting seats", "stool", "sofa"))
        )
        if seat is None:
            continue
        placed = building.against_wall(seat, gap=(0.03, 0.1), corner=0.0)
        for _ in range(design.count(1, 4)):
            if placed is not None:
                placed = building.beside(placed, seat, design.uniform(0.02, 0.12))
    return frozenset({"chair"})


def gym(building: Building) -> frozenset[str]:
    """Machines to exercise on, or a table to play at."""
    design = building.design
    for _ in range(design.count(1, 3)):
        machine = building.stock.make("exercise machine")
        if machine is not None:
            building.in_the_open(machine)
    table = building.stock.make("table tennis table") if design.chance(0.6) else None
    if table is not None:
        building.in_the_open(table, tries=40)
    return frozenset({"table tennis table"})


def laundry(building: Building) -> frozenset[str]:
    """Washing machines at a wall, most of them beside each other."""
    design = building.design
    machine = building.stock.make("washing machine")
    placed = None if machine is None else building.against_wall(machine, tries=60)
    for _ in range(design.count(0, 2)):
        if machine is not None and placed is not None:
            placed = building.beside(placed, machine, design.uniform(0.01, 0.05))
    return frozenset({"washing machine"})
