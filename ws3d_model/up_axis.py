# SPDX-License-Identifier: Apache-2.0
"""Which axis points up: rotations from a cloud's own axes to level ones (z up)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# Rows are the level frame's axes (x forward, y left, z up) in the cloud's frame. For an up axis of
# -y that is the optical frame of REP 103: x right, y down, z forward.
LEVEL_AXES: Mapping[str, tuple[tuple[int, ...], ...]] = MappingProxyType(
    {
        "z": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
        "-z": ((1, 0, 0), (0, -1, 0), (0, 0, -1)),
        "y": ((1, 0, 0), (0, 0, -1), (0, 1, 0)),
        "-y": ((0, 0, 1), (-1, 0, 0), (0, -1, 0)),
        "x": ((0, 0, -1), (0, 1, 0), (1, 0, 0)),
        "-x": ((0, 0, 1), (0, 1, 0), (-1, 0, 0)),
    }
)
