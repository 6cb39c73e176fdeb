# SPDX-License-Identifier: Apache-2.0
"""Region graph: which regions touch, and nine measures of how the two differ."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]

EDGE_FEATURES = (
    "normal_angle", "convexity", "color_distance", "centroid_distance", "contact_length",
    "size_ratio", "height_difference", "planarity_difference", "edge_length",
)  # fmt: skip

# What lies flat is seen from above below this height over the scene's lowest region, and from below
# above it (ceilings): between a camera in the hand and a low ceiling, metres.
_EYE_HEIGHT = 2.0
# A mean normal that leans less than this from the vertical (60 degrees) shows up or down by itself.
_LYING = 0.5


@dataclass(frozen=True, eq=False)
class VoxelSurface:
    """Of M voxels: places (M, 3) metres, unit normals (M, 3), L*a*b* colours (M, 3) or None."""

    places: Float32
    normals: Float32
    color: Float32 | None


@dataclass(frozen=True, eq=False)
class RegionGraph:
    """R regions and the E pairs that touch.

    Args:
        sizes: int64 (R,), voxels.
        centroids: float32 (R, 3), metres.
        edges: int64 (E, 2), the lower number first, sorted; every pair once.
        features: float32 (E, 9), as `EDGE_FEATURES` names them. normal_angle: between the mean
            normals, 0..1 for 0..90 degrees (normals have no sign). convexity: the normals' mean
            lean away from the other region, -1 (an inner edge, as of floor and wall) to 1 (an outer
            one, as of a table's top and side), 0 where flat or not known. color_distance: of mean
            colours in L*a*b*, 1 for black and white, 0 without colour. centroid_distance, metres.
            contact_length: voxels on the border, of the side that has fewer, times their edge,
            metres. size_ratio: smaller over larger. height_difference: of the centroids, metres.
            planarity_difference: of how alike a region's normals are, 0..1. edge_length: mean
            distance of touching voxels' places over the voxels' edge; large across a thin contact.
    """

    sizes: Int64
    centroids: Float32
    edges: Int64
    features: Float32

    def __len__(self) -> int:
        return len(self.sizes)


def build_region_graph(
    region: Int64,  # (M,)
    voxel_edges: Int64,  # (V, 2)
    surface: VoxelSurface,
    voxel_size: float,
) -> RegionGraph:
    """The graph of regions 0.. that voxels belong to; every number up to the largest must occur."""
    count = int(region.max(initial=-1)) + 1
    sizes = np.bincount(region, minlength=count)
    places = surface.places.astype(np.float64)
    centroids = _means(region, sizes, places)
    normals, planarity = _mean_normals(region, sizes, surface.normals)
    a, b = voxel_edges.T
    crossing = np.flatnonzero(region[a] != region[b])
    a, b = a[crossing], b[crossing]
    swapped = region[a] > region[b]
    a, b = np.where(swapped, b, a), np.where(swapped, a, b)
    keys, edge = np.unique(region[a] * count + region[b], return_inverse=True)
    edge = edge.reshape(-1)
    i, j = keys // max(1, count), keys % max(1, count)
    steps = places[b] - places[a]
    pairs = np.bincount(edge, minlength=len(keys)).clip(1)
    contact = _contact(edge, a, b, len(keys))
    color = np.zeros(len(keys))
    if surface.color is not None:
        lab = _means(region, sizes, surface.color.astype(np.float64))
        color = np.linalg.norm(lab[i] - lab[j], axis=1) / 100
    cosine = np.abs(np.einsum("ij,ij->i", normals[i], normals[j])).clip(0, 1)
    heights = centroids[:, 2]
    features = np.stack(
        [
            np.arccos(cosine) / (np.pi / 2),
            _convexity(i, j, contact, _means(edge, pairs, steps), centroids[:, 2], normals),
            color,
            np.linalg.norm(centroids[i] - centroids[j], axis=1),
            contact * voxel_size,
            np.minimum(sizes[i], sizes[j]) / np.maximum(sizes[i], sizes[j]),
            np.abs(heights[i] - heights[j]),
            np.abs(planarity[i] - planarity[j]),
            np.bincount(edge, weights=np.linalg.norm(steps, axis=1), minlength=len(keys))
            / pairs
            / voxel_size,
        ],
        axis=1,
    )
    return RegionGraph(
        sizes,
        centroids.astype(np.float32),
        np.stack([i, j], axis=1).astype(np.int64),
        features.astype(np.float32),
    )


def _means(region: Int64, sizes: Int64, values: Float64) -> Float64:
    """Mean (R, C) over every region's voxels of values (M, C)."""
    sums = [np.bincount(region, weights=column, minlength=len(sizes)) for column in values.T]
    return np.stack(sums, axis=1) / sizes[:, None]


def _mean_normals(region: Int64, sizes: Int64, normals: Float32) -> tuple[Float64, Float64]:
    """Mean directions (R, 3) without a sign, and how alike a region's normals are (R,), 0..1.

    The main axis of the mean outer product: 1 where all normals are one, 0 where they point
    everywhere alike.
    """
    rows, columns = np.triu_indices(3)
    n = normals.astype(np.float64)
    means = _means(region, sizes, n[:, rows] * n[:, columns])
    tensor = np.empty((len(sizes), 3, 3))
    tensor[:, rows, columns] = tensor[:, columns, rows] = means
    values, vectors = np.linalg.eigh(tensor)
    return vectors[:, :, 2], ((3 * values[:, 2] - 1) / 2).clip(0, 1)


def _contact(edge: Int64, a: Int64, b: Int64, edges: int) -> Int64:
    """Voxels (E,) on the border of every edge, of the side that has fewer."""
    counts = []
    for side in (a, b):
        voxels = int(side.max(initial=0)) + 1
        distinct = np.unique(edge * voxels + side)
        counts.append(np.bincount(distinct // voxels, minlength=edges))
    return np.minimum(*counts)


def _convexity(
    i: Int64, j: Int64, contact: Int64, steps: Float64, heights: Float64, normals: Float64
) -> Float64:
    """How far two surfaces lean away from each other (E,): 1 an outer edge, -1 an inner one.

    The connections of Stein et al., "Object Partitioning using Local Convexity", CVPR 2014, section
    3.1: with outward normals and the step d across, (n_i - n_j) d is negative where the edge is
    convex. (Their step joins the centroids; a floor's may lie below the box that stands on it, so
    here it is the mean step across the border.) A cloud does not tell outward, but what lies flat
    is seen from above, or from below where it is high. At one edge both normals lean away or both
    lean in, so that flat regions turn the upright ones that they touch, and those their neighbours.
    """
    across = steps / np.linalg.norm(steps, axis=1, keepdims=True).clip(1e-9)
    # Above 0: region i's normal, as it is, points away from j.
    lean_i = -np.einsum("ij,ij->i", normals[i], across)
    lean_j = np.einsum("ij,ij->i", normals[j], across)
    sign = np.where(np.abs(normals[:, 2]) > _LYING, np.sign(normals[:, 2]), 0.0)
    sign[heights > heights.min(initial=np.inf) + _EYE_HEIGHT] *= -1
    for _ in range(2):
        votes = np.zeros(len(sign))
        weight = contact * lean_i * lean_j
        np.add.at(votes, j, weight * sign[i])
        np.add.at(votes, i, weight * sign[j])
        sign = np.where(sign == 0, np.sign(votes), sign)
    both = (sign[i] != 0) & (sign[j] != 0)
    return np.where(both, (sign[i] * lean_i + sign[j] * lean_j) / 2, 0.0).clip(-1, 1)
