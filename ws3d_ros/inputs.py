# SPDX-License-Identifier: Apache-2.0
"""The node's inputs: a point cloud topic, or the three topics of an RGB-D camera."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from rclpy.node import Node
from sensor_msgs.msg import CameraInfo, CompressedImage, Image, PointCloud2

from ws3d_ros.conversions.point_cloud2 import cloud_from_message
from ws3d_ros.conversions.rgbd import DepthProjector, OrganisedCloud
from ws3d_ros.measurement import Measurement
from ws3d_ros.parameters import Settings
from ws3d_ros.synchronizer import Synchronizer
from ws3d_ros.topic_watch import TopicWatch

Handler = Callable[[Measurement], None]

POINT_CLOUD = {"sensor_msgs/msg/PointCloud2": PointCloud2}
IMAGE = {
    "sensor_msgs/msg/Image": Image,
    "sensor_msgs/msg/CompressedImage": CompressedImage,
}
CAMERA_INFO = {"sensor_msgs/msg/CameraInfo": CameraInfo}
IMAGE_DEPTH = 5  # images come in bursts, one message a stream must not push out its partners


class Input(Protocol):
    """What the rest of the node knows about an input."""

    @property
    def watches(self) -> tuple[TopicWatch, ...]:
        """The topics, for advice."""

    @property
    def unmatched(self) -> str:
        """Why messages that arrived make no measurement; empty where they do."""

    def stop(self) -> None:
        """Unsubscribe."""


class PointsInput:
    """PointCloud2 on `points`."""

    unmatched = ""

    def __init__(self, node: Node, handler: Handler) -> None:
        self._handler = handler
        self._watch = TopicWatch(node, "points", POINT_CLOUD, self._on_cloud)

    @property
    def watches(self) -> tuple[TopicWatch, ...]:
        """The one topic."""
        return (self._watch,)

    def stop(self) -> None:
        """Unsubscribe."""
        self._watch.stop()

    def _on_cloud(self, message: PointCloud2) -> None:
        def read(settings: Settings) -> OrganisedCloud:
            cloud = cloud_from_message(message, settings.intensity_range)
            return OrganisedCloud(cloud, message.height, message.width)

        self._handler(Measurement(message.header, time.monotonic(), read))


class RgbdInput:
    """Images on `image`, `depth` and their `camera_info`, matched by stamp."""

    def __init__(self, node: Node, handler: Handler, settings: Settings) -> None:
        self._handler = handler
        self._projector = DepthProjector()
        self._matcher = Synchronizer(3, settings.sync_slop, settings.sync_queue, self._on_frame)
        accept = self._matcher.add
        self._watches = (
            TopicWatch(node, "image", IMAGE, lambda m: accept(0, m), IMAGE_DEPTH),
            TopicWatch(node, "depth", IMAGE, lambda m: accept(1, m), IMAGE_DEPTH),
            TopicWatch(node, "camera_info", CAMERA_INFO, lambda m: accept(2, m), IMAGE_DEPTH),
        )

    @property
    def watches(self) -> tuple[TopicWatch, ...]:
        """The three topics."""
        return self._watches

    @property
    def unmatched(self) -> str:
        """See `Synchronizer.explain`."""
        return self._matcher.explain([watch.name for watch in self._watches])

    def stop(self) -> None:
        """Unsubscribe."""
        for watch in self._watches:
            watch.stop()

    def _on_frame(
        self, image: Image | CompressedImage, depth: Image | CompressedImage, camera: CameraInfo
    ) -> None:
        # The depth image's stamp and frame: that is where and when the points were measured.
        def read(_: Settings) -> OrganisedCloud:
            return self._projector.project(image, depth, camera)

        self._handler(Measurement(depth.header, time.monotonic(), read))
