# SPDX-License-Identifier: Apache-2.0
"""Initial weights that let a small model learn from few steps."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

SELF_QUERY = 0.7  # the identity's part in query times key, and the noise's
SELF_VALUE = 0.4  # the same for value times projection, which takes away what is there
WORDS = 3.0  # strength with which the last token takes over the words before it


@torch.no_grad()
def set_initial_weights(model: Any, seed: int) -> None:
    """Give an open_clip model (plain transformers in both towers) attention to begin with.

    Pictures: places attend to places that look like them and lie near them, as trained vision
    transformers do (A. Trockman, J. Z. Kolter, "Mimetic Initialization of Self-Attention Layers",
    ICML 2023, section 3). Texts: the end of a text takes the mean of its words, without which all
    texts begin as nearly the same vector.
    """
    rng = torch.Generator().manual_seed(seed)
    for block in model.visual.transformer.resblocks:
        attention: nn.MultiheadAttention = block.attn
        width, heads = attention.embed_dim, attention.num_heads
        size = width // heads
        weight = attention.in_proj_weight
        for head in range(heads):
            rows = slice(head * size, (head + 1) * size)
            wanted = SELF_QUERY * (_noise(width, rng) + torch.eye(width))
            left, right = _halves(wanted, size)
            weight[rows] = left.t()
            weight[width:][rows] = right
        wanted = SELF_VALUE * (_noise(width, rng) - torch.eye(width))
        left, right = _halves(wanted, width)
        attention.out_proj.weight.copy_(left)
        weight[2 * width :] = right
    for block in model.transformer.resblocks:
        width = block.attn.embed_dim
        block.attn.in_proj_weight[2 * width :] = torch.eye(width)
        block.attn.out_proj.weight.copy_(WORDS * torch.eye(width))


def _noise(width: int, rng: torch.Generator) -> Tensor:
    return torch.randn(width, width, generator=rng) / width**0.5


def _halves(matrix: Tensor, rank: int) -> tuple[Tensor, Tensor]:
    """Two matrices (W, rank) and (rank, W) whose product is nearest to the given one."""
    left, values, right = torch.linalg.svd(matrix)
    root = values[:rank].sqrt()
    return left[:, :rank] * root, root[:, None] * right[:rank]
