# SPDX-License-Identifier: Apache-2.0
"""Measurement: messages of one moment, not yet read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from std_msgs.msg import Header

from ws3d_ros.conversions.rgbd import OrganisedCloud
from ws3d_ros.parameters import Settings


@dataclass(frozen=True)
class Measurement:
    """What an input hands to the worker.

    Args:
        header: stamp and frame of the measurement.
        received: steady time of its arrival, seconds.
        read: turns the messages into a cloud, in the worker's thread; raises CloudError.
    """

    header: Header
    received: float
    read: Callable[[Settings], OrganisedCloud]
