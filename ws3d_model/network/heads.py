# SPDX-License-Identifier: Apache-2.0
"""Heads on the finest features: vectors in a text space, and what a voxel knows of its object."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn


class LanguageHead(nn.Module):
    """Features to unit vectors in the text encoder's (centred) space; one head a text space.

    Args:
        channels: C of the features.
        hidden: width of the layer between.
        dimension: D of the text space.
    """

    def __init__(self, channels: int, hidden: int, dimension: int) -> None:
        super().__init__()
        self.inner = nn.Linear(channels, hidden)
        self.outer = nn.Linear(hidden, dimension)

    def forward(self, features: Tensor) -> Tensor:  # (M, C)
        """Unit vectors (M, D)."""
        return nn.functional.normalize(self.outer(self.inner(features).relu()), dim=-1)

    def cosines(self, features: Tensor, vectors: Tensor) -> Tensor:  # (M, C), (K, D)
        """Cosine (M, K) with unit text vectors, the same as `forward(features) @ vectors.T`."""
        return self.asked_for(vectors)(features)

    def asked_for(self, vectors: Tensor) -> Callable[[Tensor], Tensor]:  # (K, D)
        """What gives the cosines (m, K) of any features (m, C) with these unit text vectors.

        The D-dimensional vector of a voxel is never made: its product with the text vectors and its
        length both follow from the hidden layer, at K + hidden instead of D operations a channel.
        """
        weight, bias = self.outer.weight, self.outer.bias
        words, shift = (vectors @ weight).t(), vectors @ bias
        square, mixed, constant = weight.t() @ weight, 2 * (weight.t() @ bias), bias @ bias

        def cosines(features: Tensor) -> Tensor:
            hidden = self.inner(features).relu()
            squared = ((hidden @ square) * hidden).sum(1) + hidden @ mixed + constant
            lengths = squared.clamp_min(1e-12).sqrt()
            found: Tensor = torch.addmm(shift, hidden, words) / lengths[:, None]
            return found

        return cosines


class ObjectHead(nn.Module):
    """Features to the offset of a voxel's object centre (metres) and to its objectness logit."""

    def __init__(self, channels: int, hidden: int) -> None:
        super().__init__()
        self.inner = nn.Linear(channels, hidden)
        self.outer = nn.Linear(hidden, 4)

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor]:  # (M, C)
        """Offsets (M, 3) to the centre of the voxel's object, and objectness logits (M,)."""
        out = self.outer(self.inner(features).relu())
        return out[:, :3], out[:, 3]
