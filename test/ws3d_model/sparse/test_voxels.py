# SPDX-License-Identifier: Apache-2.0
"""voxelize: points to voxels and back."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from ws3d_model.sparse import voxelize
from ws3d_model.sparse.keys import LIMIT, pack, parents, unpack

coordinates = npst.arrays(
    np.float32, st.tuples(st.integers(0, 60), st.just(3)), elements=st.floats(-50, 50, width=32)
)


def test_empty_cloud_has_no_voxels() -> None:
    voxels = voxelize(torch.zeros(0, 3), 0.05)
    assert len(voxels) == 0
    assert voxels.mean(torch.zeros(0, 2)).shape == (0, 2)


def test_one_point() -> None:
    voxels = voxelize(torch.tensor([[0.07, -0.01, 0.0]]), 0.05)
    assert unpack(voxels.keys).tolist() == [[0, 0, -1, 1]]  # batch z y x


@settings(deadline=None)
@given(coordinates, st.sampled_from([0.02, 0.05, 0.2]))
def test_every_point_lies_in_its_voxel(xyz: np.ndarray, size: float) -> None:
    voxels = voxelize(torch.from_numpy(xyz), size)
    cells = unpack(voxels.keys)[voxels.inverse][:, [3, 2, 1]].double().numpy()
    assert np.all(cells * size <= xyz.astype(np.float64) + 1e-9)
    assert np.all(xyz.astype(np.float64) < (cells + 1) * size + 1e-9)
    assert int(voxels.counts.sum()) == len(xyz)
    assert bool((voxels.keys[1:] > voxels.keys[:-1]).all())


@settings(deadline=None)
@given(coordinates)
def test_mean_and_first_are_those_of_the_voxels_points(xyz: np.ndarray) -> None:
    voxels = voxelize(torch.from_numpy(xyz), 0.5)
    mean = voxels.mean(torch.from_numpy(xyz)).numpy()
    assert voxels.first.shape == (len(voxels),)
    for row in range(len(voxels)):
        members = np.flatnonzero(voxels.inverse == row)
        np.testing.assert_allclose(mean[row], xyz[members].mean(0), rtol=1e-4, atol=1e-4)
        assert int(voxels.first[row]) == members[0]


def test_clouds_of_a_batch_stay_apart() -> None:
    voxels = voxelize(torch.zeros(4, 3), 0.05, torch.tensor([0, 1, 1, 0]))
    assert len(voxels) == 2
    assert voxels.inverse.tolist() == [0, 1, 1, 0]


def test_order_of_points_does_not_matter() -> None:
    xyz = torch.rand(500, 3)
    order = torch.randperm(500)
    first, second = voxelize(xyz, 0.1), voxelize(xyz[order], 0.1)
    assert torch.equal(first.keys, second.keys)
    assert torch.equal(first.inverse[order], second.inverse)


@given(st.lists(st.tuples(*[st.integers(-LIMIT, LIMIT)] * 3), max_size=20))
def test_keys_hold_coordinates_and_their_halves(coords: list[tuple[int, int, int]]) -> None:
    batched = torch.tensor([(5, *c) for c in coords], dtype=torch.long).reshape(-1, 4)
    keys = pack(batched)
    assert torch.equal(unpack(keys), batched)
    coarse, octant = parents(keys)
    assert torch.equal(unpack(coarse)[:, 1:], torch.div(batched[:, 1:], 2, rounding_mode="floor"))
    bits = batched[:, 1:] & 1
    assert torch.equal(octant, bits[:, 0] * 4 + bits[:, 1] * 2 + bits[:, 2])


def test_points_too_far_out_are_refused_with_the_cure() -> None:
    with pytest.raises(ValueError, match="crop the cloud"):
        voxelize(torch.tensor([[1e6, 0.0, 0.0]]), 0.05)


@pytest.mark.parametrize("size", [0.0, -1.0, float("nan")])
def test_bad_voxel_size_is_refused(size: float) -> None:
    with pytest.raises(ValueError, match="voxel_size must be positive"):
        voxelize(torch.zeros(1, 3), size)
