# SPDX-License-Identifier: Apache-2.0
"""Means over neighbourhoods, against a loop over voxels."""

from __future__ import annotations

import pytest
import torch

from ws3d_model.neighbourhood import Neighbourhood
from ws3d_model.sparse import build_plan, voxelize


@pytest.fixture
def scattered() -> Neighbourhood:
    draw = torch.Generator().manual_seed(3)
    cells = torch.randint(7, (150, 3), generator=draw).float() + 0.5
    return Neighbourhood(build_plan(voxelize(cells, 1.0).keys, 1).levels[0].neighbours)


def _present(neighbourhood: Neighbourhood) -> list[torch.Tensor]:
    return [row[row < len(neighbourhood)].long() for row in neighbourhood.neighbours]


def test_mean(scattered: Neighbourhood) -> None:
    values = torch.rand(len(scattered), 4, dtype=torch.float64)
    expected = torch.stack([values[rows].mean(0) for rows in _present(scattered)])
    torch.testing.assert_close(scattered.mean(values), expected)


def test_a_voxel_without_neighbours_keeps_its_value() -> None:
    alone = Neighbourhood(torch.full((1, 27), 1, dtype=torch.int32))
    alone.neighbours[0, 13] = 0
    values = torch.tensor([[0.25, 0.75]])
    assert torch.equal(alone.mean(values), values)


def test_mean_where_alike(scattered: Neighbourhood) -> None:
    values = torch.rand(len(scattered), dtype=torch.float64)
    kinds = torch.randint(3, (len(scattered),))
    expected = [
        float((values[rows] * (kinds[rows] == kinds[voxel])).sum()) / len(rows)
        for voxel, rows in enumerate(_present(scattered))
    ]
    torch.testing.assert_close(
        scattered.mean_where_alike(values, kinds), torch.tensor(expected, dtype=torch.float64)
    )


def test_mean_around_is_the_mean_of_these_rows(scattered: Neighbourhood) -> None:
    values = torch.rand(len(scattered), 5)
    rows = torch.tensor([3, 0, len(scattered) - 1, 3])
    found = scattered.mean_around(rows, lambda at: values[at.long()])
    assert torch.equal(found, scattered.mean(values)[rows])


def test_mean_around_asks_only_for_what_touches(scattered: Neighbourhood) -> None:
    asked: list[int] = []

    def values_of(rows: torch.Tensor) -> torch.Tensor:
        asked.extend(rows.tolist())
        return torch.zeros(len(rows), 1)

    scattered.mean_around(torch.tensor([5]), values_of)
    assert sorted(asked) == sorted(_present(scattered)[5].tolist())
