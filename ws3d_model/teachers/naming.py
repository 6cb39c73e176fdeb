# SPDX-License-Identifier: Apache-2.0
"""How often a teacher names crops right, class by class, and what it takes each class for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ws3d_model.language.prompts import CAPTIONS, fill
from ws3d_model.teachers.crops import Crops
from ws3d_model.teachers.teacher import Teacher

Float32 = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Naming:
    """Crops by what they are and by what they were called.

    Args:
        names: the C class names that were to choose from.
        counts: int64 (C, C), crops of a class (row) that were given a name (column).
    """

    names: tuple[str, ...]
    counts: npt.NDArray[np.int64]

    @property
    def top1(self) -> float:
        """Share of all crops that got their own name; 0 without crops."""
        return float(np.trace(self.counts) / max(1, self.counts.sum()))

    @property
    def class_mean(self) -> float:
        """The mean of the classes' shares, over those that have crops; 0 without crops."""
        shares = [share for share in self.per_class().values() if share is not None]
        return float(np.mean(shares)) if shares else 0.0

    def per_class(self) -> dict[str, float | None]:
        """Each class's share of right names; None for a class without crops."""
        totals = self.counts.sum(axis=1)
        return {
            name: float(self.counts[row, row] / totals[row]) if totals[row] else None
            for row, name in enumerate(self.names)
        }

    def confusions(self, most: int = 10) -> list[tuple[str, str, int]]:
        """The most frequent mistakes: what it is, what it was called, how often."""
        wrong = self.counts.copy()
        np.fill_diagonal(wrong, 0)
        order = np.argsort(-wrong, axis=None)[:most]
        found = []
        for flat in order.tolist():
            row, column = divmod(flat, len(self.names))
            if wrong[row, column]:
                found.append((self.names[row], self.names[column], int(wrong[row, column])))
        return found

    def report(self) -> dict[str, object]:
        """Everything as plain values, for a JSON file."""
        return {
            "crops": int(self.counts.sum()),
            "classes": len(self.names),
            "top1": round(self.top1, 4),
            "class_mean": round(self.class_mean, 4),
            "per_class": {n: None if s is None else round(s, 3) for n, s in
                          self.per_class().items()},
            "crops_per_class": dict(zip(self.names, self.counts.sum(axis=1).tolist(), strict=True)),
            "confusions": self.confusions(25),
        }  # fmt: skip


def name_crops(teacher: Teacher, crops: Crops, names: Sequence[str]) -> Naming:
    """Call every crop by the nearest of the names; crops of other classes are left out."""
    row_of = {name: row for row, name in enumerate(names)}
    kept = [row for row, name in enumerate(crops.names) if name in row_of]
    counts = np.zeros((len(names), len(names)), np.int64)
    if kept:
        vectors = teacher.encode_images([crops.images[row] for row in kept])
        called = (vectors @ name_vectors(teacher, names).T).argmax(axis=1)
        np.add.at(counts, ([row_of[crops.names[row]] for row in kept], called), 1)
    return Naming(tuple(names), counts)


def name_vectors(teacher: Teacher, names: Sequence[str]) -> Float32:
    """float32 (C, D): the mean of the prompts' vectors of each name, of unit length."""
    vectors = np.stack([teacher.encode_text([fill(t, n) for n in names]) for t in CAPTIONS])
    mean = vectors.mean(axis=0)
    unit: Float32 = mean / np.linalg.norm(mean, axis=1, keepdims=True)
    return unit
