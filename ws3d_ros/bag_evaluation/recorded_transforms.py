# SPDX-License-Identifier: Apache-2.0
"""RecordedTransforms: /tf and /tf_static of a bag, as a node would know them at a moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
import numpy.typing as npt
from builtin_interfaces.msg import Time

from ws3d_ros.bag_evaluation.message_faults import MessageFaults
from ws3d_ros.bag_evaluation.quick_messages import QuickMessages
from ws3d_ros.bag_evaluation.topic_choice import TRANSFORMS
from ws3d_ros.bags.bag_reader import BagError, BagMessage, BagTopic, raw_messages
from ws3d_ros.transform_messages import insert_transforms
from ws3d_ros.transform_tree import NANOSECONDS, TransformTree

Float64 = npt.NDArray[np.float64]

TRANSFORM_TYPE = "tf2_msgs/msg/TFMessage"
AHEAD = 1.0  # seconds: a transform may be recorded so much later than what it is needed for
CACHE = 30.0  # seconds of transforms that are kept


class RecordedTransforms:
    """Transforms read along with the measurements, a little ahead of them; bounded memory.

    Static transforms are known from the start, whenever they were recorded: a latched message is
    often recorded late.

    Args:
        path: the bag.
        found: its topics.
        faults: transforms that are none (a quaternion of no length) are counted here.
    """

    def __init__(self, path: Path, found: Sequence[BagTopic], faults: MessageFaults) -> None:
        self._tree, self._quick = TransformTree(CACHE), QuickMessages([TRANSFORM_TYPE])
        self._faults, self._numbers = faults, dict.fromkeys(TRANSFORMS, 0)
        moving, static = TRANSFORMS
        # A damaged bag ends early: the measurements come to the same damage, and say so.
        with suppress(BagError):
            for raw in self._raw(path, static, found):
                self._insert(raw, True)
        self._coming = self._raw(path, moving, found)
        self._next = self._following()

    def read_until(self, recorded: int) -> None:
        """Take in what was recorded up to a second after `recorded`, nanoseconds."""
        end = recorded + int(AHEAD * NANOSECONDS)
        while self._next is not None and self._next.stamp <= end:
            self._insert(self._next, False)
            self._next = self._following()

    def connected(self, target: str, source: str) -> bool:
        """Whether the two frames are joined at whatever time."""
        return target == source or self._tree.connected(target, source)

    def lookup(self, target: str, source: str, stamp: Time, timeout: float = 0.0) -> Float64:
        """(4, 4) target_from_source at the stamp; nothing more would come by waiting.

        Raises:
            TransformError: what is missing.
        """
        return self._tree.lookup(target, source, stamp.sec * NANOSECONDS + stamp.nanosec)

    def _raw(self, path: Path, topic: str, found: Sequence[BagTopic]) -> Iterator[BagMessage]:
        kinds = {found_topic.type_name for found_topic in found if found_topic.name == topic}
        return raw_messages(path, [topic]) if kinds == {TRANSFORM_TYPE} else iter(())

    def _following(self) -> BagMessage | None:
        with suppress(BagError):
            return next(self._coming, None)
        return None

    def _insert(self, raw: BagMessage, static: bool) -> None:
        number = self._numbers[raw.topic]
        self._numbers[raw.topic] += 1
        try:
            message = self._quick.read(raw.data, TRANSFORM_TYPE)
        except ValueError as error:
            self._faults.count(raw.topic, str(error), number)
            return
        insert_transforms(
            self._tree, message, static, lambda why: self._faults.count(raw.topic, why, number)
        )
