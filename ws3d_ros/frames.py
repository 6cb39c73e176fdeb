# SPDX-License-Identifier: Apache-2.0
"""The transforms of one measurement at its stamp: to gravity, ground, target and odometry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
from builtin_interfaces.msg import Time

from ws3d_ros.leveling import level_from_sensor, up_axis_of
from ws3d_ros.parameters import Settings
from ws3d_ros.transform_tree import TransformError

Float64 = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Poses:
    """Where a measurement was taken.

    Args:
        level_from_sensor: (3, 3) rotation to a frame with z up and the sensor's origin.
        target_from_sensor: (4, 4), or None where the outputs stay in the sensor's frame.
        fixed_from_sensor: (4, 4), or None where it is unknown or not asked for.
        notes: what was assumed and why, for the diagnostics; empty when TF said everything.
        ground_point: (3,), a point on the ground in the sensor's frame, metres, or None where TF
            does not say.
        up: how up is known, in words.
        up_known: False where the cloud itself may tell better.
    """

    level_from_sensor: Float64
    target_from_sensor: Float64 | None
    fixed_from_sensor: Float64 | None
    notes: tuple[str, ...] = ()
    ground_point: Float64 | None = None
    up: str = ""
    up_known: bool = True

    @property
    def ground(self) -> float | None:
        """z of the ground in the level frame, metres, or None where TF does not say."""
        if self.ground_point is None:
            return None
        return float(self.level_from_sensor[2] @ self.ground_point)

    @property
    def sensor_from_level(self) -> Float64:
        """(3, 3), the inverse rotation."""
        transposed: Float64 = self.level_from_sensor.T
        return transposed

    @property
    def fixed_from_level(self) -> Float64 | None:
        """(4, 4): the pose of the level frame, which the scene's boxes are in."""
        if self.fixed_from_sensor is None:
            return None
        level = np.eye(4)
        level[:3, :3] = self.sensor_from_level
        return self.fixed_from_sensor @ level


class Transforms(Protocol):
    """Where transforms come from: the graph, or a bag."""

    def connected(self, target: str, source: str) -> bool:
        """Whether the two frames are joined at whatever time."""

    def lookup(self, target: str, source: str, stamp: Time, timeout: float = 0.0) -> Float64:
        """(4, 4) target_from_source at the stamp, or a TransformError after the timeout."""


class Frames:
    """Looks up the poses of measurements in the transforms."""

    def __init__(self, buffer: Transforms) -> None:
        self._buffer = buffer

    def at(self, frame: str, stamp: Time, settings: Settings) -> Poses:
        """The poses of a measurement taken in `frame` at `stamp`.

        A frame that TF does not know at all has a substitute (the up axis, no tracking), and a note
        says so. A frame that TF knows, but not at the stamp, is waited for. The ground alone may be
        missing after that, too: it has a substitute then.

        Raises:
            TransformError: the target frame is missing, or a known frame is at the stamp, after
                `tf_timeout`; the message names the frames.
        """
        notes: list[str] = []
        level, up, known = self._level(frame, stamp, settings, notes)
        ground = self._ground(frame, stamp, settings, notes)
        target = fixed = None
        if settings.target_frame and settings.target_frame != frame:
            target = self._lookup(settings.target_frame, frame, stamp, settings)
        if settings.track:
            fixed = self._fixed(frame, stamp, settings, notes)
        return Poses(level, target, fixed, tuple(notes), ground, up, known)

    def _level(
        self, frame: str, stamp: Time, settings: Settings, notes: list[str]
    ) -> tuple[Float64, str, bool]:
        """The rotation (3, 3), how it is known, in words, and whether that is certain."""
        gravity, asked = settings.gravity_frame, settings.up_axis
        if gravity and self._buffer.connected(gravity, frame):
            level = self._lookup(gravity, frame, stamp, settings)[:3, :3]
            return level, f"gravity_frame '{gravity}'", True
        axis = f"the {up_axis_of(frame) if asked == 'auto' else asked} axis of '{frame}'"
        if gravity:
            up = f"looked for in each cloud, near {axis}" if asked == "auto" else axis
            notes.append(
                f"no TF from '{frame}' to gravity_frame '{gravity}': up is {up} (up_axis: "
                f"{asked}); publish that TF to be sure"
            )
        return level_from_sensor(asked, frame), axis, asked != "auto"

    def _ground(
        self, frame: str, stamp: Time, settings: Settings, notes: list[str]
    ) -> Float64 | None:
        name = settings.ground_frame
        if not name or not self._buffer.connected(frame, name):
            return None
        try:
            return self._lookup(frame, name, stamp, settings)[:3, 3]
        except TransformError as error:
            notes.append(f"the ground is not taken from ground_frame '{name}': {error}")
            return None

    def _fixed(
        self, frame: str, stamp: Time, settings: Settings, notes: list[str]
    ) -> Float64 | None:
        if not settings.fixed_frame or settings.fixed_frame == frame:
            return np.eye(4)
        if self._buffer.connected(settings.fixed_frame, frame):
            return self._lookup(settings.fixed_frame, frame, stamp, settings)
        notes.append(
            f"no TF from '{frame}' to fixed_frame '{settings.fixed_frame}': instance numbers are "
            "not kept from cloud to cloud; publish odometry, or set fixed_frame to '' for a sensor "
            "that stands still"
        )
        return None

    def _lookup(self, target: str, source: str, stamp: Time, settings: Settings) -> Float64:
        return self._buffer.lookup(target, source, stamp, settings.tf_timeout)
