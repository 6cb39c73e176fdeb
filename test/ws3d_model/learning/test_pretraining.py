# SPDX-License-Identifier: Apache-2.0
"""Pre-training from the command line to a checkpoint, in one text space and in two."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import yaml

from ws3d_model.commands.main import main
from ws3d_model.learning.batches import DataSettings, WorldBatches
from ws3d_model.learning.scan_store import ScanStore
from ws3d_model.network import CheckpointError, load_checkpoint
from ws3d_model.network.vision_language_net import VisionLanguageNet
from ws3d_model.sparse import build_plan

CPU = torch.device("cpu")
Toy = dict[str, dict[str, Any]]


def pretrain(toy: Toy, folder: Path, shards: Path, *more: str) -> int:
    path = folder / "toy.yaml"
    path.write_text(yaml.safe_dump(toy, sort_keys=False))
    where = ["--data", str(shards), "--out", str(folder / "out"), "--device", "cpu", "--quiet"]
    return main(["train", "pretrain", str(path), *where, *more])


@pytest.mark.slow
def test_it_learns_a_simple_room(toy: Toy, shards: Path, tmp_path: Path) -> None:
    toy["training"].update(steps=40, average=0.8)
    toy["losses"]["text_noise"] = 0.0
    toy["data"]["mix"] = 0.0
    assert pretrain(toy, tmp_path, shards) == 0
    checkpoint = load_checkpoint(tmp_path / "out" / "checkpoint.safetensors", CPU)
    store = ScanStore.read(shards, ("floor", "wall", "box"), quiet=True)
    batch = WorldBatches(store, DataSettings(2, 0.0), 99, 0.05).draw(0)
    rows = [checkpoint.anchor_names.index(name) for name in store.names]
    words = torch.from_numpy(checkpoint.anchors[rows])
    with torch.inference_mode():
        network = checkpoint.network
        features = network.features(batch.features, build_plan(batch.keys, 2))
        said = network.language.cosines(features, words).argmax(1)
    assert float((said == batch.labels).float().mean()) > 0.9
    assert checkpoint.training["steps"] == "40"
    assert "4 scans" in checkpoint.training["data"]


def test_two_text_spaces_have_a_head_each(
    toy: Toy, shards: Path, vectors: Path, tmp_path: Path
) -> None:
    with np.load(vectors) as stored:
        narrow = {"texts": stored["names"], "vectors": stored["vectors"][:, :5]}
    # A file that knows its encoder makes a space that can be asked by that encoder.
    np.savez(tmp_path / "narrow.npz", encoder="letters", probe="00" * 64, **narrow)
    toy["spaces"]["narrow"] = {"names": 0.5}
    assert pretrain(toy, tmp_path, shards, "--vectors", f"narrow={tmp_path}/narrow.npz") == 0
    log = (tmp_path / "out" / "log.jsonl").read_text().splitlines()
    assert {"toy/names", "narrow/names", "offset"} <= yaml.safe_load(log[-1]).keys()
    checkpoint = load_checkpoint(tmp_path / "out" / "checkpoint.safetensors", CPU)
    assert checkpoint.network.shape.text_dimension == 8
    assert checkpoint.network.shape.further_spaces == (("narrow", 5),)
    other = checkpoint.using("narrow")
    assert (other.encoder, other.text_centre.shape) == ("letters", (5,))
    features = torch.randn(4, checkpoint.network.width)
    with torch.inference_mode():
        torch.testing.assert_close(
            other.network.language(features), checkpoint.network.head("narrow")(features)
        )
    other.save(tmp_path / "alone.safetensors")
    alone = load_checkpoint(tmp_path / "alone.safetensors", CPU)
    assert alone.network.shape.further_spaces == ()
    assert alone.anchor_names == checkpoint.further["narrow"].anchor_names
    with pytest.raises(CheckpointError, match=r"no text space 'clip'.*narrow"):
        checkpoint.using("clip")


def test_a_space_without_a_fingerprint_cannot_be_asked(
    toy: Toy, shards: Path, vectors: Path, tmp_path: Path
) -> None:
    toy["spaces"]["second"] = {"vectors": str(vectors), "names": 1.0}
    assert pretrain(toy, tmp_path, shards, "--steps", "1") == 0
    checkpoint = load_checkpoint(tmp_path / "out" / "checkpoint.safetensors", CPU)
    with pytest.raises(CheckpointError, match="no fingerprint"):
        checkpoint.using("second")


def test_it_goes_on_from_a_checkpoint(toy: Toy, shards: Path, tmp_path: Path) -> None:
    assert pretrain(toy, tmp_path, shards, "--steps", "2") == 0
    first = tmp_path / "out" / "checkpoint.safetensors"
    toy["training"].update(lr=1e-12, weight_decay=0.0)
    on = tmp_path / "on"
    on.mkdir()
    assert pretrain(toy, on, shards, "--model", str(first), "--steps", "1") == 0
    begun = load_checkpoint(first, CPU)
    after = load_checkpoint(on / "out" / "checkpoint.safetensors", CPU)
    assert after.training["start"] == begun.content_hash
    assert (after.training["steps"], begun.training["start"]) == ("1", "scratch")
    weights = dict(begun.network.named_parameters())
    for name, weight in after.network.named_parameters():
        torch.testing.assert_close(weight, weights[name], rtol=1e-3, atol=1e-5)


def test_a_checkpoint_of_another_shape_is_refused(
    toy: Toy, shards: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pretrain(toy, tmp_path, shards, "--model", "rooms") == 2
    assert "leave out --model" in capsys.readouterr().err


def test_half_precision_trains_on_a_cpu_too(toy: Toy, shards: Path, tmp_path: Path) -> None:
    toy["training"].update(steps=3, precision="bf16")
    assert pretrain(toy, tmp_path, shards) == 0
    log = yaml.safe_load((tmp_path / "out" / "log.jsonl").read_text().splitlines()[-1])
    assert np.isfinite([log["toy/names"], log["offset"], log["objectness"]]).all()


@pytest.mark.parametrize(
    ("space", "message"),
    [
        ({"point": 1.0}, "needs a teacher: give --teacher toy=FOLDER"),
        ({"names": 1.0, "vectors": "nowhere.npz"}, "nowhere.npz"),
    ],
)
def test_what_is_missing_is_told(
    toy: Toy,
    shards: Path,
    tmp_path: Path,
    space: dict[str, Any],
    message: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    toy["spaces"]["toy"] = {**toy["spaces"]["toy"], "names": 0.0, **space}
    assert pretrain(toy, tmp_path, shards) == 2
    assert message in capsys.readouterr().err


def test_old_checkpoints_have_one_text_space() -> None:
    shipped = Path(__file__).parents[3] / "ws3d_model" / "weights" / "ws3d-rooms.safetensors"
    checkpoint = load_checkpoint(shipped, CPU)
    assert checkpoint.further == {}
    assert isinstance(checkpoint.network, VisionLanguageNet)
    assert checkpoint.network.head("minilm") is checkpoint.network.language
