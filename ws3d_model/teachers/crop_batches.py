# SPDX-License-Identifier: Apache-2.0
"""Batches of crops, what they are compared with, and the losses.

A crop is to be nearer to the name of its class than to those of other classes: CLIP's loss from
picture to text (Radford et al., "Learning Transferable Visual Models From Natural Language
Supervision", 2021, section 2.3) with a name of every class for texts instead of the batch's
captions. Small batches have few captions, and each of them fits many crops. The places of a crop
are compared with the same names: a model that has only learnt to name things that fill the picture
cannot tell what lies where in a view.
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
HALF = 0.5  # of a place that its class covers, at least


@dataclass(frozen=True, eq=False)
class CropBatch:
    """B crops.

    Args:
        images: uint8 (B, S, S, 3).
        target: int64 (B,), the class of each, row in the source's `classes`, or -1 for none.
        maps: int64 (B, M, M), class of every place, or -1; see `Crops`. Wanted classes alone: the
            hundreds of others would take most of the weight.
        among: bool (C,), the classes that crops and places are compared with.
    """

    images: Tensor
    target: Tensor
    maps: Tensor
    among: Tensor


class CropSource:
    """Draws batches of crops, wanted classes more often than others.

    Args:
        parts: crops to draw from, a part a source. Sources of a class count with the square root of
            their crops, so that the few of one are neither lost nor seen all the time.
        wanted: classes that most crops of a batch are of; every batch is compared with their names.
        synonyms: words that a class may be called by, its name first.
        share: of the wanted classes among the crops of a class.
        windows: share of a batch that is windows which show no class more than others.

    Raises:
        ValueError: there are no crops.
    """

    def __init__(
        self,
        parts: Sequence[Crops],
        wanted: Sequence[str],
        synonyms: Mapping[str, Sequence[str]],
        share: float = 0.92,
        windows: float = 0.3,
    ) -> None:
        self._parts = [part for part in parts if len(part)]
        if not self._parts:
            raise ValueError("there are no crops to train on: ask for more things, rooms or scans")
        rows: dict[str, list[tuple[int, npt.NDArray[np.int64]]]] = {}
        for number, part in enumerate(self._parts):
            kinds = np.array(part.names)
            for name in sorted(set(part.names)):
                rows.setdefault(name, []).append((number, np.flatnonzero(kinds == name)))
        self._unnamed = rows.pop("", [])
        if not rows:
            raise ValueError("no crop shows a single thing: ask for more things or rooms")
        self.classes = tuple(sorted(rows))
        self._rows = [rows[name] for name in self.classes]
        self._synonyms, self._share, self._windows = synonyms, share, windows
        self._wanted = np.isin(self.classes, list(wanted))
        if not self._wanted.any():
            self._wanted[:] = True
        taught = {self.classes[row]: int(row) for row in np.flatnonzero(self._wanted)}
        self._maps = [part.maps_among(taught) for part in self._parts]
        counts = np.array([sum(len(place) for _, place in places) for places in self._rows])
        odds = counts ** (1.0 - EVENNESS)
        self._odds = [self._of(odds, kind) for kind in (self._wanted, ~self._wanted)]

    def _of(self, odds: npt.NDArray[np.float64], kind: npt.NDArray[np.bool_]) -> list[float]:
        chosen = odds * (kind if kind.any() else self._wanted)
        return list(chosen / chosen.sum())

    def draw(self, count: int, rng: np.random.Generator) -> CropBatch:
        """A batch of `count` crops, some of them windows that show no class more than others."""
        windows = int((rng.random(count) < self._windows).sum()) if self._unnamed else 0
        others = int((rng.random(count - windows) >= self._share).sum())
        numbers = count - windows - others, others
        kinds = [
            rng.choice(len(self.classes), number, p=odds)
            for number, odds in zip(numbers, self._odds, strict=True)
        ]
        named = np.concatenate(kinds).tolist()
        places = [self._place(self._rows[kind], rng) for kind in named]
        places += [self._place(self._unnamed, rng) for _ in range(windows)]
        maps = np.stack([self._maps[part][row] for part, row in places]).astype(np.int64)
        among = self._wanted.copy()
        among[named] = True
        return CropBatch(
            torch.from_numpy(np.stack([self._parts[part].images[row] for part, row in places])),
            torch.tensor(named + [-1] * windows),
            torch.from_numpy(maps),
            torch.from_numpy(among),
        )

    def _place(
        self, places: Sequence[tuple[int, npt.NDArray[np.int64]]], rng: np.random.Generator
    ) -> tuple[int, int]:
        """Part and row of one crop of a class."""
        weights = np.sqrt([len(rows) for _, rows in places])
        part, rows = places[int(rng.choice(len(places), p=weights / weights.sum()))]
        return part, int(rows[int(rng.integers(len(rows)))])

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
        target: each crop's class, or -1 for one that is not compared.
        among: the classes that are compared with; every target is one of them.
    """
    losses = _compared(images, names, scale, target, among)
    return losses.sum() / (target >= 0).sum().clamp(min=1)


def places_loss(
    places: Tensor,  # (B, h, w, D) unit length
    names: Tensor,  # (C, D) unit length
    scale: Tensor,
    maps: Tensor,  # int64 (B, M, M)
    among: Tensor,  # bool (C,)
) -> Tensor:
    """The same of the places of crops, each by the class that covers most of it.

    Places without such a class are left out. A class counts with the square root of its places, so
    that walls and floors do not drown all else.

    Args:
        places: their vectors.
        names, scale, among: see `naming_loss`.
        maps: what the crops show.
    """
    target = mostly(maps, places.shape[1]).flatten()
    known = target >= 0
    losses = _compared(places.flatten(0, 2), names, scale, target, among)
    counts = torch.bincount(target[known], minlength=len(names)).float()
    weights = torch.where(known, counts.clamp(min=1).rsqrt()[target.clamp(min=0)], 0.0)
    return (losses * weights).sum() / weights.sum().clamp(min=1e-6)


def mostly(maps: Tensor, side: int) -> Tensor:
    """int64 (B, side, side): the class that covers at least half of each cell of maps, or -1."""
    step = max(1, maps.shape[-1] // side)
    if maps.shape[-1] != side * step:
        known = functional.interpolate(maps[:, None].float(), (side * step, side * step))
        maps = known[:, 0].long()
    cells = maps.view(len(maps), side, step, side, step).transpose(2, 3).flatten(3)
    most = cells.mode(dim=3).values
    share = (cells == most[..., None]).float().mean(dim=3)
    return torch.where(share >= HALF, most, -1)


def _compared(
    vectors: Tensor, names: Tensor, scale: Tensor, target: Tensor, among: Tensor
) -> Tensor:
    """(N,): cross-entropy of every vector, 0 where there is no target."""
    kept = torch.nonzero(among).squeeze(1)
    place = torch.cumsum(among, 0) - 1
    logits = scale * vectors @ names[kept].t()
    wanted = torch.where(target >= 0, place[target.clamp(min=0)], -1)
    return functional.cross_entropy(
        logits, wanted, label_smoothing=SMOOTHING, ignore_index=-1, reduction="none"
    )
