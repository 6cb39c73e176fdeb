# SPDX-License-Identifier: Apache-2.0
"""Recording: a bag as measurements, one after the other, as the node would take them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ws3d_ros.bag_evaluation.image_matcher import ImageMatcher
from ws3d_ros.bag_evaluation.message_faults import MessageFaults
from ws3d_ros.bag_evaluation.quick_messages import QuickMessages, header_of
from ws3d_ros.bag_evaluation.recorded_transforms import RecordedTransforms
from ws3d_ros.bag_evaluation.taken import Side, Taken
from ws3d_ros.bag_evaluation.topic_choice import TopicChoice, TopicRequest
from ws3d_ros.bags.bag_reader import BagError, BagMessage, bag_topics, raw_messages
from ws3d_ros.conversions.point_cloud2 import cloud_from_message
from ws3d_ros.conversions.rgbd import OrganisedCloud
from ws3d_ros.measurement import Measurement
from ws3d_ros.parameters import Settings


class Recording:
    """Reads a bag from its begin; holds one measurement in memory.

    Args:
        path: mcap, sqlite3 or ROS 1.
        asked: topics by name.
        settings: of the node; sync_slop and sync_queue match RGB-D images.

    Attributes:
        path: of the bag.
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
        self.path, self._settings = path, settings
        found, length = bag_topics(path)
        self.topics = TopicChoice.of(found, asked)
        self.seconds = length / 1e9
        self.problem = ""
        main = self.topics.points or self.topics.depth
        self.count = sum(topic.count for topic in found if topic.name == main)
        chosen = {*self.topics.sensor, *self.topics.truth}
        self._types = {t.name: t.type_name for t in found if t.name in chosen}
        self._quick = QuickMessages(self._types.values())
        self.faults = MessageFaults()
        self.transforms = RecordedTransforms(path, found, self.faults)

    def moments(self) -> Iterator[Taken | Side]:
        """Measurements and messages of the truth, in the order of recording.

        A bag that is damaged ends there; `problem` says so.
        """
        matcher = None if self.topics.points else ImageMatcher(self.topics.sensor, self._settings)
        main = self.topics.points or self.topics.depth
        numbers = dict.fromkeys(self._types, 0)
        try:
            for raw in raw_messages(self.path, list(self._types)):
                message, problem = self._message(raw)
                index = numbers[raw.topic]
                numbers[raw.topic] += 1
                if message is None and raw.topic == main:
                    yield Taken(index, raw.stamp, None, None, problem)
                elif message is None:
                    self.faults.count(raw.topic, problem, index)
                elif raw.topic not in self.topics.sensor:
                    yield Side(raw.topic, index, message)
                else:
                    self.transforms.read_until(raw.stamp)
                    if matcher is None:
                        yield Taken(index, raw.stamp, self._cloud(message), message)
                    else:
                        yield from matcher.add(raw.topic, index, raw.stamp, message)
        except BagError as error:
            self.problem = str(error)
        if matcher is not None:
            yield from matcher.rest()
            self.problem = self.problem or matcher.explain()

    def _message(self, raw: BagMessage) -> tuple[Any | None, str]:
        try:
            return self._quick.read(raw.data, self._types[raw.topic]), ""
        except ValueError as error:
            return None, f"a message on {raw.topic} cannot be read: {error}"

    def _cloud(self, message: Any) -> Measurement:
        def read(settings: Settings) -> OrganisedCloud:
            cloud = cloud_from_message(message, settings.intensity_range)
            return OrganisedCloud(cloud, message.height, message.width)

        return Measurement(header_of(message), 0.0, read)
