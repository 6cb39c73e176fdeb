# SPDX-License-Identifier: Apache-2.0
"""Boxes of the levelled frame as full poses in the frame of the message."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from geometry_msgs.msg import Point, Pose, Quaternion
from scipy.spatial.transform import Rotation

Float64 = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class BoxPoses:
    """B boxes in the frame of a message.

    Args:
        centres: float64 (B, 3), metres.
        quaternions: float64 (B, 4), x y z w, unit length: from the box's axes (length, width,
            height) to the frame.
        sizes: float64 (B, 3): length, width, height, metres.
        up: float64 (3,), the direction against gravity in the frame.
    """

    centres: Float64
    quaternions: Float64
    sizes: Float64
    up: Float64

    def __len__(self) -> int:
        return len(self.centres)

    def pose(self, box: int) -> Pose:
        """The pose of one box as a message."""
        x, y, z, w = (float(value) for value in self.quaternions[box])
        return Pose(position=self.point(box, 0.0), orientation=Quaternion(x=x, y=y, z=z, w=w))

    def point(self, box: int, above: float) -> Point:
        """The centre of one box, raised by `above` metres against gravity."""
        x, y, z = (float(value) for value in self.centres[box] + above * self.up)
        return Point(x=x, y=y, z=z)


def box_poses(
    boxes: npt.NDArray[np.float32],
    sensor_from_level: npt.NDArray[np.floating],
    target_from_sensor: Float64 | None = None,
) -> BoxPoses:
    """Where the boxes of a scene lie in the sensor's frame, or in a target frame.

    Args:
        boxes: (B, 7) cx cy cz length width height yaw in the levelled frame (SceneLabels.boxes).
        sensor_from_level: (3, 3) rotation; the levelled frame has the sensor's origin and z up.
        target_from_sensor: (4, 4) rigid transform, or None for the sensor's frame.
    """
    values = np.asarray(boxes, np.float64)
    rotation, translation = np.asarray(sensor_from_level, np.float64), np.zeros(3)
    if target_from_sensor is not None:
        rotation = target_from_sensor[:3, :3] @ rotation
        translation = target_from_sensor[:3, 3]
    quaternions = np.zeros((0, 4))
    if len(values) > 0:  # older scipy refuses to make no rotations at all
        headings = Rotation.from_rotvec(values[:, 6:7] * [0.0, 0.0, 1.0])
        quaternions = (Rotation.from_matrix(rotation) * headings).as_quat()
    return BoxPoses(
        centres=values[:, :3] @ rotation.T + translation,
        quaternions=quaternions,
        sizes=values[:, 3:6],
        up=rotation[:, 2],
    )
