# SPDX-License-Identifier: Apache-2.0
"""The run without a graph: all measurements of a bag through the node's own perceiver, in order."""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Callable, Generator, Mapping
from functools import partial
from typing import TextIO

import numpy as np
import numpy.typing as npt

from ws3d_model import SceneLabels
from ws3d_ros.bag_evaluation.beside import Beside, core_left_by
from ws3d_ros.bag_evaluation.frame_result import FrameResult
from ws3d_ros.bag_evaluation.ground_truth import GroundTruthError, PointTruth, RecordedTruth
from ws3d_ros.bag_evaluation.judge import FrameTruth, Judge
from ws3d_ros.bag_evaluation.kitti_labels import KittiLabels
from ws3d_ros.bag_evaluation.label_folder import LabelFolder
from ws3d_ros.bag_evaluation.network import Network
from ws3d_ros.bag_evaluation.recording import Recording
from ws3d_ros.bag_evaluation.results import RunResult
from ws3d_ros.bag_evaluation.taken import Side, Taken
from ws3d_ros.conversions.cloud_error import CloudError
from ws3d_ros.frames import Frames
from ws3d_ros.parameters import Settings
from ws3d_ros.perceiver import Perceived, Perceiver, timed
from ws3d_ros.transform_tree import NANOSECONDS, TransformError

Watcher = Callable[[FrameResult, Taken, Perceived], None]


class OfflineRun:
    """Evaluates one recording; the same recording and network give the same results.

    Args:
        recording: the bag.
        network: what is judged.
        settings: of the node.
        parents: of names, see `Judge`.
        labels: label files in place of the truth of their kind in the bag, or None.
        other: a second network or vocabulary that is compared point by point, or None.
        beside: judge one frame while the next one is perceived; None: where the network leaves a
            core. The results are the same.
    """

    def __init__(
        self,
        recording: Recording,
        network: Network,
        settings: Settings,
        parents: Mapping[str, str],
        labels: LabelFolder | KittiLabels | None = None,
        other: Network | None = None,
        beside: bool | None = None,
    ) -> None:
        self._beside = core_left_by(network.perception.device) if beside is None else beside
        self._recording, self._network, self._settings = recording, network, settings
        self._labels, self._other = labels, other
        self._perceiver = Perceiver(network.perception)
        self._frames = Frames(recording.transforms)
        self._truth = RecordedTruth()
        self.result = RunResult(network.vocabulary.vocabulary.names)
        self._judge = Judge(self.result, parents)
        self._other_perceiver = None if other is None else Perceiver(other.perception)
        if other is not None:
            names = other.vocabulary.vocabulary.names
            counts = np.zeros((len(self.result.names) + 1, len(names) + 1), np.int64)
            self.result.confusion_with = names, counts

    def run(
        self, lines: TextIO, watch: Watcher = lambda *_: None, limit: int | None = None
    ) -> Generator[FrameResult, None, None]:
        """Frame after frame; each is written to `lines` as it comes. Close it before `lines`.

        Args:
            lines: an open frames.jsonl.
            watch: sees every frame that was used, with its labels.
            limit: read so many measurements at most.
        """
        moments, reading, left = self._recording.moments(), 0.0, limit
        perceived: Callable[[], FrameResult] | None = None
        with Beside[FrameResult](self._beside) as beside:
            while left is None or left > 0:
                began = time.monotonic()
                moment = next(moments, None)
                reading += time.monotonic() - began
                if moment is None:
                    break
                if isinstance(moment, Side):
                    self._learn(moment)
                    continue
                if perceived is not None:
                    # Judged beside the network, which leaves Python free; reading would not.
                    yield from beside.hand(perceived)
                perceived = partial(self._written, self._perceived(moment, watch, reading), lines)
                reading, left = 0.0, None if left is None else left - 1
            if perceived is not None:
                yield from beside.hand(perceived)
            yield from beside.last()
        self.result.ended = self._recording.problem
        self.result.message_faults = self._recording.faults.found

    def _written(self, judge: Callable[[], FrameResult], lines: TextIO) -> FrameResult:
        frame = judge()
        self.result.frames.append(frame)
        lines.write(json.dumps(frame.line()) + "\n")
        return frame

    def _learn(self, side: Side) -> None:
        if side.topic == self._recording.topics.truth_labels:
            self._truth.read_names(side.message)
        elif self._truth.read_boxes(side.message):
            why = "boxes are left out: a number is not finite, or a quaternion has no length"
            self._recording.faults.count(side.topic, why, side.index)

    def _perceived(self, taken: Taken, watch: Watcher, reading: float) -> Callable[[], FrameResult]:
        """Perceive a measurement; what is returned judges it, and needs nothing that changes."""
        try:
            if taken.measurement is None:
                raise CloudError(taken.problem)
            perceived = self._perceive(taken)
            perceived.timings["read"] = reading
        except (CloudError, TransformError) as error:
            return partial(FrameResult, taken.index, problem=str(error))
        header = taken.measurement.header
        stamp = header.stamp.sec * NANOSECONDS + header.stamp.nanosec
        truth, theirs = self._true(taken, stamp, perceived), self._said_by_other(taken, perceived)

        def judge() -> FrameResult:
            frame = self._judge.judge(taken.index, stamp, perceived, truth)
            if theirs is not None:
                frame = self._compared(frame, perceived, theirs)
            watch(frame, taken, perceived)
            return frame

        return judge

    def _perceive(self, taken: Taken) -> Perceived:
        measurement, settings = taken.measurement, self._settings
        if measurement is None:
            raise CloudError(taken.problem)
        timings: dict[str, float] = {}
        with timed("convert", timings):
            organised = measurement.read(settings)
        with timed("transform", timings):
            header = measurement.header
            poses = self._frames.at(header.frame_id, header.stamp, settings)
        perceived = self._perceiver.perceive(
            header.stamp, organised, poses, self._network.vocabulary, settings
        )
        perceived.timings.update(timings)
        return perceived

    def _true(self, taken: Taken, stamp: int, perceived: Perceived) -> FrameTruth:
        points: PointTruth | None = None
        labels = self._labels
        # Files stand in place of the truth of their kind in the bag.
        boxes = None if isinstance(labels, KittiLabels) else self._truth.boxes
        frame = "" if taken.measurement is None else taken.measurement.header.frame_id
        try:
            if isinstance(labels, LabelFolder):
                cloud = perceived.organised.cloud
                points = labels.of_cloud(taken.index, stamp, len(cloud))
            else:
                points = self._truth.of_cloud(taken.message)
            if isinstance(labels, KittiLabels):
                boxes = labels.of_cloud(taken.index, stamp, frame)
        except (GroundTruthError, CloudError) as error:
            self._count_problem(str(error))
        if boxes is None or taken.measurement is None:
            return FrameTruth(points)
        try:
            sensor_from_boxes = self._recording.transforms.lookup(
                frame, boxes.frame, taken.measurement.header.stamp
            )
        except TransformError as error:
            self._count_problem(f"true boxes: {error}")
            return FrameTruth(points)
        level = np.eye(4)
        level[:3, :3] = perceived.poses.level_from_sensor
        moved = level @ sensor_from_boxes
        view = None if boxes.view is None else boxes.view.moved(np.linalg.inv(moved))
        return FrameTruth(points, boxes.moved(moved), boxes.names, view)

    def _said_by_other(self, taken: Taken, perceived: Perceived) -> SceneLabels | None:
        other, perceiver = self._other, self._other_perceiver
        if other is None or perceiver is None or taken.measurement is None:
            return None
        stamp, organised, poses = (
            taken.measurement.header.stamp,
            perceived.organised,
            perceived.poses,
        )
        return perceiver.perceive(stamp, organised, poses, other.vocabulary, self._settings).scene

    def _compared(self, frame: FrameResult, perceived: Perceived, said: SceneLabels) -> FrameResult:
        finite = perceived.organised.cloud.finite
        mine, theirs = perceived.scene.labels[finite], said.labels[finite]
        if self.result.confusion_with is not None:
            counts = self.result.confusion_with[1]
            rows = np.where(mine < 0, counts.shape[0] - 1, mine)
            columns = np.where(theirs < 0, counts.shape[1] - 1, theirs)
            cells = rows.astype(np.int64) * counts.shape[1] + columns
            counts += np.bincount(cells, minlength=counts.size).reshape(counts.shape)
        same = mine == _places(said.names, self.result.names)[theirs]
        return dataclasses.replace(
            frame, agreement=float(same.mean()) if len(same) else float("nan")
        )

    def _count_problem(self, problem: str) -> None:
        problems = self.result.truth_problems
        problems[problem] = problems.get(problem, 0) + 1


def _places(names: tuple[str, ...], wanted: tuple[str, ...]) -> npt.NDArray[np.int32]:
    """int32 (K + 1,): where each name stands in `wanted`, -2 where it does not; last, -1 for -1."""
    place = {name: number for number, name in enumerate(wanted)}
    return np.array([*(place.get(name, -2) for name in names), -1], np.int32)
