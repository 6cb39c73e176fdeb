# SPDX-License-Identifier: Apache-2.0
"""The checkpoints that come with ws3d: found by name, unchanged, readable."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from ws3d_model.network import CheckpointError, load_checkpoint
from ws3d_model.weights import checkpoint_path, shipped


def test_nothing_named_is_the_rooms() -> None:
    assert checkpoint_path() == checkpoint_path("") == checkpoint_path("rooms")


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_shipped_checkpoint_is_whole(name: str) -> None:
    path = checkpoint_path(name)
    assert path.stat().st_size <= 10 << 20
    checkpoint = load_checkpoint(path, torch.device("cpu"))  # checks the content's hash
    assert len(checkpoint.anchor_names) > 20 and checkpoint.calibration


def test_other_names_are_paths() -> None:
    assert checkpoint_path("nowhere/mine.safetensors") == Path("nowhere/mine.safetensors")
    with pytest.raises(CheckpointError, match="name of a shipped one"):
        load_checkpoint(checkpoint_path("roms"), torch.device("cpu"))
