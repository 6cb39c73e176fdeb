# SPDX-License-Identifier: Apache-2.0
"""The text tower of a CLIP model, as a text encoder."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch

from ws3d_model.language.encoder import check_prompts
from ws3d_model.language.open_clip_model import load_open_clip

BATCH = 64  # prompts at once: 120 MB for ViT-B-32


class OpenClipEncoder:
    """Phrases to unit vectors of a CLIP text tower.

    Args:
        weights: as `load_open_clip` takes them.
        device: a torch device.

    Raises:
        ImportError, FileNotFoundError, ValueError, RuntimeError: see `load_open_clip`.
    """

    def __init__(self, weights: str, device: str = "cpu") -> None:
        self.identity = f"open_clip:{weights}"
        self._device = torch.device(device)
        self._model, self._tokenizer = load_open_clip(weights, device)
        del self._model.visual  # the larger half, and never asked for here
        self.dimension = self._forward(["a chair"]).shape[1]

    def encode(self, prompts: Sequence[str]) -> npt.NDArray[np.float32]:
        """float32 (P, D), unit length, in the order of the prompts.

        Raises:
            TypeError, ValueError: see `check_prompts`.
        """
        check_prompts(prompts)
        vectors = np.empty((len(prompts), self.dimension), np.float32)
        for start in range(0, len(prompts), BATCH):
            vectors[start : start + BATCH] = self._forward(prompts[start : start + BATCH])
        return vectors

    @torch.inference_mode()
    def _forward(self, prompts: Sequence[str]) -> npt.NDArray[np.float32]:
        tokens = self._tokenizer(list(prompts)).to(self._device)
        vectors: torch.Tensor = self._model.encode_text(tokens, normalize=True)
        return np.asarray(vectors.float().cpu().numpy(), dtype=np.float32)
