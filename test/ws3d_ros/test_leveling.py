# SPDX-License-Identifier: Apache-2.0
"""Every up axis gives a proper rotation that takes it to z."""

from __future__ import annotations

import numpy as np
import pytest

from ws3d_model.up_axis import LEVEL_AXES
from ws3d_ros.leveling import level_from_sensor, up_axis_of


@pytest.mark.parametrize("axis", LEVEL_AXES)
def test_the_axis_ends_up(axis: str) -> None:
    rotation = level_from_sensor(axis, "lidar")
    up = np.zeros(3)
    up["xyz".index(axis[-1])] = -1.0 if axis.startswith("-") else 1.0
    np.testing.assert_allclose(rotation @ up, [0, 0, 1])
    np.testing.assert_allclose(rotation @ rotation.T, np.eye(3))
    assert np.linalg.det(rotation) == pytest.approx(1.0)


def test_auto_follows_the_name_of_the_frame() -> None:
    assert up_axis_of("velodyne") == "z"
    assert up_axis_of("front_camera_optical_frame") == "-y"
    forward = level_from_sensor("auto", "front_camera_optical_frame") @ [0, 0, 1]
    np.testing.assert_allclose(forward, [1, 0, 0])
