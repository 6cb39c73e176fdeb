# SPDX-License-Identifier: Apache-2.0
"""Scan: one labelled scan as tensors, for the crops and changes that training makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ws3d_model.datasets.labelled_cloud import LabelledCloud


@dataclass(frozen=True, eq=False)
class Scan:
    """One scan.

    Args:
        xyz: float32 (N, 3) metres, z up.
        rgb: float32 (N, 3) in 0..1, or uint8 as read, or None.
        labels: int32 (N,), -1 unlabelled.
        to_centre: float32 (N, 3), from a point to the centre of its object, metres.
        instances: int32 (N,), the object that a point belongs to, -1 none (walls, floors).
        rows: int32 (N,), the points' rows in the shard.
    """

    xyz: Tensor
    rgb: Tensor | None
    labels: Tensor
    to_centre: Tensor
    instances: Tensor
    rows: Tensor

    def __len__(self) -> int:
        return len(self.xyz)

    @property
    def is_object(self) -> Tensor:
        """bool (N,): whether the point belongs to an object rather than to a surface."""
        return self.instances >= 0

    @property
    def bytes(self) -> int:
        """Memory that it takes."""
        tensors = (self.xyz, self.labels, self.to_centre, self.instances, self.rows)
        size = sum(t.numel() * t.element_size() for t in tensors)
        return size + (0 if self.rgb is None else self.rgb.numel() * self.rgb.element_size())

    def select(self, rows: Tensor) -> Scan:
        """The scan of the chosen rows: a mask (N,) or row numbers (K,)."""
        if rows.dtype == torch.bool:  # looked through once, not for every field
            rows = torch.nonzero(rows).squeeze(1)
        return Scan(
            self.xyz[rows],
            None if self.rgb is None else self.rgb[rows],
            self.labels[rows],
            self.to_centre[rows],
            self.instances[rows],
            self.rows[rows],
        )

    @staticmethod
    def from_labelled(labelled: LabelledCloud, names: Sequence[str]) -> Scan:
        """A labelled cloud with its labels as indices into `names`.

        Rows that are not finite are left out; labels that `names` does not have become -1.

        Raises:
            ValueError: the cloud has objects but not their centres.
        """
        rows = np.flatnonzero(labelled.cloud.finite)
        if len(rows) < len(labelled):
            labelled = labelled.select(rows)
        cloud, is_object = labelled.cloud, labelled.instances >= 0
        index = {name: number for number, name in enumerate(names)}
        # The last entry serves label -1.
        renumber = np.array([*(index.get(name, -1) for name in labelled.names), -1], np.int32)
        to_centre = np.zeros_like(cloud.xyz)
        if is_object.any():
            if labelled.centres is None:
                raise ValueError(
                    "the cloud has instances but no centres of them to train offsets on"
                )
            to_centre[is_object] = (
                labelled.centres[labelled.instances[is_object]] - cloud.xyz[is_object]
            )
        return Scan(
            torch.from_numpy(cloud.xyz),
            None if cloud.rgb is None else torch.from_numpy(cloud.rgb),
            torch.from_numpy(renumber[labelled.labels]),
            torch.from_numpy(to_centre),
            torch.from_numpy(labelled.instances.astype(np.int32)),
            torch.from_numpy(rows.astype(np.int32)),
        )
