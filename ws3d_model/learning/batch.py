# SPDX-License-Identifier: Apache-2.0
"""Batch: voxels of several scans, with what the network should say of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

import torch
from torch import Tensor

from ws3d_model.learning.teacher_store import TeacherVoxels


@dataclass(frozen=True, eq=False)
class Batch:
    """M voxels of I scans.

    Args:
        features: float32 (M, CHANNELS).
        keys: int64 (M,), voxel keys, sorted.
        labels: int64 (M,), -1 unlabelled.
        to_centre: float32 (M, 3), metres.
        is_object: bool (M,).
        item: int64 (M,), the scan 0..I-1 that a voxel belongs to.
        caption: int64 (M,), the caption of a voxel's region, -1 none.
        candidates: int64 (J, 3), captions that the batch speaks of: number, class, and -1, or for a
            wrong caption the number of the one that it lies beside.
        scene_caption: int64 (I,), the caption of a scan, -1 none.
        is_whole: bool (I,), whether that caption is of a whole scene rather than of a view.
        rivals: int64 (Q, 2), captions of other scans of the data, for the batch's own to be told
            from: number, and 1 for those of a whole scene.
        teacher: by text space, what a teacher says of some of the voxels.
        counts: how often something was left out.
    """

    features: Tensor
    keys: Tensor
    labels: Tensor
    to_centre: Tensor
    is_object: Tensor
    item: Tensor
    caption: Tensor
    candidates: Tensor
    scene_caption: Tensor
    is_whole: Tensor
    rivals: Tensor
    teacher: Mapping[str, TeacherVoxels] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.labels)

    def to(self, device: torch.device) -> Batch:
        """The batch on a device."""
        if self.features.device == device:
            return self
        moved: dict[str, Any] = {name: t.to(device) for name, t in self._own().items()}
        teacher = {name: told.to(device) for name, told in self.teacher.items()}
        return replace(self, teacher=teacher, **moved)

    def tensors(self) -> dict[str, Tensor]:
        """All tensors by name."""
        told = {
            f"teacher.{space}.{f.name}": getattr(voxels, f.name)
            for space, voxels in self.teacher.items()
            for f in fields(voxels)
        }
        return {**self._own(), **told}

    def _own(self) -> dict[str, Tensor]:
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        return {name: value for name, value in values.items() if isinstance(value, Tensor)}
