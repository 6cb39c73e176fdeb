# SPDX-License-Identifier: Apache-2.0
"""Kernel maps of every level of a voxel pyramid, built once per cloud."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from ws3d_model.sparse import keys as voxel_keys

# Above this many cells (4 bytes each) the dense lookup table costs more than it saves.
DENSE_CELLS = 1 << 25

_TAPS = [(dz, dy, dx) for dz in (-1, 0, 1) for dy in (-1, 0, 1) for dx in (-1, 0, 1)]


@dataclass(frozen=True, eq=False)
class Level:
    """One resolution of the pyramid: M voxels, and how they hang together.

    Args:
        keys: int64 (M,), sorted and unique.
        neighbours: int32 (M, 27), row of the neighbour at tap kz, ky, kx (kx fastest); M: none.
        parent: int64 (M,), row in the next coarser level; empty at the coarsest.
        octant: int64 (M,), which of its parent's eight children a voxel is (z, y, x bits).
        children: int64 (M_coarser, 8), rows of this level below every coarser voxel; M: none.
    """

    keys: Tensor
    neighbours: Tensor
    parent: Tensor
    octant: Tensor
    children: Tensor

    def __len__(self) -> int:
        return len(self.keys)


@dataclass(frozen=True, eq=False)
class Plan:
    """The levels of a pyramid, finest first."""

    levels: tuple[Level, ...]


def build_plan(keys: Tensor, levels: int) -> Plan:
    """Kernel maps for `levels` resolutions, each half as fine as the one before.

    Args:
        keys: int64 (M,), sorted and unique packed voxel keys (`Voxels.keys`).
        levels: at least 1.

    Raises:
        ValueError: the keys are not sorted and unique, or there is no level.
    """
    if levels < 1:
        raise ValueError(f"a plan needs at least one level, got {levels}")
    if len(keys) > 1 and not bool((keys[1:] > keys[:-1]).all()):
        raise ValueError("keys must be sorted and unique; voxelize() returns them so")
    pyramid = []
    for number in range(levels):
        neighbours = neighbour_table(keys)
        if number == levels - 1:
            none = keys.new_zeros(0)
            pyramid.append(Level(keys, neighbours, none, none, keys.new_zeros(0, 8)))
            break
        coarse, octant = voxel_keys.parents(keys)
        coarser, parent = torch.unique(coarse, return_inverse=True)
        children = keys.new_full((len(coarser), 8), len(keys))
        children.view(-1)[parent * 8 + octant] = torch.arange(len(keys), device=keys.device)
        pyramid.append(Level(keys, neighbours, parent, octant, children))
        keys = coarser
    return Plan(tuple(pyramid))


def neighbour_table(keys: Tensor, dense_cells: int = DENSE_CELLS) -> Tensor:  # keys: (M,)
    """int32 (M, 27): row of every voxel's neighbours, M where there is none.

    Bounded scenes look neighbours up in a dense grid; scattered ones search the sorted keys.
    """
    if len(keys) == 0:
        return keys.new_zeros(0, 27, dtype=torch.int32)
    coords = torch.stack(voxel_keys.split(keys), 1)
    low, high = coords.amin(0), coords.amax(0)
    shape = [int(n) for n in (high - low + 1).tolist()]
    # A margin of one cell on both sides of every spatial axis: neighbours never leave the grid.
    cells = shape[0] * (shape[1] + 2) * (shape[2] + 2) * (shape[3] + 2)
    if cells <= dense_cells:
        return _from_dense_grid(coords - low, shape)
    return _from_sorted_keys(keys)


def _from_dense_grid(coords: Tensor, shape: list[int]) -> Tensor:
    batch, z, y, x = coords.unbind(1)
    rows = len(coords)
    depth, height, width = shape[1] + 2, shape[2] + 2, shape[3] + 2
    cell = ((batch * depth + z + 1) * height + y + 1) * width + x + 1
    grid = torch.full(
        (shape[0] * depth * height * width,), rows, dtype=torch.int32, device=coords.device
    )
    grid[cell] = torch.arange(rows, dtype=torch.int32, device=coords.device)
    steps = torch.tensor(
        [(dz * height + dy) * width + dx for dz, dy, dx in _TAPS], device=coords.device
    )
    return grid[cell[:, None] + steps]


def _from_sorted_keys(keys: Tensor) -> Tensor:
    rows = len(keys)
    table = torch.empty(rows, 27, dtype=torch.int32, device=keys.device)
    for tap, step in enumerate(_TAPS):
        wanted = keys + voxel_keys.offset(*step)
        found = torch.searchsorted(keys, wanted).clamp_(max=rows - 1)
        table[:, tap] = torch.where(keys[found] == wanted, found, rows).int()
    return table
