# SPDX-License-Identifier: Apache-2.0
"""Few-label training from the command line to a checkpoint, and what odd data do to it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import yaml

from ws3d_model.commands.main import main
from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.learning import few_label_comparison
from ws3d_model.learning.training_state import TrainingState
from ws3d_model.network import load_checkpoint

CPU = torch.device("cpu")
Toy = dict[str, dict[str, Any]]
ALL_TERMS = {"boundary": 0.2, "energy": 0.3, "contrast": 0.1, "pseudo": 0.5, "others": 8}


@pytest.fixture
def few() -> Toy:
    """An experiment as its YAML file holds it."""
    return {
        "start": {"model": "scratch"},
        "network": {"channels": [8, 16], "hidden": 16},
        "data": {"scans": 2, "workers": 0, "mix": 0.0},
        "labels": {"names": ["floor", "wall", "box"], "points": 20},
        "losses": {"label_voxels": 500, **ALL_TERMS},
        "training": {"steps": 3, "warmup": 2, "lr": 0.01, "save_every": 1e9, "log_every": 1},
    }


def train(kind: str, few: Toy, folder: Path, vectors: Path, *more: str) -> int:
    path = folder / "few.yaml"
    path.write_text(yaml.safe_dump(few, sort_keys=False))
    where = ["--out", str(folder / "out"), "--vectors", str(vectors), "--device", "cpu", "--quiet"]
    return main(["train", kind, str(path), *where, *more])


def log(folder: Path) -> list[dict[str, float]]:
    return [json.loads(line) for line in (folder / "out/log.jsonl").read_text().splitlines()]


@pytest.mark.slow
def test_from_scratch_then_on_from_the_checkpoint(
    few: Toy, shards: Path, vectors: Path, tmp_path: Path
) -> None:
    few["training"].update(steps=15, average=0.9)
    few["losses"].update(pseudo=0.0)
    assert train("finetune", few, tmp_path, vectors, "--data", str(shards)) == 0
    lines = log(tmp_path)
    assert lines[-1]["names"] < 0.8 * lines[0]["names"]
    terms = {"names", "offset", "region/boundary", "region/unary", "region/contrast"}
    assert terms <= lines[0].keys()
    assert 0 < lines[0]["labelled"] <= 2 * 20
    first = load_checkpoint(tmp_path / "out/checkpoint.safetensors", CPU)
    assert first.anchor_names == ("floor", "wall", "box")
    assert "80 labelled points in 4 of 4 scans" in first.training["data"]

    # A word more is learnt; the words and the centre of the text space stay.
    on = tmp_path / "on"
    on.mkdir()
    few["labels"] = {"names": ["carton"], "points": 0}
    few["training"]["steps"] = 2
    few["losses"].update(keep=1.0)
    moved = tmp_path / "cartons"
    moved.mkdir()
    for path in sorted(shards.glob("*.npz"))[:2]:
        cloud = LabelledCloud.load(path)
        names = ("floor", "wall", "carton")
        LabelledCloud(cloud.cloud, names, cloud.labels, cloud.instances, cloud.centres).save(
            moved / path.name
        )
    model = str(tmp_path / "out/checkpoint.safetensors")
    assert train("finetune", few, on, vectors, "--data", str(moved), "--model", model) == 0
    second = load_checkpoint(on / "out/checkpoint.safetensors", CPU)
    assert second.anchor_names == ("floor", "wall", "box", "carton")
    np.testing.assert_array_equal(second.text_centre, first.text_centre)
    np.testing.assert_allclose(second.anchors[:3], first.anchors, atol=1e-3)
    assert second.training["start"] == first.content_hash
    assert "keep" in log(on)[0]


@pytest.mark.slow
def test_a_stopped_run_ends_as_one_that_was_not(
    few: Toy, shards: Path, vectors: Path, tmp_path: Path
) -> None:
    data = ("--data", str(shards), "--share", "0.5")
    assert train("self-train", few, tmp_path, vectors, *data) == 0
    whole = load_checkpoint(tmp_path / "out/checkpoint.safetensors", CPU)
    assert log(tmp_path)[0]["pseudo_labelled"] >= 0
    # Stop after two steps: the schedule and the ramp are those of three.
    other = tmp_path / "other"
    (other / "out").mkdir(parents=True)
    few["training"]["save_every"] = 0.0
    saved = []
    original = TrainingState.save

    def save(state: TrainingState, path: Path) -> None:
        original(state, path)
        saved.append(state.step)
        if len(saved) == 2:
            raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TrainingState, "save", save)
        assert train("self-train", few, other, vectors, *data) == 130
    assert saved == [1, 2]
    assert train("self-train", few, other, vectors, *data) == 0
    again = load_checkpoint(other / "out/checkpoint.safetensors", CPU)
    weights = again.network.state_dict()
    for name, value in whole.network.state_dict().items():
        torch.testing.assert_close(weights[name], value, rtol=0, atol=0)


@pytest.mark.slow
def test_a_stopped_run_that_keeps_to_a_checkpoint(
    few: Toy, shards: Path, vectors: Path, tmp_path: Path
) -> None:
    """Its answers are asked for where they are missing, and read where they are not."""
    few["losses"] = {"label_voxels": 500}
    few["training"]["steps"] = 1
    assert train("finetune", few, tmp_path, vectors, "--data", str(shards)) == 0
    model = str(tmp_path / "out/checkpoint.safetensors")
    few["losses"].update(keep=1.0, keep_voxels=300, spread=True)
    few["training"].update(steps=4, save_every=0.0)
    data = ("--data", str(shards), "--model", model)
    weights = []
    original = TrainingState.save

    def save(state: TrainingState, path: Path) -> None:
        original(state, path)
        if state.step == 2:
            raise KeyboardInterrupt

    for title, stops in (("whole", False), ("stopped", True)):
        folder = tmp_path / title
        (folder / "out").mkdir(parents=True)
        if stops:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(TrainingState, "save", save)
                assert train("finetune", few, folder, vectors, *data) == 130
            kept = sorted((folder / "out/regions/answers").glob("*.npz"))
            assert kept
            kept[0].unlink()
        assert train("finetune", few, folder, vectors, *data) == 0
        assert all(line["keep"] >= 0 for line in log(folder))
        checkpoint = load_checkpoint(folder / "out/checkpoint.safetensors", CPU)
        weights.append(checkpoint.network.state_dict())
    for name, value in weights[0].items():
        torch.testing.assert_close(weights[1][name], value, rtol=0, atol=0)


@pytest.mark.slow
def test_a_check_reports_boundaries_pseudo_labels_and_pictures(
    few: Toy, shards: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few["losses"].update(spread=True)
    few["labels"]["share"] = 0.5
    few["training"]["steps"] = 1
    path = tmp_path / "few.yaml"
    path.write_text(yaml.safe_dump(few, sort_keys=False))
    where = ["--data", str(shards), "--check", str(shards), "--out", str(tmp_path / "out")]
    more = ["--pictures", "1", "--device", "cpu", "--quiet"]
    assert main(["train", "self-train", str(path), *where, *more]) == 0
    told = json.loads((tmp_path / "out/check.json").read_text())
    assert list(told) == ["after", "boundaries", "pseudo_labels"]
    assert (told["boundaries"]["scans"], set(told["pseudo_labels"])) == (
        4,
        {"spread", "regions", "voxels"},
    )
    # Two scans keep 20 points each, and the others none: nearly all voxels lost their label.
    spread = told["pseudo_labels"]["spread"]
    assert 0.2 < spread["share"] < 0.6 and spread["right"] > 0.9
    said = capsys.readouterr().out
    assert "| boundary network |" in said and "| spread |" in said
    folder = tmp_path / "out/pictures"
    assert len(list(folder.glob("regions_*.png"))) == len(list(folder.glob("worst_*.png"))) == 1
    assert (folder / "index.html").exists()


def test_pictures_need_held_out_scans(
    few: Toy, shards: Path, vectors: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert train("finetune", few, tmp_path, vectors, "--data", str(shards), "--pictures", "2") == 2
    assert "give --check a folder" in capsys.readouterr().err


def test_scans_without_any_label_can_be_learnt_from(
    few: Toy, shards: Path, vectors: Path, tmp_path: Path
) -> None:
    assert train("self-train", few, tmp_path, vectors, "--unlabelled", str(shards)) == 0
    assert log(tmp_path)[-1]["batches_without_labels"] == 1
    del few["labels"]["names"]
    assert train("self-train", few, tmp_path, vectors, "--unlabelled", str(shards)) == 2


def test_one_class_batches_are_counted(
    few: Toy, shards: Path, vectors: Path, tmp_path: Path
) -> None:
    few["labels"] = {"names": ["box"]}
    few["training"]["steps"] = 1
    assert train("finetune", few, tmp_path, vectors, "--data", str(shards)) == 0
    assert log(tmp_path)[0]["batches_of_one_class"] == 1


def test_self_training_needs_predictions(
    few: Toy, shards: Path, vectors: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few["losses"] = {}
    assert train("self-train", few, tmp_path, vectors, "--data", str(shards)) == 2
    assert "self-training learns from predictions" in capsys.readouterr().err


def test_there_is_nothing_to_keep_from_scratch(
    few: Toy, shards: Path, vectors: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few["losses"]["keep"] = 1.0
    assert train("finetune", few, tmp_path, vectors, "--data", str(shards)) == 2
    assert "from scratch there is none: give --model" in capsys.readouterr().err


@pytest.mark.slow
def test_a_table_over_labels(
    few: Toy, shards: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few["training"]["steps"] = 1
    (tmp_path / "few.yaml").write_text(yaml.safe_dump(few))
    where = ["--data", str(shards), "--check", str(shards), "--out", str(tmp_path / "table")]
    lines = ["--shares", "0.5", "--points", "5", "--device", "cpu", "--quiet"]
    few_label_comparison.main([f"scratch={tmp_path}/few.yaml", *where, *lines])
    said = capsys.readouterr().out
    for title in ("LR 50 %", "LA 5"):
        folder = tmp_path / "table" / f"scratch-{title}-0"
        figures = json.loads((folder / "check.json").read_text())
        assert "before" not in figures
        assert 0 <= figures["after"]["base_mean_iou"] <= 1
        share = 100 * figures["pseudo_labels"]["voxels"]["share"]
        assert f" {share:.1f} |" in next(line for line in said.splitlines() if title in line)
    with pytest.raises(ValueError, match="TITLE=YAML"):
        few_label_comparison.Row.parse("nothing")
