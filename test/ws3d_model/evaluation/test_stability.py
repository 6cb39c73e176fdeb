# SPDX-License-Identifier: Apache-2.0
"""Stability between clouds: cases worked by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
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


def cells_by_hand(
    xyz: np.ndarray, labels: np.ndarray, instances: np.ndarray
) -> dict[tuple[int, ...], tuple[int, int]]:
    """The commonest label and object of each cell, point after point."""
    held: dict[tuple[int, ...], list[tuple[int, int]]] = {}
    place = np.floor(xyz / np.float32(CELL))
    of_points = zip(place.tolist(), labels.tolist(), instances.tolist(), strict=True)
    for cell, label, instance in of_points:
        if all(abs(number) < 2**20 for number in cell):
            held.setdefault(tuple(map(int, cell)), []).append((label, instance))
    return {
        cell: tuple(
            min(set(said), key=lambda one: (-said.count(one), one))
            for said in zip(*values, strict=True)
        )
        for cell, values in held.items()
    }


@settings(deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from([0, 1, 5, 200]),
    st.sampled_from([0.15, 2.0, 3e3, 3e5]),
    st.integers(1, 6),
)
def test_cells_are_those_of_a_check_of_every_point(
    seed: int, count: int, extent: float, repeats: int
) -> None:
    random = np.random.default_rng(seed)
    stability, clouds = Stability(), []
    # Points come in runs, as a sensor sends them, and some are nowhere.
    rows = np.repeat(np.arange(count), repeats)
    middle = random.uniform(-extent, extent, 3)
    for _ in range(2):
        xyz = (middle + random.uniform(-extent, extent, (count, 3))).astype(np.float32)
        xyz[: count // 20] = random.choice([np.nan, np.inf, -np.inf], (count // 20, 3))
        values = [random.integers(-1, 3, count).astype(np.int32)[rows] for _ in range(2)]
        flips = random.random(len(rows)) < 0.2
        values[0][flips] = 1
        clouds.append((xyz[rows], *values))
        change = stability.update(*clouds[-1])
    old, new = (cells_by_hand(*cloud) for cloud in clouds)
    pairs = [(old[cell], new[cell]) for cell in old.keys() & new.keys()]
    both = [(a, b) for a, b in pairs if a[0] >= 0 and b[0] >= 0]
    tracked = [(a, b) for a, b in both if a[0] == b[0] and a[1] >= 0 and b[1] >= 0]
    assert change == Change(
        shared=len(pairs),
        labelled=len(both),
        flickered=sum(a[0] != b[0] for a, b in both),
        lost=sum((a[0] >= 0) != (b[0] >= 0) for a, b in pairs),
        tracked=len(tracked),
        renumbered=sum(a[1] != b[1] for a, b in tracked),
    )
