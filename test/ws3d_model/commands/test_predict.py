# SPDX-License-Identifier: Apache-2.0
"""`ws3d predict`: from a file and names to the file of the contract."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from ws3d_model import PointCloud, SceneLabels
from ws3d_model.commands.main import main
from ws3d_model.commands.predict import summary
from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.language import load_encoder, probe_hash
from ws3d_model.network import Checkpoint, NetworkShape, VisionLanguageNet
from ws3d_model.perception import Perception
from ws3d_model.up_axis import LEVEL_AXES

NAMES = "wall, floor, chair"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint of random weights: the same answer for the same cloud, if no good one."""
    torch.manual_seed(0)
    encoder = load_encoder("minilm-l6-v2")
    shape = NetworkShape(channels=(8, 16), hidden=16, text_dimension=encoder.dimension)
    path = tmp_path_factory.mktemp("model") / "random.safetensors"
    words = ("wall", "floor")
    vectors = encoder.encode(words)
    Checkpoint(
        network=VisionLanguageNet(shape).eval(),
        encoder=encoder.identity,
        encoder_probe=probe_hash(encoder),
        text_centre=vectors.mean(axis=0),
        anchor_names=words,
        anchors=vectors,
    ).save(path, torch.float32)
    return path


@pytest.fixture
def cloud() -> PointCloud:
    rng = np.random.default_rng(0)
    xyz = rng.uniform((-2, -2, 0), (2, 2, 2), (3000, 3)).astype(np.float32)
    xyz[::100] = np.nan
    return PointCloud(xyz, rng.integers(0, 256, (3000, 3)).astype(np.uint8))


def write(path: Path, cloud: PointCloud) -> str:
    np.savez(path, xyz=cloud.xyz, **({} if cloud.rgb is None else {"rgb": cloud.rgb}))
    return str(path)


def predict(cloud: str, out: Path, model: Path, *more: str) -> int:
    words = ["predict", cloud, "--vocabulary", NAMES, "--output", str(out), "--device", "cpu"]
    return main([*words, "--model", str(model), *more])


@pytest.mark.parametrize("count", [0, 1])
def test_cloud_of_no_or_one_point(tmp_path, model, count):
    path = write(tmp_path / "in.npz", PointCloud(np.zeros((count, 3), np.float32)))
    assert predict(path, tmp_path / "out.npz", model) == 0
    with np.load(tmp_path / "out.npz", allow_pickle=False) as out:
        assert out["label"].shape == (count,)
        assert out["names"].tolist() == ["wall", "floor", "chair"]


def test_output_is_what_perception_says_in_the_order_of_the_input(tmp_path, model, cloud, capsys):
    path = write(tmp_path / "in.npz", cloud)
    assert predict(path, tmp_path / "out.npz", model) == 0
    perception = Perception.load(model, "cpu")
    perception.set_vocabulary(["wall", "floor", "chair"])
    scene = perception.process(cloud)
    with np.load(tmp_path / "out.npz", allow_pickle=False) as out:
        np.testing.assert_array_equal(out["label"], scene.labels)
        np.testing.assert_array_equal(out["instance"], scene.instances)
        np.testing.assert_array_equal(out["boxes"], scene.boxes)
        np.testing.assert_allclose(out["confidence"], scene.confidences, atol=1e-6)
        np.testing.assert_array_equal(out["level_from_input"], np.eye(3))
        assert (out["label"][~cloud.finite] == -1).all()
        assert (out["label"][cloud.finite] >= 0).any()
    printed = capsys.readouterr().out
    assert "points" in printed
    assert f"wrote {tmp_path / 'out.npz'}" in printed


def test_a_shard_of_the_generator_is_a_cloud(tmp_path, model, cloud):
    labels = np.zeros(len(cloud), np.int32)
    LabelledCloud(cloud, ("wall",), labels, labels - 1).save(tmp_path / "shard.npz")
    assert predict(str(tmp_path / "shard.npz"), tmp_path / "out.npz", model) == 0
    perception = Perception.load(model, "cpu")
    perception.set_vocabulary(["wall", "floor", "chair"])
    scene = perception.process(LabelledCloud.load(tmp_path / "shard.npz").cloud)
    with np.load(tmp_path / "out.npz", allow_pickle=False) as out:
        np.testing.assert_array_equal(out["label"], scene.labels)
        assert (out["label"][~cloud.finite] == -1).all()


@pytest.mark.slow
def test_ground_and_rivals_reach_the_network(tmp_path, model, cloud):
    path = write(tmp_path / "in.npz", cloud)
    perception = Perception.load(model, "cpu")
    perception.set_vocabulary(["wall", "floor", "chair"])
    scene = perception.process(cloud, ground=-3.0)
    assert (scene.labels != perception.process(cloud).labels).any()
    assert predict(path, tmp_path / "out.npz", model, "--ground", "-3") == 0
    with np.load(tmp_path / "out.npz", allow_pickle=False) as out:
        np.testing.assert_array_equal(out["label"], scene.labels)

    words = ["predict", path, "--vocabulary", "chair", "--output", str(tmp_path / "out.npz")]
    words += ["--device", "cpu", "--model", str(model), "--quiet"]
    named = {}
    for rivals in ("always", "never"):
        assert main([*words, "--rivals", rivals]) == 0
        with np.load(tmp_path / "out.npz", allow_pickle=False) as out:
            named[rivals] = int((out["label"] == 0).sum())
    assert named["always"] < named["never"] == int(cloud.finite.sum())
    assert main([*words, "--ground", "nan"]) != 0


@pytest.mark.parametrize("axis", LEVEL_AXES)
def test_every_up_axis_is_turned_to_z(axis):
    level = np.array(LEVEL_AXES[axis], np.float32)
    np.testing.assert_array_equal(level @ level.T, np.eye(3))
    assert np.linalg.det(level) == pytest.approx(1)
    sign, letter = (-1 if axis[0] == "-" else 1), axis[-1]
    np.testing.assert_array_equal(level[2], sign * np.eye(3)["xyz".index(letter)])


def test_a_cloud_in_camera_axes_gets_the_labels_of_the_level_cloud(tmp_path, model, cloud):
    level = np.array(LEVEL_AXES["-y"], np.float32)
    # Optical axes: right, down and forward are -y, -z and x of a robot.
    np.testing.assert_array_equal(level @ np.eye(3), [[0, 0, 1], [-1, 0, 0], [0, -1, 0]])
    plain = write(tmp_path / "level.npz", cloud)
    turned = write(tmp_path / "turned.npz", cloud.rotated(level.T))
    assert predict(plain, tmp_path / "a.npz", model, "--quiet") == 0
    assert predict(turned, tmp_path / "b.npz", model, "--quiet", "--up", "-y") == 0
    with np.load(tmp_path / "a.npz") as first, np.load(tmp_path / "b.npz") as second:
        np.testing.assert_array_equal(first["label"], second["label"])
        np.testing.assert_array_equal(first["boxes"], second["boxes"])
        np.testing.assert_array_equal(second["level_from_input"], level)


def test_up_is_found_in_a_tilted_cloud(tmp_path, model, capsys):
    r = np.random.default_rng(0)
    floor = r.uniform((0, -2, -1), (4, 2, -1), (9000, 3))
    wall = r.uniform((4, -2, -1), (4, 2, 1), (9000, 3))
    tilt = np.radians(25)
    turn = np.array([[np.cos(tilt), 0, np.sin(tilt)], [0, 1, 0], [-np.sin(tilt), 0, np.cos(tilt)]])
    tilted = PointCloud((np.concatenate([floor, wall]) @ turn.T).astype(np.float32))
    path = write(tmp_path / "tilted.npz", tilted)
    assert predict(path, tmp_path / "out.npz", model, "--tilted") == 0
    assert "tilted by 25 degrees" in capsys.readouterr().err
    with np.load(tmp_path / "out.npz") as out:
        np.testing.assert_allclose(out["level_from_input"] @ turn, np.eye(3), atol=0.02)


def test_a_cloud_that_does_not_tell_its_tilt_says_so(tmp_path, model, capsys):
    few = write(tmp_path / "few.npz", PointCloud(np.eye(3, dtype=np.float32)))
    assert predict(few, tmp_path / "out.npz", model, "--tilted") == 0
    assert "do not tell what is up: --up z is taken" in capsys.readouterr().err


def test_ply_and_silence(tmp_path, model, cloud, capsys):
    path = write(tmp_path / "in.npz", cloud)
    assert predict(path, tmp_path / "out.ply", model, "--quiet") == 0
    assert (tmp_path / "out.ply").read_bytes().startswith(b"ply\n")
    captured = capsys.readouterr()
    assert captured.out == captured.err == ""


def test_a_high_threshold_leaves_points_unlabelled(tmp_path, model, cloud):
    path = write(tmp_path / "in.npz", cloud)
    assert predict(path, tmp_path / "out.npz", model, "--threshold", "1") == 0
    with np.load(tmp_path / "out.npz") as out:
        assert (out["label"] == -1).mean() > 0.9
        assert (out["confidence"][out["label"] == -1] == 0).all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"cloud": "missing.npz"}, "no such file"),
        ({"cloud": "cloud.las"}, "unknown suffix"),
        ({"out": "out.txt"}, "unknown suffix"),
        ({"out": "no/folder/out.npz"}, "no folder"),
        ({"more": ("--vocabulary", " , ")}, "empty"),
        ({"more": ("--vocabulary", "chair, Chair")}, "twice"),
        ({"more": ("--vocabulary", "none.yaml")}, "none.yaml"),
        ({"more": ("--threshold", "2")}, "threshold"),
        ({"more": ("--intensity-range", "1", "0")}, "intensity range"),
        ({"model": "none.safetensors"}, "no checkpoint"),
    ],
)
def test_errors_are_one_line_and_status_2(tmp_path, model, cloud, capsys, change, message):
    path = write(tmp_path / "in.npz", cloud)
    status = predict(
        str(tmp_path / change["cloud"]) if "cloud" in change else path,
        tmp_path / change.get("out", "out.npz"),
        tmp_path / change["model"] if "model" in change else model,
        "--quiet",
        *change.get("more", ()),
    )
    err = capsys.readouterr().err
    assert status == 2
    assert message in err
    assert err.startswith("ws3d: ")
    assert err.count("\n") == 1
    assert [p.name for p in tmp_path.iterdir()] == ["in.npz"]


def test_the_table_counts_what_was_found():
    scene = SceneLabels(
        names=("wall", "chair", "plant"),
        labels=np.array([0, 0, 1, -1, 0], np.int32),
        confidences=np.zeros(5, np.float32),
        instances=np.array([-1, -1, 0, -1, -1], np.int32),
        boxes=np.ones((1, 7), np.float32),
        box_labels=np.array([1], np.int32),
        box_scores=np.ones(1, np.float32),
        box_instances=np.zeros(1, np.int32),
    )
    rows = [line.split() for line in summary(scene).splitlines()]
    assert rows == [
        ["name", "points", "share", "boxes"],
        ["wall", "3", "60.0%"],
        ["chair", "1", "20.0%", "1"],
        ["(unlabelled)", "1", "20.0%"],
    ]
    assert "(unlabelled)" in summary(SceneLabels.empty((), 0))
