# SPDX-License-Identifier: Apache-2.0
"""Calibration: whether a confidence of 0.8 is right eight times in ten."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ws3d_model.point_cloud import check_array

BINS = 15  # as in Guo et al.


class Calibration:
    """Confidences and hits of points, over any number of scenes, in bins of equal width.

    The expected calibration error is the mean gap between confidence and accuracy, weighted by the
    points of a bin (Guo et al., On Calibration of Modern Neural Networks, ICML 2017, equation 3).
    """

    def __init__(self, bins: int = BINS) -> None:
        if bins < 1:
            raise ValueError(f"bins must be at least 1, got {bins}")
        self.points = np.zeros(bins, np.int64)
        self._confidence = np.zeros(bins)
        self._hits = np.zeros(bins)

    def add(self, confidences: npt.NDArray[np.float32], correct: npt.NDArray[np.bool_]) -> None:
        """Count N points.

        Args:
            confidences: float32 (N,) in 0..1.
            correct: bool (N,), whether the label was the true one.

        Raises:
            TypeError, ValueError: another dtype or shape, or a confidence out of 0..1.
        """
        check_array("confidences", confidences, np.float32, (None,))
        check_array("correct", correct, np.bool_, (len(confidences),))
        if not ((confidences >= 0) & (confidences <= 1)).all():
            raise ValueError("confidences must be in 0..1")
        bins = len(self.points)
        place = np.minimum((confidences * bins).astype(np.int64), bins - 1)
        self._confidence += np.bincount(place, weights=confidences, minlength=bins)
        missed, hit = np.bincount(place + bins * correct, minlength=2 * bins).reshape(2, bins)
        self.points += missed + hit
        self._hits += hit

    @property
    def confidence(self) -> npt.NDArray[np.float64]:
        """Mean confidence of every bin; NaN in an empty one."""
        return self._mean(self._confidence)

    @property
    def accuracy(self) -> npt.NDArray[np.float64]:
        """Share of hits of every bin; NaN in an empty one."""
        return self._mean(self._hits)

    @property
    def expected_error(self) -> float:
        """Expected calibration error in 0..1; NaN without points."""
        total = int(self.points.sum())
        if total == 0:
            return float("nan")
        return float(np.abs(self._confidence - self._hits).sum() / total)

    def _mean(self, sums: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        means = np.full(len(sums), np.nan)
        np.divide(sums, self.points, out=means, where=self.points > 0)
        return means
