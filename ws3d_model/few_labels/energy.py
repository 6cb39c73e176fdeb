# SPDX-License-Identifier: Apache-2.0
"""Boundary-aware energy of class probabilities on the region graph, as loss and as mean field.

With class probabilities P of regions, boundary probabilities b and affinities w of edges:

    E = sum_i u_i CE(y_i, P_i) + smooth sum_ij (1 - b_ij) w_ij |P_i - P_j|^2
        + part sum_ij b_ij max(0, margin - |P_i - P_j|^2)

b has no gradient here: otherwise b = 1 everywhere would be the cheapest answer to the second sum.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from ws3d_model.few_labels.partial_mean import PartialMean
from ws3d_model.regions import EDGE_FEATURES

_ANGLE, _COLOR, _DISTANCE = (
    EDGE_FEATURES.index(name) for name in ("normal_angle", "color_distance", "centroid_distance")
)


@dataclass(frozen=True)
class EnergySettings:
    """Weights of the energy.

    Args:
        smooth: of differences where there is no boundary.
        part: of likeness where there is one.
        margin: squared distance of two regions' probabilities beyond which they differ enough; two
            certain answers are 2 apart.
        distance: metres, spread of the affinity's Gaussian over centroids.
        color: the same over colour differences (1: black and white).
        angle: the same over angles of normals (1: a right angle).
        steps: of the mean field.

    Raises:
        ValueError: a value out of range.
    """

    smooth: float = 1.0
    part: float = 0.25
    margin: float = 1.0
    distance: float = 1.0
    color: float = 0.2
    angle: float = 0.5
    steps: int = 4

    def __post_init__(self) -> None:
        if not (0 <= self.smooth < math.inf and 0 <= self.part < math.inf):
            raise ValueError("smooth and part must be numbers from 0 on")
        if not 0 < self.margin <= 2:
            raise ValueError(f"margin must lie in 0..2, got {self.margin}")
        if not all(0 < s < math.inf for s in (self.distance, self.color, self.angle)):
            raise ValueError("distance, color and angle must be numbers above 0")
        if not 1 <= self.steps <= 100:
            raise ValueError(f"steps must lie in 1..100, got {self.steps}")


def affinity(edge_features: Tensor, settings: EnergySettings) -> Tensor:
    """w (E,): a Gaussian in position, colour and normal (Krähenbühl and Koltun, NeurIPS 2011)."""
    squared = (
        (edge_features[:, _DISTANCE] / settings.distance).square()
        + (edge_features[:, _COLOR] / settings.color).square()
        + (edge_features[:, _ANGLE] / settings.angle).square()
    )
    return torch.exp(-squared / 2)


def energy_terms(
    probabilities: Tensor,  # (R, K)
    labels: Tensor,  # (R,)
    certainty: Tensor,  # (R,)
    edges: Tensor,  # (E, 2)
    boundary: Tensor,  # (E,)
    weights: Tensor,  # (E,)
    settings: EnergySettings,
) -> dict[str, PartialMean]:
    """The three sums by name, each with its factor: "unary", "smooth", "part".

    Args:
        probabilities: region-mean class probabilities, rows sum to 1.
        labels: given or pseudo-labels, -1 none.
        certainty: u, from 0 on; how much a label counts.
        boundary: b; taken without its gradient.
        weights: w, see `affinity`.
    """
    boundary = boundary.detach()
    first, second = probabilities[edges[:, 0]], probabilities[edges[:, 1]]
    apart = (first - second).square().sum(1)
    count = apart.new_tensor(float(len(edges)))
    smooth = ((1 - boundary) * weights * apart).sum()
    part = (boundary * (settings.margin - apart).clamp_min(0)).sum()
    return {
        "unary": unary_term(probabilities, labels, certainty),
        "smooth": PartialMean(settings.smooth * smooth, count),
        "part": PartialMean(settings.part * part, count),
    }


def unary_term(probabilities: Tensor, labels: Tensor, certainty: Tensor) -> PartialMean:
    """Sum of u CE(y, P) over the regions that have a label, and how many those are."""
    told = torch.nonzero(labels >= 0).squeeze(1)
    of_label = probabilities[told, labels[told]].clamp_min(1e-6)
    count = probabilities.new_tensor(float(len(told)))
    return PartialMean(-(certainty[told] * of_label.log()).sum(), count)


@torch.no_grad()
def mean_field(
    probabilities: Tensor,  # (R, K)
    known: Tensor,  # (R,)
    edges: Tensor,  # (E, 2)
    boundary: Tensor,  # (E,)
    weights: Tensor,  # (E,)
    settings: EnergySettings,
) -> Tensor:
    """Probabilities (R, K) after some steps down the energy's mean-field bound.

    Of certain answers, |P_i - P_j|^2 is 0 or 2, and the energy is that of a Potts model whose
    coupling is `coupling`. The fixed points of its mean field are Q_i ~ P_i exp(sum_j c_ij Q_j).
    All regions move at once, each the less the more it is coupled, by the proximal step of Baqué et
    al., "Principled Parallel Mean-Field Inference for Discrete Random Fields", CVPR 2016: so every
    step lowers `free_energy` or leaves it, which plain parallel updates do not.

    Args:
        known: class of regions that have one and keep it, -1 for the others.
    """
    prior = probabilities.clamp_min(1e-6).log()
    fixed = known >= 0
    certain = torch.nn.functional.one_hot(known.clamp_min(0), prior.shape[1]).to(prior.dtype)
    q = torch.where(fixed[:, None], certain, probabilities.clamp_min(1e-6))
    q = q / q.sum(1, keepdim=True)
    c = coupling(boundary, weights, settings)
    first, second = edges.unbind(1)
    stiffness = prior.new_zeros(len(prior)).index_add(0, first, c.abs())
    stiffness = stiffness.index_add(0, second, c.abs())[:, None]
    for _ in range(settings.steps):
        pull = torch.zeros_like(q).index_add(0, first, c[:, None] * q[second])
        pull = pull.index_add(0, second, c[:, None] * q[first])
        logits = (prior + pull + stiffness * q.clamp_min(1e-30).log()) / (1 + stiffness)
        q = torch.where(fixed[:, None], certain, torch.softmax(logits, 1))
    return q


def coupling(boundary: Tensor, weights: Tensor, settings: EnergySettings) -> Tensor:
    """c (E,): how much cheaper equal answers of two regions are than different ones."""
    attraction = 2 * settings.smooth * (1 - boundary) * weights
    return attraction - settings.part * settings.margin * boundary


def free_energy(
    q: Tensor,  # (R, K)
    probabilities: Tensor,  # (R, K)
    edges: Tensor,  # (E, 2)
    boundary: Tensor,  # (E,)
    weights: Tensor,  # (E,)
    settings: EnergySettings,
) -> Tensor:
    """What `mean_field` lowers, up to a constant: sum KL(Q_i, P_i) - sum c_ij Q_i Q_j."""
    prior = probabilities.clamp_min(1e-6).log()
    divergence = (q * (q.clamp_min(1e-30).log() - prior)).sum()
    alike = (q[edges[:, 0]] * q[edges[:, 1]]).sum(1)
    return divergence - (coupling(boundary, weights, settings) * alike).sum()
