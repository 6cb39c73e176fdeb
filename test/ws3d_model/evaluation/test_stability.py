# SPDX-License-Identifier: Apache-2.0
"""Stability between clouds: cases worked by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ws3d_model.evaluation.stability import CELL, Change, Stability


def cloud(*rows: tuple[float, int, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Points along x at multiples of a cell, each with a label and an object."""
    xyz = np.array([[(row[0] + 0.5) * CELL, 0, 0] for row in rows], np.float32).reshape(-1, 3)
    labels = np.array([row[1] for row in rows], np.int32)
    return xyz, labels, np.array([row[2] for row in rows], np.int32)


def test_empty_clouds_change_nothing() -> None:
    stability = Stability()
    assert stability.update(*cloud()) == Change()
    change = stability.update(*cloud())
    assert change == Change()
    assert math.isnan(change.flicker)
    assert math.isnan(change.persistence)


def test_each_kind_of_change() -> None:
    stability = Stability()
    stability.update(*cloud((0, 1, 7), (1, 1, 7), (2, 2, -1), (3, -1, -1), (4, 3, 9)))
    change = stability.update(*cloud((0, 1, 7), (1, 1, 8), (2, 1, -1), (3, 2, -1), (9, 3, 9)))
    assert change == Change(shared=4, labelled=3, flickered=1, lost=1, tracked=2, renumbered=1)
    assert change.flicker == pytest.approx(1 / 3)
    assert change.persistence == 0.5


def test_a_cell_goes_by_what_most_of_its_points_say() -> None:
    stability = Stability()
    stability.update(*cloud((0, 1, 5), (0.2, 1, 5), (0.3, 2, -1)))
    assert stability.update(*cloud((0, 1, 5))).flickered == 0


def test_after_a_reset_nothing_is_compared() -> None:
    stability = Stability()
    stability.update(*cloud((0, 1, 1)))
    stability.reset()
    assert stability.update(*cloud((0, 2, 2))) == Change()


def test_points_that_are_nowhere_are_left_out() -> None:
    stability = Stability()
    xyz, labels, instances = cloud((0, 1, 1), (1, 1, 1), (2, 1, 1))
    xyz[1], xyz[2] = np.nan, 1e12
    stability.update(xyz, labels, instances)
    assert stability.update(xyz, labels, instances).shared == 1


def test_changes_add_up() -> None:
    one = Change(shared=2, labelled=2, flickered=1, tracked=2, renumbered=0)
    assert (one + one).flicker == 0.5
    assert (one + Change()).persistence == 1.0


@given(
    st.lists(st.tuples(st.integers(-50, 50), st.integers(-1, 3), st.integers(-1, 3)), max_size=40)
)
def test_the_same_cloud_twice_is_stable_in_any_order(rows: list[tuple[int, int, int]]) -> None:
    stability = Stability()
    stability.update(*cloud(*rows))
    change = stability.update(*cloud(*rows[::-1]))
    assert (change.flickered, change.lost, change.renumbered) == (0, 0, 0)
    assert change.shared == len({row[0] for row in rows})
