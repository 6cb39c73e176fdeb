# SPDX-License-Identifier: Apache-2.0
"""LabelChoice: which scenes, points and objects of a folder keep their labels.

Limited reconstructions and limited annotations follow ScanNet's data-efficient benchmark (Hou et
al., CVPR 2021): a share of the scenes, or some points of every scene, by a list or by a seed. What
a seed chooses is nested: the scenes of 5 % are among those of 10 %.
"""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ws3d_model.datasets.class_lists import CLASS_LISTS
from ws3d_model.datasets.dataset import DatasetError
from ws3d_model.datasets.few_label_lists import read_point_list, read_scene_list

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]

MOST_TOLD = 5
MIN_EXAMPLE = 20
"""Points that an object needs to be an example of its class."""


@dataclass(frozen=True)
class LabelSettings:
    """Which labels are used.

    Args:
        benchmark: "scannet", "s3dis" or "semantickitti": its names, prompts and partitions.
        names: words to learn instead; with neither, the names of the scans.
        scenes: file with the scenes that have labels, one a line.
        share: of the scenes that have labels, in 0..1, chosen by the seed.
        point_list: file with the labelled points of every scene, see `read_point_list`.
        points: labelled points a scene, chosen by the seed; 0 for all.
        partition: of the benchmark, such as "B12/N7": its novel names are.
        novel: names of which there are only a few examples, or none.
        shots: objects of a novel name that keep their labels, over all scenes.
        seed: of the choice.

    Raises:
        ValueError: a value out of range, or two that exclude each other.
    """

    benchmark: str = ""
    names: tuple[str, ...] = ()
    scenes: str = ""
    share: float = 1.0
    point_list: str = ""
    points: int = 0
    partition: str = ""
    novel: tuple[str, ...] = ()
    shots: int = 0
    seed: int = 0

    def __post_init__(self) -> None:
        if self.benchmark and self.benchmark not in CLASS_LISTS:
            raise ValueError(f"benchmark must be one of {', '.join(CLASS_LISTS)}")
        if self.benchmark and self.names:
            raise ValueError("give a benchmark or names, not both")
        if self.partition and not self.benchmark:
            raise ValueError("a partition is a benchmark's: give the benchmark too")
        if self.partition and self.novel:
            raise ValueError("give a partition or novel names, not both")
        if not 0 < self.share <= 1 or (self.scenes and self.share < 1):
            raise ValueError("share must lie in 0..1, above 0; with a list of scenes it must be 1")
        if self.points < 0 or self.shots < 0 or (self.point_list and self.points):
            raise ValueError("points and shots must not be negative; points excludes a point_list")
        if not all(isinstance(name, str) for name in (*self.names, *self.novel)):
            raise ValueError("names and novel must be lists of words")

    @property
    def prompts(self) -> Mapping[str, tuple[str, ...]]:
        """The phrases that stand for a name, where it is no plain English."""
        return CLASS_LISTS[self.benchmark].prompts if self.benchmark else {}

    def all_names(self, found: Sequence[str]) -> tuple[str, ...]:
        """All names that are spoken of, given those that the scans have."""
        if not self.benchmark:
            return self.names or tuple(dict.fromkeys(found))
        classes = CLASS_LISTS[self.benchmark]
        ignored = classes.ignored if self.partition else ()
        return tuple(name for name in classes.names if name not in ignored)

    def novel_names(self, names: Sequence[str]) -> tuple[str, ...]:
        """The novel ones among all names.

        Raises:
            ValueError: one is not among them, or there is no such partition.
        """
        if self.partition:
            return CLASS_LISTS[self.benchmark].novel(self.partition)
        unknown = [name for name in self.novel if name not in names]
        if unknown:
            raise ValueError(f"novel: {', '.join(unknown)}: not among the names {', '.join(names)}")
        return self.novel


@dataclass(frozen=True, eq=False)
class SceneTruth:
    """What the choice is made from.

    Args:
        scene: the scene that the scan is of.
        labels: int32 (N,), -1 unlabelled.
        instances: int32 (N,), -1 none.
    """

    scene: str
    labels: Int32
    instances: Int32


@dataclass(frozen=True, eq=False)
class KeptLabels:
    """What one scan keeps of its labels.

    Args:
        labelled: whether it keeps any.
        rows: int64, the only points that do; None for all.
        examples: of a novel name's label, the objects that do (-1 for points of none); other points
            of the name lose theirs.
    """

    labelled: bool = True
    rows: Int64 | None = None
    examples: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def of(self, labels: Int32, instances: Int32) -> Int32:
        """The labels int32 (N,) that are left of all the scan's."""
        left = np.full_like(labels, -1)
        if not self.labelled:
            return left
        rows: Int64 | slice = slice(None) if self.rows is None else self.rows
        left[rows] = labels[rows]
        for label, objects in self.examples.items():
            left[(left == label) & ~np.isin(instances, list(objects))] = -1
        return left


def scene_of(path: Path) -> str:
    """The scene of a shard: several scans of one generated room are one scene."""
    return re.sub(r"_(fused|view|lidar|sweep)\d+$", "", path.stem)


def choose_scenes(scenes: Sequence[str], settings: LabelSettings) -> tuple[frozenset[str], int]:
    """The scenes that have labels, and how many of the list are absent.

    Raises:
        DatasetError: the list is unusable, or none of its scenes is there.
    """
    known = sorted(set(scenes))
    if settings.scenes:
        path = Path(settings.scenes)
        wanted = read_scene_list(path)
        chosen = frozenset(wanted) & frozenset(known)
        if not chosen:
            raise DatasetError(
                path,
                f"names {len(wanted)} scenes ({', '.join(wanted[:MOST_TOLD])}, ...), but the data "
                f"have others ({', '.join(known[:MOST_TOLD])}, ...): give the list of this data",
            )
        return chosen, len(wanted) - len(chosen)
    order = np.random.default_rng(settings.seed).permutation(len(known))
    count = max(1, math.floor(settings.share * len(known) + 1e-9))
    return frozenset(known[place] for place in order[:count]), 0


def choose_points(
    truths: Sequence[SceneTruth], settings: LabelSettings, lists: Mapping[str, Int64] | None
) -> list[Int64 | None]:
    """The points of every scan that keep their labels, None for all.

    Raises:
        DatasetError: a list has points beyond a scan's.
    """
    chosen: list[Int64 | None] = []
    for truth in truths:
        if lists is not None:
            rows = lists.get(truth.scene, np.zeros(0, np.int64))
            if len(rows) and rows.max() >= len(truth.labels):
                raise DatasetError(
                    truth.scene,
                    f"point {rows.max()} of the list is beyond its {len(truth.labels)} points: "
                    "prepare the scans without --spacing",
                )
            chosen.append(rows)
        elif settings.points:
            rows = np.flatnonzero(truth.labels >= 0)
            dice = np.random.default_rng([settings.seed, zlib.crc32(truth.scene.encode())])
            chosen.append(np.sort(dice.permutation(rows)[: settings.points]).astype(np.int64))
        else:
            chosen.append(None)
    return chosen


def choose_examples(
    truths: Sequence[SceneTruth], novel: Sequence[int], shots: int, seed: int
) -> list[dict[int, frozenset[int]]]:
    """The objects of every scan that are examples of the novel labels, `shots` a label in all.

    Points of no object (a floor) count as one object a scan.
    """
    chosen: list[dict[int, frozenset[int]]] = [
        {label: frozenset() for label in novel} for _ in truths
    ]
    for label in novel:
        found = []
        for number, truth in enumerate(truths):
            objects, counts = np.unique(truth.instances[truth.labels == label], return_counts=True)
            found += [(number, int(o)) for o in objects[counts >= MIN_EXAMPLE]]
        order = np.random.default_rng([seed, label]).permutation(len(found))[:shots]
        for place in order:
            number, instance = found[place]
            chosen[number][label] |= {instance}
    return chosen


def read_points(settings: LabelSettings) -> Mapping[str, Int64] | None:
    """The lists of points, None where none is given."""
    return read_point_list(Path(settings.point_list)) if settings.point_list else None
