# SPDX-License-Identifier: Apache-2.0
"""Benchmark: all figures of a network on labelled clouds, for one list of names."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.datasets.object_extents import objects_of
from ws3d_model.evaluation.boxes import Boxes, BoxPrecision
from ws3d_model.evaluation.calibration import Calibration
from ws3d_model.evaluation.panoptic import PanopticQuality
from ws3d_model.evaluation.scannet_instances import ScanNetInstances, masks_of
from ws3d_model.evaluation.semantic import SemanticScore, harmonic_mean
from ws3d_model.evaluation.true_labels import true_boxes, true_labels
from ws3d_model.scene_labels import SceneLabels

Int32 = npt.NDArray[np.int32]
BOX_OVERLAPS = (0.5, 0.25)


@dataclass(frozen=True)
class SceneFigures:
    """One scene's own figures.

    Args:
        scene: its name.
        points: points with a true label.
        mean_iou: over the names that the scene has; NaN without labelled points.
    """

    scene: str
    points: int
    mean_iou: float


@dataclass
class Benchmark:
    """Counts scene after scene; the figures may be asked for at any time.

    Args:
        names: the K names that were asked for.
        background: names that the foreground mIoU leaves out.
        novel: names that training had no labels of; none: no base and novel figures.
        stuff: names without objects, for panoptic quality.
        panoptic: whether to count panoptic quality.
        aligned_boxes: judge a prediction's box along the axes, the bounds of its points, as ScanNet
            has true boxes; otherwise the oriented box that was found.
    """

    names: tuple[str, ...]
    background: Collection[str] = ()
    novel: Collection[str] = ()
    stuff: Collection[str] = ()
    panoptic: bool = False
    aligned_boxes: bool = False
    scenes: list[SceneFigures] = field(default_factory=list)

    def __post_init__(self) -> None:
        unknown = sorted(set(self.novel) - set(self.names))
        if unknown:
            raise ValueError(f"novel names that are not asked for: {', '.join(unknown)}")
        if self.novel and not set(self.names) - set(self.novel):
            raise ValueError("every name is novel: leave some out, they are the base")
        self.semantic = SemanticScore.of(self.names, [])
        self.calibration = Calibration()
        self.instances = ScanNetInstances(self.names)
        self.boxes = [BoxPrecision(self.names, o, second_choice=False) for o in BOX_OVERLAPS]
        self.panoptics = PanopticQuality(self.names, self.stuff)

    def add(self, scene: str, cloud: LabelledCloud, said: SceneLabels) -> SceneFigures:
        """Count a scene.

        Args:
            scene: its name.
            cloud: the truth.
            said: what the network says of its points, in the names of the benchmark.

        Raises:
            ValueError: the names or the points differ.
        """
        if said.names != self.names or len(said) != len(cloud):
            raise ValueError(f"{scene}: labels of other names or of other points")
        truth = true_labels(cloud, self.names)
        own = SemanticScore.of(self.names, [(truth, said.labels)])
        figures = SceneFigures(scene, int((truth >= 0).sum()), own.mean_iou)
        self.semantic = SemanticScore(self.names, self.semantic.confusion + own.confusion)
        judged = (truth >= 0) & (said.labels >= 0)
        self.calibration.add(said.confidences[judged], (said.labels == truth)[judged])
        self.instances.add(truth, cloud.instances, masks_of(said))
        if cloud.boxes is not None:
            self._add_boxes(cloud, truth, said)
        if self.panoptic:
            self.panoptics.add(truth, cloud.instances, said.labels, said.instances)
        self.scenes.append(figures)
        return figures

    def _add_boxes(self, cloud: LabelledCloud, truth: Int32, said: SceneLabels) -> None:
        boxes, labels = true_boxes(cloud, truth)
        wanted = Boxes(boxes, labels, np.ones(len(boxes), np.float32))
        found = Boxes(said.boxes, said.box_labels, said.box_scores)
        if self.aligned_boxes:
            found = _along_axes(cloud.cloud.xyz, said)
        for precision in self.boxes:
            precision.add(wanted, found)

    @property
    def foreground(self) -> tuple[str, ...]:
        """The names of the foreground mIoU."""
        return tuple(name for name in self.names if name not in self.background)

    @property
    def base_and_novel(self) -> tuple[float, float, float] | None:
        """mIoU of the base names, of the novel ones, and their harmonic mean."""
        if not self.novel:
            return None
        base = self.semantic.mean_iou_of([n for n in self.names if n not in self.novel])
        novel = self.semantic.mean_iou_of([n for n in self.names if n in self.novel])
        return base, novel, harmonic_mean(base, novel)

    @property
    def panoptic_dagger(self) -> float:
        """PQ with the IoU in the place of a stuff's PQ (Porzi et al., CVPR 2019)."""
        iou = np.where(
            [name in self.stuff for name in self.names], self.semantic.iou, self.panoptics.quality
        )
        known = iou[~np.isnan(iou)]
        return float(known.mean()) if len(known) else float("nan")


def _along_axes(xyz: npt.NDArray[np.float32], said: SceneLabels) -> Boxes:
    """The bounds of every instance's points, with the label and the score of its box."""
    numbers = np.searchsorted(said.box_instances, said.instances)
    numbers = np.minimum(numbers, max(len(said.box_instances) - 1, 0))
    boxed = said.instances >= 0
    if len(said.box_instances):
        boxed &= said.box_instances[numbers] == said.instances
    instances, _, bounds = objects_of(xyz, np.where(boxed, numbers, -1).astype(np.int64))
    seen = np.unique(numbers[instances >= 0])
    return Boxes(bounds, said.box_labels[seen], said.box_scores[seen])


def worst(scenes: Sequence[SceneFigures], most: int) -> list[SceneFigures]:
    """The scenes with the lowest mIoU first, at most so many; those without truth are left out."""
    known = [scene for scene in scenes if not np.isnan(scene.mean_iou)]
    return sorted(known, key=lambda scene: (scene.mean_iou, scene.scene))[:most]
