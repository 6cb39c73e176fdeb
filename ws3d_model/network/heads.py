# SPDX-License-Identifier: Apache-2.0
"""Heads on the finest features: vectors in a text space, and what a voxel knows of its object."""

from __future__ import annotations

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
        """Cosine (M, K) with unit text vectors, the same as `forward(features) @ vectors.T`.

        The D-dimensional vector of a voxel is never made: its product with the text vectors and its
        length both follow from the hidden layer, at K + hidden instead of D operations a channel.
        """
        hidden = self.inner(features).relu()
        weight, bias = self.outer.weight, self.outer.bias
        products = hidden @ (vectors @ weight).t() + vectors @ bias
        squared = ((hidden @ (weight.t() @ weight)) * hidden).sum(1)
        squared = squared + 2 * (hidden @ (weight.t() @ bias)) + bias @ bias
        cosines: Tensor = products * torch.rsqrt(squared.clamp_min(1e-12))[:, None]
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
