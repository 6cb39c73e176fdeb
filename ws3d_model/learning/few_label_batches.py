# SPDX-License-Identifier: Apache-2.0
"""FewLabelBatches: batches of scans with few labels, and the regions of their voxels."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import cast

import torch
from torch import Tensor

from ws3d_model import sparse
from ws3d_model.few_labels import RegionBatch
from ws3d_model.learning.batch import Batch
from ws3d_model.learning.batches import Part, WorldBatches
from ws3d_model.learning.few_label_store import FewLabelStore
from ws3d_model.learning.region_cache import RegionCache


@dataclass(frozen=True, eq=False)
class FewLabelBatch(Batch):
    """M voxels of scans of which few have labels.

    Args:
        regions: of the voxels; None where nothing is learnt from regions.
        knows_objects: bool (M,), whether the truth about objects is known: a label, in a scan whose
            objects are told.
    """

    regions: RegionBatch | None = None
    knows_objects: Tensor = field(default_factory=lambda: torch.zeros(0, dtype=torch.bool))

    def to(self, device: torch.device) -> FewLabelBatch:
        """The batch on a device."""
        moved = cast(FewLabelBatch, super().to(device))
        regions = None if self.regions is None else self.regions.to(device)
        return dataclasses.replace(moved, regions=regions)

    def tensors(self) -> dict[str, Tensor]:
        """All tensors by name."""
        known = super().tensors()
        if self.regions is not None:
            for f in dataclasses.fields(self.regions):
                known[f"regions.{f.name}"] = getattr(self.regions, f.name)
        return known


@dataclass(frozen=True, eq=False)
class FewLabelBatches(WorldBatches):
    """Draws batches from a `FewLabelStore`.

    Args:
        regions: of its shards; None where nothing is learnt from regions.
    """

    regions: RegionCache | None = None

    def draw(self, step: int, rank: int = 0, ranks: int = 1) -> FewLabelBatch:
        """One process's scans of the batch of a step, see `WorldBatches.draw`."""
        return cast(FewLabelBatch, super().draw(step, rank, ranks))

    def assemble(self, parts: list[Part], shift: Tensor) -> FewLabelBatch:
        """Voxelize scans together."""
        batch = super().assemble(parts, shift)
        first, part_of = self._speakers(parts, shift)
        knowing = [cast(FewLabelStore, self.store).scans[p.number].knows_objects for p in parts]
        values = {f.name: getattr(batch, f.name) for f in dataclasses.fields(batch)}
        return FewLabelBatch(
            **values,
            regions=self._regions(parts, first, part_of),
            knows_objects=torch.tensor(knowing)[part_of] & (batch.labels >= 0),
        )

    def _speakers(self, parts: list[Part], shift: Tensor) -> tuple[Tensor, Tensor]:
        """The point that speaks for every voxel, the first, and the part that it is of: (M,)."""
        xyz = torch.cat([part.scan.xyz for part in parts]) + shift
        item = torch.cat([part.column(part.item) for part in parts]).long()
        voxels = sparse.voxelize(xyz, self.voxel_size, item)
        first = torch.full((len(voxels),), len(xyz), dtype=torch.long)
        first.scatter_reduce_(0, voxels.inverse, torch.arange(len(xyz)), "amin")
        ends = torch.tensor([len(part.scan) for part in parts]).cumsum(0)
        return first, torch.searchsorted(ends, first, right=True)

    def _regions(self, parts: list[Part], first: Tensor, part_of: Tensor) -> RegionBatch | None:
        if self.regions is None:
            return None
        found = [self.regions.of(part.number) for part in parts]
        region = torch.cat(
            [
                torch.from_numpy(of.of_point)[part.scan.rows.long()]
                for of, part in zip(found, parts, strict=True)
            ]
        )
        items = [part.item for part in parts]
        return RegionBatch.build(region[first], part_of, items, [of.graph for of in found])
