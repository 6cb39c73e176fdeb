# SPDX-License-Identifier: Apache-2.0
"""A teacher's features over regions."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ws3d_model.teachers.fused_features import FusedFeatures
from ws3d_model.teachers.region_features import over_regions


def fused(points: int, seed: int = 0) -> FusedFeatures:
    """Features of points, of which about half are seen."""
    rng = np.random.default_rng(seed)
    weight = (rng.random(points) * (rng.random(points) < 0.5)).astype(np.float32)
    unit = rng.standard_normal((points, 5))
    unit /= np.linalg.norm(unit, axis=1, keepdims=True)
    features = np.where(weight[:, None] > 0, unit, 0).astype(np.float16)
    return FusedFeatures(features, weight, "open_clip:x", "hash")


def test_no_points() -> None:
    found = over_regions(fused(0), np.zeros(0, np.int64))
    assert found.features.shape == (0, 5)
    assert found.seen == 0.0


def test_no_regions() -> None:
    found = over_regions(fused(6), np.full(6, -1))
    assert not found.features.any()
    assert not found.weight.any()


@given(st.lists(st.integers(-1, 4), max_size=40), st.integers(0, 99))
def test_every_point_has_the_weighted_mean_of_its_region(regions: list[int], seed: int) -> None:
    given_ = fused(len(regions), seed)
    region: npt.NDArray[np.int64] = np.array(regions, np.int64)
    found = over_regions(given_, region)
    for number in set(regions):
        rows = np.flatnonzero(region == number)
        weight = given_.weight[rows]
        mean = (weight[:, None] * given_.features[rows].astype(np.float64)).sum(axis=0)
        length = np.linalg.norm(mean)
        if number < 0 or length < 1e-5:
            assert not found.weight[rows].any()
            assert not found.features[rows].any()
            continue
        np.testing.assert_allclose(found.features[rows], [mean / length] * len(rows), atol=2e-3)
        np.testing.assert_allclose(found.weight[rows], weight.mean(), rtol=1e-5)


def test_another_clouds_regions_are_refused() -> None:
    with pytest.raises(ValueError, match="region must be"):
        over_regions(fused(3), np.zeros(4, np.int64))
