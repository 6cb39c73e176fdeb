# SPDX-License-Identifier: Apache-2.0
"""One frame of a simulated RGB-D camera, and its colour image, with the truth for every pixel."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.point_cloud import PointCloud
from ws3d_model.rendering import PinholeCamera
from ws3d_model.worlds.sensors.depth_faults import DEPTH_NOISE, DepthFaults, DepthNoise
from ws3d_model.worlds.sensors.ray_caster import Hits, RayCaster

Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]
UInt8 = npt.NDArray[np.uint8]

_EXPOSED = 0.42  # mean brightness that automatic exposure aims at
_GAINS = (0.7, 1.8)  # and how far it can go


def depth_frame(
    caster: RayCaster,
    camera: PinholeCamera,
    world_from_camera: Float64,
    seed: int,
    noise: DepthNoise | None = None,
    shadows: bool = False,
) -> LabelledCloud:
    """What an RGB-D camera at this pose delivers, with the truth for every pixel.

    Args:
        caster: of the scene.
        camera: the camera, colour registered to depth.
        world_from_camera: (4, 4) pose, optical axes.
        seed: of the noise.
        noise: the camera's faults; None takes those of the scene's side (train or held out).
        shadows: whether the main light throws shadows; takes half as long again.

    Returns:
        H * W rows in image order, in the camera's optical frame. Holes are NaN and -1 (label and
        instance) but have their colour: `cloud.rgb` is the whole colour image. Centres are those
        of the complete objects, in the optical frame too.
    """
    scene = caster.scene
    rng = np.random.default_rng((seed, 99))
    faults = DepthFaults(noise or DEPTH_NOISE[scene.families], rng)
    hits, depth = look(caster, camera, world_from_camera[None])
    held = faults.held(caster.paints, hits, depth)
    shape = (1, camera.height, camera.width)
    measured = faults.measured(depth.reshape(shape), held.reshape(shape))[0]
    xyz = (camera.rays() * measured[..., None]).reshape(-1, 3)
    rgb = _recorded(caster.colours(hits, shadows), faults.colour, rng)
    valid = np.isfinite(measured).ravel()
    inverse = np.linalg.inv(world_from_camera)
    centres = scene.centres @ inverse[:3, :3].T + inverse[:3, 3]
    labels, instances = truth_of(caster, hits)
    return LabelledCloud(
        PointCloud(xyz.astype(np.float32), rgb),
        scene.names,
        np.where(valid, labels, np.int32(-1)),
        np.where(valid, instances, np.int32(-1)),
        centres.astype(np.float32),
    )


def color_image(
    caster: RayCaster,
    camera: PinholeCamera,
    world_from_camera: Float64,
    seed: int,
    noise: float = 0.02,
    shadows: bool = True,
) -> UInt8:
    """uint8 (H, W, 3): what a colour camera records, sky and windows too.

    Args:
        caster: of the scene.
        camera, world_from_camera: as in `depth_frame`.
        seed: of the noise.
        noise: deviation of each pixel, 0..1.
        shadows: whether the main light throws shadows.
    """
    hits, _ = look(caster, camera, world_from_camera[None])
    rng = np.random.default_rng((seed, 98))
    rgb = _recorded(caster.colours(hits, shadows), noise, rng)
    return rgb.reshape(camera.height, camera.width, 3)


def look(
    caster: RayCaster,
    camera: PinholeCamera,
    world_from_camera: Float64,
    jitter: Float32 | None = None,
) -> tuple[Hits, Float32]:
    """Rays through the pixels of F views, and the exact depth they meet.

    Args:
        caster: of the scene.
        camera: the same for all views.
        world_from_camera: (F, 4, 4) poses, optical axes.
        jitter: float32 (F, 2), shifts of each view's rays at z = 1, so that no two views sample
            the same raster.

    Returns:
        The hits of F * H * W rays, and the depth (F * H * W,) along the optical axes, metres, inf
        for nothing.
    """
    rays = np.ascontiguousarray(camera.rays().reshape(-1, 3).T)
    views = len(world_from_camera)
    turn = np.swapaxes(world_from_camera[:, :3, :3], 1, 2).astype(np.float32)
    directions = np.empty((views, rays.shape[1], 3), np.float32)
    length = np.empty((views, rays.shape[1]), np.float32)
    unit = np.empty((rays.shape[1], 3), np.float32)
    for number in range(views):
        x, y, z = rays
        if jitter is not None:
            x, y = x + jitter[number, 0], y + jitter[number, 1]
        length[number] = np.sqrt(x * x + y * y + z * z)
        for axis, way in enumerate((x, y, z)):
            np.divide(way, length[number], out=unit[:, axis])
        np.matmul(unit, turn[number], out=directions[number])
    origins = np.broadcast_to(
        world_from_camera[:, None, :3, 3].astype(np.float32), directions.shape
    )
    hits = caster.cast(origins.reshape(-1, 3), directions.reshape(-1, 3))
    return hits, hits.distance / length.reshape(-1)


def truth_of(caster: RayCaster, hits: Hits) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """int32 (R,) labels and instances of what rays met, -1 for nothing."""
    scene = caster.scene
    if len(scene.primitives) == 0:
        return hits.primitive, hits.primitive.copy()
    nothing = hits.primitive < 0
    labels = np.where(nothing, np.int32(-1), scene.labels[hits.primitive])
    instances = np.where(nothing, np.int32(-1), scene.instances[hits.primitive])
    return labels, instances


def _recorded(rgb: UInt8, deviation: float, rng: np.random.Generator) -> UInt8:
    """The image after automatic exposure, with noise."""
    gain = np.clip(255 * _EXPOSED / max(float(rgb.mean()), 1.0), *_GAINS)
    shift = rng.standard_normal(rgb.shape, np.float32) * np.float32(255 * deviation)
    recorded: UInt8 = np.clip(rgb * np.float32(gain) + shift, 0, 255).astype(np.uint8)
    return recorded
