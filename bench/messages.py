# SPDX-License-Identifier: Apache-2.0
"""PointCloud2 messages as drivers send them."""

from __future__ import annotations

import array
from typing import Any

import numpy as np

from ws3d_model import PointCloud

# Name: fields as (name, numpy type, PointField datatype), and bytes a point.
FLOAT32 = 7
FORMATS: dict[str, tuple[tuple[str, ...], int]] = {
    "x y z intensity": (("x", "y", "z", "intensity"), 16),
    "x y z rgb, padded": (("x", "y", "z", "rgb"), 32),
}


def points_message(cloud: PointCloud, kind: str = "x y z intensity") -> Any:
    """A PointCloud2 of the cloud; its data as rclpy delivers them.

    Args:
        kind: key of `FORMATS`: 16 bytes a point as of lidars, 32 as the point types of PCL.
    """
    from sensor_msgs.msg import PointCloud2, PointField

    names, step = FORMATS[kind]
    offsets = [0, 4, 8, 12 if step == 16 else 16]
    record = np.dtype(
        {"names": names, "formats": ["<f4"] * 4, "offsets": offsets, "itemsize": step}
    )
    points = np.zeros(len(cloud), record)
    for column, name in enumerate("xyz"):
        points[name] = cloud.xyz[:, column]
    if names[3] == "rgb":
        rgb = np.zeros((len(cloud), 3), np.uint8) if cloud.rgb is None else cloud.rgb
        points["rgb"] = (rgb.astype("<u4") @ np.array([65536, 256, 1], "<u4")).view("<f4")
    else:
        points["intensity"] = np.arange(len(cloud)) % 256
    message = PointCloud2(height=1, width=len(cloud), point_step=step, row_step=step * len(cloud))
    message.header.frame_id = "lidar"
    message.fields = [
        PointField(name=name, offset=offset, datatype=FLOAT32, count=1)
        for name, offset in zip(names, offsets, strict=True)
    ]
    data = array.array("B")
    data.frombytes(points.tobytes())
    message.data = data
    return message
