# SPDX-License-Identifier: Apache-2.0
"""The ground that was seen a moment ago serves clouds that show none of it."""

from __future__ import annotations

import numpy as np
import pytest

from ws3d_model import PointCloud
from ws3d_model.ground_memory import GroundMemory


def cloud(*heights: float) -> PointCloud:
    xyz = np.zeros((len(heights), 3), np.float32)
    xyz[:, 2] = heights
    return PointCloud(xyz)


def test_clouds_without_points_know_only_what_was_seen_before():
    memory = GroundMemory()
    assert memory.update(cloud(), 0.0, 0.0) is None
    assert memory.update(cloud(np.nan), 0.1, 0.0) is None
    assert memory.update(cloud(-1.0, 2.0), 0.2, 0.0) is None
    assert memory.update(cloud(), 0.3, 0.0) == pytest.approx(-1.0)


def test_a_cloud_above_the_ground_is_told_of_it_and_one_that_sees_it_is_not():
    memory = GroundMemory()
    assert memory.update(cloud(-1.2, 0.5), 0.0, 1.2) is None
    assert memory.update(cloud(-0.4, 0.5), 0.1, 1.2) == pytest.approx(-1.2)
    assert memory.update(cloud(-1.3, 0.5), 0.2, 1.2) is None
    assert memory.update(cloud(-0.4, 0.5), 0.3, 1.2) == pytest.approx(-1.3)


def test_the_sensor_may_rise_meanwhile():
    memory = GroundMemory()
    memory.update(cloud(-1.0), 0.0, 1.0)
    assert memory.update(cloud(-0.5), 0.1, 1.5) == pytest.approx(-1.5)


def test_old_ground_is_forgotten():
    memory = GroundMemory(seconds=2.0)
    memory.update(cloud(-1.0), 0.0, 0.0)
    memory.update(cloud(-0.8), 1.5, 0.0)
    assert memory.update(cloud(0.0), 2.0, 0.0) == pytest.approx(-1.0)
    assert memory.update(cloud(0.0), 2.5, 0.0) == pytest.approx(-0.8)
    assert memory.update(cloud(0.0), 9.0, 0.0) is None


def test_a_jump_back_in_time_and_reset_forget():
    memory = GroundMemory()
    memory.update(cloud(-1.0), 50.0, 0.0)
    assert memory.update(cloud(0.0), 3.0, 0.0) is None
    memory.update(cloud(-1.0), 3.1, 0.0)
    memory.reset()
    assert memory.update(cloud(0.0), 3.2, 0.0) is None


def test_a_few_stray_points_below_are_not_the_ground():
    memory = GroundMemory()
    memory.update(cloud(-9.0, *([-1.0] * 400)), 0.0, 0.0)
    assert memory.update(cloud(0.0), 0.1, 0.0) == pytest.approx(-1.0)


def test_the_same_as_looking_at_all_clouds_of_the_last_seconds():
    rng = np.random.default_rng(0)
    memory, seen = GroundMemory(seconds=1.0), []
    for step in range(300):
        stamp, low, height = step * 0.1, float(rng.normal()), float(rng.normal())
        past = [ground for when, ground in seen if when >= stamp - 1.0]
        expected = min(past, default=np.inf) - height
        found = memory.update(cloud(low), stamp, height)
        if expected < np.float32(low):
            assert found == pytest.approx(expected, abs=1e-5)
        else:
            assert found is None
        seen.append((stamp, float(np.float32(low)) + height))


def test_seconds_out_of_range_are_refused():
    with pytest.raises(ValueError, match="seconds must be above 0"):
        GroundMemory(seconds=0.0)
