# SPDX-License-Identifier: Apache-2.0
"""Few-label report: boundaries and pseudo-labels of a training, in figures and in pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from PIL import Image
from torch import Tensor

from ws3d_model.datasets.labelled_cloud import LabelledCloud, shard_paths
from ws3d_model.evaluation.true_labels import true_labels
from ws3d_model.learning.boundary_report import (
    boundary_report,
    told_boundaries,
    true_boundaries,
)
from ws3d_model.learning.few_label_experiment import FewLabelExperiment
from ws3d_model.learning.few_label_net import FewLabelNet
from ws3d_model.learning.few_label_store import FewLabelStore
from ws3d_model.learning.few_label_words import FewLabelWords
from ws3d_model.learning.pseudo_label_report import pseudo_label_report, told_labels
from ws3d_model.learning.region_cache import RegionCache
from ws3d_model.learning.region_pictures import region_picture
from ws3d_model.learning.whole_scan import WholeScan

Figures = dict[str, Any]


@dataclass(frozen=True, eq=False)
class FewLabelReport:
    """What is judged.

    Args:
        experiment: that was trained.
        network: as the last step left it; its averaged network makes the pseudo-labels.
        average: the mean of its weights, as the checkpoint has them.
        words: that were learnt.
        store: the scans trained on.
        regions: folder that keeps the regions of scans.
    """

    experiment: FewLabelExperiment
    network: FewLabelNet
    average: FewLabelNet
    words: FewLabelWords
    store: FewLabelStore
    regions: Path

    def figures(self, held_out: Path, after: Figures) -> Figures:
        """ "boundaries" and "pseudo_labels", each only where the training had them.

        Args:
            held_out: folder of labelled shards.
            after: what `judge` says of the checkpoint.
        """
        losses, store = self.experiment.losses, self.store
        own = self._cache([shard.path for shard in store.shards])
        told: Figures = {}
        if losses.boundary:
            names = (*after["learnt"], *after["not_shown"])
            learner, purity = self.average.student, losses.region.purity
            others = self._cache(shard_paths(held_out))
            told["boundaries"] = boundary_report(learner, others, names, store, own, purity)
        if losses.with_pseudo_labels:
            found = pseudo_label_report(self.network, self.words, losses, store, own)
            if found:
                told["pseudo_labels"] = found
        return told

    def draw(self, held_out: Path, after: Figures, most: int, folder: Path) -> list[Path]:
        """Pictures of the held-out scans with the lowest mIoU, at most so many; their paths."""
        names = (*after["learnt"], *after["not_shown"])
        scenes = [scene for scene in after["scenes"] if scene["mean_iou"] is not None]
        lowest = sorted(scenes, key=lambda scene: (scene["mean_iou"], scene["scene"]))[:most]
        cache = self._cache(shard_paths(held_out))
        numbers = {path.stem: number for number, path in enumerate(cache.paths)}
        folder.mkdir(parents=True, exist_ok=True)
        drawn = []
        for scene in lowest:
            drawn.append(folder / f"regions_{scene['scene']}.png")
            self._picture(cache, numbers[scene["scene"]], names).save(drawn[-1], compress_level=6)
        return drawn

    def _picture(self, cache: RegionCache, number: int, names: tuple[str, ...]) -> Image.Image:
        losses, learner = self.experiment.losses, self.network.teacher or self.network.student
        labelled = LabelledCloud.load(cache.paths[number])
        scan = WholeScan.look(labelled.cloud, cache.of(number), learner.network)
        every = torch.from_numpy(true_labels(labelled, names)).long().to(scan.rows.device)
        truth = every[scan.rows]
        told: Mapping[str, Tensor] = {}
        if losses.with_pseudo_labels:
            none = torch.full_like(truth, -1)
            told = told_labels(self.network, self.words, losses, scan, none)
            told = {kind: labels for kind, labels in told.items() if kind != "spread"}
        return region_picture(
            cache.paths[number].stem,
            scan,
            labelled.cloud,
            names,
            truth,
            told_boundaries(learner, scan) if losses.boundary else None,
            true_boundaries(scan, truth, len(names), losses.region.purity),
            told,
        )

    def _cache(self, paths: list[Path]) -> RegionCache:
        return RegionCache(paths, self.regions, self.experiment.regions)


def report_lines(told: Mapping[str, Any]) -> list[str]:
    """The report's figures as tables, percent; nothing where there is nothing."""
    lines = []
    if boundaries := told.get("boundaries"):
        where = f"{boundaries['scans']} scans, {boundaries['edges']} region edges"
        lines += [f"| boundaries ({where}) | precision | recall | F1 |", "|---|---|---|---|"]
        lines.append(f"| boundary network | {_shown(boundaries)} |")
        color = boundaries["color"]
        shown = "- | - | -" if color is None else _shown(color)
        lines.append(f"| colour difference alone | {shown} |")
    if pseudo := told.get("pseudo_labels"):
        lines += [
            "",
            "| pseudo-labels | of all voxels | of them right | right of a name's voxels |",
        ]
        lines.append("|---|---|---|---|")
        for kind, found in pseudo.items():
            most = sorted(found["names"].items(), key=lambda item: -item[1]["right"])[:5]
            names = ", ".join(
                f"{name} {100 * of['right'] / of['voxels']:.0f}"
                for name, of in most
                if of["right"] and of["voxels"]
            )
            share, right = _percent(found["share"]), _percent(found["right"])
            lines.append(f"| {kind} | {share} | {right} | {names or '-'} |")
    return lines


def _shown(figures: Mapping[str, float]) -> str:
    return " | ".join(_percent(figures[key]) for key in ("precision", "recall", "f1"))


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.1f}"
