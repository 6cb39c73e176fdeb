# SPDX-License-Identifier: Apache-2.0
"""Average precision of instances: known cases."""

from __future__ import annotations

import numpy as np
import pytest

from ws3d_model.evaluation import InstancePrecision, Objects

NAMES = ("chair", "table")


def objects(of_point, labels, scores=None) -> Objects:
    scores = np.ones(len(labels)) if scores is None else scores
    return Objects(
        np.asarray(of_point, np.int32),
        np.asarray(labels, np.int32),
        np.asarray(scores, np.float32),
    )


def precision(truth: Objects, predicted: Objects, overlap: float = 0.5) -> InstancePrecision:
    measure = InstancePrecision(NAMES, overlap)
    measure.add(truth, predicted)
    return measure


def test_nothing():
    nothing = objects([], [])
    assert np.isnan(precision(nothing, nothing).average_precision).all()
    assert np.isnan(precision(nothing, nothing).mean)


def test_the_truth_scores_one_and_silence_zero():
    truth = objects([0, 0, 1, 1, -1], [0, 1])
    assert precision(truth, truth).average_precision.tolist() == [1, 1]
    assert precision(truth, objects([-1] * 5, [])).mean == 0


def test_the_name_and_the_overlap_must_fit():
    truth = objects([0, 0, 0, 0], [0])
    assert precision(truth, objects([0, 0, 0, 0], [1])).mean == 0
    assert precision(truth, objects([0, 0, -1, -1], [0])).mean == 1
    assert precision(truth, objects([0, -1, -1, -1], [0])).mean == 0
    assert precision(truth, objects([0, -1, -1, -1], [0]), overlap=0.25).mean == 1


def test_an_object_is_found_once():
    truth = objects([0, 0, 1, 1], [0, 0])
    halves = objects([0, 1, 2, 2], [0, 0, 0], [0.9, 0.8, 0.7])
    # Hit, miss, hit: the envelope of precision is 1, then 2/3.
    assert precision(truth, halves).average_precision[0] == pytest.approx((1 + 2 / 3) / 2)


def test_false_alarms_cost_only_what_is_less_sure():
    truth = objects([0, 0, -1, -1], [0])
    late = objects([0, 0, 1, 1], [0, 0], [0.9, 0.1])
    early = objects([0, 0, 1, 1], [0, 0], [0.1, 0.9])
    assert precision(truth, late).average_precision[0] == 1
    assert precision(truth, early).average_precision[0] == pytest.approx(0.5)


def test_scenes_are_ranked_together():
    measure = InstancePrecision(NAMES)
    truth = objects([0, 0], [0])
    measure.add(truth, objects([-1, 0], [0], [0.9]))  # half of it: still found
    measure.add(truth, objects([-1, -1], [0], [0.8]))  # a false alarm, and a miss
    assert measure.average_precision[0] == pytest.approx(0.5)


def test_wrong_input_is_refused():
    with pytest.raises(ValueError, match="overlap must be in"):
        InstancePrecision(NAMES, 0.0)
    with pytest.raises(ValueError, match="a row of labels"):
        objects([0, 2], [0])
    with pytest.raises(ValueError, match="truth has 1 points"):
        precision(objects([0], [0]), objects([0, 0], [0]))
