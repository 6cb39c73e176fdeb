# SPDX-License-Identifier: Apache-2.0
"""Instance segmentation by ScanNet's rules: AP, AP50 and AP25 with ignored regions.

The rules are those of the benchmark's script (BenchmarkScripts/3d_evaluation/
evaluate_semantic_instance.py of ScanNet's repository): strict overlap, objects and predictions of
fewer than 100 vertices left out, predictions that mostly cover unlabelled or left-out points
neither right nor wrong, a curve with one place for each score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ws3d_model.point_cloud import check_array
from ws3d_model.scene_labels import SceneLabels

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]

MIN_POINTS = 100
# AP is the mean over all but the last, AP50 the first, AP25 the last. The script writes 0.95 as the
# end, which leaves it out.
OVERLAPS: tuple[float, ...] = (*np.arange(0.5, 0.95, 0.05).tolist(), 0.25)


@dataclass(frozen=True, eq=False)
class InstanceMask:
    """One predicted object.

    Args:
        rows: int64 (P,), the points that it consists of; objects may share points.
        label: index into the names.
        score: how sure the prediction is.
    """

    rows: Int64
    label: int
    score: float

    def __post_init__(self) -> None:
        check_array("rows", self.rows, np.int64, (None,))


def masks_of(scene: SceneLabels) -> list[InstanceMask]:
    """The instances of a labelled cloud, in the order of their boxes."""
    rows = np.flatnonzero(scene.instances >= 0).astype(np.int64)
    rows = rows[np.argsort(scene.instances[rows], kind="stable")]
    numbers = scene.instances[rows]
    first = np.searchsorted(numbers, scene.box_instances, side="left")
    last = np.searchsorted(numbers, scene.box_instances, side="right")
    spans = zip(first, last, scene.box_labels, scene.box_scores, strict=True)
    return [
        InstanceMask(rows[a:b], int(label), float(score))
        for a, b, label, score in spans
        if label >= 0 and b > a
    ]


@dataclass
class _Tally:
    """What one class at one overlap has come to: scores with hits, and objects not found."""

    scores: list[float] = field(default_factory=list)
    hits: list[bool] = field(default_factory=list)
    missed: int = 0


class ScanNetInstances:
    """Average precision of objects over any number of scenes.

    Args:
        names: the K names of things; labels index into them.
        min_points: smaller true objects are ignored, smaller predictions left out.
    """

    def __init__(self, names: Sequence[str], min_points: int = MIN_POINTS) -> None:
        self.names, self.min_points = tuple(names), min_points
        self._true = np.zeros(len(self.names), np.int64)
        self._predicted = np.zeros(len(self.names), np.int64)
        self._tallies = [[_Tally() for _ in OVERLAPS] for _ in self.names]

    def add(self, labels: Int32, instances: Int32, predictions: Sequence[InstanceMask]) -> None:
        """Count one scene of N points.

        Args:
            labels: int32 (N,), -1 for points of no thing or of none of the names: void.
            instances: int32 (N,), the true object, -1 for none: void as well. Points of one object
                with several labels are as many objects.
            predictions: of these points; those with a label outside the names are left out.

        Raises:
            TypeError, ValueError: an array has another dtype or shape, or a row is no point.
        """
        check_array("labels", labels, np.int32, (None,))
        check_array("instances", instances, np.int32, (len(labels),))
        void = (labels < 0) | (labels >= len(self.names)) | (instances < 0)
        for mask in predictions:
            if len(mask.rows) and not 0 <= mask.rows.min() <= mask.rows.max() < len(labels):
                raise ValueError(f"rows of a prediction must be in 0..{len(labels) - 1}")
        present = {*np.unique(labels[~void]).tolist(), *(mask.label for mask in predictions)}
        for label in sorted(present & set(range(len(self.names)))):
            mine = [
                mask
                for mask in predictions
                if mask.label == label and len(mask.rows) >= self.min_points
            ]
            own = np.where(~void & (labels == label), instances, -1)
            ids, sizes = np.unique(own[own >= 0], return_counts=True)
            place = np.searchsorted(ids, own)
            shared = np.zeros((len(mine), len(ids)), np.int64)
            for row, mask in enumerate(mine):
                inside = mask.rows[own[mask.rows] >= 0]
                shared[row] = np.bincount(place[inside], minlength=len(ids))
            ignored = np.array([int(void[mask.rows].sum()) for mask in mine], np.int64)
            self._count(label, sizes, mine, shared, ignored)

    def _count(
        self,
        label: int,
        sizes: Int64,  # (T,) of the true objects
        mine: Sequence[InstanceMask],  # (P,)
        shared: Int64,  # (P, T)
        ignored: Int64,  # (P,) void points of each prediction
    ) -> None:
        """Match the objects of one label in one scene, at every overlap."""
        counted = sizes >= self.min_points
        self._true[label] += int(counted.sum())
        self._predicted[label] += len(mine)
        area = np.array([len(mask.rows) for mask in mine], np.int64)
        overlaps = shared / np.maximum(area[:, None] + sizes[None] - shared, 1)
        ignored = ignored + shared[:, ~counted].sum(axis=1)
        share = ignored / np.maximum(area, 1)
        for overlap, tally in zip(OVERLAPS, self._tallies[label], strict=True):
            finds = overlaps > overlap
            free = np.ones(len(mine), np.bool_)
            for thing in np.flatnonzero(counted).tolist():
                best: float | None = None
                for row in np.flatnonzero(finds[:, thing] & free).tolist():
                    score = mine[row].score
                    if best is None:
                        best, free[row] = score, False
                    else:  # found twice: the less sure one is a false alarm
                        tally.scores.append(min(best, score))
                        tally.hits.append(False)
                        best = max(best, score)
                if best is None:
                    tally.missed += 1
                else:
                    tally.scores.append(best)
                    tally.hits.append(True)
            for row in np.flatnonzero(~finds.any(axis=1) & (share <= overlap)).tolist():
                tally.scores.append(mine[row].score)
                tally.hits.append(False)

    @property
    def true_counts(self) -> Int64:
        """int64 (K,), true objects that count, by name."""
        counts: Int64 = self._true.copy()
        return counts

    @property
    def precisions(self) -> Float64:
        """float64 (K, 10) in 0..1 at each of `OVERLAPS`; NaN for names without true objects."""
        table = np.full((len(self.names), len(OVERLAPS)), np.nan)
        for label, true in enumerate(self._true.tolist()):
            if true:
                table[label] = [_area(tally) for tally in self._tallies[label]]
        return table

    @property
    def by_name(self) -> Float64:
        """float64 (K, 3): AP, AP50 and AP25; NaN for names without true objects."""
        table = self.precisions
        return np.column_stack([table[:, :-1].mean(axis=1), table[:, 0], table[:, -1]])

    @property
    def means(self) -> tuple[float, float, float]:
        """AP, AP50 and AP25 over the names that have true objects; NaN when none has."""
        table = self.by_name[self._true > 0]
        if len(table) == 0:
            return (float("nan"),) * 3
        ap, ap50, ap25 = table.mean(axis=0).tolist()
        return ap, ap50, ap25


def _area(tally: _Tally) -> float:
    """The area under the curve of precision over recall, as the script integrates it.

    The curve has a place for every different score and one at precision 1, recall 0; each place's
    precision counts for half of the recall between its two neighbours.
    """
    if not tally.scores:
        return 0.0
    scores, hits = np.array(tally.scores), np.array(tally.hits)
    order = np.argsort(scores, kind="stable")
    _, first = np.unique(scores[order], return_index=True)
    # At each score: the hits among predictions at least as sure, and their number.
    found = np.cumsum(hits[order][::-1])[::-1][first]
    said = len(scores) - first
    true = int(hits.sum()) + tally.missed
    precision = np.append(found / said, 1.0)
    recall = np.append(found / max(true, 1), 0.0)
    before = np.append(recall[0], recall[:-1])
    after = np.append(recall[1:], 0.0)
    return float(np.dot(precision, (before - after) / 2))
