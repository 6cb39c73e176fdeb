# SPDX-License-Identifier: Apache-2.0
"""Pseudo-labels: which predictions are certain enough to learn from; a threshold a class."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class ClassThresholds(nn.Module):
    """A threshold of confidence for every class, lower for classes that are still hard.

    From low to high by a class's mean confidence over that of the best class, both moving averages
    (FreeMatch, Wang et al., ICLR 2023, its class-wise thresholds, here between two ends): with one
    threshold for all, rare classes never become labels.

    Args:
        classes: K.
        low, high: ends of the thresholds.
        decay: of the moving averages, a batch.

    Raises:
        ValueError: a value out of range.
    """

    confidence: Tensor

    def __init__(
        self, classes: int, low: float = 0.6, high: float = 0.9, decay: float = 0.98
    ) -> None:
        super().__init__()
        if classes < 1 or not 0 <= low <= high <= 1 or not 0 <= decay < 1:
            raise ValueError("needs a class, 0 <= low <= high <= 1, and a decay in 0..1")
        self.low, self.high, self.decay = low, high, decay
        self.register_buffer("confidence", torch.ones(classes))

    @property
    def values(self) -> Tensor:
        """Thresholds (K,)."""
        relative = self.confidence / self.confidence.max().clamp_min(1e-6)
        return self.low + (self.high - self.low) * relative

    @torch.no_grad()
    def update(self, probabilities: Tensor) -> None:  # (R, K)
        """Take in a batch's predictions; classes that it does not have stay."""
        most, winner = probabilities.max(1)
        classes = len(self.confidence)
        count = torch.bincount(winner, minlength=classes)
        total = torch.zeros_like(self.confidence).index_add_(0, winner, most.float())
        mean = total / count.clamp(min=1)
        moved = self.confidence.lerp(mean, 1 - self.decay)
        self.confidence.copy_(torch.where(count > 0, moved, self.confidence))

    def choose(self, probabilities: Tensor) -> tuple[Tensor, Tensor]:
        """Labels (R,), -1 where uncertain, and their confidence (R,), of probabilities (R, K)."""
        most, winner = probabilities.max(1)
        return torch.where(most >= self.values[winner], winner, -1), most


def ramp(progress: float, share: float = 0.25) -> float:
    """Factor 0..1 of what rests on predictions: rises over the first part of the training.

    Args:
        progress: share of the training that is done.
        share: of it over which the factor rises; 0 for none.

    Raises:
        ValueError: progress or share lies outside 0..1.
    """
    if not (0 <= progress <= 1 and 0 <= share <= 1):
        raise ValueError(f"progress and share must lie in 0..1, got {progress} and {share}")
    return 1.0 if share == 0 else min(1.0, progress / share)
