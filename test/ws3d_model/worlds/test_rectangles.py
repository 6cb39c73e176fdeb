# SPDX-License-Identifier: Apache-2.0
"""Turned rectangles meet where a dense grid of their points says so."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ws3d_model.worlds.rectangles import meet


def rectangle(x, y, half_x, half_y, yaw):
    return np.array([x, y, half_x, half_y, np.cos(yaw), np.sin(yaw)])


def inside(points, box, margin):
    local = points - box[:2]
    ahead = local @ np.array([box[4], box[5]])
    aside = local @ np.array([-box[5], box[4]])
    return (np.abs(ahead) <= box[2] + margin) & (np.abs(aside) <= box[3] + margin)


def points_of(box):
    share = np.linspace(-1, 1, 41)
    u, v = np.meshgrid(share * box[2], share * box[3])
    turn = np.array([[box[4], -box[5]], [box[5], box[4]]])
    return np.column_stack([u.ravel(), v.ravel()]) @ turn.T + box[:2]


def test_nothing_is_met_where_nothing_is():
    assert meet(rectangle(0, 0, 1, 1, 0), np.zeros((0, 6))).shape == (0,)


def test_touching_is_not_meeting():
    one = rectangle(0, 0, 1, 1, 0)
    others = np.stack([rectangle(2, 0, 1, 1, 0), rectangle(1.99, 0, 1, 1, 0)])
    assert meet(one, others).tolist() == [False, True]


place = st.tuples(
    *[st.floats(-2, 2)] * 2, *[st.floats(0.3, 1.5)] * 2, st.floats(-4, 4)
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(one=place, other=place)
def test_two_meet_where_a_grid_of_points_says_so(one, other):
    first, second = rectangle(*one), rectangle(*other)
    found = bool(meet(first, second[None])[0])
    assert found == bool(meet(second, first[None])[0])
    shared = inside(points_of(first), second, -1e-6).any()
    shared |= inside(points_of(second), first, -1e-6).any()
    if shared:
        assert found
    if found:  # then some points of a grid are nearly shared
        assert inside(points_of(first), second, 0.08).any()
