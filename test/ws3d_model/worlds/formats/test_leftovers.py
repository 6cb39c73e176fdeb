# SPDX-License-Identifier: Apache-2.0
"""What a killed run left is removed by the run that takes it up again, and nothing else is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from ws3d_model.whole_files import whole_file
from ws3d_model.worlds.formats.gallery import GalleryWriter
from ws3d_model.worlds.formats.generation import generate
from ws3d_model.worlds.formats.leftovers import remove_leftovers
from ws3d_model.worlds.formats.scene_request import SceneRequest
from ws3d_model.worlds.formats.shards import ShardWriter


def left_behind(path: Path) -> Path:
    """As a process leaves it that is killed while it writes: nothing runs after that."""
    with whole_file(path) as partial:
        partial.write_bytes(b"half")
    return path.rename(partial)


def test_an_empty_folder_and_no_names(tmp_path: Path) -> None:
    assert remove_leftovers(tmp_path, ()) == 0 == remove_leftovers(tmp_path, ("a.npz",))
    assert remove_leftovers(tmp_path / "missing", ("a.npz",)) == 0


def test_only_unfinished_files_of_the_names_go(tmp_path: Path) -> None:
    stale = [left_behind(tmp_path / "a.npz") for _ in range(2)]
    other = left_behind(tmp_path / "b.npz")
    (tmp_path / "a.npz").write_bytes(b"whole")
    (tmp_path / ".a.npz.partial").write_bytes(b"by hand")
    (tmp_path / ".a.npz.0123abcd.partial").mkdir()
    assert remove_leftovers(tmp_path, ["a.npz", "c.npz"]) == 2
    assert not any(path.exists() for path in stale)
    assert len([*tmp_path.iterdir()]) == 4 and other.exists()


@dataclass(frozen=True)
class Quick(SceneRequest):
    """A request whose scene costs nothing and cannot be written."""

    def build(self) -> None:
        raise RuntimeError("nothing to see")


@pytest.mark.parametrize("kind", ["shards", "gallery"])
def test_a_run_clears_up_after_one_that_was_killed(tmp_path: Path, kind: str) -> None:
    shards = ShardWriter(tmp_path, (("view", 2),))
    writer = shards if kind == "shards" else GalleryWriter(tmp_path)
    mine, others = Quick("rooms", 4), Quick("rooms", 5)
    stale = [left_behind(path) for path in writer.files(mine)]
    kept = [left_behind(path) for path in writer.files(others)]
    assert len(stale) == (2 if kind == "shards" else 1)
    assert len(generate([mine], writer, quiet=True)) == 1
    assert not any(path.exists() for path in stale) and all(path.exists() for path in kept)
