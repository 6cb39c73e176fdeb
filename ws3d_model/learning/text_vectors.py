# SPDX-License-Identifier: Apache-2.0
"""TextVectors: vectors of many texts, asked of an encoder once and kept in a file, or only read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from ws3d_model.language import TextEncoder, load_encoder, probe_hash
from ws3d_model.language.text_space import encode_names
from ws3d_model.npz_files import open_npz
from ws3d_model.whole_files import whole_file

Float32 = npt.NDArray[np.float32]

CHUNK = 256
SAVE_EVERY = 2048
"""Texts between two saves: about a minute of a CPU's work."""


@dataclass(frozen=True, eq=False)
class TextVectors:
    """Vectors of texts, and whose they are.

    Args:
        texts: the T texts.
        vectors: float32 (T, D), unit length, not centred.
        encoder, probe: identity and fingerprint of the text encoder; no fingerprint ("") where they
            come from a file without one.
    """

    texts: tuple[str, ...]
    vectors: Float32
    encoder: str
    probe: str = ""

    def rows(self) -> dict[str, int]:
        """Where every text stands."""
        return {text: row for row, text in enumerate(self.texts)}

    @staticmethod
    def read(path: Path, encoder: str = "") -> TextVectors:
        """A file (.npz) of `texts` (or `names`, `words`) and `vectors`.

        Args:
            encoder: what the vectors are said to come from, where the file does not tell.

        Raises:
            ValueError: there is no such file, or it holds something else.
        """
        try:
            with open_npz(path) as stored:
                key = next(key for key in ("texts", "names", "words") if key in stored.files)
                vectors = stored["vectors"].astype(np.float32)
                texts = tuple(str(text) for text in stored[key])
                known = {k: str(stored[k]) for k in ("encoder", "probe") if k in stored.files}
        except (OSError, ValueError, KeyError, StopIteration) as error:
            raise ValueError(
                f"{path} is no .npz of `texts` and `vectors` (T, D): {error}"
            ) from error
        if vectors.ndim != 2 or len(vectors) != len(texts) or not np.isfinite(vectors).all():
            raise ValueError(f"{path} must hold one finite vector a text, got {vectors.shape}")
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return TextVectors(
            texts, vectors, known.get("encoder", encoder or f"file:{path.name}"),
            known.get("probe", ""),
        )  # fmt: skip

    @staticmethod
    def of_names(names: Sequence[str], identity: str, folder: Path | None) -> TextVectors:
        """Vectors of names, through the encoder's templates; see `of_captions`."""
        return _known_or_asked(names, identity, _file(folder, "names", identity), encode_names)

    @staticmethod
    def of_captions(
        captions: Sequence[str], identity: str, folder: Path | None, quiet: bool = False
    ) -> TextVectors:
        """Vectors of captions; those that a file in the folder has are not asked for again.

        Args:
            identity: of the encoder, see `load_encoder`; not loaded where nothing is missing.
            folder: for the files; None keeps nothing.
            quiet: no progress bar.

        Raises:
            ImportError, FileNotFoundError: the encoder is not installed; says how to get it.
        """
        path = _file(folder, "captions", identity)
        return _known_or_asked(captions, identity, path, _encode, quiet)

    def save(self, path: Path) -> None:
        """Write the file whole or not at all, in half precision."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as partial, partial.open("wb") as file:
            np.savez(
                file,
                texts=np.array(self.texts, np.str_),
                vectors=self.vectors.astype(np.float16),
                encoder=np.array(self.encoder),
                probe=np.array(self.probe),
            )


def _known_or_asked(
    texts: Sequence[str],
    identity: str,
    path: Path | None,
    encode: Callable[[Sequence[str], TextEncoder], Float32],
    quiet: bool = True,
) -> TextVectors:
    known = TextVectors.read(path) if path is not None and path.exists() else None
    if known is not None and known.encoder != identity:
        known = None
    have = {} if known is None else known.rows()
    # By length: texts of one length are encoded together without padding.
    missing = sorted(set(texts) - have.keys(), key=lambda text: (len(text), text))
    if known is None or missing:
        encoder = load_encoder(identity)
        if known is None:
            nothing = np.zeros((0, encoder.dimension), np.float32)
            known = TextVectors((), nothing, encoder.identity, probe_hash(encoder))
        bar = tqdm(total=len(missing), desc="encoding texts", unit="text", disable=quiet)
        with bar:
            for start in range(0, len(missing), SAVE_EVERY):
                chunk = missing[start : start + SAVE_EVERY]
                found = [known.vectors]
                for part in range(0, len(chunk), CHUNK):
                    found.append(encode(chunk[part : part + CHUNK], encoder))
                    bar.update(len(found[-1]))
                known = TextVectors(
                    (*known.texts, *chunk), np.concatenate(found), known.encoder, known.probe
                )
                if path is not None:
                    known.save(path)
        have = known.rows()
    rows = [have[text] for text in texts]
    return TextVectors(tuple(texts), known.vectors[rows], known.encoder, known.probe)


def _encode(texts: Sequence[str], encoder: TextEncoder) -> Float32:
    return np.asarray(encoder.encode(texts), np.float32)


def _file(folder: Path | None, kind: str, identity: str) -> Path | None:
    if folder is None:
        return None
    return folder / f"{kind}-{re.sub('[^A-Za-z0-9.]+', '_', identity)[-80:]}.npz"
