# SPDX-License-Identifier: Apache-2.0
"""An average that follows: fast at first, slowly later; counters are copied."""

from __future__ import annotations

import copy

import pytest
import torch
from torch import nn

from ws3d_model.learning.moving_average import follow


@pytest.mark.parametrize(
    ("step", "decay", "stays"), [(0, 0.99, 0.1), (90, 0.99, 0.91), (10**6, 0.99, 0.99), (5, 0.0, 0)]
)
def test_the_share_that_stays(step: int, decay: float, stays: float) -> None:
    network, average = nn.Linear(2, 2), nn.Linear(2, 2)
    before = copy.deepcopy(average)
    follow(average, network, step, decay)
    wanted = stays * before.weight + (1 - stays) * network.weight
    torch.testing.assert_close(average.weight, wanted)


def test_counters_and_statistics_follow_too() -> None:
    network, average = nn.BatchNorm1d(3), nn.BatchNorm1d(3)
    network(torch.randn(8, 3) + 5)
    follow(average, network, 10**6, 0.5)
    assert int(average.num_batches_tracked) == 1
    torch.testing.assert_close(average.running_mean, network.running_mean / 2)
