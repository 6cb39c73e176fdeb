# SPDX-License-Identifier: Apache-2.0
"""Runs over many scenes: failures are told and left out, what is there is left alone."""

from __future__ import annotations

import errno
import importlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from ws3d_model.whole_files import write_whole
from ws3d_model.worlds.formats.generation import generate
from ws3d_model.worlds.formats.open_writer import OutputOptions, open_writer
from ws3d_model.worlds.formats.scene_request import SceneRequest, kinds_of
from ws3d_model.worlds.formats.whole_folder import whole_folder


@dataclass(frozen=True)
class Written(SceneRequest):
    """A request whose scene costs nothing; an odd seed fails."""

    def build(self) -> str:
        if self.seed % 2:
            raise RuntimeError("the  roof\nfell in")
        return f"scene {self.seed}"


@dataclass(frozen=True)
class TextWriter:
    """Writes what it is given into a file."""

    folder: Path

    def path(self, request: SceneRequest) -> Path:
        return self.folder / f"{request.seed}.txt"

    def done(self, request: SceneRequest) -> bool:
        return self.path(request).exists()

    def write(self, request: SceneRequest, scene: str) -> None:
        write_whole(self.path(request), scene)

    def finish(self, requests) -> None:
        write_whole(self.folder / "all", " ".join(str(request.seed) for request in requests))


@dataclass(frozen=True)
class FullDisk(TextWriter):
    """Has room for two scenes."""

    def write(self, request: SceneRequest, scene: str) -> None:
        if len(list(self.folder.iterdir())) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        super().write(request, scene)


def test_no_scene_at_all(tmp_path):
    assert generate([], TextWriter(tmp_path), quiet=True) == []
    assert (tmp_path / "all").read_text() == ""


def test_a_scene_that_fails_is_told_and_the_others_are_made(tmp_path):
    requests = [Written("rooms", seed) for seed in range(5)]
    failures = generate(requests, TextWriter(tmp_path), quiet=True)
    assert failures == [
        f"rooms train_{seed:07d}: RuntimeError: the roof fell in" for seed in (1, 3)
    ]
    assert (tmp_path / "all").read_text() == "0 2 4"
    assert (tmp_path / "4.txt").read_text() == "scene 4"


def test_outputs_that_exist_are_not_built_again(tmp_path):
    (tmp_path / "3.txt").write_text("by hand")
    assert generate([Written("rooms", 3)], TextWriter(tmp_path), quiet=True) == []
    assert (tmp_path / "3.txt").read_text() == "by hand"


def test_a_full_disk_ends_the_run_and_says_how_to_go_on(tmp_path):
    requests = [Written("rooms", seed) for seed in range(0, 10, 2)]
    with pytest.raises(OSError, match=r"No space .* train_0000004: make room .* the same command"):
        generate(requests, FullDisk(tmp_path), quiet=True)
    assert generate(requests, TextWriter(tmp_path), quiet=True) == []
    assert (tmp_path / "all").read_text() == "0 2 4 6 8"


ELSEWHERE = """\
import os
from dataclasses import dataclass
from pathlib import Path
from ws3d_model.worlds.formats.scene_request import SceneRequest

@dataclass(frozen=True)
class Deadly(SceneRequest):
    def build(self):
        return f"scene {self.seed}" if self.seed else os._exit(9)

@dataclass(frozen=True)
class Writer:
    folder: Path
    def done(self, request):
        return False
    def write(self, request, scene):
        (self.folder / f"{request.seed}.txt").write_text(f"{scene} of {os.getpid()}")
    def finish(self, requests):
        (self.folder / "all").write_text(" ".join(str(request.seed) for request in requests))
"""


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A module that other processes can import; scene 0 ends the process that builds it."""
    (tmp_path / "deadly_scenes.py").write_text(ELSEWHERE)
    monkeypatch.syspath_prepend(tmp_path)
    yield importlib.import_module("deadly_scenes")
    sys.modules.pop("deadly_scenes")


@pytest.mark.slow
def test_a_process_that_is_killed_ends_the_run_instead_of_stopping_it_for_ever(tmp_path, elsewhere):
    """As the system does where memory runs out."""
    requests = [elsewhere.Deadly("rooms", seed) for seed in range(3)]
    with pytest.raises(ChildProcessError, match="fewer --workers"):
        generate(requests, elsewhere.Writer(tmp_path), workers=2, quiet=True)


@pytest.mark.slow
def test_several_processes_make_every_scene(tmp_path, elsewhere):
    requests = [elsewhere.Deadly("rooms", seed) for seed in range(1, 9)]
    assert generate(requests, elsewhere.Writer(tmp_path), workers=2, quiet=True) == []
    assert (tmp_path / "all").read_text() == "1 2 3 4 5 6 7 8"
    made = {path.stem: path.read_text() for path in tmp_path.glob("*.txt")}
    assert {name: text.partition(" of ")[0] for name, text in made.items()} == {
        str(seed): f"scene {seed}" for seed in range(1, 9)
    }
    assert f"{os.getpid()}" not in {text.partition(" of ")[2] for text in made.values()}


def test_half_a_folder_is_never_seen(tmp_path):
    path = tmp_path / "deep" / "scene"
    with pytest.raises(RuntimeError), whole_folder(path) as folder:
        (folder / "half").write_text("")
        raise RuntimeError
    assert [*(tmp_path / "deep").iterdir()] == []
    # What a killed run left is cleared away.
    (tmp_path / "deep" / ".scene.partial" / "scene").mkdir(parents=True)
    with whole_folder(path) as folder:
        assert folder.name == "scene" and not [*folder.iterdir()]
        assert not path.exists()
        (folder / "whole").write_text("")
    assert [*(tmp_path / "deep").iterdir()] == [path] and (path / "whole").exists()
    with pytest.raises(FileExistsError, match="remove it first"), whole_folder(path):
        pass


def test_formats_say_what_they_are_for(tmp_path):
    rooms = OutputOptions(tmp_path, "rooms", (), 1)
    with pytest.raises(ValueError, match="shards, scannet"):
        open_writer("obj", rooms)
    with pytest.raises(ValueError, match="streets, not rooms"):
        open_writer("semantickitti", rooms)
    with pytest.raises(ValueError, match="rooms, not streets"):
        open_writer("s3dis", OutputOptions(tmp_path, "streets", (), 1))


def test_a_format_that_is_not_installed_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: ())
    with pytest.raises(ImportError, match="make setup"):
        open_writer("bag", OutputOptions(tmp_path, "rooms", (), 1))


def test_formats_of_other_packages_are_found_by_their_entry_point(tmp_path, monkeypatch):
    package = tmp_path / "somebody-1.0.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: somebody\nVersion: 1.0\n")
    entry = "[ws3d.world_formats]\nbag = somebodys_writer:Writer\n"
    (package / "entry_points.txt").write_text(entry)
    (tmp_path / "somebodys_writer.py").write_text(
        "class Writer:\n    def __init__(self, options):\n        self.options = options\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    options = OutputOptions(tmp_path, "rooms", (), 7)
    writer = open_writer("bag", options)
    assert type(writer).__module__ == "somebodys_writer" and writer.options.frames == 7


def test_both_worlds_have_kinds():
    assert "bedroom" in kinds_of("rooms") and len(kinds_of("streets")) > 1


def test_stems_tell_worlds_and_families_apart():
    stems = {
        SceneRequest(world, 4, families).stem
        for world in ("rooms", "streets")
        for families in ("train", "held_out")
    }
    assert len(stems) == 4 and "train_0000004" in stems
