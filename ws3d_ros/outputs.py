# SPDX-License-Identifier: Apache-2.0
"""The node's publishers: made once, active with the node, and idle where nobody listens."""

from __future__ import annotations

from typing import Any

from builtin_interfaces.msg import Time
from rclpy.lifecycle import LifecycleNode
from rclpy.qos import DurabilityPolicy, QoSPolicyKind, QoSProfile
from rclpy.qos_overriding_options import QoSOverridingOptions
from sensor_msgs.msg import PointCloud2
from std_msgs.msg import Header
from vision_msgs.msg import Detection3DArray, LabelInfo
from visualization_msgs.msg import MarkerArray

from ws3d_model import SceneLabels
from ws3d_ros.conversions.detections import detections_message
from ws3d_ros.conversions.label_info import label_info_message
from ws3d_ros.conversions.labelled_points import labelled_points_message
from ws3d_ros.conversions.markers import markers_message
from ws3d_ros.conversions.rgbd import OrganisedCloud
from ws3d_ros.frames import Poses
from ws3d_ros.label_registry import LabelRegistry
from ws3d_ros.parameters import Settings
from ws3d_ros.vocabulary_desk import VocabularyInUse

OUTPUT_DEPTH = 5


class Outputs:
    """Publishes scenes, and the meaning of their label ids.

    Args:
        node: its lifecycle decides whether anything leaves.
        registry: the label ids issued so far.
    """

    def __init__(self, node: LifecycleNode, registry: LabelRegistry) -> None:
        self._node, self._registry = node, registry
        self._points = self._publisher("~/labelled_points", PointCloud2)
        self._detections = self._publisher("~/detections", Detection3DArray)
        self._markers = self._publisher("~/markers", MarkerArray)
        self._label_info = node.create_lifecycle_publisher(
            LabelInfo,
            "~/label_info",
            QoSProfile(depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL),
            qos_overriding_options=_overridable(),
        )

    @property
    def wanted(self) -> bool:
        """Whether anybody listens to what follows from a cloud."""
        publishers = (self._points, self._detections, self._markers)
        return any(publisher.get_subscription_count() > 0 for publisher in publishers)

    def announce(self, vocabulary: VocabularyInUse) -> None:
        """Say what the label ids mean; before the first cloud that uses a new one."""
        stamp = self._node.get_clock().now().to_msg()
        threshold = vocabulary.vocabulary.threshold
        info = label_info_message(Header(stamp=stamp), self._registry.issued(), threshold)
        self._label_info.publish(info)

    def publish(
        self,
        header: Header,
        organised: OrganisedCloud,
        scene: SceneLabels,
        poses: Poses,
        vocabulary: VocabularyInUse,
        settings: Settings,
    ) -> None:
        """Send a scene to whoever listens; what nobody listens to is not even made.

        Args:
            header: of the measurement.
            organised: the measurement's points, in its own frame.
            scene: labels of these points; boxes in the level frame; instances from 1, -1 none.
            poses: of the measurement.
            vocabulary: what the scene was labelled with.
        """
        target = poses.target_from_sensor
        header = _in_frame(header, header.frame_id if target is None else settings.target_frame)
        if self._points.get_subscription_count() > 0:
            message = labelled_points_message(
                header,
                organised.height,
                organised.width,
                organised.cloud,
                scene,
                vocabulary.label_ids,
                settings.color,
                target,
            )
            self._points.publish(message)
        if self._detections.get_subscription_count() > 0:
            boxes = detections_message(header, scene, poses.sensor_from_level, target)
            self._detections.publish(boxes)
        if self._markers.get_subscription_count() > 0:
            lifetime = settings.marker_lifetime
            markers = markers_message(header, scene, poses.sensor_from_level, target, lifetime)
            self._markers.publish(markers)

    def _publisher(self, topic: str, message_type: type) -> Any:
        return self._node.create_lifecycle_publisher(
            message_type,
            topic,
            # Reliable and volatile: what RViz asks for.
            QoSProfile(depth=OUTPUT_DEPTH),
            qos_overriding_options=_overridable(),
        )


def _in_frame(header: Header, frame: str) -> Header:
    return Header(stamp=Time(sec=header.stamp.sec, nanosec=header.stamp.nanosec), frame_id=frame)


def _overridable() -> QoSOverridingOptions:
    kinds = (
        QoSPolicyKind.HISTORY,
        QoSPolicyKind.DEPTH,
        QoSPolicyKind.RELIABILITY,
        QoSPolicyKind.DURABILITY,
    )
    return QoSOverridingOptions(kinds)
