# SPDX-License-Identifier: Apache-2.0
"""Batches of crops, what they are compared with, and the loss.

A crop is to be nearer to the name of its class than to those of other classes: CLIP's loss from
picture to text (Radford et al., "Learning Transferable Visual Models From Natural Language
Supervision", 2021, section 2.3) with a name of every class for texts instead of the batch's
captions. Small batches have few captions, and each of them fits many crops.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from ws3d_model.language.prompts import CAPTIONS, fill
from ws3d_model.teachers.crops import Crops

OWN_NAME = 0.6  # of the draws of a class's words; one of its synonyms else
DESCRIBED = 0.15  # of the texts that are captions, where the text tower learns alone
EVENNESS = 0.7  # 1 draws all classes alike, 0 each as often as it has crops
SMOOTHING = 0.1  # of the labels


@dataclass(frozen=True, eq=False)
class CropBatch:
    """B crops.

    Args:
        images: uint8 (B, S, S, 3).
        target: int64 (B,), the class of each, row in the source's `classes`.
        among: bool (C,), the classes that the crops are compared with.
    """

    images: Tensor
    target: Tensor
    among: Tensor


class CropSource:
    """Draws batches of crops, wanted classes more often than others.

    Args:
        parts: crops to draw from, a part a source. Sources of a class count with the square root of
            their crops, so that the few of one are neither lost nor seen all the time.
        wanted: classes that most crops of a batch are of; every batch is compared with their names.
        synonyms: words that a class may be called by, its name first.
        share: of the wanted classes in a batch.

    Raises:
        ValueError: there are no crops.
    """

    def __init__(
        self,
        parts: Sequence[Crops],
        wanted: Sequence[str],
        synonyms: Mapping[str, Sequence[str]],
        share: float = 0.92,
    ) -> None:
        self._parts = [part for part in parts if len(part)]
        if not self._parts:
            raise ValueError("there are no crops to train on: ask for more things, rooms or scans")
        rows: dict[str, list[tuple[int, npt.NDArray[np.int64]]]] = {}
        for number, part in enumerate(self._parts):
            kinds = np.array(part.names)
            for name in sorted(set(part.names)):
                rows.setdefault(name, []).append((number, np.flatnonzero(kinds == name)))
        self.classes = tuple(sorted(rows))
        self._rows = [rows[name] for name in self.classes]
        self._synonyms, self._share = synonyms, share
        self._wanted = np.isin(self.classes, list(wanted))
        if not self._wanted.any():
            self._wanted[:] = True
        counts = np.array([sum(len(place) for _, place in places) for places in self._rows])
        odds = counts ** (1.0 - EVENNESS)
        self._odds = [self._of(odds, kind) for kind in (self._wanted, ~self._wanted)]

    def _of(self, odds: npt.NDArray[np.float64], kind: npt.NDArray[np.bool_]) -> list[float]:
        chosen = odds * (kind if kind.any() else self._wanted)
        return list(chosen / chosen.sum())

    def draw(self, count: int, rng: np.random.Generator) -> CropBatch:
        """A batch of `count` crops."""
        others = int((rng.random(count) >= self._share).sum())
        kinds = [
            rng.choice(len(self.classes), number, p=odds)
            for number, odds in zip((count - others, others), self._odds, strict=True)
        ]
        target = np.concatenate(kinds)
        images = []
        for kind in target.tolist():
            places = self._rows[kind]
            weights = np.sqrt([len(rows) for _, rows in places])
            number, rows = places[int(rng.choice(len(places), p=weights / weights.sum()))]
            images.append(self._parts[number].images[rows[int(rng.integers(len(rows)))]])
        among = torch.from_numpy(self._wanted.copy())
        among[torch.from_numpy(target)] = True
        return CropBatch(torch.from_numpy(np.stack(images)), torch.from_numpy(target), among)

    def words_of(self, name: str) -> tuple[str, ...]:
        """What a class may be called, its name first."""
        return tuple(dict.fromkeys((name, *self._synonyms.get(name, ()))))

    def draw_texts(
        self, count: int, rng: np.random.Generator
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Two texts, names or captions, of each of at most `count` classes."""
        order = rng.permutation(len(self.classes))[:count]
        drawn = [[self._text_of(int(row), rng) for row in order] for _ in range(2)]
        return tuple(drawn[0]), tuple(drawn[1])

    def _text_of(self, kind: int, rng: np.random.Generator) -> str:
        if rng.random() < DESCRIBED:
            places = self._rows[kind]
            number, rows = places[int(rng.integers(len(places)))]
            ways = self._parts[number].captions[int(rng.choice(rows))].split("\n")
            if any(ways):
                return ways[int(rng.integers(len(ways)))]
        words = self.words_of(self.classes[kind])
        word = words[0 if rng.random() < OWN_NAME else int(rng.integers(len(words)))]
        return fill(CAPTIONS[int(rng.integers(len(CAPTIONS)))], word)


def naming_loss(
    images: Tensor,  # (B, D) unit length
    names: Tensor,  # (C, D) unit length
    scale: Tensor,
    target: Tensor,  # (B,)
    among: Tensor,  # bool (C,)
) -> Tensor:
    """Cross-entropy of crops against the names of classes, with smoothed labels.

    Args:
        images: vectors of crops.
        names: a vector of every class.
        scale: of the cosines.
        target: each crop's class.
        among: the classes that are compared with; every target is one of them.
    """
    kept = torch.nonzero(among).squeeze(1)
    place = torch.cumsum(among, 0) - 1
    logits = scale * images @ names[kept].t()
    return functional.cross_entropy(logits, place[target], label_smoothing=SMOOTHING)
