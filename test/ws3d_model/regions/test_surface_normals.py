# SPDX-License-Identifier: Apache-2.0
"""Normals of voxels, the closed form of their axes against the general solver, and colours."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from ws3d_model import sparse
from ws3d_model.regions.color import lab
from ws3d_model.regions.surface import smallest_axes, voxel_normals
from ws3d_model.sparse.kernel_maps import neighbour_table


def normals_of(xyz: torch.Tensor, size: float = 0.05) -> torch.Tensor:
    voxels = sparse.voxelize(xyz, size)
    return voxel_normals(voxels.mean(xyz), neighbour_table(voxels.keys))


def packed(matrices: torch.Tensor) -> torch.Tensor:
    rows, columns = torch.triu_indices(3, 3)
    return matrices[:, rows, columns]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_points_have_some_normal_of_unit_length(count):
    normals = normals_of(0.1 * torch.arange(3 * count, dtype=torch.float32).view(-1, 3))
    assert normals.shape == (count, 3)
    assert torch.allclose(normals.norm(dim=1), torch.ones(count))


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**16), far=st.sampled_from([0.0, 30.0, 1000.0]))
def test_normal_of_a_plane_wherever_it_lies(seed, far):
    generator = torch.Generator().manual_seed(seed)
    normal = torch.nn.functional.normalize(torch.randn(3, generator=generator), dim=0)
    flat = torch.rand(3000, 3, generator=generator) - 0.5
    flat = flat - (flat @ normal)[:, None] * normal + far
    cosine = (normals_of(flat) @ normal).abs()
    assert float(cosine.median()) > 0.999


def test_normals_along_a_line_lie_across_it():
    line = torch.linspace(0, 1, 200)[:, None] * torch.tensor([0.6, 0.8, 0.0])
    assert float((normals_of(line) @ torch.tensor([0.6, 0.8, 0.0])).abs().max()) < 1e-3


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**16), scale=st.sampled_from([1e-8, 1e-4, 1.0, 1e6]))
def test_smallest_axes_as_the_general_solver_finds_them(seed, scale):
    generator = torch.Generator().manual_seed(seed)
    root = torch.randn(50, 3, 3, generator=generator, dtype=torch.float64)
    matrices = scale * root @ root.transpose(1, 2)
    axes = smallest_axes(packed(matrices))
    values, vectors = torch.linalg.eigh(matrices)
    assert torch.allclose(axes.norm(dim=1), torch.ones(50, dtype=torch.float64))
    clear = values[:, 1] - values[:, 0] > 1e-3 * values[:, 2]
    cosine = (axes * vectors[:, :, 0]).sum(1).abs()
    assert (cosine[clear] > 1 - 1e-6).all()


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**16))
def test_axis_where_two_or_three_eigenvalues_are_equal(seed):
    generator = torch.Generator().manual_seed(seed)
    turn, _ = torch.linalg.qr(torch.randn(3, 3, generator=generator, dtype=torch.float64))
    values = torch.tensor([[1, 1, 1], [1, 1, 2], [1, 2, 2], [0, 0, 0], [0, 0, 1]])
    matrices = turn @ torch.diag_embed(values.double()) @ turn.t()
    axes = smallest_axes(packed(matrices))
    across = (axes[:, None] @ matrices @ axes[:, :, None]).reshape(-1)
    assert torch.allclose(across, values[:, 0].double(), atol=1e-6)


def test_lab_of_colours_from_the_tables():
    rgb = torch.tensor([[0, 0, 0], [1, 1, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1], [0.5, 0.5, 0.5]])
    expected = [
        [0, 0, 0], [100, 0, 0], [53.24, 80.09, 67.20], [87.73, -86.18, 83.18],
        [32.30, 79.19, -107.86], [53.39, 0, 0],
    ]  # fmt: skip
    np.testing.assert_allclose(lab(rgb.float()).numpy(), expected, atol=0.05)
    assert lab(torch.zeros(0, 3)).shape == (0, 3)
