# SPDX-License-Identifier: Apache-2.0
"""ScanStore: the shards that batches are drawn from, read when they are needed and kept a while."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from ws3d_model.datasets.labelled_cloud import LabelledCloud, shard_paths
from ws3d_model.learning.scan import Scan
from ws3d_model.npz_files import open_npz


@dataclass(frozen=True)
class Shard:
    """What is known of a shard without its points.

    Args:
        path: of the .npz.
        points: how many.
        classes: names of the classes that it holds.
        object_classes: of every object, "" where it has no point.
        descriptions: of its objects, the ways of saying what one is on a line each.
        scene_descriptions: of the whole.
    """

    path: Path
    points: int
    classes: frozenset[str]
    object_classes: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    scene_descriptions: tuple[str, ...] = ()

    @staticmethod
    def read(path: Path) -> Shard:
        """Look into a file.

        Raises:
            ValueError: it is no shard, or damaged.
        """
        try:
            with open_npz(path) as stored:
                labels, names = stored["labels"].astype(np.int64), stored["names"]
                instances = stored["instances"]
                known = set(stored.files)
                texts = [
                    tuple(str(text) for text in stored[field]) if field in known else ()
                    for field in ("descriptions", "scene_descriptions")
                ]
                if "xyz" not in known:
                    raise ValueError("it has no points")
            counts = np.bincount(labels[labels >= 0], minlength=len(names))
            classes = frozenset(str(names[row]) for row in np.flatnonzero(counts))
            of_object = np.full(int(instances.max(initial=-1)) + 1, -1)
            of_object[instances[instances >= 0]] = labels[instances >= 0]
            named = tuple("" if label < 0 else str(names[label]) for label in of_object)
            return Shard(path, len(labels), classes, named, *texts)
        except Exception as error:
            raise ValueError(
                f"{path} is not a shard that `ws3d generate` wrote, or is damaged: {error}"
            ) from error


class ScanStore:
    """The scans that batches are drawn from.

    Args:
        shards: at least one.
        names: what the scans' labels index.
        kept_bytes: scans that were used last stay in memory up to this size, in every process that
            makes batches.

    Raises:
        ValueError: there is no shard.
    """

    def __init__(
        self, shards: Sequence[Shard], names: tuple[str, ...], kept_bytes: int = 1 << 30
    ) -> None:
        if not shards:
            raise ValueError("there are no scans to train on; make some with `ws3d generate rooms`")
        self.shards = tuple(shards)
        self.names = names
        self.kept_bytes = kept_bytes
        self._kept: OrderedDict[int, Scan] = OrderedDict()
        self._size = 0
        # By the root of their size: single views are many and small, and fused scans, which hold
        # most of the surface, should not be outnumbered by them.
        self._shares = np.cumsum(np.sqrt([shard.points for shard in shards]))
        holders: dict[int, list[int]] = {label: [] for label in range(len(names))}
        index = {name: label for label, name in enumerate(names)}
        for number, shard in enumerate(shards):
            for name in shard.classes & index.keys():
                holders[index[name]].append(number)
        self._holders = [(label, found) for label, found in holders.items() if found]

    @property
    def points(self) -> int:
        """Points of all scans together."""
        return sum(shard.points for shard in self.shards)

    def scan(self, number: int) -> Scan:
        """The scan of a shard; do not change it.

        Raises:
            ValueError: the shard cannot be read any more.
        """
        if number in self._kept:
            self._kept.move_to_end(number)
            return self._kept[number]
        path = self.shards[number].path
        try:
            scan = Scan.from_labelled(LabelledCloud.load(path), self.names)
        except (ValueError, OSError) as error:
            raise ValueError(f"{path}: {error}") from error
        self._kept[number] = scan
        self._size += scan.bytes
        while self._size > self.kept_bytes and len(self._kept) > 1:
            self._size -= self._kept.popitem(last=False)[1].bytes
        return scan

    def choose(self, fraction: float) -> int:
        """The scan at a place in 0..1 of a line on which larger scans take more room."""
        place = np.searchsorted(self._shares, fraction * self._shares[-1], side="right")
        return min(int(place), len(self.shards) - 1)

    def choose_holder(self, class_fraction: float, fraction: float) -> tuple[int, int] | None:
        """A scan that has some class, every class being as likely, and that class; None if none is.

        Both fractions lie in 0..1: which of the classes, and which of the scans that have it.
        """
        if not self._holders:
            return None
        label, found = self._holders[int(class_fraction * len(self._holders))]
        return found[int(fraction * len(found))], label

    def with_classes(self, least: int) -> ScanStore:
        """The store with only the classes that at least so many scans hold; others are unlabelled.

        Raises:
            ValueError: no class is left.
        """
        kept = [self.names[label] for label, found in self._holders if len(found) >= least]
        if not kept:
            raise ValueError(f"no class is in {least} scans or more: generate more scans")
        return ScanStore(self.shards, tuple(kept), self.kept_bytes)

    @staticmethod
    def read(
        folder: Path, names: tuple[str, ...], kept_bytes: int = 1 << 30, quiet: bool = False
    ) -> ScanStore:
        """Look into every shard (*.npz) below a folder.

        Raises:
            FileNotFoundError: the folder holds no shards.
            ValueError: a shard is damaged.
        """
        paths = shard_paths(folder)
        bar: Iterable[Path] = tqdm(paths, desc="looking into scans", unit="scan", disable=quiet)
        return ScanStore([Shard.read(path) for path in bar], names, kept_bytes)
