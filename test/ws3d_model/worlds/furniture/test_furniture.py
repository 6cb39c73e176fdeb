# SPDX-License-Identifier: Apache-2.0
"""Every thing of the inventory holds together, stands right, and has a real size."""

from __future__ import annotations

import numpy as np
import pytest

from ws3d_model.worlds.furniture.frames import bar
from ws3d_model.worlds.furniture.inventory import INVENTORY, ITEMS, usual
from ws3d_model.worlds.furniture.item import ROOM_GROUPS, item
from ws3d_model.worlds.furniture.kitchen import kitchen_run
from ws3d_model.worlds.furniture.seating import chair, tub_style
from ws3d_model.worlds.furniture.sizes import SIZES
from ws3d_model.worlds.furniture.soundness import loose_pieces, misplacement
from ws3d_model.worlds.rooms.room_kinds import SINGLE
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model

WAYS = [pytest.param(one, id=f"{one.name}, {one.place}") for one in ITEMS]
IMPORTANT = ("chair", "sofa", "bed", "table", "desk", "cabinet", "bookshelf", "refrigerator",
             "toilet", "sink", "bathtub", "television", "whiteboard", "picture")  # fmt: skip


def designs(count):
    return [Design(seed, side) for side in ("train", "held_out") for seed in range(count)]


def faults(one, count):
    """What is wrong with the thing over seeds, in words."""
    found = []
    for design in designs(count):
        model = one.make(design)
        if not any(part.family.startswith(f"{one.name}: ") for part in model.objects):
            found.append(f"none of {model.objects} is of a family of the class")
        low, high = model.bounds(own=True)
        for axis, (least, most), size in zip("xyz", SIZES[one.name], high - low, strict=True):
            if not least <= size <= most:
                found.append(f"{model.family}: {axis} is {size:.2f} m, not {least} to {most}")
        if misplacement(model, one.place):
            found.append(f"{model.family}: off by {misplacement(model, one.place):.3f} m")
        for piece in loose_pieces(model, one.place):
            found.append(f"{model.family}: {piece[0].label} at {piece[0].centre} is loose")
    return found


def test_nothing_is_sound():
    assert loose_pieces(Model("chair")) == []
    assert misplacement(Model("chair")) == 0.0


def test_a_gap_is_found_and_a_touch_is_none():
    paint = Design(0, "train").paint()
    leg = Model("table").box((0, 0, 0.2), (0.1, 0.1, 0.4), paint)
    assert loose_pieces(leg.box((0, 0, 0.43), (1, 1, 0.04), paint)) == []
    (lost,) = loose_pieces(leg.box((0, 0, 0.6), (1, 1, 0.04), paint))
    assert lost[0].centre[2] == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("place", "at", "metres"),
    [("floor", (0, 0, 0.1), 0.0), ("floor", (0, 0, 0.2), 0.1), ("on wall", (0, -0.1, 0.1), 0.0),
     ("on wall", (0, 0.0, 0.1), 0.1), ("ceiling", (0, 0, -0.1), 0.0)],
)  # fmt: skip
def test_misplacement_is_measured_from_what_carries_the_thing(place, at, metres):
    cube = Model("box").box(at, (0.2, 0.2, 0.2), Design(0, "train").paint())
    assert misplacement(cube, place) == pytest.approx(metres)


@pytest.mark.parametrize("end", [(0, 0, 1), (1, 0, 0), (0, 2, 0), (0.3, -0.4, 1.2), (0, 0, 0)])
def test_a_bar_reaches_from_end_to_end(end):
    model = bar(Model("table"), (0, 0, 0), end, 0.02, Design(0, "train").paint())
    length = float(np.linalg.norm(end))
    if length == 0:
        assert model.primitives == []
        return
    (primitive,) = model.primitives
    assert primitive.half[2] == pytest.approx(length / 2)
    tip = primitive.centre + primitive.rotation[:, 2] * primitive.half[2]
    assert np.allclose(tip, end)
    assert np.linalg.det(primitive.rotation) == pytest.approx(1)


@pytest.mark.parametrize("one", WAYS)
def test_it_is_whole_stands_right_and_has_a_real_size(one):
    assert faults(one, 1) == []


@pytest.mark.slow
@pytest.mark.parametrize("one", WAYS)
def test_it_is_whole_stands_right_and_has_a_real_size_in_many_designs(one):
    assert faults(one, 5) == []


def test_there_are_many_classes_each_with_a_size():
    assert len(INVENTORY) >= 250
    assert set(SIZES) == set(INVENTORY)


@pytest.mark.parametrize("name", IMPORTANT)
def test_important_classes_have_many_families_and_none_on_both_sides(name):
    families = {side: set() for side in ("train", "held_out")}
    for one in INVENTORY[name]:
        for design in designs(40):
            parts = one.make(design).objects
            families[design.families] |= {
                part.family for part in parts if part.name == name and part.family
            }
    assert len(families["train"]) >= 4
    assert len(families["held_out"]) >= 2
    assert not families["train"] & families["held_out"]


def test_same_seed_same_thing():
    for one in ITEMS[::9]:
        first, second = (one.make(Design(5, "train")) for _ in range(2))
        for a, b in zip(first.primitives, second.primitives, strict=True):
            assert np.array_equal(a.centre, b.centre) and np.array_equal(a.half, b.half)


def test_every_kind_of_room_has_things_and_every_thing_a_kind_of_room():
    assert set(ROOM_GROUPS["all"]) == set(SINGLE)
    for kind in SINGLE:
        assert len(usual(kind)) >= 10, kind
        assert all(one.place == "on wall" for one in usual(kind, "on wall"))
    assert all(one.rooms and min(one.rooms.values()) > 0 for one in ITEMS)


def test_things_on_walls_know_how_high():
    for one in ITEMS:
        low, high = one.heights
        assert 0 <= low <= high < 2.4
        assert one.place == "on wall" or high == 0


def test_an_unknown_kind_of_room_is_refused():
    with pytest.raises(ValueError, match="unknown kind of room 'attic'"):
        item("chair", ITEMS[0].make, "floor", "all 0.2; attic 1")


def test_a_room_that_is_named_wins_over_its_groups_wherever_it_stands():
    first = item("chair", ITEMS[0].make, "floor", "office 1; all 0.2; work 0.5")
    last = item("chair", ITEMS[0].make, "floor", "all 0.2; work 0.5; office 1")
    assert first.rooms == last.rooms
    assert (first.rooms["office"], first.rooms["classroom"], first.rooms["gym"]) == (1, 0.5, 0.2)


def test_tub_chairs_hold_together_and_end_at_the_height_of_a_table():
    for seed in range(20):
        design = Design(seed, "train")
        model = chair(design, tub_style(design))
        low, high = model.bounds()
        assert 0.62 < high[2] - low[2] < 0.84, model.family
        assert loose_pieces(model, "floor") == []
        assert misplacement(model, "floor") == 0.0


def test_a_low_worktop_goes_below_a_window():
    for seed in range(10):
        model = kitchen_run(Design(seed, "train"), 1.5, low=True)
        assert model.bounds()[1][2] < 1.25
        assert {"counter", "sink"} <= {part.name for part in model.objects}


def test_only_a_worktop_that_stands_alone_has_machines_at_its_ends():
    machines = {"refrigerator", "stove"}
    runs = {alone: [kitchen_run(Design(seed, "train"), 1.5, alone) for seed in range(12)]
            for alone in (True, False)}  # fmt: skip
    found = {
        alone: {part.name for model in models for part in model.objects}
        for alone, models in runs.items()
    }
    assert machines <= found[True]
    assert not machines & found[False]
