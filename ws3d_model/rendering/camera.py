# SPDX-License-Identifier: Apache-2.0
"""Pinhole cameras in optical axes: x right, y down, z forward."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]


@dataclass(frozen=True)
class PinholeCamera:
    """A camera without distortion; pixel (u, v) covers [u, u + 1) x [v, v + 1).

    Args:
        width, height: pixels.
        fx, fy: focal lengths, pixels.
        cx, cy: principal point, pixels.

    Raises:
        ValueError: a size or a focal length is not positive.
    """

    width: int
    height: int
    fx: float
    fy: float
    cx: float
    cy: float

    def __post_init__(self) -> None:
        if min(self.width, self.height) < 1 or not (self.fx > 0 and self.fy > 0):
            raise ValueError(f"sizes and focal lengths must be positive, got {self}")

    @staticmethod
    def of_view(width: int, height: int, horizontal_degrees: float) -> PinholeCamera:
        """Square pixels, principal point in the middle, and the given horizontal angle of view."""
        if not 0 < horizontal_degrees < 180:
            raise ValueError(f"the angle of view must be in (0, 180) degrees: {horizontal_degrees}")
        focal = width / 2 / float(np.tan(np.radians(horizontal_degrees) / 2))
        return PinholeCamera(width, height, focal, focal, width / 2, height / 2)

    def rays(self) -> Float32:
        """float32 (height, width, 3): through the middle of every pixel, scaled to z = 1."""
        u = (np.arange(self.width, dtype=np.float32) + 0.5 - self.cx) / self.fx
        v = (np.arange(self.height, dtype=np.float32) + 0.5 - self.cy) / self.fy
        rays = np.ones((self.height, self.width, 3), np.float32)
        rays[..., 0] = u[None, :]
        rays[..., 1] = v[:, None]
        return rays


def look_at(
    eye: Sequence[float] | Float64,
    target: Sequence[float] | Float64,
    up: Sequence[float] | Float64 = (0.0, 0.0, 1.0),
) -> Float64:
    """The pose of a camera at `eye` that looks at `target`, its image's top towards `up`.

    Returns:
        float64 (4, 4), world_from_camera. Looking along `up` itself takes the world's x as right.

    Raises:
        ValueError: eye and target are the same point.
    """
    origin = np.asarray(eye, np.float64)
    forward = np.asarray(target, np.float64) - origin
    length = np.linalg.norm(forward)
    if length < 1e-9:
        raise ValueError(f"eye and target must differ, both are {origin.tolist()}")
    forward = forward / length
    right = np.cross(forward, np.asarray(up, np.float64))
    if np.linalg.norm(right) < 1e-6:
        right = np.array([1.0, 0.0, 0.0]) - forward[0] * forward
    right = right / np.linalg.norm(right)
    pose = np.eye(4)
    pose[:3, 0], pose[:3, 1], pose[:3, 2] = right, np.cross(forward, right), forward
    pose[:3, 3] = origin
    return pose
