# SPDX-License-Identifier: Apache-2.0
"""Score and label of instances from their points."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ws3d_model.objects import instance_labels, instance_scores

NONE = np.zeros(0, np.int32)


def test_nothing():
    assert instance_scores(NONE.astype(np.float32), NONE, NONE).shape == (0,)
    assert instance_labels(NONE, NONE, NONE).shape == (0,)
    assert instance_scores(NONE.astype(np.float32), NONE, np.array([3], np.int32)).tolist() == [0]
    assert instance_labels(NONE, NONE, np.array([3], np.int32)).tolist() == [-1]


@given(data=st.lists(st.tuples(st.integers(-1, 4), st.integers(-1, 3), st.integers(0, 100))))
def test_against_a_loop(data):
    instances, labels, percent = (np.array([row[i] for row in data], np.int32) for i in range(3))
    confidences = (percent / 100).astype(np.float32)
    ids = np.array([3, 0, 7, 1], np.int32)
    scores, votes = (
        instance_scores(confidences, instances, ids),
        instance_labels(labels, instances, ids),
    )
    for score, vote, instance in zip(scores, votes, ids, strict=True):
        mine = instances == instance
        np.testing.assert_allclose(score, confidences[mine].mean() if mine.any() else 0, rtol=1e-5)
        counts = np.bincount(labels[mine & (labels >= 0)], minlength=1)
        assert vote == (counts.argmax() if counts.any() else -1)
