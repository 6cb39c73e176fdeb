# SPDX-License-Identifier: Apache-2.0
"""Scenes: the indoor cloud and the words that are measured with, the same every time."""

from __future__ import annotations

import functools

import numpy as np
import torch

from ws3d_model import PointCloud
from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.sparse import voxelize
from ws3d_model.worlds.rooms.room import build_room
from ws3d_model.worlds.sensors.scan import scan

KIND = "classroom"
SEEDS = range(20)  # the first room among them that is large enough is taken
WORDS = (
    "wall", "floor", "ceiling", "door", "window", "chair", "sofa", "bed", "table", "desk",
    "cabinet", "bookshelf", "lamp", "television", "plant", "toilet", "sink", "bathtub",
    "refrigerator", "rug",
)  # fmt: skip


@functools.lru_cache(maxsize=2)
def indoor_scan(voxels: int, voxel_size: float) -> LabelledCloud:
    """The middle of a scanned procedural room, as much of it as fills so many voxels.

    Raises:
        ValueError: no room fills that many.
    """
    for seed in SEEDS:
        seen = scan(build_room(seed, "held_out", KIND), seed)
        xyz = torch.from_numpy(seen.cloud.xyz)
        cells = voxelize(xyz, voxel_size)
        if len(cells) >= voxels:
            break
    else:
        raise ValueError(f"no {KIND} of seeds {SEEDS} fills {voxels} voxels of {voxel_size} m")
    floor = cells.mean(xyz)[:, :2]
    near = torch.argsort((floor - floor.mean(0)).norm(dim=1), stable=True)
    kept = np.zeros(len(cells), np.bool_)
    kept[near[:voxels].numpy()] = True
    return seen.select(kept[cells.inverse.numpy()])


def of_points(cloud: PointCloud, points: int) -> PointCloud:
    """Exactly so many points, evenly chosen; some twice where the cloud has fewer."""
    return cloud.select(np.linspace(0, len(cloud) - 1, points).astype(np.int64))
