# SPDX-License-Identifier: Apache-2.0
"""Tracks: what the tracker remembers of the objects it follows, one row each."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from itertools import compress

import numpy as np
import numpy.typing as npt

from ws3d_model.objects.motion import Motion

Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Tracks:
    """T tracks, oldest first.

    Args:
        numbers: int32 (T,), never given twice.
        names: T names.
        boxes: float32 (T, 7) as last seen, in the fixed frame.
        seen: float64 (T,), stamps of these boxes, seconds.
        motion: of the T objects, at the tracker's last stamp.
    """

    numbers: Int32
    names: tuple[str, ...]
    boxes: Float32
    seen: Float64
    motion: Motion

    @staticmethod
    def none() -> Tracks:
        """No track."""
        nowhere = np.zeros((0, 3))
        motion = Motion.start(nowhere, np.zeros(0))
        return Tracks(np.zeros(0, np.int32), (), np.zeros((0, 7), np.float32), np.zeros(0), motion)

    def __len__(self) -> int:
        return len(self.numbers)

    def select(self, kept: npt.NDArray[np.bool_]) -> Tracks:
        """The tracks of a mask (T,)."""
        return Tracks(
            self.numbers[kept],
            tuple(compress(self.names, kept)),
            self.boxes[kept],
            self.seen[kept],
            self.motion.select(kept),
        )

    def joined(self, other: Tracks) -> Tracks:
        """These tracks and, behind them, the others."""
        return Tracks(
            np.concatenate([self.numbers, other.numbers]),
            self.names + other.names,
            np.concatenate([self.boxes, other.boxes]),
            np.concatenate([self.seen, other.seen]),
            self.motion.joined(other.motion),
        )

    def followed(self, rows: Int64, boxes: Float32, noise: Float64, stamp: float) -> Tracks:
        """Tracks `rows` (P,) seen again as `boxes` (P, 7); the others are where they should be."""
        motion = self.motion.select(rows).seen_at(boxes[:, :3].astype(np.float64), noise)
        new = dataclasses.replace(
            self,
            boxes=self.boxes.copy(),
            seen=self.seen.copy(),
            motion=self.motion.select(np.arange(len(self))),  # a copy
        )
        new.boxes[rows], new.seen[rows] = boxes, stamp
        new.motion.positions[rows] = motion.positions
        new.motion.velocities[rows] = motion.velocities
        new.motion.covariances[rows] = motion.covariances
        return new
