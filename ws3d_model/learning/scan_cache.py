# SPDX-License-Identifier: Apache-2.0
"""ScanCache: something that is found once of every scan, and kept in a folder and in memory."""

from __future__ import annotations

import zipfile
import zlib
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Generic, TypeVar

import numpy as np

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.npz_files import open_npz
from ws3d_model.point_cloud import PointCloud
from ws3d_model.whole_files import whole_file

Arrays = Mapping[str, Any]
"""numpy arrays by name."""
V = TypeVar("V")

KEPT_BYTES = 128 << 20
"""Memory for what was used last, in every process that makes batches."""


class ScanCache(ABC, Generic[V]):
    """Values of shards by number.

    Args:
        paths: of the shards.
        folder: for a file of each; it need not exist.
        about: all that a value depends on besides its shard; other words have files of their own.
        kept_bytes: values that were used last stay in memory up to this size.
    """

    def __init__(
        self, paths: Sequence[Path], folder: Path, about: str, kept_bytes: int = KEPT_BYTES
    ) -> None:
        self.paths, self.folder = tuple(paths), folder
        self._about, self._kept_bytes = about, kept_bytes
        self._kept: OrderedDict[int, tuple[V, int]] = OrderedDict()
        self._size = 0

    @abstractmethod
    def find(self, cloud: PointCloud) -> Arrays:
        """What is to be known of a scan, as arrays for a file."""

    @abstractmethod
    def unpack(self, arrays: Arrays) -> V:
        """The value of such arrays.

        Raises:
            KeyError, ValueError: they are not what `find` gave.
        """

    def of(self, number: int) -> V:
        """The value of a shard; found in any process, it is the same.

        Raises:
            ValueError: the shard cannot be read any more.
            OSError: the folder cannot be written to.
        """
        if number not in self._kept:
            value, size = self._read_or_find(number)
            self._kept[number] = value, size
            self._size += size
            while self._size > self._kept_bytes and len(self._kept) > 1:
                self._size -= self._kept.popitem(last=False)[1][1]
        self._kept.move_to_end(number)
        return self._kept[number][0]

    def _read_or_find(self, number: int) -> tuple[V, int]:
        shard = self.paths[number]
        # A shard that was made anew must not meet what was found of the old one.
        about = shard.stat()
        told = f"{shard.resolve()} {about.st_size} {about.st_mtime_ns} {self._about}"
        path = self.folder / f"{shard.stem}-{zlib.crc32(told.encode()):08x}.npz"
        try:
            with open_npz(path) as stored:
                return self._measured({name: stored[name] for name in stored.files})
        except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile):
            # There is none, or one that is cut short.
            arrays = self.find(LabelledCloud.load(shard).cloud)
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as partial, partial.open("wb") as file:
            np.savez(file, **arrays)
        return self._measured(arrays)

    def _measured(self, arrays: Arrays) -> tuple[V, int]:
        return self.unpack(arrays), sum(array.nbytes for array in arrays.values())
