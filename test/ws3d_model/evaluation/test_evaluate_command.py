# SPDX-License-Identifier: Apache-2.0
"""`ws3d evaluate` with a benchmark or a vocabulary, and `ws3d export`, on an untrained network."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from ws3d_model import Perception
from ws3d_model.commands.main import main
from ws3d_model.datasets.class_lists import SEMANTIC_KITTI19
from ws3d_model.evaluation.submissions import read_scannet_semantic, read_semantickitti
from ws3d_model.evaluation.true_labels import true_labels
from ws3d_model.scene_labels import SceneLabels


@pytest.fixture
def shards(tmp_path, a_room, a_street) -> Path:
    for name, cloud in (("rooms/a", a_room), ("rooms/b", a_room), ("streets/s", a_street)):
        path = tmp_path / "shards" / f"{name}.npz"
        path.parent.mkdir(parents=True, exist_ok=True)
        cloud.save(path)
    return tmp_path / "shards"


@pytest.fixture(autouse=True, scope="module")
def loaded_once(checkpoint):
    """Loading takes a second, and has tests of its own: these commands share one network."""
    loaded = Perception.load(checkpoint, "cpu")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Perception, "load", lambda *_: loaded)
        yield


def evaluate(checkpoint: Path, *words: object) -> int:
    model = ["--model", str(checkpoint), "--device", "cpu", "--quiet"]
    return main(["evaluate", *map(str, words), *model])


@pytest.mark.parametrize(
    ("data", "names"),
    [
        ("rooms", "wall, floor, chair, table"),
        ("streets", "road, car, cyclist, tree trunk, traffic sign, building"),
    ],
)
def test_a_vocabulary_over_rooms_and_streets(shards, checkpoint, data, names, tmp_path, capsys):
    out = tmp_path / "f.json"
    assert evaluate(checkpoint, shards / data, "--vocabulary", names, "--json", out) == 0
    figures = json.loads(out.read_text())
    assert tuple(figures["names"]) == tuple(name.strip() for name in names.split(","))
    assert figures["scans"] == len(figures["scenes"]) == (2 if data == "rooms" else 1)
    assert 0 <= figures["mean_iou"] <= 1 and figures["damaged"] == 0
    assert figures["names"].get("building") is None
    assert "accuracy of points" in capsys.readouterr().out
    assert "panoptic" not in figures


def test_perfect_answers_are_perfect_figures(shards, checkpoint, tmp_path, monkeypatch):
    def know(self, cloud, vocabulary, ground=None):
        names = vocabulary.vocabulary.names
        (true,) = (c for c in truths if len(c) == len(cloud))
        labels = true_labels(true, names)
        empty = SceneLabels.empty(names, len(cloud))
        return SceneLabels(
            names, labels, (labels >= 0).astype(np.float32), true.instances, empty.boxes,
            empty.box_labels, empty.box_scores, empty.box_instances,
        )  # fmt: skip

    from ws3d_model.datasets.labelled_cloud import read_shards

    truths = read_shards(shards / "streets")
    monkeypatch.setattr(Perception, "process", know)
    out = tmp_path / "f.json"
    words = (shards / "streets", "--benchmark", "semantickitti", "--json", out)
    assert evaluate(checkpoint, *words) == 0
    figures = json.loads(out.read_text())
    assert figures["mean_iou"] == figures["panoptic"]["PQ"] == 1
    assert figures["expected_calibration_error"] == 0
    assert figures["names"]["pole"] is None


def test_partitions_and_the_page(shards, checkpoint, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("ws3d_model.evaluation.worst_scenes.PANEL", (160, 120))
    words = (shards / "rooms", "--benchmark", "scannet", "--partition", "B12/N7")
    assert evaluate(checkpoint, *words, "--page", tmp_path / "page", "--worst", 1) == 0
    out = capsys.readouterr().out
    assert "mIoU of 7 novel names" in out and "mIoU of 12 base names" in out
    assert "otherfurniture" not in out
    assert (tmp_path / "page" / "worst_1.png").exists()
    assert not (tmp_path / "page" / "worst_2.png").exists()


def test_damaged_shards_are_left_out_and_counted(shards, checkpoint, tmp_path, caplog):
    (shards / "rooms" / "0.npz").write_bytes(b"half")
    out = tmp_path / "f.json"
    words = (shards / "rooms", "--vocabulary", "wall, chair", "--json", out)
    assert evaluate(checkpoint, *words) == 1
    assert "0.npz" in caplog.text and json.loads(out.read_text())["damaged"] == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--benchmark", "s3dis", "--partition", "B15/N4"], "it has B8/N4, B6/N6"),
        (["--vocabulary", "wall", "--partition", "B15/N4"], "give --benchmark"),
        (["--vocabulary", "wall, chair", "--novel", "sofa"], "not asked for: sofa"),
        (["--page", "p"], "need --benchmark or --vocabulary"),
        (["--limit", "0"], "--limit must be"),
        (["--vocabulary", "wall", "--worst", "0"], "--worst must be"),
    ],
)
def test_errors_are_one_line(shards, checkpoint, capsys, words, message):
    assert evaluate(checkpoint, shards, *words) == 2
    err = capsys.readouterr().err
    assert message in err and err.count("\n") == 1


def test_without_names_streets_are_refused(shards, checkpoint, capsys):
    assert evaluate(checkpoint, shards / "streets") == 2
    assert "--vocabulary" in capsys.readouterr().err


@pytest.fixture
def kitti(tmp_path) -> Path:
    folder = tmp_path / "kitti" / "sequences" / "08" / "velodyne"
    folder.mkdir(parents=True)
    rng = np.random.default_rng(0)
    for number in range(2):
        points = rng.random((300, 4)).astype("<f4")
        (folder / f"{number:06d}.bin").write_bytes(points.tobytes())
    return tmp_path / "kitti"


def export(checkpoint: Path, *words: object) -> int:
    return main(["export", *map(str, words), "--model", str(checkpoint), "--quiet"])


def test_export_says_what_the_network_says(kitti, checkpoint, tmp_path, capsys):
    out = tmp_path / "out"
    assert export(checkpoint, "semantickitti", kitti, "--out", out) == 0
    path = out / "sequences" / "08" / "predictions" / "000001.label"
    labels, _ = read_semantickitti(path, SEMANTIC_KITTI19)
    assert len(labels) == 300 and (labels >= 0).all()
    before = path.stat().st_mtime_ns
    assert export(checkpoint, "semantickitti", kitti, "--out", out) == 0
    assert path.stat().st_mtime_ns == before
    assert "2 of 2 scenes" in capsys.readouterr().out


def test_export_of_scannet_follows_the_vertices(checkpoint, tmp_path, a_room):
    from ws3d_model.datasets.class_lists import SCANNET20

    scene = tmp_path / "scannet" / "scans_test" / "scene0707_00"
    scene.mkdir(parents=True)
    (scene.parents[1] / "scannetv2_test.txt").write_text("scene0707_00\nscene0708_00\n")
    header = "ply\nformat ascii 1.0\nelement vertex {}\n" + "".join(
        f"property float {axis}\n" for axis in "xyz"
    )
    rows = "".join("{:.4f} {:.4f} {:.4f}\n".format(*point) for point in a_room.cloud.xyz.tolist())
    text = header.format(len(a_room)) + "end_header\n" + rows
    (scene / "scene0707_00_vh_clean_2.ply").write_text(text)
    out, source = tmp_path / "out", scene.parents[1]
    words = ("--split", "test", "--out")
    assert export(checkpoint, "scannet-semantic", source, *words, out / "s") == 1  # 0708 is absent
    labels = read_scannet_semantic(out / "s" / "scene0707_00.txt", SCANNET20)
    assert len(labels) == len(a_room)
    assert export(checkpoint, "scannet-instance", source, *words, out / "i", "--limit", 1) == 0
    assert (out / "i" / "scene0707_00.txt").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--vocabulary", "car, gnome"], "gnome are no names of SemanticKITTI"),
        (["--split", "train"], "holds no scene of train"),
        (["--limit", "0"], "--limit must be"),
    ],
)
def test_export_errors_are_one_line(kitti, checkpoint, tmp_path, capsys, words, message):
    assert export(checkpoint, "semantickitti", kitti, "--out", tmp_path / "o", *words) == 2
    err = capsys.readouterr().err
    assert message in err and err.count("\n") == 1
