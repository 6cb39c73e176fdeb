# SPDX-License-Identifier: Apache-2.0
"""Sharp views: nothing of nothing, closed surfaces, fine things, calm colours; and framing."""

from __future__ import annotations

import numpy as np

from ws3d_model.point_cloud import PointCloud
from ws3d_model.rendering import PinholeCamera, look_at, render_views
from ws3d_model.teachers.framing import best_poses, box_extents, point_extents
from ws3d_model.teachers.sharp_views import calmed, sharp_views

CAMERA = PinholeCamera.of_view(64, 48, 60)
POSE = look_at((0.0, 0.0, 0.0), (1.0, 0.0, 0.0))


def plate(x, half, spacing=0.025, colour=(200, 0, 0)):
    """A square in front of the camera."""
    line = np.arange(-half, half, spacing)
    y, z = (grid.ravel() for grid in np.meshgrid(line, line))
    xyz = np.stack([np.full_like(y, x), y, z], 1).astype(np.float32)
    return xyz, np.full((len(xyz), 3), colour, np.uint8)


def test_no_points_are_grey_and_stay():
    nothing = PointCloud(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.uint8))
    seen = sharp_views(calmed(nothing), CAMERA, POSE[None])
    assert (seen.index == -1).all() and (seen.rgb == 128).all() and np.isinf(seen.depth).all()
    assert len(sharp_views(nothing, CAMERA, np.zeros((0, 4, 4)))) == 0
    one = PointCloud(np.full((1, 3), np.nan, np.float32), np.zeros((1, 3), np.uint8))
    assert calmed(one) is one
    bare = PointCloud(np.zeros((5, 3), np.float32))
    assert calmed(bare) is bare
    assert sharp_views(bare, CAMERA, POSE[None]).rgb.shape == (1, 48, 64, 3)


def test_surfaces_are_closed_and_what_lies_on_them_keeps_its_size():
    far, back = plate(2.0, 2.5)
    near, front = plate(1.97, 0.1, colour=(0, 200, 0))
    cloud = PointCloud(np.concatenate([far, near]), np.concatenate([back, front]))
    camera = PinholeCamera.of_view(160, 120, 60)
    seen, plain = (view(cloud, camera, POSE[None]) for view in (sharp_views, render_views))
    assert (seen.index >= 0).all() and np.isfinite(seen.depth).all()
    exact = (0.2 * camera.fx / 1.97) ** 2
    small, large = ((view.index >= len(far)).sum() for view in (seen, plain))
    assert 0.5 * exact < small < 1.6 * exact < large
    np.testing.assert_array_equal(cloud.rgb[seen.index[0, 2, 2]], seen.rgb[0, 2, 2])


def test_holes_of_sparse_scans_do_not_show_what_is_behind():
    far, back = plate(3.0, 3.5)
    near, front = plate(1.0, 1.0, spacing=0.045, colour=(0, 200, 0))
    cloud = PointCloud(np.concatenate([far, near]), np.concatenate([back, front]))
    seen = sharp_views(cloud, CAMERA, POSE[None])
    assert (seen.index[0] >= len(far)).all() and (seen.rgb[0, ..., 0] == 0).all()


def test_noise_of_colours_is_calmed_and_edges_stay():
    rng = np.random.default_rng(0)
    xyz, rgb = plate(1.0, 0.5)
    rgb[xyz[:, 1] > 0] = (20, 20, 200)
    noisy = np.clip(rgb + rng.normal(0, 15, rgb.shape), 0, 255).astype(np.uint8)
    calm = calmed(PointCloud(xyz, noisy)).rgb
    before, after = (np.abs(c.astype(float) - rgb).mean() for c in (noisy, calm))
    assert after < 0.6 * before
    assert np.abs(calm.astype(float) - rgb).max() < 90  # none took the other side's colour
    assert noisy is not calm


def test_extents_are_of_the_whole_thing():
    boxes = np.array([[2, 0, 0, 1e-3, 0.5, 0.5, 0], [-1, 0, 0, 1, 1, 1, 0]], np.float32)
    found = box_extents(boxes, CAMERA, POSE)
    side = 0.5 * CAMERA.fx / 2
    np.testing.assert_allclose(found[0, 2:] - found[0, :2], side, atol=2)
    np.testing.assert_allclose((found[0, :2] + found[0, 2:]) / 2, (32, 24), atol=1)
    assert not np.isfinite(found[1]).any()
    xyz, _ = plate(1.0, 5.0)
    wide = point_extents(xyz, np.zeros(len(xyz), np.int64), 2, CAMERA, POSE)
    assert wide[0, 0] < 0 and wide[0, 2] > 64 and not np.isfinite(wide[1]).any()


def test_the_pose_that_shows_most_is_taken():
    poses = np.stack([POSE] * 4)
    poses[:, 0, 3] = (0, 1, 2, 3)
    shares = {0: 0.0, 1: 0.2, 2: 0.9, 3: 0.5}

    def glance(pose):
        image = np.zeros((10, 10), np.int32)
        image.ravel()[: int(100 * shares[int(pose[0, 3])])] = 7
        return image

    chosen = best_poses(poses, [7, 7], 2, glance)
    assert chosen[:, 0, 3].tolist() == [1, 2]
    assert best_poses(poses[:0], [], 2, glance).shape == (0, 4, 4)
