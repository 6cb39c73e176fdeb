# SPDX-License-Identifier: Apache-2.0
"""Batches: several augmented scans, voxelized together, with what the network should say."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from ws3d_model import sparse
from ws3d_model.learning.augmentation import AugmentationSettings, Dice, augment, crop
from ws3d_model.learning.scan_store import Scan, ScanStore
from ws3d_model.network.features import lowest_height, voxel_features

# A scan with fewer points than this teaches nothing about a room.
MIN_POINTS = 500


@dataclass(frozen=True, eq=False)
class Batch:
    """M voxels of several scans.

    Args:
        features: float32 (M, CHANNELS).
        plan: kernel maps of all levels.
        labels: int64 (M,), -1 unlabelled.
        to_centre: float32 (M, 3), metres.
        is_object: bool (M,).
    """

    features: Tensor
    plan: sparse.Plan
    labels: Tensor
    to_centre: Tensor
    is_object: Tensor

    def __len__(self) -> int:
        return len(self.labels)


def draw_batch(
    store: ScanStore,
    dice: Dice,
    scans: int,
    mix: float,
    settings: AugmentationSettings,
    voxel_size: float,
    levels: int,
) -> Batch:
    """Draw `scans` scans; a share `mix` of them has a second one laid over it (Mix3D)."""
    parts: list[Part] = []
    for number in range(scans):
        for _ in range(2 if dice.chance(mix) else 1):
            scan = _one(store, dice, settings)
            # A robot knows its ground, if at all, to a few centimetres: the reference moves.
            known = dice.chance(settings.ground_known)
            ground = scan.xyz.new_zeros(()) if known else lowest_height(scan.xyz[:, 2])
            ground = ground + 0.03 * dice.values(1, normal=True)[0]
            parts.append(Part(scan, ground, known, number))
    return assemble(parts, voxel_size, levels, shift=dice.values(3) * voxel_size)


@dataclass(frozen=True, eq=False)
class Part:
    """A scan in a batch: its ground's z, whether that is known, and the batch's item it lies in."""

    scan: Scan
    ground: Tensor
    ground_known: bool
    number: int

    def column(self, value: float | Tensor) -> Tensor:
        """(N,) of one value."""
        return self.scan.xyz.new_zeros(len(self.scan)) + value


def assemble(parts: list[Part], voxel_size: float, levels: int, shift: Tensor) -> Batch:
    """Voxelize scans together."""
    scans = [part.scan for part in parts]
    xyz = torch.cat([scan.xyz for scan in scans]) + shift
    rgb = torch.cat([torch.zeros_like(s.xyz) if s.rgb is None else s.rgb for s in scans])
    colored = torch.cat([part.column(float(part.scan.rgb is not None)) for part in parts])
    ground = torch.cat([part.column(part.ground) for part in parts]) + shift[2]
    ground_known = torch.cat([part.column(float(part.ground_known)) for part in parts])
    number = torch.cat([part.column(part.number) for part in parts]).long()
    voxels = sparse.voxelize(xyz, voxel_size, number)
    # One point speaks for its voxel: the first, so that the choice is the same on every device.
    first = torch.full((len(voxels),), len(xyz), dtype=torch.long, device=xyz.device)
    first.scatter_reduce_(0, voxels.inverse, torch.arange(len(xyz), device=xyz.device), "amin")
    return Batch(
        voxel_features(xyz, rgb, voxels, voxel_size, ground, colored, ground_known),
        sparse.build_plan(voxels.keys, levels),
        torch.cat([scan.labels for scan in scans])[first],
        torch.cat([scan.to_centre for scan in scans])[first],
        torch.cat([scan.is_object for scan in scans])[first],
    )


def _one(store: ScanStore, dice: Dice, settings: AugmentationSettings) -> Scan:
    for _ in range(100):
        balanced = None
        if dice.chance(settings.balanced):
            balanced = store.choose_holder(dice.uniform(), dice.uniform())
        chosen, label = balanced or (store.choose(dice.uniform()), None)
        scan = augment(crop(chosen, dice, settings, label), dice, settings)
        if len(scan) >= MIN_POINTS:
            return scan
    raise ValueError(
        f"100 draws gave no scan of at least {MIN_POINTS} points; the scans are too small for the "
        "crops: raise crop_radius or lower crop"
    )
