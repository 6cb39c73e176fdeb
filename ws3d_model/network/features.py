# SPDX-License-Identifier: Apache-2.0
"""What the network is told about every voxel; the same function in training and in inference."""

from __future__ import annotations

import torch
from torch import Tensor

from ws3d_model.sparse import Voxels

# Colour in -1..1 (0 where unknown), whether colour is known, height above the ground in units of
# 1.5 m around 0.9 m, the points' mean place in the voxel (edges at ±0.5), a constant, and whether
# the ground is known (1) or taken to be at the lowest points (0).
FEATURES = (
    "red", "green", "blue", "has_color", "height", "offset_x", "offset_y", "offset_z", "one",
    "ground_known",
)  # fmt: skip
# The stem wants a multiple of 4 channels; the rest are zeros.
CHANNELS = 12
# "Lowest" is the first percentile: a few points below the floor (a mirror's, noise) do not move it.
LOWEST_QUANTILE = 0.01


def voxel_features(
    xyz: Tensor,  # (N, 3) metres, z up
    rgb: Tensor | None,  # (N, 3) in 0..1
    voxels: Voxels,
    voxel_size: float,
    ground: Tensor | float | None = None,
    colored: Tensor | None = None,  # (N,) 1 where the colour is known
    ground_known: Tensor | None = None,  # (N,) 1 where `ground` is more than a guess
) -> Tensor:
    """Features (M, CHANNELS) float32 of every voxel, in the order of `FEATURES`.

    Args:
        ground: z of the ground, one value or one a point, metres; when left out, the cloud's first
            percentile, and the network is told that this is a guess.
        colored, ground_known: for batches that mix clouds with and without.
    """
    told = 0.0 if ground is None else 1.0
    if ground is None:
        ground = lowest_height(xyz[:, 2])
    if ground_known is None:
        ground_known = xyz.new_full((len(xyz),), told)
    height = (xyz[:, 2] - ground) / 1.5 - 0.6
    known = xyz.new_full((len(xyz),), 0.0 if rgb is None else 1.0) if colored is None else colored
    color = torch.zeros_like(xyz) if rgb is None else (rgb * 2 - 1) * known[:, None]
    cells = xyz.double() / voxel_size
    offset = (cells - torch.floor(cells) - 0.5).to(xyz.dtype)
    one = xyz.new_ones(len(xyz), 1)
    values = torch.cat(
        [color, known[:, None], height[:, None], offset, one, ground_known[:, None]], 1
    )
    mean = voxels.mean(values)
    return torch.cat([mean, mean.new_zeros(len(mean), CHANNELS - len(FEATURES))], 1)


def lowest_height(z: Tensor) -> Tensor:  # (N,)
    """First percentile of the heights, 0 for no points."""
    if len(z) == 0:
        return z.new_zeros(())
    return z.kthvalue(1 + int(LOWEST_QUANTILE * (len(z) - 1))).values
