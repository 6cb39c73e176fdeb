# SPDX-License-Identifier: Apache-2.0
"""RecordedTransforms: /tf and /tf_static of a bag, as a node would know them at a moment."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from builtin_interfaces.msg import Time

from ws3d_ros.bag_evaluation.topic_choice import TRANSFORMS
from ws3d_ros.bags.bag_reader import BagError, BagTopic, messages
from ws3d_ros.transform_tree import NANOSECONDS, TransformTree

Float64 = npt.NDArray[np.float64]

AHEAD = 1.0  # seconds: a transform may be recorded so much later than what it is needed for
CACHE = 30.0  # seconds of transforms that are kept


class RecordedTransforms:
    """Transforms read along with the measurements, a little ahead of them; bounded memory.

    Static transforms are known from the start, whenever they were recorded: a latched message is
    often recorded late.

    Args:
        path: the bag.
        found: its topics.

    Attributes:
        faults: transforms that are none (a quaternion of no length), with how often.
    """

    def __init__(self, path: Path, found: Sequence[BagTopic]) -> None:
        self._tree = TransformTree(CACHE)
        self.faults: dict[str, int] = {}
        moving, static = TRANSFORMS
        # A damaged bag ends early: the measurements come to the same damage, and say so.
        with suppress(BagError):
            for _, _, message in messages(path, [static], found):
                self._insert(message, True)
        self._coming = messages(path, [moving], found)
        self._next: tuple[str, int, Any] | None = self._following()

    def read_until(self, recorded: int) -> None:
        """Take in what was recorded up to a second after `recorded`, nanoseconds."""
        end = recorded + int(AHEAD * NANOSECONDS)
        while self._next is not None and self._next[1] <= end:
            self._insert(self._next[2], False)
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

    def _following(self) -> tuple[str, int, Any] | None:
        with suppress(BagError):
            return next(self._coming, None)
        return None

    def _insert(self, message: Any, static: bool) -> None:
        for item in message.transforms:
            shift, turn = item.transform.translation, item.transform.rotation
            stamp = item.header.stamp.sec * NANOSECONDS + item.header.stamp.nanosec
            try:
                self._tree.insert(
                    item.header.frame_id,
                    item.child_frame_id,
                    stamp,
                    (shift.x, shift.y, shift.z),
                    (turn.x, turn.y, turn.z, turn.w),
                    static,
                )
            except ValueError as error:
                self.faults[str(error)] = self.faults.get(str(error), 0) + 1
