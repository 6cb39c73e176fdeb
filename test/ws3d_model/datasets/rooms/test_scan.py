# SPDX-License-Identifier: Apache-2.0
"""Simulated scans: what they see is there, what is hidden is not seen."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from scipy.spatial import cKDTree

from ws3d_model.datasets.rooms import STYLES, build_room, depth_frame, scan_room, sensor_path
from ws3d_model.rendering import PinholeCamera, look_at

CAMERA = PinholeCamera.of_view(120, 90, 65)


@pytest.fixture(scope="module")
def room():
    return build_room(8, "train", "office")


@pytest.mark.parametrize("style", STYLES)
def test_a_scan_of_nothing_is_empty(style):
    assert len(scan_room(build_room(2, density=0.0), 0, style)) == 0


@pytest.mark.parametrize("style", STYLES)
def test_scans_are_repeatable_and_differ_by_seed(room, style):
    first, second = scan_room(room, 5, style), scan_room(room, 5, style)
    assert first.cloud.xyz.tobytes() == second.cloud.xyz.tobytes()
    assert first.labels.tobytes() == second.labels.tobytes()
    assert first.cloud.xyz.tobytes() != scan_room(room, 6, style).cloud.xyz.tobytes()


@pytest.mark.parametrize("style", STYLES)
def test_points_lie_on_surfaces_of_their_label(room, style):
    scan = scan_room(room, 1, style)
    assert len(scan) > 1000
    assert (scan.cloud.rgb is None) == (style == "lidar")
    near = np.zeros(len(scan), np.bool_)
    for label in np.unique(scan.labels):
        rows = scan.labels == label
        tree = cKDTree(room.xyz[room.labels == label])
        distance, _ = tree.query(scan.cloud.xyz[rows], distance_upper_bound=0.15)
        near[rows] = np.isfinite(distance)
    assert near.mean() > 0.98  # the rest are flying pixels


def test_fused_scans_hold_one_point_a_cell(room):
    scan = scan_room(room, 1, "fused")
    cells = np.floor(scan.cloud.xyz / 0.025).astype(int)
    # A mean may fall on a cell's border, which rounds it into the next.
    assert len(np.unique(cells, axis=0)) > 0.99 * len(scan)


def test_unknown_style_is_refused(room):
    with pytest.raises(ValueError, match="style must be one of"):
        scan_room(room, 0, "sonar")


def test_depth_frame_is_organised_and_agrees_with_the_geometry(room):
    pose = sensor_path(room, 0, 3)[1]
    frame = depth_frame(room, CAMERA, pose, 0)
    assert len(frame) == 120 * 90
    held = frame.cloud.finite
    assert held.mean() > 0.4
    assert (frame.labels[~held] == -1).all() and (frame.instances[~held] == -1).all()
    assert (frame.labels[held] >= 0).all()
    # Each measured point projects to its own pixel.
    x, y, z = frame.cloud.xyz[held].T
    rows, columns = np.divmod(np.flatnonzero(held), 120)
    np.testing.assert_allclose(x / z * CAMERA.fx + CAMERA.cx, columns + 0.5, atol=1e-2)
    np.testing.assert_allclose(y / z * CAMERA.fy + CAMERA.cy, rows + 0.5, atol=1e-2)
    near = held & (frame.cloud.xyz[:, 2] < 2.5)  # noise grows with the square of depth
    world = frame.cloud.xyz[near] @ pose[:3, :3].T + pose[:3, 3]
    distance, _ = cKDTree(room.xyz).query(world)
    assert np.median(distance) < 0.02
    assert np.quantile(distance, 0.95) < 0.12


def test_depth_frame_is_repeatable(room):
    pose = sensor_path(room, 0, 2)[0]
    first, second = (depth_frame(room, CAMERA, pose, 4) for _ in range(2))
    assert first.cloud.xyz.tobytes() == second.cloud.xyz.tobytes()


def test_a_camera_in_the_void_sees_only_holes(room):
    frame = depth_frame(room, CAMERA, look_at((50, 50, 1), (60, 60, 1)), 0)
    assert not frame.cloud.finite.any()


def test_a_wall_hides_what_is_behind_it(room):
    """From outside nothing of the room's inside may be seen through a surface that faces away."""
    width, depth, _ = room.size
    eye = (width / 2, depth / 2, 1.5)
    behind = np.tile(np.array([[width / 2, depth + 0.8, 1.2]], np.float32), (400, 1))
    behind += np.random.default_rng(0).normal(0, 0.1, behind.shape).astype(np.float32)
    wall = np.linspace(-1.5, 1.5, 180, dtype=np.float32)
    x, z = np.meshgrid(width / 2 + wall, 1.3 + wall)
    screen = np.stack([x.ravel(), np.full(x.size, depth, np.float32), z.ravel()], axis=1)
    xyz = np.concatenate([screen, behind]).astype(np.float32)
    normals = np.tile(np.array([[0, -1, 0]], np.float32), (len(xyz), 1))
    count = len(xyz)
    fake = dataclasses.replace(
        room,
        xyz=xyz,
        normals=normals,
        rgb=np.zeros((count, 3), np.uint8),
        labels=np.r_[np.zeros(len(screen)), np.ones(len(behind))].astype(np.int32),
        instances=np.full(count, -1, np.int32),
        gloss=np.zeros(count, np.float32),
        two_sided=np.zeros(count, np.bool_),
        free_floor=np.array([[eye[0], eye[1]]], np.float32),
    )
    frame = depth_frame(fake, CAMERA, look_at(eye, (width / 2, depth, 1.3)), 0)
    assert (frame.labels == 0).any()
    assert not (frame.labels == 1).any()
    for seed in range(3):
        assert not (scan_room(fake, seed, "fused").labels == 1).any()


@pytest.mark.parametrize("frames", [1, 2, 40])
def test_paths_stay_on_free_floor(room, frames):
    path = sensor_path(room, 3, frames)
    assert path.shape == (frames, 4, 4)
    np.testing.assert_allclose(np.linalg.det(path[:, :3, :3]), 1, atol=1e-9)
    distance, _ = cKDTree(room.free_floor).query(path[:, :2, 3])
    assert distance.max() < 0.15
    np.testing.assert_allclose(path[:, 2, 3], 1.2)


def test_paths_move_smoothly(room):
    path = sensor_path(room, 3, 200)
    step = np.linalg.norm(np.diff(path[:, :3, 3], axis=0), axis=1)
    assert step.max() < 0.4
    cosine = (path[1:, :3, 2] * path[:-1, :3, 2]).sum(axis=1)
    assert np.quantile(cosine, 0.05) > np.cos(np.radians(25))


def test_a_path_needs_a_frame(room):
    with pytest.raises(ValueError, match="frames must be"):
        sensor_path(room, 0, 0)
