# SPDX-License-Identifier: Apache-2.0
"""Procedural rooms and simulated scans of them: what the shipped checkpoint is trained on."""

from ws3d_model.datasets.rooms.depth_camera import DepthNoise, depth_frame
from ws3d_model.datasets.rooms.poses import sensor_path
from ws3d_model.datasets.rooms.room import KINDS, Room, build_room
from ws3d_model.datasets.rooms.scan import STYLES, scan_room

__all__ = [
    "KINDS",
    "STYLES",
    "DepthNoise",
    "Room",
    "build_room",
    "depth_frame",
    "scan_room",
    "sensor_path",
]
