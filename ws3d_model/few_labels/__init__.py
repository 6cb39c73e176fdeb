# SPDX-License-Identifier: Apache-2.0
"""Learning from few labels through regions: boundaries, energy, pseudo-labels, contrast."""

from ws3d_model.few_labels.boundary import (
    BoundaryHead,
    BoundaryQuality,
    boundary_loss,
    boundary_quality,
    boundary_targets,
)
from ws3d_model.few_labels.contrast import (
    ClassQueue,
    ContrastKeys,
    ContrastProjections,
    choose_anchors,
    region_contrast,
)
from ws3d_model.few_labels.energy import (
    EnergySettings,
    affinity,
    energy_terms,
    free_energy,
    mean_field,
    unary_term,
)
from ws3d_model.few_labels.partial_mean import PartialMean
from ws3d_model.few_labels.pseudo_labels import ClassThresholds, ramp
from ws3d_model.few_labels.region_batch import RegionBatch, RegionSample, majority_class
from ws3d_model.few_labels.region_losses import (
    RegionHeads,
    RegionLosses,
    RegionLossSettings,
    RegionView,
    region_losses,
)

__all__ = [
    "BoundaryHead",
    "BoundaryQuality",
    "ClassQueue",
    "ClassThresholds",
    "ContrastKeys",
    "ContrastProjections",
    "EnergySettings",
    "PartialMean",
    "RegionBatch",
    "RegionHeads",
    "RegionLossSettings",
    "RegionLosses",
    "RegionSample",
    "RegionView",
    "affinity",
    "boundary_loss",
    "boundary_quality",
    "boundary_targets",
    "choose_anchors",
    "energy_terms",
    "free_energy",
    "majority_class",
    "mean_field",
    "ramp",
    "region_contrast",
    "region_losses",
    "unary_term",
]
