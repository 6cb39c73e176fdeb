# SPDX-License-Identifier: Apache-2.0
"""Pseudo-label report: how many voxels without a label get one, and how many of those are right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.few_labels import affinity, majority_class, mean_field
from ws3d_model.learning.boundary_report import some_of, told_boundaries
from ws3d_model.learning.few_label_experiment import FewLabelLossSettings
from ws3d_model.learning.few_label_net import FewLabelNet
from ws3d_model.learning.few_label_store import FewLabelStore
from ws3d_model.learning.few_label_words import FewLabelWords
from ws3d_model.learning.predictions import class_probabilities
from ws3d_model.learning.region_cache import RegionCache
from ws3d_model.learning.whole_scan import WholeScan


@dataclass
class PseudoTally:
    """Voxels whose truth is known and whose label was left out, counted by class.

    Args:
        classes: K.
    """

    classes: int
    voxels: int = 0
    given: Tensor = field(init=False)
    right: Tensor = field(init=False)
    true: Tensor = field(init=False)

    def __post_init__(self) -> None:
        self.given, self.right, self.true = torch.zeros(3, self.classes, dtype=torch.long)

    def add(self, given: Tensor, truth: Tensor) -> None:
        """Count voxels.

        Args:
            given: int64 (V,), pseudo-labels 0..K-1, -1 none.
            truth: int64 (V,), classes 0..K-1, K for a name that is not learnt, -1 unknown: such
                voxels do not count.
        """
        known = truth >= 0
        given, truth = given[known].cpu(), truth[known].cpu()
        self.voxels += len(truth)
        self.given += self._count(given[given >= 0])
        self.right += self._count(given[given == truth])
        self.true += self._count(truth[truth < self.classes])

    def figures(self, names: Sequence[str]) -> dict[str, Any]:
        """Shares in 0..1, null where there is nothing to divide by; counts of voxels by name."""
        given = int(self.given.sum())
        rows = zip(names, self.true.tolist(), self.given.tolist(), self.right.tolist(), strict=True)
        return {
            "voxels": self.voxels,
            "share": given / self.voxels if self.voxels else None,
            "right": int(self.right.sum()) / given if given else None,
            "names": {n: {"voxels": t, "given": g, "right": r} for n, t, g, r in rows},
        }

    def _count(self, labels: Tensor) -> Tensor:
        return torch.bincount(labels, minlength=self.classes)


@torch.no_grad()
def told_labels(
    network: FewLabelNet,
    words: FewLabelWords,
    settings: FewLabelLossSettings,
    scan: WholeScan,
    labels: Tensor,  # (V,)
) -> dict[str, Tensor]:
    """What a scan's voxels would learn from, -1 none, by kind: int64 (V,) each.

    "spread": labels of their region; "regions": its pseudo-label; "voxels": their own.

    Args:
        network: its averaged network answers.
        labels: that are given, -1 none.

    Raises:
        ValueError: there is no averaged network.
    """
    teacher, classes = network.teacher, len(words.names)
    if teacher is None:
        raise ValueError("pseudo-labels need an averaged network")
    known = majority_class(labels, scan.regions, classes, settings.region.purity)
    told: dict[str, Tensor] = {}
    if settings.spread:
        told["spread"] = scan.of_voxels(known)
    vectors = torch.cat([words.means, words.rivals, words.others[: settings.others]])
    cosines = teacher.network.language.cosines(scan.features, vectors)
    probabilities = class_probabilities(cosines, teacher.network.scale(), classes)
    heads = network.student.heads
    if settings.energy and heads is not None:
        energy, edges = settings.region.energy, scan.regions.edges
        smoothed = mean_field(
            scan.mean(probabilities), known, edges, told_boundaries(teacher, scan),
            affinity(scan.regions.edge_features, energy), energy,
        )  # fmt: skip
        chosen = heads.thresholds.choose(smoothed)[0]
        told["regions"] = scan.of_voxels(torch.where(known >= 0, -1, chosen))
    if settings.pseudo:
        told["voxels"] = network.thresholds.choose(probabilities)[0]
    taken = labels >= 0
    if settings.spread:
        taken = taken | (told["spread"] >= 0)
    return {
        kind: torch.where((labels >= 0 if kind == "spread" else taken) | (of >= classes), -1, of)
        for kind, of in told.items()
    }


def pseudo_label_report(
    network: FewLabelNet,
    words: FewLabelWords,
    settings: FewLabelLossSettings,
    store: FewLabelStore,
    cache: RegionCache,
) -> Mapping[str, Any]:
    """Figures by kind (see `told_labels`) on some of the scans whose labels were left out.

    Empty where there are none.
    """
    left_out = [number for number, scan in enumerate(store.scans) if scan.truth_left_out]
    tallies: dict[str, PseudoTally] = {}
    for place in some_of(len(left_out)):
        number = left_out[place]
        truth, kept = store.truth(number)
        cloud = LabelledCloud.load(store.shards[number].path).cloud
        teacher = network.teacher or network.student
        scan = WholeScan.look(cloud, cache.of(number), teacher.network, kept >= 0)
        device = scan.rows.device
        labels = torch.from_numpy(kept).long().to(device)[scan.rows]
        true = torch.from_numpy(truth).long().to(device)[scan.rows]
        true = torch.where(labels >= 0, -1, true)
        for kind, given in told_labels(network, words, settings, scan, labels).items():
            tallies.setdefault(kind, PseudoTally(len(words.names))).add(given, true)
    return {kind: tally.figures(words.names) for kind, tally in tallies.items()}
