# SPDX-License-Identifier: Apache-2.0
"""What voxels should point to: text vectors of the class names, in several wordings.

Part of the time the names come from a coarser vocabulary ("cabinet" for a wardrobe, "clutter" for a
cup), because users ask in such words too.
"""

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
    """Text vectors of K class names and H more general names, each in one or more wordings.

    Args:
        vectors: per name float32 (W, D), centred unit vectors; the name itself first; the K classes
            come before the H general names.
        coarser: int64 (V, K): under each of V coarser vocabularies, the name (0..K + H - 1) that a
            class goes by; itself where it stays.
    """

    vectors: tuple[Tensor, ...]
    coarser: Tensor

    @staticmethod
    def build(
        names: Sequence[str],
        words: Mapping[str, Sequence[str]],
        coarser: Sequence[Mapping[str, str]],
        centred: Mapping[str, npt.NDArray[np.float32]],
        device: torch.device,
    ) -> TextTargets:
        """Targets of `names`.

        Args:
            words: the wordings of a name, classes and general names alike.
            coarser: vocabularies that merge classes into other classes or general names.
            centred: the vector of a wording.
        """
        general = sorted({name for merges in coarser for name in merges.values()} - set(names))
        index = {name: number for number, name in enumerate((*names, *general))}
        vectors = [
            torch.from_numpy(np.stack([centred[word] for word in words[name]])).to(device)
            for name in index
        ]
        rows = [[index[merges.get(name, name)] for name in names] for merges in coarser]
        merged = torch.tensor(rows, dtype=torch.long, device=device).reshape(-1, len(names))
        return TextTargets(tuple(vectors), merged)

    @property
    def classes(self) -> int:
        """K, the number of classes."""
        return self.coarser.shape[1]

    def draw(self, dice: Dice, noise: float) -> Tensor:
        """One wording a name with a little noise: unit vectors (K + H, D).

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

    def choose(self, labels: Tensor, dice: Dice, coarse: float) -> tuple[Tensor, Tensor]:
        """A vocabulary for one batch: its names' rows (K',), and the labels (M,) among them.

        Args:
            labels: classes, -1 unlabelled.
            coarse: how often one of the coarser vocabularies is taken.
        """
        if not len(self.coarser) or not dice.chance(coarse):
            return torch.arange(self.classes, device=labels.device), labels
        merged = self.coarser[dice.integer(len(self.coarser))]
        kept, place = torch.unique(merged, return_inverse=True)
        return kept, torch.where(labels >= 0, place[labels.clamp(min=0)], labels)
