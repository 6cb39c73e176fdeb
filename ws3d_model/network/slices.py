# SPDX-License-Identifier: Apache-2.0
"""Functions of single rows, taken a slice of rows at a time: wide layers are never whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import torch
from torch import Tensor

Columns = TypeVar("Columns", Tensor, tuple[Tensor, ...])

CPU_VALUES = 1 << 18
"""Of a layer at once: 1 MB, which a core's cache holds."""
GPU_VALUES = 1 << 27
"""Few launches, and half a gigabyte."""


def by_slices(function: Callable[[Tensor], Columns], features: Tensor, width: int) -> Columns:
    """`function(features)`, where every row of its result follows from the same row alone.

    Args:
        function: from (m, C) to a tensor of m rows, or a tuple of such.
        features: (M, C).
        width: values that the widest layer holds of one row.
    """
    values = CPU_VALUES if features.device.type == "cpu" else GPU_VALUES
    slices = torch.split(features, max(1, values // width))
    if len(slices) == 1:
        return function(features)
    parts = [function(part) for part in slices]
    if isinstance(parts[0], Tensor):
        return torch.cat(parts)
    return tuple(torch.cat(columns) for columns in zip(*parts, strict=True))
