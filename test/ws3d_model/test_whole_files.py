# SPDX-License-Identifier: Apache-2.0
"""A file appears with its whole content, or what was there stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from ws3d_model.whole_files import whole_file


def test_an_empty_file_takes_its_place(tmp_path: Path) -> None:
    with whole_file(tmp_path / "a.npz") as partial:
        partial.write_bytes(b"")
        assert not (tmp_path / "a.npz").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["a.npz"]


def test_an_older_file_is_replaced_at_the_end_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    with whole_file(path) as partial:
        partial.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"


def test_a_failure_leaves_what_was_there_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(RuntimeError), whole_file(path) as partial:
        partial.write_text("half")
        raise RuntimeError
    assert [p.read_text() for p in tmp_path.iterdir()] == ["old"]


def test_two_writers_at_once_do_not_share_a_file(tmp_path: Path) -> None:
    with whole_file(tmp_path / "a") as first, whole_file(tmp_path / "a") as second:
        first.write_text("first")
        second.write_text("second")
    assert (tmp_path / "a").read_text() == "first"  # the outer block ends last


def test_a_partial_file_has_another_suffix(tmp_path: Path) -> None:
    with whole_file(tmp_path / "a.npz") as partial:
        partial.touch()
        assert not list(tmp_path.glob("*.npz"))
