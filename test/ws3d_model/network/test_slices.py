# SPDX-License-Identifier: Apache-2.0
"""Slices of rows give what all rows at once give."""

from __future__ import annotations

import pytest
import torch

from ws3d_model.network import by_slices
from ws3d_model.network.slices import CPU_VALUES

WIDTH = CPU_VALUES // 100


@pytest.mark.parametrize("rows", [0, 1, 100, 101, 300])
def test_a_tensor_and_a_tuple_come_back_whole(rows: int) -> None:
    features = torch.arange(2.0 * rows).reshape(rows, 2)
    assert torch.equal(by_slices(lambda part: part * 2, features, WIDTH), features * 2)
    first, second = by_slices(lambda part: (part[:, 0], part + 1), features, WIDTH)
    assert torch.equal(first, features[:, 0])
    assert torch.equal(second, features + 1)


def test_rows_wider_than_a_slice_come_one_by_one() -> None:
    assert len(by_slices(lambda part: part, torch.zeros(3, 1), 2 * CPU_VALUES)) == 3


def test_no_call_sees_more_rows_than_a_slice() -> None:
    seen: list[int] = []

    def look(part: torch.Tensor) -> torch.Tensor:
        seen.append(len(part))
        return part

    by_slices(look, torch.zeros(205, 1), WIDTH)
    assert seen == [100, 100, 5]
