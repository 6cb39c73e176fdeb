# SPDX-License-Identifier: Apache-2.0
"""Floor plans: what is free and taken, walls and their frames, and the free floor over rooms."""

from __future__ import annotations

import numpy as np
import pytest

from ws3d_model.worlds.rooms.floor_plan import KEPT_CLEAR, OUTSIDE, UNDER_TABLE, FloorPlan
from ws3d_model.worlds.rooms.free_floor import free_floor

SQUARE = ((0.0, 4.0), (4.0, 4.0), (4.0, 0.0), (0.0, 0.0))
# An L: the corner at high x and high y is missing.
L_SHAPE = ((0.0, 4.0), (2.0, 4.0), (2.0, 2.5), (4.0, 2.5), (4.0, 0.0), (0.0, 0.0))
HALF = np.array([0.5, 0.25])


def at(x, y):
    return np.array([x, y], float)


def test_an_empty_room_is_free_up_to_its_walls():
    plan = FloorPlan(SQUARE, 2.5)
    assert (plan.width, plan.depth) == (4.0, 4.0)
    assert plan.is_free(at(2, 2), 0.3, -HALF, HALF)
    assert plan.is_free(at(0.5, 0.25), 0.0, -HALF, HALF)
    assert not plan.is_free(at(0.4, 0.25), 0.0, -HALF, HALF)


def test_what_is_taken_is_free_no_more_but_chairs_go_under_tables():
    plan = FloorPlan(SQUARE, 2.5)
    plan.take(at(2, 2), 0.5, -HALF, HALF, UNDER_TABLE)
    assert not plan.is_free(at(2, 2), 0.5, -HALF, HALF)
    assert plan.is_free(at(2, 2), 0.5, -HALF, HALF, under_tables=True)
    plan.take(at(2, 2), 0.5, -HALF, HALF)
    assert not plan.is_free(at(2, 2), 0.5, -HALF, HALF, under_tables=True)
    assert plan.is_free(at(2, 3), 0.5, -HALF, HALF)


def test_an_l_has_six_walls_two_pieces_and_nothing_beyond_its_notch():
    plan = FloorPlan(L_SHAPE, 2.5)
    assert len(plan.walls) == 6
    assert sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in plan.pieces) == pytest.approx(13.0)
    assert not plan.is_free(at(3, 3.2), 0.0, -HALF, HALF)
    assert plan.is_free(at(3, 2.2), 0.0, -HALF, HALF)
    assert (plan.cells == OUTSIDE).sum() * 0.05**2 == pytest.approx(3.0)


def test_walls_see_the_room_from_inside():
    for wall in FloorPlan(L_SHAPE, 2.5).walls:
        middle = wall.point(wall.length / 2, 0.3)
        assert wall.along(middle) == pytest.approx((wall.length / 2, 0.3))
        inside = (middle > 0).all() and (middle < 4).all()
        assert inside and not (middle > (2, 2.5)).all()


def test_what_hangs_on_a_wall_takes_its_rectangle_only():
    wall = FloorPlan(SQUARE, 2.5).walls[0]
    wall.take((1.0, 2.0), (1.0, 1.5))
    assert not wall.is_clear((1.5, 2.5), (1.2, 2.0))
    assert wall.is_clear((1.5, 2.5), (1.7, 2.0))
    assert wall.is_clear((2.2, 2.5), (1.2, 2.0))


def test_the_free_floor_keeps_its_distance_and_its_largest_part():
    plan = FloorPlan(SQUARE, 2.5)
    plan.take(at(1.0, 2.0), 0.0, at(-0.1, -2), at(0.1, 2))  # from wall to wall
    free = free_floor([plan], [])
    assert free[:, 0].min() > 1.1 + 0.24
    assert free.max() < 4 - 0.24 and free[:, 1].min() > 0.24
    assert len(free) * 0.05**2 == pytest.approx(2.4 * 3.5, rel=0.1)


def test_a_doorway_joins_two_rooms_and_a_wall_parts_them():
    first = FloorPlan(SQUARE, 2.5)
    second = FloorPlan(tuple((x + 4.1, y) for x, y in SQUARE), 2.5)
    parted = free_floor([first, second], [])
    joined = free_floor([first, second], [(4.0, 1.0, 4.1, 2.0)])
    assert len(joined) > 1.9 * len(parted)
    assert ((joined[:, 0] > 4.0) & (joined[:, 0] < 4.1)).any()


def test_floor_kept_clear_is_free_floor_but_no_place_for_things():
    plan = FloorPlan(SQUARE, 2.5)
    plan.take(at(2, 2), 0.0, at(-2, -2), at(2, 2), KEPT_CLEAR)
    assert not plan.is_free(at(2, 2), 0.0, -HALF, HALF)
    assert len(free_floor([plan], [])) > 4000


def test_a_room_full_of_things_has_no_free_floor():
    plan = FloorPlan(SQUARE, 2.5)
    plan.take(at(2, 2), 0.0, at(-2, -2), at(2, 2))
    assert free_floor([plan], []).shape == (0, 2)
