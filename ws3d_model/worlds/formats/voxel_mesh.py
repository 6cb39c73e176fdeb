# SPDX-License-Identifier: Apache-2.0
"""A triangle mesh over the points of a scan, and its patches: what mesh benchmarks are made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Float32 = npt.NDArray[np.float32]

PATCH = 0.5  # metres; larger patches are cut, as curvature cuts those of a real surface
_HALVES = ((0, 1, 2), (0, 2, 3))  # of a square, its corners counted around it


@dataclass(frozen=True, eq=False)
class VoxelMesh:
    """A mesh with one vertex in each occupied voxel.

    Args:
        rows: int64 (V,), the scan's point that is the vertex, ascending.
        faces: int32 (F, 3), indices into the vertices.
    """

    rows: Int64
    faces: Int32


def voxel_mesh(xyz: Float32, voxel_size: float) -> VoxelMesh:
    """One vertex a voxel (its first point) and a face wherever three of a square's four exist.

    Squares lie in the three planes of the grid, so that walls and floors come out closed and
    without double layers; slanted surfaces are stairs of a voxel.

    Args:
        xyz: (N, 3) finite points, metres.
        voxel_size: metres.
    """
    if len(xyz) == 0:
        return VoxelMesh(np.zeros(0, np.int64), np.zeros((0, 3), np.int32))
    cells = np.floor(xyz.astype(np.float64) / voxel_size).astype(np.int64)
    cells -= cells.min(axis=0) - 1
    strides = np.array([1, 0, 0], np.int64)
    strides[1] = cells[:, 0].max() + 2
    strides[2] = strides[1] * (cells[:, 1].max() + 2)
    keys, rows = np.unique(cells @ strides, return_index=True)
    order = np.argsort(rows)  # vertices in the order of the points
    vertex_of = np.empty(len(keys), np.int64)
    vertex_of[order] = np.arange(len(keys))
    faces = []
    for first, second in ((0, 1), (1, 2), (2, 0)):
        steps = np.array([0, strides[first], strides[first] + strides[second], strides[second]])
        # A square that has three corners has its first or its second: it is met from the first,
        # where that one is empty too.
        corners = np.unique(np.concatenate([keys, keys - strides[first]]))
        square = _looked_up(keys, corners[:, None] + steps)
        exists = square >= 0
        whole = exists.all(axis=1)
        for triangle in (*_HALVES, (0, 1, 3), (1, 2, 3)):
            three = exists[:, triangle].all(axis=1) & ~whole
            faces.append(square[three | whole if triangle in _HALVES else three][:, triangle])
    found = vertex_of[np.concatenate(faces)]
    return VoxelMesh(np.sort(rows), found.astype(np.int32))


def _looked_up(keys: Int64, wanted: Int64) -> Int64:
    """Index of each wanted key among the sorted keys, -1 where absent."""
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    found: Int64 = np.where(keys[place] == wanted, place, -1)
    return found


def patches(xyz: Float32, faces: Int32, groups: Int64) -> Int32:
    """int32 (V,): connected pieces of the mesh, each within one group and one block of 0.5 m.

    Args:
        xyz: (V, 3) vertices, metres.
        faces: (F, 3).
        groups: (V,) any numbers; a patch never spans two.
    """
    if len(xyz) == 0:
        return np.zeros(0, np.int32)
    blocks = np.floor(xyz.astype(np.float64) / PATCH).astype(np.int64)
    _, kind = np.unique(np.column_stack([groups, blocks]), axis=0, return_inverse=True)
    kind = kind.reshape(-1)
    edges = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]).astype(np.int64)
    edges = edges[kind[edges[:, 0]] == kind[edges[:, 1]]]
    links = coo_matrix((np.ones(len(edges), np.int8), (edges[:, 0], edges[:, 1])), (len(xyz),) * 2)
    _, piece = connected_components(links, directed=False)
    pieces: Int32 = piece.astype(np.int32)
    return pieces
