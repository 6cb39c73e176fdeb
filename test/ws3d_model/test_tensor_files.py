# SPDX-License-Identifier: Apache-2.0
"""Tensors come back as they were; a file that cannot be written is an OSError."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from ws3d_model.tensor_files import write_tensors


def test_a_tensor_without_rows(tmp_path: Path) -> None:
    write_tensors(tmp_path / "t", {"none": torch.zeros(0, 3)}, {})
    assert load_file(tmp_path / "t")["none"].shape == (0, 3)


def test_views_and_shared_memory_come_back(tmp_path: Path) -> None:
    whole = torch.arange(12).view(3, 4)
    sent = {"whole": whole, "part": whole[:, 1], "turned": whole.t(), "again": whole}
    write_tensors(tmp_path / "t", sent, {"step": "3"})
    got = load_file(tmp_path / "t")
    assert got.keys() == sent.keys()
    assert all(torch.equal(got[name], value) for name, value in sent.items())


def test_a_folder_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="could not be written"):
        write_tensors(tmp_path / "missing" / "t", {"a": torch.zeros(2)}, {})
    assert list(tmp_path.iterdir()) == []
