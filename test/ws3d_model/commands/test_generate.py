# SPDX-License-Identifier: Apache-2.0
"""`ws3d generate`: what it writes, that it takes up an interrupted run, and what it refuses."""

from __future__ import annotations

import argparse

import numpy as np
import pytest

from ws3d_model.commands import generate
from ws3d_model.datasets.labelled_cloud import LabelledCloud


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    generate.add_parser(parser.add_subparsers())
    args = parser.parse_args(["generate", *arguments])
    return args.run(args)


def test_no_scenes(tmp_path):
    assert run("rooms", "--count", "0", "--out", str(tmp_path / "new"), "--quiet") == 0
    assert [*(tmp_path / "new").iterdir()] == []


@pytest.mark.slow
def test_shards_are_written_and_existing_ones_left_alone(tmp_path):
    command = ["rooms", "--count", "1", "--seed", "4", "--kind", "bathroom", "--workers", "1"]
    command += ["--styles", "fused", "view=1", "lidar=1", "--quiet", "--out", str(tmp_path)]
    assert run(*command) == 0
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [
        "train_0000004_fused0.npz",
        "train_0000004_lidar0.npz",
        "train_0000004_view0.npz",
    ]
    clouds = {name: LabelledCloud.load(tmp_path / name) for name in names}
    assert all(len(cloud) > 100 and cloud.centres is not None for cloud in clouds.values())
    before = {name: (tmp_path / name).read_bytes() for name in names}
    (tmp_path / names[1]).unlink()
    (tmp_path / names[0]).write_bytes(before[names[0]] + b"untouched")
    assert run(*command) == 0
    assert (tmp_path / names[0]).read_bytes() == before[names[0]] + b"untouched"
    assert (tmp_path / names[1]).read_bytes() == before[names[1]]  # the same seed, the same bytes


@pytest.mark.slow
def test_the_same_bytes_whatever_the_number_of_processes(tmp_path):
    for workers in ("1", "2"):
        command = ["rooms", "--count", "2", "--styles", "view=1", "--workers", workers, "--quiet"]
        assert run(*command, "--out", str(tmp_path / workers)) == 0
    written = {path.name: path.read_bytes() for path in (tmp_path / "1").iterdir()}
    assert len(written) == 2
    assert written == {path.name: path.read_bytes() for path in (tmp_path / "2").iterdir()}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("world", "output", "expected"),
    [
        ("rooms", "scannet", "scans/scene0000_00/scene0000_00_vh_clean_2.ply"),
        ("rooms", "s3dis", "Area_1/Area_1_alignmentAngle.txt"),
        ("streets", "semantickitti", "sequences/00/velodyne/000001.bin"),
    ],
)
def test_folders_of_benchmarks(world, output, expected, tmp_path):
    command = [world, "--count", "1", "--format", output, "--workers", "1", "--quiet"]
    extra = ["--frames", "2"] if output == "semantickitti" else []
    assert run(*command, *extra, "--out", str(tmp_path)) == 0
    assert (tmp_path / expected).is_file()
    assert run(*command, *extra, "--out", str(tmp_path)) == 0


@pytest.mark.slow
def test_one_scene_that_fails_is_named_and_counted(tmp_path, caplog):
    (tmp_path / "scans").mkdir()
    (tmp_path / "scans" / ".scene0000_00.partial").write_text("in the way")
    command = ["rooms", "--count", "2", "--kind", "bathroom", "--format", "scannet"]
    assert run(*command, "--workers", "1", "--quiet", "--out", str(tmp_path)) == 1
    assert "rooms train_0000000: NotADirectoryError" in caplog.text
    assert "1 of 2 scenes failed" in caplog.text
    assert (tmp_path / "scans" / "scene0001_00").is_dir()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--count", "-1"), "--count must be 0 to 10,000,000, got -1"),
        (("--workers", "0"), "--workers must be 1 to 512, got 0"),
        (("--seed", "-3"), "--seed must be 0 to"),
        (("--frames", "0"), "--frames must be 1 to 100,000, got 0"),
        (("--rate", "nan"), "--rate must be 0.1 to 100, got nan"),
        (("--styles", "view=-2"), "N from 0 to 1000"),
        (("--styles", "view=many"), "N from 0 to 1000"),
        (("--styles", "sweep=2"), "fused, view, lidar for rooms"),
        (("--kind", "castle"), "bedroom"),
        (("--assets", "no-such-folder"), "is no folder"),
        (("--format", "semantickitti"), "streets, not rooms"),
    ],
)
def test_impossible_options_are_refused(options, message, tmp_path):
    command = [] if "--count" in options else ["--count", "1"]
    with pytest.raises(ValueError, match=message):
        run("rooms", *command, *options, "--out", str(tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_a_file_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "rooms").write_text("")
    with pytest.raises(ValueError, match="is a file: name a folder"):
        run("rooms", "--count", "1", "--out", str(tmp_path / "rooms"))


def test_a_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ValueError, match=r"cannot be made .* that you may write to"):
        run("rooms", "--count", "1", "--out", str(tmp_path / "file" / "rooms"))


def test_a_run_that_is_interrupted_says_how_to_go_on(tmp_path, caplog, monkeypatch):
    def stopped(*_) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ws3d_model.worlds.formats.generation.generate", stopped)
    with pytest.raises(KeyboardInterrupt):
        run("rooms", "--count", "1", "--out", str(tmp_path), "--quiet")
    assert "run the same command again" in caplog.text


def test_galleries_show_every_kind():
    args = argparse.Namespace(
        world="rooms", count=50, seed=7, families="train", kind=None, assets=None, format="gallery"
    )
    requests = generate._requests(args, ("attic", "cellar"))
    assert len(requests) == 2 * generate.SCENES_A_KIND
    assert {request.kind for request in requests} == {"attic", "cellar"}
    args.format, args.count = "shards", 3
    shards = generate._requests(args, ("attic", "cellar"))
    assert [(request.seed, request.kind) for request in shards] == [(7, None), (8, None), (9, None)]


def test_meshes_that_cannot_be_used_are_named_and_counted(tmp_path, caplog):
    meshes = tmp_path / "meshes"
    meshes.mkdir()
    corners = np.array([[x, y, z] for x in (0, 0.5) for y in (0, 0.5) for z in (0, 0.45)])
    faces = [(0, 1, 3), (0, 3, 2), (4, 6, 7), (4, 7, 5), (0, 4, 5), (0, 5, 1)]
    faces += [(2, 3, 7), (2, 7, 6), (0, 2, 6), (0, 6, 4), (1, 5, 7), (1, 7, 3)]
    np.savez(
        meshes / "stool.npz",
        vertices=corners.astype(np.float32),
        faces=np.array(faces, np.int32),
    )
    (meshes / "broken_chair.npz").write_bytes(b"no mesh")
    out = ["--out", str(tmp_path / "out"), "--quiet"]
    assert run("rooms", "--count", "0", "--assets", str(meshes), *out) == 0
    assert "broken_chair.npz: " in caplog.text and "1 of 2 meshes skipped" in caplog.text
    (meshes / "stool.npz").unlink()
    with pytest.raises(ValueError, match="can be used"):
        run("rooms", "--count", "0", "--assets", str(meshes.rename(tmp_path / "bad")), *out)
