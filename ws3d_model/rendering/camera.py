# SPDX-License-Identifier: Apache-2.0
"""Cameras: pinhole in optical axes, spherical in a lidar's axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]

NEAR = 0.05  # metres; nearer points would cover the whole image


class Camera(Protocol):
    """What rendering asks of a camera; pixel (u, v) covers [u, u + 1) x [v, v + 1)."""

    @property
    def width(self) -> int:
        """Pixels across."""

    @property
    def height(self) -> int:
        """Pixels down."""

    @property
    def wraps(self) -> bool:
        """Whether the last column is the neighbour of the first."""

    @property
    def pixels_a_radian(self) -> float:
        """Resolution in the middle of the image, that of its finer axis."""

    def project(self, xyz: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Points (3, N) in the camera's axes: whole pixel u, v as floats, and depth in metres (N,).

        The depth of what cannot be seen (behind, nearer than NEAR, not finite) is NaN.
        """


@dataclass(frozen=True)
class PinholeCamera:
    """A camera without distortion, in optical axes: x right, y down, z forward; its depth is z.

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
    wraps: ClassVar[bool] = False

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

    @property
    def pixels_a_radian(self) -> float:
        """The longer focal length."""
        return max(self.fx, self.fy)

    def project(self, xyz: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """See `Camera.project`."""
        depth = torch.where(xyz[2] > NEAR, xyz[2], torch.nan)
        u = torch.floor(xyz[0] / depth * self.fx + self.cx)
        v = torch.floor(xyz[1] / depth * self.fy + self.cy)
        return u, v, depth

    def rays(self) -> Float32:
        """float32 (height, width, 3): through the middle of every pixel, scaled to z = 1."""
        u = (np.arange(self.width, dtype=np.float32) + 0.5 - self.cx) / self.fx
        v = (np.arange(self.height, dtype=np.float32) + 0.5 - self.cy) / self.fy
        rays = np.ones((self.height, self.width, 3), np.float32)
        rays[..., 0] = u[None, :]
        rays[..., 1] = v[:, None]
        return rays


@dataclass(frozen=True)
class SphericalCamera:
    """A full turn of a lidar, in its axes: x forward, y left, z up; its depth is the range.

    Column 0 looks backwards, the middle column forwards; columns to the right turn clockwise, as an
    image does. Rows divide the elevation evenly, the highest first.

    Args:
        width, height: pixels.
        lowest, highest: elevation of the image's lower and upper edge, degrees in -90..90.

    Raises:
        ValueError: a size is not positive, or the elevations are out of order or range.
    """

    width: int
    height: int
    lowest: float
    highest: float
    wraps: ClassVar[bool] = True

    def __post_init__(self) -> None:
        if min(self.width, self.height) < 1:
            raise ValueError(f"sizes must be positive, got {self}")
        if not -90 <= self.lowest < self.highest <= 90:
            raise ValueError(f"elevations must rise within -90..90 degrees, got {self}")

    @property
    def pixels_a_radian(self) -> float:
        """That of the axis with more pixels a radian."""
        down = self.height / np.radians(self.highest - self.lowest)
        return float(max(self.width / (2 * np.pi), down))

    def project(self, xyz: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """See `Camera.project`."""
        level = torch.hypot(xyz[0], xyz[1])
        depth = torch.hypot(level, xyz[2])
        depth = torch.where(depth > NEAR, depth, torch.nan)
        turn = torch.atan2(xyz[1], xyz[0]) / (2 * torch.pi)  # -0.5 .. 0.5, to the left
        u = torch.floor((0.5 - turn) * self.width).clamp(max=self.width - 1)
        span = self.highest - self.lowest
        elevation = torch.rad2deg(torch.atan2(xyz[2], level))
        v = torch.floor((self.highest - elevation) / span * self.height)
        return u, v, depth


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
