# SPDX-License-Identifier: Apache-2.0
"""What is no archive is refused without numpy's advice to unpickle it."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest

from ws3d_model.npz_files import open_npz


@pytest.mark.parametrize("content", [b"", b"hello\n", pickle.dumps({"xyz": 1})])
def test_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.npz"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"no \.npz archive") as caught:
        open_npz(path)
    assert "pickle" not in str(caught.value)


def test_a_cut_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    np.savez(path, xyz=np.zeros((100, 3)))
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(ValueError, match=r"no \.npz archive"):
        open_npz(path)


def test_objects_are_not_unpickled(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    np.savez(path, xyz=np.array([{}], object))
    with open_npz(path) as stored, pytest.raises(ValueError, match="Object arrays"):
        stored["xyz"]


def test_a_missing_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        open_npz(tmp_path / "a.npz")


def test_arrays_come_back(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", xyz=np.arange(6.0))
    with open_npz(tmp_path / "a.npz") as stored:
        np.testing.assert_array_equal(stored["xyz"], np.arange(6.0))
