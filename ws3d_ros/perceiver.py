# SPDX-License-Identifier: Apache-2.0
"""Perceiver: from a measurement to tracked labels and boxes; the same in the node and on a bag."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from builtin_interfaces.msg import Time

from ws3d_model import SceneLabels
from ws3d_model.objects import Tracker
from ws3d_ros.conversions.rgbd import OrganisedCloud
from ws3d_ros.frames import Poses
from ws3d_ros.parameters import Settings

if TYPE_CHECKING:
    from ws3d_model.language import (
        EncodedVocabulary,
    )  # imports torch: only a configured node has it
    from ws3d_model.perception import Perception


@dataclass(frozen=True, eq=False)
class Perceived:
    """A measurement with its labels.

    Args:
        organised: its points, in its own frame.
        scene: labels of these points; boxes in the level frame; instances from 1, -1 none.
        poses: where it was taken.
        notes: what was assumed on the way.
        timings: seconds by stage.
    """

    organised: OrganisedCloud
    scene: SceneLabels
    poses: Poses
    notes: tuple[str, ...]
    timings: dict[str, float]


class Perceiver:
    """Levels, perceives and tracks; keeps the tracks from one measurement to the next.

    Args:
        perception: the network and what it is asked.
    """

    def __init__(self, perception: Perception) -> None:
        self._perception = perception
        self._tracker = Tracker()
        self._last_stamp = -np.inf

    def perceive(
        self,
        stamp: Time,
        organised: OrganisedCloud,
        poses: Poses,
        vocabulary: EncodedVocabulary,
        settings: Settings,
    ) -> Perceived:
        """Label one measurement.

        Args:
            stamp: of the measurement.
            organised: its points.
            poses: at its stamp.
            vocabulary: the words to look for.
            settings: in force.
        """
        timings: dict[str, float] = {}
        with timed("process", timings):
            self._configure(settings)
            level = organised.cloud.rotated(poses.level_from_sensor)
            scene = self._perception.process(level, vocabulary)
            timings |= scene.timings
        with timed("track", timings):
            notes = self._notes(stamp, len(organised.cloud), settings)
            scene = self._number(scene, _seconds(stamp), poses)
            scene = _without_small_boxes(scene, settings.box_min_points)
        return Perceived(organised, scene, poses, (*notes, *poses.notes), timings)

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
def timed(stage: str, timings: dict[str, float], since: float | None = None) -> Iterator[None]:
    """Note the seconds that a stage takes; from `since` (steady time) on where it is given."""
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
