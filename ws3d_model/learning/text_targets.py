# SPDX-License-Identifier: Apache-2.0
"""What voxels should point to: text vectors of the class names, in several wordings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ws3d_model.learning.augmentation import Dice


@dataclass(frozen=True, eq=False)
class TextTargets:
    """Text vectors of K class names, each in one or more wordings.

    Args:
        vectors: per class float32 (W_k, D), centred unit vectors; the name itself first.
        coarse: int64 (K,), the class that a coarser vocabulary merges a class into; itself where it
            stays.
    """

    vectors: tuple[Tensor, ...]
    coarse: Tensor

    @staticmethod
    def build(
        names: Sequence[str],
        words: Mapping[str, Sequence[str]],
        coarse: Mapping[str, str],
        centred: Mapping[str, npt.NDArray[np.float32]],
        device: torch.device,
    ) -> TextTargets:
        """Targets of `names`: their wordings, their merges, and the centred vector of a wording."""
        vectors = [
            torch.from_numpy(np.stack([centred[word] for word in words[name]])).to(device)
            for name in names
        ]
        index = {name: number for number, name in enumerate(names)}
        merged = torch.tensor([index[coarse.get(name, name)] for name in names], device=device)
        return TextTargets(tuple(vectors), merged)

    def draw(self, dice: Dice, noise: float) -> Tensor:
        """One wording a class with a little noise: unit vectors (K, D).

        The noise keeps the network from tying a class to one exact vector, which a user's own
        wording will not hit.
        """
        rows = [
            v[0 if len(v) == 1 or dice.chance(0.5) else dice.integer(len(v))] for v in self.vectors
        ]
        chosen = torch.stack(rows)
        spread = torch.randn(chosen.shape, generator=dice.host).to(chosen)
        chosen = chosen + noise * spread / chosen.shape[1] ** 0.5
        drawn: Tensor = torch.nn.functional.normalize(chosen, dim=-1)
        return drawn

    def merge(self, labels: Tensor) -> Tensor:  # (M,)
        """Labels under the coarser vocabulary; -1 stays -1."""
        return torch.where(labels >= 0, self.coarse[labels.clamp(min=0)], labels)

    def coarse_classes(self) -> Tensor:
        """int64 (K',): the classes that the coarser vocabulary has."""
        kept: Tensor = torch.unique(self.coarse)
        return kept
