# SPDX-License-Identifier: Apache-2.0
"""Cameras on free floor and on orbits: where they stand, and what they look at."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ws3d_model.rendering import (
    NoFreeFloor,
    PinholeCamera,
    floor_views,
    free_floor,
    inside_something,
    orbit_views,
    splat,
)
from ws3d_model.rendering.camera_paths import CLEAR

STEP = 0.05


def plane(low, high, fixed_axis, value):
    """Points 5 cm apart on a rectangle across one axis."""
    axes = [np.arange(a, b, STEP) for a, b in zip(low, high, strict=True)]
    first, second = np.meshgrid(*axes)
    points = np.insert(np.stack([first.ravel(), second.ravel()], 1), fixed_axis, value, axis=1)
    return points.astype(np.float32)


def room(lift=0.0):
    """4 m x 3 m x 2.5 m with a closed wardrobe of 1 m x 1 m x 2 m in the corner at the origin."""
    parts = [
        plane((0, 0), (4, 3), 2, 0.0),
        plane((0, 0), (4, 3), 2, 2.5),
        *(plane((0, 0), (3, 2.5), 0, x) for x in (0.0, 4.0)),
        *(plane((0, 0), (4, 2.5), 1, y) for y in (0.0, 3.0)),
        plane((0, 0), (1, 2), 0, 1.0),
        plane((0, 0), (1, 2), 1, 1.0),
        plane((0, 0), (1, 1), 2, 2.0),
    ]
    xyz = np.concatenate(parts)
    xyz[:, 2] += np.float32(lift)
    return xyz


def test_no_points_are_refused_with_the_reason():
    none = np.zeros((0, 3), np.float32)
    for look in (free_floor, lambda xyz: floor_views(xyz, 2), lambda xyz: orbit_views(xyz, 2)):
        with pytest.raises(ValueError, match="nothing to look at"):
            look(none)


def test_a_wall_alone_has_no_floor_to_stand_on():
    with pytest.raises(NoFreeFloor, match="orbit"):
        free_floor(plane((0, 0), (3, 2.5), 0, 0.0))


@pytest.mark.parametrize("lift", [0.0, -7.0, 12.5])
def test_free_floor_keeps_clear_of_walls_and_of_closed_furniture(lift):
    found = free_floor(room(lift))
    assert found.floor == pytest.approx(lift, abs=0.03)
    assert found.height == pytest.approx(2.5, abs=0.1)
    x, y = found.places.T
    assert len(x) > 300
    # A cell is 10 cm: half of one may be lost to the raster.
    assert x.min() > CLEAR - 0.1 and x.max() < 4 - CLEAR + 0.1
    assert y.min() > CLEAR - 0.1 and y.max() < 3 - CLEAR + 0.1
    assert not ((x < 1) & (y < 1)).any(), "a camera inside of the wardrobe"


@given(seed=st.integers(0, 1000), count=st.integers(0, 5))
@settings(max_examples=4, deadline=None)
def test_floor_views_stand_free_between_half_and_full_height(seed, count):
    xyz = room()
    poses = floor_views(xyz, count, seed)
    assert poses.shape == (count, 4, 4)
    assert ((poses[:, 2, 3] > 1.2) & (poses[:, 2, 3] < 2.3)).all()
    assert not inside_something(xyz, poses, 0.1).any()
    for pose in poses:
        np.testing.assert_allclose(pose[:3, :3] @ pose[:3, :3].T, np.eye(3), atol=1e-9)


def test_floor_views_see_the_room_and_their_targets():
    xyz = room()
    camera = PinholeCamera.of_view(80, 60, 70)
    targets = np.array([[3.9, 1.5, 0.5], [2.0, 2.9, 2.0]], np.float32)
    poses = floor_views(xyz, 4, 3, targets=targets)
    assert (splat(xyz, camera, poses, STEP).index >= 0).mean() > 0.9
    for number, pose in enumerate(poses):
        local = np.linalg.inv(pose) @ np.append(targets[number % 2], 1)
        np.testing.assert_allclose(local[:2], 0, atol=1e-6)
        assert local[2] > 0


def test_the_same_seed_gives_the_same_cameras_and_another_one_others():
    xyz = room()
    np.testing.assert_array_equal(floor_views(xyz, 3, 1), floor_views(xyz, 3, 1))
    assert not np.array_equal(floor_views(xyz, 3, 1), floor_views(xyz, 3, 2))


def test_cameras_in_walls_are_told_and_lost_points_do_not_matter():
    xyz = np.concatenate([room(), np.full((3, 3), np.nan, np.float32)])
    poses = np.tile(np.eye(4), (3, 1, 1))
    poses[0, :3, 3] = 2, 1.5, 1.2  # in the open
    poses[1, :3, 3] = 4, 1.5, 1.2  # in a wall
    poses[2, :3, 3] = 0.95, 0.95, 1.0  # at the wardrobe's edge
    assert inside_something(xyz, poses).tolist() == [False, True, True]
    assert inside_something(xyz, poses[:0]).shape == (0,)


def test_one_far_point_does_not_make_the_grid_huge():
    xyz = np.concatenate([room(), np.array([[1e6, -1e6, 0]], np.float32)])
    assert len(free_floor(xyz).places) > 300


def test_orbits_go_evenly_around_the_middle_and_see_it():
    xyz = room()
    poses = orbit_views(xyz, 8, elevation=30)
    middle = np.array([2, 1.5, 1.25])
    radii = np.linalg.norm(poses[:, :3, 3] - middle, axis=1)
    np.testing.assert_allclose(radii, radii[0], rtol=1e-6)
    for pose in poses:
        local = np.linalg.inv(pose) @ np.append(middle, 1)
        assert np.abs(local[:2]).max() < 0.1 * local[2]
    assert orbit_views(xyz, 0).shape == (0, 4, 4)
