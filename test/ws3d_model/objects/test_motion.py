# SPDX-License-Identifier: Apache-2.0
"""Motion of many objects at once, against the textbook's filter for one of them."""

from __future__ import annotations

import numpy as np

from ws3d_model.objects.motion import Motion


def test_no_objects():
    none = Motion.start(np.zeros((0, 3)), np.zeros(0))
    assert none.after(0.1, 1.0).seen_at(np.zeros((0, 3)), np.zeros(0)).positions.shape == (0, 3)


def test_every_row_is_the_kalman_filter_of_that_object():
    rng = np.random.default_rng(0)
    start, noise = rng.normal(size=(5, 3)), rng.uniform(0.05, 0.5, 5)
    motion = Motion.start(start, noise)
    # State (position, velocity) of one axis, its covariance, one object and axis after the other.
    states = [[np.array([start[k, axis], 0.0]) for axis in range(3)] for k in range(5)]
    doubts = [np.diag([noise[k] ** 2, 1.0]) for k in range(5)]
    for seconds in (0.1, 0.25, 0.0, 1.0):
        seen = rng.normal(size=(5, 3))
        motion = motion.after(seconds, 0.7).seen_at(seen, noise)
        step = np.array([[1, seconds], [0, 1]])
        push = 0.7 * np.array([[seconds**2 / 2], [seconds]])
        look = np.array([[1.0, 0.0]])
        for k in range(5):
            doubt = step @ doubts[k] @ step.T + push @ push.T
            gain = doubt @ look.T / (look @ doubt @ look.T + noise[k] ** 2)
            doubts[k] = (np.eye(2) - gain @ look) @ doubt
            for axis in range(3):
                state = step @ states[k][axis]
                states[k][axis] = state + gain[:, 0] * (seen[k, axis] - state[0])
            np.testing.assert_allclose(motion.covariances[k], doubts[k], atol=1e-12)
            np.testing.assert_allclose(motion.positions[k], [s[0] for s in states[k]])
            np.testing.assert_allclose(motion.velocities[k], [s[1] for s in states[k]], atol=1e-12)
