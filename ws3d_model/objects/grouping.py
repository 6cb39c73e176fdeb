# SPDX-License-Identifier: Apache-2.0
"""Group labelled voxels into instances: shift by the predicted offsets, connect what touches."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from ws3d_model.point_cloud import check_array

Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]

# A shifted voxel further than this many cells from the origin carries no usable position: float32
# leaves no decimals there, and the products of cell numbers below stay within int64.
_FARTHEST_CELL = 2.0**40
_KEY_LIMIT = 2.0**62


@dataclass(frozen=True)
class GroupingSettings:
    """What counts as one object.

    Args:
        min_objectness: a voxel below this probability belongs to no object (walls, floor).
        reach: edge of the connection cells, in voxels; shifted voxels in touching cells connect.
        min_voxels: smaller groups are fragments, not instances.
        absorb_distance: metres; a fragment joins the instance of its label whose centre lies
            nearest, within this distance of the fragment's centre. 0 drops every fragment.
        merge_distance: metres; of two instances whose centres lie so near, the smaller one is taken
            for a part of the other that got another name. 0 merges none.
        min_support: an instance is dropped where the mean objectness of its voxels is less: a piece
            of a wall that was named an object.

    Raises:
        ValueError: a value is out of its range.
    """

    min_objectness: float = 0.5
    reach: float = 1.0
    min_voxels: int = 30
    absorb_distance: float = 0.25
    merge_distance: float = 0.25
    min_support: float = 0.65

    def __post_init__(self) -> None:
        for name in ("min_objectness", "min_support"):
            if not 0.0 <= getattr(self, name) <= 1.0:
                raise ValueError(f"{name} must be in 0..1, got {getattr(self, name)}")
        if not 0.0 < self.reach < np.inf:
            raise ValueError(f"reach must be above 0 voxels, got {self.reach}")
        if self.min_voxels < 1:
            raise ValueError(f"min_voxels must be at least 1, got {self.min_voxels}")
        for name in ("absorb_distance", "merge_distance"):
            if not 0.0 <= getattr(self, name) < np.inf:
                raise ValueError(f"{name} must be 0 metres or more, got {getattr(self, name)}")


def group_instances(
    xyz: Float32,  # (M, 3)
    labels: Int32,  # (M,)
    offsets: Float32,  # (M, 3)
    objectness: Float32,  # (M,)
    voxel_size: float,
    settings: GroupingSettings | None = None,
) -> Int32:  # (M,)
    """Give every voxel the number of the object that it belongs to.

    Voxels of one label move by their offset towards the centre of their object, where an object is
    dense and two neighbours of one class lie apart; what touches there is one instance (PointGroup,
    Jiang et al., CVPR 2020, section 3.3, with cells in place of ball queries). Small groups are
    absorbed by the nearest instance of their label (set aggregation of HAIS, Chen et al., ICCV
    2021, section 3.2, with a fixed radius). Instances of two labels that point at one centre are
    one object that the words divide. With offsets of zero, groups are the parts that touch.

    Args:
        xyz: metres, voxel centres or the mean of their points.
        labels: index of the name, -1 where unlabelled.
        offsets: metres, from the voxel to the centre of its object.
        objectness: probability in 0..1 that the voxel belongs to a countable object.
        voxel_size: metres.
        settings: the default suits voxels of 2 to 10 cm.

    Returns:
        Instance numbers 0.. in order of decreasing size (equal sizes: by first voxel); -1 for none.
        Rows that are not finite belong to none.

    Raises:
        TypeError, ValueError: an array has another dtype, shape or length, or voxel_size is bad.
    """
    settings = settings or GroupingSettings()
    check_array("xyz", xyz, np.float32, (None, 3))
    check_array("labels", labels, np.int32, (len(xyz),))
    check_array("offsets", offsets, np.float32, (len(xyz), 3))
    check_array("objectness", objectness, np.float32, (len(xyz),))
    if not 0.0 < voxel_size < np.inf:
        raise ValueError(f"voxel_size must be above 0 metres, got {voxel_size}")

    instances = np.full(len(xyz), -1, np.int32)
    rows = np.flatnonzero((objectness >= settings.min_objectness) & (labels >= 0))
    shifted = xyz[rows].astype(np.float64) + offsets[rows]
    cell_size = voxel_size * settings.reach
    usable = np.all(np.abs(shifted) < _FARTHEST_CELL * cell_size, axis=1)  # False for NaN as well
    rows, shifted = rows[usable], shifted[usable]
    if len(rows) == 0:
        return instances

    groups = _touching(np.floor(shifted / cell_size).astype(np.int64), labels[rows])
    groups = _absorb_fragments(groups, shifted, labels[rows], settings)
    groups = _merge(_by_decreasing_size(groups), shifted, settings.merge_distance)
    groups = _supported(groups, objectness[rows], settings.min_support)
    instances[rows] = _by_decreasing_size(groups)
    return instances


def _touching(cells: Int64, labels: Int32) -> Int64:
    """Number the connected components of equal-label voxels whose cells touch (26 neighbours).

    Keys run along z without a gap, so that the three neighbours z-1, z, z+1 in another column
    are found by one search; half of the neighbourhood suffices, as connection is mutual.
    """
    keys, row, column = _pack(cells, labels)
    nodes, node_of_voxel = np.unique(keys, return_inverse=True)
    own_column = np.flatnonzero(np.diff(nodes) == 1)
    starts, ends = [own_column], [own_column + 1]
    padded = np.append(nodes, np.full(3, np.iinfo(np.int64).max))
    for step in (column, row - column, row, row + column):
        first = np.searchsorted(nodes, nodes + (step - 1))
        for ahead in range(3):
            found = np.flatnonzero(padded[first + ahead] <= nodes + (step + 1))
            starts.append(found)
            ends.append(first[found] + ahead)
    start, end = np.concatenate(starts), np.concatenate(ends)
    graph = coo_matrix((np.ones(len(start), np.int8), (start, end)), shape=(len(nodes), len(nodes)))
    _, component = connected_components(graph, directed=False)
    groups: Int64 = component[node_of_voxel.reshape(-1)].astype(np.int64)
    return groups


def _pack(cells: Int64, labels: Int32) -> tuple[Int64, int, int]:
    """One int64 key a (label, cell), and the key's steps along x and y; along z it is 1.

    Labels are laid side by side along x with a free cell between, so that they never touch. Where
    far-away voxels would overflow the key, empty stretches are squeezed out of every axis.
    """
    cells = cells - cells.min(axis=0)
    cells[:, 0] += labels.astype(np.int64) * (int(cells[:, 0].max()) + 2)
    extents = cells.max(axis=0) + 2  # one free cell at the end keeps columns and rows apart
    if float(np.prod(extents.astype(np.float64))) > _KEY_LIMIT:
        cells = np.stack([_squeeze(axis) for axis in cells.T], axis=1)
        extents = cells.max(axis=0) + 2
        if float(np.prod(extents.astype(np.float64))) > _KEY_LIMIT:
            raise ValueError(
                f"{len(cells)} voxels are scattered too widely to be grouped: crop the cloud"
            )
    column = int(extents[2])
    row = int(extents[1]) * column
    return cells[:, 0] * row + cells[:, 1] * column + cells[:, 2], row, column


def _squeeze(axis: Int64) -> Int64:
    """The same order and the same neighbours (difference of 1), gaps shortened to 2."""
    values, where = np.unique(axis, return_inverse=True)
    steps = np.minimum(np.diff(values, prepend=values[:1]), 2)
    squeezed: Int64 = np.cumsum(steps)[where.reshape(-1)]
    return squeezed


def _absorb_fragments(
    groups: Int64, shifted: Float64, labels: Int32, settings: GroupingSettings
) -> Int64:
    """Join fragments to the nearest instance of their label; -1 where none is near enough."""
    sizes, centres = _sizes_and_centres(groups, shifted)
    label_of_group = np.zeros(len(sizes), np.int64)
    label_of_group[groups] = labels

    becomes = np.arange(len(sizes))
    large = sizes >= settings.min_voxels
    becomes[~large] = -1
    if settings.absorb_distance > 0.0:
        for label in np.unique(label_of_group[~large]):
            fragments = np.flatnonzero(~large & (label_of_group == label))
            targets = np.flatnonzero(large & (label_of_group == label))
            if len(targets) == 0:
                continue
            distance, nearest = cKDTree(centres[targets]).query(centres[fragments])
            near = distance <= settings.absorb_distance
            becomes[fragments[near]] = targets[nearest[near]]
    absorbed: Int64 = becomes[groups]
    return absorbed


def _merge(groups: Int64, shifted: Float64, distance: float) -> Int64:
    """Join instances 0.. (by decreasing size, -1 none) to a larger one with its centre as near."""
    if groups.max(initial=-1) < 1 or distance == 0.0:
        return groups
    kept = groups >= 0
    sizes, centres = _sizes_and_centres(groups[kept], shifted[kept])
    near: dict[int, list[int]] = {}
    for larger, smaller in cKDTree(centres).query_pairs(distance):
        near.setdefault(smaller, []).append(larger)
    becomes = np.append(np.arange(len(sizes)), -1)  # the last entry serves -1
    for smaller in sorted(near):
        # One that was joined to a third is no centre any more.
        own = [larger for larger in near[smaller] if becomes[larger] == larger]
        if own:
            apart = np.linalg.norm(centres[own] - centres[smaller], axis=1)
            becomes[smaller] = own[int(apart.argmin())]
    merged: Int64 = becomes[groups]
    return merged


def _supported(groups: Int64, objectness: Float32, least: float) -> Int64:
    """The groups whose mean objectness is at least so much; -1 for the others."""
    kept = groups >= 0
    sizes = np.bincount(groups[kept])
    mean = np.bincount(groups[kept], weights=objectness[kept]) / np.maximum(sizes, 1)
    strong = np.append(mean >= least, False)  # the last entry serves -1
    return np.where(strong[groups], groups, -1)


def _sizes_and_centres(groups: Int64, shifted: Float64) -> tuple[Int64, Float64]:
    """Number of voxels (G,) and mean place (G, 3) of the groups 0.."""
    sizes = np.bincount(groups)
    sums = np.stack([np.bincount(groups, weights=axis) for axis in shifted.T], axis=1)
    return sizes, sums / np.maximum(sizes, 1)[:, None]


def _by_decreasing_size(groups: Int64) -> Int64:
    """Renumber the groups 0.. by decreasing size, equal sizes by their first voxel; -1 stays."""
    count = int(groups.max(initial=-1)) + 1
    sizes = np.bincount(groups[groups >= 0], minlength=count)
    # Written from the end, the first voxel of a group comes last; the last entry serves -1.
    first = np.zeros(count + 1, np.int64)
    first[groups[::-1]] = np.arange(len(groups))[::-1]
    rank = np.full(count + 1, -1)
    rank[np.lexsort((first[:count], -sizes))] = np.arange(count)
    renumbered: Int64 = rank[groups]
    return renumbered
