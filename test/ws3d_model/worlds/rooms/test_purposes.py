# SPDX-License-Identifier: Apache-2.0
"""Rooms hold what they are for, and nothing absurd."""

from __future__ import annotations

from collections import Counter

import pytest

from ws3d_model.worlds.furniture.inventory import INVENTORY
from ws3d_model.worlds.rooms.room import build_room

SEEDS = range(20, 24)
LARGE = ("floor", "wall-side", "corner")


def names(scene):
    return Counter(thing.name for thing in scene.objects)


@pytest.fixture(scope="module")
def rooms():
    kinds = ("kitchen", "bathroom", "classroom", "warehouse")
    return {kind: [build_room(seed, kind=kind) for seed in SEEDS] for kind in kinds}


@pytest.mark.parametrize(
    ("kind", "purpose"),
    [("kitchen", "sink"), ("kitchen", "counter"), ("bathroom", "toilet"), ("bathroom", "sink"),
     ("classroom", "whiteboard"), ("warehouse", "warehouse rack"), ("warehouse", "pallet")],
)  # fmt: skip
def test_most_rooms_hold_what_they_are_for(rooms, kind, purpose):
    assert sum(names(scene)[purpose] > 0 for scene in rooms[kind]) >= len(SEEDS) - 1


def test_no_kitchen_has_two_refrigerators_or_bathroom_two_toilets(rooms):
    assert all(names(scene)["refrigerator"] <= 1 for scene in rooms["kitchen"])
    assert all(names(scene)["toilet"] <= 1 for scene in rooms["bathroom"])


@pytest.mark.parametrize("kind", ["kitchen", "bathroom"])
def test_no_strange_furniture_stands_in_kitchens_and_bathrooms(rooms, kind):
    for scene in rooms[kind]:
        for thing in scene.objects:
            items = INVENTORY.get(thing.name, ())
            if thing.support < 0 and items and all(one.place in LARGE for one in items):
                belongs = any(kind in one.rooms for one in items)
                assert belongs or thing.name in _BUILT_IN, (thing.name, thing.family)


# Parts of worktops and of groups of furniture.
_BUILT_IN = ("counter", "kitchen cabinet", "cabinet", "chair", "table", "bookshelf")


def test_tub_chairs_at_round_tables_end_at_the_height_of_a_table():
    scene = build_room(26, kind="cafe")
    tubs = [thing for thing in scene.objects if thing.family.endswith("tub back")]
    assert len(tubs) > 2
    assert all(0.64 < thing.box[5] < 0.84 for thing in tubs)
