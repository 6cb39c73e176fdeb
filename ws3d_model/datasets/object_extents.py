# SPDX-License-Identifier: Apache-2.0
"""Objects as the points say: numbered from 0, with the middle and the box of what was seen."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ws3d_model.point_cloud import finite_rows

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Float32 = npt.NDArray[np.float32]


def objects_of(
    xyz: Float32,  # (N, 3)
    keys: Int64,  # (N,)
) -> tuple[Int32, Float32, Float32]:
    """Number the objects and measure them.

    Args:
        xyz: metres.
        keys: any number from 0 that tells objects apart; -1 for points of none.

    Returns:
        instances: int32 (N,), 0..I-1 in the order of the keys, -1 for none; an object without a
            finite point is none.
        centres: float32 (I, 3), the middles of the boxes, metres.
        boxes: float32 (I, 7), the boxes along the axes that hold the points: centre x y z, sizes
            along x y z (metres), yaw 0.
    """
    usable = (keys >= 0) & finite_rows(xyz)
    known, place = np.unique(keys[usable], return_inverse=True)
    place = place.reshape(-1)
    instances = np.full(len(keys), -1, np.int32)
    if len(known):
        nearest = np.minimum(np.searchsorted(known, keys), len(known) - 1)
        instances = np.where((keys >= 0) & (known[nearest] == keys), nearest, -1).astype(np.int32)
    order = np.argsort(place, kind="stable")
    rows = np.flatnonzero(usable)[order]
    starts = np.searchsorted(place[order], np.arange(len(known)))
    low = high = np.zeros((0, 3), np.float32)
    if len(known):
        low = np.minimum.reduceat(xyz[rows], starts, axis=0)
        high = np.maximum.reduceat(xyz[rows], starts, axis=0)
    centres = (low + high) / 2
    yaw = np.zeros((len(known), 1), np.float32)
    boxes = np.concatenate([centres, high - low, yaw], axis=1).astype(np.float32)
    return instances, centres.astype(np.float32), boxes
