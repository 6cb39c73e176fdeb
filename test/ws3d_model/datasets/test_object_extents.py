# SPDX-License-Identifier: Apache-2.0
"""Objects measured: against a loop over them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ws3d_model.datasets.object_extents import objects_of


def test_no_points_and_no_objects():
    instances, centres, boxes = objects_of(np.zeros((0, 3), np.float32), np.zeros(0, np.int64))
    assert instances.shape == (0,) and centres.shape == (0, 3) and boxes.shape == (0, 7)
    instances, centres, _ = objects_of(np.zeros((2, 3), np.float32), np.full(2, -1, np.int64))
    assert instances.tolist() == [-1, -1] and len(centres) == 0


@given(st.lists(st.integers(-1, 3), min_size=1, max_size=30), st.randoms())
def test_bounds_of_every_object(keys, random):
    xyz = np.array([[random.uniform(-9, 9) for _ in "xyz"] for _ in keys], np.float32)
    for row in range(len(keys)):
        if random.random() < 0.1:
            xyz[row, 1] = np.nan
    names = np.array([-1 if key < 0 else 7 * key + 2**40 for key in keys])
    instances, centres, boxes = objects_of(xyz, names)
    number = 0
    for key in sorted(set(names.tolist()) - {-1}):
        mine = names == key
        usable = mine & np.isfinite(xyz).all(axis=1)
        if not usable.any():
            assert (instances[mine] == -1).all()
            continue
        assert (instances[mine] == number).all()
        low, high = xyz[usable].min(0), xyz[usable].max(0)
        np.testing.assert_array_equal(boxes[number], [*((low + high) / 2), *(high - low), 0])
        np.testing.assert_array_equal(centres[number], (low + high) / 2)
        number += 1
    assert len(boxes) == number and (instances[names < 0] == -1).all()
