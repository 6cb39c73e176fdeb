# SPDX-License-Identifier: Apache-2.0
"""Even motion between two poses, and boxes seen from a pose."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.spatial.transform import Rotation

Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]


def poses_between(start: Float64, end: Float64, count: int) -> Float64:
    """float64 (count, 4, 4): poses at even times from `start`, the last just before `end`.

    Positions go straight, rotations about one axis (slerp, Shoemake 1985).
    """
    share = np.arange(count) / count
    poses = np.tile(np.eye(4), (count, 1, 1))
    poses[:, :3, 3] = start[:3, 3] + share[:, None] * (end[:3, 3] - start[:3, 3])
    turn = Rotation.from_matrix(start[:3, :3].T @ end[:3, :3]).as_rotvec()
    if np.linalg.norm(turn) < 1e-12:
        poses[:, :3, :3] = start[:3, :3]
    else:
        steps = Rotation.from_rotvec(share[:, None] * turn).as_matrix()
        poses[:, :3, :3] = start[:3, :3] @ steps
    return poses


def boxes_in(world_from_sensor: Float64, boxes: Float32) -> tuple[Float32, Float32]:
    """Centres (I, 3) and boxes (I, 7) of the world in the frame of a sensor.

    The centres are exact; the boxes keep upright in the sensor's frame, which is exact for a sensor
    that stands level and good to a few centimetres for one that leans by a few degrees.
    """
    inverse = np.linalg.inv(world_from_sensor)
    seen = boxes.astype(np.float64)
    seen[:, :3] = seen[:, :3] @ inverse[:3, :3].T + inverse[:3, 3]
    heading = np.column_stack([np.cos(boxes[:, 6]), np.sin(boxes[:, 6]), np.zeros(len(boxes))])
    heading = heading @ inverse[:3, :3].T
    seen[:, 6] = np.arctan2(heading[:, 1], heading[:, 0])
    return seen[:, :3].astype(np.float32), seen.astype(np.float32)
