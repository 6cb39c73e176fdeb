# SPDX-License-Identifier: Apache-2.0
"""Recording: a bag as measurements, one after the other, as the node would take them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from builtin_interfaces.msg import Time
from rclpy.serialization import deserialize_message
from std_msgs.msg import Header

from ws3d_ros.bag_evaluation.message_faults import MessageFaults
from ws3d_ros.bag_evaluation.quick_messages import QuickMessages
from ws3d_ros.bag_evaluation.recorded_transforms import RecordedTransforms
from ws3d_ros.bag_evaluation.topic_choice import TopicChoice, TopicRequest
from ws3d_ros.bags.bag_reader import BagError, BagMessage, bag_topics, raw_messages
from ws3d_ros.bags.message_types import message_class
from ws3d_ros.conversions.point_cloud2 import cloud_from_message
from ws3d_ros.conversions.rgbd import DepthProjector, OrganisedCloud
from ws3d_ros.measurement import Measurement
from ws3d_ros.parameters import Settings
from ws3d_ros.synchronizer import Synchronizer


@dataclass(frozen=True)
class Taken:
    """One measurement of a bag, or a message that makes none.

    Args:
        index: number of the (depth) message on its topic, from 0.
        recorded: when it was recorded, nanoseconds.
        measurement: None where the message cannot be used at all.
        message: the PointCloud2 (see `QuickMessages`) or the depth image, None likewise.
        problem: why it cannot be used; empty where it can.
    """

    index: int
    recorded: int
    measurement: Measurement | None
    message: Any | None
    problem: str = ""


@dataclass(frozen=True)
class Side:
    """A message of another topic that was recorded before the next measurement."""

    topic: str
    message: Any


class Recording:
    """Reads a bag from its begin; holds one measurement in memory.

    Args:
        path: mcap, sqlite3 or ROS 1.
        asked: topics by name.
        settings: of the node; sync_slop and sync_queue match RGB-D images.

    Attributes:
        topics: the chosen ones.
        count: of messages that may become measurements.
        seconds: length of the bag.
        problem: what ended the reading early, empty where nothing did.
        faults: of other messages, see `MessageFaults`.

    Raises:
        BagError: no bag, or it lacks what is needed; the message says what it has.
        UnknownMessageType: the type of a chosen topic is not installed.
    """

    def __init__(self, path: Path, asked: TopicRequest, settings: Settings) -> None:
        self._path, self._settings = path, settings
        found, length = bag_topics(path)
        self.topics = TopicChoice.of(found, asked)
        self.seconds = length / 1e9
        self.problem = ""
        main = self.topics.points or self.topics.depth
        self.count = sum(topic.count for topic in found if topic.name == main)
        chosen = {*self.topics.sensor, *self.topics.truth}
        self._types = {t.name: t.type_name for t in found if t.name in chosen}
        self._quick = QuickMessages(self._types.values())
        self._classes = {
            name: message_class(kind)
            for name, kind in self._types.items()
            if kind not in self._quick.known
        }
        self._projector = DepthProjector()
        self._ready: list[Taken] = []
        self._depth_indices: dict[int, int] = {}
        self.faults = MessageFaults()
        self.transforms = RecordedTransforms(path, found, self.faults)

    def moments(self) -> Iterator[Taken | Side]:
        """Measurements and messages of the truth, in the order of recording.

        A bag that is damaged ends there; `problem` says so.
        """
        streams = {topic: stream for stream, topic in enumerate(self.topics.sensor)}
        matcher = Synchronizer(
            len(streams), self._settings.sync_slop, self._settings.sync_queue, self._matched
        )
        main = self.topics.points or self.topics.depth
        numbers = dict.fromkeys(self._types, 0)
        try:
            for raw in raw_messages(self._path, list(self._types)):
                message, problem = self._message(raw)
                index = numbers[raw.topic]
                numbers[raw.topic] += 1
                if raw.topic not in streams:
                    if message is None:
                        self.faults.count(raw.topic, problem, index)
                    else:
                        yield Side(raw.topic, message)
                    continue
                if message is None:
                    if raw.topic == main:
                        yield Taken(index, raw.stamp, None, None, problem)
                    else:
                        self.faults.count(raw.topic, problem, index)
                    continue
                self.transforms.read_until(raw.stamp)
                if self.topics.points:
                    yield Taken(index, raw.stamp, self._cloud(message), message)
                    continue
                if raw.topic == main:
                    self._depth_indices[id(message)] = index
                matcher.add(streams[raw.topic], message)
                for taken in self._ready:
                    yield Taken(taken.index, raw.stamp, taken.measurement, taken.message)
                self._ready.clear()
        except BagError as error:
            self.problem = str(error)
        if numbers[main] and not self.topics.points and matcher.matched == 0:
            self.problem = self.problem or matcher.explain(list(self.topics.sensor))

    def _message(self, raw: BagMessage) -> tuple[Any | None, str]:
        try:
            if raw.topic in self._classes:
                return deserialize_message(raw.data, self._classes[raw.topic]), ""
            return self._quick.read(raw.data, self._types[raw.topic]), ""
        except Exception as error:  # whatever the middleware makes of broken bytes
            return None, f"a message on {raw.topic} cannot be read: {error}"

    def _cloud(self, message: Any) -> Measurement:
        def read(settings: Settings) -> OrganisedCloud:
            cloud = cloud_from_message(message, settings.intensity_range)
            return OrganisedCloud(cloud, message.height, message.width)

        stamp = message.header.stamp
        header = Header(
            stamp=Time(sec=stamp.sec, nanosec=stamp.nanosec), frame_id=message.header.frame_id
        )
        return Measurement(header, 0.0, read)

    def _matched(self, image: Any, depth: Any, camera: Any) -> None:
        def read(_: Settings) -> OrganisedCloud:
            return self._projector.project(image, depth, camera)

        index = self._depth_indices.pop(id(depth))
        self._depth_indices = {k: v for k, v in self._depth_indices.items() if v > index}
        self._ready.append(Taken(index, 0, Measurement(depth.header, 0.0, read), depth))
