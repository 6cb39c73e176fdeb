# SPDX-License-Identifier: Apache-2.0
"""Averages in cells, against a dictionary."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ws3d_model.worlds.sensors import cell_average
from ws3d_model.worlds.sensors.cell_average import cells_of, mean_of


def test_no_points_no_cells() -> None:
    cells = cells_of(np.zeros((0, 3), np.float32), 0.1)
    assert len(cells) == 0 and mean_of(np.zeros((0, 3), np.float32), cells).shape == (0, 3)


def test_points_far_from_the_origin_have_cells_too() -> None:
    xyz = np.array([[3e9, 0, 0], [-0.1, 0, 0], [3e9, 0, 0.01]], np.float32)
    assert cells_of(xyz, 0.25).cell.tolist() == [0, 1, 0]
    assert cells_of(xyz[::2], 0.25).cell.tolist() == [0, 0]


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 1000), count=st.integers(1, 300), dense=st.booleans())
def test_cells_and_means_equal_a_dictionary(seed: int, count: int, dense: bool) -> None:
    xyz = np.random.default_rng(seed).uniform(-1, 1, (count, 3)).astype(np.float32)
    with pytest.MonkeyPatch.context() as patch:
        if not dense:
            patch.setattr(cell_average, "_DENSE", 0)
        cells = cells_of(xyz, 0.25)
    groups: dict[tuple[int, ...], list[int]] = {}
    for row, key in enumerate(np.floor(xyz / np.float32(0.25)).astype(int).tolist()):
        groups.setdefault(tuple(key), []).append(row)
    expected = list(groups.values())
    assert cells.example.tolist() == [rows[0] for rows in expected]
    assert cells.count.tolist() == [len(rows) for rows in expected]
    for number, rows in enumerate(expected):
        assert (cells.cell[rows] == number).all()
    means = np.array([xyz[rows].mean(0) for rows in expected])
    np.testing.assert_allclose(mean_of(xyz, cells), means, atol=1e-5)
