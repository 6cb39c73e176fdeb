# SPDX-License-Identifier: Apache-2.0
"""Region losses: what a batch with few labels teaches through its regions, term by term.

The averaged network's predictions, smoothed over the region graph, become pseudo-labels where they
are certain; labels and pseudo-labels teach the boundary network, the energy, and the contrast.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import torch
from torch import Tensor, nn

from ws3d_model.few_labels.boundary import BoundaryHead, boundary_loss, boundary_targets
from ws3d_model.few_labels.contrast import (
    WIDTH,
    ClassQueue,
    ContrastKeys,
    ContrastProjections,
    choose_anchors,
    region_contrast,
)
from ws3d_model.few_labels.energy import (
    EnergySettings,
    affinity,
    energy_terms,
    mean_field,
    unary_term,
)
from ws3d_model.few_labels.partial_mean import PartialMean
from ws3d_model.few_labels.pseudo_labels import ClassThresholds, ramp
from ws3d_model.few_labels.region_batch import RegionBatch, RegionSample, majority_class
from ws3d_model.sparse import Plan

# Decoder levels that are contrasted: strides 1, 2 and 4.
CONTRAST_LEVELS = 3


@dataclass(frozen=True)
class RegionLossSettings:
    """How regions teach.

    Args:
        voxels: that speak for a region, at most.
        purity: share of a region's labelled voxels that one class needs to be the region's.
        confidence: of a region that is contrasted or that teaches boundaries, at least.
        anchors: regions contrasted, a class and batch, at most.
        temperature: of the contrast.
        queue: vectors kept a class and level; 0 for none.
        ramp: share of the training over which what rests on predictions gains weight.
        energy: see `EnergySettings`.

    Raises:
        ValueError: a value out of range.
    """

    voxels: int = 16
    purity: float = 0.8
    confidence: float = 0.75
    anchors: int = 32
    temperature: float = 0.1
    queue: int = 64
    ramp: float = 0.25
    energy: EnergySettings = field(default_factory=EnergySettings)

    def __post_init__(self) -> None:
        if self.voxels < 1 or self.anchors < 1 or not 0 <= self.queue <= 4096:
            raise ValueError("voxels and anchors must be at least 1, queue in 0..4096")
        if not (0.5 < self.purity <= 1 and 0 <= self.confidence <= 1 and 0 <= self.ramp <= 1):
            raise ValueError("purity must lie in 0.5..1, confidence and ramp in 0..1")
        if not 0 < self.temperature < 100:
            raise ValueError(f"temperature must be above 0, got {self.temperature}")


class RegionHeads(nn.Module):
    """What is learnt beside the network: boundary head and projections, with what they remember.

    Args:
        width: channels of the features that the network's heads read.
        channels: of the decoder levels, finest first; the first three are contrasted.
        classes: K.
        queue: see `RegionLossSettings`.
    """

    def __init__(self, width: int, channels: Sequence[int], classes: int, queue: int = 64) -> None:
        super().__init__()
        levels = channels[:CONTRAST_LEVELS]
        self.boundary = BoundaryHead(width)
        self.projections = ContrastProjections(levels)
        self.thresholds = ClassThresholds(classes)
        self.queue = ClassQueue(classes, queue, WIDTH * len(levels)) if queue else None


@dataclass(frozen=True, eq=False)
class RegionView:
    """What a network says of R regions.

    Args:
        features: (R, width), mean of what the heads read.
        probabilities: (R, K), mean of the class probabilities.
        levels: (R, C_level) of every contrasted level, mean of the decoder's features.
    """

    features: Tensor
    probabilities: Tensor
    levels: tuple[Tensor, ...]

    @staticmethod
    def gather(
        sample: RegionSample,
        plan: Plan,
        decoded: Sequence[Tensor],
        features: Tensor,
        probabilities: Tensor,
    ) -> RegionView:
        """Means over a sample of the regions' voxels.

        Args:
            decoded: (M_level, C_level) of every level, finest first, as the U-Net returns them.
            features: (S, width) of the sample's rows.
            probabilities: (S, K) of the sample's rows.
        """
        levels = tuple(
            sample.mean(x.float().index_select(0, sample.at_level(plan, level)))
            for level, x in enumerate(decoded[:CONTRAST_LEVELS])
        )
        return RegionView(sample.mean(features.float()), sample.mean(probabilities.float()), levels)

    def detach(self) -> RegionView:
        """The same without gradients."""
        levels = tuple(x.detach() for x in self.levels)
        return RegionView(self.features.detach(), self.probabilities.detach(), levels)


@dataclass(frozen=True, eq=False)
class RegionLosses:
    """Terms "boundary", "unary", "smooth", "part", "pseudo", "contrast", and counts for the log.

    "unary" is the energy's first sum over labels, "pseudo" over pseudo-labels.
    """

    terms: Mapping[str, PartialMean]
    counts: Mapping[str, int]


def region_losses(
    heads: RegionHeads,
    student: RegionView,
    teacher: RegionView,
    teacher_heads: RegionHeads,
    regions: RegionBatch,
    labels: Tensor,  # (M,)
    progress: float,
    settings: RegionLossSettings,
    generator: torch.Generator | None = None,
    named: int | None = None,
) -> RegionLosses:
    """All terms of one batch.

    Args:
        heads: of the network that learns; its thresholds and its queue move on.
        student: what that network says, with gradients.
        teacher: what the averaged network says; `student.detach()` where there is none.
        teacher_heads: the averaged network's heads, or `heads`.
        labels: classes 0..K-1 of the voxels, -1 unlabelled.
        progress: share of the training that is done, 0..1.
        generator: of the choice of anchors, on the regions' device.
        named: classes that are one name each; a further one gathers many, so that two regions of
            it need not be alike: boundaries and contrast leave it out.

    Raises:
        ValueError: a label is not below K, or progress lies outside 0..1.
    """
    teacher = teacher.detach()
    classes = student.probabilities.shape[1]
    rise = ramp(progress, settings.ramp)
    told, unusable = _usable(teacher.probabilities)
    known = majority_class(labels, regions, classes, settings.purity)

    logits = heads.boundary(student.features, regions.edges, regions.edge_features)
    boundary = torch.sigmoid(logits.detach())
    weights = affinity(regions.edge_features, settings.energy)
    smoothed = mean_field(told, known, regions.edges, boundary, weights, settings.energy)
    heads.thresholds.update(told[~unusable])
    chosen, confidence = heads.thresholds.choose(smoothed)
    chosen = torch.where(unusable & (known < 0), -1, chosen)
    pseudo = torch.where(known >= 0, known, chosen)
    alone = torch.where(known >= 0, -1, chosen)

    sure = ((known >= 0) | (confidence >= settings.confidence)) & (pseudo < (named or classes))
    certain = torch.where(sure, pseudo, -1)
    terms = {
        "boundary": boundary_loss(logits, boundary_targets(certain, regions.edges)),
        **energy_terms(
            student.probabilities, known, torch.ones_like(confidence), regions.edges, boundary,
            weights, settings.energy,
        ),
        "pseudo": unary_term(student.probabilities, alone, confidence),
    }  # fmt: skip
    for name in ("smooth", "part", "pseudo"):
        terms[name] = PartialMean(rise * terms[name].total, terms[name].weight)
    anchors = choose_anchors(certain, confidence, settings.confidence, settings.anchors, generator)
    contrast = _contrast(
        heads, student, teacher, teacher_heads, regions, certain, anchors, settings
    )
    terms["contrast"] = PartialMean(rise * contrast.total, contrast.weight)
    counts = {
        "regions": len(regions),
        "regions_labelled": int((known >= 0).sum()),
        "regions_pseudo": int((alone >= 0).sum()),
        "regions_not_finite": int(unusable.sum()),
        "anchors": len(anchors),
    }
    return RegionLosses(terms, counts)


def _usable(probabilities: Tensor) -> tuple[Tensor, Tensor]:
    """Probabilities with even ones in rows that are not finite, and which rows those are (R,)."""
    bad = ~torch.isfinite(probabilities).all(1)
    even = torch.full_like(probabilities, 1 / probabilities.shape[1])
    return torch.where(bad[:, None], even, probabilities), bad


def _contrast(
    heads: RegionHeads,
    student: RegionView,
    teacher: RegionView,
    teacher_heads: RegionHeads,
    regions: RegionBatch,
    classes: Tensor,
    anchors: Tensor,
    settings: RegionLossSettings,
) -> PartialMean:
    """The contrast of all levels together; the queue takes in the averaged network's vectors."""
    own = heads.projections([x[anchors] for x in student.levels])
    with torch.no_grad():
        stable = teacher_heads.projections([x[anchors] for x in teacher.levels])
    classes, item = classes[anchors], regions.item[anchors]
    keys = ContrastKeys(torch.cat(stable, 1), classes, item, anchors)
    if heads.queue is not None:
        keys, fresh = keys.and_more(*heads.queue.entries()), keys
        heads.queue.push(fresh.vectors, classes)
    parts = []
    for vectors, of_level in zip(own, torch.split(keys.vectors, WIDTH, 1), strict=True):
        near = replace(keys, vectors=of_level)
        parts.append(region_contrast(vectors, classes, item, anchors, near, settings.temperature))
    total = torch.stack([part.total for part in parts]).sum()
    return PartialMean(total, torch.stack([part.weight for part in parts]).sum())
