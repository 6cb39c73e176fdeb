# SPDX-License-Identifier: Apache-2.0
"""WordVectors: a text encoder's vectors of the training words, kept in a file between runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ws3d_model.language import load_encoder, probe_hash
from ws3d_model.language.text_space import encode_names

Float32 = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class WordVectors:
    """Vectors of words, and whose they are.

    Args:
        words: the W words.
        vectors: float32 (W, D), unit length, not centred.
        encoder, probe: identity and fingerprint of the text encoder.
    """

    words: tuple[str, ...]
    vectors: Float32
    encoder: str
    probe: str

    @staticmethod
    def encode(words: Sequence[str], identity: str) -> WordVectors:
        """Ask the text encoder.

        Raises:
            ImportError: the encoder is not installed; the message says how to get it.
        """
        encoder = load_encoder(identity)
        return WordVectors(
            tuple(words), encode_names(words, encoder), encoder.identity, probe_hash(encoder)
        )

    @staticmethod
    def load_or_encode(words: Sequence[str], identity: str, path: Path | None) -> WordVectors:
        """Read the file when it has all the words; else ask the encoder, and write the file."""
        if path is not None and path.exists():
            with np.load(path, allow_pickle=False) as stored:
                found = WordVectors(
                    tuple(str(word) for word in stored["words"]),
                    stored["vectors"].astype(np.float32),
                    str(stored["encoder"]),
                    str(stored["probe"]),
                )
            if found.encoder == identity and set(words) <= set(found.words):
                return found
        encoded = WordVectors.encode(words, identity)
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            np.savez(
                path,
                words=np.array(encoded.words, np.str_),
                vectors=encoded.vectors,
                encoder=np.array(encoded.encoder),
                probe=np.array(encoded.probe),
            )
        return encoded

    def by_word(self) -> dict[str, Float32]:
        """Every word's vector (D,)."""
        return dict(zip(self.words, self.vectors, strict=True))
