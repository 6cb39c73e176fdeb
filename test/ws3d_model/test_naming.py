# SPDX-License-Identifier: Apache-2.0
"""Naming voxels: the bounds decide as the means of all words would."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from ws3d_model.naming import name_voxels
from ws3d_model.neighbourhood import Neighbourhood
from ws3d_model.sparse import build_plan, voxelize


def _neighbourhood(voxels: int, seed: int) -> Neighbourhood:
    """Voxels scattered over a few layers of a small grid, so that most touch some others."""
    draw = torch.Generator().manual_seed(seed)
    cells = torch.randint(8, (voxels, 3), generator=draw).float() + 0.5
    keys = voxelize(cells, 1.0).keys
    return Neighbourhood(build_plan(keys, 1).levels[0].neighbours)


def _in_full(neighbourhood: Neighbourhood, table: Tensor, asked: int) -> tuple[Tensor, Tensor]:
    """The definition: the mean of every word, voxel by voxel."""
    means = torch.stack(
        [table[row[row < len(table)].long()].mean(dim=0) for row in neighbourhood.neighbours]
    )
    lost = means[:, asked:].amax(dim=1) > means[:, :asked].amax(dim=1)
    best, label = means[:, :asked].max(dim=1)
    return torch.where(lost, -1, label), best


@settings(deadline=None, max_examples=60)
@given(
    voxels=st.integers(1, 300),
    asked=st.integers(1, 4),
    others=st.integers(1, 40),
    sharpness=st.sampled_from([0.5, 2.0, 6.0]),
    seed=st.integers(0, 2**31),
)
def test_labels_are_those_of_all_words_means(
    voxels: int, asked: int, others: int, sharpness: float, seed: int
) -> None:
    neighbourhood = _neighbourhood(voxels, seed)
    draw = torch.Generator().manual_seed(seed + 1)
    logits = torch.randn(len(neighbourhood), asked + others, generator=draw, dtype=torch.float64)
    logits[:, :asked] += sharpness / 2  # or no asked word ever won
    table = torch.softmax(sharpness * logits, dim=1)
    label, best = name_voxels(table, neighbourhood, lambda rows: rows, asked, 4000)
    expected, mean = _in_full(neighbourhood, table, asked)
    assert torch.equal(label, expected)
    torch.testing.assert_close(best, mean)


def test_without_other_words_every_voxel_gets_a_name() -> None:
    neighbourhood = _neighbourhood(100, 0)
    table = torch.softmax(torch.randn(len(neighbourhood), 3), dim=1)
    label, best = name_voxels(table, neighbourhood, lambda rows: rows, 3, 3)
    expected, mean = neighbourhood.mean(table).argmax(1), neighbourhood.mean(table).amax(1)
    assert torch.equal(label, expected)
    assert torch.equal(best, mean)


@pytest.mark.parametrize("others", [0, 5])
def test_no_voxels(others: int) -> None:
    nowhere = Neighbourhood(torch.zeros(0, 27, dtype=torch.int32))
    label, best = name_voxels(torch.zeros(0, 2 + others), nowhere, lambda rows: rows, 2, 7)
    assert len(label) == len(best) == 0


def test_few_voxels_are_looked_at_in_full() -> None:
    """On a surface of two halves, only where they meet can the bounds leave a doubt."""
    side = 60
    grid = torch.stack(torch.meshgrid(torch.arange(side), torch.arange(side), indexing="ij"), -1)
    cells = torch.cat([grid.reshape(-1, 2).float(), torch.zeros(side * side, 1)], dim=1) + 0.5
    found = voxelize(cells, 1.0)
    neighbourhood = Neighbourhood(build_plan(found.keys, 1).levels[0].neighbours)
    left = found.mean(cells)[:, 0] < side / 2
    # Two other words share one half between them; the asked one has a third everywhere.
    table = torch.where(left[:, None], torch.tensor([0.3, 0.7, 0.0]), torch.tensor([0.3, 0.0, 0.7]))
    seen = 0

    def probabilities(rows: Tensor) -> Tensor:
        nonlocal seen
        seen += len(rows)
        return rows

    label, _ = name_voxels(table, neighbourhood, probabilities, 1, 3)
    assert (label == -1).all()
    assert seen <= len(table) + 6 * side
