# SPDX-License-Identifier: Apache-2.0
"""Words first: the text tower learns to tell classes apart before it meets a picture, and is kept.

With random weights all texts have nearly the same vector, and contrast with pictures has little to
go by. Texts alone take a minute. The image tower is then trained against a locked text tower, as
X. Zhai et al., "LiT: Zero-Shot Transfer with Locked-image text Tuning", CVPR 2022, do with the
towers exchanged; vectors of names are computed once.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from tqdm import tqdm

from ws3d_model.language.prompts import CAPTIONS, fill
from ws3d_model.teachers.crop_batches import OWN_NAME, CropSource

_LOG = logging.getLogger(__name__)

CLASSES = 64  # a step, two texts each
SCALE = 20.0  # of cosines; sharper than CLIP's first 1 / 0.07, since texts are told apart easily
SHRINK = 0.2  # of the mean variance, added to all: directions of noise are not blown up
CLIP = 1.0  # of the gradient's norm


def learn_words(
    model: Any,
    tokenizer: Any,
    source: CropSource,
    steps: int,
    seed: int,
    quiet: bool = False,
    lr: float = 3e-3,
) -> float:
    """Train the text tower: two texts of a class together, texts of different classes apart.

    Args:
        model: an open_clip model.
        tokenizer: its tokenizer.
        source: of names, synonyms and captions.
        steps: optimiser steps; none leaves the tower as it is.
        seed: of the texts.
        quiet: no progress bar.
        lr: of AdamW, falling to nothing.

    Returns:
        Share of texts whose nearest was one of their own class, in the last step.
    """
    device = next(model.parameters()).device
    optimizer = torch.optim.AdamW(text_parameters(model), lr=lr, weight_decay=0.0)
    right = 0.0
    for step in tqdm(range(steps), desc="words", unit="step", disable=quiet):
        rng = np.random.default_rng((seed, step, 62))
        first, second = source.draw_texts(CLASSES, rng)
        tokens = tokenizer([*first, *second]).to(device)
        vectors = model.encode_text(tokens, normalize=True)
        cosines = vectors[: len(first)] @ vectors[len(first) :].t()
        own = torch.arange(len(first), device=device)
        both = [functional.cross_entropy(SCALE * c, own) for c in (cosines, cosines.t())]
        for group in optimizer.param_groups:
            group["lr"] = lr * min(1.0, (step + 1) / 20) * (1 - step / steps)
        optimizer.zero_grad(set_to_none=True)
        torch.autograd.backward((both[0] + both[1]) / 2)
        torch.nn.utils.clip_grad_norm_(text_parameters(model), CLIP)
        optimizer.step()
        right = float((cosines.argmax(dim=1) == own).float().mean())
    _LOG.info("%.0f %% of the texts are nearest to one of their own class", 100 * right)
    return right


@torch.no_grad()
def spread_words(model: Any, tokenizer: Any, texts: Sequence[str]) -> None:
    """Move and stretch the text vectors so that those of `texts` lie evenly around the origin.

    The mean is taken off and the covariance made nearly even (ZCA whitening, in the last bias and
    the projection): names keep their neighbours, but none is hidden between others.

    Args:
        model: an open_clip model.
        tokenizer: its tokenizer.
        texts: some hundred, a few of each class.
    """
    device = next(model.parameters()).device
    vectors = model.encode_text(tokenizer(list(texts)).to(device))
    mean = vectors.mean(dim=0)
    values, axes = torch.linalg.eigh((vectors - mean).t().cov())
    projection = model.text_projection
    rank = min(projection.shape)
    even = (values.clamp(min=0) + SHRINK * values.sum() / rank).rsqrt()
    model.ln_final.bias -= mean @ torch.linalg.pinv(projection)
    projection.copy_(projection @ (axes * even) @ axes.t())


def text_parameters(model: Any) -> list[torch.nn.Parameter]:
    """Everything of an open_clip model but its image tower and the scale."""
    return [
        parameter
        for name, parameter in model.named_parameters()
        if not name.startswith("visual.") and name not in ("logit_scale", "logit_bias")
    ]


def lock_words(model: Any) -> None:
    """Let the text tower learn no more."""
    for parameter in text_parameters(model):
        parameter.requires_grad_(False)


class NameVectors:
    """Vectors of the names of C classes, and of their synonyms, by a locked text tower.

    Args:
        model: an open_clip model.
        tokenizer: its tokenizer.
        source: of the classes and their words.
    """

    def __init__(self, model: Any, tokenizer: Any, source: CropSource) -> None:
        device = next(model.parameters()).device
        words = [source.words_of(name) for name in source.classes]
        self.counts = np.array([len(ways) for ways in words])
        self._first = np.concatenate([[0], np.cumsum(self.counts)[:-1]])
        parts = []
        for ways in words:
            texts = [fill(template, word) for word in ways for template in CAPTIONS]
            with torch.no_grad():
                vectors = model.encode_text(tokenizer(texts).to(device), normalize=True)
            mean = vectors.view(len(ways), len(CAPTIONS), -1).mean(dim=1)
            parts.append(functional.normalize(mean, dim=1))
        self._vectors = torch.cat(parts)

    def draw(self, rng: np.random.Generator) -> Tensor:
        """float32 (C, D), unit length: of every class its name, or now and then a synonym."""
        other = rng.integers(self.counts)
        way = np.where(rng.random(len(self.counts)) < OWN_NAME, 0, other)
        return self._vectors[torch.from_numpy(self._first + way)]
