# SPDX-License-Identifier: Apache-2.0
"""Rays against shapes whose distance is known in closed form."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ws3d_model.worlds.scene import Placed, Scene, assemble
from ws3d_model.worlds.sensors.ray_caster import RayCaster
from ws3d_model.worlds.shapes.model import Model, turned
from ws3d_model.worlds.shapes.palette import Paint

PAINT = Paint(np.array([0.5, 0.5, 0.5]))


def scene_of(model: Model, at: tuple[float, float, float] = (0, 0, 0), yaw: float = 0.0) -> Scene:
    return assemble([Placed(model, np.array(at), yaw)], "test", "train", np.zeros((0, 2)), 0)


def fan(count: int, spread: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Rays from around (-5, 0, 0) roughly along +x."""
    rng = np.random.default_rng(seed)
    origins = rng.uniform((-6, -0.5, -0.5), (-4, 0.5, 0.5), (count, 3))
    directions = np.column_stack([np.ones(count), rng.normal(0, spread, (count, 2))])
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    return origins.astype(np.float32), directions.astype(np.float32)


def test_an_empty_scene_is_met_nowhere(empty_scene: Scene) -> None:
    caster = RayCaster(empty_scene)
    hits = caster.cast(*fan(10, 0.1, 0))
    assert np.isinf(hits.distance).all() and (hits.primitive == -1).all()
    assert caster.colours(hits).shape == (10, 3)


def test_no_rays_no_hits(caster: RayCaster) -> None:
    none = np.zeros((0, 3), np.float32)
    hits = caster.cast(none, none)
    assert len(hits) == 0 and caster.colours(hits).shape == (0, 3)


@settings(deadline=None, max_examples=20)
@given(
    half=st.tuples(*[st.floats(0.05, 1.5)] * 3),
    yaw=st.floats(-3.1, 3.1),
    seed=st.integers(0, 10_000),
)
def test_a_box_is_met_where_the_slab_method_says(
    half: tuple[float, float, float], yaw: float, seed: int
) -> None:
    model = Model("box").box((0, 0, 0), tuple(2 * h for h in half), PAINT)
    origins, directions = fan(200, 0.15, seed)
    hits = RayCaster(scene_of(model, yaw=yaw)).cast(origins, directions)
    local_origin = origins.astype(np.float64) @ turned(yaw)
    local_ray = directions.astype(np.float64) @ turned(yaw)
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = np.stack([(s * np.array(half) - local_origin) / local_ray for s in (-1, 1)])
    enter, leave = ends.min(0).max(1), ends.max(0).min(1)
    clearance = leave - enter
    sure = np.abs(clearance) > 1e-3  # rays along an edge may go either way
    met = (clearance > 0) & (enter > 0)
    np.testing.assert_array_equal(np.isfinite(hits.distance)[sure], met[sure])
    both = sure & met
    np.testing.assert_allclose(hits.distance[both], enter[both], atol=1e-4)


def test_a_ball_is_met_within_two_percent_of_its_radius() -> None:
    model = Model("box").ellipsoid((0, 0, 0), (0.5, 0.5, 0.5), PAINT)
    origins, directions = fan(2000, 0.05, 1)
    hits = RayCaster(scene_of(model)).cast(origins, directions)
    along = (origins * directions).sum(1)
    inside = along**2 - (origins**2).sum(1) + 0.25
    exact = -along - np.sqrt(np.maximum(inside, 0))
    deep = inside > 0.05
    assert deep.sum() > 300
    np.testing.assert_allclose(hits.distance[deep], exact[deep], atol=0.02)
    normals = hits.points[deep] / 0.5
    assert ((hits.normal[deep] * normals).sum(1) > 0.95).all()


def test_a_plane_is_met_at_its_distance_and_its_normal_faces_the_ray(caster: RayCaster) -> None:
    down = np.tile(np.array([[0, 0.6, -0.8]], np.float32), (5, 1))
    eyes = np.column_stack([np.linspace(0.5, 1.0, 5), np.full(5, 0.3), np.full(5, 1.0)])
    hits = caster.cast(eyes.astype(np.float32), down)
    np.testing.assert_allclose(hits.distance, 1 / 0.8, rtol=1e-5)
    np.testing.assert_allclose(hits.normal, np.tile([0, 0, 1], (5, 1)), atol=1e-6)
    np.testing.assert_allclose(hits.cosine, 0.8, rtol=1e-5)
    from_below = caster.cast(np.array([[1, 1, -1]], np.float32), np.array([[0, 0, 1]], np.float32))
    np.testing.assert_allclose(from_below.normal, [[0, 0, -1]], atol=1e-6)


def test_nothing_is_seen_through_a_wall(caster: RayCaster) -> None:
    rng = np.random.default_rng(3)
    directions = rng.normal(size=(5000, 3))
    directions = (directions / np.linalg.norm(directions, axis=1, keepdims=True)).astype(np.float32)
    hits = caster.cast(np.array([[1, 1, 1.2]], np.float32), directions)
    points = hits.points
    assert (points > -1e-4).all() and (points < np.array([6, 4, 2.5]) + 1e-4).all()
    labels = [caster.scene.primitives[row].label for row in np.unique(hits.primitive)]
    assert "chair" not in labels and {"wall", "floor", "ceiling", "box", "lamp"} == set(labels)


def test_colours_are_the_paint_in_the_light(caster: RayCaster) -> None:
    towards = np.array([[1, 0, 0], [-1, 0, 0]], np.float32)
    hits = caster.cast(np.array([[1, 2, 0.5]] * 2, np.float32), towards)
    red, grey = caster.colours(hits).astype(int)
    assert red[0] > 2 * red[1] and np.ptp(grey) < 0.3 * grey.max()


def test_a_thing_between_the_lamp_and_a_surface_darkens_it(caster: RayCaster) -> None:
    rng = np.random.default_rng(5)
    down = rng.normal(0, 1, (4000, 3)) * (1, 1, 0) + (0, 0, -1)
    down = (down / np.linalg.norm(down, axis=1, keepdims=True)).astype(np.float32)
    hits = caster.cast(np.array([[1.2, 1.2, 2.2]], np.float32), down)
    lit, shadowed = caster.colours(hits).astype(int), caster.colours(hits, shadows=True).astype(int)
    assert (shadowed <= lit).all() and (shadowed < lit).any(1).mean() > 0.01


def test_faces_of_a_mesh_keep_their_own_colours() -> None:
    vertices = np.array([[0, -1, -1], [0, 1, -1], [0, 1, 1], [0, -1, 1]], np.float32)
    faces = np.array([[0, 1, 2], [0, 2, 3]])
    model = Model("picture").mesh(vertices, faces, PAINT, np.array([[1.0, 0, 0], [0, 0, 1.0]]))
    caster = RayCaster(scene_of(model))
    eyes = np.array([[-2, 0.5, -0.5], [-2, -0.5, 0.5]], np.float32)
    rgb = caster.colours(caster.cast(eyes, np.array([[1, 0, 0]] * 2, np.float32))).astype(int)
    assert rgb[0, 0] > rgb[0, 2] and rgb[1, 2] > rgb[1, 0]


def test_wrong_rays_are_refused(caster: RayCaster) -> None:
    good = np.zeros((2, 3), np.float32)
    with pytest.raises(TypeError, match="directions must be float32"):
        caster.cast(good, good.astype(np.float64))
    with pytest.raises(ValueError, match="origins must be"):
        caster.cast(np.zeros((3, 3), np.float32), good)


def test_a_missing_embree_says_how_to_install_it(
    empty_scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "embreex.mesh_construction", None)
    with pytest.raises(ModuleNotFoundError, match="pip install embreex"):
        RayCaster(empty_scene)
