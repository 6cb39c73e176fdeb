# SPDX-License-Identifier: Apache-2.0
"""Zero-shot evaluation, calibration, and their commands, on an untrained network."""

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
import torch

from ws3d_model import Perception
from ws3d_model.commands.main import main
from ws3d_model.datasets.labelled_cloud import LabelledCloud, read_shards
from ws3d_model.evaluation.zero_shot import ZeroShot
from ws3d_model.language import load_encoder, probe_hash
from ws3d_model.language.text_space import TextSpace
from ws3d_model.learning.temperature import fit_temperature
from ws3d_model.network import Checkpoint, NetworkShape, VisionLanguageNet, load_checkpoint
from ws3d_model.point_cloud import PointCloud
from ws3d_model.worlds.words import EVALUATION_NAMES, NAMES


def labelled(seed: int) -> LabelledCloud:
    """Blocks of a few classes."""
    r = np.random.default_rng(seed)
    kind = r.integers(0, 4, 1500)
    xyz = (r.random((1500, 3)) + 2 * np.eye(4, 3)[kind]).astype(np.float32)
    labels = np.array([NAMES.index(n) for n in ("wall", "floor", "chair", "bench")])[kind]
    rgb = r.integers(0, 256, (1500, 3), dtype=np.uint8)
    instances = np.where(kind > 1, kind - 2, -1).astype(np.int32)
    centres = np.zeros((2, 3), np.float32)
    return LabelledCloud(PointCloud(xyz, rgb), NAMES, labels.astype(np.int32), instances, centres)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two shards and a checkpoint."""
    folder = tmp_path_factory.mktemp("zero_shot")
    (folder / "shards").mkdir()
    for seed in range(2):
        labelled(seed).save(folder / "shards" / f"{seed}.npz")
    encoder = load_encoder()
    space = TextSpace.build(encoder, EVALUATION_NAMES)
    torch.manual_seed(0)
    Checkpoint(
        VisionLanguageNet(NetworkShape(channels=(8, 16), hidden=16)).eval(),
        encoder.identity, probe_hash(encoder), space.centre, EVALUATION_NAMES, space.anchors,
    ).save(folder / "c.safetensors")  # fmt: skip
    return folder


def test_perfect_answers_score_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    perception = Perception.load(folder / "c.safetensors", "cpu")
    judge = ZeroShot(perception, read_shards(folder / "shards"), quiet=True)
    truths = iter([judge._truth(cloud, EVALUATION_NAMES) for cloud in judge.clouds])
    plain = perception.label

    def answer(observation: object, encoded: object) -> object:
        scene = plain(observation, encoded)  # type: ignore[arg-type]
        return dataclasses.replace(scene, labels=next(truths))

    monkeypatch.setattr(perception, "label", answer)
    score = judge.score(EVALUATION_NAMES)
    assert score.mean_iou == 1.0
    assert np.isnan(score.iou[EVALUATION_NAMES.index("sofa")])


def test_a_name_asked_for_alone_is_judged_against_all_other_points(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other words compete, and a false alarm counts whatever the point really is."""
    perception = Perception.load(folder / "c.safetensors", "cpu")
    judge = ZeroShot(perception, read_shards(folder / "shards"), quiet=True)
    plain, rivals = perception.label, []

    def everything(observation: object, encoded: object) -> object:
        rivals.append(perception.settings.rivals)
        scene = plain(observation, encoded)  # type: ignore[arg-type]
        return dataclasses.replace(scene, labels=np.zeros_like(scene.labels))

    monkeypatch.setattr(perception, "label", everything)
    known = sum(int((cloud.labels >= 0).sum()) for cloud in judge.clouds)
    chairs = sum(int((cloud.labels == NAMES.index("chair")).sum()) for cloud in judge.clouds)
    assert judge._alone("chair") == pytest.approx(chairs / known)
    assert set(rivals) == {"always"}
    assert perception.settings.rivals == "never"
    assert np.isnan(judge._alone("sofa"))


def test_no_clouds_are_refused(folder: Path) -> None:
    with pytest.raises(ValueError, match="no clouds to evaluate"):
        ZeroShot(Perception.load(folder / "c.safetensors", "cpu"), [])


def test_evaluate_prints_and_writes_all_figures(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = folder / "figures.json"
    command = f"evaluate {folder / 'shards'} --model {folder / 'c.safetensors'} --device cpu"
    assert main([*command.split(), "--quiet", "--json", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "mIoU, 3 names, 2 scans" in printed  # wall, floor, chair; bench is not among the 20
    assert "nonsense" in printed
    figures = json.loads(out.read_text())
    assert figures["names"].keys() == {"wall", "floor", "chair"}
    assert figures["synonyms"].keys() == {"wall", "floor", "chair"}
    assert figures["alone"].keys() == {"wall", "floor", "chair"}
    assert figures["left_out"]["bench"][1] > 0
    assert figures["tilted"] > 0.9
    assert figures["optical"] > 0.9
    assert 0 <= figures["mean_iou"] <= 1
    assert 0 <= figures["tilt_ignored"] <= 1
    assert 0 <= figures["tilt_found"] <= 1


def test_calibration_lowers_the_gap_between_confidence_and_hits(folder: Path) -> None:
    perception = Perception.load(folder / "c.safetensors", "cpu")
    temperature, before, after = fit_temperature(perception, read_shards(folder / "shards"))
    assert 0.5 <= temperature <= 4.0
    assert after <= before + 0.02  # fitted to the cross-entropy, which the gap follows
    assert perception.checkpoint.calibration == {}


def test_calibrate_changes_the_temperature_and_no_weight(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = folder / "calibrated.safetensors"
    source = folder / "c.safetensors"
    assert main(["calibrate", str(source), str(folder / "shards"), "--out", str(out)]) == 0
    assert "expected calibration error" in capsys.readouterr().out
    old, new = (load_checkpoint(path, torch.device("cpu")) for path in (source, out))
    assert new.calibration["temperature"] > 0
    for name, value in old.network.state_dict().items():
        assert torch.equal(value, new.network.state_dict()[name]), name


@pytest.mark.parametrize("command", ["evaluate", "calibrate"])
def test_empty_folder_says_how_to_make_shards(
    command: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = str(folder / "c.safetensors")
    args = {
        "evaluate": ["evaluate", str(tmp_path)],
        "calibrate": ["calibrate", source, str(tmp_path), "--out", str(tmp_path / "o")],
    }[command]
    if command == "evaluate":
        args += ["--model", source]
    assert main(args) == 2
    assert "ws3d generate rooms" in capsys.readouterr().err
