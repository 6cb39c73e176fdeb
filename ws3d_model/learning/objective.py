# SPDX-License-Identifier: Apache-2.0
"""What the training loop is given: batches, and an objective that turns a batch into loss terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

import torch
from torch import Tensor, nn

from ws3d_model.learning.ranks import Ranks


class TrainingError(RuntimeError):
    """Training cannot go on; the message says at which step, why, and what to do."""


@dataclass(frozen=True, eq=False)
class Term:
    """One loss term of a batch: a weighted mean, kept as its parts.

    Several processes that share a batch add both parts before they divide; so the mean is that of
    the whole batch, however unevenly the processes' shares are filled.

    Args:
        total: scalar with a gradient, the sum.
        weight: scalar without, what to divide it by; 0 where the batch had nothing for the term.
        factor: of the mean in the loss.
    """

    total: Tensor
    weight: Tensor
    factor: float

    @property
    def mean(self) -> Tensor:
        """The mean, 0 where there is nothing."""
        return self.total / torch.where(self.weight > 0, self.weight, 1.0)


@dataclass(frozen=True, eq=False)
class Losses:
    """Terms by name, the same names in the same order for every batch, and counts for the log."""

    terms: Mapping[str, Term]
    counts: Mapping[str, int] = field(default_factory=dict)


class TrainingBatch(Protocol):
    """What one step is taken on."""

    def __len__(self) -> int:
        """Voxels."""

    def to(self, device: torch.device) -> TrainingBatch:
        """The same on a device."""

    def tensors(self) -> dict[str, Tensor]:
        """Everything that it holds, by name: saved where a step fails."""


B_contra = TypeVar("B_contra", bound=TrainingBatch, contravariant=True)
B_co = TypeVar("B_co", bound=TrainingBatch, covariant=True)
N_contra = TypeVar("N_contra", bound=nn.Module, contravariant=True)


class BatchSource(Protocol[B_co]):
    """Draws batches. The same step and rank give the same batch, in any process."""

    def draw(self, step: int, rank: int, ranks: int) -> B_co:
        """One process's share of the batch of a step, on the host."""


class Objective(Protocol[N_contra, B_contra]):
    """The losses of one batch."""

    def __call__(self, network: N_contra, batch: B_contra, step: int, ranks: Ranks) -> Losses:
        """Losses of one process's share; whatever is random depends on step and rank alone."""
