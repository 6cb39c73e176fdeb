# SPDX-License-Identifier: Apache-2.0
"""EarlierAnswers: what a checkpoint made of whole scans before it was trained on.

It is asked once a scan, of the scan as it is, and not in every step of every crop: asking would
cost a forward pass a step. Kept is what the language head reads, so that any word can be answered.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ws3d_model.learning.augmentation import Dice
from ws3d_model.learning.scan_cache import Arrays, ScanCache
from ws3d_model.network import Checkpoint
from ws3d_model.observation import observe
from ws3d_model.perception import PerceptionSettings
from ws3d_model.point_cloud import PointCloud


@dataclass(frozen=True, eq=False)
class ScanAnswers:
    """Of one scan of N points in V voxels.

    Args:
        features: float16 (V, C), what the language head reads.
        voxel_of_row: int32 (N,), by rows of the shard; -1 where a point has no voxel.
    """

    features: Tensor
    voxel_of_row: Tensor


@dataclass(frozen=True, eq=False)
class EarlierVoxels:
    """What was made of R of a batch's voxels.

    Args:
        rows: int64 (R,), the voxels.
        features: float16 (R, C), what the language head reads.
    """

    rows: Tensor
    features: Tensor

    def to(self, device: torch.device) -> EarlierVoxels:
        """The same on a device."""
        return EarlierVoxels(self.rows.to(device), self.features.to(device))


class EarlierAnswers(ScanCache[ScanAnswers]):
    """The answers of one checkpoint about shards by number.

    A file holds two bytes a voxel and channel, and four a point: a megabyte or two for a room.

    Args:
        paths: of the shards.
        folder: for the answers of each; it need not exist. Another checkpoint has other files.
        checkpoint: is asked on the host, wherever batches are made.
        voxels: of a batch that are told at most.
    """

    def __init__(
        self, paths: Sequence[Path], folder: Path, checkpoint: Checkpoint, voxels: int
    ) -> None:
        super().__init__(paths, folder, f"answers of {checkpoint.content_hash}")
        self._network = copy.deepcopy(checkpoint.network).cpu().eval().requires_grad_(False)
        self._voxels = voxels

    def find(self, cloud: PointCloud) -> Arrays:
        """See `ScanCache`."""
        settings = PerceptionSettings()
        seen = observe(cloud, self._network, settings.max_points, settings.max_range)
        return {
            "features": seen.features.float().clamp(-6e4, 6e4).half().numpy(),
            "voxel_of_row": seen.voxel_of_point.astype(np.int32),
        }

    def unpack(self, arrays: Arrays) -> ScanAnswers:
        """See `ScanCache`."""
        features, voxel = arrays["features"], arrays["voxel_of_row"]
        width = self._network.width
        if (
            features.ndim != 2
            or features.shape[1] != width
            or voxel.max(initial=-1) >= len(features)
        ):
            raise ValueError(f"it does not hold features (V, {width}) of the points' voxels")
        return ScanAnswers(torch.from_numpy(features), torch.from_numpy(voxel))

    def tell(
        self, numbers: Sequence[int], part_of: Tensor, rows: Tensor, dice: Dice
    ) -> EarlierVoxels:
        """What was made of some of a batch's voxels, drawn at random among all that are known.

        Args:
            numbers: the shard of every part of the batch.
            part_of: int64 (M,), the part that a voxel belongs to.
            rows: int64 (M,), the row of a voxel's point in its shard.
            dice: for the choice.
        """
        chosen = torch.randperm(len(rows), generator=dice.host)[: self._voxels]
        found: list[tuple[Tensor, Tensor]] = []
        for part, number in enumerate(numbers):
            answers = self.of(number)
            own = chosen[part_of[chosen] == part]
            voxel = answers.voxel_of_row[rows[own]].long()
            known = voxel >= 0
            found.append((own[known], answers.features[voxel[known]]))
        told, features = (torch.cat(column) for column in zip(*found, strict=True))
        return EarlierVoxels(told, features)
