# SPDX-License-Identifier: Apache-2.0
"""Teacher: a vision-language model that turns pictures and phrases into vectors of one space."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from ws3d_model.language.encoder import check_prompts
from ws3d_model.language.open_clip_model import load_open_clip
from ws3d_model.network.checkpoint import content_hash
from ws3d_model.teachers.value_path import (
    check_dense,
    grid_of,
    image_and_patch_features,
    preprocess,
)

Float32 = npt.NDArray[np.float32]
UInt8 = npt.NDArray[np.uint8]

BATCH = 32  # pictures at once: about 400 MB for ViT-B-32
PREFIX = "open_clip:"
MAX_SIDE = 8192  # pixels of a picture


class Teacher(Protocol):
    """Pictures and phrases to unit vectors of one space."""

    @property
    def identity(self) -> str:
        """Which model, as `load_encoder` names its text tower."""

    @property
    def dimension(self) -> int:
        """D."""

    @property
    def content_hash(self) -> str:
        """Of its weights."""

    def encode_images(self, images: Sequence[UInt8]) -> Float32:
        """float32 (B, D): one vector a picture, each uint8 (H, W, 3)."""

    def encode_dense(self, image: UInt8) -> Float32:
        """float32 (h, w, D): vectors of a grid of cells over one picture uint8 (H, W, 3)."""

    def encode_text(self, texts: Sequence[str]) -> Float32:
        """float32 (B, D): one vector a text."""


def load_teacher(
    name: str,
    device: str | torch.device = "cpu",
    scales: Sequence[float] = (1.0, 0.5),
    window_share: float = 0.5,
) -> OpenClipTeacher:
    """The teacher of a name.

    Args:
        name: "open_clip:ViT-B-32/openai" or "open_clip:local-dir:FOLDER"; the prefix may be left
            out.
        device, scales, window_share: see `OpenClipTeacher`.

    Raises:
        ImportError, FileNotFoundError, ValueError, RuntimeError: see `load_open_clip`.
    """
    return OpenClipTeacher(name.removeprefix(PREFIX), device, scales, window_share)


class OpenClipTeacher:
    """A CLIP model through open_clip.

    Dense features come from windows of several sizes laid over the picture, half overlapping: each
    gives the vectors of its patches (value path, see `value_path`) and one of the whole window,
    which are averaged where they lie.

    Args:
        weights: "ViT-B-32/openai", "ViT-B-32/FILE.safetensors" or "local-dir:FOLDER".
        device: a torch device.
        scales: sides of the windows, in parts of the picture's shorter side, each in (0, 1].
        window_share: of the windows' own vectors in the mean, 0 for patches alone, 1 for windows
            alone.

    Raises:
        ImportError, FileNotFoundError, ValueError, RuntimeError: see `load_open_clip`. Random
            weights are refused.
    """

    def __init__(
        self,
        weights: str,
        device: str | torch.device = "cpu",
        scales: Sequence[float] = (1.0, 0.5),
        window_share: float = 0.5,
    ) -> None:
        if not scales or not all(0.05 <= scale <= 1 for scale in scales):
            raise ValueError(f"scales must lie in 0.05..1, got {tuple(scales)}")
        if not 0 <= window_share <= 1:
            raise ValueError(f"window_share must lie in 0..1, got {window_share}")
        self.identity = f"{PREFIX}{weights}"
        self.scales, self.window_share = tuple(scales), window_share
        self._device = torch.device(device)
        self._model, self._tokenizer = load_open_clip(weights, device)
        self.content_hash = content_hash(
            {name: value.detach().cpu() for name, value in self._model.state_dict().items()}
        )
        self.dimension = int(self._text(["a chair"]).shape[1])

    def encode_images(self, images: Sequence[UInt8]) -> Float32:
        """See `Teacher`; works with every image tower.

        Raises:
            TypeError, ValueError: a picture is not uint8 (H, W, 3).
        """
        vectors = np.empty((len(images), self.dimension), np.float32)
        for start in range(0, len(images), BATCH):
            batch = self._prepared(images[start : start + BATCH])
            vectors[start : start + BATCH] = self._image(batch)
        return vectors

    def encode_dense(self, image: UInt8) -> Float32:
        """See `Teacher`; a cell is as large as a patch of the smallest window.

        Raises:
            TypeError, ValueError: not such a picture, or the model has no dense features.
        """
        check_dense(self._model)
        check_picture(image)
        high, wide = image.shape[:2]
        grid = grid_of(self._model)
        cell = max(1.0, min(high, wide) * min(self.scales) / max(grid))
        rows, columns = max(1, round(high / cell)), max(1, round(wide / cell))
        total = torch.zeros(rows, columns, self.dimension, device=self._device)
        places = list(self._windows(high, wide))
        for start in range(0, len(places), BATCH):
            part = places[start : start + BATCH]
            pictures = [image[t : t + s, left : left + s] for t, left, s in part]
            whole, patches = self._dense(self._prepared(pictures))
            for place, vector, patch in zip(part, whole, patches, strict=True):
                self._lay(total, place, vector, patch, (high, wide))
        return np.asarray(functional.normalize(total, dim=-1).cpu().numpy(), np.float32)

    def encode_text(self, texts: Sequence[str]) -> Float32:
        """See `Teacher`: the vectors of `load_encoder(identity)`.

        Raises:
            TypeError, ValueError: see `check_prompts`; an empty caption is refused.
        """
        check_prompts(texts)
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), BATCH):
            vectors[start : start + BATCH] = self._text(texts[start : start + BATCH])
        return vectors

    def _windows(self, high: int, wide: int) -> Iterator[tuple[int, int, int]]:
        """Top, left and side of the windows, every scale covering the picture."""
        for scale in self.scales:
            side = max(1, round(min(high, wide) * scale))
            for top in _starts(high, side):
                for left in _starts(wide, side):
                    yield top, left, side

    def _lay(
        self,
        total: Tensor,  # (h, w, D), added to
        place: tuple[int, int, int],
        vector: Tensor,  # (D,)
        patches: Tensor,  # (g, g, D)
        size: tuple[int, int],
    ) -> None:
        top, left, side = place
        rows, columns = total.shape[:2]
        y0, y1 = (round(y * rows / size[0]) for y in (top, top + side))
        x0, x1 = (round(x * columns / size[1]) for x in (left, left + side))
        y1, x1 = max(y1, y0 + 1), max(x1, x0 + 1)
        spread = functional.interpolate(
            patches.permute(2, 0, 1)[None], (y1 - y0, x1 - x0), mode="bilinear"
        )[0].permute(1, 2, 0)
        share = self.window_share
        total[y0:y1, x0:x1] += (1 - share) * functional.normalize(spread, dim=-1) + share * vector

    def _prepared(self, images: Sequence[UInt8]) -> Tensor:
        for image in images:
            check_picture(image)
        tensors = [torch.from_numpy(np.ascontiguousarray(image)) for image in images]
        return preprocess(self._model, tensors, self._device)

    @torch.inference_mode()
    def _image(self, batch: Tensor) -> Float32:
        vectors: Any = self._model.encode_image(batch, normalize=True)
        return np.asarray(vectors.float().cpu().numpy(), np.float32)

    @torch.inference_mode()
    def _dense(self, batch: Tensor) -> tuple[Tensor, Tensor]:
        return image_and_patch_features(self._model, batch)

    @torch.inference_mode()
    def _text(self, texts: Sequence[str]) -> Float32:
        tokens = self._tokenizer(list(texts)).to(self._device)
        vectors: Any = self._model.encode_text(tokens, normalize=True)
        return np.asarray(vectors.float().cpu().numpy(), np.float32)


def check_picture(image: object) -> None:
    """Refuse what is not a picture of uint8 (H, W, 3), 1 to 8,192 pixels a side.

    Raises:
        TypeError, ValueError: says what came instead.
    """
    if not isinstance(image, np.ndarray) or image.dtype != np.uint8:
        kind = image.dtype if isinstance(image, np.ndarray) else type(image).__name__
        raise TypeError(f"a picture must be uint8 (H, W, 3), got {kind}")
    if image.ndim != 3 or image.shape[2] != 3 or min(image.shape[:2]) < 1:
        raise ValueError(f"a picture must be uint8 (H, W, 3), got the shape {image.shape}")
    if max(image.shape[:2]) > MAX_SIDE:
        raise ValueError(
            f"a picture of {image.shape[:2]} is too large: scale it down to {MAX_SIDE}"
        )


def _starts(length: int, side: int) -> list[int]:
    """Where windows begin that cover a length, half overlapping."""
    if side >= length:
        return [0]
    count = 1 + math.ceil((length - side) / (side / 2))
    return [round(number * (length - side) / (count - 1)) for number in range(count)]
