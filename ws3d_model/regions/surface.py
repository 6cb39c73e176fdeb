# SPDX-License-Identifier: Apache-2.0
"""The surface at every voxel: its normal, from the points in the voxels around."""

from __future__ import annotations

import math

import torch
from torch import Tensor


def voxel_normals(xyz: Tensor, neighbours: Tensor) -> Tensor:
    """Unit normals (M, 3) float32, without a meaningful sign: a cloud does not tell its inside.

    The direction in which the places around vary least (principal component analysis, Hoppe et al.,
    "Surface Reconstruction from Unorganized Points", SIGGRAPH 1992, section 3.2). The 27
    voxels around decide: with another ring, regions of scans kept less well to one object. Where
    there are too few to span a plane, any direction across what there is.

    Args:
        xyz: (M, 3), a place in every voxel, such as the mean of its points, metres.
        neighbours: (M, 27), rows of the voxels around every voxel and its own, M for none.
    """
    if len(xyz) == 0:
        return xyz.new_zeros(0, 3).float()
    # Double: the variance of some centimetres is a difference of squares of many metres.
    place = xyz.double() - xyz.double().mean(0)
    x, y, z = place.unbind(1)
    moments = torch.stack(
        [torch.ones_like(x), x, y, z, x * x, x * y, x * z, y * y, y * z, z * z], 1
    )
    padded = torch.cat([moments, moments.new_zeros(1, 10)])
    around = torch.zeros_like(moments)
    for tap in neighbours.unbind(1):
        around += padded.index_select(0, tap)
    mean = around[:, 1:] / around[:, :1]
    x, y, z, xx, xy, xz, yy, yz, zz = mean.unbind(1)
    covariance = torch.stack(
        [xx - x * x, xy - x * y, xz - x * z, yy - y * y, yz - y * z, zz - z * z], 1
    )
    return smallest_axes(covariance).float()


def smallest_axes(matrices: Tensor) -> Tensor:
    """Unit eigenvectors (M, 3) of the smallest eigenvalues of symmetric 3 x 3 matrices.

    In closed form: the trigonometric solution of the cubic (Smith, "Eigenvalues of a symmetric 3 x
    3 matrix", CACM 1961), and the cross product of two rows of A - lambda I; five times as fast as
    the general solver.

    Args:
        matrices: float64 (M, 6), the entries xx, xy, xz, yy, yz, zz.
    """
    xx, xy, xz, yy, yz, zz = matrices.unbind(1)
    third = (xx + yy + zz) / 3
    a, b, c = xx - third, yy - third, zz - third
    spread = ((a * a + b * b + c * c + 2 * (xy * xy + xz * xz + yz * yz)) / 6).sqrt()
    half_determinant = (
        a * (b * c - yz * yz) - xy * (xy * c - yz * xz) + xz * (xy * yz - b * xz)
    ) / 2
    ratio = (half_determinant / spread.pow(3).clamp_min(1e-300)).clamp(-1, 1)
    smallest = third + 2 * spread * torch.cos(torch.acos(ratio) / 3 + 2 * math.pi / 3)
    rows = torch.stack(
        [xx - smallest, xy, xz, xy, yy - smallest, yz, xz, yz, zz - smallest], 1
    ).view(-1, 3, 3)
    crosses = torch.stack(
        [torch.linalg.cross(rows[:, i], rows[:, j]) for i, j in ((0, 1), (0, 2), (1, 2))], 1
    )
    squared = crosses.square().sum(2)
    best = squared.argmax(1)
    every = torch.arange(len(rows), device=rows.device)
    axis, length = crosses[every, best], squared[every, best].sqrt()
    # Two equal eigenvalues (a line, one place): every direction across the longest row will do.
    scale = spread.square().clamp_min(1e-300)
    longest = rows[every, rows.square().sum(2).argmax(1)]
    axis = torch.where((length > 1e-9 * scale)[:, None], axis, _across(longest))
    return torch.nn.functional.normalize(axis, dim=1, eps=1e-300)


def _across(vectors: Tensor) -> Tensor:  # (M, 3)
    """A direction across each vector (M, 3); some direction for a vector of zeros."""
    unit = torch.nn.functional.normalize(vectors, dim=1, eps=1e-300)
    least = torch.nn.functional.one_hot(unit.abs().argmin(1), 3).to(unit.dtype)
    return least - (least * unit).sum(1, keepdim=True) * unit
