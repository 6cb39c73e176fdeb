# SPDX-License-Identifier: Apache-2.0
"""Boundary report: precision, recall and F1 at region edges, beside a threshold on colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.evaluation.true_labels import true_labels
from ws3d_model.few_labels import (
    BoundaryQuality,
    RegionBatch,
    boundary_quality,
    boundary_targets,
    majority_class,
)
from ws3d_model.few_labels.boundary import BOUNDARY, UNKNOWN
from ws3d_model.learning.few_label_net import Learner
from ws3d_model.learning.few_label_store import FewLabelStore
from ws3d_model.learning.region_cache import RegionCache
from ws3d_model.learning.whole_scan import WholeScan
from ws3d_model.regions import EDGE_FEATURES

MOST_SCANS = 20
"""Scans that are looked at, spread over those there are: a report takes seconds, not minutes."""
_COLOR = EDGE_FEATURES.index("color_distance")


def some_of(count: int, most: int = MOST_SCANS) -> list[int]:
    """At most so many of the numbers 0..count-1, evenly spread."""
    places = np.linspace(0, count - 1, min(most, count)) if count else np.zeros(0)
    return [int(place) for place in places.round()]


def best_threshold(values: Tensor, targets: Tensor) -> float | None:
    """The threshold on values (E,) that tells boundaries best by F1; None without any boundary.

    Args:
        targets: (E,), see `boundary_targets`.
    """
    known = targets != UNKNOWN
    values, order = values[known].sort(descending=True)
    is_boundary = (targets[known] == BOUNDARY)[order]
    if not bool(is_boundary.any()):
        return None
    true, told = is_boundary.cumsum(0), torch.arange(1, len(values) + 1)
    f1 = 2 * true / (told + is_boundary.sum())
    # Edges of one value are all told, or none.
    last = torch.cat([values[1:] != values[:-1], values.new_ones(1, dtype=torch.bool)])
    return float(values[torch.where(last, f1, -1.0).argmax()])


@torch.no_grad()
def told_boundaries(learner: Learner, scan: WholeScan) -> Tensor:
    """Boundary probabilities (E,) of a scan's edges.

    Raises:
        ValueError: the network has no boundary head.
    """
    if learner.heads is None:
        raise ValueError("no boundaries were learnt: give `losses:` a weight of boundary")
    edges, features = scan.regions.edges, scan.regions.edge_features
    return torch.sigmoid(learner.heads.boundary(scan.mean(scan.features), edges, features))


def true_boundaries(scan: WholeScan, labels: Tensor, classes: int, purity: float) -> Tensor:
    """Targets (E,) by the truth (V,) of the voxels, see `boundary_targets`."""
    return boundary_targets(
        majority_class(labels, scan.regions, classes, purity), scan.regions.edges
    )


def boundary_report(
    learner: Learner,
    held_out: RegionCache,
    names: Sequence[str],
    store: FewLabelStore,
    cache: RegionCache,
    purity: float,
) -> dict[str, Any]:
    """Figures at the region edges of at most `MOST_SCANS` held-out scans.

    Args:
        learner: with the boundary head.
        held_out: regions of labelled shards.
        names: of which two beside each other are parted.
        store: the scans trained on; by the labels that they keep, colour's threshold is chosen.
        cache: their regions.
        purity: see `RegionLossSettings`.
    """
    threshold = _color_threshold(store, cache, purity)
    told, plain, edges = BoundaryQuality(), BoundaryQuality(), 0
    numbers = some_of(len(held_out.paths))
    for number in numbers:
        cloud = LabelledCloud.load(held_out.paths[number])
        scan = WholeScan.look(cloud.cloud, held_out.of(number), learner.network)
        labels = torch.from_numpy(true_labels(cloud, names)).long().to(scan.rows.device)[scan.rows]
        targets = true_boundaries(scan, labels, len(names), purity)
        edges += int((targets != UNKNOWN).sum())
        told += boundary_quality(told_boundaries(learner, scan), targets)
        if threshold is not None:
            plain += boundary_quality(scan.regions.edge_features[:, _COLOR], targets, threshold)
    report: dict[str, Any] = {"scans": len(numbers), "edges": edges, **_figures(told)}
    report["color"] = None if threshold is None else {"threshold": threshold, **_figures(plain)}
    return report


def _color_threshold(store: FewLabelStore, cache: RegionCache, purity: float) -> float | None:
    """Chosen on at most `MOST_SCANS` of the scans that keep labels."""
    labelled = [n for n, scan in enumerate(store.scans) if scan.counts.any()]
    values, targets = [torch.zeros(0)], [torch.zeros(0, dtype=torch.long)]
    for place in some_of(len(labelled)):
        scan, regions = store.scan(labelled[place]), cache.of(labelled[place])
        region = torch.from_numpy(regions.of_point)[scan.rows.long()]
        batch = RegionBatch.build(region, torch.zeros_like(region), [0], [regions.graph])
        classes = majority_class(scan.labels.long(), batch, len(store.learnt_names), purity)
        values.append(batch.edge_features[:, _COLOR])
        targets.append(boundary_targets(classes, batch.edges))
    return best_threshold(torch.cat(values), torch.cat(targets))


def _figures(quality: BoundaryQuality) -> dict[str, float]:
    return {"precision": quality.precision, "recall": quality.recall, "f1": quality.f1}
