# SPDX-License-Identifier: Apache-2.0
"""What came of a run: latencies, what was found, and how right it was where the truth is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ws3d_model.evaluation.semantic import SemanticScore
from ws3d_model.visualization import Frame
from ws3d_model.worlds.words import labels_within
from ws3d_ros.demo.fusion import Fusion, single_frame
from ws3d_ros.demo.result_bag import LabelledPoints, ResultBag
from ws3d_ros.demo.session import RunReport
from ws3d_ros.demo.words import FIRST_WORDS

MOST_FRAMES = 8  # of clouds that cannot be fused, on the page


@dataclass
class Part:
    """The clouds labelled with one vocabulary."""

    title: str
    fusion: Fusion
    accuracy: SemanticScore | None = None
    latest: list[Frame] = field(default_factory=list)

    @property
    def frames(self) -> list[Frame]:
        """What is shown: the fused scene, else the clouds one by one."""
        if self.latest:
            return self.latest
        return [self.fusion.frame(self.title)] if self.fusion.clouds else []


@dataclass
class Outcome:
    """Everything that the table, the picture and the page say."""

    parts: list[Part]
    latencies: npt.NDArray[np.float64]
    node_counts: dict[str, int]
    warnings: dict[str, str]

    @property
    def results(self) -> int:
        """Number of labelled clouds."""
        return len(self.latencies)

    @property
    def fused(self) -> bool:
        """Whether the clouds could be put together."""
        return not any(part.latest for part in self.parts)


def read_outcome(
    bag: Path,
    report: RunReport,
    vocabularies: list[tuple[str, tuple[str, ...]]],
    truth: dict[int, npt.NDArray[np.int16]] | None = None,
) -> Outcome:
    """Read the recording of a run.

    Args:
        bag: the recording.
        report: of the run.
        vocabularies: title and names of the first one, and of the second where there is one.
        truth: labels by the source's stamp, where the demo made the room itself.
    """
    results = ResultBag(bag)
    numbers = {name: number for number, name in results.names.items()}
    parts = []
    for title, names in vocabularies:
        known = tuple(name for name in names if name in numbers)
        fusion = Fusion(known, tuple(numbers[name] for name in known))
        score = None if truth is None else SemanticScore.of(FIRST_WORDS, [])
        parts.append(Part(title, fusion, score))
    latencies = []
    for points in results.clouds():
        latencies.append(points.latency)
        part = parts[_vocabulary_of(points, parts, report)]
        if points.fixed:
            part.fusion.add(points)
        else:
            _keep(part, points, len(latencies))
        source_stamp = report.source_stamps.get(points.stamp)
        if truth is not None and part.accuracy is not None and source_stamp is not None:
            names = vocabularies[parts.index(part)][1]
            part.accuracy = _judged(part.accuracy, points, names, numbers, truth[source_stamp])
    return Outcome(parts, np.array(latencies), results.node_counts, results.warnings)


def _vocabulary_of(points: LabelledPoints, parts: list[Part], report: RunReport) -> int:
    """0 or 1: by an id that only one vocabulary has, else by the time of the answer."""
    if len(parts) == 1:
        return 0
    used = set(np.unique(points.label_ids).tolist())
    first, second = (set(part.fusion.ids) for part in parts)
    if used & (second - first):
        return 1
    if used & (first - second) or report.change is None:
        return 0
    return int(points.stamp > report.change.answered)


def _keep(part: Part, points: LabelledPoints, number: int) -> None:
    frame = single_frame(points, part.fusion.names, part.fusion.ids)
    part.latest.append(Frame(f"Cloud {number}", frame.cloud, frame.scene))
    del part.latest[:-MOST_FRAMES]


def _judged(
    score: SemanticScore,
    points: LabelledPoints,
    names: tuple[str, ...],
    numbers: dict[str, int],
    truth: npt.NDArray[np.int16],
) -> SemanticScore:
    """The score with one more cloud: name k of either vocabulary means the k-th of FIRST_WORDS."""
    if len(truth) != len(points.label_ids):
        return score
    table = np.full(65536, -1, np.int32)
    for position, name in enumerate(names):
        if name in numbers:
            table[numbers[name]] = position
    judged = np.append(labels_within(FIRST_WORDS), np.int32(-1))[truth]
    said = table[np.minimum(points.label_ids, 65535)]
    more = SemanticScore.of(FIRST_WORDS, [(judged, said)])
    return SemanticScore(score.names, score.confusion + more.confusion)
