# SPDX-License-Identifier: Apache-2.0
"""Convex hulls of many sets at once, against Qhull one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import ConvexHull, QhullError

from ws3d_model.objects.convex_hull import convex_hulls


def hull_of(points) -> np.ndarray:
    (hull,) = convex_hulls(np.asarray(points, np.float64), np.zeros(1, np.int64))
    return hull


def area(corners: np.ndarray) -> float:
    x, y = corners.T
    return float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)) / 2)


@pytest.mark.parametrize("copies", [1, 7])
def test_one_place_is_one_corner(copies):
    assert hull_of([[2.0, 3.0]] * copies).tolist() == [[2, 3]]


def test_a_line_has_two_corners():
    line = np.linspace(-1, 2, 20)[:, None] * [2.0, 1.0]
    assert sorted(hull_of(line).tolist()) == [[-2, -1], [4, 2]]


def test_corners_go_counter_clockwise_and_points_on_sides_are_none():
    grid = np.stack(np.meshgrid(np.arange(5.0), np.arange(3.0)), axis=-1).reshape(-1, 2)
    corners = hull_of(grid)
    assert sorted(corners.tolist()) == [[0, 0], [0, 2], [4, 0], [4, 2]]
    assert area(corners) == 8


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), sets=st.integers(1, 6), whole=st.booleans())
def test_the_same_corners_as_qhull(seed, sets, whole):
    rng = np.random.default_rng(seed)
    parts = [rng.normal(0, 3, (rng.integers(1, 200), 2)) for _ in range(sets)]
    if whole:  # many on one line, many twice
        parts = [part.round() for part in parts]
    starts = np.cumsum([0, *map(len, parts[:-1])])
    for part, hull in zip(parts, convex_hulls(np.concatenate(parts), starts), strict=True):
        try:
            expected = part[ConvexHull(part).vertices]
        except QhullError:
            assert len(hull) <= 2
            continue
        assert area(hull) == pytest.approx(area(expected))
        assert {tuple(corner) for corner in hull} == {tuple(corner) for corner in expected}


def test_a_set_is_not_touched_by_its_neighbours():
    random = np.random.default_rng(0).normal(size=(3, 50, 2))
    together = convex_hulls(random.reshape(-1, 2), np.array([0, 50, 100]))
    for part, hull in zip(random, together, strict=True):
        np.testing.assert_array_equal(hull, hull_of(part))
