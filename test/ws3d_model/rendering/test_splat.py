# SPDX-License-Identifier: Apache-2.0
"""Splatting against the obvious loop, and its edge cases."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from ws3d_model.rendering import PinholeCamera, look_at, splat
from ws3d_model.rendering.splat import MAX_RADIUS, NEAR

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
