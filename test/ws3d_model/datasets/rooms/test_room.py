# SPDX-License-Identifier: Apache-2.0
"""Procedural rooms: repeatable, standing on the ground, and divided into train and held out."""

from __future__ import annotations

import numpy as np
import pytest

from ws3d_model.datasets.rooms import KINDS, build_room
from ws3d_model.datasets.rooms.words import LEFT_OUT, NAMES, STUFF

# What always stands on the floor; the rest may stand on other things or hang.
STANDING = (
    *("bed", "sofa", "chair", "office chair", "armchair", "stool", "table", "desk", "coffee table"),
    *("dresser", "nightstand", "media console", "file cabinet", "bench", "bathtub"),
    *("stove", "washing machine", "person", "bookshelf"),
)
SPARSE = 500.0


def rooms(families, count, density=SPARSE):
    return [build_room(seed, families, density=density) for seed in range(count)]


@pytest.fixture(scope="module")
def train_rooms():
    return rooms("train", 14)


@pytest.fixture(scope="module")
def held_out_rooms():
    return rooms("held_out", 24)


def test_no_points_at_no_density():
    room = build_room(3, density=0.0)
    assert len(room) == 0
    assert room.xyz.shape == (0, 3)


def test_the_same_seed_gives_the_same_bytes():
    first, second = build_room(11, density=SPARSE), build_room(11, density=SPARSE)
    for field in ("xyz", "normals", "rgb", "labels", "instances", "centres", "gloss", "free_floor"):
        assert getattr(first, field).tobytes() == getattr(second, field).tobytes(), field
    assert first.used_families == second.used_families


def test_another_seed_gives_another_room():
    assert build_room(1, density=SPARSE).size != build_room(2, density=SPARSE).size


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_can_be_built(kind):
    room = build_room(5, "train", kind, SPARSE)
    assert room.kind == kind
    present = {NAMES[label] for label in np.unique(room.labels)}
    assert {"wall", "floor", "door"} <= present
    assert np.isfinite(room.xyz).all()
    np.testing.assert_allclose(np.linalg.norm(room.normals, axis=1), 1, atol=1e-4)


def test_standing_things_touch_the_floor(train_rooms, held_out_rooms):
    checked = 0
    for room in train_rooms + held_out_rooms:
        for number in np.unique(room.instances[room.instances >= 0]):
            rows = room.instances == number
            if NAMES[room.labels[rows][0]] in STANDING and rows.sum() > 100:
                lowest = room.xyz[rows, 2].min()
                assert -0.005 < lowest < 0.06, (room.kind, NAMES[room.labels[rows][0]], lowest)
                checked += 1
    assert checked > 100


def test_nothing_is_below_the_floor_or_above_the_ceiling(train_rooms):
    for room in train_rooms:
        assert room.xyz[:, 2].min() > -0.03
        assert room.xyz[:, 2].max() < room.size[2] + 0.05


def test_an_instance_has_one_class_and_its_centre_lies_within_it(train_rooms):
    for room in train_rooms:
        objects = room.instances >= 0
        stuff = [NAMES.index(name) for name in STUFF]
        assert (np.isin(room.labels, stuff) == ~objects).all()
        pairs = np.unique(np.stack([room.instances[objects], room.labels[objects]]), axis=1)
        assert len(pairs[0]) == len(np.unique(pairs[0]))
        for number in pairs[0]:
            points = room.xyz[room.instances == number]
            assert (room.centres[number] >= points.min(axis=0) - 1.2).all()
            assert (room.centres[number] <= points.max(axis=0) + 1.2).all()


def test_train_and_held_out_share_no_shape_family(train_rooms, held_out_rooms):
    trained = frozenset().union(*(room.used_families for room in train_rooms))
    held_out = frozenset().union(*(room.used_families for room in held_out_rooms))
    assert len(trained) > 60 and len(held_out) > 40
    assert not trained & held_out


def test_left_out_classes_are_only_in_held_out_rooms(train_rooms, held_out_rooms):
    left_out = [NAMES.index(name) for name in LEFT_OUT]
    assert not any(np.isin(room.labels, left_out).any() for room in train_rooms)
    found = set().union(*(np.unique(room.labels).tolist() for room in held_out_rooms))
    assert set(left_out) <= found


@pytest.mark.slow
def test_every_class_appears_within_a_hundred_rooms():
    found = set().union(
        *(np.unique(build_room(seed, density=200.0).labels).tolist() for seed in range(100))
    )
    assert {NAMES[label] for label in found} == set(NAMES) - set(LEFT_OUT)


def test_pictures_are_not_shone_through_by_the_wall():
    """No wall point lies behind a picture: the two are closer than a sensor's noise."""
    picture, wall = NAMES.index("picture"), NAMES.index("wall")
    checked = 0
    for room in rooms("train", 12, density=1000.0):
        for number in np.unique(room.instances[room.labels == picture]):
            rows = room.instances == number
            low, high = room.xyz[rows].min(axis=0), room.xyz[rows].max(axis=0)
            inside = (room.xyz[room.labels == wall] > low + 0.01) & (
                room.xyz[room.labels == wall] < high - 0.01
            )
            thin = (high - low).argmin()
            inside[:, thin] = (room.xyz[room.labels == wall][:, thin] > low[thin] - 0.005) & (
                room.xyz[room.labels == wall][:, thin] < high[thin] + 0.005
            )
            assert not inside.all(axis=1).any()
            checked += 1
    assert checked > 5


@pytest.mark.parametrize("wrong", [{"families": "test"}, {"kind": "cathedral"}])
def test_unknown_choices_are_refused(wrong):
    with pytest.raises(ValueError, match="must be"):
        build_room(0, **wrong)
