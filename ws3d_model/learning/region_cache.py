# SPDX-License-Identifier: Apache-2.0
"""RegionCache: the regions of scans, found once and kept in a folder."""

from __future__ import annotations

import zipfile
import zlib
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.npz_files import open_npz
from ws3d_model.regions import RegionGraph, Regions, RegionSettings, over_segment
from ws3d_model.whole_files import whole_file

MOST_KEPT = 128
"""Scans whose regions stay in memory: about a megabyte each."""


class RegionCache:
    """Regions of shards by number.

    Args:
        paths: of the shards.
        folder: for the regions of each; it need not exist.
        settings: how finely scans are cut; other settings have files of their own.
    """

    def __init__(self, paths: Sequence[Path], folder: Path, settings: RegionSettings) -> None:
        self.paths, self.folder, self.settings = tuple(paths), folder, settings
        self._kept: OrderedDict[int, Regions] = OrderedDict()

    def of(self, number: int) -> Regions:
        """The regions of a shard, by rows of its points.

        Raises:
            ValueError: the shard cannot be read any more.
        """
        if number not in self._kept:
            self._kept[number] = self._read_or_find(number)
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(number)
        return self._kept[number]

    def _read_or_find(self, number: int) -> Regions:
        shard = self.paths[number]
        # A shard that was made anew, or other settings, must not meet old regions.
        about = shard.stat()
        told = f"{shard.resolve()} {about.st_size} {about.st_mtime_ns} {self.settings}"
        path = self.folder / f"{shard.stem}-{zlib.crc32(told.encode()):08x}.npz"
        known = _read(path)
        if known is None:
            known = over_segment(LabelledCloud.load(shard).cloud, self.settings)
            _write(path, known)
        return known


def _read(path: Path) -> Regions | None:
    """What `_write` wrote; None where there is no whole file."""
    try:
        with open_npz(path) as stored:
            values = [stored[f"arr_{place}"] for place in range(5)]
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile):
        return None
    return Regions(values[0].astype(np.int64), RegionGraph(*values[1:]))


def _write(path: Path, regions: Regions) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    graph = regions.graph
    with whole_file(path) as partial, partial.open("wb") as file:
        np.savez(
            file, regions.of_point.astype(np.int32), graph.sizes, graph.centroids, graph.edges,
            graph.features,
        )  # fmt: skip
