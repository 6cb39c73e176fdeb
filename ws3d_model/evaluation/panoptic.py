# SPDX-License-Identifier: Apache-2.0
"""Panoptic quality by SemanticKITTI's rules: things and stuff, small segments left out.

Kirillov et al., Panoptic Segmentation, CVPR 2019, equation 1; void and the least size as in the
data set's API (auxiliary/eval_np.py and evaluate_panoptic.py of PRBonn/semantic-kitti-api).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from ws3d_model.point_cloud import check_array

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]

MIN_POINTS = 50
_NUMBERS = np.int64(1) << 33  # more than there are instance numbers


class PanopticQuality:
    """Segments of every name found, over any number of scans.

    A segment is an object of a thing, or all points of a stuff in a scan; the points of a thing
    that belong to no object are one segment too, as in the API. A pair of segments of one name
    matches above an intersection over union of one half. Points without a true label do not count.
    Segments with fewer than `min_points` points are neither missed nor false alarms.

    Args:
        names: the K names; labels index into them.
        stuff: those of them that have no objects.
        min_points: see above.
    """

    def __init__(
        self, names: Sequence[str], stuff: Collection[str], min_points: int = MIN_POINTS
    ) -> None:
        self.names, self.stuff = tuple(names), frozenset(stuff)
        self.min_points = min_points
        # The last entry serves -1.
        self._is_thing = np.array([*(name not in self.stuff for name in names), False], np.bool_)
        self.found, self.missed, self.false_alarms = np.zeros((3, len(self.names)), np.int64)
        self._overlap = np.zeros(len(self.names))

    def add(
        self,
        true_labels: Int32,  # (N,), -1 void
        true_instances: Int32,  # (N,), -1 none
        labels: Int32,  # (N,), -1 nothing said
        instances: Int32,  # (N,), -1 none
    ) -> None:
        """Count one scan of N points.

        Raises:
            TypeError, ValueError: an array has another dtype or shape, or a label is no index.
        """
        size = len(true_labels)
        arrays = (true_labels, true_instances, labels, instances)
        for what, array in zip(
            ("true_labels", "true_instances", "labels", "instances"), arrays, strict=True
        ):
            check_array(what, array, np.int32, (size,))
        for what, array in (("true_labels", true_labels), ("labels", labels)):
            if size and not -1 <= array.min() <= array.max() < len(self.names):
                raise ValueError(f"{what} must be in -1..{len(self.names) - 1}")
        known = true_labels >= 0
        true, place, true_size = self._segments(true_labels[known], true_instances[known])
        said, said_place, said_size = self._segments(labels[known], instances[known])
        both = (place >= 0) & (said_place >= 0)
        pairs, shared = np.unique(
            place[both] * max(len(said), 1) + said_place[both], return_counts=True
        )
        a, b = np.divmod(pairs, max(len(said), 1))
        overlap = shared / np.maximum(true_size[a] + said_size[b] - shared, 1)
        hit = (overlap > 0.5) & (true[a] == said[b])
        np.add.at(self.found, true[a[hit]], 1)
        np.add.at(self._overlap, true[a[hit]], overlap[hit])
        for of, sizes, matched, count in (
            (true, true_size, a[hit], self.missed),
            (said, said_size, b[hit], self.false_alarms),
        ):
            left = sizes >= self.min_points
            left[matched] = False
            np.add.at(count, of[left], 1)

    def _segments(self, labels: Int32, instances: Int32) -> tuple[Int64, Int64, Int64]:
        """Label (S,) of every segment, segment (N,) of every point or -1, points (S,) of each."""
        number = np.where(self._is_thing[labels], instances.astype(np.int64) + 1, 0)
        keys = np.where(labels >= 0, labels.astype(np.int64) * _NUMBERS + number, -1)
        segments, place, sizes = np.unique(keys, return_inverse=True, return_counts=True)
        place = place.reshape(-1).astype(np.int64)
        if len(segments) and segments[0] < 0:
            segments, sizes, place = segments[1:], sizes[1:], place - 1
        return segments // _NUMBERS, place, sizes.astype(np.int64)

    @property
    def segmentation_quality(self) -> Float64:
        """float64 (K,): mean overlap of the matches, 0 without any; NaN for absent names."""
        return self._known(self._overlap / np.maximum(self.found, 1))

    @property
    def recognition_quality(self) -> Float64:
        """float64 (K,): F1 of the segments; NaN for absent names."""
        halves = self.found + (self.missed + self.false_alarms) / 2
        return self._known(self.found / np.maximum(halves, 0.5))

    @property
    def quality(self) -> Float64:
        """float64 (K,): PQ, the product of the two; NaN for absent names."""
        return self.segmentation_quality * self.recognition_quality

    def mean(self, names: Sequence[str] | None = None) -> float:
        """Mean PQ over the names (or some of them) that occur; NaN when none does.

        The API counts names that occur nowhere as 0; the whole validation sequence has all of them.
        """
        chosen = self.names if names is None else names
        values = self.quality[[self.names.index(name) for name in chosen]]
        values = values[~np.isnan(values)]
        return float(values.mean()) if len(values) else float("nan")

    def _known(self, values: Float64) -> Float64:
        return np.where(self.found + self.missed + self.false_alarms > 0, values, np.nan)
