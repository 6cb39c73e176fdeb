# SPDX-License-Identifier: Apache-2.0
"""MovingScene: points, boxes and numbers of things in motion; the ground below them."""

from __future__ import annotations

import numpy as np
import pytest

from ws3d_model.worlds.scene import Placed, Scene, assemble
from ws3d_model.worlds.sensors.ground import ground_under
from ws3d_model.worlds.sensors.ground_rays import GroundRays
from ws3d_model.worlds.sensors.moving_scene import MovingScene
from ws3d_model.worlds.sensors.ray_caster import RayCaster
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Paint

GREY = Paint(np.full(3, 0.5))


@pytest.fixture
def scene() -> Scene:
    """A car that drives along x, one that stands, a kerb and a slope."""
    land = Model("road").box((0, 0, -0.5), (80, 20, 1), GREY)
    kerb = Model("sidewalk").prism(
        [(6, -0.2), (10, -0.2), (10, 0.6), (6, 0.12)], 80, GREY, axis="x"
    )
    body = Model("car").box((0, 0, 0.75), (1.8, 4.0, 1.5), GREY)
    other = Model("car").box((0, 0, 0.75), (1.8, 4.0, 1.5), GREY)
    still = np.zeros(3)
    return assemble(
        [
            Placed(land, still, 0.0),
            Placed(kerb, still, 0.0),
            Placed(body, still, np.pi / 2, (5.0, 0.0, 0.0)),
            Placed(other, np.array([0.0, -4, 0]), np.pi / 2),
        ],
        "street", "train", np.zeros((1, 2)), 0, outdoors=True,
    )  # fmt: skip


def test_an_empty_scene_stays_empty() -> None:
    empty = MovingScene(assemble([], "", "train", np.zeros((0, 2)), 0), 2.0)
    assert len(empty.moving) == 0
    assert len(empty.at(1.0).scene.objects) == 0


def test_boxes_points_and_numbers_go_together(scene: Scene) -> None:
    world = MovingScene(scene, 4.0)
    assert world.moving.tolist() == [True, False]
    assert world.at(0.0).scene is scene
    later = world.at(2.0)
    assert world.at(2.0) is later
    now = later.scene
    np.testing.assert_allclose(now.boxes[0], [10, 0, 0.75, 4, 1.8, 1.5, 0], atol=1e-4)
    assert now.boxes[1].tolist() == scene.boxes[1].tolist()
    assert (now.instances == scene.instances).all() and now.objects[0].velocity == (5.0, 0.0, 0.0)
    own = now.instances[now.triangles.primitive] == 0
    corners = now.triangles.corners[own].reshape(-1, 3)
    np.testing.assert_allclose(corners.min(0), [8, -0.9, 0], atol=1e-4)
    assert MovingScene(scene, 4.0).at(9.0).scene.objects[0].velocity == (0.0, 0.0, 0.0)


def test_rays_meet_what_a_caster_of_that_moment_alone_meets(scene: Scene) -> None:
    later = MovingScene(scene, 4.0).at(1.5)
    plain = RayCaster(later.scene)
    rng = np.random.default_rng(0)
    directions = rng.normal(size=(4000, 3)).astype(np.float32)
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    origins = np.tile(np.array([[4.0, -2, 2.5]], np.float32), (4000, 1))
    one, other = later.cast(origins, directions), plain.cast(origins, directions)
    np.testing.assert_allclose(one.distance, other.distance, rtol=1e-5)
    assert (one.primitive == other.primitive).mean() > 0.999
    assert len({0, 1} & set(later.scene.instances[one.primitive[one.primitive >= 0]].tolist())) == 2
    met = one.primitive >= 0
    assert np.array_equal(met, np.isfinite(one.distance))


def test_ground_rays_are_the_ground_that_triangles_give(scene: Scene) -> None:
    places = np.random.default_rng(1).uniform((-39, -9.9), (39, 9.9), (500, 2))
    np.testing.assert_allclose(
        GroundRays(scene).heights(places), ground_under(scene, places), atol=1e-3
    )
    assert np.isnan(GroundRays(scene).heights(np.array([[99.0, 0]]))).all()
