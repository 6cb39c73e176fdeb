# SPDX-License-Identifier: Apache-2.0
"""Kernel maps against the obvious search."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from ws3d_model.sparse import build_plan, voxelize
from ws3d_model.sparse.kernel_maps import neighbour_table
from ws3d_model.sparse.keys import pack, unpack

cells = st.lists(st.tuples(*[st.integers(-4, 4)] * 3), max_size=60, unique=True)


def keys_of(coords: list[tuple[int, int, int]], batch: int = 0) -> Tensor:
    rows = torch.tensor([(batch, *c) for c in coords], dtype=torch.long).reshape(-1, 4)
    return torch.sort(pack(rows)).values


def obvious_table(keys: Tensor) -> Tensor:
    rows = [tuple(c) for c in unpack(keys).tolist()]
    place = {c: row for row, c in enumerate(rows)}
    steps = [(a, b, c) for a in (-1, 0, 1) for b in (-1, 0, 1) for c in (-1, 0, 1)]
    table = [
        [place.get((n, z + dz, y + dy, x + dx), len(rows)) for dz, dy, dx in steps]
        for n, z, y, x in rows
    ]
    return torch.tensor(table, dtype=torch.int32).reshape(-1, 27)


@settings(deadline=None)
@given(cells)
def test_both_ways_find_the_obvious_neighbours(coords: list[tuple[int, int, int]]) -> None:
    keys = keys_of(coords)
    expected = obvious_table(keys)
    assert torch.equal(neighbour_table(keys), expected)
    assert torch.equal(neighbour_table(keys, dense_cells=0), expected)


def test_clouds_of_a_batch_are_no_neighbours() -> None:
    keys = torch.cat([keys_of([(0, 0, 0)], 0), keys_of([(0, 0, 0), (0, 0, 1)], 1)])
    for dense_cells in (0, 1 << 20):
        table = neighbour_table(keys, dense_cells)
        assert (table < 3).sum(1).tolist() == [1, 2, 2]


@settings(deadline=None)
@given(cells)
def test_children_and_parents_agree(coords: list[tuple[int, int, int]]) -> None:
    plan = build_plan(keys_of(coords), 3)
    for fine, coarse in zip(plan.levels[:-1], plan.levels[1:], strict=True):
        assert fine.children.shape == (len(coarse), 8)
        for row in range(len(fine)):
            assert fine.children[fine.parent[row], fine.octant[row]] == row
        assert int((fine.children < len(fine)).sum()) == len(fine)
        expected = torch.div(unpack(fine.keys)[:, 1:], 2, rounding_mode="floor")
        assert torch.equal(unpack(coarse.keys)[fine.parent][:, 1:], expected)


def test_unsorted_keys_are_refused() -> None:
    with pytest.raises(ValueError, match="sorted and unique"):
        build_plan(torch.tensor([5, 3]), 1)
    with pytest.raises(ValueError, match="at least one level"):
        build_plan(torch.tensor([3, 5]), 0)


@pytest.mark.slow
def test_a_million_voxels() -> None:
    generator = torch.Generator().manual_seed(0)
    xyz = torch.rand(1_400_000, 3, generator=generator) * torch.tensor([90.0, 90.0, 0.4])
    keys = voxelize(xyz, 0.05).keys
    assert len(keys) > 1_000_000
    plan = build_plan(keys, 5)
    table = plan.levels[0].neighbours
    assert torch.equal(table[:, 13], torch.arange(len(keys), dtype=torch.int32))
    rows = torch.randint(len(keys), (200,), generator=generator)
    right = table[rows, 14]
    there = right < len(keys)
    assert torch.equal(keys[right[there].long()], keys[rows[there]] + 1)
