# SPDX-License-Identifier: Apache-2.0
"""A CLIP of the smallest shape on disk, a teacher that sees colours, and a small room."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from ws3d_model.point_cloud import PointCloud

SHAPE = {
    "embed_dim": 24,
    "vision_cfg": {
        "image_size": 32, "layers": 2, "width": 32, "patch_size": 8, "head_width": 16,
    },
    "text_cfg": {"context_length": 20, "vocab_size": 49408, "width": 16, "heads": 2, "layers": 1},
}  # fmt: skip


def _write(folder: Path, seed: int = 0, **vision: object) -> Path:
    """Random weights in the form of a downloaded model."""
    if importlib.util.find_spec("open_clip") is None:
        pytest.skip("open_clip is not installed (pip install open_clip_torch==3.3.0 torchvision)")
    from ws3d_model.language.open_clip_model import new_open_clip

    shape = {**SHAPE, "vision_cfg": {**SHAPE["vision_cfg"], **vision}}
    folder.mkdir(parents=True, exist_ok=True)
    config = {"model_cfg": shape, "preprocess_cfg": {}}
    (folder / "open_clip_config.json").write_text(json.dumps(config), encoding="utf-8")
    torch.manual_seed(seed)
    model, _ = new_open_clip(folder)
    weights = {name: value.contiguous() for name, value in model.state_dict().items()}
    save_file(weights, folder / "open_clip_model.safetensors")
    return folder


@pytest.fixture(scope="session")
def write_model() -> Callable[..., Path]:
    """Writes a model into a folder: (folder, seed=0, **changes of vision_cfg)."""
    return _write


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _write(tmp_path_factory.mktemp("models") / "small")


class ColourTeacher:
    """What it sees of a cell is the cell's mean colour, as a unit vector."""

    identity = "colours"
    dimension = 3
    content_hash = "0"
    cell = 4

    def encode_images(self, images):
        return _unit(np.array([image.mean(axis=(0, 1)) for image in images], np.float32))

    def encode_dense(self, image):
        high, wide = (length // self.cell for length in image.shape[:2])
        cells = image[: high * self.cell, : wide * self.cell].astype(np.float32)
        cells = cells.reshape(high, self.cell, wide, self.cell, 3).mean(axis=(1, 3))
        return _unit(cells + 1e-3)

    def encode_text(self, texts):
        table = {"red": (1, 0, 0), "green": (0, 1, 0), "blue": (0, 0, 1)}
        found = [next((v for k, v in table.items() if k in text), (1, 1, 1)) for text in texts]
        return _unit(np.array(found, np.float32))


def _unit(vectors):
    return (vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)).astype(np.float32)


@pytest.fixture
def colours() -> ColourTeacher:
    return ColourTeacher()


def small_room(spacing: float = 0.05) -> PointCloud:
    """3 m x 3 m x 2 m: a red floor, and green walls."""
    line, up = np.arange(0, 3, spacing), np.arange(0, 2, spacing)
    x, y = (grid.ravel() for grid in np.meshgrid(line, line))
    a, z = (grid.ravel() for grid in np.meshgrid(line, up))
    walls = [np.stack([np.full_like(a, at), a, z], 1) for at in (0.0, 3.0)]
    walls += [np.stack([a, np.full_like(a, at), z], 1) for at in (0.0, 3.0)]
    xyz = np.concatenate([np.stack([x, y, np.zeros_like(x)], 1), *walls]).astype(np.float32)
    rgb = np.full((len(xyz), 3), (20, 200, 20), np.uint8)
    rgb[: len(x)] = 200, 20, 20
    return PointCloud(xyz, rgb)


@pytest.fixture
def room() -> PointCloud:
    return small_room()
