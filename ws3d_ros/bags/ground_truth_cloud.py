# SPDX-License-Identifier: Apache-2.0
"""Clouds as a driver would send them, with the true label and object of every point."""

from __future__ import annotations

import array
from typing import Any

import numpy as np
import numpy.typing as npt
from sensor_msgs.msg import PointCloud2, PointField

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_ros.conversions.labelled_points import NO_INSTANCE, UNLABELLED
from ws3d_ros.sources.frame_messages import FULL_INTENSITY, header

LABEL_FIELD, INSTANCE_FIELD = "gt_label", "gt_instance"
_DATATYPES = {
    "<f4": PointField.FLOAT32,
    "<u4": PointField.UINT32,
    "<u2": PointField.UINT16,
}


def ground_truth_cloud_message(
    seen: LabelledCloud,
    frame: str,
    stamp: int,
    shape: tuple[int, int] | None = None,
    ring: npt.NDArray[np.uint16] | None = None,
    time: npt.NDArray[np.float32] | None = None,
) -> PointCloud2:
    """x y z, what the sensor measures, and the truth: gt_label and gt_instance, both uint16.

    gt_label indexes the names (65535: unlabelled); gt_instance counts from 1 (0: none).

    Args:
        seen: N points; colours become `rgb` (packed float), intensity 0..1 becomes 0..255.
        frame: frame_id.
        stamp: nanoseconds.
        shape: height and width of an organised cloud; None: one row.
        ring: (N,) laser of each point, or None.
        time: (N,) seconds after the stamp, or None.
    """
    cloud = seen.cloud
    columns: dict[str, tuple[str, npt.NDArray[Any]]] = {
        axis: ("<f4", cloud.xyz[:, number]) for number, axis in enumerate("xyz")
    }
    if cloud.rgb is not None:
        red, green, blue = cloud.rgb.astype(np.uint32).T
        columns["rgb"] = ("<u4", red << 16 | green << 8 | blue)
    if cloud.intensity is not None:
        columns["intensity"] = ("<f4", cloud.intensity * FULL_INTENSITY)
    if time is not None:
        columns["time"] = ("<f4", time)
    if ring is not None:
        columns["ring"] = ("<u2", ring)
    columns[LABEL_FIELD] = ("<u2", np.where(seen.labels >= 0, seen.labels, UNLABELLED))
    columns[INSTANCE_FIELD] = ("<u2", np.maximum(seen.instances + 1, NO_INSTANCE))
    kind = np.dtype([(name, code) for name, (code, _) in columns.items()])
    # Written straight into the message's bytes: rclpy checks any other type byte by byte.
    data = array.array("B", bytes(kind.itemsize * len(seen)))
    points = np.frombuffer(data, kind)
    fields, offset = [], 0
    for name, (code, values) in columns.items():
        points[name] = values
        # Drivers declare the packed colour as float32.
        datatype = PointField.FLOAT32 if name == "rgb" else _DATATYPES[code]
        fields.append(PointField(name=name, offset=offset, datatype=datatype, count=1))
        offset += np.dtype(code).itemsize
    height, width = shape or (1, len(seen))
    message = PointCloud2(header=header(frame, stamp), height=height, width=width)
    message.fields = fields
    message.point_step = kind.itemsize
    message.row_step = kind.itemsize * width
    message.is_dense = bool(cloud.finite.all())
    message.data = data
    return message
