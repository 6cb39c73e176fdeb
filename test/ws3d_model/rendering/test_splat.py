# SPDX-License-Identifier: Apache-2.0
"""Splatting against the obvious loop, and its edge cases."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from ws3d_model.rendering import PinholeCamera, SphericalCamera, look_at, splat
from ws3d_model.rendering.camera import NEAR
from ws3d_model.rendering.splat import MAX_RADIUS

CAMERA = PinholeCamera(width=24, height=16, fx=20.0, fy=18.0, cx=11.5, cy=8.25)


def splat_loop(xyz, camera, world_from_camera, point_size, max_depth):
    """The definition: every point in turn, every pixel of its square in turn."""
    index = np.full((camera.height, camera.width), -1, np.int32)
    depth = np.full((camera.height, camera.width), np.inf, np.float32)
    pose = world_from_camera.astype(np.float32)
    for row, point in enumerate(xyz):
        x, y, z = (point - pose[:3, 3]) @ pose[:3, :3]
        if not NEAR < z <= max_depth:
            continue
        radius = min(math.ceil(max(camera.fx, camera.fy) * point_size / z), MAX_RADIUS)
        u = math.floor(x / z * camera.fx + camera.cx)
        v = math.floor(y / z * camera.fy + camera.cy)
        for line in range(max(v - radius, 0), min(v + radius, camera.height - 1) + 1):
            for column in range(max(u - radius, 0), min(u + radius, camera.width - 1) + 1):
                if z < depth[line, column]:
                    depth[line, column], index[line, column] = z, row
    return index, depth


def test_empty_cloud_gives_an_empty_image():
    image = splat(np.zeros((0, 3), np.float32), CAMERA, np.eye(4), 0.05)
    assert image.index.shape == image.depth.shape == (16, 24)
    assert (image.index == -1).all()
    assert np.isinf(image.depth).all()


def test_one_point_lands_on_the_pixel_of_the_projection():
    xyz = np.array([[0.2, -0.1, 2.0]], np.float32)
    image = splat(xyz, CAMERA, np.eye(4), 0.0)
    lines, columns = np.nonzero(image.index == 0)
    assert (lines.tolist(), columns.tolist()) == ([7], [13])
    assert image.depth[7, 13] == 2.0


@pytest.mark.parametrize("seed", range(6))
def test_agrees_with_the_loop(seed):
    rng = np.random.default_rng(seed)
    xyz = rng.uniform((-2, -2, -1), (2, 2, 5), (300, 3)).astype(np.float32)
    xyz[::50] = np.nan
    pose = look_at(rng.uniform(-1, 1, 3), (0.2, 0.1, 3.0))
    size, reach = (0.0, 0.03, 0.2)[seed % 3], (3.0, np.inf)[seed % 2]
    image = splat(xyz, CAMERA, pose, size, reach)
    index, depth = splat_loop(xyz, CAMERA, pose, size, reach)
    # The two round differently in the last bit, which may move a point to the next pixel.
    assert (image.index == index).mean() > 0.99
    same = image.index == index
    np.testing.assert_allclose(image.depth[same], depth[same], rtol=1e-5)


def splat_turn_loop(xyz, camera, point_size):
    """The same for a full turn, whose image closes on itself."""
    index = np.full((camera.height, camera.width), -1, np.int32)
    nearest = np.full((camera.height, camera.width), np.inf)
    for row, (x, y, z) in enumerate(xyz.astype(np.float64)):
        depth = math.sqrt(x * x + y * y + z * z)
        u = math.floor((0.5 - math.atan2(y, x) / (2 * math.pi)) * camera.width)
        above = camera.highest - math.degrees(math.asin(z / depth))
        v = math.floor(above / (camera.highest - camera.lowest) * camera.height)
        radius = min(math.ceil(camera.pixels_a_radian * point_size / depth), MAX_RADIUS)
        for line in range(max(v - radius, 0), min(v + radius, camera.height - 1) + 1):
            for column in range(u - radius, u + radius + 1):
                place = line, column % camera.width
                if depth < nearest[place]:
                    nearest[place], index[place] = depth, row
    return index


@pytest.mark.parametrize("seed", range(4))
def test_a_full_turn_agrees_with_the_loop(seed):
    rng = np.random.default_rng(seed)
    xyz = rng.uniform((-5, -5, -2), (5, 5, 2), (400, 3)).astype(np.float32)
    camera = SphericalCamera(90, 20, -25.0, 15.0)
    size = (0.0, 0.05, 0.2, 0.4)[seed]
    image = splat(xyz, camera, np.eye(4), size)
    assert (image.index == splat_turn_loop(xyz, camera, size)).mean() > 0.99
    seen = image.index >= 0
    ranges = np.linalg.norm(xyz[image.index[seen]], axis=1)
    np.testing.assert_allclose(image.depth[seen], ranges, rtol=1e-5)


def test_the_middle_of_a_turn_looks_forward_and_left_is_left():
    camera = SphericalCamera(100, 10, -10.0, 10.0)
    xyz = np.array([[3, 0, 0.01], [0, 3, 0.01], [0, -3, 0.01], [-3, -0.01, 0.01]], np.float32)
    image = splat(xyz, camera, np.eye(4), 0.0)
    lines, columns = np.nonzero(image.index >= 0)
    assert set(lines.tolist()) == {4}
    found = dict(zip(image.index[lines, columns].tolist(), columns.tolist(), strict=True))
    assert found == {0: 50, 1: 25, 2: 75, 3: 99}


def test_many_cameras_at_once_see_what_each_sees_alone():
    rng = np.random.default_rng(5)
    xyz = rng.uniform((-2, -2, -1), (2, 2, 5), (500, 3)).astype(np.float32)
    poses = np.stack([look_at(rng.uniform(-1, 1, 3), (0.2, 0.1, 3.0)) for _ in range(4)])
    together = splat(xyz, CAMERA, poses, 0.05)
    assert together.index.shape == (4, 16, 24)
    for number, pose in enumerate(poses):
        alone = splat(xyz, CAMERA, pose, 0.05)
        np.testing.assert_array_equal(together.index[number], alone.index)
        np.testing.assert_array_equal(together.depth[number], alone.depth)
    assert splat(xyz, CAMERA, poses[:0], 0.05).index.shape == (0, 16, 24)


def test_depth_belongs_to_the_point_behind_the_pixel():
    rng = np.random.default_rng(3)
    xyz = rng.uniform((-1, -1, 0.5), (1, 1, 4), (500, 3)).astype(np.float32)
    image = splat(xyz, CAMERA, np.eye(4), 0.05)
    seen = image.index >= 0
    assert seen.any()
    np.testing.assert_allclose(image.depth[seen], xyz[image.index[seen], 2], rtol=1e-6)
    assert np.isinf(image.depth[~seen]).all()


def test_near_point_hides_the_far_one_and_behind_the_camera_is_nothing():
    xyz = np.array([[0, 0, 3.0], [0, 0, 1.0], [0, 0, -1.0], [0, 0, 0.01]], np.float32)
    image = splat(xyz, CAMERA, np.eye(4), 0.0)
    assert set(np.unique(image.index).tolist()) == {-1, 1}


def test_very_near_points_stay_within_the_largest_radius():
    image = splat(np.array([[0, 0, 0.06]], np.float32), CAMERA, np.eye(4), 10.0)
    assert (image.index == 0).sum() <= (2 * MAX_RADIUS + 1) ** 2


def test_a_sampled_plane_is_closed():
    side = np.arange(-1, 1, 0.02, dtype=np.float32)
    x, y = np.meshgrid(side, side)
    xyz = np.stack([x.ravel(), y.ravel(), np.full(x.size, 1.0, np.float32)], axis=1)
    camera = PinholeCamera.of_view(160, 120, 60)
    assert (splat(xyz, camera, np.eye(4), 0.02).index >= 0).all()


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ((np.zeros((3, 2), np.float32), CAMERA, np.eye(4), 0.1), ValueError),
        ((np.zeros((3, 3)), CAMERA, np.eye(4), 0.1), TypeError),
        ((np.zeros((3, 3), np.float32), CAMERA, np.eye(3), 0.1), ValueError),
        ((np.zeros((3, 3), np.float32), CAMERA, np.eye(4), -0.1), ValueError),
    ],
)
def test_wrong_input_is_refused(arguments, error):
    with pytest.raises(error):
        splat(*arguments)


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
def test_cuda_agrees_with_the_cpu():
    rng = np.random.default_rng(0)
    xyz = rng.uniform((-1, -1, 0.5), (1, 1, 4), (5000, 3)).astype(np.float32)
    here = splat(xyz, CAMERA, np.eye(4), 0.03)
    there = splat(xyz, CAMERA, np.eye(4), 0.03, device="cuda")
    assert (here.index == there.index).mean() > 0.99
