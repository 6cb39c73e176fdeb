# SPDX-License-Identifier: Apache-2.0
"""Voxel meshes: surfaces are closed, faces join neighbours, patches stay within groups."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ws3d_model.worlds.formats.voxel_mesh import PATCH, patches, voxel_mesh


def sheet(wide: int, deep: int, edge: float = 0.1) -> np.ndarray:
    x, y = np.meshgrid(np.arange(wide), np.arange(deep), indexing="ij")
    cells = np.stack([x.ravel(), y.ravel(), np.zeros(wide * deep)], axis=1)
    return ((cells + 0.5) * edge).astype(np.float32)


def area(xyz: np.ndarray, faces: np.ndarray) -> float:
    a, b, c = (xyz[faces[:, k]].astype(np.float64) for k in range(3))
    return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)


@pytest.mark.parametrize("points", [0, 1])
def test_too_few_points_have_no_faces(points):
    mesh = voxel_mesh(np.zeros((points, 3), np.float32), 0.1)
    assert len(mesh.rows) == points and mesh.faces.shape == (0, 3)
    assert len(patches(np.zeros((points, 3), np.float32), mesh.faces, np.zeros(points, int))) == (
        points
    )


@pytest.mark.parametrize("axes", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_a_flat_sheet_is_closed_in_every_plane(axes):
    xyz = sheet(7, 5)[:, axes]
    mesh = voxel_mesh(xyz, 0.1)
    assert len(mesh.rows) == 35 and len(mesh.faces) == 2 * 6 * 4
    assert area(xyz[mesh.rows], mesh.faces) == pytest.approx(0.6 * 0.4, rel=1e-5)


@pytest.mark.parametrize("missing", range(4))
def test_three_corners_of_a_square_are_one_face(missing):
    xyz = np.delete(sheet(2, 2), missing, axis=0)
    mesh = voxel_mesh(xyz, 0.1)
    assert [sorted(face) for face in mesh.faces.tolist()] == [[0, 1, 2]]


def test_one_vertex_a_voxel_is_its_first_point():
    xyz = np.array([[0.01, 0, 0], [0.5, 0, 0], [0.02, 0, 0], [0.51, 0, 0]], np.float32)
    assert voxel_mesh(xyz, 0.1).rows.tolist() == [0, 1]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 80))
def test_faces_name_vertices_of_neighbouring_voxels(seed, count):
    xyz = np.random.default_rng(seed).uniform(-0.3, 0.3, (count, 3)).astype(np.float32)
    mesh = voxel_mesh(xyz, 0.1)
    assert mesh.rows.tolist() == sorted(set(mesh.rows.tolist()))
    cells = np.floor(xyz[mesh.rows].astype(np.float64) / 0.1)
    for face in mesh.faces:
        assert len(set(face.tolist())) == 3
        assert np.abs(cells[face] - cells[face[0]]).max() == 1


def test_patches_stay_in_their_group_and_their_block():
    xyz = sheet(20, 10)
    mesh = voxel_mesh(xyz, 0.1)
    groups = (xyz[mesh.rows, 1] > 0.5).astype(np.int64)
    found = patches(xyz[mesh.rows], mesh.faces, groups)
    assert len(np.unique(found)) == 2 * 4  # two groups over four blocks of half a metre
    for patch in np.unique(found):
        inside = found == patch
        assert len(np.unique(groups[inside])) == 1
        assert (np.ptp(xyz[mesh.rows][inside], axis=0) <= PATCH).all()


def test_patches_that_do_not_touch_are_two():
    xyz = np.concatenate([sheet(2, 2), sheet(2, 2) + np.float32([0, 0.3, 0])])
    mesh = voxel_mesh(xyz, 0.1)
    found = patches(xyz[mesh.rows], mesh.faces, np.zeros(len(mesh.rows), np.int64))
    assert len(np.unique(found)) == 2
