# SPDX-License-Identifier: Apache-2.0
"""Motion: where objects are likely to be next, by a Kalman filter of constant velocity each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Float64 = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64] | npt.NDArray[np.bool_]

# A new object's speed is unknown: walking pace is likely, driving is not ruled out.
_NEW_SPEED = 1.0


@dataclass(frozen=True, eq=False)
class Motion:
    """What is believed of the positions and velocities of T objects; the same doubt on each axis.

    Args:
        positions: float64 (T, 3), metres, in a frame that does not move.
        velocities: float64 (T, 3), metres a second.
        covariances: float64 (T, 2, 2) of (position, velocity) along one axis.
    """

    positions: Float64
    velocities: Float64
    covariances: Float64

    @staticmethod
    def start(positions: Float64, noise: Float64) -> Motion:
        """At rest, as far as known, where first seen (T, 3); `noise` (T,) metres (one sigma)."""
        covariances = np.zeros((len(positions), 2, 2))
        covariances[:, 0, 0], covariances[:, 1, 1] = noise**2, _NEW_SPEED**2
        return Motion(positions, np.zeros_like(positions), covariances)

    def select(self, rows: Rows) -> Motion:
        """The chosen objects: row numbers, or a mask (T,)."""
        return Motion(self.positions[rows], self.velocities[rows], self.covariances[rows])

    def joined(self, other: Motion) -> Motion:
        """These objects and, behind them, the others."""
        return Motion(
            np.concatenate([self.positions, other.positions]),
            np.concatenate([self.velocities, other.velocities]),
            np.concatenate([self.covariances, other.covariances]),
        )

    def after(self, seconds: float, acceleration: float) -> Motion:
        """The belief some seconds later, under white acceleration of that sigma (m/s²).

        Source: Bar-Shalom et al., Estimation with Applications to Tracking and Navigation, 6.3.2.
        """
        step = np.array([[1.0, seconds], [0.0, 1.0]])
        push = np.array([seconds**2 / 2, seconds]) * acceleration
        return Motion(
            self.positions + seconds * self.velocities,
            self.velocities,
            step @ self.covariances @ step.T + np.outer(push, push),
        )

    def seen_at(self, positions: Float64, noise: Float64) -> Motion:
        """The belief after measured positions (T, 3) with sigmas (T,) in metres."""
        gain = self.covariances[:, :, 0] / (self.covariances[:, :1, 0] + noise[:, None] ** 2)
        surprise = positions - self.positions
        return Motion(
            self.positions + gain[:, :1] * surprise,
            self.velocities + gain[:, 1:] * surprise,
            self.covariances - gain[:, :, None] * self.covariances[:, :1],
        )
