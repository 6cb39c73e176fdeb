# SPDX-License-Identifier: Apache-2.0
"""Spinning lidars: rings, ranges, losses, intensity and motion."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ws3d_model.worlds.scene import Placed, Scene, assemble
from ws3d_model.worlds.sensors.lidar_patterns import PATTERNS, LidarPattern, draw_pattern
from ws3d_model.worlds.sensors.ray_caster import RayCaster
from ws3d_model.worlds.sensors.spinning_lidar import LidarSweep, directions_of, sweep
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Paint

VLP = PATTERNS["VLP-16"]
EXACT = replace(VLP, range_noise=0.0, range_step=1e-6, divergence=0.0)


def standing(x: float, y: float, z: float, yaw: float = 0.0) -> np.ndarray:
    pose = np.eye(4)
    pose[:2, :2] = [[np.cos(yaw), -np.sin(yaw)], [np.sin(yaw), np.cos(yaw)]]
    pose[:3, 3] = (x, y, z)
    return pose


HERE = standing(1.5, 1.5, 1.0, 0.7)


def ringed(paint: Paint, distance: float) -> RayCaster:
    """Four plates around the origin."""
    model = Model("wall")
    for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        size = (0.1 if x else 2 * distance, 0.1 if y else 2 * distance, 2 * distance)
        model.box((x * (distance + 0.05), y * (distance + 0.05), 0), size, paint)
    placed = [Placed(model, np.zeros(3), 0.0)]
    return RayCaster(assemble(placed, "test", "train", np.zeros((0, 2)), 0))


def test_an_empty_scene_gives_no_returns(empty_scene: Scene) -> None:
    turn = sweep(RayCaster(empty_scene), VLP, HERE, HERE, 0)
    assert len(turn) == len(turn.ring) == len(turn.time) == len(turn.world_xyz) == 0


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_rings_come_at_the_elevations_of_the_pattern(caster: RayCaster, name: str) -> None:
    pattern = replace(PATTERNS[name], range_noise=0.0, range_step=1e-6, divergence=0.0)
    turn = sweep(caster, pattern, HERE, HERE, 0)
    xyz = turn.cloud.cloud.xyz.astype(np.float64)
    elevation = np.degrees(np.arctan2(xyz[:, 2], np.hypot(xyz[:, 0], xyz[:, 1])))
    expected = np.array(pattern.elevations)[turn.ring]
    np.testing.assert_allclose(elevation, expected, atol=0.01)
    assert np.unique(turn.ring).size == pattern.rings
    assert (np.diff(pattern.elevations) > 0).all()


def test_a_turn_goes_clockwise_from_behind(caster: RayCaster) -> None:
    turn = sweep(caster, EXACT, HERE, HERE, 0)
    level = turn.ring == 8
    azimuth = np.unwrap(np.arctan2(*turn.cloud.cloud.xyz[level, 1::-1].T))
    assert (np.diff(azimuth) < 0).all() and azimuth[0] == pytest.approx(np.pi, abs=0.1)
    assert (np.diff(turn.time) >= 0).all() and turn.time.max() < VLP.period


def test_staggered_lasers_fire_beside_the_column() -> None:
    rays = directions_of(PATTERNS["OS1-64"])
    azimuth = np.degrees(np.arctan2(rays[512, :, 1], rays[512, :, 0]))
    np.testing.assert_allclose(azimuth[:4], PATTERNS["OS1-64"].azimuths[:4], atol=1e-3)


def test_exact_returns_lie_on_surfaces_and_none_behind_walls(caster: RayCaster) -> None:
    turn = sweep(caster, EXACT, HERE, HERE, 0)
    world = turn.world_xyz
    assert (world > -1e-3).all() and (world < np.array([6, 4, 2.5]) + 1e-3).all()
    name = np.array(turn.cloud.names)[turn.cloud.labels]
    np.testing.assert_allclose(world[name == "floor"][:, 2], 0, atol=1e-3)
    sensor = np.column_stack([turn.cloud.cloud.xyz, np.ones(len(turn))]) @ HERE.T
    np.testing.assert_allclose(sensor[:, :3], world, atol=1e-3)


def test_range_noise_has_its_deviation() -> None:
    paint = Paint(np.full(3, 0.5), infrared=0.9)
    pattern = LidarPattern("one", (0.0,), 3600, range_noise=0.02, divergence=0.0)
    turn = sweep(ringed(paint, 5.0), pattern, np.eye(4), np.eye(4), 3)
    xyz = turn.cloud.cloud.xyz
    error = np.abs(xyz).max(1) - 5.0
    across = np.abs(xyz).max(1) / np.linalg.norm(xyz, axis=1)
    assert len(turn) > 3400
    assert (error / across).std() == pytest.approx(0.02, rel=0.1)


def test_dark_and_distant_surfaces_answer_less_often() -> None:
    def share(infrared: float, distance: float, gloss: float = 0.0) -> float:
        paint = Paint(np.full(3, 0.5), infrared=infrared, gloss=gloss)
        pattern = LidarPattern("one", (0.0,), 1800, max_range=50.0)
        turn = sweep(ringed(paint, distance), pattern, np.eye(4), np.eye(4), 1)
        return len(turn) / 1800

    assert share(0.5, 5) > 0.97
    assert 0.1 < share(0.1, 45) < 0.7
    assert share(0.02, 60) < 0.05
    assert share(0.5, 5, gloss=0.8) < 0.4


def test_intensity_is_reflectivity_times_cosine() -> None:
    for infrared in (0.2, 0.6):
        pattern = LidarPattern("one", (0.0,), 1800)
        paint = Paint(np.full(3, 0.5), material="metal", infrared=infrared)
        turn = sweep(ringed(paint, 4.0), pattern, np.eye(4), np.eye(4), 1)
        xyz = turn.cloud.cloud.xyz
        cosine = np.abs(xyz).max(1) / np.linalg.norm(xyz, axis=1)
        assert turn.cloud.cloud.intensity is not None
        assert (turn.cloud.cloud.intensity / cosine).mean() == pytest.approx(infrared, rel=0.05)


def test_rough_ground_is_seen_farther_than_smooth_ground() -> None:
    def reach(material: str) -> float:
        ground = Model("floor").box(
            (0, 0, -2.5), (200, 200, 1), Paint(np.full(3, 0.3), material=material, infrared=0.14)
        )
        placed = [Placed(ground, np.zeros(3), 0.0)]
        caster = RayCaster(assemble(placed, "test", "train", np.zeros((0, 2)), 0))
        turn = sweep(caster, PATTERNS["HDL-64E"], np.eye(4), np.eye(4), 1)
        return float(np.percentile(np.linalg.norm(turn.world_xyz, axis=1), 99))

    assert reach("asphalt") > 35 > 30 > reach("metal")


def test_glass_lets_most_pulses_through() -> None:
    pane = Model("window").box((2, 0, 0), (0.02, 8, 8), Paint(np.full(3, 0.6), material="glass"))
    back = Model("wall").box((5, 0, 0), (0.1, 40, 40), Paint(np.full(3, 0.6), infrared=0.9))
    placed = [Placed(model, np.zeros(3), 0.0) for model in (pane, back)]
    caster = RayCaster(assemble(placed, "test", "train", np.zeros((0, 2)), 0))
    turn = sweep(caster, EXACT, np.eye(4), np.eye(4), 1)
    ahead = np.abs(np.arctan2(turn.world_xyz[:, 1], turn.world_xyz[:, 0])) < 0.3
    behind = turn.world_xyz[ahead, 0] > 4
    assert 0.6 < behind.mean() < 0.99
    names = np.array(turn.cloud.names)[turn.cloud.labels[ahead]]
    assert (names[behind] == "wall").all() and (names[~behind] == "window").all()


def test_edges_mix_what_is_before_and_behind() -> None:
    grey = Paint(np.full(3, 0.5), infrared=0.9)
    before = Model("box").box((2.05, 0, 0), (0.1, 1, 4), grey)
    behind = Model("wall").box((2.65, 0, 0), (0.1, 9, 9), grey)
    placed = [Placed(model, np.zeros(3), 0.0) for model in (before, behind)]
    caster = RayCaster(assemble(placed, "test", "train", np.zeros((0, 2)), 0))
    between = []
    for divergence in (0.0, 3.0):
        pattern = replace(EXACT, divergence=divergence)
        x = sweep(caster, pattern, np.eye(4), np.eye(4), 1).world_xyz[:, 0]
        between.append(int(((x > 2.02) & (x < 2.58)).sum()))
    assert between[0] == 0 and 4 < between[1] < 32


def test_motion_bends_a_turn_and_deskewing_unbends_it(caster: RayCaster) -> None:
    start, end = standing(1.0, 1.0, 1.0, 0.2), standing(1.6, 1.0, 1.0, 0.5)
    straight = sweep(caster, EXACT, start, end, 0)
    bent = sweep(caster, EXACT, start, end, 0, deskew=False)
    np.testing.assert_array_equal(straight.world_xyz, bent.world_xyz)

    def in_world(turn: LidarSweep) -> np.ndarray:
        return turn.cloud.cloud.xyz @ end[:3, :3].T + end[:3, 3]

    np.testing.assert_allclose(in_world(straight), straight.world_xyz, atol=1e-3)
    error = np.linalg.norm(in_world(bent) - bent.world_xyz, axis=1)
    assert error[:100].mean() > 0.3 and error[-100:].mean() < 0.02
    floor = np.array(straight.cloud.names)[straight.cloud.labels] == "floor"
    np.testing.assert_allclose(straight.world_xyz[floor, 2], 0, atol=1e-3)


def test_boxes_come_in_the_frame_of_the_sensor(caster: RayCaster) -> None:
    turn = sweep(caster, EXACT, HERE, HERE, 0).cloud
    assert turn.boxes is not None and turn.centres is not None
    number = [thing.name for thing in caster.scene.objects].index("box")
    box = turn.boxes[number].astype(np.float64)
    mine = turn.cloud.xyz[turn.instances == number] - box[:3]
    cos, sin = np.cos(box[6]), np.sin(box[6])
    along = np.column_stack([mine @ (cos, sin, 0), mine @ (-sin, cos, 0), mine[:, 2]])
    assert (np.abs(along) <= box[3:6] / 2 + 1e-3).all()
    np.testing.assert_allclose(turn.centres[number], box[:3], atol=1e-5)


def test_the_same_seed_gives_the_same_bytes(caster: RayCaster) -> None:
    first, second, other = (sweep(caster, VLP, HERE, HERE, seed) for seed in (1, 1, 2))
    assert first.cloud.cloud.xyz.tobytes() == second.cloud.cloud.xyz.tobytes()
    assert first.cloud.cloud.xyz.tobytes() != other.cloud.cloud.xyz.tobytes()


def test_a_pattern_without_rings_is_refused() -> None:
    with pytest.raises(ValueError, match="1 ring and 1 column"):
        LidarPattern("none", (), 100)
    with pytest.raises(ValueError, match="one a ring"):
        LidarPattern("odd", (0.0, 1.0), 100, azimuths=(0.0,))


def test_drawn_patterns_have_16_to_128_rings() -> None:
    rng = np.random.default_rng(0)
    drawn = [draw_pattern(rng) for _ in range(60)]
    rings = {pattern.rings for pattern in drawn}
    assert min(rings) == 16 and max(rings) == 128 and len({p.name for p in drawn}) > 8
