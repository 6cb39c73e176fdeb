# SPDX-License-Identifier: Apache-2.0
"""Paths: on free floor, through nothing, at an even pace."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ws3d_model.worlds.scene import Placed, Scene, assemble
from ws3d_model.worlds.sensors.ground import ground_under
from ws3d_model.worlds.sensors.paths import drive_path, sensor_path
from ws3d_model.worlds.sensors.ray_caster import RayCaster
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Paint


def test_a_scene_without_free_floor_has_no_path(empty_scene: Scene) -> None:
    for path in (sensor_path, drive_path):
        with pytest.raises(ValueError, match="no free floor"):
            path(empty_scene, 0, 10)


def test_one_free_position_is_a_path_that_stands(walled_scene: Scene) -> None:
    lonely = replace(walled_scene, free_floor=np.array([[1, 1]], np.float32))
    for path in (sensor_path, drive_path):
        poses = path(lonely, 0, 5)
        np.testing.assert_allclose(poses[:, :2, 3], np.tile([1, 1], (5, 1)), atol=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_a_walk_runs_into_nothing(walled_scene: Scene, caster: RayCaster, seed: int) -> None:
    poses = sensor_path(walled_scene, seed, 200, height=0.5)
    eyes = poses[:, :3, 3]
    free = walled_scene.free_floor.astype(np.float64)
    off = np.linalg.norm(eyes[:, None, :2] - free[None], axis=2).min(1)
    assert off.max() < 0.1
    angles = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    around = np.column_stack([np.cos(angles), np.sin(angles), np.zeros(16)]).astype(np.float32)
    origins = np.repeat(eyes.astype(np.float32), 16, axis=0)
    assert caster.cast(origins, np.tile(around, (200, 1))).distance.min() > 0.15
    steps = np.linalg.norm(np.diff(eyes, axis=0), axis=1)
    assert steps.max() < 2 * max(np.median(steps), 0.02)


@pytest.mark.parametrize("path", [sensor_path, drive_path])
def test_poses_are_rigid_and_repeat_with_the_seed(walled_scene: Scene, path: object) -> None:
    assert callable(path)
    poses = path(walled_scene, 3, 50)
    eye = np.einsum("fij,fkj->fik", poses[:, :3, :3], poses[:, :3, :3])
    np.testing.assert_allclose(eye, np.tile(np.eye(3), (50, 1, 1)), atol=1e-9)
    np.testing.assert_allclose(np.linalg.det(poses[:, :3, :3]), 1)
    assert poses.tobytes() == path(walled_scene, 3, 50).tobytes()
    assert poses.tobytes() != path(walled_scene, 4, 50).tobytes()


def test_a_drive_faces_where_it_goes(walled_scene: Scene) -> None:
    poses = drive_path(walled_scene, 1, 60, height=1.7, spacing=0.1)
    moves = np.diff(poses[:, :2, 3], axis=0)
    length = np.linalg.norm(moves, axis=1)
    ahead = (poses[:-1, :2, 0] * moves).sum(1) / np.maximum(length, 1e-9)
    assert np.median(ahead) > 0.95 and (poses[:, 2, 3] == 1.7).all()
    assert length.max() <= 0.1 + 1e-6


def test_the_walk_stays_in_the_largest_pocket(walled_scene: Scene) -> None:
    big = np.stack(np.meshgrid(np.arange(20), np.arange(20)), -1).reshape(-1, 2) * 0.1
    floor = np.concatenate([big, [[50, 50], [50.1, 50]]]).astype(np.float32)
    poses = sensor_path(replace(walled_scene, free_floor=floor), 0, 30)
    assert (poses[:, :2, 3] < 5).all()


def test_a_route_is_followed_over_hills() -> None:
    """A ramp that rises by 10 % along x, with a crate beside the way."""
    paint = Paint(np.full(3, 0.5))
    ramp = Model("floor").prism([(0, -1), (50, -1), (50, 5), (0, 0)], 20, paint, axis="y")
    crate = Model("box").box((0, 0, 1), (1, 1, 2), paint)
    placed = [Placed(ramp, np.zeros(3), 0.0), Placed(crate, np.array([20, 3, 0.0]), 0.0)]
    route = np.column_stack([np.arange(2, 48), np.zeros(46)])
    scene = assemble(placed, "hill", "train", route[::5], 0, outdoors=True, route=route)
    poses = drive_path(scene, 0, 40, height=1.5, spacing=0.5)
    np.testing.assert_allclose(poses[:, 2, 3], poses[:, 0, 3] * 0.1 + 1.5, atol=1e-3)
    np.testing.assert_allclose(poses[:, 1, 3], 0, atol=1e-6)
    ahead = np.array([1, 0, 0.1]) / np.hypot(1, 0.1)
    np.testing.assert_allclose(poses[:, :3, 0], np.tile(ahead, (40, 1)), atol=1e-3)
    np.testing.assert_allclose(np.linalg.norm(np.diff(poses[:, :2, 3], axis=0), axis=1), 0.5)
    np.testing.assert_allclose(ground_under(scene, np.array([[20, 3], [99, 0]])), [2, 0], atol=1e-3)
    eyes = sensor_path(scene, 0, 10, height=1.2)[:, :3, 3]
    np.testing.assert_allclose(eyes[:, 2], eyes[:, 0] * 0.1 + 1.2, atol=1e-3)


def test_no_frames_and_no_spacing_are_refused(walled_scene: Scene) -> None:
    with pytest.raises(ValueError, match="frames must be 1 or more"):
        sensor_path(walled_scene, 0, 0)
    with pytest.raises(ValueError, match="spacing must be more than 0"):
        drive_path(walled_scene, 0, 5, spacing=0)
