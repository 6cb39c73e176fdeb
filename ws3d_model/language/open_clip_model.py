# SPDX-License-Identifier: Apache-2.0
"""CLIP models through open_clip: pretrained weights by tag or from a folder, never random ones."""

from __future__ import annotations

import importlib
import logging
from pathlib import Path
from typing import Any

import torch

CURE = "install it with `pip install open_clip_torch==3.3.0 torchvision`"
LOCAL = "local-dir:"
FORMS = (
    "give ARCHITECTURE/TAG (such as ViT-B-32/openai; `python -c 'import open_clip; "
    "print(open_clip.list_pretrained())'` lists them), ARCHITECTURE/FILE.safetensors, or "
    "local-dir:FOLDER with open_clip_config.json and the weights as .safetensors"
)


def load_open_clip(weights: str, device: str | torch.device = "cpu") -> tuple[Any, Any]:
    """A model with both towers, in evaluation mode, and its tokenizer.

    Args:
        weights: "ViT-B-32/openai" (downloaded once, then cached by open_clip),
            "ViT-B-32/FILE.safetensors", or "local-dir:FOLDER".
        device: a torch device.

    Raises:
        ImportError: open_clip is not installed; says how to get it.
        FileNotFoundError: the folder or its weights are missing.
        ValueError: no weights are named, or open_clip knows none by that name. A model without
            pretrained weights would answer with noise, and open_clip only warns.
        RuntimeError: the weights could not be downloaded or read.
    """
    architecture, pretrained = _split(weights)
    open_clip = import_open_clip()
    quick_gelu = False
    if pretrained is not None and Path(pretrained).suffix != ".safetensors":
        quick_gelu = _check_tag(open_clip, architecture, pretrained)
    try:
        model = open_clip.create_model(
            architecture,
            pretrained=pretrained,
            device=torch.device(device),
            # Weights trained with QuickGELU give other vectors without it: only a warning too.
            force_quick_gelu=quick_gelu,
            require_pretrained=True,
        ).eval()
    except (RuntimeError, ValueError, OSError) as error:
        raise RuntimeError(
            f"open_clip could not load {weights!r}: {error}. Without a network, download the "
            f"weights elsewhere and {FORMS}"
        ) from error
    return model, open_clip.get_tokenizer(architecture)


def new_open_clip(folder: Path) -> tuple[Any, Any]:
    """A model to be trained and its tokenizer: random weights, the shape that a folder describes.

    Args:
        folder: with `open_clip_config.json`.

    Raises:
        ImportError: open_clip is not installed; says how to get it.
    """
    open_clip = import_open_clip()
    name = f"{LOCAL}{folder}"
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)  # that the weights are random, which is what is wanted here
    try:
        return open_clip.create_model(name, load_weights=False), open_clip.get_tokenizer(name)
    finally:
        logging.disable(before)


def import_open_clip() -> Any:
    """The module `open_clip`, imported at the first need: it takes seconds.

    Raises:
        ImportError: it is not installed; says how to get it.
    """
    _make_torchvision_importable()
    try:
        return importlib.import_module("open_clip")
    except ModuleNotFoundError as error:
        raise ImportError(f"open_clip is needed for this model ({error}): {CURE}") from error


def _make_torchvision_importable() -> None:
    """Let a torchvision built for CUDA be imported beside a CPU build of torch.

    Its compiled operators do not load there, and its import fails with "operator torchvision::nms
    does not exist", although open_clip needs only its image transforms. Declaring the two operators
    that the import looks for cures that; calling them stays an error. Other builds are left alone.
    """
    if torch.version.cuda is not None:
        return
    try:
        importlib.import_module("torchvision")
    except ModuleNotFoundError as error:
        raise ImportError(f"torchvision is needed by open_clip ({error}): {CURE}") from error
    except RuntimeError as error:
        if "torchvision::nms" not in str(error):
            raise
        for name in ("nms", "qnms"):
            schema = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
            torch.library.define(f"torchvision::{name}", schema)
        importlib.import_module("torchvision")


def _split(weights: str) -> tuple[str, str | None]:
    """The two arguments that open_clip wants: the model's name, and its weights where apart."""
    if weights.startswith(LOCAL):
        folder = Path(weights[len(LOCAL) :]).expanduser()
        if not (folder / "open_clip_config.json").is_file():
            raise FileNotFoundError(f"{folder / 'open_clip_config.json'} is missing: {FORMS}")
        if not any(folder.glob("*.safetensors")):
            raise FileNotFoundError(
                f"{folder} holds no .safetensors weights (files with pickled Python objects are "
                f"not read): {FORMS}"
            )
        return f"{LOCAL}{folder}", None
    architecture, _, pretrained = weights.partition("/")
    if not architecture or not pretrained:
        raise ValueError(
            f"{weights!r} names no pretrained weights, and random ones mean nothing: {FORMS}"
        )
    if Path(pretrained).suffix == ".safetensors" and not Path(pretrained).is_file():
        raise FileNotFoundError(f"{pretrained} is missing: {FORMS}")
    return architecture, pretrained


def _check_tag(open_clip: Any, architecture: str, tag: str) -> bool:
    """Refuse a tag that open_clip does not know; else whether its weights need QuickGELU."""
    if architecture not in open_clip.list_models():
        raise ValueError(f"open_clip has no architecture {architecture!r}: {FORMS}")
    tags = open_clip.list_pretrained_tags_by_model(architecture)
    if tag not in tags:
        raise ValueError(
            f"open_clip has no weights {tag!r} for {architecture}, but "
            f"{', '.join(tags) or 'none at all'}: {FORMS}"
        )
    return bool(open_clip.get_pretrained_cfg(architecture, tag).get("quick_gelu", False))
