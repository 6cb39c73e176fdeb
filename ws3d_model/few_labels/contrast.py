# SPDX-License-Identifier: Apache-2.0
"""Region contrast: regions of one class, in different scans, are drawn together, classes apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from ws3d_model.few_labels.partial_mean import PartialMean

WIDTH = 64
# As an entry's scan: not one of this batch.
ELSEWHERE = -1


class ContrastProjections(nn.Module):
    """Region features of several decoder levels to unit vectors, one small MLP a level.

    Args:
        channels: C of each level.
    """

    def __init__(self, channels: Sequence[int]) -> None:
        super().__init__()
        self.levels = nn.ModuleList(
            nn.Sequential(nn.Linear(c, WIDTH), nn.ReLU(), nn.Linear(WIDTH, WIDTH)) for c in channels
        )

    def forward(self, features: Sequence[Tensor]) -> list[Tensor]:
        """Of (R, C_level) a level: unit vectors (R, 64) a level."""
        return [
            nn.functional.normalize(project(x), dim=1)
            for project, x in zip(self.levels, features, strict=True)
        ]


@dataclass(frozen=True, eq=False)
class ContrastKeys:
    """What anchors are compared with.

    Args:
        vectors: (B, 64), unit length; of several levels side by side, (B, 64 L).
        classes: int64 (B,).
        item: int64 (B,), scan of the batch, or ELSEWHERE.
        region: int64 (B,), region of the batch, -1 none: no anchor is compared with itself.
    """

    vectors: Tensor
    classes: Tensor
    item: Tensor
    region: Tensor

    def and_more(self, vectors: Tensor, classes: Tensor) -> ContrastKeys:
        """These keys and others from elsewhere: (B', 64), (B',)."""
        none = torch.full_like(classes, -1)
        return ContrastKeys(
            torch.cat([self.vectors, vectors]),
            torch.cat([self.classes, classes]),
            torch.cat([self.item, torch.full_like(classes, ELSEWHERE)]),
            torch.cat([self.region, none]),
        )


def choose_anchors(
    classes: Tensor,  # (R,)
    confidence: Tensor,  # (R,)
    least: float = 0.75,
    most: int = 32,
    generator: torch.Generator | None = None,
) -> Tensor:
    """int64 (A,): regions of a known class with that confidence, at most so many a class.

    Uncertain regions take no part at all: beside an anchor they are often pieces of the same thing.
    """
    rows = torch.nonzero((classes >= 0) & (confidence >= least)).squeeze(1)
    rows = rows[torch.randperm(len(rows), generator=generator, device=rows.device)]
    rows = rows[torch.argsort(classes[rows], stable=True)]
    _, counts = torch.unique_consecutive(classes[rows], return_counts=True)
    before = torch.repeat_interleave(counts.cumsum(0) - counts, counts)
    rank = torch.arange(len(rows), device=rows.device) - before
    return rows[rank < most]


def region_contrast(
    vectors: Tensor,  # (A, 64)
    classes: Tensor,  # (A,)
    item: Tensor,  # (A,)
    region: Tensor,  # (A,)
    keys: ContrastKeys,
    temperature: float = 0.1,
) -> PartialMean:
    """Supervised contrastive loss over anchors that have both a positive and a negative key.

    Khosla et al., "Supervised Contrastive Learning", NeurIPS 2020, equation 2. Positives are the
    keys of the anchor's class from other scans, negatives those of other classes. Keys of its class
    from its own scan are neither: they may be pieces of the same thing.
    """
    same_class = classes[:, None] == keys.classes[None]
    same_scan = item[:, None] == keys.item[None]
    itself = (region[:, None] == keys.region[None]) & (keys.region >= 0)[None]
    positive = same_class & ~same_scan & ~itself
    negative = ~same_class
    usable = torch.nonzero(positive.any(1) & negative.any(1)).squeeze(1)
    if len(usable) == 0:
        return PartialMean(vectors.sum() * 0, vectors.new_zeros(()))
    positive, negative = positive[usable], negative[usable]
    logits = vectors[usable] @ keys.vectors.t() / temperature
    compared = logits.masked_fill(~(positive | negative), -torch.inf)
    log_share = logits - torch.logsumexp(compared, 1, keepdim=True)
    of_positives = (log_share * positive).sum(1) / positive.sum(1)
    return PartialMean(-of_positives.sum(), vectors.new_tensor(float(len(usable))))


class ClassQueue(nn.Module):
    """The latest vectors of every class, first in, first out (MoCo, He et al., CVPR 2020).

    Filled by the averaged network, whose vectors change slowly enough for older ones to be of use.
    They are buffers: a resumed training goes on with them.

    Args:
        classes: K.
        length: vectors kept a class.
        width: of a vector; those of several levels may lie side by side.

    Raises:
        ValueError: there is no class, no room, or no width.
    """

    vectors: Tensor
    filled: Tensor
    place: Tensor

    def __init__(self, classes: int, length: int = 64, width: int = WIDTH) -> None:
        super().__init__()
        if classes < 1 or length < 1 or width < 1:
            raise ValueError(
                f"a queue needs a class, a length and a width, got {classes}, {length}, {width}"
            )
        self.register_buffer("vectors", torch.zeros(classes, length, width))
        self.register_buffer("filled", torch.zeros(classes, dtype=torch.long))
        self.register_buffer("place", torch.zeros(classes, dtype=torch.long))

    @torch.no_grad()
    def push(self, vectors: Tensor, classes: Tensor) -> None:  # (A, width), (A,)
        """Add vectors in place of their classes' oldest; of too many the last stay."""
        length = self.vectors.shape[1]
        order = torch.argsort(classes, stable=True)
        vectors, classes = vectors[order], classes[order]
        present, counts = torch.unique_consecutive(classes, return_counts=True)
        ends = torch.repeat_interleave(counts.cumsum(0), counts)
        from_end = ends - torch.arange(len(classes), device=classes.device)
        rank = torch.repeat_interleave(counts, counts) - from_end
        slots = (self.place[classes] + rank) % length
        kept = from_end <= length
        self.vectors[classes[kept], slots[kept]] = vectors[kept].to(self.vectors.dtype)
        self.place[present] = (self.place[present] + counts) % length
        self.filled[present] = (self.filled[present] + counts).clamp(max=length)

    def entries(self) -> tuple[Tensor, Tensor]:
        """All vectors (B, width) and their classes (B,)."""
        slots = torch.arange(self.vectors.shape[1], device=self.vectors.device)
        classes, place = torch.nonzero(slots[None] < self.filled[:, None], as_tuple=True)
        return self.vectors[classes, place], classes
