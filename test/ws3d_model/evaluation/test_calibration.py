# SPDX-License-Identifier: Apache-2.0
"""Expected calibration error: known cases."""

from __future__ import annotations

import numpy as np
import pytest

from ws3d_model.evaluation import Calibration


def measure(confidences, correct, bins=15) -> Calibration:
    calibration = Calibration(bins)
    calibration.add(np.asarray(confidences, np.float32), np.asarray(correct, bool))
    return calibration


def test_no_points_no_figure():
    assert np.isnan(measure([], []).expected_error)
    assert np.isnan(measure([], []).accuracy).all()


def test_sure_and_right_is_perfect_sure_and_wrong_is_not():
    assert measure([1, 1], [True, True]).expected_error == 0
    assert measure([1, 1], [False, False]).expected_error == pytest.approx(1)


def test_two_bins_by_hand():
    calibration = measure([0.2, 0.4, 0.8, 1.0], [False, True, True, True], bins=2)
    np.testing.assert_allclose(calibration.confidence, [0.3, 0.9], rtol=1e-6)
    np.testing.assert_allclose(calibration.accuracy, [0.5, 1.0])
    assert calibration.points.tolist() == [2, 2]
    assert calibration.expected_error == pytest.approx((2 * 0.2 + 2 * 0.1) / 4, rel=1e-6)


def test_honest_confidences_have_a_small_error_and_scenes_add_up():
    rng = np.random.default_rng(0)
    calibration = Calibration()
    for _ in range(4):
        confidences = rng.random(20_000).astype(np.float32)
        calibration.add(confidences, rng.random(20_000) < confidences)
    assert calibration.points.sum() == 80_000
    assert calibration.expected_error < 0.01


def test_wrong_input_is_refused():
    with pytest.raises(ValueError, match=r"must be in 0\.\.1"):
        measure([1.5], [True])
    with pytest.raises(ValueError, match=r"must be in 0\.\.1"):
        measure([np.nan], [True])
    with pytest.raises(ValueError, match="at least 1"):
        Calibration(0)
