# SPDX-License-Identifier: Apache-2.0
"""Layouts: groups of furniture that belong together, by what a room is for."""

from __future__ import annotations

from collections.abc import Callable

from ws3d_model.worlds.rooms import homes, public_rooms, workplaces
from ws3d_model.worlds.rooms.building import Building

# Each stands its groups and names the classes that need no more of them.
_LAYOUTS: dict[str, Callable[[Building], frozenset[str]]] = {
    "bedroom": homes.bedroom,
    "living room": homes.living_room,
    "kitchen": homes.kitchen,
    "bathroom": homes.bathroom,
    "child's room": homes.bedroom,
    "office": workplaces.office,
    "meeting room": workplaces.meeting_room,
    "classroom": workplaces.classroom,
    "storeroom": workplaces.storeroom,
    "warehouse": workplaces.warehouse,
    "cafe": public_rooms.cafe,
    "shop": public_rooms.shop,
    "hospital room": public_rooms.hospital_room,
    "hospital ward": public_rooms.hospital_ward,
    "waiting room": public_rooms.waiting_room,
    "gym": public_rooms.gym,
    "laundry": public_rooms.laundry,
}
_STUDIO = ("bedroom", "living room", "kitchen", "office", "bathroom")


def arrange(building: Building) -> frozenset[str]:
    """Stand the groups of a room by its kind; the classes that it needs no more of."""
    design, done = building.design, frozenset[str]()
    if building.kind == "studio":
        for number in design.rng.permutation(len(_STUDIO))[: design.count(2, 4)]:
            done |= _LAYOUTS[_STUDIO[int(number)]](building)
    elif building.kind in _LAYOUTS:
        done = _LAYOUTS[building.kind](building)
    return done
