# SPDX-License-Identifier: Apache-2.0
"""SceneLabels to visualization_msgs/MarkerArray: a see-through box and its name for RViz."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from builtin_interfaces.msg import Duration
from geometry_msgs.msg import Pose, Vector3
from std_msgs.msg import ColorRGBA, Header
from visualization_msgs.msg import Marker, MarkerArray

from ws3d_model import SceneLabels
from ws3d_model.label_colors import label_color
from ws3d_ros.conversions.box_poses import BoxPoses, box_poses

TEXT_HEIGHT = 0.15  # metres: readable in a room, and from a car with RViz at its usual distance
BOX_ALPHA = 0.4


def markers_message(
    header: Header,
    scene: SceneLabels,
    sensor_from_level: npt.NDArray[np.floating],
    target_from_sensor: npt.NDArray[np.float64] | None = None,
    lifetime: float = 1.0,
) -> MarkerArray:
    """Boxes (namespace `boxes`) and names (`names`); the first marker deletes those before.

    Args:
        header: stamp of the measurement, and the frame that the boxes are in at the end.
        sensor_from_level, target_from_sensor: see `box_poses`.
        lifetime: seconds after which RViz drops them when nothing newer comes; 0 keeps them.
    """
    poses = box_poses(scene.boxes, sensor_from_level, target_from_sensor)
    seconds = int(lifetime)
    lasting = Duration(sec=seconds, nanosec=int((lifetime - seconds) * 1e9))
    markers = [Marker(header=header, action=Marker.DELETEALL)]
    for box in range(len(poses)):
        name = scene.names[scene.box_labels[box]]
        markers += [
            _box(header, poses, box, name, lasting),
            _name(header, poses, box, f"{name} {scene.box_scores[box]:.2f}", lasting),
        ]
    return MarkerArray(markers=markers)


def _box(header: Header, poses: BoxPoses, box: int, name: str, lifetime: Duration) -> Marker:
    length, width, height = (float(size) for size in poses.sizes[box])
    red, green, blue = (channel / 255.0 for channel in label_color(name))
    return Marker(
        header=header,
        ns="boxes",
        id=box,
        type=Marker.CUBE,
        action=Marker.ADD,
        pose=poses.pose(box),
        scale=Vector3(x=length, y=width, z=height),
        color=ColorRGBA(r=red, g=green, b=blue, a=BOX_ALPHA),
        lifetime=lifetime,
    )


def _name(header: Header, poses: BoxPoses, box: int, text: str, lifetime: Duration) -> Marker:
    above = float(poses.sizes[box, 2]) / 2.0 + TEXT_HEIGHT
    return Marker(
        header=header,
        ns="names",
        id=box,
        type=Marker.TEXT_VIEW_FACING,
        action=Marker.ADD,
        pose=Pose(position=poses.point(box, above)),
        scale=Vector3(x=0.0, y=0.0, z=TEXT_HEIGHT),
        color=ColorRGBA(r=1.0, g=1.0, b=1.0, a=1.0),
        text=text,
        lifetime=lifetime,
    )
