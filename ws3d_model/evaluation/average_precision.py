# SPDX-License-Identifier: Apache-2.0
"""AveragePrecision: how well scored predictions find true things, by name."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ws3d_model.point_cloud import check_array

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]


class AveragePrecision:
    """Average precision at one overlap threshold, over any number of scenes.

    Predictions are taken by falling score; each may claim one true thing of its name in its scene
    that it overlaps by at least the threshold and that none has claimed, the one it overlaps most.
    The area under the precision envelope over recall is the average precision (PASCAL VOC 2010; the
    ScanNet benchmark's AP50 and AP25 are this at 0.5 and 0.25, without its rules on void).
    A prediction is kept in 5 bytes, its score and whether it hit: a million take about 5 MB.

    Args:
        names: the K names; labels index into them.
        overlap: intersection over union that counts as found, in (0, 1].
        second_choice: whether a prediction may claim another true thing where the one that it
            overlaps most is claimed. False, as in PASCAL VOC's and VoteNet's evaluation: it is a
            false alarm then.
    """

    def __init__(
        self, names: Sequence[str], overlap: float = 0.5, second_choice: bool = True
    ) -> None:
        if not 0.0 < overlap <= 1.0:
            raise ValueError(f"overlap must be in (0, 1], got {overlap}")
        self.names, self.overlap, self.second_choice = tuple(names), overlap, second_choice
        self._true = np.zeros(len(self.names), np.int64)
        self._scores = [array("f") for _ in self.names]
        self._hits = [bytearray() for _ in self.names]

    def count(
        self,
        true: Int32,  # (T,) labels, -1 leaves a true thing out of the count
        predicted: Int32,  # (P,) labels
        scores: Float32,  # (P,)
        overlaps: npt.NDArray[np.floating],  # (P, T) in 0..1
    ) -> None:
        """Count one scene.

        Raises:
            TypeError, ValueError: an array has another dtype or shape.
        """
        check_array("true", true, np.int32, (None,))
        check_array("predicted", predicted, np.int32, (None,))
        check_array("scores", scores, np.float32, (len(predicted),))
        check_array("overlaps", overlaps, overlaps.dtype.type, (len(predicted), len(true)))
        present = np.unique(np.concatenate([true, predicted]))
        for label in present[(present >= 0) & (present < len(self.names))].tolist():
            wanted = np.flatnonzero(true == label)
            mine = np.flatnonzero(predicted == label)
            self._true[label] += len(wanted)
            free = np.ones(len(wanted), bool)
            for row in mine[np.argsort(-scores[mine], kind="stable")]:
                reach = overlaps[row, wanted]
                if self.second_choice:
                    reach = np.where(free, reach, -1.0)
                best = int(reach.argmax()) if len(wanted) else -1
                hit = best >= 0 and bool(free[best]) and float(reach[best]) >= self.overlap
                if hit:
                    free[best] = False
                self._scores[label].append(float(scores[row]))
                self._hits[label].append(hit)

    @property
    def true_counts(self) -> Int64:
        """int64 (K,), true things by name."""
        counts: Int64 = self._true.copy()
        return counts

    @property
    def average_precision(self) -> Float64:
        """float64 (K,) in 0..1; NaN for names without true things."""
        return np.array(
            [
                _area(scores, hits, int(true)) if true else np.nan
                for scores, hits, true in zip(self._scores, self._hits, self._true, strict=True)
            ],
            dtype=np.float64,
        )

    @property
    def mean(self) -> float:
        """Mean over the names that have true things; NaN when none has."""
        precision = self.average_precision
        present = precision[~np.isnan(precision)]
        return float(present.mean()) if len(present) else float("nan")


def _area(scores: array[float], found: bytearray, true: int) -> float:
    """Area under the envelope of precision over recall."""
    falling = np.argsort(-np.array(scores, np.float32), kind="stable")
    hits = np.array(found, np.uint8).astype(bool)[falling]
    claimed = np.cumsum(hits)
    precision = claimed / np.arange(1, len(hits) + 1)
    envelope = np.maximum.accumulate(precision[::-1])[::-1]
    return float(envelope[hits].sum() / true)
