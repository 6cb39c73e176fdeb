# SPDX-License-Identifier: Apache-2.0
"""Preparation, and its command: resumable, whole files only, the source untouched."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ws3d_model.commands.main import main
from ws3d_model.datasets.labelled_cloud import LabelledCloud, read_shards, shard_paths
from ws3d_model.datasets.preparation import prepare, thinned
from ws3d_model.datasets.scannet import ScanNet
from ws3d_model.datasets.semantickitti import SemanticKitti


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_no_scenes_are_nothing_to_do(scannet, tmp_path):
    result = prepare(ScanNet(scannet), [], tmp_path / "out", quiet=True)
    assert (result.written, result.present, result.failures) == (0, 0, ())


def test_shards_hold_what_the_reader_gives_and_are_left_alone(kitti, tmp_path):
    dataset, before = SemanticKitti(kitti), contents(kitti)
    scenes = dataset.scenes("all")
    assert prepare(dataset, scenes, tmp_path / "out", quiet=True).written == 3
    shard = LabelledCloud.load(tmp_path / "out" / "00_000001.npz")
    read = dataset.read("00/000001")
    np.testing.assert_allclose(shard.cloud.xyz, read.cloud.xyz, atol=6e-4)
    np.testing.assert_array_equal(shard.labels, read.labels)
    np.testing.assert_array_equal(shard.instances, read.instances)
    made = contents(tmp_path / "out")
    (tmp_path / "out" / "00_000000.npz").unlink()
    again = prepare(dataset, scenes, tmp_path / "out", quiet=True)
    assert (again.written, again.present) == (1, 2)
    assert contents(tmp_path / "out") == made
    assert contents(kitti) == before


def test_a_scene_that_fails_is_told_and_the_others_are_made(kitti, tmp_path):
    dataset, out = SemanticKitti(kitti), tmp_path / "out"
    (kitti / "sequences" / "00" / "velodyne" / "000000.bin").write_bytes(b"half")
    labels = kitti / "sequences" / "00" / "labels" / "000001.label"
    labels.write_bytes(b"\x4d" + labels.read_bytes()[1:])
    result = prepare(dataset, dataset.scenes("train"), out, quiet=True)
    assert result.written == 1
    assert result.failures[0].startswith("00/000000: ") and len(result.failures) == 1
    assert result.faults == {"labels outside the learning map, left unlabelled": 1}
    assert [path.name for path in out.iterdir()] == ["00_000001.npz"]


@pytest.mark.slow
def test_several_processes_make_the_same(scannet, tmp_path):
    dataset = ScanNet(scannet)
    one = prepare(dataset, dataset.scenes("all"), tmp_path / "one", quiet=True)
    two = prepare(dataset, dataset.scenes("all"), tmp_path / "two", workers=2, quiet=True)
    assert one.written == two.written == 2
    for path in shard_paths(tmp_path / "one"):
        a, b = LabelledCloud.load(path), LabelledCloud.load(tmp_path / "two" / path.name)
        np.testing.assert_array_equal(a.labels, b.labels)


def test_half_written_shards_are_no_shards(tmp_path):
    (tmp_path / ".a.npz.77.partial.npz").write_bytes(b"half")
    with pytest.raises(FileNotFoundError, match="holds no shards"):
        read_shards(tmp_path)


def test_spacing_keeps_one_point_a_cube(room):
    assert thinned(room, 0) is room
    few = thinned(room, 0.1)
    cells = {tuple(cell) for cell in np.floor(room.cloud.xyz.astype(float) / 0.1).tolist()}
    assert len(few) == len(cells) < len(room)
    assert thinned(room.select(np.zeros(0, np.int64)), 0.1).labels.shape == (0,)


def test_the_command_writes_a_folder_a_split(scannet, tmp_path, capsys):
    out = tmp_path / "out"
    words = ["prepare", "scannet", str(scannet), "--out", str(out), "--workers", "1", "--quiet"]
    assert main(words) == 0
    names = sorted(str(path.relative_to(out)) for path in out.rglob("*.npz"))
    assert names == ["train/scene0000_00.npz", "val/scene0004_00.npz"]
    assert "val: 1 shards written" in capsys.readouterr().out
    assert main(words) == 0
    assert "0 shards written" in capsys.readouterr().out


def test_few_labels_are_those_of_train_alone(scannet, tmp_path):
    (tmp_path / "points.json").write_text('{"scene0000_00": [0, 5]}')
    out, points = tmp_path / "out", str(tmp_path / "points.json")
    words = ["prepare", "scannet", str(scannet), "--out", str(out), "--points", points]
    assert main([*words, "--workers", "1", "--quiet"]) == 0
    train, val = (LabelledCloud.load(shard_paths(out / part)[0]) for part in ("train", "val"))
    assert (train.labels >= 0).sum() <= 2 < (val.labels >= 0).sum()


def test_what_is_missing_is_listed_with_where_to_get_it(scannet, tmp_path, caplog, capsys):
    (scannet / "scannetv2_train.txt").write_text("scene0000_00\nscene0777_00\n")
    words = ["prepare", "scannet", str(scannet), "--out", str(tmp_path / "out"), "--quiet"]
    assert main([*words, "--workers", "1", "--split", "train"]) == 0
    assert "scene0777_00_vh_clean_2.ply" in caplog.text and "scan-net.org" in caplog.text
    assert "1 are missing" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["scannet", "absent"], "no such folder"),
        (["scannet", "SCANNET", "--split", "test"], "holds no scannetv2_test.txt"),
        (["scannet", "SCANNET", "--workers", "0"], "--workers must be"),
        (["scannet", "SCANNET", "--spacing", "nan"], "--spacing must be"),
        (["s3dis", "SCANNET"], "Area_1 to Area_6"),
        (["s3dis", "SCANNET", "--raw"], "ScanNet's"),
        (["semantickitti", "SCANNET"], "holds no sequences"),
    ],
)
def test_errors_are_one_line(scannet, tmp_path, capsys, words, message):
    words = [str(scannet) if word == "SCANNET" else word for word in words]
    assert main(["prepare", *words, "--out", str(tmp_path / "out"), "--quiet"]) == 2
    err = capsys.readouterr().err
    assert message in err and err.count("\n") == 1


def test_status_1_when_a_scene_is_damaged(kitti, tmp_path, caplog):
    (kitti / "sequences" / "08" / "velodyne" / "000000.bin").write_bytes(b"half")
    words = ["prepare", "semantickitti", str(kitti), "--out", str(tmp_path / "out"), "--quiet"]
    assert main([*words, "--workers", "1"]) == 1
    assert "08/000000" in caplog.text
