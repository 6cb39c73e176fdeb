# SPDX-License-Identifier: Apache-2.0
"""Voxel coordinates packed into one sortable int64 key: batch, z, y, x, from high bits to low."""

from __future__ import annotations

import torch
from torch import Tensor

AXIS_BITS = 17
BATCH_BITS = 12
# Coordinates are shifted so that negative ones sort first. The shift is even at every level of a
# pyramid: halving a key's coordinate halves the voxel's, rounded down.
ORIGIN = 1 << (AXIS_BITS - 1)
# A margin on each side, so that a neighbour's key never runs over into the next axis.
LIMIT = ORIGIN - 2
_MASK = (1 << AXIS_BITS) - 1


def pack(coords: Tensor) -> Tensor:  # coords: (M, 4) batch z y x
    """int64 (M,) keys of integer coordinates (M, 4) batch, z, y, x.

    Raises:
        ValueError: a coordinate lies outside ±LIMIT, or a batch number outside 0..4095.
    """
    if coords.ndim != 2 or coords.shape[1] != 4:
        raise ValueError(
            f"coords must be (M, 4) batch z y x, got ({', '.join(map(str, coords.shape))})"
        )
    if len(coords):
        if int(coords[:, 1:].abs().max()) > LIMIT:
            raise ValueError(f"voxel coordinates must lie within ±{LIMIT}; crop the cloud first")
        if int(coords[:, 0].min()) < 0 or int(coords[:, 0].max()) >= 1 << BATCH_BITS:
            raise ValueError(f"batch numbers must lie within 0..{(1 << BATCH_BITS) - 1}")
    batch, z, y, x = coords.long().unbind(1)
    return join(batch, z + ORIGIN, y + ORIGIN, x + ORIGIN)


def unpack(keys: Tensor) -> Tensor:  # keys: (M,)
    """int64 (M, 4) coordinates batch, z, y, x of packed keys."""
    batch, z, y, x = split(keys)
    return torch.stack([batch, z - ORIGIN, y - ORIGIN, x - ORIGIN], 1)


def join(batch: Tensor, z: Tensor, y: Tensor, x: Tensor) -> Tensor:
    """Keys of coordinates that are already shifted."""
    return (((((batch << AXIS_BITS) | z) << AXIS_BITS) | y) << AXIS_BITS) | x


def split(keys: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Shifted coordinates batch, z, y, x of packed keys."""
    return (
        keys >> (3 * AXIS_BITS),
        (keys >> (2 * AXIS_BITS)) & _MASK,
        (keys >> AXIS_BITS) & _MASK,
        keys & _MASK,
    )


def offset(dz: int, dy: int, dx: int) -> int:
    """What a step of (dz, dy, dx) voxels adds to a key."""
    return (((dz << AXIS_BITS) + dy) << AXIS_BITS) + dx


def parents(keys: Tensor) -> tuple[Tensor, Tensor]:
    """Keys one level coarser, and the octant 0..7 (z, y, x from high bit to low) in that parent."""
    batch, z, y, x = split(keys)
    # ORIGIN / 2 comes back so that the coarse level is shifted by ORIGIN too.
    half = ORIGIN // 2
    octant = ((z & 1) << 2) | ((y & 1) << 1) | (x & 1)
    return join(batch, (z >> 1) + half, (y >> 1) + half, (x >> 1) + half), octant
