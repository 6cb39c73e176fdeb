# SPDX-License-Identifier: Apache-2.0
"""Judge: compares what was perceived with the truth and with the frame before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np
import numpy.typing as npt

from ws3d_model import SceneLabels
from ws3d_model.evaluation.boxes import Boxes, BoxPrecision
from ws3d_model.evaluation.calibration import Calibration
from ws3d_model.evaluation.instances import InstancePrecision, Objects
from ws3d_model.evaluation.semantic import SemanticScore
from ws3d_model.evaluation.stability import Stability
from ws3d_ros.bag_evaluation.frame_result import FrameResult
from ws3d_ros.bag_evaluation.ground_truth import PointTruth, vocabulary_place
from ws3d_ros.bag_evaluation.image_view import ImageView
from ws3d_ros.bag_evaluation.results import BANDS, RunResult
from ws3d_ros.perceiver import Perceived

Int32 = npt.NDArray[np.int32]
Float32 = npt.NDArray[np.float32]
Bool = npt.NDArray[np.bool_]

OVERLAPS = (0.25, 0.5)
MARGIN = 0.05  # metres around a box that still count as inside
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
        scene, cloud = perceived.scene, perceived.organised.cloud
        level = cloud.rotated(perceived.poses.level_from_sensor).xyz
        finite = cloud.finite
        mean_iou = float("nan")
        if truth.points is not None:
            score = self._judge_points(scene, level, finite, truth.points)
            mean_iou = score.mean_iou
        if truth.boxes is not None:
            self._judge_boxes(scene, level[finite], truth, truth.boxes)
        return FrameResult(
            index=index,
            stamp=stamp,
            points=len(cloud),
            labelled=float((scene.labels[finite] >= 0).mean()) if finite.any() else float("nan"),
            boxes=len(scene.boxes),
            mean_iou=mean_iou,
            flicker=self._judge_stability(stamp, perceived, level),
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
        known = finite & (truth.labels >= 0)
        labels = np.where(known, np.append(place, np.int32(-1))[truth.labels], np.int32(-1))
        others = known & (labels < 0)
        before = result.named_others
        named = int((others & (scene.labels >= 0)).sum())
        result.named_others = (before[0] + int(others.sum()), before[1] + named)
        size = len(result.names)
        score = SemanticScore(result.names, np.zeros((size, size + 1), np.int64))
        for band, part in scores_by_band(result.names, labels, scene.labels, level, finite):
            score = _sum(score, part)
            result.semantic_by_band[band] = _sum(result.semantic_by_band.get(band), part)
        result.semantic = _sum(result.semantic, score)
        judged = (labels >= 0) & (scene.labels >= 0)
        result.calibration = result.calibration or Calibration()
        result.calibration.add(
            np.clip(scene.confidences[judged], 0, 1), scene.labels[judged] == labels[judged]
        )
        if (truth.instances >= 0).any() or result.instances is not None:
            precision = result.instances or InstancePrecision(result.names)
            result.instances = precision
            if isinstance(precision, InstancePrecision):
                precision.add(_true_objects(labels, truth.instances), _found_objects(scene))
        return score

    def _judge_boxes(
        self, scene: SceneLabels, points: Float32, known: FrameTruth, boxes: Float32
    ) -> None:
        labels = self._place(known.box_names)
        # What is not asked for can neither be found nor be missed.
        boxes, labels = boxes[labels >= 0], labels[labels >= 0]
        seen = points_inside(points, boxes) >= MIN_POINTS
        truth = Boxes(
            np.ascontiguousarray(boxes[seen]), labels[seen], np.ones(int(seen.sum()), np.float32)
        )
        found = Boxes(scene.boxes, scene.box_labels, scene.box_scores)
        if known.view is not None:
            inside = known.view.holds(scene.boxes[:, :3])
            found = Boxes(scene.boxes[inside], found.labels[inside], found.scores[inside])
        for overlap in OVERLAPS:
            for band in (None, *BANDS):
                precision = self.result.boxes.setdefault(
                    (overlap, band), BoxPrecision(self.result.names, overlap)
                )
                low, high = band or (0.0, np.inf)
                near = [(b.range >= low) & (b.range < high) for b in (truth, found)]
                if isinstance(precision, BoxPrecision) and any(some.any() for some in near):
                    precision.add(truth, found, (low, high))

    def _judge_stability(self, stamp: int, perceived: Perceived, level: Float32) -> float:
        pose = perceived.poses.fixed_from_level
        if pose is None or stamp <= self._last_stamp:
            self._stability.reset()
        self._last_stamp = stamp
        if pose is None:
            return float("nan")
        with np.errstate(invalid="ignore", over="ignore"):
            fixed = (level @ pose[:3, :3].T.astype(np.float32)) + pose[:3, 3].astype(np.float32)
        scene = perceived.scene
        change = self._stability.update(
            np.ascontiguousarray(fixed, np.float32), scene.labels, scene.instances
        )
        self.result.change = self.result.change + change
        return change.flicker


def points_inside(points: Float32, boxes: Float32) -> npt.NDArray[np.int64]:
    """int64 (B,): how many of the points (N, 3) lie in each upright box (B, 7), 5 cm around it."""
    counts = np.zeros(len(boxes), np.int64)
    if not len(points):
        return counts
    # In 65,535 slices along x, which sort much faster than x itself; a box looks at some of them.
    x = points[:, 0].astype(np.float64)
    low, steps = x.min(), 65_534 / max(float(np.ptp(x)), 1e-3)
    slices = ((x - low) * steps).astype(np.uint16)
    order = np.argsort(slices, kind="stable")
    slices = slices[order]
    across, aside, up = (np.take(column, order) for column in points.T)
    for row, (x0, y0, z0, length, width, height, yaw) in enumerate(boxes.tolist()):
        half = length / 2 + MARGIN, width / 2 + MARGIN
        reach = float(np.hypot(*half))
        ends = np.array((x0 - reach - low, x0 + reach - low)) * steps + (-1, 1)
        ends = np.nan_to_num(np.clip(ends, 0, 65_535)).astype(np.uint16)
        first, last = np.searchsorted(slices, ends)
        near = first + np.flatnonzero(np.abs(aside[first:last] - np.float32(y0)) <= reach)
        dx, dy = across[near] - np.float32(x0), aside[near] - np.float32(y0)
        cos, sin = np.cos(yaw), np.sin(yaw)
        inside = np.abs(dx * cos + dy * sin) <= half[0]
        inside &= np.abs(dy * cos - dx * sin) <= half[1]
        inside &= np.abs(up[near] - np.float32(z0)) <= height / 2 + MARGIN
        counts[row] = np.count_nonzero(inside)
    return counts


def scores_by_band(
    names: tuple[str, ...], truth: Int32, said: Int32, level: Float32, finite: Bool
) -> Iterator[tuple[tuple[float, float], SemanticScore]]:
    """The score of the labels (N,) in each band of range that holds points; `level` is (N, 3)."""
    size, far = len(names), np.hypot(level[:, 0], level[:, 1])
    band = np.zeros(len(far), np.uint8)
    for low, _ in BANDS[1:]:
        band += far >= low
    held = np.bincount(band[finite], minlength=len(BANDS))
    rows = np.flatnonzero(finite & (truth >= 0))
    column = said[rows].astype(np.int64)
    column[column < 0] = size
    cells = (band[rows] * np.int64(size) + truth[rows]) * (size + 1) + column
    shape = len(BANDS), size, size + 1
    counts = np.bincount(cells, minlength=len(BANDS) * size * (size + 1)).reshape(shape)
    for number, place in enumerate(BANDS):
        if held[number]:
            yield place, SemanticScore(names, counts[number].astype(np.int64))


def _sum(before: SemanticScore | None, more: SemanticScore) -> SemanticScore:
    if before is None:
        return more
    return SemanticScore(before.names, before.confusion + more.confusion)


def _true_objects(labels: Int32, instances: Int32) -> Objects:
    """Objects of the truth: the label of most of its points, -1 where that is not asked for."""
    asked = np.where(labels >= 0, instances, -1)
    # Neighbours in a cloud are mostly of one object: runs are fewer to sort than points.
    begins = np.flatnonzero(np.diff(asked, prepend=asked[:1] - 1))
    numbers, of_run = np.unique(asked[begins], return_inverse=True)
    of_point = np.repeat(of_run.reshape(-1), np.diff(begins, append=len(asked)))
    if len(numbers) and numbers[0] < 0:
        numbers, of_point = numbers[1:], of_point - 1
    names = int(labels.max(initial=0)) + 1
    counted = of_point >= 0
    cells = of_point[counted] * names + labels[counted]
    votes = np.bincount(cells, minlength=len(numbers) * names).reshape(len(numbers), names)
    said = votes.argmax(axis=1).astype(np.int32) if len(numbers) else np.zeros(0, np.int32)
    return Objects(of_point.astype(np.int32), said, np.ones(len(numbers), np.float32))


def _found_objects(scene: SceneLabels) -> Objects:
    """Objects of a scene as the rows of its boxes."""
    ids, instances = scene.box_instances, scene.instances
    # The last row serves what is no object.
    rows = np.full(max(int(ids.max(initial=-1)), int(instances.max(initial=-1))) + 2, -1, np.int32)
    rows[ids] = np.arange(len(ids), dtype=np.int32)
    return Objects(rows[instances], scene.box_labels, scene.box_scores)
