# SPDX-License-Identifier: Apache-2.0
"""ScanStore: all training scans in the memory of the device that trains on them."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from tqdm import tqdm

from ws3d_model.datasets.labelled_cloud import LabelledCloud


@dataclass(frozen=True, eq=False)
class Scan:
    """One scan as tensors on a device.

    Args:
        xyz: float32 (N, 3) metres, z up.
        rgb: float32 (N, 3) in 0..1, or None.
        labels: int64 (N,), -1 unlabelled.
        to_centre: float32 (N, 3), from a point to the centre of its object, metres.
        is_object: bool (N,), whether the point belongs to an object rather than to a surface.
    """

    xyz: Tensor
    rgb: Tensor | None
    labels: Tensor
    to_centre: Tensor
    is_object: Tensor

    def __len__(self) -> int:
        return len(self.xyz)

    def select(self, rows: Tensor) -> Scan:
        """The scan of the chosen rows: a mask (N,) or row numbers (K,)."""
        return Scan(
            self.xyz[rows],
            None if self.rgb is None else self.rgb[rows],
            self.labels[rows],
            self.to_centre[rows],
            self.is_object[rows],
        )

    @staticmethod
    def from_labelled(labelled: LabelledCloud, names: Sequence[str], device: torch.device) -> Scan:
        """Copy a labelled cloud to a device, its labels as indices into `names`.

        Rows that are not finite are left out; labels that `names` does not have become -1.

        Raises:
            ValueError: the cloud has objects but not their centres.
        """
        labelled = labelled.select(labelled.cloud.finite)
        cloud, is_object = labelled.cloud, labelled.instances >= 0
        index = {name: number for number, name in enumerate(names)}
        # The last entry serves label -1.
        renumber = np.array([*(index.get(name, -1) for name in labelled.names), -1], np.int64)
        to_centre = np.zeros_like(cloud.xyz)
        if is_object.any():
            if labelled.centres is None:
                raise ValueError(
                    "the cloud has instances but no centres of them to train offsets on"
                )
            to_centre[is_object] = (
                labelled.centres[labelled.instances[is_object]] - cloud.xyz[is_object]
            )
        rgb = None if cloud.rgb is None else torch.from_numpy(cloud.rgb).to(device).float() / 255
        return Scan(
            torch.from_numpy(cloud.xyz).to(device),
            rgb,
            torch.from_numpy(renumber[labelled.labels]).to(device),
            torch.from_numpy(to_centre).to(device),
            torch.from_numpy(is_object).to(device),
        )


class ScanStore:
    """The scans that batches are drawn from.

    Args:
        scans: at least one.
        names: what all scans' labels index.
    """

    def __init__(self, scans: Sequence[Scan], names: tuple[str, ...]) -> None:
        if not scans:
            raise ValueError("there are no scans to train on; make some with `ws3d generate rooms`")
        self.scans = scans
        self.names = names
        # By the root of their size: single views are many and small, and fused scans, which hold
        # most of the surface, should not be outnumbered by them.
        self._shares = torch.tensor([len(scan) for scan in scans]).double().sqrt().cumsum(0)
        holders: dict[int, list[int]] = {}
        for number, scan in enumerate(scans):
            for label in torch.unique(scan.labels[scan.labels >= 0]).tolist():
                holders.setdefault(label, []).append(number)
        self._holders = sorted(holders.items())

    def choose(self, fraction: float) -> Scan:
        """The scan at a place in 0..1 of a line on which larger scans take more room."""
        place = torch.searchsorted(self._shares, fraction * float(self._shares[-1]), right=True)
        return self.scans[min(int(place), len(self.scans) - 1)]

    def choose_holder(self, class_fraction: float, fraction: float) -> tuple[Scan, int] | None:
        """A scan that has some class, every class being as likely, and that class; None if none is.

        Both fractions lie in 0..1: which of the classes, and which of the scans that have it.
        """
        if not self._holders:
            return None
        label, scans = self._holders[int(class_fraction * len(self._holders))]
        return self.scans[scans[int(fraction * len(scans))]], label

    def with_classes(self, least: int) -> ScanStore:
        """The store with only the classes that at least so many scans hold; others are unlabelled.

        Raises:
            ValueError: no class is left.
        """
        kept = [label for label, scans in self._holders if len(scans) >= least]
        if not kept:
            raise ValueError(f"no class is in {least} scans or more: generate more scans")
        renumber = torch.full((len(self.names) + 1,), -1, dtype=torch.long)
        renumber[torch.tensor(kept)] = torch.arange(len(kept))
        renumber = renumber.to(self.scans[0].labels.device)
        scans = [dataclasses.replace(scan, labels=renumber[scan.labels]) for scan in self.scans]
        return ScanStore(scans, tuple(self.names[label] for label in kept))

    @staticmethod
    def read(
        folder: Path, names: tuple[str, ...], device: torch.device, quiet: bool = False
    ) -> ScanStore:
        """Load every shard (*.npz) below a folder.

        Raises:
            FileNotFoundError: the folder holds no shards.
            ValueError: a shard is damaged, or has objects without centres.
        """
        paths = sorted(folder.rglob("*.npz"))
        if not paths:
            raise FileNotFoundError(
                f"{folder} holds no shards (*.npz); make some with "
                f"`ws3d generate rooms --out {folder}`"
            )
        scans = []
        for path in tqdm(paths, desc="loading scans", unit="scan", disable=quiet):
            try:
                scans.append(Scan.from_labelled(LabelledCloud.load(path), names, device))
            except ValueError as error:
                raise ValueError(f"{path}: {error}") from error
        return ScanStore(scans, names)

    @property
    def points(self) -> int:
        """Points of all scans together."""
        return sum(len(scan) for scan in self.scans)
