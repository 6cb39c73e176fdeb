# SPDX-License-Identifier: Apache-2.0
"""Points to voxels and back: which voxel every point falls into."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from ws3d_model.sparse import keys as voxel_keys


@dataclass(frozen=True, eq=False)
class Voxels:
    """The M occupied voxels of N points, sorted by key.

    Args:
        keys: int64 (M,), sorted and unique.
        inverse: int64 (N,), the voxel of every point.
        counts: int64 (M,), points in every voxel.
    """

    keys: Tensor
    inverse: Tensor
    counts: Tensor

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def first(self) -> Tensor:
        """int64 (M,), the first point of every voxel."""
        points = torch.arange(len(self.inverse), device=self.inverse.device)
        first = torch.full_like(self.counts, len(points))
        return first.scatter_reduce_(0, self.inverse, points, "amin")

    def mean(self, values: Tensor) -> Tensor:  # values: (N, C)
        """Mean (M, C) over the points of every voxel of floating-point values (N, C)."""
        total = values.new_zeros(len(self), values.shape[1])
        total.index_add_(0, self.inverse, values)
        return total / self.counts[:, None].to(values.dtype)


def voxelize(xyz: Tensor, voxel_size: float, batch: Tensor | None = None) -> Voxels:
    """Sort points into cubic voxels; voxel (i, j, k) covers [i, i+1) x [j, j+1) x [k, k+1) edges.

    Args:
        xyz: floating point (N, 3), metres, finite.
        voxel_size: edge of a voxel, metres.
        batch: integer (N,), the cloud that a point belongs to; one cloud when left out.

    Raises:
        ValueError: the voxel size is not positive, or points lie too far out (see `keys.pack`).
    """
    if not voxel_size > 0:
        raise ValueError(f"voxel_size must be positive, got {voxel_size}")
    # float64 because a coordinate of a few kilometres in float32 moves across voxel borders.
    cells = torch.floor(xyz.double() / voxel_size).long()
    first = cells.new_zeros(len(cells)) if batch is None else batch.long()
    packed = voxel_keys.pack(torch.stack([first, cells[:, 2], cells[:, 1], cells[:, 0]], 1))
    unique, inverse, counts = torch.unique(packed, return_inverse=True, return_counts=True)
    return Voxels(unique, inverse, counts)


def centres(keys: Tensor, voxel_size: float) -> Tensor:  # keys: (M,)
    """float32 (M, 3), x y z of the middle of every voxel, metres."""
    return ((voxel_keys.unpack(keys)[:, [3, 2, 1]] + 0.5) * voxel_size).float()
