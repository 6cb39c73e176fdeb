# SPDX-License-Identifier: Apache-2.0
"""Z-buffered splatting that keeps the index of the point behind every pixel.

A point is a square of 2 r + 1 pixels, r falling with its depth. Instead of drawing every square,
points are drawn as single pixels, those of the greatest radius first; the image then spreads (every
pixel takes the nearest depth around it) by as much as the next smaller radius is less, the points
of that radius are added, and so on: squares spread by squares are squares, so the result is exact,
at a cost that hardly depends on how large the points are.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ws3d_model.point_cloud import check_array
from ws3d_model.rendering.camera import Camera

MAX_RADIUS = 24  # pixels; bounds the work for points close to the camera
# Depth in the upper half and row in the lower one: infinity, and -1.
EMPTY = 0x7F800000 << 32 | 0xFFFFFFFF
# Points times cameras that are worked on at a time: about 100 MB.
CHUNK = 1 << 21


@dataclass(frozen=True, eq=False)
class Splat:
    """What one camera sees, or K cameras see.

    Args:
        index: int32 (H, W) or (K, H, W), row of the point behind the pixel, -1 where there is none.
        depth: float32, likewise: that point's depth (see `Camera.project`), metres, inf where there
            is none.
    """

    index: npt.NDArray[np.int32]
    depth: npt.NDArray[np.float32]


def splat(
    xyz: npt.NDArray[np.float32],  # (N, 3)
    camera: Camera,
    world_from_camera: npt.NDArray[np.float64],  # (4, 4) or (K, 4, 4)
    point_size: float,
    max_depth: float = float("inf"),
    device: str | torch.device = "cpu",
) -> Splat:
    """Render points as squares that hide what lies behind them; the nearest point wins.

    A point at depth z covers the pixels within ceil(f s / z) of its own (at most MAX_RADIUS), f
    being the camera's pixels a radian in the middle and s the `point_size`, so that surfaces
    sampled at spacing s are closed. Of equal depths the lower row wins.

    Args:
        xyz: float32 (N, 3), metres, world frame; rows that are not finite are skipped.
        camera: pinhole or spherical.
        world_from_camera: pose of the camera in the world, or of K cameras of the same kind.
        point_size: spacing of the points, metres.
        max_depth: points farther than this are not seen, metres.
        device: where to compute.

    Raises:
        ValueError, TypeError: xyz or the poses have the wrong shape or dtype, or point_size is
            negative.
    """
    check_array("xyz", xyz, np.float32, (None, 3))
    poses = np.asarray(world_from_camera, np.float64)
    single = poses.ndim == 2
    poses = poses[None] if single else poses
    check_array("world_from_camera", poses, np.float64, (None, 4, 4))
    if not point_size >= 0:
        raise ValueError(f"point_size must be 0 or more metres, got {point_size}")
    # Coordinate by coordinate: cameras then read them as they lie.
    columns = torch.from_numpy(np.ascontiguousarray(xyz.T)).to(device)
    cameras = torch.from_numpy(poses)
    at_once = max(1, CHUNK // max(1, len(xyz)))
    nothing = torch.zeros(0, camera.height, camera.width, dtype=torch.int64, device=columns.device)
    parts = [
        _render(columns, camera, cameras[start : start + at_once], point_size, max_depth)
        for start in range(0, len(poses), at_once)
    ]
    index, depth = _halves(torch.cat([nothing, *parts]))
    if single:
        index, depth = index[0], depth[0]
    return Splat(index.cpu().numpy(), depth.cpu().numpy())


def _halves(pixels: Tensor) -> tuple[Tensor, Tensor]:
    """Index int32 and depth float32 (K, H, W) of packed values int64 (K, H, W)."""
    # Reading the halves as they lie costs no arithmetic; which comes first depends on the machine.
    halves = pixels.view(torch.int32).view(*pixels.shape, 2)
    low, high = (0, 1) if sys.byteorder == "little" else (1, 0)
    return halves[..., low].contiguous(), halves[..., high].contiguous().view(torch.float32)


def _render(
    xyz: Tensor,  # (3, N)
    camera: Camera,
    poses: Tensor,  # (K, 4, 4)
    point_size: float,
    max_depth: float,
) -> Tensor:
    """int64 (K, H, W): depth in the upper half, row in the lower one, EMPTY where nothing is."""
    views = [
        _visible(xyz, camera, pose, point_size, max_depth, number)
        for number, pose in enumerate(poses)
    ]
    radius, cell, packed = (torch.cat(column) for column in zip(*views, strict=True))
    order = _descending(radius)
    cell, packed = cell.index_select(0, order), packed.index_select(0, order)
    numbers = torch.bincount(radius, minlength=MAX_RADIUS + 1).tolist()
    radii = [size for size in range(MAX_RADIUS, -1, -1) if numbers[size]]
    margin = radii[0] if radii else 0
    shape = (len(poses), camera.height + 2 * margin, camera.width + 2 * margin)
    image = torch.full(shape, EMPTY, dtype=torch.int64, device=xyz.device)
    start = 0
    for size, smaller in zip(radii, [*radii, 0][1:], strict=True):
        part = slice(start, start + numbers[size])
        start = part.stop
        # The image's margin is `size` by now: whatever touches the image lies inside of it.
        image.view(-1).scatter_reduce_(0, cell[part], packed[part], "amin")
        image = _spread(image, size - smaller)
    return image


def _visible(
    xyz: Tensor, camera: Camera, pose: Tensor, point_size: float, max_depth: float, number: int
) -> tuple[Tensor, Tensor, Tensor]:
    """Of the points whose squares touch the image: radius, place in the images of all cameras with
    a margin of that radius, and depth and row packed into one value that orders by depth."""
    pose = pose.to(device=xyz.device, dtype=torch.float32)
    turn = pose[:3, :3].t()
    local = torch.addmm(-(turn @ pose[:3, 3])[:, None], turn, xyz)
    u, v, depth = camera.project(local)
    radius = torch.ceil(camera.pixels_a_radian * point_size / depth).clamp(max=MAX_RADIUS)
    near = (depth <= max_depth) & (v >= -radius) & (v < camera.height + radius)
    if not camera.wraps:
        near &= (u >= -radius) & (u < camera.width + radius)
    rows = _true(near)
    u, v, depth, radius = (column.index_select(0, rows) for column in (u, v, depth, radius))
    if camera.wraps:
        # Around the seam of a full turn a point is drawn on both sides.
        left, right = _true(u < radius), _true(u >= camera.width - radius)
        both = torch.cat([torch.arange(len(u), device=u.device), left, right])
        shift = torch.zeros_like(both)
        shift[len(u) : len(u) + len(left)] = camera.width
        shift[len(u) + len(left) :] = -camera.width
        rows, u, v, depth, radius = rows[both], u[both] + shift, v[both], depth[both], radius[both]
    # Positive floats order like their bits: depth above, row below, one minimum finds both.
    packed = (depth.view(torch.int32).to(torch.int64) << 32) | rows
    u, v, margin = (column.to(torch.int64) for column in (u, v, radius))
    line = v + margin + number * (camera.height + 2 * margin)
    cell = line * (camera.width + 2 * margin) + u + margin
    return radius.to(torch.uint8), cell, packed


def _true(mask: Tensor) -> Tensor:
    """Rows (M,) of a mask (N,) that are set; numpy finds them ten times as fast on a CPU."""
    if mask.device.type == "cpu":
        return torch.from_numpy(np.flatnonzero(mask.numpy()))
    return torch.nonzero(mask).squeeze(1)


def _descending(radius: Tensor) -> Tensor:
    """Order (N,) of bytes (N,), the greatest first; numpy sorts bytes by radix on a CPU."""
    if radius.device.type == "cpu":
        return torch.from_numpy(np.argsort(255 - radius.numpy(), kind="stable"))
    return torch.argsort(radius, descending=True)


def _spread(image: Tensor, radius: int) -> Tensor:
    """Minimum over squares of 2 radius + 1 pixels; the image loses `radius` pixels on each side."""
    for axis in (1, 2):
        length, covered = 2 * radius + 1, 1
        size = image.shape[axis] - 2 * radius
        # Windows twice as long are the minimum of two halves, the last pair overlapping.
        while covered < length:
            step = min(covered, length - covered)
            reach = image.shape[axis] - step
            image = torch.minimum(image.narrow(axis, 0, reach), image.narrow(axis, step, reach))
            covered += step
        image = image.narrow(axis, 0, size)
    return image.contiguous()
