# SPDX-License-Identifier: Apache-2.0
"""Scans in the world frame: fused, single views, lidar turns."""

from __future__ import annotations

import numpy as np
import pytest

from ws3d_model.worlds.scene import Scene
from ws3d_model.worlds.sensors.ray_caster import RayCaster
from ws3d_model.worlds.sensors.scan import STYLES, Style, scan


@pytest.mark.parametrize("style", STYLES)
def test_an_empty_scene_gives_an_empty_scan(empty_scene: Scene, style: Style) -> None:
    found = scan(empty_scene, 0, style)
    assert len(found) == 0 and found.names == empty_scene.names


@pytest.mark.parametrize("style", STYLES)
def test_the_same_seed_gives_the_same_bytes(
    walled_scene: Scene, caster: RayCaster, style: Style
) -> None:
    first = scan(walled_scene, 3, style)
    second = scan(walled_scene, 3, style, caster)
    other = scan(walled_scene, 4, style, caster)
    assert first.cloud.xyz.tobytes() == second.cloud.xyz.tobytes()
    assert first.labels.tobytes() == second.labels.tobytes()
    assert first.cloud.xyz.tobytes() != other.cloud.xyz.tobytes()


@pytest.mark.parametrize("style", STYLES)
def test_points_lie_near_the_surface_of_their_label(
    walled_scene: Scene, caster: RayCaster, style: Style
) -> None:
    found = scan(walled_scene, 1, style, caster)
    name = np.array(found.names)[found.labels]
    assert set(np.unique(name)) <= {"wall", "floor", "ceiling", "box", "lamp"}
    floor = found.cloud.xyz[name == "floor"]
    assert len(floor) == 0 or np.median(np.abs(floor[:, 2])) < 0.03
    low, high = np.percentile(found.cloud.xyz, (0.5, 99.5), axis=0)
    assert (low > -0.15).all() and (high < np.array([6, 4, 2.5]) + 0.15).all()
    assert found.boxes is not None and found.boxes.shape == (3, 7)
    np.testing.assert_array_equal(found.centres, walled_scene.centres)
    assert (found.instances[name == "wall"] == -1).all()


def test_a_fused_scan_covers_the_room_with_one_point_a_cell(
    walled_scene: Scene, caster: RayCaster
) -> None:
    found = scan(walled_scene, 2, "fused", caster)
    assert found.cloud.rgb is not None
    cells = np.unique(np.floor(found.cloud.xyz / 0.05).astype(int), axis=0)
    surface = 2 * 6 * 4 + 2 * 10 * 2.5
    assert len(cells) > 0.5 * surface / 0.05**2
    assert len(found) / len(cells) < 6


def test_a_lidar_has_intensity_and_no_colour(walled_scene: Scene, caster: RayCaster) -> None:
    found = scan(walled_scene, 2, "lidar", caster)
    assert found.cloud.rgb is None and found.cloud.intensity is not None
    assert found.cloud.intensity.min() >= 0 and found.cloud.intensity.max() <= 1


def test_an_unknown_style_is_refused(empty_scene: Scene) -> None:
    with pytest.raises(ValueError, match="fused, view, lidar"):
        scan(empty_scene, 0, "sonar")  # type: ignore[arg-type]  # the mistake under test


def test_a_scene_without_free_floor_is_refused(walled_scene: Scene) -> None:
    from dataclasses import replace

    blocked = replace(walled_scene, free_floor=np.zeros((0, 2), np.float32))
    with pytest.raises(ValueError, match="no free floor"):
        scan(blocked, 0, "view")
