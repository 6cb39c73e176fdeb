# SPDX-License-Identifier: Apache-2.0
"""TeacherStore: what a vision-language teacher says of the points of shards, read from a folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ws3d_model.learning.augmentation import Dice
from ws3d_model.learning.scan_store import Shard

CENTRE_SHARDS = 64
"""Shards from which the mean of a teacher's features is taken."""


@dataclass(frozen=True, eq=False)
class TeacherVoxels:
    """What a teacher says of R of a batch's voxels.

    Args:
        rows: int64 (R,), the voxels.
        features: float16 (R, D), unit vectors.
        weight: float32 (R,), how much each is worth, above 0.
    """

    rows: Tensor
    features: Tensor
    weight: Tensor

    def to(self, device: torch.device) -> TeacherVoxels:
        """The same on a device."""
        return TeacherVoxels(self.rows.to(device), self.features.to(device), self.weight.to(device))


@dataclass(frozen=True, eq=False)
class TeacherStore:
    """Fused features beside shards.

    Args:
        folder: with one `<shard's stem>.safetensors` a shard.
        shards: that batches are drawn from.
        dimension: D.
        voxels: of a batch that are told at most.
    """

    folder: Path
    shards: tuple[Shard, ...]
    dimension: int
    voxels: int

    @staticmethod
    def open(
        folder: Path, shards: Sequence[Shard], dimension: int, space: str, voxels: int = 4000
    ) -> TeacherStore:
        """The store of a folder; its first file must fit the text space.

        Raises:
            FileNotFoundError: features of a shard are missing.
            ValueError: the features have another dimension than the text space.
        """
        missing = [s.path.stem for s in shards if not _file(folder, s).exists()]
        if missing:
            raise FileNotFoundError(
                f"{folder} lacks teacher features of {len(missing)} of {len(shards)} shards, such "
                f"as {missing[0]}.safetensors; make them first, or train on the others alone"
            )
        store = TeacherStore(folder, tuple(shards), dimension, voxels)
        got = store.read(0)[0].shape[1]
        if got != dimension:
            raise ValueError(
                f"the teacher's features in {folder} have {got} values, but the text space "
                f"{space} has {dimension}: give the text encoder of the same model as the teacher"
            )
        return store

    def read(self, number: int) -> tuple[Tensor, Tensor]:
        """Features float16 (P, D) and weights float32 (P,) of a shard.

        Raises:
            ValueError: the file is damaged or belongs to another shard.
        """
        # The teachers' package brings open_clip along, which only distillation needs.
        from ws3d_model.teachers import FusedFeatures

        shard = self.shards[number]
        path = _file(self.folder, shard)
        try:
            fused = FusedFeatures.load(path)
        except (ValueError, OSError) as error:
            raise ValueError(f"{path}: {error}; remove it and make it again") from error
        features, weight = torch.as_tensor(fused.features), torch.as_tensor(fused.weight)
        if len(features) != shard.points or len(weight) != shard.points:
            raise ValueError(
                f"{path} tells of {len(features)} points, but {shard.path} has {shard.points}: "
                "remove it and make it again"
            )
        return features, weight

    def tell(
        self, numbers: Sequence[int], part_of: Tensor, rows: Tensor, dice: Dice
    ) -> TeacherVoxels:
        """What is known of some of a batch's voxels.

        Args:
            numbers: the shard of every part of the batch.
            part_of: int64 (M,), the part that a voxel belongs to.
            rows: int64 (M,), the row of a voxel's point in its shard.
            dice: for the choice.
        """
        share = max(1, self.voxels // max(1, len(numbers)))
        found: list[tuple[Tensor, Tensor, Tensor]] = []
        for part, number in enumerate(numbers):
            own = torch.nonzero(part_of == part).squeeze(1)
            features, weight = self.read(number)
            own = own[weight[rows[own]] > 0]
            own = own[torch.randperm(len(own), generator=dice.host)[:share]]
            found.append((own, features[rows[own]], weight[rows[own]]))
        chosen, features, weight = (torch.cat(column) for column in zip(*found, strict=True))
        return TeacherVoxels(chosen, features, weight)

    def centre(self) -> Tensor:
        """float32 (D,): mean of the features of shards spread over the store.

        Images and texts of one model lie in different places of its space (Liang et al., "Mind the
        Gap", NeurIPS 2022); each kind of vector is compared with its own mean taken off.
        """
        places = np.linspace(0, len(self.shards) - 1, min(CENTRE_SHARDS, len(self.shards)))
        total, count = torch.zeros(self.dimension, dtype=torch.float64), 0.0
        for place in places.round().astype(int).tolist():
            features, weight = self.read(place)
            total += (weight @ features.float()).double()
            count += float(weight.sum())
        return (total / max(count, 1e-9)).float()


def _file(folder: Path, shard: Shard) -> Path:
    return folder / f"{shard.path.stem}.safetensors"
