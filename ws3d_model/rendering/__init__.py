# SPDX-License-Identifier: Apache-2.0
"""Cameras, and fast splatting of point clouds with the index of the point behind every pixel."""

from ws3d_model.rendering.camera import Camera, PinholeCamera, SphericalCamera, look_at
from ws3d_model.rendering.splat import Splat, splat, splat_tensors

__all__ = [
    "Camera",
    "PinholeCamera",
    "SphericalCamera",
    "Splat",
    "look_at",
    "splat",
    "splat_tensors",
]
