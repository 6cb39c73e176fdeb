# SPDX-License-Identifier: Apache-2.0
"""Dataset: one interface to benchmarks in their official folders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ws3d_model.datasets.class_lists import ClassList
from ws3d_model.datasets.labelled_cloud import LabelledCloud

ALL = "all"  # the split that holds whatever is on disk


class DatasetError(ValueError):
    """A file of a data set cannot be used.

    Args:
        path: the file or folder.
        problem: what is wrong, and the cure, in one line.
    """

    def __init__(self, path: str | Path, problem: str) -> None:
        super().__init__(f"{path}: {problem}")


@dataclass(frozen=True)
class Missing:
    """What a data set should hold and does not.

    Args:
        scene: the scene, or the part of the data set, that is not whole.
        what: the file or what else is not there.
    """

    scene: str
    what: str


class Dataset(Protocol):
    """Scenes of a benchmark. Sent to other processes, so it holds plain values only."""

    @property
    def classes(self) -> ClassList:
        """What the benchmark is scored on."""

    @property
    def splits(self) -> tuple[str, ...]:
        """The names of the splits; the last one is "all": every scene on disk."""

    @property
    def home(self) -> str:
        """The official page that the data are got from."""

    def scenes(self, split: str) -> tuple[str, ...]:
        """The scenes of a split, in order, on disk or not.

        Raises:
            DatasetError: the list of the split, or the data set, is not there.
            ValueError: there is no such split.
        """

    def missing(self, scenes: Sequence[str]) -> list[Missing]:
        """What these scenes lack to be read."""

    def read(self, scene: str, faults: Counter[str] | None = None) -> LabelledCloud:
        """One scene, its points in the order of the files.

        Args:
            scene: one of `scenes`.
            faults: is told what was tolerated, and how often.

        Raises:
            DatasetError: a file is absent, damaged, or does not fit the others.
            OSError: a file cannot be read.
        """


def check_split(split: str, splits: Sequence[str]) -> None:
    """Refuse a split that the data set does not have.

    Raises:
        ValueError: there is no such split.
    """
    if split not in splits:
        raise ValueError(f"there is no split {split!r}: choose from {', '.join(splits)}")


def check_size(path: Path, most: int) -> None:
    """Refuse a file of more than `most` bytes.

    Raises:
        DatasetError: the file is absent, or larger.
        OSError: it cannot be reached.
    """
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        raise DatasetError(path, "no such file: download it again") from None
    if size > most:
        raise DatasetError(
            path, f"{size:,} bytes are more than such a file holds ({most:,}): download it again"
        )


def read_bounded(path: Path, most: int) -> bytes:
    """The bytes of a file that must not be larger than `most`.

    Raises:
        DatasetError: the file is absent, or larger.
        OSError: it cannot be read.
    """
    check_size(path, most)
    return path.read_bytes()
