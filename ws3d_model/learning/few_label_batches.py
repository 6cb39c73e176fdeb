# SPDX-License-Identifier: Apache-2.0
"""FewLabelBatches: batches of scans with few labels, and the regions of their voxels."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import cast

import torch
from torch import Tensor

from ws3d_model.few_labels import RegionBatch
from ws3d_model.learning.batch import Batch
from ws3d_model.learning.batches import WorldBatches
from ws3d_model.learning.earlier_answers import EarlierAnswers, EarlierVoxels
from ws3d_model.learning.few_label_store import FewLabelStore
from ws3d_model.learning.parts import PartsOnGrid
from ws3d_model.learning.region_cache import RegionCache


@dataclass(frozen=True, eq=False)
class FewLabelBatch(Batch):
    """M voxels of scans of which few have labels.

    Args:
        regions: of the voxels; None where nothing is learnt from regions.
        earlier: what the checkpoint made of some of them before the training; None where nothing is
            held on to.
        knows_objects: bool (M,), whether the truth about objects is known: a label, in a scan whose
            objects are told.
    """

    regions: RegionBatch | None = None
    earlier: EarlierVoxels | None = None
    knows_objects: Tensor = field(default_factory=lambda: torch.zeros(0, dtype=torch.bool))

    def to(self, device: torch.device) -> FewLabelBatch:
        """The batch on a device."""
        moved = cast(FewLabelBatch, super().to(device))
        regions = None if self.regions is None else self.regions.to(device)
        earlier = None if self.earlier is None else self.earlier.to(device)
        return dataclasses.replace(moved, regions=regions, earlier=earlier)

    def tensors(self) -> dict[str, Tensor]:
        """All tensors by name."""
        known = super().tensors()
        if self.regions is not None:
            for f in dataclasses.fields(self.regions):
                known[f"regions.{f.name}"] = getattr(self.regions, f.name)
        if self.earlier is not None:
            known |= {"earlier.rows": self.earlier.rows, "earlier.features": self.earlier.features}
        return known


@dataclass(frozen=True, eq=False)
class FewLabelBatches(WorldBatches):
    """Draws batches from a `FewLabelStore`.

    Args:
        regions: of its shards; None where nothing is learnt from regions.
        earlier: answers about its shards; None where nothing is held on to.
    """

    regions: RegionCache | None = None
    earlier: EarlierAnswers | None = None

    def draw(self, step: int, rank: int = 0, ranks: int = 1) -> FewLabelBatch:
        """One process's scans of the batch of a step, see `WorldBatches.draw`."""
        return cast(FewLabelBatch, super().draw(step, rank, ranks))

    def describe(self, laid: PartsOnGrid) -> FewLabelBatch:
        """See `WorldBatches.describe`; with the regions, and with where objects are known."""
        laid = _labels_first(laid)
        batch = super().describe(laid)
        scans = cast(FewLabelStore, self.store).scans
        knowing = torch.tensor([scans[part.number].knows_objects for part in laid.parts])
        values = {f.name: getattr(batch, f.name) for f in dataclasses.fields(batch)}
        return FewLabelBatch(
            **values,
            regions=None if self.regions is None else _regions(laid, self.regions),
            earlier=None if self.earlier is None else _earlier(laid, self.earlier),
            knows_objects=knowing[laid.part_of] & (batch.labels >= 0),
        )


def _labels_first(laid: PartsOnGrid) -> PartsOnGrid:
    """The same voxels; where a voxel has labelled points, the first of these speaks for it.

    Of a few labelled points a scan, most share a voxel with points before them.
    """
    labels = torch.cat([part.scan.labels for part in laid.parts])
    told = torch.nonzero(labels >= 0).squeeze(1)
    none = torch.full_like(laid.first, len(labels))
    labelled = none.scatter_reduce(0, laid.voxels.inverse[told], told, "amin")
    first = torch.where(labelled < len(labels), labelled, laid.first)
    ends = torch.tensor([len(part.scan) for part in laid.parts]).cumsum(0)
    return dataclasses.replace(
        laid, first=first, part_of=torch.searchsorted(ends, first, right=True)
    )


def _regions(laid: PartsOnGrid, cache: RegionCache) -> RegionBatch:
    found = [cache.of(part.number) for part in laid.parts]
    region = laid.of_voxels(
        [
            torch.from_numpy(regions.of_point)[part.scan.rows.long()]
            for regions, part in zip(found, laid.parts, strict=True)
        ]
    )
    items = [part.item for part in laid.parts]
    return RegionBatch.build(region, laid.part_of, items, [regions.graph for regions in found])


def _earlier(laid: PartsOnGrid, answers: EarlierAnswers) -> EarlierVoxels:
    parts = laid.parts
    rows = laid.of_voxels([part.scan.rows for part in parts]).long()
    return answers.tell([part.number for part in parts], laid.part_of, rows, parts[0].dice)
