# SPDX-License-Identifier: Apache-2.0
"""HierarchicalAlignment: the objective of pre-training, from points over regions to whole scenes.

For every text space a head, and for every head up to five terms: names and captions of regions,
captions of views and of scenes, and a teacher's features of points.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from ws3d_model import sparse
from ws3d_model.learning import losses
from ws3d_model.learning.augmentation import Dice
from ws3d_model.learning.batch import Batch
from ws3d_model.learning.objective import Losses, Term
from ws3d_model.learning.ranks import Ranks
from ws3d_model.learning.space_targets import SpaceTargets
from ws3d_model.network.vision_language_net import VisionLanguageNet


@dataclass(frozen=True)
class LossSettings:
    """Weights and sizes of the terms that all text spaces share.

    Args:
        objectness, offset: weights of the terms that find objects; 0 switches one off.
        text_voxels: of a batch that take part in a region term at most; rare classes are preferred.
        pooled_voxels: of a batch that take part in the view and scene terms at most.
        coarse: share of batches under a coarser vocabulary, see `TextTargets.choose`.
        text_noise: length of the noise on the names' vectors, see `TextTargets.draw`.

    Raises:
        ValueError: a value out of range.
    """

    objectness: float = 0.3
    offset: float = 0.3
    text_voxels: int = 6000
    pooled_voxels: int = 4000
    coarse: float = 0.4
    text_noise: float = 0.2

    def __post_init__(self) -> None:
        if min(self.objectness, self.offset, self.text_noise) < 0 or not 0 <= self.coarse <= 1:
            raise ValueError("weights and text_noise must not be negative, coarse lie in 0..1")
        if min(self.text_voxels, self.pooled_voxels) < 1:
            raise ValueError("text_voxels and pooled_voxels must be at least 1")


@dataclass(frozen=True, eq=False)
class HierarchicalAlignment:
    """The objective.

    Args:
        spaces: what to align with, by text space.
        settings: see `LossSettings`.
        seed: of the choice of words and voxels.
        related: bool (K, K), classes that are no negatives of each other.
    """

    spaces: dict[str, SpaceTargets]
    settings: LossSettings
    seed: int
    related: Tensor

    def __call__(self, network: VisionLanguageNet, batch: Batch, step: int, ranks: Ranks) -> Losses:
        """Every term that is switched on."""
        features = network.features(batch.features, sparse.build_plan(batch.keys, network.levels))
        terms: dict[str, Term] = {}
        counts = dict(batch.counts)
        with torch.autocast(features.device.type, enabled=False):
            found = _BatchTerms(self, network, batch, features.float(), step, ranks)
            for space, targets in self.spaces.items():
                weights = targets.settings
                if weights.names:
                    terms[f"{space}/names"] = Term(*found.names(space), weights.names)
                if weights.region:
                    terms[f"{space}/region"] = Term(*found.region(space), weights.region)
                for kind, weight in (("view", weights.view), ("scene", weights.scene)):
                    if weight:
                        terms[f"{space}/{kind}"] = Term(*found.pooled(space, kind), weight)
                if weights.point:
                    terms[f"{space}/point"] = Term(*found.point(space), weights.point)
            counts.update(found.lone)
            terms |= found.objects()
        return Losses(terms, counts)


class _BatchTerms:
    """The terms of one batch.

    `lone` counts terms that were left out because the batch had one caption only: nothing to tell
    it from.
    """

    def __init__(
        self,
        objective: HierarchicalAlignment,
        network: VisionLanguageNet,
        batch: Batch,
        features: Tensor,
        step: int,
        ranks: Ranks,
    ) -> None:
        self.spaces, self.settings = objective.spaces, objective.settings
        self.related = objective.related
        self.network, self.batch, self.features, self.ranks = network, batch, features, ranks
        # All processes draw the same words, and each its own voxels.
        self.words = Dice(objective.seed + 1, features.device, step)
        self.voxels = Dice(objective.seed + 1, features.device, step, ranks.rank)
        self.lone: dict[str, int] = {}

    def names(self, space: str) -> tuple[Tensor, Tensor]:
        """Region term with the names of all classes for captions."""
        targets, settings = self.spaces[space], self.settings
        labels = targets.renumber[self.batch.labels]
        kept, labels = targets.names.choose(labels, self.words, settings.coarse)
        vectors = targets.names.draw(self.words, settings.text_noise)[kept]
        rows = losses.balanced_rows(labels, len(vectors), settings.text_voxels, self.voxels)
        cosines = self.network.head(space).cosines(self.features[rows], vectors)
        scale = self.network.scale(space)
        return losses.region_alignment(cosines, labels[rows], scale, None, losses.SMOOTHING)

    def region(self, space: str) -> tuple[Tensor, Tensor]:
        """Region term with captions: those of the batch, each once, and wrong ones beside them."""
        captions, count, table = self._captions(space), self.settings.text_voxels, self._table
        if not self._enough(f"{space}/region", len(table)):
            return self.features.sum() * 0, self.features.new_zeros(())
        labels = torch.where(self.batch.caption >= 0, self.batch.labels, -1)
        rows = losses.balanced_rows(labels, len(self.related), count, self.voxels)
        own = self.batch.caption[rows]
        target = torch.searchsorted(table[:, 0].contiguous(), own)
        label, beside = table[:, 1], table[:, 2]
        # A wrong caption is wrong for its own alone: of other things it may be true.
        excluded = torch.where(
            (beside < 0)[None, :],
            self.related[label[target]][:, label],
            beside[None, :] != own[:, None],
        )
        excluded[torch.arange(len(rows), device=rows.device), target] = False
        vectors = captions[table[:, 0]].float()
        cosines = self.network.head(space).cosines(self.features[rows], vectors)
        return losses.region_alignment(cosines, target, self.network.scale(space), excluded)

    def pooled(self, space: str, kind: str) -> tuple[Tensor, Tensor]:
        """View or scene term: scans as a whole against their captions and those of others."""
        batch = self.batch
        whole = kind == "scene"
        own = torch.where(batch.is_whole == whole, batch.scene_caption, -1)
        rivals = self.ranks.gather(batch.rivals[batch.rivals[:, 1] == int(whole)])[:, 0]
        found = torch.unique(torch.cat([self.ranks.gather(own[:, None])[:, 0], rivals]))
        found = found[found >= 0]
        if not self._enough(f"{space}/{kind}", len(found)):
            return self.features.sum() * 0, self.features.new_zeros(())
        order = torch.argsort(self.voxels.noise(len(batch), normal=False))
        rows = order[: self.settings.pooled_voxels]
        target = torch.where(own >= 0, torch.searchsorted(found, own), -1)
        vectors = self.network.head(space)(self.features[rows])
        captions = self._captions(space)[found].float()
        scale = self.network.scale(space)
        return losses.pooled_alignment(vectors, batch.item[rows], target, captions, scale)

    def point(self, space: str) -> tuple[Tensor, Tensor]:
        """Point term: the teacher's features, its mean taken off."""
        told, centre = self.batch.teacher[space], self.spaces[space].teacher_centre
        if centre is None:
            raise ValueError(f"the text space {space} has no teacher")
        vectors = self.network.head(space)(self.features[told.rows])
        return losses.point_alignment(vectors, told.features.float() - centre, told.weight)

    def objects(self) -> dict[str, Term]:
        """The terms that find objects."""
        settings, batch = self.settings, self.batch
        terms: dict[str, Term] = {}
        if settings.objectness or settings.offset:
            offsets, objectness = self.network.object(self.features)
            if settings.objectness:
                found = losses.objectness_loss(objectness, batch.is_object)
                terms["objectness"] = Term(*found, settings.objectness)
            if settings.offset:
                found = losses.offset_loss(offsets, batch.to_centre, batch.is_object)
                terms["offset"] = Term(*found, settings.offset)
        return terms

    @property
    def _table(self) -> Tensor:
        """int64 (J, 3): the candidates of all processes, each once, sorted by their numbers."""
        table = self.ranks.gather(self.batch.candidates)
        # A caption that is true of something in the batch is nobody's hard negative.
        order = torch.argsort(table[:, 0] * 2 + (table[:, 2] >= 0), stable=True)
        table = table[order]
        first = torch.ones(len(table), dtype=torch.bool, device=table.device)
        first[1:] = table[1:, 0] != table[:-1, 0]
        return table[first]

    def _captions(self, space: str) -> Tensor:
        captions = self.spaces[space].captions
        if captions is None:
            raise ValueError(f"the captions of the text space {space} were not encoded")
        return captions

    def _enough(self, term: str, captions: int) -> bool:
        if captions < 2:
            self.lone[f"lone/{term}"] = 1
        return captions >= 2
