# SPDX-License-Identifier: Apache-2.0
"""Views: the colour of every pixel is that of the point behind it; files say the same."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from ws3d_model.point_cloud import PointCloud
from ws3d_model.rendering import PinholeCamera, look_at, render_views
from ws3d_model.rendering.pictures import (
    depth_colors,
    depth_millimetres,
    index_colors,
    view_sheet,
    write_views,
)
from ws3d_model.rendering.views import BACKGROUND

CAMERA = PinholeCamera.of_view(32, 24, 60)
POSES = np.stack([look_at((0, 0, 0), (0, 3, 0)), look_at((0, 0, 0), (0, -3, 0))])


def cloud(rgb=True, intensity=False):
    rng = np.random.default_rng(0)
    xyz = rng.uniform((-1, 2, -1), (1, 4, 1), (200, 3)).astype(np.float32)
    colours = rng.integers(0, 256, (200, 3)).astype(np.uint8) if rgb else None
    strength = rng.random(200).astype(np.float32) if intensity else None
    return PointCloud(xyz, colours, strength)


def test_an_empty_cloud_gives_grey_views_and_no_poses_none():
    nothing = PointCloud(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.uint8))
    views = render_views(nothing, CAMERA, POSES)
    assert (views.rgb == BACKGROUND).all() and (views.filled == 0).all()
    assert len(render_views(cloud(), CAMERA, POSES[:0])) == 0


def test_pixels_have_the_colours_of_their_points():
    points = cloud()
    views = render_views(points, CAMERA, POSES, 0.05)
    seen = views.index >= 0
    assert seen[0].any() and not seen[1].any()
    np.testing.assert_array_equal(views.rgb[seen], points.rgb[views.index[seen]])
    assert (views.rgb[~seen] == BACKGROUND).all()
    assert views.filled[0] == pytest.approx(seen[0].mean())


@pytest.mark.parametrize("intensity", [True, False])
def test_clouds_without_colour_are_grey_and_not_flat(intensity):
    views = render_views(cloud(False, intensity), CAMERA, POSES[:1], 0.05)
    shown = views.rgb[0][views.index[0] >= 0]
    assert (shown == shown[:, :1]).all()
    assert len(np.unique(shown)) > 5


def test_poses_of_another_shape_are_refused():
    with pytest.raises(ValueError, match="poses"):
        render_views(cloud(), CAMERA, np.eye(4))


def test_files_come_back_as_they_were(tmp_path):
    views = render_views(cloud(), CAMERA, POSES, 0.05)
    written = write_views(views, tmp_path, "room")
    assert [path.name for path in written] == ["room_000.color.png", "room_001.color.png"]
    np.testing.assert_array_equal(np.asarray(Image.open(written[0])), views.rgb[0])
    index = np.load(tmp_path / "room_000.index.npy", allow_pickle=False)
    np.testing.assert_array_equal(index, views.index[0])
    depth = np.asarray(Image.open(tmp_path / "room_000.depth.png")).astype(np.float64) / 1000
    known = np.isfinite(views.depth[0])
    np.testing.assert_allclose(depth[known], views.depth[0][known], atol=6e-4)
    assert (depth[~known] == 0).all()


def test_depth_out_of_a_files_range_is_nothing():
    depth = np.array([[np.inf, 70.0, 1.2345]], np.float32)
    assert depth_millimetres(depth).tolist() == [[0, 0, 1234]]


def test_pictures_of_depth_and_index():
    depth = np.array([[1.0, 2.0, np.inf]], np.float32)
    near, far, none = depth_colors(depth)[0, :, 0].tolist()
    assert near > far > none == 0
    assert (depth_colors(np.full((2, 2), np.inf, np.float32)) == 0).all()
    colors = index_colors(np.array([[-1, 0, 1, 0]], np.int32))[0]
    assert (colors[0] == 0).all() and (colors[1] == colors[3]).all()
    assert (colors[1] != colors[2]).any()
    every = index_colors(np.arange(5000, dtype=np.int32)[None])[0]
    assert len(np.unique(every, axis=0)) > 4000


def test_a_sheet_has_a_column_a_view():
    views = render_views(cloud(), CAMERA, POSES, 0.05)
    assert view_sheet(views).shape == (3 * 24, 2 * 32, 3)
    assert view_sheet(views, most=1).shape == (3 * 24, 32, 3)
    none = render_views(cloud(), CAMERA, POSES[:0])
    assert view_sheet(none).shape == (3 * 24, 32, 3)
