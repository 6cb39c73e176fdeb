# SPDX-License-Identifier: Apache-2.0
"""Judge: compares what was perceived with the truth and with the frame before."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np
import numpy.typing as npt

from ws3d_model import SceneLabels
from ws3d_model.evaluation.boxes import Boxes, BoxPrecision, overlaps_of
from ws3d_model.evaluation.calibration import Calibration
from ws3d_model.evaluation.instances import InstancePrecision
from ws3d_model.evaluation.semantic import SemanticScore
from ws3d_model.evaluation.stability import Stability
from ws3d_ros.bag_evaluation.frame_objects import found_objects, true_objects
from ws3d_ros.bag_evaluation.frame_result import FrameResult
from ws3d_ros.bag_evaluation.ground_truth import PointTruth, vocabulary_place
from ws3d_ros.bag_evaluation.image_view import ImageView
from ws3d_ros.bag_evaluation.points_in_boxes import boxes_that_hold
from ws3d_ros.bag_evaluation.results import BANDS, RunResult
from ws3d_ros.perceiver import Perceived

Int32 = npt.NDArray[np.int32]
Float32 = npt.NDArray[np.float32]
Bool = npt.NDArray[np.bool_]

OVERLAPS = (0.25, 0.5)
MIN_POINTS = 10
"""A true box with fewer points of the cloud inside is not in view, and does not count."""


@dataclass(frozen=True, eq=False)
class FrameTruth:
    """What is known of one measurement.

    Args:
        points: of its points, or None.
        boxes: float32 (B, 7) in the level frame, with
        box_names: the name of each, or None.
        view: what of the level frame the boxes cover; None for all of it.
    """

    points: PointTruth | None = None
    boxes: Float32 | None = None
    box_names: tuple[str, ...] = ()
    view: ImageView | None = None


class Judge:
    """Adds frame after frame to a result.

    Args:
        result: what is added to; its `names` are the vocabulary.
        parents: of names that may be asked for by a more general one ("office chair": "chair").
    """

    def __init__(self, result: RunResult, parents: Mapping[str, str]) -> None:
        self.result = result
        self._stability = Stability()
        self._last_stamp = -1
        # Frame after frame has the same true names.
        self._place = lru_cache(16)(partial(vocabulary_place, wanted=result.names, parents=parents))

    def judge(self, index: int, stamp: int, perceived: Perceived, truth: FrameTruth) -> FrameResult:
        """The figures of one frame; what it adds to the run is added there.

        Args:
            index: of the measurement.
            stamp: nanoseconds.
            perceived: its labels.
            truth: its truth, in the same points.
        """
        scene, cloud, level = perceived.scene, perceived.organised.cloud, perceived.level.xyz
        finite = cloud.finite
        mean_iou = float("nan")
        if truth.points is not None:
            score = self._judge_points(scene, level, finite, truth.points)
            mean_iou = score.mean_iou
        if truth.boxes is not None:
            self._judge_boxes(scene, level, truth, truth.boxes)
        flicker = self._judge_stability(stamp, perceived, level)
        used = int(np.count_nonzero(finite))
        labelled = int(np.count_nonzero((scene.labels >= 0) & finite))
        return FrameResult(
            index=index,
            stamp=stamp,
            points=len(cloud),
            labelled=labelled / used if used else float("nan"),
            boxes=len(scene.boxes),
            mean_iou=mean_iou,
            flicker=flicker,
            notes=perceived.notes,
            seconds=perceived.timings,
        )

    def _judge_points(
        self,
        scene: SceneLabels,
        level: Float32,
        finite: Bool,
        truth: PointTruth,
    ) -> SemanticScore:
        result = self.result
        place = self._place(truth.names)
        said = scene.labels >= 0
        known = finite & (truth.labels >= 0)
        labels = np.where(known, np.append(place, np.int32(-1))[truth.labels], np.int32(-1))
        asked = labels >= 0
        others = known & ~asked
        found = np.count_nonzero(others), np.count_nonzero(others & said)
        before = result.named_others
        result.named_others = before[0] + int(found[0]), before[1] + int(found[1])
        size = len(result.names)
        score = SemanticScore(result.names, np.zeros((size, size + 1), np.int64))
        for band, part in scores_by_band(result.names, labels, scene.labels, level, finite):
            score = _sum(score, part)
            result.semantic_by_band[band] = _sum(result.semantic_by_band.get(band), part)
        result.semantic = _sum(result.semantic, score)
        judged = asked & said
        result.calibration = result.calibration or Calibration()
        result.calibration.add(
            np.clip(scene.confidences[judged], 0, 1), scene.labels[judged] == labels[judged]
        )
        if (truth.instances >= 0).any() or result.instances is not None:
            result.instances = result.instances or InstancePrecision(result.names)
            result.instances.add(true_objects(labels, truth.instances), found_objects(scene))
        return score

    def _judge_boxes(
        self, scene: SceneLabels, points: Float32, known: FrameTruth, boxes: Float32
    ) -> None:
        labels = self._place(known.box_names)
        # What is not asked for can neither be found nor be missed.
        boxes, labels = boxes[labels >= 0], labels[labels >= 0]
        seen = boxes_that_hold(points, boxes, MIN_POINTS)
        truth = Boxes(
            np.ascontiguousarray(boxes[seen]), labels[seen], np.ones(int(seen.sum()), np.float32)
        )
        found = Boxes(scene.boxes, scene.box_labels, scene.box_scores)
        if known.view is not None:
            inside = known.view.holds(scene.boxes[:, :3])
            found = Boxes(scene.boxes[inside], found.labels[inside], found.scores[inside])
        overlaps = overlaps_of(truth, found)
        for overlap in OVERLAPS:
            for band in (None, *BANDS):
                precision = self.result.boxes.setdefault(
                    (overlap, band), BoxPrecision(self.result.names, overlap)
                )
                low, high = band or (0.0, np.inf)
                near = [(b.range >= low) & (b.range < high) for b in (truth, found)]
                if any(some.any() for some in near):
                    precision.add(truth, found, (low, high), overlaps)

    def _judge_stability(self, stamp: int, perceived: Perceived, level: Float32) -> float:
        pose = perceived.poses.fixed_from_level
        if pose is None or stamp <= self._last_stamp:
            self._stability.reset()
        self._last_stamp = stamp
        if pose is None:
            return float("nan")
        scene, (x, y, z) = perceived.scene, np.ascontiguousarray(level.T)
        # Without BLAS, whose last digit depends on the processor; in columns, as they are used.
        with np.errstate(invalid="ignore", over="ignore"):
            rows = [a * x + b * y + c * z + d for a, b, c, d in pose[:3].astype(np.float32)]
        change = self._stability.update(np.array(rows).T, scene.labels, scene.instances)
        self.result.change = self.result.change + change
        return change.flicker


def scores_by_band(
    names: tuple[str, ...], truth: Int32, said: Int32, level: Float32, finite: Bool
) -> Iterator[tuple[tuple[float, float], SemanticScore]]:
    """The score of the labels (N,) in each band of range that holds points; `level` is (N, 3)."""
    size = len(names)
    with np.errstate(invalid="ignore", over="ignore"):
        squared = np.square(level[:, 0]) + np.square(level[:, 1])
        band = np.zeros(len(squared), np.uint8)
        for low, _ in BANDS[1:]:
            band += squared >= low * low
    # Two rows below the names: points without a truth, and those that are nowhere.
    rows = np.where(truth >= 0, truth, size)
    rows[~finite] = size + 1
    cells = (band * np.intp(size + 2) + rows) * (size + 1) + np.where(said >= 0, said, size)
    shape = len(BANDS), size + 2, size + 1
    counts = np.bincount(cells, minlength=math.prod(shape)).reshape(shape).astype(np.int64)
    for place, of_band in zip(BANDS, counts, strict=True):
        if of_band[:-1].any():
            yield place, SemanticScore(names, np.ascontiguousarray(of_band[:size]))


def _sum(before: SemanticScore | None, more: SemanticScore) -> SemanticScore:
    if before is None:
        return more
    return SemanticScore(before.names, before.confusion + more.confusion)
