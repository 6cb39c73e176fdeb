# SPDX-License-Identifier: Apache-2.0
"""Burial: surface points that lie inside another object, or under something that rests on them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ws3d_model.datasets.rooms.primitives import Faces, Kind, Primitive

Int32 = npt.NDArray[np.int32]
Float64 = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]

CONTACT = 0.008  # metres; a picture's wall and a keyboard's desk count as covered
OWN = 0.001  # metres; how deep a point must be inside another piece of its own object
BIN = 0.25  # metres; points are sorted into columns of this width


def buried(
    xyz: Float64,  # (N, 3)
    owners: Int32,  # (N,) instance of each point
    primitives: Sequence[Primitive],
    instances: Int32,  # (P,) instance of each primitive
) -> Bool:
    """bool (N,): points inside, or within 8 mm of, a closed primitive of another object.

    Without this, the wall behind a flat picture would shine through it: the two are nearer to each
    other than any sensor's noise. Walls (instance -1) bury nothing.
    """
    hidden = np.zeros(len(xyz), np.bool_)
    if len(xyz) == 0:
        return hidden
    origin = xyz[:, :2].min(axis=0)
    bins = np.floor((xyz[:, :2] - origin) / BIN).astype(np.int64)
    rows = int(bins[:, 1].max()) + 1
    key = bins[:, 0] * rows + bins[:, 1]
    order = np.argsort(key, kind="stable")
    starts = np.searchsorted(key[order], np.arange((int(bins[:, 0].max()) + 1) * rows + 1))
    sorted_xyz, sorted_owners = xyz[order], owners[order]
    covered = np.zeros(len(xyz), np.bool_)
    columns = len(starts) // rows
    for primitive, instance in zip(primitives, instances.tolist(), strict=True):
        if instance < 0 or not _is_solid(primitive):
            continue
        reach = np.abs(primitive.rotation) @ primitive.half + CONTACT
        low = np.floor((primitive.centre[:2] - reach[:2] - origin) / BIN).astype(int)
        high = np.floor((primitive.centre[:2] + reach[:2] - origin) / BIN).astype(int)
        y0, y1 = max(int(low[1]), 0), min(int(high[1]), rows - 1)
        for x in range(max(int(low[0]), 0), min(int(high[0]), columns - 1) + 1):
            first, last = starts[x * rows + y0], starts[x * rows + y1 + 1]
            near = np.abs(sorted_xyz[first:last] - primitive.centre) < reach
            rows_near = np.flatnonzero(near[:, 0] & near[:, 1] & near[:, 2]) + first
            if len(rows_near):
                local = (sorted_xyz[rows_near] - primitive.centre) @ primitive.rotation
                own = sorted_owners[rows_near] == instance
                margin = np.where(own, -OWN, CONTACT)[:, None]
                covered[rows_near[_inside(primitive, local, margin)]] = True
    hidden[order] = covered
    return hidden


def _is_solid(primitive: Primitive) -> bool:
    return primitive.kind is not Kind.ELLIPSOID and primitive.faces == Faces.ALL


def _inside(primitive: Primitive, local: Float64, margin: Float64) -> Bool:
    """bool (K,): points, in the primitive's own axes, within it grown by `margin` (K, 1) metres."""
    grown = np.maximum(primitive.half + margin, 1e-4)
    inside: Bool = np.less_equal(np.abs(local), grown)
    if primitive.kind is Kind.CYLINDER:
        upward = np.clip(local[:, 2] / primitive.half[2], -1, 1) / 2 + 0.5
        wide = primitive.half[:2] * (1 + (primitive.taper - 1) * upward)[:, None] + margin
        inside[:, :2] = ((local[:, :2] / np.maximum(wide, 1e-4)) ** 2).sum(axis=1)[:, None] <= 1
    elif primitive.roundness:
        inside[:] = ((np.abs(local / grown) ** primitive.roundness).sum(axis=1) <= 1)[:, None]
    within: Bool = np.asarray(inside.all(axis=1))
    return within
