# SPDX-License-Identifier: Apache-2.0
"""PartialMean: a loss as a sum and what to divide it by, so that shares of a batch can be added."""

from __future__ import annotations

from typing import NamedTuple

from torch import Tensor


class PartialMean(NamedTuple):
    """A weighted mean in two parts, as `learning.objective.Term` takes them.

    Args:
        total: scalar with a gradient.
        weight: scalar without; 0 where there was nothing to learn from.
    """

    total: Tensor
    weight: Tensor

    @property
    def mean(self) -> Tensor:
        """The mean; 0 where there was nothing."""
        return self.total / self.weight.clamp(min=1e-12)
