# SPDX-License-Identifier: Apache-2.0
"""Rooms as scenes: repeatable, whole, without faults of placement, all classes often enough."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from scipy.spatial import cKDTree

from ws3d_model.worlds.furniture.inventory import INVENTORY
from ws3d_model.worlds.placement_check import check_placement
from ws3d_model.worlds.rooms.house import draw_house
from ws3d_model.worlds.rooms.room import build_room
from ws3d_model.worlds.rooms.room_kinds import HOUSES, KINDS, SINGLE
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.words import LEFT_OUT

FAMILIES = ("train", "held_out")


@pytest.fixture(scope="module")
def scenes():
    return {name: [build_room(seed, name) for seed in range(6)] for name in FAMILIES}


def test_an_unknown_kind_is_refused_with_the_list():
    with pytest.raises(ValueError, match=r"kind must be one of bedroom.*; got 'cathedral'"):
        build_room(0, kind="cathedral")
    with pytest.raises(ValueError, match="families must be 'train' or 'held_out'"):
        build_room(0, "test")


def test_the_same_seed_gives_the_same_scene():
    first, second = build_room(11), build_room(11)
    assert first.objects == second.objects
    assert first.light_seed == second.light_seed
    assert first.instances.tobytes() == second.instances.tobytes()
    assert first.free_floor.tobytes() == second.free_floor.tobytes()
    assert first.triangles.corners.tobytes() == second.triangles.corners.tobytes()
    other = build_room(12)
    assert first.triangles.corners.tobytes() != other.triangles.corners.tobytes()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_is_a_room_with_floor_walls_and_something_in_it(kind):
    scene = build_room(5, "train", kind)
    present = {primitive.label for primitive in scene.primitives}
    assert scene.kind == kind
    assert {"wall", "floor", "door"} <= present
    assert len(scene.objects) > 5
    assert len(scene.free_floor) > 10
    assert np.isfinite(scene.triangles.corners).all()
    assert scene.low[2] > -0.11


def test_scenes_have_no_fault_of_placement(scenes):
    for found in scenes.values():
        for seed, scene in enumerate(found):
            assert check_placement(scene) == (), (seed, scene.families, scene.kind)


@pytest.mark.slow
@pytest.mark.parametrize("families", FAMILIES)
def test_a_hundred_scenes_of_each_side_have_no_fault_of_placement(families):
    for seed in range(100, 200):
        scene = build_room(seed, families)
        assert check_placement(scene) == (), (seed, scene.kind)


def test_where_a_sensor_may_be_nothing_stands(scenes):
    """Nothing between knee and head comes nearer than 12 cm: what hangs on walls may stand out."""
    share = np.array([(a, b) for a in np.linspace(0, 1, 7) for b in np.linspace(0, 1, 7)])
    share = share[share.sum(1) <= 1.0]
    weights = np.column_stack([share, 1 - share.sum(1)])
    for scene in scenes["train"]:
        things = scene.instances[scene.triangles.primitive] >= 0
        points = np.einsum("wc,tcx->twx", weights, scene.triangles.corners[things]).reshape(-1, 3)
        points = points[(points[:, 2] > 0.3) & (points[:, 2] < 1.8)]
        distance, _ = cKDTree(points[:, :2]).query(scene.free_floor)
        assert distance.min() > 0.12, (scene.kind, scene.free_floor[distance.argmin()])


@pytest.mark.parametrize("kind", sorted(HOUSES))
def test_doors_connect_the_free_floor_of_all_rooms(kind):
    seed = 2
    design = Design(seed, "train")
    house = draw_house(design, kind)
    scene = build_room(seed, "train", kind)
    assert len(house.plans) >= 2 and len(house.passages) >= len(house.plans) - 1
    for name, plan in zip(house.kinds, house.plans, strict=True):
        inside = (scene.free_floor > plan.low) & (scene.free_floor < plan.high)
        assert inside.all(1).any(), name


def test_left_out_classes_are_in_held_out_scenes_only(scenes):
    names = {
        side: {thing.name for scene in found for thing in scene.objects}
        for side, found in scenes.items()
    }
    assert not names["train"] & set(LEFT_OUT)
    assert {"armchair", "bench"} & names["held_out"]


def test_train_and_held_out_share_no_shape_family(scenes):
    used = {
        side: frozenset().union(*(scene.shape_families for scene in found))
        for side, found in scenes.items()
    }
    assert len(used["train"]) > 60 and len(used["held_out"]) > 40
    assert not used["train"] & used["held_out"]


def test_kinds_of_rooms_that_stand_together_are_kinds_of_rooms():
    for _, rooms in HOUSES.values():
        assert {kind for options in rooms for kind in options} <= set(SINGLE)


@pytest.mark.slow
def test_every_class_is_in_three_scenes_of_a_hundred():
    """30 times in 1,000 scenes; the guests come round evenly, so 200 scenes tell."""
    count = 200
    seen: Counter[str] = Counter()
    for seed in range(count):
        seen.update({thing.name for thing in build_room(seed).objects})
    rare = {
        name: seen[name] for name in INVENTORY if name not in LEFT_OUT and seen[name] < 0.03 * count
    }
    assert rare == {}
