# SPDX-License-Identifier: Apache-2.0
"""SceneLabels to vision_msgs/Detection3DArray: one detection a box, named by its label's text."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from geometry_msgs.msg import PoseWithCovariance, Vector3
from std_msgs.msg import Header
from vision_msgs.msg import (
    BoundingBox3D,
    Detection3D,
    Detection3DArray,
    ObjectHypothesis,
    ObjectHypothesisWithPose,
)

from ws3d_model import SceneLabels
from ws3d_ros.conversions.box_poses import box_poses


def detections_message(
    header: Header,
    scene: SceneLabels,
    sensor_from_level: npt.NDArray[np.floating],
    target_from_sensor: npt.NDArray[np.float64] | None = None,
) -> Detection3DArray:
    """The boxes of a scene; size x is the length, along the heading.

    Every detection carries the header and one result (RViz reads results[0] unchecked), and its
    id is the instance number as text, the same as in the labelled points.

    Args:
        header: stamp of the measurement, and the frame that the boxes are in at the end.
        sensor_from_level, target_from_sensor: see `box_poses`.
    """
    poses = box_poses(scene.boxes, sensor_from_level, target_from_sensor)
    detections = []
    for box in range(len(poses)):
        length, width, height = (float(size) for size in poses.sizes[box])
        hypothesis = ObjectHypothesis(
            class_id=scene.names[scene.box_labels[box]], score=float(scene.box_scores[box])
        )
        detections.append(
            Detection3D(
                header=header,
                results=[
                    ObjectHypothesisWithPose(
                        hypothesis=hypothesis, pose=PoseWithCovariance(pose=poses.pose(box))
                    )
                ],
                bbox=BoundingBox3D(
                    center=poses.pose(box), size=Vector3(x=length, y=width, z=height)
                ),
                id=str(int(scene.box_instances[box])),
            )
        )
    return Detection3DArray(header=header, detections=detections)
