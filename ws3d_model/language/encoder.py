# SPDX-License-Identifier: Apache-2.0
"""Text encoders: what they must offer, how one is chosen, and how two are told apart."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

Float32 = npt.NDArray[np.float32]

MAX_PROMPT_LENGTH = 1_000
"""Characters. Both encoders cut a prompt near 100 tokens; far longer text is a mistake."""

PROBES = (
    "a chair in the corner",
    "the floor",
    "pedestrian",
    "red sofa",
    "quux",
    "tall green plant",
)
PROBE_VALUES = 64
PROBE_STEPS = 16  # quantisation steps a standard deviation: float noise stays within one step


class TextEncoder(Protocol):
    """Turns prompts into unit vectors of a fixed dimension; any thread may call it."""

    @property
    def identity(self) -> str:
        """Which encoder with which weights, such as "open_clip:ViT-B-32/openai"."""

    @property
    def dimension(self) -> int:
        """D, the length of every vector."""

    def encode(self, prompts: Sequence[str]) -> Float32:
        """float32 (P, D), unit length, in the order of the prompts."""


class EncoderMismatch(ValueError):
    """The text encoder is not the one whose space a network was trained in."""


def load_encoder(identity: str = "minilm-l6-v2", device: str = "cpu") -> TextEncoder:
    """The encoder of an identity, with a cache around it.

    Args:
        identity: "minilm-l6-v2" for the embedded one, "minilm-l6-v2:FOLDER" for a local folder,
            "open_clip:ARCHITECTURE/TAG" or "open_clip:local-dir:FOLDER".
        device: a torch device, used by open_clip.

    Raises:
        ValueError: another identity.
        ImportError, FileNotFoundError: the encoder's package or weights are missing; says how to
            get them.
    """
    # torch and open_clip take seconds to import: only whoever loads an encoder pays for them.
    kind, _, rest = identity.partition(":")
    if kind == "minilm-l6-v2":
        from ws3d_model.language.minilm import MiniLMEncoder

        return CachedEncoder(MiniLMEncoder(Path(rest) if rest else None))
    if kind == "open_clip" and rest:
        from ws3d_model.language.open_clip_encoder import OpenClipEncoder

        return CachedEncoder(OpenClipEncoder(rest, device))
    raise ValueError(
        f"unknown text encoder {identity!r}: use minilm-l6-v2, minilm-l6-v2:FOLDER, "
        "open_clip:ARCHITECTURE/TAG (such as open_clip:ViT-B-32/openai) or "
        "open_clip:local-dir:FOLDER"
    )


class CachedEncoder:
    """Remembers the vectors of the prompts used last, so that a changed vocabulary costs only its
    new words. Threads may share it.

    Args:
        encoder: the encoder that computes what is not remembered.
        capacity: prompts kept; 4,096 vectors of 512 values take 8 MB.
    """

    def __init__(self, encoder: TextEncoder, capacity: int = 4_096) -> None:
        if capacity < 1:
            raise ValueError(f"capacity must be at least 1, got {capacity}")
        self._encoder = encoder
        self._capacity = capacity
        self._vectors: OrderedDict[str, Float32] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def identity(self) -> str:
        """The identity of the encoder inside."""
        return self._encoder.identity

    @property
    def dimension(self) -> int:
        """The dimension of the encoder inside."""
        return self._encoder.dimension

    def encode(self, prompts: Sequence[str]) -> Float32:
        """float32 (P, D), unit length, in the order of the prompts."""
        wanted = list(dict.fromkeys(prompts))
        with self._lock:
            known = {prompt: self._vectors[prompt] for prompt in wanted if prompt in self._vectors}
        # Outside the lock: a long encoding must not hold up a thread whose words are all known.
        missing = [prompt for prompt in wanted if prompt not in known]
        if missing:
            known.update(zip(missing, self._encoder.encode(missing), strict=True))
        with self._lock:
            for prompt in wanted:
                self._vectors[prompt] = known[prompt]
                self._vectors.move_to_end(prompt)
            while len(self._vectors) > self._capacity:
                self._vectors.popitem(last=False)
        vectors = np.empty((len(prompts), self.dimension), np.float32)
        for row, prompt in enumerate(prompts):
            vectors[row] = known[prompt]
        return vectors


def check_prompts(prompts: Sequence[str]) -> None:
    """Refuse a lone string, blank prompts and prompts that no encoder could read to the end.

    Raises:
        TypeError: `prompts` is one string, or holds something that is none.
        ValueError: a prompt is blank or longer than `MAX_PROMPT_LENGTH`.
    """
    if isinstance(prompts, str):
        raise TypeError(f"prompts must be a sequence of strings, got the string {prompts[:40]!r}")
    for prompt in prompts:
        if not isinstance(prompt, str):
            raise TypeError(f"a prompt must be a string, got {type(prompt).__name__}")
        if not prompt.strip():
            raise ValueError("a prompt is blank: give it at least one word")
        if len(prompt) > MAX_PROMPT_LENGTH:
            raise ValueError(
                f"a prompt has {len(prompt)} characters, at most {MAX_PROMPT_LENGTH} are read: "
                f"{prompt[:40]!r}..."
            )


def probe_hash(encoder: TextEncoder) -> str:
    """A fingerprint of the encoder's space: 128 hexadecimal digits, stored with a network.

    It samples the vectors of a few fixed phrases at a sixteenth of their standard deviation. Other
    weights change nearly all of the values, while float noise moves a value by one step at most
    (a value may sit on a step's edge, which no rounding avoids): compare with `same_space`.
    """
    vectors = encoder.encode(PROBES).ravel()
    rows = np.linspace(0, len(vectors) - 1, PROBE_VALUES).astype(np.int64)
    steps = np.rint(vectors[rows] * np.sqrt(encoder.dimension) * PROBE_STEPS)
    fingerprint: bytes = np.clip(steps, -127, 127).astype(np.int8).tobytes()
    return fingerprint.hex()


def same_space(first: str, second: str) -> bool:
    """Whether two fingerprints of `probe_hash` come from the same encoder.

    Raises:
        ValueError: one of them is no such fingerprint.
    """
    steps = [
        np.frombuffer(bytes.fromhex(text), np.int8).astype(np.int16) for text in (first, second)
    ]
    if any(len(values) != PROBE_VALUES for values in steps):
        raise ValueError(f"a fingerprint has {2 * PROBE_VALUES} hexadecimal digits")
    return bool(np.abs(steps[0] - steps[1]).max() <= 1)


def check_encoder(encoder: TextEncoder, identity: str, dimension: int, probe: str) -> None:
    """Refuse an encoder whose vectors mean something else than those a network was trained with.

    The fingerprint decides, not the name: the same weights may come by a tag or from a folder.

    Args:
        encoder: the encoder at hand.
        identity, dimension, probe: of the encoder that the network was trained with.

    Raises:
        EncoderMismatch: they differ; the message names both.
    """
    if encoder.dimension == dimension and same_space(probe_hash(encoder), probe):
        return
    raise EncoderMismatch(
        f"the network was trained with the text encoder {identity} ({dimension} values), but the "
        f"one given is {encoder.identity} ({encoder.dimension} values): load {identity}, or a "
        "network trained with the other"
    )
