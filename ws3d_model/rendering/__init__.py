# SPDX-License-Identifier: Apache-2.0
"""Cameras, and fast splatting of point clouds with the index of the point behind every pixel."""

from ws3d_model.rendering.camera import Camera, PinholeCamera, SphericalCamera, look_at
from ws3d_model.rendering.camera_paths import (
    FreeFloor,
    NoFreeFloor,
    floor_views,
    free_floor,
    inside_something,
    orbit_views,
    views_towards,
)
from ws3d_model.rendering.splat import Splat, splat
from ws3d_model.rendering.views import Views, render_views

__all__ = [
    "Camera",
    "FreeFloor",
    "NoFreeFloor",
    "PinholeCamera",
    "SphericalCamera",
    "Splat",
    "Views",
    "floor_views",
    "free_floor",
    "inside_something",
    "look_at",
    "orbit_views",
    "render_views",
    "splat",
    "views_towards",
]
