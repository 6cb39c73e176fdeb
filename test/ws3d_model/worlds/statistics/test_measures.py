# SPDX-License-Identifier: Apache-2.0
"""Measures whose answer is known: planes of a given density, full and flat blocks of voxels."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.point_cloud import PointCloud
from ws3d_model.worlds.statistics.measures import (
    RANGES,
    Measured,
    commonest,
    density_by_range,
    neighbour_histogram,
    shares,
)


def wall(distance: float, density: float, side: float = 1.0) -> np.ndarray:
    rng = np.random.default_rng(0)
    count = int(density * side * side)
    across = rng.uniform(-side / 2, side / 2, (count, 2))
    return np.column_stack([np.full(count, distance), across]).astype(np.float32)


@pytest.mark.parametrize("points", [0, 1, 8])
def test_too_few_points_have_no_density(points):
    assert np.isnan(density_by_range(np.ones((points, 3), np.float32))).all()
    assert neighbour_histogram(np.zeros((0, 3), np.float32)).sum() == 0


@pytest.mark.parametrize("density", [500, 20_000])
def test_density_of_walls(density):
    near, far = wall(1.2, density), wall(4.5, density / 10)
    found = density_by_range(np.concatenate([near, far]))
    bins = np.digitize([1.22, 4.52], RANGES) - 1
    assert found[bins[0]] == pytest.approx(density, rel=0.2)
    assert found[bins[1]] == pytest.approx(density / 10, rel=0.3)
    assert np.isfinite(found).sum() <= 3


def test_neighbours_of_a_plane_and_of_a_lone_voxel():
    grid = np.stack(np.meshgrid(*[np.arange(5) * 0.05 + 0.025] * 2), -1).reshape(-1, 2)
    plane = np.column_stack([grid, np.full(25, 0.025)]).astype(np.float32)
    histogram = neighbour_histogram(plane)
    assert histogram[9] == 9 and histogram[6] == 12 and histogram[4] == 4
    assert neighbour_histogram(plane[:1])[1] == 1


def test_measured_takes_holes_ranges_and_truth():
    measured = Measured()
    assert math.isnan(measured.mean_neighbours())
    xyz = wall(1.2, 2000)
    xyz[: len(xyz) // 4] = np.nan
    measured.add_frame(xyz, organised=True)
    assert measured.frames == 1 and measured.missing == [pytest.approx(0.25)]
    assert measured.points == len(xyz) - len(xyz) // 4
    assert np.isfinite(measured.median_density()).any()
    before = len([v for column in measured.density for v in column])
    measured.add_frame(xyz, has_ranges=False)
    assert len([v for column in measured.density for v in column]) == before


def test_only_objects_that_are_seen_have_sizes():
    cloud = LabelledCloud(
        PointCloud(np.zeros((3, 3), np.float32)),
        ("wall", "chair"),
        np.array([0, 1, 1], np.int32),
        np.array([-1, 1, 1], np.int32),
        boxes=np.array([[0, 0, 0, 9, 9, 9, 0], [0, 0, 0, 0.5, 0.6, 0.9, 0]], np.float32),
    )
    measured = Measured()
    measured.add_truth(cloud)
    assert measured.classes == {"wall": 1, "chair": 2}
    assert measured.sizes == {"chair": [pytest.approx((0.5, 0.6, 0.9))]}
    assert shares(measured.classes, ["chair", "sofa"]) == [pytest.approx(2 / 3), 0.0]
    assert commonest([measured], 1) == ["chair"]
