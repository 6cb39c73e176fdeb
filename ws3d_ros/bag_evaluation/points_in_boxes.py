# SPDX-License-Identifier: Apache-2.0
"""Which of some boxes hold enough points of a cloud to be in view."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Float32 = npt.NDArray[np.float32]

MARGIN = 0.05  # metres around a box that still count as inside
RUN = 64  # points; neighbours in a cloud are mostly neighbours in space
FEW = 16  # one point in so many of a run is looked at first
ROUNDING = 0.01  # metres that a run's own box is larger than float32 is wrong by


def boxes_that_hold(points: Float32, boxes: Float32, least: int) -> npt.NDArray[np.bool_]:
    """bool (B,): whether so many of the points (N, 3) lie in each upright box (B, 7), 5 cm around
    it.

    A box looks only at runs of points that come near it: at a few of each run, and at all where
    these do not tell yet. Points that are nowhere are in no box.
    """
    count = -(-len(points) // RUN)
    padded = np.full((3, count * RUN), np.nan, np.float32)
    padded[:, : len(points)] = points.T
    runs = padded.reshape(3, count, RUN)
    reach = np.hypot(boxes[:, 3] / 2 + MARGIN, boxes[:, 4] / 2 + MARGIN)
    extent = np.stack([reach, reach, boxes[:, 5] / 2 + MARGIN], axis=1) + ROUNDING
    low, high = ((boxes[:, :3] + sign * extent)[..., None] for sign in (-1, 1))
    with np.errstate(invalid="ignore"):
        lowest, highest = np.fmin.reduce(runs, axis=2), np.fmax.reduce(runs, axis=2)
        near = ((lowest <= high) & (highest >= low)).all(axis=1)  # (B, runs)
        held = [
            any(_held(some[:, own], *box) >= least for some in (runs[..., ::FEW], runs))
            for box, own in zip(boxes.tolist(), map(np.flatnonzero, near), strict=True)
        ]
    return np.array(held, bool)


def _held(
    points: Float32,  # (3, R, K)
    x: float,
    y: float,
    z: float,
    length: float,
    width: float,
    height: float,
    yaw: float,
) -> int:
    """How many of the points lie in the box."""
    dx, dy, dz = (column - np.float32(at) for column, at in zip(points, (x, y, z), strict=True))
    cos, sin = np.cos(yaw), np.sin(yaw)
    inside = np.abs(dx * cos + dy * sin) <= length / 2 + MARGIN
    inside &= np.abs(dy * cos - dx * sin) <= width / 2 + MARGIN
    inside &= np.abs(dz) <= height / 2 + MARGIN
    return int(np.count_nonzero(inside))
