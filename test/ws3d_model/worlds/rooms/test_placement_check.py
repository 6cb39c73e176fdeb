# SPDX-License-Identifier: Apache-2.0
"""The placement check on small scenes whose faults are known."""

from __future__ import annotations

import numpy as np
import pytest

from ws3d_model.worlds.furniture.ornaments import vase
from ws3d_model.worlds.placement_check import check_placement
from ws3d_model.worlds.scene import Placed, assemble
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Paint
from ws3d_model.worlds.shapes.primitives import Faces

GREY = Paint(np.full(3, 0.5))


def floor():
    model = Model("floor").box((0, 0, -0.05), (6, 6, 0.1), GREY, faces=Faces.TOP)
    return Placed(model, np.zeros(3), 0.0)


def wall():
    model = Model("wall").box((0, 2.05, 1), (6, 0.1, 2), GREY, faces=Faces.FRONT)
    return Placed(model, np.zeros(3), 0.0)


def block(name, size, at, yaw=0.0):
    model = Model(name).box((0, 0, size[2] / 2), size, GREY)
    return Placed(model, np.array(at, float), yaw)


def faults(*placed):
    return check_placement(assemble(placed, "test", "train", np.zeros((0, 2)), 0))


def test_nothing_and_an_empty_room_are_without_fault():
    assert faults() == ()
    assert faults(floor(), wall()) == ()


@pytest.mark.parametrize(
    ("height", "words"), [(0.0, ""), (0.015, ""), (0.05, "5.0 cm too high"), (-0.015, ""),
                          (-0.05, "5.0 cm inside floor")],
)  # fmt: skip
def test_things_stand_on_the_floor(height, words):
    found = faults(floor(), block("box", (0.4, 0.4, 0.4), (0, 0, height)))
    assert len(found) == bool(words)
    assert not words or words in found[0]


def test_two_things_in_one_place_are_named_with_their_depth():
    found = faults(
        floor(),
        block("bed", (2, 1.5, 0.5), (0, 0, 0)),
        block("cabinet", (0.6, 0.6, 1.0), (1.2, 0, 0), 0.0),
    )
    assert found == ("bed 0 is 10.0 cm inside cabinet 1",)


def test_a_thing_on_another_thing_and_one_beside_the_edge():
    table = block("table", (1, 1, 0.7), (0, 0, 0))
    assert faults(floor(), table, block("cup", (0.1, 0.1, 0.1), (0.3, 0, 0.7))) == ()
    assert "floats" in faults(floor(), table, block("cup", (0.1, 0.1, 0.1), (0.7, 0, 0.7)))[0]


def test_a_chair_fits_under_a_table_but_not_into_its_leg():
    table = Model("table").box((0, 0, 0.72), (1.2, 0.8, 0.04), GREY)
    for x in (-0.55, 0.55):
        for y in (-0.35, 0.35):
            table.box((x, y, 0.35), (0.05, 0.05, 0.7), GREY)
    at = Placed(table, np.zeros(3), 0.0)
    assert faults(floor(), at, block("stool", (0.4, 0.4, 0.45), (0, -0.3, 0))) == ()
    assert len(faults(floor(), at, block("stool", (0.4, 0.4, 0.45), (0.4, -0.3, 0)))) == 1


def test_pictures_hang_on_walls_but_chairs_do_not():
    for name, fault in (("picture", False), ("chair", True)):
        hung = block(name, (0.5, 0.03, 0.4), (0, 1.98, 1.0))
        assert bool(faults(floor(), wall(), hung)) == fault
    away = block("picture", (0.5, 0.03, 0.4), (0, 1.9, 1.0))
    assert "floats" in faults(floor(), wall(), away)[0]


def test_a_box_within_an_open_box_is_no_fault():
    crate = Model("crate").box((0, 0, 0.2), (0.6, 0.6, 0.4), GREY, faces=Faces.ALL & ~Faces.TOP)
    held = block("ball", (0.2, 0.2, 0.2), (0, 0, 0.01))
    assert faults(floor(), Placed(crate, np.zeros(3), 0.0), held) == ()


def test_what_floats_over_nothing_is_said_so():
    assert faults(block("box", (1, 1, 1), (0, 0, 0))) == ("box 0 floats over nothing",)


@pytest.mark.parametrize("families", ["train", "held_out"])
def test_flowers_stand_in_every_shape_of_vase(families):
    """What breaks the check is taken out of rooms: vases would be empty."""
    shapes = set()
    for seed in range(24):
        model = vase(Design(seed, families))
        if any(part.label == "flowers" for part in model.primitives):
            shapes.add(model.family)
            assert faults(floor(), Placed(model, np.zeros(3), 0.0)) == ()
    assert len(shapes) >= 2
