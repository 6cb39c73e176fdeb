# SPDX-License-Identifier: Apache-2.0
"""Depth cameras: exact depth without noise, and noise as its ranges say."""

from __future__ import annotations

import numpy as np
import pytest

from ws3d_model.rendering import PinholeCamera, look_at
from ws3d_model.worlds.scene import Placed, Scene, assemble
from ws3d_model.worlds.sensors.depth_camera import color_image, depth_frame
from ws3d_model.worlds.sensors.depth_faults import NO_NOISE, DepthNoise
from ws3d_model.worlds.sensors.ray_caster import RayCaster
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Paint

CAMERA = PinholeCamera.of_view(160, 120, 60.0)
POSE = look_at((0.8, 1.0, 1.2), (3.0, 2.0, 0.6))
CLEAN = {
    "flying": (0.0, 0.0), "edge_holes": (0.0, 0.0), "dark_holes": (0.0, 0.0),
    "grazing": (0.0, 0.0), "waves": (0.0, 0.0), "disparity_step": (1e-7, 1e-7),
    "max_depth": (20.0, 20.0),
}  # fmt: skip


def plate(distance: float, gloss: float = 0.0, colour: float = 0.5) -> RayCaster:
    """A wall across the view of a camera at the origin that looks along +x."""
    paint = Paint(np.full(3, colour), gloss=gloss)
    model = Model("wall").box((distance + 0.5, 0, 0), (1.0, 40.0, 40.0), paint)
    placed = [Placed(model, np.zeros(3), 0.0)]
    return RayCaster(assemble(placed, "test", "train", np.zeros((0, 2)), 0))


AHEAD = look_at((0, 0, 0), (1, 0, 0))


def test_an_empty_scene_gives_a_frame_of_holes(empty_scene: Scene) -> None:
    frame = depth_frame(RayCaster(empty_scene), CAMERA, POSE, 0)
    assert len(frame) == 160 * 120 and not frame.cloud.finite.any()
    assert (frame.labels == -1).all() and (frame.instances == -1).all()


def test_exact_depth_lies_on_the_surfaces(caster: RayCaster) -> None:
    frame = depth_frame(caster, CAMERA, POSE, 0, NO_NOISE)
    world = frame.cloud.xyz @ POSE[:3, :3].T + POSE[:3, 3]
    name = np.array(frame.names)[frame.labels]
    np.testing.assert_allclose(world[name == "floor"][:, 2], 0, atol=1e-3)
    box = world[name == "box"]
    assert len(box) > 500
    assert (np.abs(box - (3, 2, 0.5)).max(1) < 0.501).all()
    assert (np.abs(box - (3, 2, 0.5)).max(1) > 0.499).all()
    assert (frame.instances[name == "floor"] == -1).all()
    thing = caster.scene.objects[int(frame.instances[name == "box"][0])]
    assert thing.name == "box"


def test_centres_are_given_in_the_optical_frame(caster: RayCaster) -> None:
    frame = depth_frame(caster, CAMERA, POSE, 0)
    assert frame.centres is not None
    world = frame.centres @ POSE[:3, :3].T + POSE[:3, 3]
    np.testing.assert_allclose(world, caster.scene.centres, atol=1e-4)


def test_the_same_seed_gives_the_same_bytes(caster: RayCaster) -> None:
    first, second, other = (depth_frame(caster, CAMERA, POSE, seed) for seed in (4, 4, 5))
    assert first.cloud.xyz.tobytes() == second.cloud.xyz.tobytes()
    assert first.cloud.rgb is not None and second.cloud.rgb is not None
    assert first.cloud.rgb.tobytes() == second.cloud.rgb.tobytes()
    assert first.cloud.xyz.tobytes() != other.cloud.xyz.tobytes()


@pytest.mark.parametrize("distance", [1.0, 3.0, 6.0])
def test_noise_grows_with_the_square_of_the_depth(distance: float) -> None:
    noise = DepthNoise(base=(0.001, 0.001), quadratic=(0.002, 0.002), **CLEAN)
    frame = depth_frame(plate(distance), CAMERA, AHEAD, 1, noise)
    depth = frame.cloud.xyz[:, 2]
    assert np.isfinite(depth).all()
    expected = 0.001 + 0.002 * (distance - 0.4) ** 2
    assert abs(depth.mean() - distance) < 0.1 * expected + 1e-3
    assert depth.std() == pytest.approx(expected, rel=0.05)


def test_slow_noise_moves_whole_patches_and_keeps_the_deviation() -> None:
    noise = DepthNoise(base=(0.02, 0.02), quadratic=(0, 0), **{**CLEAN, "waves": (0.8, 0.8)})
    frames = [depth_frame(plate(2.0), CAMERA, AHEAD, seed, noise) for seed in range(4)]
    error = np.stack([frame.cloud.xyz[:, 2].reshape(120, 160) for frame in frames]) - 2
    assert error.std() == pytest.approx(0.02, rel=0.1)
    beside = np.corrcoef(error[:, :, 1:].ravel(), error[:, :, :-1].ravel())[0, 1]
    apart = np.corrcoef(error[:, :, 32:].ravel(), error[:, :, :-32].ravel())[0, 1]
    assert 0.6 < beside < 0.85 and abs(apart) < 0.15


def test_quantised_depth_takes_few_values() -> None:
    noise = DepthNoise(base=(0, 0), quadratic=(0, 0), **{**CLEAN, "disparity_step": (0.002, 0.002)})
    depth = depth_frame(plate(5.0), CAMERA, AHEAD, 1, noise).cloud.xyz[:, 2]
    inverse = 1 / np.unique(depth) / 0.002
    np.testing.assert_allclose(inverse, np.round(inverse), atol=1e-2)


def test_glossy_black_and_grazed_surfaces_have_holes() -> None:
    def holes(caster: RayCaster, **changed: tuple[float, float]) -> float:
        noise = DepthNoise(**{**CLEAN, **changed})  # type: ignore[arg-type]  # a dict of ranges
        return 1 - float(depth_frame(caster, CAMERA, AHEAD, 2, noise).cloud.finite.mean())

    assert holes(plate(4.0)) == 0
    assert 0.3 < holes(plate(4.0, gloss=0.8)) < 0.95
    assert 0.3 < holes(plate(4.4, colour=0.01), dark_holes=(0.6, 0.6)) < 0.7
    floor = Model("floor").box((50, 0, -1.5), (100, 100, 1.0), Paint(np.full(3, 0.5)))
    caster = RayCaster(assemble([Placed(floor, np.zeros(3), 0.0)], "x", "train", [], 0))
    grazed = DepthNoise(**{**CLEAN, "grazing": (0.2, 0.2)})
    seen = depth_frame(caster, CAMERA, AHEAD, 2, grazed).cloud.finite.reshape(120, 160)
    assert seen[-1].mean() > 0.95 > 0.5 > seen[62].mean()


def test_flying_pixels_lie_between_the_two_surfaces(caster: RayCaster) -> None:
    noise = DepthNoise(base=(0, 0), quadratic=(0, 0), **{**CLEAN, "flying": (0.9, 0.9)})
    flying = depth_frame(caster, CAMERA, POSE, 0, noise).cloud.xyz[:, 2]
    exact = depth_frame(caster, CAMERA, POSE, 0, NO_NOISE).cloud.xyz[:, 2]
    moved = np.abs(flying - exact) > 0.05
    assert 0.001 < moved.mean() < 0.1


def test_every_pixel_of_the_colour_image_is_coloured(caster: RayCaster) -> None:
    image = color_image(caster, CAMERA, POSE, 0)
    assert image.shape == (120, 160, 3) and image.dtype == np.uint8
    assert (image.max(axis=2) > 0).mean() > 0.99
    outside = color_image(caster, CAMERA, look_at((0, 0, 5), (0, -5, 9)), 0)
    assert outside.mean() > 30  # the sky
