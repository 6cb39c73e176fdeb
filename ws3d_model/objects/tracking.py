# SPDX-License-Identifier: Apache-2.0
"""Tracker: the same number for the same object, from scene to scene."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from ws3d_model.objects.box_iou import box_iou
from ws3d_model.objects.motion import Motion
from ws3d_model.objects.tracks import Tracks
from ws3d_model.scene_labels import SceneLabels

Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]

_IMPOSSIBLE = 1e6  # cost of a pair that must not be matched, far above the sum of possible ones


@dataclass(frozen=True)
class TrackerSettings:
    """When two boxes are the same object.

    Args:
        max_age: seconds that an object may stay unseen; its number is never given again.
        gate: how far a box may lie from where its track is expected, in sigmas.
        min_iou: boxes that overlap at least so much are taken as well: the centre of a large object
            jumps when more of it comes into view.
        position_noise: metres (one sigma) by which the centre of a box is wrong.
        extent_noise: the same as a share of the box's diagonal in the ground plane.
        acceleration: metres a second squared (one sigma) that objects may speed up or slow down.

    Raises:
        ValueError: a value is out of its range.
    """

    max_age: float = 2.0
    gate: float = 3.4  # 99 % of three dimensions
    min_iou: float = 0.1
    position_noise: float = 0.1
    extent_noise: float = 0.05
    acceleration: float = 1.0

    def __post_init__(self) -> None:
        for name in ("max_age", "gate", "position_noise"):
            if not 0.0 < getattr(self, name) < np.inf:
                raise ValueError(f"{name} must be above 0, got {getattr(self, name)}")
        for name in ("extent_noise", "acceleration"):
            if not 0.0 <= getattr(self, name) < np.inf:
                raise ValueError(f"{name} must be 0 or more, got {getattr(self, name)}")
        if not 0.0 < self.min_iou <= 1.0:
            raise ValueError(f"min_iou must be above 0 and at most 1, got {self.min_iou}")


class Tracker:
    """Numbers objects over time: predict, match by name and place, update, forget the old.

    Tracks live in a frame that does not move, so that a moving sensor sees objects stand still.
    One tracker belongs to one stream of scenes and one thread. Matching is by the Hungarian
    algorithm under a gate, motion a Kalman filter (as in SORT, Bewley et al., ICIP 2016, and
    AB3DMOT, Weng et al., IROS 2020).
    """

    def __init__(self, settings: TrackerSettings | None = None) -> None:
        self.settings = settings or TrackerSettings()
        self._tracks = Tracks.none()
        self._next = 1
        self._last_stamp = -np.inf

    def reset(self) -> None:
        """Forget all objects; numbers go on, so that none is ever given twice."""
        self._tracks = Tracks.none()
        self._last_stamp = -np.inf

    def update(
        self,
        scene: SceneLabels,
        stamp: float,
        fixed_from_sensor: npt.NDArray[np.floating],  # (4, 4)
    ) -> SceneLabels:
        """The scene with track numbers (>= 1) for its instances; -1 stays.

        Boxes match tracks of the same name only, whatever index the vocabulary gives it. An
        instance without a finite box cannot be followed and becomes -1. A stamp before the last one
        (a bag that starts anew) forgets all objects first.

        Args:
            scene: boxes in the frame of the sensor, or its levelled frame.
            stamp: seconds, of the measurement.
            fixed_from_sensor: (4, 4) rigid transform from the scene's frame to a fixed one.

        Raises:
            ValueError: stamp or transform is not finite, or the transform is not rigid; nothing is
                changed by such a call.
        """
        if not np.isfinite(stamp):
            raise ValueError(f"stamp must be finite seconds, got {stamp}")
        transform = _rigid(fixed_from_sensor)
        if stamp < self._last_stamp:
            self.reset()
        rows = np.flatnonzero(np.isfinite(scene.boxes).all(axis=1))
        boxes = _moved(scene.boxes[rows], transform)
        names = [scene.names[k] if k >= 0 else "" for k in scene.box_labels[rows]]

        tracks = self._tracks.select(stamp - self._tracks.seen <= self.settings.max_age)
        elapsed = stamp - self._last_stamp if len(tracks) else 0.0
        expected = tracks.motion.after(elapsed, self.settings.acceleration)
        tracks = dataclasses.replace(tracks, motion=expected)
        noise = self._noise(boxes)
        old, again = self._match(boxes, names, noise, tracks)
        fresh = np.setdiff1d(np.arange(len(boxes)), old)
        numbers = np.empty(len(boxes), np.int32)
        numbers[old] = tracks.numbers[again]
        numbers[fresh] = np.arange(self._next, self._next + len(fresh))
        self._next += len(fresh)
        new = Tracks(
            numbers[fresh],
            tuple(names[box] for box in fresh),
            boxes[fresh],
            np.full(len(fresh), stamp),
            Motion.start(boxes[fresh, :3].astype(np.float64), noise[fresh]),
        )
        self._tracks = tracks.followed(again, boxes[old], noise[old], stamp).joined(new)
        self._last_stamp = stamp
        return _renumbered(scene, rows, numbers)

    def _noise(self, boxes: Float32) -> Float64:
        """Metres (B,), one sigma, by which the centres are wrong."""
        diagonals = np.hypot(boxes[:, 3], boxes[:, 4]).astype(np.float64)
        noise: Float64 = self.settings.position_noise + self.settings.extent_noise * diagonals
        return noise

    def _match(
        self, boxes: Float32, names: Sequence[str], noise: Float64, tracks: Tracks
    ) -> tuple[Int64, Int64]:
        """Rows of boxes (P,), and of the tracks (P,) they belong to, at least total cost."""
        if len(boxes) == 0 or len(tracks) == 0:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        settings = self.settings
        places = tracks.motion.positions
        distance = np.linalg.norm(boxes[:, None, :3] - places[None], axis=2)
        doubt = tracks.motion.covariances[:, 0, 0]
        sigmas = distance / np.sqrt(noise[:, None] ** 2 + doubt[None])
        # A track is expected with the size and heading of its last box.
        shapes = tracks.boxes.copy()
        shapes[:, :3] = places
        number = {name: k for k, name in enumerate({*names, *tracks.names})}
        same = np.equal.outer([number[n] for n in names], [number[n] for n in tracks.names])
        overlap = box_iou(boxes, shapes, same)
        possible = same & ((sigmas <= settings.gate) | (overlap >= settings.min_iou))
        # Both terms are about 0..1 where a pair is possible.
        cost = np.minimum(sigmas / settings.gate, 1.0) + (1.0 - overlap)
        rows, columns = linear_sum_assignment(np.where(possible, cost, _IMPOSSIBLE))
        kept = possible[rows, columns]
        return rows[kept], columns[kept]


def _rigid(fixed_from_sensor: npt.NDArray[np.floating]) -> Float64:
    """The transform as float64 (4, 4), if it is one."""
    transform = np.asarray(fixed_from_sensor, np.float64)
    if transform.shape != (4, 4):
        raise ValueError(f"fixed_from_sensor must be (4, 4), got {transform.shape}")
    if not np.isfinite(transform).all():
        raise ValueError("fixed_from_sensor is not finite: check the transform's source (TF)")
    rotation = transform[:3, :3]
    if (
        np.abs(rotation @ rotation.T - np.eye(3)).max() > 1e-3
        or np.linalg.det(rotation) < 0
        or np.abs(transform[3] - [0, 0, 0, 1]).max() > 1e-6
    ):
        raise ValueError("fixed_from_sensor is not a rotation and a translation: check its source")
    return transform


def _moved(boxes: Float32, transform: Float64) -> Float32:
    """Boxes (B, 7) in the fixed frame; the yaw is that of the turned heading."""
    moved: Float32 = boxes.copy()
    moved[:, :3] = boxes[:, :3].astype(np.float64) @ transform[:3, :3].T + transform[:3, 3]
    heading = np.stack([np.cos(boxes[:, 6]), np.sin(boxes[:, 6]), np.zeros(len(boxes))], axis=1)
    turned = heading @ transform[:3, :3].T
    moved[:, 6] = np.arctan2(turned[:, 1], turned[:, 0])
    return moved


def _renumbered(scene: SceneLabels, rows: Int64, numbers: Int32) -> SceneLabels:
    """The scene with the numbers (R,) of its boxes `rows` (R,) in place of instances."""
    box_instances = np.full(len(scene.boxes), -1, np.int32)
    box_instances[rows] = numbers
    held = rows[scene.box_instances[rows] >= 0]
    if len(held) == 0:
        return dataclasses.replace(
            scene, instances=np.full(len(scene), -1, np.int32), box_instances=box_instances
        )
    # The first entry serves -1, the last one every instance above those with a box.
    table = np.full(int(scene.box_instances[held].max()) + 3, -1, np.int32)
    table[scene.box_instances[held] + 1] = box_instances[held]
    return dataclasses.replace(
        scene,
        instances=table.take(scene.instances + 1, mode="clip"),
        box_instances=box_instances,
    )
