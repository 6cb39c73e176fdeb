# SPDX-License-Identifier: Apache-2.0
"""A source (a folder of KITTI, nuScenes, 7-Scenes or cloud files) written as a bag."""

from __future__ import annotations

from pathlib import Path

from ws3d_ros.bags.bag_writer import BagWriter
from ws3d_ros.sources.restamp import SECOND, restamped
from ws3d_ros.sources.source import Source


def write_source_bag(source: Source, path: Path) -> dict[str, int]:
    """Write all messages of a source; the same source gives the same bag.

    A folder's stamps count from one second on, because in ROS a stamp of 0 means that there is
    none; those of a bag are kept.

    Args:
        source: what to write.
        path: of the bag, which must not exist.

    Returns:
        The number of messages by topic.

    Raises:
        FileExistsError: there is something at the path.
        SourceError: a frame that cannot be read.
    """
    shift = 0 if source.has_stamps else SECOND
    names = {topic.name: "/" + topic.name.lstrip("/") for topic in source.topics}
    types = {topic.name: topic.message_type for topic in source.topics}

    def shifted(stamp: int) -> int:
        return stamp + shift

    with BagWriter(path) as writer:
        for topic in source.topics:
            writer.add_topic(names[topic.name], topic.message_type, topic.latched)
        for sample in source.samples():
            data = restamped(sample.data, types[sample.topic], shifted) if shift else sample.data
            writer.write(names[sample.topic], shifted(sample.stamp), data)
    return writer.counts
