# SPDX-License-Identifier: Apache-2.0
"""Checkpoints: what is written comes back, and what is damaged is refused with the cure."""

import dataclasses
import json
import resource
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import safetensors.torch
import torch
from safetensors import safe_open

from ws3d_model.network import (
    Checkpoint,
    CheckpointError,
    NetworkShape,
    VisionLanguageNet,
    load_checkpoint,
)

CPU = torch.device("cpu")


@pytest.fixture
def checkpoint() -> Checkpoint:
    torch.manual_seed(0)
    shape = NetworkShape(channels=(8, 16), hidden=16, text_dimension=12)
    return Checkpoint(
        network=VisionLanguageNet(shape).eval(),
        encoder="minilm-l6-v2",
        encoder_probe="00" * 64,
        text_centre=np.linspace(0, 1, 12, dtype=np.float32),
        anchor_names=("chair", "Stuhl ☃"),
        anchors=np.eye(2, 12, dtype=np.float32),
        calibration={"temperature": 1.5},
        training={"steps": "3"},
        general_names=("Stuhl ☃",),
        rival_names=("chair",),
    )


def rewrite(path: Path, **changes: str) -> None:
    """The same tensors with other metadata."""
    with safe_open(path, "pt") as file:
        metadata = {**file.metadata(), **changes}
        tensors = {name: file.get_tensor(name) for name in list(file.keys())}
    safetensors.torch.save_file(tensors, path, metadata)


def test_what_is_saved_comes_back(checkpoint: Checkpoint, tmp_path: Path) -> None:
    path = tmp_path / "c.safetensors"
    checkpoint.save(path, torch.float32)
    loaded = load_checkpoint(path, CPU)
    for name, value in checkpoint.network.state_dict().items():
        assert torch.equal(loaded.network.state_dict()[name], value), name
    fields = ("encoder", "encoder_probe", "anchor_names", "general_names", "rival_names")
    for field in (*fields, "calibration", "training", "licence"):
        assert getattr(loaded, field) == getattr(checkpoint, field)
    np.testing.assert_array_equal(loaded.text_centre, checkpoint.text_centre)
    np.testing.assert_array_equal(loaded.anchors, checkpoint.anchors)
    assert loaded.network.shape == checkpoint.network.shape
    assert not loaded.network.training
    assert [p.name for p in tmp_path.iterdir()] == ["c.safetensors"]
    assert path.stat().st_mode & 0o044 == 0o044  # another user can read an installed one


def test_where_no_rivals_are_listed_all_exact_words_are(checkpoint: Checkpoint) -> None:
    assert checkpoint.rivals == ("chair",)
    every = dataclasses.replace(checkpoint, general_names=(), rival_names=())
    assert every.rivals == checkpoint.anchor_names
    assert dataclasses.replace(checkpoint, rival_names=()).rivals == ("chair",)


def test_loading_does_not_bring_torchs_compiler(checkpoint: Checkpoint, tmp_path: Path) -> None:
    """Its import takes two seconds and 70 MB, at each start of the node."""
    checkpoint.save(tmp_path / "c.safetensors")
    look = (
        "import sys, torch\n"
        "from pathlib import Path\n"
        "from ws3d_model.network import load_checkpoint\n"
        "load_checkpoint(Path(sys.argv[1]), torch.device('cpu'))\n"
        "sys.exit('torch._dynamo' in sys.modules)"
    )
    command = [sys.executable, "-c", look, str(tmp_path / "c.safetensors")]
    subprocess.run(command, check=True, timeout=120)


def test_half_precision_halves_the_file(checkpoint: Checkpoint, tmp_path: Path) -> None:
    checkpoint.save(tmp_path / "half")
    checkpoint.save(tmp_path / "full", torch.float32)
    assert (tmp_path / "half").stat().st_size < 0.7 * (tmp_path / "full").stat().st_size
    assert load_checkpoint(tmp_path / "half", CPU).network.log_scale.dtype == torch.float32


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match=r"no checkpoint at .*nowhere"):
        load_checkpoint(tmp_path / "nowhere.safetensors", CPU)


@pytest.mark.parametrize("keep", [0, 5, 500, -10])
def test_truncated_file_is_refused(checkpoint: Checkpoint, tmp_path: Path, keep: int) -> None:
    path = tmp_path / "c.safetensors"
    checkpoint.save(path)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(CheckpointError, match=r"c\.safetensors cannot be read .*copy it again"):
        load_checkpoint(path, CPU)


def test_changed_weight_is_refused(checkpoint: Checkpoint, tmp_path: Path) -> None:
    path = tmp_path / "c.safetensors"
    checkpoint.save(path)
    content = bytearray(path.read_bytes())
    content[-5] ^= 0x10
    path.write_bytes(content)
    with pytest.raises(CheckpointError, match="damaged"):
        load_checkpoint(path, CPU)


def test_other_format_version_is_named(checkpoint: Checkpoint, tmp_path: Path) -> None:
    path = tmp_path / "c.safetensors"
    checkpoint.save(path)
    rewrite(path, version="99")
    with pytest.raises(CheckpointError, match="format 99"):
        load_checkpoint(path, CPU)


def test_other_input_features_are_named(checkpoint: Checkpoint, tmp_path: Path) -> None:
    path = tmp_path / "c.safetensors"
    checkpoint.save(path)
    rewrite(path, features=json.dumps(["thermal"]))
    with pytest.raises(CheckpointError, match="thermal"):
        load_checkpoint(path, CPU)


def test_a_shape_that_the_weights_do_not_have_is_refused(
    checkpoint: Checkpoint, tmp_path: Path
) -> None:
    path = tmp_path / "c.safetensors"
    checkpoint.save(path)
    shape = dataclasses.asdict(dataclasses.replace(checkpoint.network.shape, hidden=32))
    rewrite(path, shape=json.dumps(shape))
    with pytest.raises(CheckpointError, match="other weights"):
        load_checkpoint(path, CPU)
    rewrite(path, shape=json.dumps({**shape, "channels": [10**9] * 8}))
    with pytest.raises(CheckpointError, match="channels must be"):
        load_checkpoint(path, CPU)


def test_the_largest_network_there_can_be_takes_no_memory_without_its_weights(
    checkpoint: Checkpoint, tmp_path: Path
) -> None:
    path = tmp_path / "c.safetensors"
    checkpoint.save(path)
    shape = dataclasses.asdict(checkpoint.network.shape)
    rewrite(path, shape=json.dumps({**shape, "channels": [1024] * 8, "blocks": 8}))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(CheckpointError, match="other weights"):
        load_checkpoint(path, CPU)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000  # KiB


def test_foreign_safetensors_is_no_checkpoint(tmp_path: Path) -> None:
    path = tmp_path / "other.safetensors"
    safetensors.torch.save_file({"a": torch.zeros(3)}, path)
    with pytest.raises(CheckpointError, match="no ws3d checkpoint"):
        load_checkpoint(path, CPU)
