# SPDX-License-Identifier: Apache-2.0
"""follow: the weights of one network as a moving average of another's."""

from __future__ import annotations

import torch
from torch import nn


@torch.no_grad()
def follow(average: nn.Module, network: nn.Module, step: int, decay: float) -> None:
    """Move an average towards a network of the same shape; whole numbers are copied.

    Args:
        average: is changed in place.
        step: since the beginning, 0 for the first: the memory is short at first.
        decay: share of the average that stays, later.
    """
    decay = min(decay, (1 + step) / (10 + step))
    for mean, value in zip(
        average.state_dict().values(), network.state_dict().values(), strict=True
    ):
        if mean.is_floating_point():
            mean.lerp_(value, 1 - decay)
        else:
            mean.copy_(value)
