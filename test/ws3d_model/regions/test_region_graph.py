# SPDX-License-Identifier: Apache-2.0
"""The features of edges between faces whose place, direction and colour are known."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from ws3d_model import sparse
from ws3d_model.regions import EDGE_FEATURES, RegionGraph
from ws3d_model.regions.region_graph import VoxelSurface, build_region_graph
from ws3d_model.regions.surface import voxel_normals
from ws3d_model.sparse.kernel_maps import neighbour_table

VOXEL = 0.05
STEP = 0.02


def patch(corner, along, across) -> np.ndarray:
    """Points on a parallelogram, at the middle of its cells."""
    corner, along, across = (np.asarray(v, float) for v in (corner, along, across))
    a, b = (np.arange(STEP / 2, n, STEP) / n for n in map(np.linalg.norm, (along, across)))
    u, v = (grid.reshape(-1, 1) for grid in np.meshgrid(a, b))
    return corner + u * along + v * across


def graph_of(faces: list[np.ndarray], color: np.ndarray | None = None) -> RegionGraph:
    """The graph whose regions are the faces: a voxel belongs to the face of its first point."""
    xyz = torch.from_numpy(np.concatenate(faces).astype(np.float32))
    face = np.repeat(np.arange(len(faces)), [len(points) for points in faces])
    voxels = sparse.voxelize(xyz, VOXEL)
    region = face[np.unique(voxels.inverse.numpy(), return_index=True)[1]]
    table = neighbour_table(voxels.keys)
    a, tap = np.nonzero(table.numpy()[:, 14:] < len(voxels))
    edges = np.stack([a, table.numpy()[a, 14 + tap]], 1).astype(np.int64)
    places = voxels.mean(xyz)
    lab = None if color is None else color[region].astype(np.float32)
    surface = VoxelSurface(places.numpy(), voxel_normals(places, table).numpy(), lab)
    return build_region_graph(region, edges, surface, VOXEL)


def feature(graph: RegionGraph, one: int, other: int, name: str) -> float:
    row = np.flatnonzero((graph.edges == sorted((one, other))).all(1))
    assert len(row) == 1, "the two regions must share one edge"
    return float(graph.features[row[0], EDGE_FEATURES.index(name)])


FLOOR = patch((0, 0, 0), (2, 0, 0), (0, 2, 0))
WALL = patch((0, 2, 0), (2, 0, 0), (0, 0, 2.5))


def test_no_voxels_make_no_graph():
    none = np.zeros((0, 3), np.float32)
    graph = build_region_graph(
        np.zeros(0, np.int64), np.zeros((0, 2), np.int64), VoxelSurface(none, none, None), VOXEL
    )
    assert len(graph) == 0
    assert graph.features.shape == (0, len(EDGE_FEATURES))


def test_floor_and_wall_meet_at_an_inner_edge():
    graph = graph_of([FLOOR, WALL], color=np.array([[50.0, 0, 0], [50.0, 30, 40]]))
    told = {name: feature(graph, 0, 1, name) for name in EDGE_FEATURES}
    assert told["normal_angle"] == pytest.approx(1, abs=0.05)
    assert told["convexity"] < -0.3
    assert told["color_distance"] == pytest.approx(0.5)
    assert told["centroid_distance"] == pytest.approx(np.hypot(1, 1.25), abs=0.05)
    assert told["contact_length"] == pytest.approx(2, abs=0.11)
    assert told["size_ratio"] == pytest.approx(0.8, abs=0.03)
    assert told["height_difference"] == pytest.approx(1.25, abs=0.05)
    assert told["planarity_difference"] < 0.1
    assert 0.5 < told["edge_length"] < 1.5


def test_top_and_sides_of_a_box_meet_at_outer_edges_sides_and_floor_at_inner_ones():
    top = patch((0.7, 0.5, 0.6), (0.6, 0, 0), (0, 0.6, 0))
    front = patch((0.7, 0.5, 0), (0.6, 0, 0), (0, 0, 0.6))
    side = patch((0.7, 0.5, 0), (0, 0.6, 0), (0, 0, 0.6))
    graph = graph_of([FLOOR, top, front, side])
    assert feature(graph, 1, 2, "convexity") > 0.4
    assert feature(graph, 1, 3, "convexity") > 0.4
    assert feature(graph, 2, 3, "convexity") > 0.4  # two upright ones, told by what they touch
    assert feature(graph, 0, 2, "convexity") < -0.2


def test_a_ceiling_is_seen_from_below():
    ceiling = patch((0, 0, 2.5), (2, 0, 0), (0, 2, 0))
    graph = graph_of([FLOOR, WALL, ceiling])
    assert feature(graph, 1, 2, "convexity") < -0.3


def test_halves_of_a_plane_are_neither_inner_nor_outer_and_a_pair_of_walls_is_unknown():
    half = patch((2, 0, 0), (2, 0, 0), (0, 2, 0))
    assert feature(graph_of([FLOOR, half]), 0, 1, "convexity") == pytest.approx(0, abs=0.02)
    assert feature(graph_of([FLOOR, half]), 0, 1, "normal_angle") < 0.05
    corner = patch((2, 2, 0), (0, -2, 0), (0, 0, 2.5))
    assert feature(graph_of([WALL, corner]), 0, 1, "convexity") == 0


def test_a_gap_between_two_patches_shows_in_the_length_of_their_edge():
    def beside(gap: float) -> float:
        return feature(
            graph_of([FLOOR, patch((2 + gap, 0, 0), (1, 0, 0), (0, 2, 0))]), 0, 1, "edge_length"
        )

    assert beside(0.03) > beside(0.0)


def test_planarity_of_a_round_and_a_flat_face():
    angle = np.linspace(0, np.pi, 200)
    arch = np.stack([1 + np.cos(angle), np.zeros(200), np.sin(angle)], 1)
    arch = np.concatenate([arch + np.array([0, y, 0]) for y in np.arange(STEP / 2, 2, STEP)])
    assert feature(graph_of([FLOOR, arch]), 0, 1, "planarity_difference") > 0.4
