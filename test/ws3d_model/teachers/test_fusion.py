# SPDX-License-Identifier: Apache-2.0
"""Fusion against the obvious loop over pixels, its weights, and what it refuses."""

from __future__ import annotations

import numpy as np
import pytest

from ws3d_model.rendering import PinholeCamera, floor_views, render_views
from ws3d_model.teachers import Picture, fuse
from ws3d_model.teachers.fusion import LEAST_COSINE, point_normals

CAMERA = PinholeCamera.of_view(48, 36, 70)


def pictures(cloud, count=3):
    views = render_views(cloud, CAMERA, floor_views(cloud.xyz, count), 0.05)
    return [Picture(views.rgb[n], views.index[n], views.poses[n, :3, 3]) for n in range(count)]


def fuse_loop(xyz, normals, taken, teacher):
    """The definition: every pixel in turn."""
    total, weight = np.zeros((len(xyz), 3)), np.zeros(len(xyz))
    for picture in taken:
        dense = teacher.encode_dense(picture.rgb)
        high, wide = picture.index.shape
        for line in range(high):
            for column in range(wide):
                point = picture.index[line, column]
                if point < 0:
                    continue
                ray = xyz[point] - picture.eye
                cosine = abs(np.dot(ray, normals[point])) / np.linalg.norm(ray)
                share = max(cosine, LEAST_COSINE)
                cell = line * dense.shape[0] // high, column * dense.shape[1] // wide
                total[point] += share * dense[cell]
                weight[point] += share
    length = np.linalg.norm(total, axis=1, keepdims=True)
    return np.where(weight[:, None] > 0, total / np.maximum(length, 1e-9), 0), weight


def test_no_points_and_no_pictures(colours, room):
    none = fuse(np.zeros((0, 3), np.float32), [], colours)
    assert none.features.shape == (0, 3)
    unseen = fuse(room.xyz, [], colours)
    assert (unseen.weight == 0).all() and (unseen.features == 0).all()
    assert unseen.seen == 0


def test_agrees_with_the_loop(colours, room):
    taken = pictures(room)
    normals = point_normals(room.xyz)
    fused = fuse(room.xyz, taken, colours, "h", normals)
    expected, weight = fuse_loop(room.xyz, normals, taken, colours)
    np.testing.assert_allclose(fused.weight, weight, rtol=1e-3)
    np.testing.assert_allclose(fused.features, expected, atol=2e-3)
    assert (fused.teacher, fused.content_hash) == ("colours", "h")
    lengths = np.linalg.norm(fused.features.astype(np.float32), axis=1)
    np.testing.assert_allclose(lengths[fused.weight > 0], 1, atol=2e-3)
    assert (lengths[fused.weight == 0] == 0).all()


def test_points_get_the_vectors_of_what_is_seen_of_them(colours, room):
    fused = fuse(room.xyz, pictures(room, 6), colours)
    is_floor = room.rgb[:, 0] > 100
    red, green = colours.encode_text(["red", "green"])
    seen = fused.weight > 0
    assert seen.mean() > 0.3
    right = np.where(is_floor, fused.features @ red, fused.features @ green)
    wrong = np.where(is_floor, fused.features @ green, fused.features @ red)
    assert (right > wrong)[seen].mean() > 0.95


def test_a_view_from_the_front_counts_more_than_a_grazing_one(colours):
    xyz = np.array([[0.0, 0.0, 0.0]], np.float32)
    normals = np.array([[0.0, 0.0, 1.0]], np.float32)
    index = np.zeros((4, 4), np.int32)
    red, blue = (np.full((4, 4, 3), c, np.uint8) for c in ((255, 0, 0), (0, 0, 255)))
    above = Picture(red, index, np.array([0.0, 0.0, 2.0]))
    beside = Picture(blue, index, np.array([2.0, 0.0, 0.2]))
    fused = fuse(xyz, [above, beside], colours, normals=normals)
    assert fused.features[0, 0] > 5 * fused.features[0, 2] > 0


def test_an_index_map_may_be_coarser_than_the_picture(colours):
    xyz = np.array([[0, 0, 1], [0, 0, 2]], np.float32)
    rgb = np.zeros((8, 16, 3), np.uint8)
    rgb[:, :8, 0], rgb[:, 8:, 1] = 255, 255
    fused = fuse(xyz, [Picture(rgb, np.array([[0, 1]], np.int32), np.zeros(3))], colours)
    assert fused.features[0].argmax() == 0 and fused.features[1].argmax() == 1


def test_pictures_that_do_not_match_their_index_are_refused():
    rgb = np.zeros((60, 80, 3), np.uint8)
    with pytest.raises(ValueError, match="do not match"):
        Picture(rgb, np.zeros((60, 60), np.int32), np.zeros(3))
    with pytest.raises(TypeError):
        Picture(rgb, np.zeros((60, 80), np.int64), np.zeros(3))


def test_an_index_of_another_cloud_is_refused(colours):
    picture = Picture(np.zeros((4, 4, 3), np.uint8), np.full((4, 4), 7, np.int32), np.zeros(3))
    with pytest.raises(ValueError, match="another cloud"):
        fuse(np.zeros((3, 3), np.float32), [picture], colours)


def test_normals_of_a_room_point_across_its_sides_and_lost_points_have_none(room):
    xyz = np.concatenate([room.xyz, np.full((1, 3), np.nan, np.float32)])
    normals = point_normals(xyz + np.float32(0.013))  # off the raster of the voxels
    inner = (np.abs(room.xyz[:, :2] - 1.5) < 1).all(axis=1) & (room.xyz[:, 2] == 0)
    assert (np.abs(normals[:-1][inner] @ (0, 0, 1)) > 0.95).all()
    assert (normals[-1] == 0).all()


def test_more_values_than_fit_are_refused_before_they_are_taken(colours):
    colours.dimension = 1 << 31
    with pytest.raises(MemoryError, match="thin the cloud"):
        fuse(np.zeros((3, 3), np.float32), [], colours)
