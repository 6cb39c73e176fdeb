# SPDX-License-Identifier: Apache-2.0
"""ResultWriter: the outputs that the node would have published, as a bag for RViz or Foxglove."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from sensor_msgs.msg import PointCloud2
from std_msgs.msg import Header
from tf2_msgs.msg import TFMessage
from vision_msgs.msg import Detection3DArray, LabelInfo

from ws3d_ros.bag_evaluation.frame_result import FrameResult
from ws3d_ros.bag_evaluation.taken import Taken
from ws3d_ros.bag_evaluation.topic_choice import TRANSFORMS
from ws3d_ros.bags.bag_reader import BagError, bag_topics, raw_messages
from ws3d_ros.bags.bag_writer import BagWriter
from ws3d_ros.conversions.detections import detections_message
from ws3d_ros.conversions.label_info import label_info_message
from ws3d_ros.conversions.labelled_points import labelled_points_message
from ws3d_ros.label_registry import LabelRegistry
from ws3d_ros.parameters import Settings
from ws3d_ros.perceiver import Perceived
from ws3d_ros.sources.frame_messages import serialized

POINTS, DETECTIONS, LABELS = (
    f"/perception/{name}" for name in ("labelled_points", "detections", "label_info")
)


class ResultWriter:
    """Writes labelled clouds, boxes, what the ids mean, and the transforms; a context manager.

    Args:
        path: of the bag, which must not exist.
        recording: the bag that is evaluated: its transforms are copied.
        names: the vocabulary.
        settings: of the node.
    """

    def __init__(
        self, path: Path, recording: Path, names: tuple[str, ...], settings: Settings
    ) -> None:
        self._writer, self._recording = BagWriter(path), recording
        self._names, self._settings = names, settings
        registry = LabelRegistry()
        self._ids = registry.issue(names)
        self._issued = registry.issued()
        self._begun = False

    def __enter__(self) -> ResultWriter:
        self._writer.__enter__()
        self._writer.add_topic(POINTS, PointCloud2)
        self._writer.add_topic(DETECTIONS, Detection3DArray)
        self._writer.add_topic(LABELS, LabelInfo, latched=True)
        for name in TRANSFORMS:
            self._writer.add_topic(name, TFMessage, latched=name == "/tf_static")
        return self

    def __exit__(self, *_: object) -> None:
        held = {topic.name for topic in bag_topics(self._recording)[0]}
        # A bag need not be in order: every player sorts by time.
        # Of a damaged bag, what lies before the damage.
        with suppress(BagError):
            for message in raw_messages(self._recording, [n for n in TRANSFORMS if n in held]):
                self._writer.write(message.topic, message.stamp, message.data)
        self._writer.__exit__()

    def watch(self, result: FrameResult, taken: Taken, perceived: Perceived) -> None:
        """Write one frame; a `Watcher` of the run."""
        organised, poses = perceived.organised, perceived.poses
        if taken.measurement is None:
            return
        source = taken.measurement.header
        if not self._begun:
            self._begun = True
            info = label_info_message(Header(stamp=source.stamp), self._issued, 0.0)
            self._writer.write(LABELS, taken.recorded, serialized(info))
        target = poses.target_from_sensor
        frame = source.frame_id if target is None else self._settings.target_frame
        header = Header(stamp=source.stamp, frame_id=frame)
        cloud = labelled_points_message(
            header,
            organised.height,
            organised.width,
            organised.cloud,
            perceived.scene,
            self._ids,
            self._settings.color,
            target,
        )
        boxes = detections_message(header, perceived.scene, poses.sensor_from_level, target)
        self._writer.write(POINTS, taken.recorded, serialized(cloud))
        self._writer.write(DETECTIONS, taken.recorded, serialized(boxes))
