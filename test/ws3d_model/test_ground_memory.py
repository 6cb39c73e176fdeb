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


def at(height: float, along: float = 0.0) -> np.ndarray:
    """Where the sensor is."""
    return np.array([along, 3.0, height])


def test_clouds_without_points_know_only_what_was_seen_before():
    memory = GroundMemory()
    assert memory.update(cloud(), 0.0, at(0.0)) is None
    assert memory.update(cloud(np.nan), 0.1, at(0.0)) is None
    assert memory.update(cloud(-1.0, 2.0), 0.2, at(0.0)) is None
    assert memory.update(cloud(), 0.3, at(0.0)) == pytest.approx(-1.0)


def test_a_cloud_above_the_ground_is_told_of_it_and_one_that_sees_it_is_not():
    memory = GroundMemory()
    assert memory.update(cloud(-1.2, 0.5), 0.0, at(1.2)) is None
    assert memory.update(cloud(-0.4, 0.5), 0.1, at(1.2)) == pytest.approx(-1.2)
    assert memory.update(cloud(-1.3, 0.5), 0.2, at(1.2)) is None
    assert memory.update(cloud(-0.4, 0.5), 0.3, at(1.2)) == pytest.approx(-1.3)


def test_a_sensor_that_is_lifted_leaves_the_ground_where_it_is():
    memory = GroundMemory()
    memory.update(cloud(-1.0), 0.0, at(1.0))
    assert memory.update(cloud(-0.5), 0.1, at(1.5)) == pytest.approx(-1.5)


def test_a_robot_that_drives_to_a_table_knows_the_floor():
    memory = GroundMemory()
    memory.update(cloud(-1.0), 0.0, at(1.0))
    assert memory.update(cloud(-0.3), 2.0, at(1.0, along=3.0)) == pytest.approx(-1.0)


@pytest.mark.parametrize("slope", [0.02, 0.1, 0.3])
def test_the_ground_climbs_with_the_robot(slope: float):
    memory = GroundMemory()
    for step in range(100):  # ten seconds at 4 m/s
        along = 0.4 * step
        looks_at_a_van = step % 10 == 5
        seen = cloud(-0.4 if looks_at_a_van else -1.5)
        ground = memory.update(seen, 0.1 * step, at(1.5 + slope * along, along))
        known = -1.5 if ground is None and not looks_at_a_van else ground
        assert known == pytest.approx(-1.5, abs=1e-4)


def test_the_ground_climbs_no_faster_than_a_street_does():
    memory = GroundMemory()
    memory.update(cloud(-1.0), 0.0, at(1.0))
    # Lifted by a metre while it drove one: 0.35 m of that may be the ground.
    assert memory.update(cloud(-0.5), 1.0, at(2.0, along=1.0)) == pytest.approx(-1.65)


def test_on_the_way_down_the_lowest_points_are_the_ground():
    memory = GroundMemory()
    for step in range(50):
        along = 0.4 * step
        assert memory.update(cloud(-1.5), 0.1 * step, at(1.5 - 0.1 * along, along)) is None


def test_old_ground_is_forgotten():
    memory = GroundMemory(seconds=2.0)
    memory.update(cloud(-1.0), 0.0, at(0.0))
    memory.update(cloud(-0.8), 1.5, at(0.0))
    assert memory.update(cloud(0.0), 2.0, at(0.0)) == pytest.approx(-1.0)
    assert memory.update(cloud(0.0), 2.5, at(0.0)) == pytest.approx(-0.8)
    assert memory.update(cloud(0.0), 9.0, at(0.0)) is None


def test_a_jump_back_in_time_and_reset_forget():
    memory = GroundMemory()
    memory.update(cloud(-1.0), 50.0, at(0.0))
    assert memory.update(cloud(0.0), 3.0, at(0.0)) is None
    memory.update(cloud(-1.0), 3.1, at(0.0))
    memory.reset()
    assert memory.update(cloud(0.0), 3.2, at(0.0)) is None


def test_a_few_stray_points_below_are_not_the_ground():
    memory = GroundMemory()
    memory.update(cloud(-9.0, *([-1.0] * 400)), 0.0, at(0.0))
    assert memory.update(cloud(0.0), 0.1, at(0.0)) == pytest.approx(-1.0)


def test_on_the_spot_it_is_the_lowest_ground_of_the_last_seconds():
    rng = np.random.default_rng(0)
    memory, seen = GroundMemory(seconds=1.0), []
    for step in range(300):
        stamp, low, height = step * 0.1, float(rng.normal()), float(rng.normal())
        past = [ground for when, ground in seen if when >= stamp - 1.0]
        expected = min(past, default=np.inf) - height
        found = memory.update(cloud(low), stamp, at(height))
        if expected < np.float32(low):
            assert found == pytest.approx(expected, abs=1e-5)
        else:
            assert found is None
        seen.append((stamp, float(np.float32(low)) + height))


def test_seconds_out_of_range_are_refused():
    with pytest.raises(ValueError, match="seconds must be above 0"):
        GroundMemory(seconds=0.0)
