# SPDX-License-Identifier: Apache-2.0
"""Over-segmentation: a cloud cut into small regions of one surface and one colour."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ws3d_model import sparse
from ws3d_model.point_cloud import PointCloud
from ws3d_model.regions.color import lab
from ws3d_model.regions.graph_segmentation import segment_graph
from ws3d_model.regions.region_graph import RegionGraph, VoxelSurface, build_region_graph
from ws3d_model.regions.surface import voxel_normals
from ws3d_model.sparse.kernel_maps import neighbour_table

Int64 = npt.NDArray[np.int64]

# Of the 27 taps of a neighbour table the 13 behind the middle one: every pair of voxels once.
_FIRST_AFTER_MIDDLE = 14


@dataclass(frozen=True)
class RegionSettings:
    """How finely a cloud is cut.

    Args:
        voxel_size: metres; the voxels are the nodes of the graph.
        k: see `segment_graph`; larger k, larger regions.
        color_weight: what a colour difference of 100 (black to white) counts beside normals at a
            right angle, which count 1.
        min_size: voxels; smaller regions join a neighbour where they have one.

    Raises:
        ValueError: a value out of range.
    """

    voxel_size: float = 0.05
    k: float = 0.5
    color_weight: float = 1.0
    min_size: int = 20

    def __post_init__(self) -> None:
        if not 0 < self.voxel_size < math.inf:
            raise ValueError(f"voxel_size must be above 0 metres, got {self.voxel_size}")
        for name in ("k", "color_weight"):
            if not 0 <= getattr(self, name) < math.inf:
                raise ValueError(f"{name} must be a number from 0 on, got {getattr(self, name)}")
        if self.min_size < 1:
            raise ValueError(f"min_size must be at least 1 voxel, got {self.min_size}")


@dataclass(frozen=True, eq=False)
class Regions:
    """A cloud of N points in R regions.

    Args:
        of_point: int64 (N,), the region of every point, -1 for rows that are not finite. Regions
            are numbered by the place of their first voxel, whatever the order of the points.
        graph: which regions touch, and how they differ.
    """

    of_point: Int64
    graph: RegionGraph

    def __len__(self) -> int:
        return len(self.graph)


def over_segment(cloud: PointCloud, settings: RegionSettings | None = None) -> Regions:
    """Cut a cloud (z up) into regions by Felzenszwalb's method on its voxels' neighbour graph.

    Touching voxels (26 neighbours) are linked by an edge of weight 1 - |cos| of their normals plus
    their colour difference. See `segment_graph` for the method's source.

    Raises:
        ValueError: points lie more than 65,000 voxels from the origin.
    """
    settings = settings or RegionSettings()
    usable = np.flatnonzero(cloud.finite)
    of_point = np.full(len(cloud), -1, np.int64)
    xyz = torch.from_numpy(cloud.xyz[usable])
    voxels = sparse.voxelize(xyz, settings.voxel_size)
    neighbours = neighbour_table(voxels.keys)
    places = voxels.mean(xyz)
    color = None
    if cloud.rgb is not None:
        color = lab(voxels.mean(torch.from_numpy(cloud.rgb[usable]).float() / 255))
    normals = voxel_normals(places, neighbours)
    edges = _edges(neighbours)
    weights = _weights(edges, normals, color, settings.color_weight)
    region = segment_graph(
        len(voxels), edges.numpy(), weights.numpy(), settings.k, settings.min_size
    )
    of_point[usable] = region[voxels.inverse.numpy()]
    surface = VoxelSurface(
        places.numpy(), normals.numpy(), None if color is None else color.numpy()
    )
    graph = build_region_graph(region, edges.numpy(), surface, settings.voxel_size)
    return Regions(of_point, graph)


def _edges(neighbours: Tensor) -> Tensor:  # (M, 27)
    """int64 (E, 2): every two voxels that touch, once."""
    after = neighbours[:, _FIRST_AFTER_MIDDLE:]
    row, tap = torch.nonzero(after < len(neighbours), as_tuple=True)
    return torch.stack([row, after[row, tap].long()], 1)


def _weights(edges: Tensor, normals: Tensor, color: Tensor | None, color_weight: float) -> Tensor:
    """float32 (E,)."""
    a, b = edges.unbind(1)
    cosine = (normals.index_select(0, a) * normals.index_select(0, b)).sum(1)
    weights = 1 - cosine.abs().clamp(max=1)
    if color is not None and color_weight > 0:
        difference = (color.index_select(0, a) - color.index_select(0, b)).norm(dim=1) / 100
        weights = weights + color_weight * difference
    return weights
