# SPDX-License-Identifier: Apache-2.0
"""Which way is up: rotations from a sensor's frame to a level one, where TF does not say."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ws3d_model.up_axis import LEVEL_AXES

Float64 = npt.NDArray[np.float64]


def level_from_sensor(up_axis: str, frame: str) -> Float64:
    """Rotation (3, 3) that takes the sensor's vectors to a frame with z up.

    Args:
        up_axis: "x", "-x", "y", "-y", "z", "-z", or "auto": see `up_axis_of`.
        frame: the sensor's frame id, for "auto".
    """
    axis = up_axis_of(frame) if up_axis == "auto" else up_axis
    return np.array(LEVEL_AXES[axis], np.float64)


def up_axis_of(frame: str) -> str:
    """The up axis that a frame's name implies: -y for camera optical frames (REP 103), else z."""
    return "-y" if frame.endswith("_optical_frame") else "z"
