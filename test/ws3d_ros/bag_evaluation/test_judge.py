# SPDX-License-Identifier: Apache-2.0
"""The judge's sums over all points at once against a count point by point."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ws3d_ros.bag_evaluation.frame_objects import true_objects
from ws3d_ros.bag_evaluation.judge import scores_by_band
from ws3d_ros.bag_evaluation.results import BANDS

NAMES = ("floor", "chair", "table")
COUNTS = st.sampled_from([0, 1, 7, 200])


@given(st.integers(0, 2**32 - 1), COUNTS)
def test_scores_of_bands_are_those_of_each_point(seed: int, count: int) -> None:
    random = np.random.default_rng(seed)
    truth, said = (random.integers(-1, 3, count).astype(np.int32) for _ in range(2))
    level = random.uniform(-25, 25, (count, 3)).astype(np.float32)
    level[: count // 5] = random.choice([np.nan, np.inf], (count // 5, 1))
    level[count // 5 : count // 4] = 3, 4, 0  # on the border of a band
    finite = np.isfinite(level).all(axis=1)
    expected = {}
    for row in np.flatnonzero(finite).tolist():
        distance = float(np.hypot(*level[row, :2].astype(float)))
        (band,) = (one for one in BANDS if one[0] <= distance < one[1])
        confusion = expected.setdefault(band, np.zeros((3, 4), np.int64))
        if truth[row] >= 0:
            confusion[truth[row], said[row]] += 1  # the last column: unlabelled
    found = dict(scores_by_band(NAMES, truth, said, level, finite))
    assert found.keys() == expected.keys()
    for band, confusion in expected.items():
        assert (found[band].confusion == confusion).all()


@given(st.integers(0, 2**32 - 1), COUNTS, st.integers(1, 5))
def test_objects_of_the_truth_are_those_of_each_point(seed: int, count: int, repeats: int) -> None:
    random = np.random.default_rng(seed)
    labels = random.integers(-1, 3, count).astype(np.int32).repeat(repeats)
    # Numbers as a bag may have them: none is too large.
    numbers = np.array([-1, 0, 4, 2**31 - 1], np.int32)
    instances = numbers[random.integers(0, 4, count)].repeat(repeats)
    found = true_objects(labels, instances)
    pairs = list(zip(labels.tolist(), instances.tolist(), strict=True))
    held = sorted({number for label, number in pairs if label >= 0 and number >= 0})
    assert found.of_point.tolist() == [
        held.index(number) if label >= 0 and number >= 0 else -1 for label, number in pairs
    ]
    for row, number in enumerate(held):
        votes = [label for label, own in pairs if own == number and label >= 0]
        assert found.labels[row] == min(set(votes), key=lambda one: (-votes.count(one), one))
