# SPDX-License-Identifier: Apache-2.0
"""Cameras and the poses that look at something."""

from __future__ import annotations

import numpy as np
import pytest

from ws3d_model.rendering import PinholeCamera, SphericalCamera, look_at


def test_look_at_puts_the_target_ahead_and_up_at_the_top():
    pose = look_at((1.0, 2.0, 1.5), (4.0, -1.0, 0.5))
    inverse = np.linalg.inv(pose)
    target = inverse @ (4.0, -1.0, 0.5, 1.0)
    np.testing.assert_allclose(target[:2], 0, atol=1e-12)
    assert target[2] > 0
    above = inverse @ (4.0, -1.0, 1.5, 1.0)
    assert above[1] < 0  # y points down
    np.testing.assert_allclose(pose[:3, :3].T @ pose[:3, :3], np.eye(3), atol=1e-12)
    assert np.linalg.det(pose[:3, :3]) == pytest.approx(1)


def test_looking_straight_down_is_a_rotation():
    pose = look_at((0, 0, 3), (0, 0, 0))
    assert np.linalg.det(pose[:3, :3]) == pytest.approx(1)
    np.testing.assert_allclose(pose[:3, 2], (0, 0, -1))


def test_eye_and_target_must_differ():
    with pytest.raises(ValueError, match="differ"):
        look_at((1, 1, 1), (1, 1, 1))


def test_rays_are_the_inverse_of_projection():
    camera = PinholeCamera(8, 6, 10.0, 12.0, 3.0, 2.5)
    rays = camera.rays()
    assert rays.shape == (6, 8, 3)
    u = rays[..., 0] * camera.fx + camera.cx
    v = rays[..., 1] * camera.fy + camera.cy
    np.testing.assert_allclose(u, np.tile(np.arange(8) + 0.5, (6, 1)), atol=1e-5)
    np.testing.assert_allclose(v, np.tile(np.arange(6)[:, None] + 0.5, (1, 8)), atol=1e-5)


@pytest.mark.parametrize("sizes", [(0, 4, 1.0, 1.0), (4, 4, 0.0, 1.0), (4, 4, 1.0, float("nan"))])
def test_impossible_cameras_are_refused(sizes):
    with pytest.raises(ValueError, match="positive"):
        PinholeCamera(*sizes, 0.0, 0.0)


@pytest.mark.parametrize("degrees", [0, 180, -5])
def test_impossible_angles_of_view_are_refused(degrees):
    with pytest.raises(ValueError, match="angle"):
        PinholeCamera.of_view(4, 3, degrees)


@pytest.mark.parametrize("elevations", [(10.0, -10.0), (-91.0, 0.0), (0.0, 90.5)])
def test_elevations_out_of_order_or_range_are_refused(elevations):
    with pytest.raises(ValueError, match="elevations"):
        SphericalCamera(10, 10, *elevations)
