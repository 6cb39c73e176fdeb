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
import numpy.typing as npt
from builtin_interfaces.msg import Time

from ws3d_model import PointCloud, SceneLabels
from ws3d_model.ground_memory import GroundMemory
from ws3d_model.objects import Tracker
from ws3d_model.up_direction import find_up, turn_up
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
        level: the same points in the level frame.
        scene: labels of these points; boxes in the level frame; instances from 1, -1 none.
        poses: where it was taken; level by the cloud itself where nothing else told what is up.
        notes: what was assumed on the way.
        timings: seconds by stage.
        ground: how the height of the ground is known, in words.
    """

    organised: OrganisedCloud
    level: PointCloud
    scene: SceneLabels
    poses: Poses
    notes: tuple[str, ...]
    timings: dict[str, float]
    ground: str = ""


class Perceiver:
    """Levels, perceives and tracks; keeps the tracks from one measurement to the next.

    Args:
        perception: the network and what it is asked.
    """

    def __init__(self, perception: Perception) -> None:
        self._perception = perception
        self._tracker = Tracker()
        self._ground_memory = GroundMemory()
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
        with timed("level", timings):
            poses = _levelled(organised.cloud, poses)
        with timed("process", timings):
            self._configure(settings)
            level = organised.cloud.rotated(poses.level_from_sensor)
            ground, source = self._ground(level, _seconds(stamp), poses)
            scene = self._perception.process(level, vocabulary, ground)
            timings |= scene.timings
        with timed("track", timings):
            notes = self._notes(stamp, len(organised.cloud), settings)
            large = _large(scene, settings.box_min_points)
            scene = _with_boxes(self._number(scene, _seconds(stamp), poses), large)
        return Perceived(organised, level, scene, poses, (*notes, *poses.notes), timings, source)

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

    def _ground(self, level: PointCloud, stamp: float, poses: Poses) -> tuple[float | None, str]:
        """z of the ground in the level cloud, None where unknown, and how it is known, in words."""
        if poses.ground is not None:
            return poses.ground, f"ground_frame, {poses.ground:.2f} m from the sensor"
        if poses.fixed_from_sensor is not None:
            ground = self._ground_memory.update(level, stamp, poses.fixed_from_sensor[:3, 3])
            if ground is not None:
                return ground, f"an earlier cloud, {ground:.2f} m from the sensor"
        return None, "lowest points of the cloud"

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


def _levelled(cloud: PointCloud, poses: Poses) -> Poses:
    """The poses with up as the cloud's planes tell it, where nothing else is certain."""
    if poses.up_known:
        return poses
    up = find_up(cloud.xyz, poses.level_from_sensor[2])
    if up is None:
        words = f"{poses.up}: the cloud's planes do not tell"
        return dataclasses.replace(poses, up=words, up_known=True)
    tilted = poses.level_from_sensor @ up
    degrees = np.degrees(np.arccos(np.clip(tilted[2], -1.0, 1.0)))
    return dataclasses.replace(
        poses,
        level_from_sensor=turn_up(tilted) @ poses.level_from_sensor,
        up=f"the cloud's planes, {degrees:.0f} degrees from {poses.up}",
        up_known=True,
    )


@contextmanager
def timed(stage: str, timings: dict[str, float], since: float | None = None) -> Iterator[None]:
    """Note the seconds that a stage takes; from `since` (steady time) on where it is given."""
    start = time.monotonic() if since is None else since
    yield
    timings[stage] = time.monotonic() - start


def _seconds(stamp: Time) -> float:
    return float(stamp.sec + 1e-9 * stamp.nanosec)


def _large(scene: SceneLabels, min_points: int) -> npt.NDArray[np.bool_]:
    """bool (B,): the boxes whose instance, numbered from 0 without gaps, has so many points."""
    most = int(scene.box_instances.max(initial=-1)) + 1
    counts = np.bincount(scene.instances + 1, minlength=most + 2)[1:]  # 0: none
    return np.asarray((scene.box_instances >= 0) & (counts[scene.box_instances] >= min_points))


def _with_boxes(scene: SceneLabels, kept: npt.NDArray[np.bool_]) -> SceneLabels:
    """The scene with these of its boxes alone."""
    return dataclasses.replace(
        scene,
        boxes=scene.boxes[kept],
        box_labels=scene.box_labels[kept],
        box_scores=scene.box_scores[kept],
        box_instances=scene.box_instances[kept],
    )
