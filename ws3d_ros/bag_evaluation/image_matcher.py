# SPDX-License-Identifier: Apache-2.0
"""ImageMatcher: the images of a recorded RGB-D camera as measurements, matched as the node does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ws3d_ros.bag_evaluation.quick_messages import header_of
from ws3d_ros.bag_evaluation.taken import Taken
from ws3d_ros.conversions.rgbd import DepthProjector, OrganisedCloud
from ws3d_ros.measurement import Measurement
from ws3d_ros.parameters import Settings
from ws3d_ros.synchronizer import DUPLICATE, LATE, TIME_JUMP, Synchronizer

DEPTH = 1  # its place among the topics
REASONS = {
    LATE: "its stamp is not after that of the depth image before",
    DUPLICATE: "another depth image has the same stamp",
    TIME_JUMP: "the stamps jumped back before its partners came",
}


@dataclass(frozen=True)
class _Numbered:
    """A message that waits for its partners, with its number on its topic."""

    index: int
    message: Any

    @property
    def header(self) -> Any:
        """By which it is matched."""
        return self.message.header


class ImageMatcher:
    """Takes messages in the order of recording; every depth image comes out once, matched or not.

    Args:
        topics: of the colour image, the depth image and the camera_info.
        settings: of the node; sync_slop and sync_queue match.
    """

    def __init__(self, topics: Sequence[str], settings: Settings) -> None:
        self._topics = tuple(topics)
        image, _, camera = self._topics
        self._alone = (
            f"no message of {image} and {camera} has a stamp within {settings.sync_slop:g} s "
            "(sync_slop) of its own"
        )
        self._synchronizer = Synchronizer(
            len(self._topics), settings.sync_slop, settings.sync_queue, self._matched, self._dropped
        )
        self._projector = DepthProjector()
        self._decided: list[Taken] = []
        self._recorded = 0

    def add(self, topic: str, index: int, recorded: int, message: Any) -> list[Taken]:
        """Take in a message; what this decides of the depth images.

        Args:
            topic: one of the three.
            index: of the message on its topic.
            recorded: nanoseconds.
            message: with a header.
        """
        self._recorded = recorded
        self._synchronizer.add(self._topics.index(topic), _Numbered(index, message))
        return self._all_decided()

    def rest(self) -> list[Taken]:
        """The depth images that still wait at the end."""
        for numbered in self._synchronizer.waiting(DEPTH):
            self._dropped(DEPTH, numbered, "")
        return self._all_decided()

    def explain(self) -> str:
        """Why nothing has been matched, with the cure; empty once something was."""
        return self._synchronizer.explain(self._topics)

    def _matched(self, image: _Numbered, depth: _Numbered, camera: _Numbered) -> None:
        def read(_: Settings) -> OrganisedCloud:
            return self._projector.project(image.message, depth.message, camera.message)

        measurement = Measurement(header_of(depth.message), 0.0, read)
        self._decided.append(Taken(depth.index, self._recorded, measurement, depth.message))

    def _dropped(self, stream: int, numbered: _Numbered, reason: str) -> None:
        if stream == DEPTH:
            problem = REASONS.get(reason, self._alone)
            self._decided.append(Taken(numbered.index, self._recorded, None, None, problem))

    def _all_decided(self) -> list[Taken]:
        decided, self._decided = self._decided, []
        return decided
