# SPDX-License-Identifier: Apache-2.0
"""Pipeline: one measurement on its way through the node, in the worker's thread."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from builtin_interfaces.msg import Time

from ws3d_model import SceneLabels
from ws3d_model.objects import Tracker
from ws3d_ros.frames import Frames, Poses
from ws3d_ros.measurement import Measurement
from ws3d_ros.outputs import Outputs
from ws3d_ros.parameters import Settings
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
    """

    points: int
    timings: dict[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    found: int = 0


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
        self._perception, self._desk, self._frames = perception, desk, frames
        self._outputs, self._settings = outputs, settings
        self._tracker = Tracker()
        self._last_stamp = -np.inf

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
        with _timed("wait", timings, since=measurement.received):
            pass
        with _timed("convert", timings):
            organised = measurement.read(settings)
        with _timed("transform", timings):
            poses = self._frames.at(header.frame_id, header.stamp, settings)
        accepted()
        with _timed("process", timings):
            self._configure(settings)
            level = organised.cloud.rotated(poses.level_from_sensor)
            scene = self._perception.process(level, vocabulary.encoded)
            timings |= scene.timings
        with _timed("track", timings):
            notes = self._notes(header.stamp, len(organised.cloud), settings)
            scene = self._number(scene, _seconds(header.stamp), poses)
            scene = _without_small_boxes(scene, settings.box_min_points)
        with _timed("publish", timings):
            self._outputs.publish(header, organised, scene, poses, vocabulary, settings)
        timings["latency"] = time.monotonic() - measurement.received
        return Outcome(len(organised.cloud), timings, (*notes, *poses.notes), len(scene.boxes))

    def _configure(self, settings: Settings) -> None:
        """Hand the live parameters on to the network's side."""
        self._perception.settings = dataclasses.replace(
            self._perception.settings,
            max_points=settings.max_points,
            max_range=settings.max_range,
            rivals=settings.rivals,
        )

    def _notes(self, stamp: Time, points: int, settings: Settings) -> tuple[str, ...]:
        """What a user should know of this measurement; resets the tracks on a jump back in time."""
        seconds, notes = _seconds(stamp), []
        if seconds == 0.0:
            notes.append("stamps are 0: the publisher must stamp its messages for TF to be right")
        elif seconds < self._last_stamp:
            back = self._last_stamp - seconds
            notes.append(f"stamps jumped back by {back:.3f} s: the tracks start anew")
            self._tracker.reset()
        self._last_stamp = seconds
        if points > settings.max_points:
            notes.append(
                f"the cloud has {points} points, the network saw {settings.max_points} of them at "
                "most (max_points); the others have the label of their voxel"
            )
        return tuple(notes)

    def _number(self, scene: SceneLabels, stamp: float, poses: Poses) -> SceneLabels:
        """Instance numbers from 1: kept over time where the pose is known, else of this cloud."""
        pose = poses.fixed_from_level
        if pose is not None:
            return self._tracker.update(scene, stamp, pose)
        return dataclasses.replace(
            scene,
            instances=np.where(scene.instances < 0, scene.instances, scene.instances + 1),
            box_instances=np.where(
                scene.box_instances < 0, scene.box_instances, scene.box_instances + 1
            ),
        )


@contextmanager
def _timed(stage: str, timings: dict[str, float], since: float | None = None) -> Iterator[None]:
    start = time.monotonic() if since is None else since
    yield
    timings[stage] = time.monotonic() - start


def _seconds(stamp: Time) -> float:
    return float(stamp.sec + 1e-9 * stamp.nanosec)


def _without_small_boxes(scene: SceneLabels, min_points: int) -> SceneLabels:
    """The scene without the boxes of instances that hold fewer points."""
    numbers, counts = np.unique(scene.instances, return_counts=True)
    kept = np.isin(scene.box_instances, numbers[counts >= min_points])
    return dataclasses.replace(
        scene,
        boxes=scene.boxes[kept],
        box_labels=scene.box_labels[kept],
        box_scores=scene.box_scores[kept],
        box_instances=scene.box_instances[kept],
    )
