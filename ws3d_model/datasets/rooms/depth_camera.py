# SPDX-License-Identifier: Apache-2.0
"""One frame of a simulated RGB-D camera: exact surfaces, then what such cameras make of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.datasets.rooms.palette import Families
from ws3d_model.datasets.rooms.room import Room
from ws3d_model.datasets.rooms.visibility import GRAZING, NEAR, facing
from ws3d_model.point_cloud import PointCloud
from ws3d_model.rendering import PinholeCamera, splat

Float32 = npt.NDArray[np.float32]
SPACING = 0.024  # metres, a little more than that of the room's points


@dataclass(frozen=True)
class DepthNoise:
    """Ranges that one camera's faults are drawn from.

    The axial deviation is base + quadratic * (z - 0.4)^2, as measured for the Kinect by Nguyen,
    Izadi and Lovell (3DIMPVT 2012: 0.0012 + 0.0019 (z - 0.4)^2).
    """

    base: tuple[float, float] = (0.0006, 0.002)  # metres
    quadratic: tuple[float, float] = (0.0008, 0.0025)  # 1 / metres
    disparity_step: tuple[float, float] = (0.0004, 0.0025)  # quantum of 1 / z, 1 / metres
    flying: tuple[float, float] = (0.1, 0.6)  # share of the pixels at depth edges that mix
    edge_holes: tuple[float, float] = (0.0, 0.4)  # share of the pixels at depth edges that are lost
    colour: tuple[float, float] = (0.01, 0.04)  # deviation, 0..1
    max_depth: tuple[float, float] = (3.5, 8.0)  # metres


DEPTH_NOISE: dict[Families, DepthNoise] = {
    "train": DepthNoise(),
    "held_out": DepthNoise(
        base=(0.002, 0.003),
        quadratic=(0.0025, 0.0032),
        disparity_step=(0.0025, 0.0032),
        flying=(0.6, 0.8),
        edge_holes=(0.4, 0.5),
        colour=(0.04, 0.06),
        max_depth=(3.0, 6.0),
    ),
}


def depth_frame(
    room: Room,
    camera: PinholeCamera,
    world_from_camera: npt.NDArray[np.float64],
    seed: int,
    noise: DepthNoise | None = None,
) -> LabelledCloud:
    """What an RGB-D camera at this pose delivers, with the truth for every pixel.

    Args:
        room: the room.
        camera: the camera, colour registered to depth.
        world_from_camera: (4, 4) pose, optical axes.
        seed: of the noise.
        noise: the camera's faults; None takes those of the room's side (train or held out).

    Returns:
        H * W rows in image order, in the camera's optical frame; holes are NaN,
        with their colour but label and instance -1. Centres are those of the complete objects, in
        the optical frame too.
    """
    if len(room) == 0:
        return _nothing(room, camera)
    rng = np.random.default_rng((seed, 99))
    noise = noise or DEPTH_NOISE[room.families]
    reach = float(rng.uniform(*noise.max_depth))
    behind, depth = render_surfaces(room, camera, world_from_camera, 3 * reach)
    rows = np.maximum(behind, 0)
    seen = behind >= 0
    colour = room.rgb[rows] + rng.normal(0, 255 * rng.uniform(*noise.colour), (*rows.shape, 3))
    rgb = np.where(seen[..., None], np.clip(colour, 0, 255), 0).astype(np.uint8)
    held = seen & (depth < reach) & (depth > NEAR)
    held &= rng.random(depth.shape) >= room.gloss[rows] * _patchy(room.xyz[rows])
    depth = _measured(depth, held, noise, rng)
    xyz = camera.rays() * depth[..., None]
    valid = np.isfinite(depth)
    inverse = np.linalg.inv(world_from_camera)
    centres = room.centres @ inverse[:3, :3].T + inverse[:3, 3]
    return LabelledCloud(
        PointCloud(xyz.reshape(-1, 3).astype(np.float32), rgb.reshape(-1, 3)),
        room.names,
        np.where(valid, room.labels[rows], -1).astype(np.int32).ravel(),
        np.where(valid, room.instances[rows], -1).astype(np.int32).ravel(),
        centres.astype(np.float32),
    )


def render_surfaces(
    room: Room, camera: PinholeCamera, world_from_camera: npt.NDArray[np.float64], max_depth: float
) -> tuple[npt.NDArray[np.int64], Float32]:
    """The row behind every pixel (H, W), -1 for none, and the exact depth of its surface there.

    Points are splatted; each pixel's depth is where its ray meets the plane through its point.
    """
    pose = world_from_camera.astype(np.float32)
    view = room.xyz - pose[:3, 3]
    depth = view @ pose[:3, 2]
    ahead = np.flatnonzero((depth > 0.05) & (depth < max_depth))
    front = ahead[facing(room.normals[ahead], room.two_sided[ahead], view[ahead]) > GRAZING]
    drawn = splat(room.xyz[front], camera, world_from_camera, 0.75 * SPACING, max_depth)
    if len(front) == 0:
        return drawn.index.astype(np.int64), drawn.depth
    index = np.where(drawn.index >= 0, front[np.maximum(drawn.index, 0)], -1)
    rows = np.maximum(index, 0)
    normals = room.normals[rows] @ pose[:3, :3]
    points = view[rows] @ pose[:3, :3]
    along = (normals * camera.rays()).sum(axis=2)
    through = (normals * points).sum(axis=2)
    steep = np.abs(along) < 0.02
    plane = through / np.where(steep, 1, along)
    usable = ~steep & (np.abs(plane - drawn.depth) < 0.06)
    return index, np.where(usable, plane, drawn.depth).astype(np.float32)


def _nothing(room: Room, camera: PinholeCamera) -> LabelledCloud:
    """A frame of holes."""
    pixels = camera.height * camera.width
    none = np.full(pixels, -1, np.int32)
    cloud = PointCloud(np.full((pixels, 3), np.nan, np.float32), np.zeros((pixels, 3), np.uint8))
    return LabelledCloud(cloud, room.names, none, none.copy(), room.centres)


def _measured(
    depth: Float32, held: npt.NDArray[np.bool_], noise: DepthNoise, rng: np.random.Generator
) -> Float32:
    """Depth with flying pixels, noise, quantisation and holes (NaN)."""
    step = rng.integers(-1, 2, (2, *depth.shape))
    height, width = depth.shape
    row = np.clip(np.arange(height)[:, None] + step[0], 0, height - 1)
    column = np.clip(np.arange(width)[None, :] + step[1], 0, width - 1)
    beside = depth[row, column]
    with np.errstate(invalid="ignore"):
        jump = np.abs(beside - depth)
    edge = held & held[row, column] & (jump > 0.06) & (jump < 1.5)
    mixed = edge & (rng.random(depth.shape) < rng.uniform(*noise.flying))
    share = rng.random(depth.shape)
    clean = np.where(held, depth, 1.0)
    clean = np.where(mixed, share * clean + (1 - share) * np.where(mixed, beside, 0.0), clean)
    lost = edge & (rng.random(depth.shape) < rng.uniform(*noise.edge_holes))
    deviation = rng.uniform(*noise.base) + rng.uniform(*noise.quadratic) * (clean - 0.4) ** 2
    noisy = np.maximum(clean + rng.standard_normal(depth.shape) * deviation, 0.05)
    quantum = rng.uniform(*noise.disparity_step)
    noisy = 1 / (np.maximum(np.round(1 / noisy / quantum), 1) * quantum)
    return np.where(held & ~lost, noisy, np.nan).astype(np.float32)


def _patchy(xyz: Float32) -> Float32:
    """A factor 0..1.6 that varies over decimetres: holes on glossy surfaces come in patches."""
    waves = np.sin(xyz[..., 0] * 9 + 2 * np.sin(xyz[..., 1] * 7)) + np.sin(xyz[..., 2] * 11)
    factor: Float32 = np.clip(0.8 + 0.6 * waves, 0, 1.6)
    return factor
