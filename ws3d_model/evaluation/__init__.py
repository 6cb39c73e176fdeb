# SPDX-License-Identifier: Apache-2.0
"""Evaluation: semantic IoU, calibration, average precision of instances and boxes, panoptic."""

from ws3d_model.evaluation.calibration import Calibration
from ws3d_model.evaluation.instances import InstancePrecision, Objects
from ws3d_model.evaluation.panoptic import PanopticQuality
from ws3d_model.evaluation.scannet_instances import InstanceMask, ScanNetInstances
from ws3d_model.evaluation.semantic import SemanticScore, harmonic_mean, translate_labels

__all__ = [
    "Calibration",
    "InstanceMask",
    "InstancePrecision",
    "Objects",
    "PanopticQuality",
    "ScanNetInstances",
    "SemanticScore",
    "harmonic_mean",
    "translate_labels",
]
