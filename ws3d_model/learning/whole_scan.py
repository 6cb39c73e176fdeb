# SPDX-License-Identifier: Apache-2.0
"""WholeScan: what a network makes of a scan as it is, and the regions of its voxels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ws3d_model.few_labels import RegionBatch, RegionSample
from ws3d_model.network import VisionLanguageNet
from ws3d_model.observation import observe
from ws3d_model.perception import PerceptionSettings
from ws3d_model.point_cloud import PointCloud
from ws3d_model.regions import Regions


@dataclass(frozen=True, eq=False)
class WholeScan:
    """V voxels of one cloud, on the network's device.

    Args:
        features: (V, C), what the heads read.
        rows: int64 (V,), the point that speaks for a voxel.
        regions: of the voxels.
        sample: all voxels of every region.
        neighbours: int32 (V, 27), the voxels around; V: none.
        xyz: float32 (V, 3), metres, on the host.
    """

    features: Tensor
    rows: Tensor
    regions: RegionBatch
    sample: RegionSample
    neighbours: Tensor
    xyz: npt.NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.rows)

    @staticmethod
    def look(
        cloud: PointCloud,
        regions: Regions,
        network: VisionLanguageNet,
        first: npt.NDArray[np.bool_] | None = None,
    ) -> WholeScan:
        """Ask the network once.

        Args:
            regions: of the cloud's points.
            first: bool (N,), points that speak for their voxel before others, as labelled ones do.
        """
        settings = PerceptionSettings()
        seen = observe(cloud, network, settings.max_points, settings.max_range)
        device = seen.features.device
        voxel = seen.voxel_of_point
        later = np.zeros(len(voxel), np.bool_) if first is None else ~first
        order = np.argsort(later, kind="stable")
        order = order[voxel[order] >= 0]
        rows = order[np.unique(voxel[order], return_index=True)[1]]
        region = torch.from_numpy(regions.of_point[rows])
        batch = RegionBatch.build(region, torch.zeros_like(region), [0], [regions.graph])
        batch = batch.to(device)
        generator = torch.Generator(device).manual_seed(0)
        return WholeScan(
            seen.features.float().clone(),
            torch.from_numpy(rows).to(device),
            batch,
            RegionSample.draw(batch, max(1, len(rows)), generator),
            seen.neighbourhood.neighbours,
            seen.xyz,
        )

    def mean(self, values: Tensor) -> Tensor:
        """Of values (V, K) the mean (R, K) over every region."""
        return self.sample.mean(values.index_select(0, self.sample.rows))

    def of_voxels(self, values: Tensor, missing: int = -1) -> Tensor:
        """Of values (R,) those of every voxel's region (V,)."""
        of = self.regions.of_voxel
        if len(values) == 0:
            return torch.full_like(of, missing)
        return torch.where(of >= 0, values[of], missing)
