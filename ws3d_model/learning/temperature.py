# SPDX-License-Identifier: Apache-2.0
"""Temperature: makes a network's confidence mean how often it is right."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.evaluation.calibration import Calibration
from ws3d_model.evaluation.true_labels import true_labels
from ws3d_model.language import Vocabulary
from ws3d_model.perception import Perception
from ws3d_model.worlds.words import EVALUATION_NAMES

# From twice as sure to a quarter as sure as the network was trained to be.
GRID = np.geomspace(0.5, 4.0, 25)


def fit_temperature(
    perception: Perception,
    clouds: Sequence[LabelledCloud],
    vocabulary: Vocabulary | None = None,
) -> tuple[float, float, float]:
    """The temperature whose confidences predict hits best, on clouds that training never saw.

    Temperature scaling (Guo et al., On Calibration of Modern Neural Networks, ICML 2017, section
    4.2), fitted to the top label alone: the binary cross-entropy of confidence against hit.

    Args:
        perception: its settings are left as they are but for the temperature, which is restored.
        clouds: labelled scans.
        vocabulary: the names that are asked for; those that rooms are judged by when left out.

    Returns:
        The temperature, and the expected calibration error (0..1) before and after.

    Raises:
        ValueError: no cloud has a labelled point.
    """
    before = perception.checkpoint
    settings = perception.settings
    perception.settings = dataclasses.replace(settings, rivals="never")
    asked = vocabulary or Vocabulary.of(EVALUATION_NAMES)
    encoded = perception.encode_vocabulary(asked)
    seen = [(perception.observe(cloud.cloud), true_labels(cloud, asked.names)) for cloud in clouds]

    def judge(temperature: float) -> tuple[float, float]:
        """Cross-entropy and calibration error."""
        calibration = dict(before.calibration) | {"temperature": temperature}
        perception.checkpoint = dataclasses.replace(before, calibration=calibration)
        error, points, bins = 0.0, 0, Calibration()
        for observation, truth in seen:
            scene = perception.label(observation, encoded)
            counts = (truth >= 0) & (scene.labels >= 0)
            hit = (scene.labels == truth)[counts]
            confidence = scene.confidences[counts]
            bins.add(confidence, hit)
            error += _cross_entropy(confidence, hit)
            points += int(counts.sum())
        if points == 0:
            raise ValueError("the clouds have no labelled point to fit a temperature on")
        return error / points, bins.expected_error

    try:
        best = min(GRID, key=lambda temperature: judge(float(temperature))[0])
        _, error_before = judge(float(before.calibration.get("temperature", 1.0)))
        _, error_after = judge(float(best))
    finally:
        perception.checkpoint, perception.settings = before, settings
    return float(best), error_before, error_after


def _cross_entropy(confidence: npt.NDArray[np.float32], hit: npt.NDArray[np.bool_]) -> float:
    sure = np.clip(confidence.astype(np.float64), 1e-6, 1 - 1e-6)
    return float(-np.log(np.where(hit, sure, 1 - sure)).sum())
