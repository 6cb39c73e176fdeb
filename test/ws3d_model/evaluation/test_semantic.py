# SPDX-License-Identifier: Apache-2.0
"""Semantic scores: against sets, and what does and does not count."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ws3d_model.evaluation import SemanticScore, harmonic_mean, translate_labels

NAMES = ("wall", "floor", "chair")


def labels(*values: int) -> np.ndarray:
    return np.array(values, np.int32)


@pytest.mark.parametrize("scenes", [[], [(labels(), labels())], [(labels(-1), labels(2))]])
def test_nothing_known_gives_no_figure(scenes):
    score = SemanticScore.of(NAMES, scenes)
    assert np.isnan(score.iou).all()
    assert np.isnan([score.mean_iou, score.accuracy, score.called("wall")]).all()


def test_a_small_case_by_hand():
    scene = (labels(0, 0, 0, 1, 1, -1), labels(0, 0, 1, 1, -1, 2))
    score = SemanticScore.of(NAMES, [scene, scene])
    np.testing.assert_allclose(score.iou[:2], [2 / 3, 1 / 3])
    assert np.isnan(score.iou[2])
    assert score.mean_iou == pytest.approx(0.5)
    assert score.accuracy == pytest.approx(3 / 5)
    assert score.called("floor") == pytest.approx(2 / 5)
    assert score.called("chair") == 0


@given(pairs=st.lists(st.tuples(st.integers(-1, 2), st.integers(-1, 2)), min_size=1))
def test_iou_is_the_overlap_of_sets(pairs):
    truth, said = (labels(*(pair[side] for pair in pairs)) for side in (0, 1))
    score = SemanticScore.of(NAMES, [(truth, said)])
    known = truth >= 0
    for k, iou in enumerate(score.iou):
        is_it, called = known & (truth == k), known & (said == k)
        if is_it.any():
            assert iou == pytest.approx((is_it & called).sum() / (is_it | called).sum())
        else:
            assert np.isnan(iou)


def test_labels_that_are_no_index_are_refused():
    with pytest.raises(ValueError, match=r"truth must be in -1\.\.2"):
        SemanticScore.of(NAMES, [(labels(3), labels(0))])
    with pytest.raises(ValueError, match="prediction must be in"):
        SemanticScore.of(NAMES, [(labels(0), labels(-2))])
    with pytest.raises(ValueError, match="1 predictions for 2 points"):
        SemanticScore.of(NAMES, [(labels(0, 0), labels(0))])
    with pytest.raises(ValueError, match="none of the names"):
        SemanticScore.of(NAMES, []).called("sofa")


def test_labels_follow_their_names():
    moved = translate_labels(labels(0, 1, 2, -1), NAMES, ("chair", "wall", "sofa"))
    assert moved.tolist() == [1, -1, 0, -1]
    assert moved.dtype == np.int32
    assert translate_labels(labels(), (), NAMES).shape == (0,)
    with pytest.raises(ValueError, match="labels must be in"):
        translate_labels(labels(5), NAMES, NAMES)


def test_miou_of_some_names_still_counts_the_others_as_false_alarms() -> None:
    truth, said = np.array([0, 0, 1, 1, 2], np.int32), np.array([1, 0, 1, 1, 1], np.int32)
    score = SemanticScore.of(("wall", "chair", "table"), [(truth, said)])
    assert score.mean_iou_of(["chair"]) == pytest.approx(2 / 4)
    assert score.mean_iou_of(["chair", "table"]) == pytest.approx((2 / 4 + 0) / 2)
    assert score.mean_iou_of(score.names) == pytest.approx(score.mean_iou)
    assert np.isnan(score.mean_iou_of([]))
    with pytest.raises(ValueError, match="sofa: not among"):
        score.mean_iou_of(["sofa"])


@pytest.mark.parametrize(
    ("base", "novel", "expected"), [(0, 0, 0), (1, 1, 1), (0.6, 0, 0), (0.684, 0.7, 0.6919)]
)
def test_harmonic_mean(base: float, novel: float, expected: float) -> None:
    assert harmonic_mean(base, novel) == pytest.approx(expected, abs=1e-4)
    assert np.isnan(harmonic_mean(base, float("nan")))
