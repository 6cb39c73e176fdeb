# SPDX-License-Identifier: Apache-2.0
"""RegionBatch: the regions of several scans that were drawn, cropped and voxelized together."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ws3d_model.regions import EDGE_FEATURES, RegionGraph
from ws3d_model.sparse import Plan


@dataclass(frozen=True, eq=False)
class RegionBatch:
    """R regions that have voxels in a batch of M voxels, and the E pairs of them that touch.

    Args:
        of_voxel: int64 (M,), the region of every voxel, -1 none.
        sizes: int64 (R,), voxels, at least 1.
        item: int64 (R,), the scan of the batch that a region lies in.
        edges: int64 (E, 2).
        edge_features: float32 (E, 9), see `RegionGraph`.
    """

    of_voxel: Tensor
    sizes: Tensor
    item: Tensor
    edges: Tensor
    edge_features: Tensor

    def __len__(self) -> int:
        return len(self.sizes)

    def to(self, device: torch.device) -> RegionBatch:
        """The same on a device."""
        values = {f.name: getattr(self, f.name).to(device) for f in dataclasses.fields(self)}
        return RegionBatch(**values)

    @staticmethod
    def build(
        region: Tensor,  # (M,)
        part: Tensor,  # (M,)
        items: Sequence[int],
        graphs: Sequence[RegionGraph],
    ) -> RegionBatch:
        """Gather the regions of the parts that a batch is made of.

        Regions are found once a scan and kept: turning and scaling it changes neither which region
        a point belongs to nor, by more than a tenth, the features of an edge. Regions that a crop
        removed are left out with their edges.

        Args:
            region: of the point that speaks for the voxel, numbered as in its own scan; -1 none.
            part: the part 0..P-1 that this point belongs to.
            items: of P parts, the scan of the batch that each was laid into.
            graphs: of P parts.

        Raises:
            ValueError: lengths differ, a number is out of range, or an edge feature is not finite.
        """
        if len(items) != len(graphs) or region.shape != part.shape:
            raise ValueError(
                f"every part needs an item and a graph, every voxel a region and a part; got "
                f"{len(items)} and {len(graphs)}, {len(region)} and {len(part)}"
            )
        sizes = torch.tensor([len(graph) for graph in graphs], dtype=torch.long)
        starts = torch.cat([sizes.new_zeros(1), sizes.cumsum(0)])
        known = torch.nonzero(region >= 0).squeeze(1)
        if bool((region[known] >= sizes[part[known]]).any()):
            raise ValueError(
                "a voxel's region is not in its scan's graph: the points were segmented anew "
                "without it; take both from one call of over_segment"
            )
        everywhere = region[known].long() + starts[part[known]]
        present, compact = torch.unique(everywhere, return_inverse=True)
        of_voxel = torch.full_like(region, -1, dtype=torch.long)
        of_voxel[known] = compact
        number = torch.full((int(starts[-1]),), -1)
        number[present] = torch.arange(len(present))
        edges = [torch.zeros(0, 2, dtype=torch.long)]
        features = [torch.zeros(0, len(EDGE_FEATURES))]
        for graph, start in zip(graphs, starts.tolist(), strict=False):
            if not np.isfinite(graph.features).all():
                raise ValueError("an edge's feature is not finite: segment the scan again")
            edges.append(number[torch.from_numpy(graph.edges) + start])
            features.append(torch.from_numpy(graph.features))
        every_edge = torch.cat(edges)
        kept = (every_edge >= 0).all(1)
        home = torch.searchsorted(starts[1:], present, right=True)
        return RegionBatch(
            of_voxel,
            torch.bincount(compact, minlength=len(present)),
            torch.tensor(list(items), dtype=torch.long)[home],
            every_edge[kept],
            torch.cat(features)[kept],
        )


@dataclass(frozen=True, eq=False)
class RegionSample:
    """S voxels that speak for R regions: means over a few of a large region's voxels are cheaper.

    Args:
        rows: int64 (S,), voxels.
        region: int64 (S,), the region of each.
        regions: R.
    """

    rows: Tensor
    region: Tensor
    regions: int

    @staticmethod
    def draw(
        regions: RegionBatch, most: int, generator: torch.Generator | None = None
    ) -> RegionSample:
        """At most so many voxels of every region, each as likely; all of a smaller one.

        Args:
            generator: on the regions' device.
        """
        rows = torch.nonzero(regions.of_voxel >= 0).squeeze(1)
        chance = torch.rand(len(rows), generator=generator, device=rows.device)
        rows = rows[torch.argsort(chance)]
        rows = rows[torch.argsort(regions.of_voxel[rows], stable=True)]
        region = regions.of_voxel[rows]
        before = regions.sizes.cumsum(0) - regions.sizes
        rank = torch.arange(len(rows), device=rows.device) - before[region]
        kept = rank < most
        return RegionSample(rows[kept], region[kept], len(regions))

    def mean(self, values: Tensor) -> Tensor:  # (S, C)
        """Mean (R, C) over every region's sample."""
        total = values.new_zeros(self.regions, values.shape[1]).index_add(0, self.region, values)
        count = torch.bincount(self.region, minlength=self.regions).clamp(min=1)
        return total / count[:, None]

    def at_level(self, plan: Plan, level: int) -> Tensor:
        """int64 (S,): the voxel of a coarser level that each voxel of the sample lies in."""
        rows = self.rows
        for finer in plan.levels[:level]:
            rows = finer.parent[rows]
        return rows


def majority_class(
    labels: Tensor,  # (M,)
    regions: RegionBatch,
    classes: int,
    purity: float = 0.8,
) -> Tensor:
    """int64 (R,): the class of at least `purity` of a region's labelled voxels, -1 where none is.

    Raises:
        ValueError: a label is not below `classes`.
    """
    if len(labels) and int(labels.max()) >= classes:
        raise ValueError(f"labels must be below {classes}, got {int(labels.max())}")
    rows = torch.nonzero((labels >= 0) & (regions.of_voxel >= 0)).squeeze(1)
    cells = regions.of_voxel[rows] * classes + labels[rows]
    counts = torch.bincount(cells, minlength=len(regions) * classes).view(len(regions), classes)
    most, winner = counts.max(1)
    pure = (most > 0) & (most >= purity * counts.sum(1))
    return torch.where(pure, winner, -1)
