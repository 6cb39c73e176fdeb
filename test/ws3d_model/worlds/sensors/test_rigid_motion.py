# SPDX-License-Identifier: Apache-2.0
"""Poses on the way from one to another."""

from __future__ import annotations

import numpy as np
from scipy.spatial.transform import Rotation

from ws3d_model.worlds.sensors.rigid_motion import boxes_in, poses_between


def test_standing_still_gives_the_same_pose() -> None:
    poses = poses_between(np.eye(4), np.eye(4), 5)
    np.testing.assert_array_equal(poses, np.tile(np.eye(4), (5, 1, 1)))


def test_half_of_the_way_is_half_of_the_turn() -> None:
    start, end = np.eye(4), np.eye(4)
    end[:3, :3] = Rotation.from_euler("z", 80, degrees=True).as_matrix()
    end[:3, 3] = (2, 0, 1)
    middle = poses_between(start, end, 2)[1]
    np.testing.assert_allclose(middle[:3, 3], (1, 0, 0.5))
    turned = Rotation.from_matrix(middle[:3, :3]).as_euler("xyz", degrees=True)
    np.testing.assert_allclose(turned, (0, 0, 40), atol=1e-9)


def test_no_boxes_stay_no_boxes() -> None:
    centres, boxes = boxes_in(np.eye(4), np.zeros((0, 7), np.float32))
    assert centres.shape == (0, 3) and boxes.shape == (0, 7)
