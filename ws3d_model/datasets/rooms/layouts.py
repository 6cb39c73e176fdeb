# SPDX-License-Identifier: Apache-2.0
"""Layouts: which furniture stands where, by what the room is for."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ws3d_model.datasets.rooms import seating
from ws3d_model.datasets.rooms.bathroom import bathtub, shower, toilet, wash_stand
from ws3d_model.datasets.rooms.beds import bed
from ws3d_model.datasets.rooms.building import Building, Placed
from ws3d_model.datasets.rooms.decor import floor_lamp, person, plant
from ws3d_model.datasets.rooms.design import Design
from ws3d_model.datasets.rooms.electronics import computer_tower, printer
from ws3d_model.datasets.rooms.floor_plan import UNDER_TABLE
from ws3d_model.datasets.rooms.kitchen import kitchen_run, refrigerator, stove, washing_machine
from ws3d_model.datasets.rooms.model import Model
from ws3d_model.datasets.rooms.small_objects import backpack, box, clothes, shoes, trash_can
from ws3d_model.datasets.rooms.sofas import sofa
from ws3d_model.datasets.rooms.storage import bookshelf, cabinet
from ws3d_model.datasets.rooms.table_groups import place_desks, place_tables, sit
from ws3d_model.datasets.rooms.tables import coffee_table, desk, table


def furnish(building: Building, kind: str) -> None:
    """Fill a room of the given kind, then strew what lies about in any room."""
    if kind == "studio":
        chosen = building.design.rng.permutation(5)[: building.design.count(2, 4)]
        options = ("bedroom", "living room", "kitchen", "office", "bathroom")
        for number in chosen:
            _LAYOUTS[options[int(number)]](building)
    else:
        _LAYOUTS[kind](building)
    tidiness = building.design.choose((2, 5, 5, 12))
    for _ in range(building.design.count(0, tidiness)):
        _stray(building)


def _bedroom(building: Building) -> None:
    design = building.design
    for _ in range(design.choose((1, 1, 1, 2))):
        placed = building.against_wall(bed(design))
        for _ in range(design.count(0, 2)):
            if placed is None:
                break
            if design.held_out:  # a class left out of training
                building.beside(placed, cabinet(design, "nightstand"))
            elif design.chance(0.3):
                building.beside(placed, coffee_table(design))
    _perhaps(building, 0.7, lambda: cabinet(design, "wardrobe"))
    _perhaps(building, 0.55, lambda: cabinet(design, "dresser"))
    if design.chance(0.5):
        place_desks(building, 1)
    _perhaps(building, 0.35, lambda: bookshelf(design))
    _perhaps(building, 0.2, lambda: cabinet(design, "media console"))
    _easy_chairs(building, 1)
    for _ in range(design.count(0, 3)):
        building.in_the_open(design.choose((clothes, clothes, shoes, backpack))(design))


def _living_room(building: Building) -> None:
    design = building.design
    for _ in range(design.choose((1, 1, 2))):
        model = sofa(design)
        seat = building.against_wall(model) if design.chance(0.7) else building.in_the_open(model)
        if seat is not None and design.chance(0.75):
            low_table = coffee_table(design)
            _, high = low_table.bounds()
            building.before(seat, low_table, design.uniform(0.25, 0.5) + float(high[1]))
    _perhaps(building, 0.7, lambda: cabinet(design, "media console"))
    _easy_chairs(building, 2)
    for _ in range(design.count(0, 2)):
        _perhaps(
            building,
            0.7,
            lambda: bookshelf(design, design.choose(("bookshelf", "bookshelf", "shelf"))),
        )
    _perhaps(building, 0.6, lambda: floor_lamp(design))
    if design.chance(0.4):
        place_tables(building, 1)
    _perhaps(building, 0.5, lambda: cabinet(design))
    _perhaps(building, 0.4, lambda: plant(design))


def _office(building: Building) -> None:
    design = building.design
    place_desks(building, design.count(1, 6))
    for _ in range(design.count(0, 3)):
        _perhaps(
            building,
            0.8,
            lambda: bookshelf(design, design.choose(("bookshelf", "bookshelf", "shelf"))),
        )
    for _ in range(design.count(0, 2)):
        _perhaps(building, 0.8, lambda: cabinet(design, "file cabinet"))
    _perhaps(building, 0.5, lambda: cabinet(design))
    _perhaps(building, 0.3, lambda: printer(design))
    _perhaps(building, 0.15, lambda: computer_tower(design))
    _perhaps(building, 0.2, lambda: sofa(design))
    if design.chance(0.45):
        place_tables(building, design.count(1, 2))
    _perhaps(building, 0.3, lambda: plant(design))


def _meeting(building: Building) -> None:
    design = building.design
    if design.chance(0.4):  # one long table of several
        place_tables(building, 1, width=design.uniform(1.8, 3.6), round_top=False)
    else:
        place_tables(building, design.count(1, 6))
    style = seating.chair_style(design)
    for _ in range(design.count(0, 5)):
        building.somewhere(seating.chair(design, style))
    _perhaps(building, 0.35, lambda: cabinet(design))
    _perhaps(building, 0.25, lambda: bookshelf(design))
    _perhaps(building, 0.25, lambda: plant(design))


def _cafe(building: Building) -> None:
    design = building.design
    round_tops = design.chance(0.7)
    place_tables(building, design.count(2, 9), design.uniform(0.6, 1.5), round_tops)
    if design.chance(0.25):
        building.against_wall(kitchen_run(design))
    for _ in range(design.count(0, 3)):
        _perhaps(building, 0.5, lambda: seating.stool(design))
    if design.held_out:
        for _ in range(design.count(0, 2)):
            building.against_wall(seating.bench(design))
    _perhaps(building, 0.3, lambda: plant(design))


def _classroom(building: Building) -> None:
    design, plan = building.design, building.plan
    style = seating.chair_style(design)
    wide = design.uniform(0.7, 1.5)
    yaw = design.choose((0.0, 0.5, 1.0, 1.5)) * np.pi
    as_desks = design.chance(0.5)
    for x in np.arange(0.9, plan.width - 0.8, wide + 0.35):
        for y in np.arange(1.2, plan.depth - 0.8, design.uniform(1.3, 1.6)):
            model = desk(design, wide) if as_desks else table(design, False, wide)
            low, high = model.bounds()
            at = np.array([x, y])
            if not plan.is_free(at, yaw, low[:2], high[:2]):
                continue
            plan.take(at, yaw, low[:2], high[:2], UNDER_TABLE)
            placed = building.fix(model, at, yaw)
            if design.chance(0.85):
                sit(building, placed, style, 0.0, float(low[1]) - design.uniform(0.0, 0.35), np.pi)
    _perhaps(building, 0.5, lambda: cabinet(design))


def _kitchen(building: Building) -> None:
    design = building.design
    building.against_wall(kitchen_run(design), gap=(0.0, 0.01))
    if design.chance(0.4):
        building.against_wall(kitchen_run(design, design.uniform(0.9, 1.6)), gap=(0.0, 0.01))
    _perhaps(building, 0.6, lambda: refrigerator(design))
    _perhaps(building, 0.35, lambda: cabinet(design, "kitchen cabinet"))
    _perhaps(building, 0.3, lambda: cabinet(design))
    _perhaps(building, 0.35, lambda: stove(design))
    _perhaps(building, 0.3, lambda: washing_machine(design))
    if design.chance(0.65):
        place_tables(building, 1)
    for _ in range(design.count(0, 3)):
        _perhaps(building, 0.6, lambda: seating.stool(design))


def _bathroom(building: Building) -> None:
    design = building.design
    wet = bathtub(design)
    if design.chance(0.75):
        building.against_wall(wet.shift((0, 0, 0)), gap=(0.0, 0.0))
    building.against_wall(toilet(design), gap=(0.0, 0.02))
    building.against_wall(wash_stand(design), gap=(0.0, 0.0))
    if design.chance(0.35):
        building.against_wall(shower(design), gap=(0.0, 0.0))
    _perhaps(building, 0.35, lambda: cabinet(design))
    _perhaps(building, 0.35, lambda: washing_machine(design))
    _perhaps(building, 0.3, lambda: trash_can(design))


_LAYOUTS: dict[str, Callable[[Building], None]] = {
    "bedroom": _bedroom,
    "living room": _living_room,
    "office": _office,
    "meeting": _meeting,
    "cafe": _cafe,
    "classroom": _classroom,
    "kitchen": _kitchen,
    "bathroom": _bathroom,
}


def _perhaps(building: Building, probability: float, make: Callable[[], Model]) -> Placed | None:
    """Stand something against a wall, or not."""
    if not building.design.chance(probability):
        return None
    return building.against_wall(make())


def _easy_chairs(building: Building, most: int) -> None:
    """Armchairs, which are left out of training."""
    design = building.design
    if not design.held_out:
        return
    for _ in range(design.count(0, most)):
        building.somewhere(sofa(design, "armchair"))


def _stray(building: Building) -> None:
    """Something that stands about in any room."""
    design: Design = building.design
    makers: tuple[Callable[[Design], Model], ...] = (
        box, box, trash_can, trash_can, backpack, plant, floor_lamp, shoes, clothes,
    )  # fmt: skip
    kind = design.count(0, 12)
    if kind == 0:
        building.somewhere(seating.chair(design, seating.chair_style(design)))
    elif kind == 1 and design.chance(0.35):
        building.in_the_open(person(design))
    elif kind == 2 and design.held_out:
        building.against_wall(seating.bench(design))
    elif kind == 3:
        building.somewhere(seating.stool(design))
    else:
        building.somewhere(design.choose(makers)(design))
