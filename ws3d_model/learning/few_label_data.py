# SPDX-License-Identifier: Apache-2.0
"""Few-label data: folders of shards looked into, labels chosen, oddities counted and told."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from ws3d_model.datasets.labelled_cloud import LabelledCloud, shard_paths
from ws3d_model.evaluation.true_labels import true_labels
from ws3d_model.learning.few_label_store import FewLabelScan, FewLabelStore
from ws3d_model.learning.label_choice import (
    MOST_TOLD,
    KeptLabels,
    LabelSettings,
    SceneTruth,
    choose_examples,
    choose_points,
    choose_scenes,
    read_points,
    scene_of,
)
from ws3d_model.learning.scan_store import Shard
from ws3d_model.point_cloud import PointCloud

Int32 = npt.NDArray[np.int32]

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class _Found:
    """A shard that can be used."""

    path: Path
    names: tuple[str, ...]
    labels: Int32
    instances: Int32
    knows_objects: bool


def read_few_labels(
    data: Path | None,
    unlabelled: Path | None,
    settings: LabelSettings,
    with_others: bool,
    labelled_share: float,
    kept_bytes: int,
    quiet: bool = False,
) -> FewLabelStore:
    """The scans of one or two folders, with the labels that are chosen to be kept.

    Damaged shards are left out; they and other oddities are counted in warnings.

    Args:
        data: folder of labelled shards; None for none.
        unlabelled: folder whose labels, if any, are not looked at; None for none.
        settings: which labels are kept.
        with_others: keep the scans of `data` without labels too, to learn from predictions.
        labelled_share: of draws, see `FewLabelStore`.
        kept_bytes: see `ScanStore`.

    Raises:
        FileNotFoundError: a folder holds no shards.
        ValueError: no usable scan, no label is left to learn from, or a list does not fit.
    """
    if data is None and unlabelled is None:
        raise ValueError("there is nothing to train on: give --data, or --unlabelled")
    faults: Counter[str] = Counter()
    found = _look(data, faults, quiet)
    others = _look(unlabelled, faults, quiet)
    if not found and not others:
        raise ValueError(f"none of the shards can be used: {next(iter(faults))}")
    file_names = tuple(dict.fromkeys(name for one in (*found, *others) for name in one.names))
    used = {one.names[label] for one in found for label in np.unique(one.labels) if label >= 0}
    spoken = settings.all_names([name for name in file_names if name in used])
    table = _table(file_names, spoken)
    truths = [_truth(one, file_names, table) for one in found]
    kept = _choose(truths, settings, spoken, faults)
    counts = [
        np.bincount(of[of >= 0], minlength=len(spoken))
        for of in (
            keep.of(truth.labels, truth.instances) for keep, truth in zip(kept, truths, strict=True)
        )
    ]
    _tell(found, truths, kept, counts, faults)
    shown = np.sum(counts, axis=0) > 0 if counts else np.zeros(len(spoken), np.bool_)
    if found and not shown.any():
        raise ValueError(
            "no labelled point is left to learn from: the scans have the names "
            f"{', '.join(sorted(used)[:MOST_TOLD]) or '(none)'}; the experiment asks for "
            f"{', '.join(spoken[:MOST_TOLD]) or '(none)'}. Change `labels:` or the data"
        )
    if not shown.any():  # what unlabelled scans are asked for
        if not spoken:
            raise ValueError("unlabelled scans need names to look for: give `labels: names:`")
        shown[:] = True
    learnt = np.append(np.where(shown, np.cumsum(shown) - 1, -1), -1).astype(np.int32)
    names = tuple(name for name, is_shown in zip(spoken, shown, strict=True) if is_shown)
    rivals = tuple(name for name in spoken if name not in names)
    none = np.zeros(len(names), np.int64)
    scans = [
        FewLabelScan(_shard(one), keep, count[shown], one.knows_objects, judged=True)
        for one, keep, count in zip(found, kept, counts, strict=True)
        if count.any() or with_others
    ]
    scans += [FewLabelScan(_shard(one), KeptLabels(False), none, False) for one in others]
    return FewLabelStore(
        scans, file_names, table, learnt, names, labelled_share, kept_bytes, rivals
    )


def _look(folder: Path | None, faults: Counter[str], quiet: bool) -> list[_Found]:
    if folder is None:
        return []
    bar: Iterable[Path] = tqdm(
        shard_paths(folder), desc="looking into scans", unit="scan", disable=quiet
    )
    found, damaged = [], []
    for path in bar:
        try:
            cloud = LabelledCloud.load(path)
        except ValueError as error:
            damaged.append(f"{path.name} ({error})")
            continue
        if not cloud.cloud.finite.any():
            faults["scans without points left out"] += 1
            continue
        has_objects = bool((cloud.instances >= 0).any())
        if has_objects and cloud.centres is None:
            faults["scans left out: objects without centres; prepare them again"] += 1
            continue
        finite = np.where(cloud.cloud.finite, cloud.labels, np.int32(-1))
        found.append(_Found(path, cloud.names, finite, cloud.instances, has_objects))
    if damaged:
        faults[f"damaged scans left out, such as {damaged[0]}"] += len(damaged)
    return found


def _table(file_names: Sequence[str], spoken: Sequence[str]) -> Int32:
    """Of every file's name the label among the names that are spoken of; one more, -1, for -1."""
    count = len(file_names)
    one_each = LabelledCloud(
        PointCloud(np.zeros((count, 3), np.float32)),
        tuple(file_names),
        np.arange(count, dtype=np.int32),
        np.full(count, -1, np.int32),
    )
    return np.append(true_labels(one_each, spoken), np.int32(-1)).astype(np.int32)


def _truth(one: _Found, file_names: Sequence[str], table: Int32) -> SceneTruth:
    place = {name: number for number, name in enumerate(file_names)}
    own = np.array([*(table[place[name]] for name in one.names), -1], np.int32)
    return SceneTruth(scene_of(one.path), own[one.labels], one.instances)


def _choose(
    truths: Sequence[SceneTruth],
    settings: LabelSettings,
    spoken: Sequence[str],
    faults: Counter[str],
) -> list[KeptLabels]:
    """What every scan keeps."""
    if not truths:
        return []
    scenes, absent = choose_scenes([truth.scene for truth in truths], settings)
    if absent:
        faults["scenes of the list are not among the data"] += absent
    labelled = [truth for truth in truths if truth.scene in scenes]
    points = iter(choose_points(labelled, settings, read_points(settings)))
    novel = [list(spoken).index(name) for name in settings.novel_names(spoken)]
    examples = iter(choose_examples(labelled, novel, settings.shots, settings.seed))
    return [
        KeptLabels(True, next(points), next(examples))
        if truth.scene in scenes
        else KeptLabels(False)
        for truth in truths
    ]


def _tell(
    found: Sequence[_Found],
    truths: Sequence[SceneTruth],
    kept: Sequence[KeptLabels],
    counts: Sequence[npt.NDArray[np.int64]],
    faults: Counter[str],
) -> None:
    """Warn of what was tolerated, with its count."""
    for one, truth, keep, count in zip(found, truths, kept, counts, strict=True):
        if keep.labelled and not count.any():
            faults["scans of the chosen scenes have no labelled point"] += 1
        if keep.labelled:
            faults["points have a name that is not learnt: they count as unlabelled"] += int(
                ((one.labels >= 0) & (truth.labels < 0)).sum()
            )
    for what, often in sorted((+faults).items()):
        _LOG.warning("%d %s", often, what)


def _shard(one: _Found) -> Shard:
    # Classes and texts of the file are not asked for: the store has its own.
    return Shard(one.path, len(one.labels), frozenset())
