# SPDX-License-Identifier: Apache-2.0
"""FewLabelObjective: what a batch with few labels teaches, from its labels to its predictions."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from ws3d_model import sparse
from ws3d_model.few_labels import (
    RegionBatch,
    RegionSample,
    RegionView,
    majority_class,
    ramp,
    region_losses,
)
from ws3d_model.learning import losses
from ws3d_model.learning.augmentation import Dice
from ws3d_model.learning.few_label_batches import FewLabelBatch
from ws3d_model.learning.few_label_experiment import FewLabelLossSettings
from ws3d_model.learning.few_label_net import FewLabelNet, Learner
from ws3d_model.learning.few_label_words import FewLabelWords
from ws3d_model.learning.objective import Losses, Term
from ws3d_model.learning.predictions import (
    class_probabilities,
    keep_loss,
    pseudo_labels,
    pseudo_loss,
)
from ws3d_model.learning.ranks import Ranks
from ws3d_model.network.vision_language_net import VisionLanguageNet


@dataclass(frozen=True, eq=False)
class FewLabelObjective:
    """The objective.

    Args:
        words: what is learnt, and what was known before.
        settings: see `FewLabelLossSettings`.
        seed: of the choice of words and voxels.
        steps: of the whole training.
        before: the network that the training began with, for `keep`; None where it is off. Batches
            bring along what it made of their scans.
    """

    words: FewLabelWords
    settings: FewLabelLossSettings
    seed: int
    steps: int
    before: VisionLanguageNet | None = None

    @property
    def classes(self) -> int:
        """Classes that predictions are made of: the names, and one for all other words."""
        competing = len(self.words.rivals) + min(self.settings.others, len(self.words.others))
        return len(self.words.names) + (competing > 0)

    def __call__(
        self, network: FewLabelNet, batch: FewLabelBatch, step: int, ranks: Ranks
    ) -> Losses:
        """Every term that is switched on."""
        settings = self.settings
        network.update_teacher(step, settings.teacher)
        plan = sparse.build_plan(batch.keys, network.student.network.levels)
        level = _Level(self, network, batch, plan, step, ranks)
        with torch.autocast(batch.features.device.type, enabled=False):
            terms = {"names": level.names()}
            terms |= level.objects()
            if settings.keep and self.before is not None and len(self.words.known) > 1:
                terms["keep"] = level.keep(self.before)
            if settings.with_region_terms:
                terms |= level.regions()
            if settings.pseudo:
                terms["pseudo"] = level.pseudo()
        return Losses(terms, level.counts)


class _Level:
    """The terms of one batch."""

    def __init__(
        self,
        objective: FewLabelObjective,
        network: FewLabelNet,
        batch: FewLabelBatch,
        plan: sparse.Plan,
        step: int,
        ranks: Ranks,
    ) -> None:
        self.words, self.settings = objective.words, objective.settings
        self.network, self.batch, self.plan = network, batch, plan
        self.progress = step / objective.steps
        device = batch.features.device
        # All processes draw the same words, and each its own voxels.
        self.dice = Dice(objective.seed + 1, device, step)
        self.voxels = Dice(objective.seed + 1, device, step, ranks.rank)
        student = network.student.network
        self.decoded = student.decode(batch.features, plan)
        self.features = student.joined(self.decoded, plan).float()
        self.told: tuple[list[Tensor], Tensor] | None = None
        if network.teacher is not None:
            with torch.no_grad():
                decoded = network.teacher.network.decode(batch.features, plan)
                self.told = decoded, network.teacher.network.joined(decoded, plan).float()
        others = self._some(self.words.others, self.settings.others)
        self.vectors = torch.cat([self.words.means, self.words.rivals, others])
        self.sample: RegionSample | None = None
        self.labels, self.taught = batch.labels, batch.labels
        if objective.settings.spread:
            self.labels, self.taught = self._spread()
        present = torch.bincount(batch.labels[batch.labels >= 0], minlength=1)
        self.counts = {
            **batch.counts,
            "labelled": int(present.sum()),
            "batches_without_labels": int(not present.any()),
            "batches_of_one_class": int((present > 0).sum() == 1),
        }

    def names(self) -> Term:
        """Cross-entropy of labelled voxels over the names."""
        network, settings, words = self.network.student.network, self.settings, self.words
        vectors = words.targets.draw(self.dice, settings.text_noise)
        count = len(words.names)
        rows = losses.balanced_rows(self.taught, count, settings.label_voxels, self.voxels)
        cosines = network.language.cosines(self.features.index_select(0, rows), vectors)
        total, weight = losses.region_alignment(
            cosines, self.labels[rows], network.scale(), None, losses.SMOOTHING
        )
        # A batch without labels has to leave a gradient, if of 0, on every weight.
        return Term(total + 0 * network.log_scale, weight, settings.names)

    def objects(self) -> dict[str, Term]:
        """Objectness and offsets where the truth about objects is known."""
        settings, batch, terms = self.settings, self.batch, {}
        if settings.objectness or settings.offset:
            rows = self._drawn(torch.nonzero(batch.knows_objects).squeeze(1), settings.label_voxels)
            offsets, objectness = self.network.student.network.object(
                self.features.index_select(0, rows)
            )
            is_object = batch.is_object[rows]
            if len(rows):
                found = losses.objectness_loss(objectness, is_object)
            else:
                found = objectness.sum() * 0, objectness.new_zeros(())
            terms["objectness"] = Term(*found, settings.objectness)
            found = losses.offset_loss(offsets, batch.to_centre[rows], is_object)
            terms["offset"] = Term(*found, settings.offset)
        return terms

    def keep(self, before: VisionLanguageNet) -> Term:
        """Nearness to the checkpoint's answers over the words that it knew."""
        words, settings, told = self.words, self.settings, self.batch.earlier
        if told is None:
            raise ValueError("keep needs batches with the checkpoint's answers")
        rows = told.rows
        chosen = self._some(torch.arange(len(words.known), device=rows.device), settings.keep_words)
        vectors = words.known[chosen]
        with torch.no_grad():
            wanted = before.language.cosines(told.features.float(), vectors)
        said = self.network.student.network.language.cosines(
            self.features.index_select(0, rows), vectors
        )
        labelled = self.labels[rows] >= 0
        scale = before.scale().detach()
        return Term(*keep_loss(said, wanted, scale, words.alike[chosen], labelled), settings.keep)

    def regions(self) -> dict[str, Term]:
        """The terms of regions."""
        settings, batch, network = self.settings, self.batch, self.network
        regions, heads, teacher = batch.regions, network.student.heads, network.teacher
        if regions is None or heads is None or teacher is None or teacher.heads is None:
            raise ValueError("the region terms need regions, heads and a teacher")
        generator = self.voxels.device_generator
        sample = self._sample(regions)
        student = self._view(network.student, self.decoded, self.features, sample)
        with torch.no_grad():
            stable = self._view(teacher, *self._told(), sample)
        found = region_losses(
            heads, student, stable, teacher.heads, regions, batch.labels, self.progress,
            settings.region, generator, len(self.words.names),
        )  # fmt: skip
        self.counts.update(found.counts)
        factors = {"boundary": settings.boundary, "contrast": settings.contrast}
        return {
            f"region/{name}": Term(*part, factors.get(name, settings.energy))
            for name, part in found.terms.items()
        }

    def pseudo(self) -> Term:
        """Self-training of voxels without a label on the averaged network's answers."""
        settings, network = self.settings, self.network
        if network.teacher is None:
            raise ValueError("self-training needs a teacher")
        classes = len(self.words.names)
        # Twice as many are asked about as are learnt from at most: many turn out uncertain.
        open_rows = torch.nonzero(self.labels < 0).squeeze(1)
        open_rows = self._drawn(open_rows, 2 * settings.pseudo_voxels)
        with torch.no_grad():
            told = self._probabilities(network.teacher, self._told()[1].index_select(0, open_rows))
            labels, confidence = pseudo_labels(told, network.thresholds, classes)
            kept = losses.balanced_rows(labels, classes, settings.pseudo_voxels, self.voxels)
        said = self._probabilities(network.student, self.features.index_select(0, open_rows[kept]))
        self.counts["pseudo_labelled"] = len(kept)
        rise = ramp(self.progress, settings.ramp)
        found = pseudo_loss(said, labels[kept], confidence[kept], rise)
        return Term(*found, settings.pseudo)

    def _spread(self) -> tuple[Tensor, Tensor]:
        """Labels (M,), a region's too where its labelled voxels agree and a voxel has none; and the
        same with only some voxels of such a region: it would else count by its area, and a wall's
        one label for a hundred of a cup's."""
        labels, regions, settings = self.batch.labels, self.batch.regions, self.settings.region
        if regions is None or len(regions) == 0:
            return labels, labels
        known = majority_class(labels, regions, len(self.words.names), settings.purity)
        of_region = torch.where(regions.of_voxel >= 0, known[regions.of_voxel], -1)
        spread = torch.where(labels >= 0, labels, of_region)
        rows = self._sample(regions).rows
        return spread, labels.scatter(0, rows, spread[rows])

    def _sample(self, regions: RegionBatch) -> RegionSample:
        """The voxels that speak for the regions of this batch."""
        if self.sample is None:
            most, generator = self.settings.region.voxels, self.voxels.device_generator
            self.sample = RegionSample.draw(regions, most, generator)
        return self.sample

    def _view(
        self, learner: Learner, decoded: list[Tensor], features: Tensor, sample: RegionSample
    ) -> RegionView:
        chosen = features.index_select(0, sample.rows)
        probabilities = self._probabilities(learner, chosen)
        return RegionView.gather(sample, self.plan, decoded, chosen, probabilities)

    def _probabilities(self, learner: Learner, features: Tensor) -> Tensor:
        cosines = learner.network.language.cosines(features, self.vectors)
        return class_probabilities(cosines, learner.network.scale(), len(self.words.names))

    def _told(self) -> tuple[list[Tensor], Tensor]:
        if self.told is None:
            raise ValueError("there is no teacher")
        return self.told

    def _drawn(self, rows: Tensor, most: int) -> Tensor:
        """At most so many of the voxels, drawn in this process."""
        if len(rows) <= most:
            return rows
        generator = self.voxels.device_generator
        return rows[torch.randperm(len(rows), generator=generator, device=rows.device)[:most]]

    def _some(self, rows: Tensor, most: int) -> Tensor:
        """At most so many of the rows, drawn alike in all processes."""
        if len(rows) <= most:
            return rows
        chosen = torch.randperm(len(rows), generator=self.dice.host)[:most]
        return rows[chosen.to(rows.device)]
