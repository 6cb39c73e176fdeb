# SPDX-License-Identifier: Apache-2.0
"""Batches and loss of contrastive training: crops with their captions, and a name of every class.

The loss is CLIP's (Radford et al., "Learning Transferable Visual Models From Natural Language
Supervision", 2021, section 2.3) with two changes for small batches of few classes: a caption that
fits several crops of the batch is positive for all of them (as in supervised contrast, Khosla et
al., NeurIPS 2020), and a name of every class is among what a crop is compared with. Another caption
of a crop's own class is neither positive nor negative.
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

NAMES_A_STEP = 64  # classes whose names a batch is compared with, at least
DESCRIBED = 0.15  # of the crops whose own captions are among a batch's texts


@dataclass(frozen=True, eq=False)
class Pairs:
    """B crops and T texts.

    Args:
        images: uint8 (B, S, S, 3).
        texts: T texts, each once.
        fits: bool (B, T), the text is a caption of the crop or a name of its class.
        neither: bool (B, T), of the crop's class, but said of another one.
    """

    images: Tensor
    texts: tuple[str, ...]
    fits: Tensor
    neither: Tensor


class PairSource:
    """Draws batches of crops, wanted classes more often than others, each class evenly.

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
        self._synonyms, self._share = synonyms, share
        self._rows: dict[str, list[tuple[int, npt.NDArray[np.int64]]]] = {}
        for number, part in enumerate(self._parts):
            kinds = np.array(part.names)
            for name in sorted(set(part.names)):
                self._rows.setdefault(name, []).append((number, np.flatnonzero(kinds == name)))
        self.classes = tuple(sorted(self._rows))
        self._wanted = [name for name in self.classes if name in set(wanted)] or list(self.classes)
        self._others = [name for name in self.classes if name not in set(wanted)] or self._wanted

    def draw(self, count: int, rng: np.random.Generator) -> Pairs:
        """A batch of `count` crops."""
        names, images, said = [], [], []
        for _ in range(count):
            pool = self._wanted if rng.random() < self._share else self._others
            name = pool[int(rng.integers(len(pool)))]
            places = self._rows[name]
            weights = np.sqrt([len(rows) for _, rows in places])
            number, rows = places[int(rng.choice(len(places), p=weights / weights.sum()))]
            row = int(rng.choice(rows))
            names.append(name)
            images.append(self._parts[number].images[row])
            said.append(self._caption(self._parts[number].captions[row], rng))
        owner = {text: name for text, name in zip(said, names, strict=True) if text}
        own = list(dict.fromkeys([*names, *self._wanted]))
        others = [name for name in self.classes if name not in set(own)]
        extra = rng.permutation(len(others))[: max(0, NAMES_A_STEP - len(own))]
        plain: dict[str, str] = {}
        for name in [*own, *(others[int(row)] for row in extra)]:
            plain[self._called(name, rng)] = name
        texts = tuple(dict.fromkeys([*owner, *plain]))
        class_of = np.array([plain.get(text, owner.get(text)) for text in texts])
        same = np.array(names)[:, None] == class_of[None, :]
        exact = np.array(said)[:, None] == np.array(texts)[None, :]
        fits = exact | (same & np.array([text in plain for text in texts])[None, :])
        stacked = torch.from_numpy(np.stack(images))
        return Pairs(stacked, texts, torch.from_numpy(fits), torch.from_numpy(same & ~fits))

    def draw_texts(
        self, count: int, rng: np.random.Generator
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Two texts, names or captions, of each of at most `count` classes."""
        order = rng.permutation(len(self.classes))[:count]
        drawn = [[self._text_of(self.classes[row], rng) for row in order] for _ in range(2)]
        return tuple(drawn[0]), tuple(drawn[1])

    def _text_of(self, name: str, rng: np.random.Generator) -> str:
        places = self._rows[name]
        number, rows = places[int(rng.integers(len(places)))]
        said = self._caption(self._parts[number].captions[int(rng.choice(rows))], rng)
        return said or self._called(name, rng)

    def _caption(self, ways: str, rng: np.random.Generator) -> str:
        """One of a crop's captions, or none: its class's name is among the texts anyway."""
        if rng.random() >= DESCRIBED:
            return ""
        choice = ways.split("\n")
        return choice[int(rng.integers(len(choice)))]

    def _called(self, name: str, rng: np.random.Generator) -> str:
        words = self._synonyms.get(name, (name,))
        word = name if rng.random() < 0.6 else words[int(rng.integers(len(words)))]
        return fill(CAPTIONS[int(rng.integers(len(CAPTIONS)))], word)


def contrast_loss(
    images: Tensor,  # (B, D) unit length
    texts: Tensor,  # (T, D) unit length
    scale: Tensor,
    fits: Tensor,  # bool (B, T)
    neither: Tensor,  # bool (B, T)
) -> Tensor:
    """Mean of both directions; every row and column counts with the mean of what fits it."""
    logits = (scale * images @ texts.t()).masked_fill(neither, -1e4)
    return (_one_way(logits, fits) + _one_way(logits.t(), fits.t())) / 2


def _one_way(logits: Tensor, fits: Tensor) -> Tensor:
    logs = functional.log_softmax(logits, dim=1)
    count = fits.sum(dim=1)
    rows = count > 0
    mean = (logs * fits).sum(dim=1)[rows] / count[rows]
    return -mean.mean()


def augment(images: Tensor, size: int, rng: np.random.Generator) -> Tensor:
    """uint8 (B, S, S, 3) to float (B, 3, size, size) in 0..1: shifted, scaled, mirrored, tinted."""
    count = len(images)

    def draw(low: float, high: float, *shape: int) -> Tensor:
        return torch.from_numpy(rng.uniform(low, high, (count, *shape)).astype(np.float32))

    values = images.permute(0, 3, 1, 2).float() / 255
    zoom, mirror = draw(0.72, 1.02, 1), torch.where(draw(0, 1, 1) < 0.5, -1.0, 1.0)
    turn = draw(-0.12, 0.12, 1)
    room = (1 - zoom).clamp(min=0)
    theta = torch.zeros(count, 2, 3)
    theta[:, 0, :2] = torch.cat([mirror * zoom * turn.cos(), -zoom * turn.sin()], 1)
    theta[:, 1, :2] = torch.cat([mirror * zoom * turn.sin(), zoom * turn.cos()], 1)
    theta[:, :, 2] = draw(-1, 1, 2) * room
    grid = functional.affine_grid(theta, [count, 3, size, size], align_corners=False)
    values = functional.grid_sample(values, grid, padding_mode="reflection", align_corners=False)
    grey = values.mean(dim=1, keepdim=True)
    values = torch.where(draw(0, 1, 1, 1, 1) < 0.1, grey.expand_as(values), values)
    values = values * draw(0.9, 1.1, 3, 1, 1) * draw(0.75, 1.25, 1, 1, 1)
    middle = values.mean(dim=(1, 2, 3), keepdim=True)
    values = middle + (values - middle) * draw(0.7, 1.3, 1, 1, 1)
    seeds: npt.NDArray[np.float32] = rng.standard_normal((count, 1, size, size), np.float32)
    values = values + torch.from_numpy(seeds) * draw(0, 0.03, 1, 1, 1)
    return values.clamp(0, 1)
