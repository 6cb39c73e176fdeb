# SPDX-License-Identifier: Apache-2.0
"""Semantic segmentation: the confusion matrix over names, IoU by name and mIoU."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ws3d_model.point_cloud import check_array

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class SemanticScore:
    """Counts of points by what they are and what was said of them, over any number of scenes.

    Points that are unlabelled in the truth do not count. A labelled point that stays unlabelled in
    the prediction is missed: it lowers the IoU of its name.

    Args:
        names: the K names; labels index into them.
        confusion: int64 (K, K + 1), rows truth, columns prediction, the last one unlabelled.

    Raises:
        TypeError, ValueError: confusion has another dtype or shape.
    """

    names: tuple[str, ...]
    confusion: Int64

    def __post_init__(self) -> None:
        check_array("confusion", self.confusion, np.int64, (len(self.names), len(self.names) + 1))

    @staticmethod
    def of(names: Sequence[str], scenes: Iterable[tuple[Int32, Int32]]) -> SemanticScore:
        """The score over scenes, each the true and the predicted labels of its points.

        Args:
            names: the K names.
            scenes: pairs of int32 (N,) truth, -1 where it is not known, and int32 (N,) prediction,
                -1 unlabelled.

        Raises:
            TypeError, ValueError: another dtype or shape, or a label that is no index.
        """
        size = len(names)
        confusion = np.zeros((size, size + 1), np.int64)
        for truth, predicted in scenes:
            _check_labels("truth", truth, size)
            _check_labels("prediction", predicted, size)
            if len(truth) != len(predicted):
                raise ValueError(f"{len(predicted)} predictions for {len(truth)} points")
            known = truth >= 0
            columns = np.where(predicted[known] < 0, size, predicted[known]).astype(np.int64)
            cells = truth[known].astype(np.int64) * (size + 1) + columns
            confusion += np.bincount(cells, minlength=confusion.size).reshape(confusion.shape)
        return SemanticScore(tuple(names), confusion)

    @property
    def iou(self) -> Float64:
        """float64 (K,): hits / (hits + misses + false alarms); NaN for names without points."""
        size = len(self.names)
        hits = np.diagonal(self.confusion[:, :size])
        truth, said = self.confusion.sum(axis=1), self.confusion[:, :size].sum(axis=0)
        iou = np.full(size, np.nan)
        np.divide(hits, truth + said - hits, out=iou, where=truth > 0)
        return iou

    @property
    def mean_iou(self) -> float:
        """mIoU over the names that have true points; NaN when none has."""
        iou = self.iou
        present = iou[~np.isnan(iou)]
        return float(present.mean()) if len(present) else float("nan")

    def mean_iou_of(self, names: Sequence[str]) -> float:
        """mIoU over those of some names that have true points; NaN when none has.

        The points of all other names still count as misses and false alarms. With the foreground's
        names it is the foreground mIoU, a plain mean: never the frequency-weighted IoU, which some
        call f-mIoU as well.

        Raises:
            ValueError: a name is none of the K.
        """
        unknown = sorted(set(names) - set(self.names))
        if unknown:
            raise ValueError(f"{', '.join(unknown)}: not among {', '.join(self.names)}")
        iou = self.iou[[self.names.index(name) for name in dict.fromkeys(names)]]
        present = iou[~np.isnan(iou)]
        return float(present.mean()) if len(present) else float("nan")

    @property
    def accuracy(self) -> float:
        """Share of the points with a known label that got it; NaN without such points."""
        total = int(self.confusion.sum())
        return float(np.trace(self.confusion) / total) if total else float("nan")

    def called(self, name: str) -> float:
        """Share of the points with a known label that are called `name`; NaN without such points.

        Raises:
            ValueError: the name is none of the K.
        """
        if name not in self.names:
            raise ValueError(f"{name!r} is none of the names {', '.join(self.names)}")
        total = int(self.confusion.sum())
        said = int(self.confusion[:, self.names.index(name)].sum())
        return said / total if total else float("nan")


def harmonic_mean(base: float, novel: float) -> float:
    """2 b n / (b + n), the hIoU of mIoU over base and over novel names (PLA, CVPR 2023, section 4).

    0 where both are; NaN where one is.
    """
    total = base + novel
    return 0.0 if total == 0 else 2 * base * novel / total


def translate_labels(labels: Int32, names: Sequence[str], wanted: Sequence[str]) -> Int32:
    """Labels (N,) that index into `names`, as indices into `wanted`; -1 for a name not in it.

    Raises:
        TypeError, ValueError: another dtype or shape, or a label that is no index.
    """
    _check_labels("labels", labels, len(names))
    place = {name: number for number, name in enumerate(wanted)}
    # The last entry serves -1.
    table = np.array([*(place.get(name, -1) for name in names), -1], np.int32)
    translated: Int32 = table[labels]
    return translated


def _check_labels(what: str, labels: Int32, size: int) -> None:
    check_array(what, labels, np.int32, (None,))
    if len(labels) and not -1 <= labels.min() <= labels.max() < size:
        raise ValueError(f"{what} must be in -1..{size - 1}, the index into the names")
