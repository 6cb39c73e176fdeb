# SPDX-License-Identifier: Apache-2.0
"""Z-buffered splatting that keeps the index of the point behind every pixel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ws3d_model.point_cloud import check_array
from ws3d_model.rendering.camera import PinholeCamera

NEAR = 0.05  # metres; nearer points would cover the whole image
MAX_RADIUS = 24  # pixels; bounds the work for points close to the camera
EMPTY = torch.iinfo(torch.int64).max


@dataclass(frozen=True, eq=False)
class Splat:
    """What one camera sees.

    Args:
        index: int32 (H, W), row of the point behind the pixel, -1 where there is none.
        depth: float32 (H, W), that point's z in the camera, metres, inf where there is none.
    """

    index: npt.NDArray[np.int32]
    depth: npt.NDArray[np.float32]


def splat(
    xyz: npt.NDArray[np.float32],  # (N, 3)
    camera: PinholeCamera,
    world_from_camera: npt.NDArray[np.float64],  # (4, 4)
    point_size: float,
    max_depth: float = float("inf"),
    device: str | torch.device = "cpu",
) -> Splat:
    """Render points as squares that hide what lies behind them; the nearest point wins.

    A point at depth z covers the pixels within ceil(f s / z) of its own (at most MAX_RADIUS), f
    being the focal length and s the `point_size`, so that surfaces sampled at spacing s are closed.
    Of equal depths the lower row wins.

    Args:
        xyz: float32 (N, 3), metres, world frame; rows that are not finite are skipped.
        camera: the pinhole camera.
        world_from_camera: (4, 4) pose of the camera (optical axes) in the world.
        point_size: spacing of the points, metres.
        max_depth: points farther than this (z, metres) are not seen.
        device: where to compute.

    Raises:
        ValueError, TypeError: xyz or the pose has the wrong shape or dtype, or point_size is
            negative.
    """
    check_array("xyz", xyz, np.float32, (None, 3))
    pose = np.asarray(world_from_camera, np.float64)
    check_array("world_from_camera", pose, np.float64, (4, 4))
    if not point_size >= 0:
        raise ValueError(f"point_size must be 0 or more metres, got {point_size}")
    index, depth = splat_tensors(
        torch.from_numpy(np.ascontiguousarray(xyz)).to(device),
        camera,
        torch.from_numpy(pose),
        point_size,
        max_depth,
    )
    return Splat(index.cpu().numpy(), depth.cpu().numpy())


def splat_tensors(
    xyz: Tensor,  # float32 (N, 3)
    camera: PinholeCamera,
    world_from_camera: Tensor,  # (4, 4)
    point_size: float,
    max_depth: float = float("inf"),
) -> tuple[Tensor, Tensor]:
    """`splat` for tensors, on the device of `xyz`: index int32 (H, W), depth float32 (H, W)."""
    width, height = camera.width, camera.height
    pixels = torch.full((height * width,), EMPTY, dtype=torch.int64, device=xyz.device)
    rows, u, v, depth = _project(xyz, camera, world_from_camera, max_depth)
    focal = max(camera.fx, camera.fy)
    radius = torch.ceil(focal * point_size / depth).clamp(max=MAX_RADIUS).to(torch.int64)
    # Positive floats order like their bits: depth above, row below, one minimum finds both.
    packed = (depth.view(torch.int32).to(torch.int64) << 32) | rows
    for size in torch.unique(radius).tolist():
        chosen = radius == size
        _draw(pixels, u[chosen], v[chosen], packed[chosen], int(size), width, height)
    found = pixels != EMPTY
    index = torch.where(found, pixels & 0xFFFFFFFF, -1).to(torch.int32)
    bits = (pixels >> 32).to(torch.int32)
    seen = torch.where(found, bits.view(torch.float32), float("inf"))
    return index.view(height, width), seen.view(height, width)


def _project(
    xyz: Tensor, camera: PinholeCamera, world_from_camera: Tensor, max_depth: float
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Rows in front of the camera and near its image, their pixel (u, v) and their depth."""
    pose = world_from_camera.to(device=xyz.device, dtype=torch.float32)
    local = (xyz - pose[:3, 3]) @ pose[:3, :3]
    rows = torch.nonzero((local[:, 2] > NEAR) & (local[:, 2] <= max_depth)).squeeze(1)
    local = local[rows]
    depth = local[:, 2]
    u = torch.floor(local[:, 0] / depth * camera.fx + camera.cx)
    v = torch.floor(local[:, 1] / depth * camera.fy + camera.cy)
    near_image = (u >= -MAX_RADIUS) & (u < camera.width + MAX_RADIUS)
    near_image &= (v >= -MAX_RADIUS) & (v < camera.height + MAX_RADIUS)
    u, v = u[near_image].to(torch.int64), v[near_image].to(torch.int64)
    return rows[near_image], u, v, depth[near_image].contiguous()


def _draw(
    pixels: Tensor, u: Tensor, v: Tensor, packed: Tensor, radius: int, width: int, height: int
) -> None:
    """Lower `pixels` (H * W) to `packed` within `radius` of every (u, v), a row at a time."""
    across = torch.arange(-radius, radius + 1, device=pixels.device)
    columns = u[:, None] + across[None, :]
    inside = (columns >= 0) & (columns < width)
    values = packed[:, None].expand_as(columns)
    for down in range(-radius, radius + 1):
        line = v + down
        hit = inside & ((line >= 0) & (line < height))[:, None]
        target = (line[:, None] * width + columns)[hit]
        pixels.scatter_reduce_(0, target, values[hit], "amin")
