# SPDX-License-Identifier: Apache-2.0
"""ScanCache: found once, kept in files and for a while in memory, found anew where it must be."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ws3d_model.learning.scan_cache import Arrays, ScanCache
from ws3d_model.point_cloud import PointCloud


class Counts(ScanCache[int]):
    """Points of scans; remembers how often it was asked to count."""

    found = 0

    def find(self, cloud: PointCloud) -> Arrays:
        self.found += 1
        return {"count": np.array([len(cloud)])}

    def unpack(self, arrays: Arrays) -> int:
        return int(arrays["count"][0])


@pytest.fixture
def paths(shards: Path) -> list[Path]:
    return sorted(shards.glob("*.npz"))


def test_each_scan_is_counted_once_and_then_read(paths: list[Path], tmp_path: Path) -> None:
    cache = Counts(paths, tmp_path / "new", "points")
    assert [cache.of(number) for number in (0, 1, 0)] == [3000, 3000, 3000]
    again = Counts(paths, tmp_path / "new", "points")
    assert (again.of(1), cache.found, again.found) == (3000, 2, 0)
    assert not list((tmp_path / "new").glob(".*"))  # nothing partial is left


def test_memory_is_bounded_and_files_take_over(paths: list[Path], tmp_path: Path) -> None:
    cache = Counts(paths, tmp_path, "points", kept_bytes=1)
    assert [cache.of(0), cache.of(1)] == [3000, 3000]
    for file in tmp_path.glob("*.npz"):
        np.savez(file, count=np.array([7]))
    assert [cache.of(1), cache.of(0), cache.found] == [3000, 7, 2]


@pytest.mark.parametrize("content", [b"", b"PK cut off"])
def test_what_is_no_whole_file_is_found_anew(
    content: bytes, paths: list[Path], tmp_path: Path
) -> None:
    Counts(paths, tmp_path, "points").of(0)
    (file,) = tmp_path.glob("*.npz")
    file.write_bytes(content)
    cache = Counts(paths, tmp_path, "points")
    assert (cache.of(0), cache.found) == (3000, 1)
    np.savez(file, something=np.zeros(1))
    assert Counts(paths, tmp_path, "points").of(0) == 3000


def test_other_settings_have_files_of_their_own(paths: list[Path], tmp_path: Path) -> None:
    Counts(paths, tmp_path, "points").of(0)
    other = Counts(paths, tmp_path, "something else")
    assert (other.of(0), other.found) == (3000, 1)
    assert len(list(tmp_path.glob("*.npz"))) == 2
