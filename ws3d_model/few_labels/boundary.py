# SPDX-License-Identifier: Apache-2.0
"""Boundary network: how likely an edge of the region graph parts two classes; loss and quality."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from ws3d_model.few_labels.partial_mean import PartialMean
from ws3d_model.regions import EDGE_FEATURES

NOT_A_BOUNDARY, BOUNDARY, UNKNOWN = 0, 1, -1


class BoundaryHead(nn.Module):
    """An MLP on what two touching regions have in common and how they differ.

    Args:
        channels: C of the regions' features.
        hidden: width of the layer between.
    """

    def __init__(self, channels: int, hidden: int = 64) -> None:
        super().__init__()
        # Region features have the scale that the network gives them: it may not decide how much
        # they count beside the measures of the edge.
        self.norm = nn.LayerNorm(channels)
        self.inner = nn.Linear(2 * channels + len(EDGE_FEATURES), hidden)
        self.outer = nn.Linear(hidden, 1)

    def forward(
        self,
        features: Tensor,  # (R, C)
        edges: Tensor,  # (E, 2)
        edge_features: Tensor,  # (E, 9)
    ) -> Tensor:
        """Logits (E,) of |h_i - h_j|, h_i h_j and the edge's measures: i and j may be swapped."""
        h = self.norm(features)
        first, second = h.index_select(0, edges[:, 0]), h.index_select(0, edges[:, 1])
        # Metres have no upper end; x / (1 + |x|) has.
        measures = edge_features / (1 + edge_features.abs())
        joined = torch.cat([(first - second).abs(), first * second, measures], 1)
        logits: Tensor = self.outer(self.inner(joined).relu()).squeeze(1)
        return logits


def boundary_targets(region_class: Tensor, edges: Tensor) -> Tensor:
    """int64 (E,): BOUNDARY between two classes, NOT_A_BOUNDARY within one, UNKNOWN elsewhere.

    Args:
        region_class: int64 (R,), -1 unknown, such as `majority_class` says.
        edges: int64 (E, 2).
    """
    first, second = region_class[edges[:, 0]], region_class[edges[:, 1]]
    return torch.where((first >= 0) & (second >= 0), (first != second).long(), UNKNOWN)


def boundary_loss(logits: Tensor, targets: Tensor) -> PartialMean:
    """Binary cross-entropy in which both answers weigh the same, however rare one of them is.

    Where only one of them occurs, the share of a batch has half the weight of another.
    """
    total, weight = logits.sum() * 0, logits.new_zeros(())
    for answer in (NOT_A_BOUNDARY, BOUNDARY):
        of_answer = targets == answer
        if bool(of_answer.any()):
            chosen = logits[of_answer]
            total = total + 0.5 * functional.binary_cross_entropy_with_logits(
                chosen, torch.full_like(chosen, float(answer))
            )
            weight = weight + 0.5
    return PartialMean(total, weight)


@dataclass(frozen=True)
class BoundaryQuality:
    """How well boundaries were told, in counts that add up over scenes."""

    true: int = 0
    false: int = 0
    missed: int = 0

    def __add__(self, other: BoundaryQuality) -> BoundaryQuality:
        return BoundaryQuality(
            self.true + other.true, self.false + other.false, self.missed + other.missed
        )

    @property
    def precision(self) -> float:
        """Share of the predicted boundaries that are some; 0 without any."""
        return self.true / max(1, self.true + self.false)

    @property
    def recall(self) -> float:
        """Share of the boundaries that were predicted; 0 without any."""
        return self.true / max(1, self.true + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.true / max(1, 2 * self.true + self.false + self.missed)


def boundary_quality(
    probabilities: Tensor, targets: Tensor, threshold: float = 0.5
) -> BoundaryQuality:
    """Counts over edges whose target is known: probabilities (E,), targets (E,)."""
    predicted = probabilities >= threshold
    return BoundaryQuality(
        int((predicted & (targets == BOUNDARY)).sum()),
        int((predicted & (targets == NOT_A_BOUNDARY)).sum()),
        int((~predicted & (targets == BOUNDARY)).sum()),
    )
