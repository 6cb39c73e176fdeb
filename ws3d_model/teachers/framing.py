# SPDX-License-Identifier: Apache-2.0
"""Framing: where things would lie in a picture, were nothing in front; from where most shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import torch

from ws3d_model.objects.boxes import box_corners
from ws3d_model.rendering import PinholeCamera

Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]
Int32 = npt.NDArray[np.int32]

ENOUGH = 0.3  # of a picture; more of a thing is no better


def box_extents(boxes: Float32, camera: PinholeCamera, pose: Float64) -> Float64:
    """float64 (I, 4): left, top, right, bottom of boxes (I, 7), not finite for those behind."""
    corners = box_corners(boxes).reshape(-1, 3)
    return point_extents(corners, np.repeat(np.arange(len(boxes)), 8), len(boxes), camera, pose)


def point_extents(
    xyz: Float32,  # (P, 3)
    thing: npt.NDArray[np.integer],  # (P,)
    count: int,
    camera: PinholeCamera,
    world_from_camera: Float64,  # (4, 4)
) -> Float64:
    """float64 (count, 4): left, top, right, bottom of the things that points belong to, pixels.

    Not finite for things without points, and for those that reach behind the camera.

    Args:
        xyz: metres, world frame.
        thing: 0..count - 1 of every point.
        count: of things.
        camera: its edges do not matter.
        world_from_camera: its pose.
    """
    turn = world_from_camera[:3, :3].astype(np.float32)
    local = (xyz - world_from_camera[:3, 3].astype(np.float32)) @ turn
    columns = torch.from_numpy(np.ascontiguousarray(local.T))
    u, v, _ = (column.numpy().astype(np.float64) for column in camera.project(columns))
    extents = np.tile([np.inf, np.inf, -np.inf, -np.inf], (count, 1))
    ends = ((u, np.minimum), (v, np.minimum), (u + 1, np.maximum), (v + 1, np.maximum))
    with np.errstate(invalid="ignore"):  # NaN, for what is behind, stays NaN
        for column, (values, reduce) in enumerate(ends):
            reduce.at(extents[:, column], thing, values)
    return extents


def best_poses(
    poses: Float64,  # (T * tries, 4, 4)
    wanted: Sequence[int],  # (T,)
    tries: int,
    glance: Callable[[Float64], Int32],
) -> Float64:
    """float64 (T, 4, 4): of several poses for each thing the one that shows most of it.

    Args:
        poses: those of a thing one after the other.
        wanted: number of each thing.
        tries: poses a thing.
        glance: the number of the thing behind every pixel (H, W) from a pose, roughly.
    """
    chosen = []
    for place, number in enumerate(wanted):
        mine = poses[place * tries : (place + 1) * tries]
        shares = [min(float((glance(pose) == number).mean()), ENOUGH) for pose in mine]
        chosen.append(mine[int(np.argmax(shares))])
    return np.stack(chosen) if chosen else np.zeros((0, 4, 4))
