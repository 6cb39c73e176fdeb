# SPDX-License-Identifier: Apache-2.0
"""Batches: several augmented scans, voxelized together, with what the network should say."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from ws3d_model import sparse
from ws3d_model.learning.augmentation import AugmentationSettings, Dice, augment, crop
from ws3d_model.learning.scan_store import Scan, ScanStore
from ws3d_model.network.features import floor_height, voxel_features

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
    parts: list[tuple[Scan, Tensor, int]] = []
    for number in range(scans):
        for _ in range(2 if dice.chance(mix) else 1):
            scan = _one(store, dice, settings)
            # The network takes heights above the lowest points; on a robot these are not exactly
            # the floor, so the reference moves.
            floor = floor_height(scan.xyz[:, 2]) + 0.03 * float(dice.values(1, normal=True))
            parts.append((scan, floor.expand(len(scan)), number))
    return assemble(parts, voxel_size, levels, shift=dice.values(3) * voxel_size)


def assemble(
    parts: list[tuple[Scan, Tensor, int]], voxel_size: float, levels: int, shift: Tensor
) -> Batch:
    """Voxelize scans together: each with the z of its floor (N,) and its number in the batch."""
    xyz = torch.cat([scan.xyz for scan, _, _ in parts]) + shift
    rgb = torch.cat([torch.zeros_like(s.xyz) if s.rgb is None else s.rgb for s, _, _ in parts])
    known = torch.cat(
        [s.xyz.new_full((len(s),), 0.0 if s.rgb is None else 1.0) for s, _, _ in parts]
    )
    floor = torch.cat([floor for _, floor, _ in parts]) + shift[2]
    number = torch.cat(
        [torch.full((len(s),), n, dtype=torch.long, device=xyz.device) for s, _, n in parts]
    )
    voxels = sparse.voxelize(xyz, voxel_size, number)
    # One point speaks for its voxel: the first, so that the choice is the same on every device.
    first = torch.full((len(voxels),), len(xyz), dtype=torch.long, device=xyz.device)
    first.scatter_reduce_(0, voxels.inverse, torch.arange(len(xyz), device=xyz.device), "amin")
    return Batch(
        voxel_features(xyz, rgb, voxels, voxel_size, floor, known),
        sparse.build_plan(voxels.keys, levels),
        torch.cat([s.labels for s, _, _ in parts])[first],
        torch.cat([s.to_centre for s, _, _ in parts])[first],
        torch.cat([s.is_object for s, _, _ in parts])[first],
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
