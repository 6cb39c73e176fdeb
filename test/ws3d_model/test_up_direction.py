# SPDX-License-Identifier: Apache-2.0
"""Up is found in tilted clouds of planes, and not made up where there are none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from ws3d_model.up_direction import MOST_TILT, find_up, turn_up

UP = np.array([0.0, 0.0, 1.0])


def room(seed: int = 0, walls: bool = True, noise: float = 0.004) -> np.ndarray:
    """(N, 3) points of a floor, two walls, and a round table, seen from above the floor."""
    r = np.random.default_rng(seed)
    floor = np.column_stack([r.uniform(0, 4, 8000), r.uniform(-2, 2, 8000), np.full(8000, -1.2)])
    left = np.column_stack([r.uniform(0, 4, 6000), np.full(6000, 2), r.uniform(-1.2, 1.2, 6000)])
    end = np.column_stack([np.full(6000, 4), r.uniform(-2, 2, 6000), r.uniform(-1.2, 1.2, 6000)])
    angle, height = r.uniform(0, 2 * np.pi, 3000), r.uniform(-1.2, -0.5, 3000)
    trunk = np.column_stack([2 + 0.4 * np.cos(angle), 0.4 * np.sin(angle), height])
    parts = [floor, left, end, trunk] if walls else [floor, trunk]
    xyz = np.concatenate(parts)
    return (xyz + r.normal(0, noise, xyz.shape)).astype(np.float32)


def turned(xyz: np.ndarray, by: Rotation) -> np.ndarray:
    return (xyz @ by.as_matrix().T).astype(np.float32)


def degrees_between(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.degrees(np.arccos(np.clip(a @ b, -1, 1))))


@pytest.mark.parametrize("count", [0, 1, 30])
def test_a_cloud_without_planes_does_not_tell(count: int) -> None:
    few = np.random.default_rng(0).normal(size=(count, 3)).astype(np.float32)
    assert find_up(few, UP) is None


def test_a_cloud_of_noise_does_not_tell() -> None:
    noise = np.random.default_rng(0).uniform(-3, 3, (20_000, 3)).astype(np.float32)
    assert find_up(noise, UP) is None


@settings(max_examples=25, deadline=None)
@given(st.floats(0, 2 * np.pi), st.floats(0, 35), st.integers(0, 1000))
def test_a_tilted_room_is_found_level(heading: float, tilt: float, seed: int) -> None:
    tilted = Rotation.from_rotvec(
        np.radians(tilt) * np.array([np.cos(heading), np.sin(heading), 0])
    )
    up = find_up(turned(room(seed), tilted), UP)
    assert up is not None
    assert degrees_between(up, tilted.apply(UP)) < 1.5
    assert np.linalg.norm(up) == pytest.approx(1.0)


def test_a_floor_alone_is_enough() -> None:
    tilted = Rotation.from_euler("y", 30, degrees=True)
    up = find_up(turned(room(walls=False), tilted), UP)
    assert up is not None
    assert degrees_between(up, tilted.apply(UP)) < 1.5


def test_of_one_wall_the_nearest_upright_direction() -> None:
    r = np.random.default_rng(0)
    wall = np.column_stack([np.full(9000, 3.0), r.uniform(-2, 2, 9000), r.uniform(-1, 1, 9000)])
    # Tilted about y, the wall says by how much; about x, along the wall, it cannot.
    tilted = Rotation.from_euler("xy", [20, 15], degrees=True)
    up = find_up(turned(wall, Rotation.from_euler("y", 15, degrees=True)), UP)
    assert up is not None
    assert degrees_between(up, Rotation.from_euler("y", 15, degrees=True).apply(UP)) < 1.5
    up = find_up(turned(wall, tilted), UP)
    normal = tilted.apply([1.0, 0.0, 0.0])
    assert up is not None
    assert abs(degrees_between(up, normal) - 90) < 1.5
    assert degrees_between(up, UP) < degrees_between(tilted.apply(UP), UP)


def test_other_axes_and_any_length_of_near() -> None:
    optical = Rotation.from_matrix([[0, -1, 0], [0, 0, -1], [1, 0, 0]])
    down = Rotation.from_euler("x", -30, degrees=True)
    up = find_up(turned(room(), down * optical), (0, -5, 0))
    assert up is not None
    assert degrees_between(up, (down * optical).apply(UP)) < 1.5


def test_never_farther_than_it_may_be() -> None:
    for tilt in (60, 75, 90):
        up = find_up(turned(room(), Rotation.from_euler("y", tilt, degrees=True)), UP)
        assert up is None or degrees_between(up, UP) <= MOST_TILT


def test_points_that_are_not_finite_or_far_away_do_not_matter() -> None:
    xyz = room()
    spoilt = np.concatenate([xyz, [[np.nan, 0, 0], [np.inf, 1, 1], [1e30, -1e30, 0]]]).astype("f4")
    np.testing.assert_allclose(find_up(spoilt, UP), find_up(xyz, UP), atol=0.02)


@pytest.mark.parametrize("near", [(0, 0, 0), (0, np.nan, 1), (0, 1), "z"])
def test_what_is_no_direction_is_refused(near: object) -> None:
    with pytest.raises(ValueError, match=r"direction|convert"):
        find_up(room(), near)  # type: ignore[arg-type]  # wrong on purpose


def test_other_arrays_are_refused() -> None:
    with pytest.raises(TypeError, match="float32"):
        find_up(np.zeros((5, 3)), UP)  # type: ignore[arg-type]  # wrong on purpose


@settings(deadline=None)
@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(-1, 1))
def test_turn_up_is_the_smallest_rotation_that_takes_it_to_z(x: float, y: float, z: float) -> None:
    length = np.linalg.norm([x, y, z])
    if length < 1e-3:
        return
    turn = turn_up([x, y, z])
    np.testing.assert_allclose(turn @ turn.T, np.eye(3), atol=1e-6)
    assert np.linalg.det(turn) == pytest.approx(1.0)
    np.testing.assert_allclose(turn @ [x, y, z], [0, 0, length], atol=1e-4)
    angle = np.degrees(Rotation.from_matrix(turn).magnitude())
    assert angle == pytest.approx(degrees_between(np.array([x, y, z]) / length, UP), abs=0.1)


def test_turn_up_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="direction"):
        turn_up([0, 0, 0])
