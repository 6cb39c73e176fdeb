# SPDX-License-Identifier: Apache-2.0
"""What a recording gives, one after the other: measurements, and messages of the truth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ws3d_ros.measurement import Measurement


@dataclass(frozen=True)
class Taken:
    """One measurement of a bag, or a message that makes none.

    Args:
        index: number of the cloud or depth image on its topic, from 0.
        recorded: when it was complete, nanoseconds.
        measurement: None where the message cannot be used at all.
        message: the PointCloud2 or the depth image (see `QuickMessages`), None likewise.
        problem: why it cannot be used; empty where it can.
    """

    index: int
    recorded: int
    measurement: Measurement | None
    message: Any | None
    problem: str = ""


@dataclass(frozen=True)
class Side:
    """A message of another topic that was recorded before the next measurement.

    Args:
        topic: of it.
        index: number on its topic, from 0.
        message: see `QuickMessages`.
    """

    topic: str
    index: int
    message: Any
