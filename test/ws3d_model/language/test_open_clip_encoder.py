# SPDX-License-Identifier: Apache-2.0
"""The open_clip encoder on a small checkpoint on disk, and its refusal of random weights."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from ws3d_model.language.encoder import load_encoder, probe_hash, same_space
from ws3d_model.language.open_clip_encoder import OpenClipEncoder
from ws3d_model.language.open_clip_model import import_open_clip

needs_open_clip = pytest.mark.skipif(
    importlib.util.find_spec("open_clip") is None,
    reason="open_clip is not installed (pip install open_clip_torch==3.3.0 torchvision)",
)

SMALL = {
    "embed_dim": 32,
    "vision_cfg": {
        "image_size": 32, "layers": 1, "width": 32, "patch_size": 16, "head_width": 16,
    },
    "text_cfg": {"context_length": 77, "vocab_size": 49408, "width": 32, "heads": 2, "layers": 1},
}  # fmt: skip


def write_model(folder: Path, seed: int) -> None:
    """A CLIP of the smallest shape in the form of a downloaded one: config and weights."""
    open_clip = import_open_clip()
    config = {"model_cfg": SMALL, "preprocess_cfg": {}}
    (folder / "open_clip_config.json").write_text(json.dumps(config), encoding="utf-8")
    torch.manual_seed(seed)
    model = open_clip.create_model(f"local-dir:{folder}", load_weights=False)
    weights = {name: value.contiguous() for name, value in model.state_dict().items()}
    save_file(weights, folder / "open_clip_model.safetensors")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("clip")
    write_model(path, seed=0)
    return path


@needs_open_clip
@pytest.mark.slow
def test_no_prompt_gives_no_vector(folder: Path) -> None:
    assert OpenClipEncoder(f"local-dir:{folder}").encode([]).shape == (0, 32)


@needs_open_clip
@pytest.mark.slow
def test_loads_a_local_folder_and_equals_open_clip(folder: Path) -> None:
    encoder = OpenClipEncoder(f"local-dir:{folder}")
    assert (encoder.identity, encoder.dimension) == (f"open_clip:local-dir:{folder}", 32)
    prompts = ["a chair", "a very long sofa", *(f"thing {row}" for row in range(70))]
    vectors = encoder.encode(prompts)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)

    open_clip = import_open_clip()
    model = open_clip.create_model(f"local-dir:{folder}").eval()
    with torch.inference_mode():
        expected = model.encode_text(open_clip.tokenize(prompts), normalize=True).numpy()
    np.testing.assert_allclose(vectors, expected, atol=1e-5)


@needs_open_clip
@pytest.mark.slow
def test_chosen_by_identity_and_told_from_other_weights(folder: Path, tmp_path: Path) -> None:
    write_model(tmp_path, seed=1)
    probe = probe_hash(load_encoder(f"open_clip:local-dir:{folder}"))
    assert same_space(probe, probe_hash(OpenClipEncoder(f"local-dir:{folder}")))
    assert not same_space(probe, probe_hash(OpenClipEncoder(f"local-dir:{tmp_path}")))


@needs_open_clip
@pytest.mark.slow
def test_weights_of_another_shape_are_refused(folder: Path, tmp_path: Path) -> None:
    config = {"model_cfg": {**SMALL, "embed_dim": 48}}
    (tmp_path / "open_clip_config.json").write_text(json.dumps(config), encoding="utf-8")
    weights = (folder / "open_clip_model.safetensors").read_bytes()
    (tmp_path / "open_clip_model.safetensors").write_bytes(weights)
    with pytest.raises(RuntimeError, match="could not load"):
        OpenClipEncoder(f"local-dir:{tmp_path}")


@needs_open_clip
@pytest.mark.slow
@pytest.mark.parametrize("weights", ["ViT-B-32/no-such-tag", "no-such-model/openai"])
def test_unknown_tags_are_refused(weights: str) -> None:
    with pytest.raises(ValueError, match="open_clip has no"):
        OpenClipEncoder(weights)


@pytest.mark.parametrize("weights", ["", "ViT-B-32", "ViT-B-32/", "/openai"])
def test_random_weights_are_refused(weights: str) -> None:
    with pytest.raises(ValueError, match="names no pretrained weights"):
        OpenClipEncoder(weights)


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"open_clip_config\.json is missing"):
        OpenClipEncoder(f"local-dir:{tmp_path}")
    (tmp_path / "open_clip_config.json").write_text(json.dumps({"model_cfg": SMALL}))
    (tmp_path / "open_clip_pytorch_model.bin").write_bytes(b"pickle")
    with pytest.raises(FileNotFoundError, match=r"holds no \.safetensors"):
        OpenClipEncoder(f"local-dir:{tmp_path}")


def test_a_missing_weights_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"clip\.safetensors is missing"):
        OpenClipEncoder(f"ViT-B-32/{tmp_path / 'clip.safetensors'}")


def test_a_missing_package_is_answered_with_the_pip_line(monkeypatch: pytest.MonkeyPatch) -> None:
    # None in sys.modules makes the import system answer "not found".
    monkeypatch.setitem(sys.modules, "open_clip", None)
    monkeypatch.setitem(sys.modules, "torchvision", None)
    with pytest.raises(ImportError, match=r"pip install open_clip_torch==3\.3\.0"):
        OpenClipEncoder("ViT-B-32/openai")
