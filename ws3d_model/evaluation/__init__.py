# SPDX-License-Identifier: Apache-2.0
"""Evaluation: semantic IoU, calibration of confidences, average precision of instances."""

from ws3d_model.evaluation.calibration import Calibration
from ws3d_model.evaluation.instances import InstancePrecision, Objects
from ws3d_model.evaluation.semantic import SemanticScore, translate_labels

__all__ = [
    "Calibration",
    "InstancePrecision",
    "Objects",
    "SemanticScore",
    "translate_labels",
]
