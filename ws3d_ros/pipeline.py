# SPDX-License-Identifier: Apache-2.0
"""Pipeline: one measurement on its way through the node, in the worker's thread."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ws3d_ros.frames import Frames
from ws3d_ros.measurement import Measurement
from ws3d_ros.outputs import Outputs
from ws3d_ros.parameters import Settings
from ws3d_ros.perceiver import Perceiver, timed
from ws3d_ros.vocabulary_desk import VocabularyDesk

if TYPE_CHECKING:
    from ws3d_model.perception import Perception  # imports torch: only a configured node has it


@dataclass(frozen=True)
class Outcome:
    """What became of a measurement, for the diagnostics.

    Args:
        points: of the cloud.
        timings: seconds by stage; "latency" is from arrival to the last publication.
        notes: what was assumed on the way.
        found: number of boxes.
        ground: how the height of the ground is known, in words.
        up: the same of the direction that points up.
    """

    points: int
    timings: dict[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    found: int = 0
    ground: str = ""
    up: str = ""


class Pipeline:
    """Convert, level, perceive, track, publish.

    Args:
        perception, desk, frames, outputs: the parts that do it.
        settings: the settings now; asked once for each measurement.
    """

    def __init__(
        self,
        perception: Perception,
        desk: VocabularyDesk,
        frames: Frames,
        outputs: Outputs,
        settings: Callable[[], Settings],
    ) -> None:
        self._perceiver = Perceiver(perception)
        self._desk, self._frames = desk, frames
        self._outputs, self._settings = outputs, settings

    def run(self, measurement: Measurement, accepted: Callable[[], None]) -> Outcome:
        """Take one measurement through all stages; `accepted` is called once it proves usable.

        Raises:
            CloudError, TransformError: it cannot be used; the message says why.
        """
        settings, vocabulary = self._settings(), self._desk.current
        if vocabulary is None:
            raise RuntimeError("there is no vocabulary")
        header = measurement.header
        timings: dict[str, float] = {}
        with timed("wait", timings, since=measurement.received):
            pass
        with timed("convert", timings):
            organised = measurement.read(settings)
        with timed("transform", timings):
            poses = self._frames.at(header.frame_id, header.stamp, settings)
        accepted()
        done = self._perceiver.perceive(
            header.stamp, organised, poses, vocabulary.encoded, settings
        )
        timings |= done.timings
        with timed("publish", timings):
            self._outputs.publish(header, organised, done.scene, done.poses, vocabulary, settings)
        timings["latency"] = time.monotonic() - measurement.received
        found, up = len(done.scene.boxes), done.poses.up
        return Outcome(len(organised.cloud), timings, done.notes, found, done.ground, up)
