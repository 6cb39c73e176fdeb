# SPDX-License-Identifier: Apache-2.0
"""Neighbourhood: means over a voxel and the voxels that touch it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True, eq=False)
class Neighbourhood:
    """The voxels around each of M voxels.

    Args:
        neighbours: int32 (M, 27), rows of the voxels around, its own among them; M: none.
    """

    neighbours: Tensor

    def __len__(self) -> int:
        return len(self.neighbours)

    def mean(self, values: Tensor) -> Tensor:  # (M, K)
        """Every voxel's mean (M, K) over its neighbourhood."""
        padded = torch.cat([values, values.new_zeros(1, values.shape[1])])
        return self._mean_over(padded, self.neighbours)

    def mean_where_alike(self, values: Tensor, kinds: Tensor) -> Tensor:  # (M,), (M,)
        """The same (M,), of values of 0 for neighbours of another kind than the voxel's own."""
        padded = torch.cat([values, values.new_zeros(1)])
        kind = torch.cat([kinds, kinds.new_full((1,), -1)])
        total = torch.zeros_like(values)
        for tap in self.neighbours.unbind(1):
            alike = kind.index_select(0, tap) == kinds
            total += torch.where(alike, padded.index_select(0, tap), 0.0)
        return total / self._present(self.neighbours)

    def mean_around(self, rows: Tensor, values_of: Callable[[Tensor], Tensor]) -> Tensor:
        """The means (r, K) of some voxels, for values that are worth computing nowhere else.

        Args:
            rows: int64 (r,).
            values_of: from rows (m,) to their values (m, K).
        """
        around, place = torch.unique(self.neighbours[rows], return_inverse=True)
        values = values_of(around[around < len(self)])  # "none" is the largest and comes last
        padded = torch.cat([values, values.new_zeros(1, values.shape[1])])
        return self._mean_over(padded, place, self._present(self.neighbours[rows]))

    def _mean_over(self, padded: Tensor, taps: Tensor, present: Tensor | None = None) -> Tensor:
        total = padded.new_zeros(len(taps), padded.shape[1])
        for tap in taps.unbind(1):
            total += padded.index_select(0, tap)
        return total / (self._present(taps) if present is None else present)[:, None]

    def _present(self, neighbours: Tensor) -> Tensor:
        return (neighbours < len(self)).sum(1)
