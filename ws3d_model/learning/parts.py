# SPDX-License-Identifier: Apache-2.0
"""Part and PartsOnGrid: the scans that a batch is made of, and their common voxels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from ws3d_model import sparse
from ws3d_model.learning.augmentation import Dice
from ws3d_model.learning.scan import Scan


@dataclass(frozen=True, eq=False)
class Part:
    """A scan in a batch.

    Args:
        scan: cropped and changed.
        number: of its shard.
        item: its place in the batch; scans laid over each other share it.
        ground: its ground's z, and whether that is known.
        seen: share of the shard's points that the crop kept.
        dice: for what is said of it.
    """

    scan: Scan
    number: int
    item: int
    ground: Tensor
    ground_known: bool
    seen: float
    dice: Dice

    def column(self, value: float | Tensor) -> Tensor:
        """(N,) of one value."""
        return self.scan.xyz.new_zeros(len(self.scan)) + value


@dataclass(frozen=True, eq=False)
class PartsOnGrid:
    """P parts with N points together, in M voxels. One point speaks for its voxel: the first.

    Args:
        parts: in the order of their points.
        shift: float32 (3,), what the points were moved by, metres.
        xyz: float32 (N, 3), the points after that.
        item: int64 (N,), the scan of the batch that a point belongs to.
        voxels: of the points, items apart.
        first: int64 (M,), the point that speaks for every voxel.
        part_of: int64 (M,), the part that this point is of.
    """

    parts: Sequence[Part]
    shift: Tensor
    xyz: Tensor
    item: Tensor
    voxels: sparse.Voxels
    first: Tensor
    part_of: Tensor

    @staticmethod
    def lay(parts: Sequence[Part], shift: Tensor, voxel_size: float) -> PartsOnGrid:
        """Move the parts and voxelize them together.

        Args:
            parts: at least one.
            shift: float32 (3,), metres.
            voxel_size: metres.
        """
        xyz = torch.cat([part.scan.xyz for part in parts]) + shift
        item = torch.cat([part.column(part.item) for part in parts]).long()
        voxels = sparse.voxelize(xyz, voxel_size, item)
        first = voxels.first
        ends = torch.tensor([len(part.scan) for part in parts]).cumsum(0)
        part_of = torch.searchsorted(ends, first, right=True)
        return PartsOnGrid(parts, shift, xyz, item, voxels, first, part_of)

    def of_points(self, values: Sequence[float | Tensor]) -> Tensor:
        """float32 (N,): of every point, the value of its part; P of them."""
        return torch.cat(
            [part.column(value) for part, value in zip(self.parts, values, strict=True)]
        )

    def of_voxels(self, values: Sequence[Tensor]) -> Tensor:
        """(M, ...): of every voxel, what its point says; P tensors, a row a point of the part."""
        return torch.cat(list(values))[self.first]
