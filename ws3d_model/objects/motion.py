# SPDX-License-Identifier: Apache-2.0
"""Motion: where an object is likely to be next, by a Kalman filter of constant velocity."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Float64 = npt.NDArray[np.float64]

# A new object's speed is unknown: walking pace is likely, driving is not ruled out.
_NEW_SPEED = 1.0


@dataclass(frozen=True, eq=False)
class Motion:
    """What is believed of an object's position and velocity; the same doubt along each axis.

    Args:
        position: float64 (3,), metres, in a frame that does not move.
        velocity: float64 (3,), metres a second.
        covariance: float64 (2, 2) of (position, velocity) along one axis.
    """

    position: Float64
    velocity: Float64
    covariance: Float64

    @staticmethod
    def start(position: Float64, noise: float) -> Motion:
        """At rest, as far as known, where it was first seen; `noise` in metres (one sigma)."""
        return Motion(position, np.zeros(3), np.diag([noise**2, _NEW_SPEED**2]))

    def after(self, seconds: float, acceleration: float) -> Motion:
        """The belief some seconds later, under white acceleration of that sigma (m/s²).

        Source: Bar-Shalom et al., Estimation with Applications to Tracking and Navigation, 6.3.2.
        """
        step = np.array([[1.0, seconds], [0.0, 1.0]])
        push = np.array([seconds**2 / 2, seconds]) * acceleration
        return Motion(
            self.position + seconds * self.velocity,
            self.velocity,
            step @ self.covariance @ step.T + np.outer(push, push),
        )

    def seen_at(self, position: Float64, noise: float) -> Motion:
        """The belief after a measured position (3,) with that sigma in metres."""
        gain = self.covariance[:, 0] / (self.covariance[0, 0] + noise**2)
        surprise = position - self.position
        return Motion(
            self.position + gain[0] * surprise,
            self.velocity + gain[1] * surprise,
            self.covariance - np.outer(gain, self.covariance[0]),
        )
