# SPDX-License-Identifier: Apache-2.0
"""Judge: compares what was perceived with the truth and with the frame before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ws3d_model import SceneLabels
from ws3d_model.evaluation.boxes import Boxes, BoxPrecision
from ws3d_model.evaluation.calibration import Calibration
from ws3d_model.evaluation.instances import InstancePrecision, Objects
from ws3d_model.evaluation.semantic import SemanticScore
from ws3d_model.evaluation.stability import Stability
from ws3d_ros.bag_evaluation.ground_truth import PointTruth, vocabulary_place
from ws3d_ros.bag_evaluation.results import BANDS, FrameResult, RunResult
from ws3d_ros.perceiver import Perceived

Int32 = npt.NDArray[np.int32]
Float32 = npt.NDArray[np.float32]

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
    """

    points: PointTruth | None = None
    boxes: Float32 | None = None
    box_names: tuple[str, ...] = ()


class Judge:
    """Adds frame after frame to a result.

    Args:
        result: what is added to; its `names` are the vocabulary.
        parents: of names that may be asked for by a more general one ("office chair": "chair").
    """

    def __init__(self, result: RunResult, parents: Mapping[str, str]) -> None:
        self.result, self._parents = result, parents
        self._stability = Stability()
        self._last_stamp = -1

    def judge(self, index: int, stamp: int, perceived: Perceived, truth: FrameTruth) -> FrameResult:
        """The figures of one frame, which are added to those of the run.

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
            self._judge_boxes(scene, level[finite], truth.boxes, truth.box_names)
        frame = FrameResult(
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
        self.result.frames.append(frame)
        return frame

    def _judge_points(
        self,
        scene: SceneLabels,
        level: Float32,
        finite: npt.NDArray[np.bool_],
        truth: PointTruth,
    ) -> SemanticScore:
        result = self.result
        place = vocabulary_place(truth.names, result.names, self._parents)
        known = finite & (truth.labels >= 0)
        labels = np.where(known, np.append(place, np.int32(-1))[truth.labels], -1).astype(np.int32)
        others = known & (labels < 0)
        before = result.named_others
        named = int((others & (scene.labels >= 0)).sum())
        result.named_others = (before[0] + int(others.sum()), before[1] + named)
        score = SemanticScore.of(result.names, [(labels, scene.labels)])
        result.semantic = _sum(result.semantic, score)
        distance = np.hypot(level[:, 0], level[:, 1])
        for low, high in BANDS:
            inside = (distance >= low) & (distance < high) & finite
            if inside.any():
                part = SemanticScore.of(result.names, [(labels[inside], scene.labels[inside])])
                result.semantic_by_band[low, high] = _sum(
                    result.semantic_by_band.get((low, high)), part
                )
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
        self, scene: SceneLabels, points: Float32, boxes: Float32, names: tuple[str, ...]
    ) -> None:
        labels = vocabulary_place(names, self.result.names, self._parents)
        # What is not asked for can neither be found nor be missed.
        boxes, labels = boxes[labels >= 0], labels[labels >= 0]
        seen = points_inside(points, boxes) >= MIN_POINTS
        truth = Boxes(
            np.ascontiguousarray(boxes[seen]), labels[seen], np.ones(int(seen.sum()), np.float32)
        )
        found = Boxes(scene.boxes, scene.box_labels, scene.box_scores)
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
    order = np.argsort(points[:, 0], kind="stable")
    along = points[order, 0]
    for row, (x, y, z, length, width, height, yaw) in enumerate(boxes.tolist()):
        reach = float(np.hypot(length, width)) / 2 + 0.05
        first, last = np.searchsorted(along, (x - reach, x + reach))
        near = points[order[first:last]] - np.array((x, y, z), np.float32)
        cos, sin = np.cos(yaw), np.sin(yaw)
        ahead = np.abs(near[:, 0] * cos + near[:, 1] * sin) <= length / 2 + 0.05
        aside = np.abs(near[:, 1] * cos - near[:, 0] * sin) <= width / 2 + 0.05
        level = np.abs(near[:, 2]) <= height / 2 + 0.05
        counts[row] = int((ahead & aside & level).sum())
    return counts


def _sum(before: SemanticScore | None, more: SemanticScore) -> SemanticScore:
    if before is None:
        return more
    return SemanticScore(before.names, before.confusion + more.confusion)


def _true_objects(labels: Int32, instances: Int32) -> Objects:
    """Objects of the truth: the label of most of its points, -1 where that is not asked for."""
    numbers, of_point = np.unique(np.where(labels >= 0, instances, -1), return_inverse=True)
    of_point = of_point.reshape(-1)
    if len(numbers) and numbers[0] < 0:
        numbers, of_point = numbers[1:], of_point - 1
    names = int(labels.max(initial=0)) + 1
    votes = np.zeros((len(numbers), names), np.int64)
    counted = of_point >= 0
    np.add.at(votes, (of_point[counted], labels[counted]), 1)
    said = votes.argmax(axis=1).astype(np.int32) if len(numbers) else np.zeros(0, np.int32)
    return Objects(of_point.astype(np.int32), said, np.ones(len(numbers), np.float32))


def _found_objects(scene: SceneLabels) -> Objects:
    """Objects of a scene as the rows of its boxes."""
    ids = scene.box_instances
    order = np.argsort(ids)
    place = np.searchsorted(ids[order], scene.instances).clip(max=max(len(ids) - 1, 0))
    if len(ids) == 0:
        of_point = np.full(len(scene.instances), -1, np.int32)
    else:
        row = order[place]
        of_point = np.where(ids[row] == scene.instances, row, -1).astype(np.int32)
    return Objects(of_point, scene.box_labels, scene.box_scores)
