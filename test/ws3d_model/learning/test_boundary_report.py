# SPDX-License-Identifier: Apache-2.0
"""Boundary report: the colour threshold by hand and by trying all, and figures of a known head."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from ws3d_model.few_labels import RegionHeads, boundary_quality
from ws3d_model.few_labels.boundary import BoundaryQuality
from ws3d_model.learning.boundary_report import best_threshold, boundary_report, some_of
from ws3d_model.learning.few_label_data import read_few_labels
from ws3d_model.learning.few_label_net import Learner
from ws3d_model.learning.label_choice import LabelSettings
from ws3d_model.learning.region_cache import RegionCache
from ws3d_model.network import NetworkShape, VisionLanguageNet
from ws3d_model.regions import EDGE_FEATURES, RegionSettings

NAMES = ("floor", "wall", "box")


def test_some_scans_are_spread_over_all() -> None:
    assert some_of(0) == []
    assert some_of(1) == [0]
    assert some_of(5, most=3) == [0, 2, 4]
    assert len(set(some_of(1000))) == 20


@pytest.mark.parametrize(
    ("values", "targets", "expected"),
    [
        ([], [], None),
        ([0.5], [0], None),
        ([0.5], [-1], None),
        ([0.5], [1], 0.5),
        # From 0.8 on both boundaries and one other: F1 4/5; from 0.9 on one boundary: 2/3.
        ([0.9, 0.85, 0.8, 0.1], [1, 0, 1, 0], 0.8),
        # One value for a boundary and three others: all four are told, or only the first.
        ([0.9, 0.5, 0.5, 0.5, 0.5], [1, 1, 0, 0, 0], 0.9),
        ([0.9, 0.2], [-1, 1], 0.2),
    ],
)
def test_the_best_threshold(
    values: list[float], targets: list[int], expected: float | None
) -> None:
    found = best_threshold(torch.tensor(values), torch.tensor(targets, dtype=torch.long))
    assert found == (None if expected is None else pytest.approx(expected))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(-1, 1)), max_size=20))
def test_no_threshold_is_better(edges: list[tuple[int, int]]) -> None:
    values = torch.tensor([value / 8 for value, _ in edges])
    targets = torch.tensor([target for _, target in edges], dtype=torch.long)
    found = best_threshold(values, targets)
    every = [boundary_quality(values, targets, value / 8).f1 for value in range(9)]
    if found is None:
        assert max(every) == 0
    else:
        assert boundary_quality(values, targets, found).f1 == pytest.approx(max(every))


class ByColor(nn.Module):
    """A head that says what a threshold on the colour difference says."""

    def forward(self, features: Tensor, edges: Tensor, edge_features: Tensor) -> Tensor:
        return 1e3 * (edge_features[:, EDGE_FEATURES.index("color_distance")] - 0.2)


@pytest.fixture
def learner() -> Learner:
    torch.manual_seed(0)
    shape = NetworkShape(channels=(8, 16), hidden=16, text_dimension=8)
    learner = Learner(VisionLanguageNet(shape).eval(), RegionHeads(24, (8, 16), 3))
    assert learner.heads is not None
    learner.heads.boundary = ByColor()  # type: ignore[assignment]  # stands in for what was learnt
    return learner


def test_figures_of_rooms_with_a_red_box(learner: Learner, shards: Path, tmp_path: Path) -> None:
    """The box parts from the grey floor by colour; floor and wall, both grey, do not."""
    store = read_few_labels(shards, None, LabelSettings(names=NAMES), False, 0.5, 1 << 20, True)
    paths = [shard.path for shard in store.shards]
    cache = RegionCache(paths, tmp_path, RegionSettings())
    report = boundary_report(learner, cache, NAMES, store, cache, 0.8)
    assert report["scans"] == 4 and report["edges"] >= 8
    assert report["precision"] == 1.0
    assert 0.3 < report["recall"] < 1.0
    # The same edges lie above the threshold that was chosen on the same scans, or more are found.
    assert report["color"]["f1"] >= report["f1"]
    true = BoundaryQuality(true=2, false=1, missed=1)
    assert (true.precision, true.recall, true.f1) == pytest.approx((2 / 3, 2 / 3, 2 / 3))


def test_without_labelled_edges_there_is_no_threshold(
    learner: Learner, shards: Path, tmp_path: Path
) -> None:
    asked = LabelSettings(names=NAMES, points=1)
    store = read_few_labels(shards, None, asked, False, 0.5, 1 << 20, True)
    cache = RegionCache([shard.path for shard in store.shards], tmp_path, RegionSettings())
    assert boundary_report(learner, cache, NAMES, store, cache, 0.8)["color"] is None
    learner.heads = None
    with pytest.raises(ValueError, match="no boundaries were learnt"):
        boundary_report(learner, cache, NAMES, store, cache, 0.8)
