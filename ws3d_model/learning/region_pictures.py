# SPDX-License-Identifier: Apache-2.0
"""Region pictures: a scan's regions, its predicted and true boundaries, and its pseudo-labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import torch
from PIL import Image
from torch import Tensor

from ws3d_model.few_labels.boundary import UNKNOWN
from ws3d_model.learning.whole_scan import WholeScan
from ws3d_model.point_cloud import PointCloud
from ws3d_model.scene_labels import SceneLabels
from ws3d_model.visualization import Frame, Panel, draw_panels

PANEL = (620, 500)
INSIDE = (150, 158, 168)
WITHIN_A_CLASS = (70, 130, 210)
BETWEEN_CLASSES = (232, 62, 62)
NOT_KNOWN = (90, 94, 102)
TITLES = {
    "spread": "Labels spread over regions",
    "regions": "Pseudo-labels of regions",
    "voxels": "Pseudo-labels of voxels",
}


def region_picture(
    title: str,
    scan: WholeScan,
    cloud: PointCloud,
    names: Sequence[str],
    truth: Tensor,
    boundary: Tensor | None,
    targets: Tensor,
    told: Mapping[str, Tensor],
) -> Image.Image:
    """Panels of one scan.

    Args:
        title: plain text.
        scan: V voxels, and the E edges of their regions.
        cloud: that it was made of.
        names: K of them.
        truth: int64 (V,) indices into the names, -1 none.
        boundary: probabilities (E,); None where no boundaries were learnt.
        targets: int64 (E,), see `boundary_targets`.
        told: int64 (V,) indices into the names by kind, see `told_labels`.
    """
    rows = scan.rows.cpu().numpy()
    rgb = None if cloud.rgb is None else cloud.rgb[rows]
    dice = np.random.default_rng(0)
    palette = dice.integers(50, 255, (len(scan.regions) + 1, 3)).astype(np.uint8)
    palette[-1] = NOT_KNOWN
    cut = palette[scan.regions.of_voxel.cpu().numpy()]

    def painted(what: str, colors: npt.NDArray[np.uint8]) -> Panel:
        frame = Frame(what, PointCloud(scan.xyz, colors), _labelled(names, np.full(len(rows), -1)))
        return Panel(what, frame, "input")

    def named(what: str, labels: Tensor) -> Panel:
        scene = _labelled(names, labels.cpu().numpy())
        return Panel(what, Frame(what, PointCloud(scan.xyz, rgb), scene), "labels")

    seen = Panel("Input", named("Input", truth).frame, "input")
    panels = [seen, painted(f"{len(scan.regions)} regions", cut), named("Truth", truth)]
    if boundary is not None:
        panels.append(painted("Predicted boundaries", edge_colors(scan, (boundary >= 0.5).long())))
    panels.append(painted("True boundaries", edge_colors(scan, targets)))
    panels += [named(TITLES[kind], labels) for kind, labels in told.items()]
    key = "red: between two classes; blue: within one; dark: not known"
    return draw_panels(panels, title, key, PANEL, columns=3)


def edge_colors(scan: WholeScan, answers: Tensor) -> npt.NDArray[np.uint8]:
    """uint8 (V, 3): what is told of the edges that a voxel touches, boundaries before others.

    Args:
        answers: int64 (E,): BOUNDARY, NOT_A_BOUNDARY or UNKNOWN.
    """
    of, count = scan.regions.of_voxel, len(scan.regions)
    pairs = scan.regions.edges[:, 0] * count + scan.regions.edges[:, 1]
    pairs, order = pairs.sort()
    answers = answers[order]
    padded = torch.cat([of, of.new_full((1,), -1)])
    best = torch.full_like(of, -2)
    for tap in scan.neighbours.unbind(1):
        other = padded[tap.long()]
        pair = torch.minimum(of, other) * count + torch.maximum(of, other)
        place = torch.searchsorted(pairs, pair).clamp(max=max(0, len(pairs) - 1))
        meets = (of >= 0) & (other >= 0) & (of != other)
        if len(pairs):
            meets &= pairs[place] == pair
            best = torch.where(meets, torch.maximum(best, answers[place]), best)
    table = {-2: INSIDE, UNKNOWN: NOT_KNOWN, 0: WITHIN_A_CLASS, 1: BETWEEN_CLASSES}
    colors = np.array([table[value] for value in (-2, -1, 0, 1)], np.uint8)
    shown: npt.NDArray[np.uint8] = colors[best.cpu().numpy() + 2]
    return shown


def _labelled(names: Sequence[str], labels: npt.NDArray[np.int64]) -> SceneLabels:
    empty = SceneLabels.empty(tuple(names), len(labels))
    return SceneLabels(
        tuple(names),
        labels.astype(np.int32),
        (labels >= 0).astype(np.float32),
        empty.instances,
        *(empty.boxes, empty.box_labels, empty.box_scores, empty.box_instances),
    )
