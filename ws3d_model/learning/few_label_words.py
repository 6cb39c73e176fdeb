# SPDX-License-Identifier: Apache-2.0
"""FewLabelWords: the vectors of the names that are learnt, beside the words known before.

All vectors are centred as the checkpoint's are, so that its text space goes on to hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ws3d_model.language.encoder import same_space
from ws3d_model.learning.text_targets import TextTargets
from ws3d_model.learning.text_vectors import TextVectors
from ws3d_model.network import Checkpoint
from ws3d_model.network.text_space_record import TextSpaceRecord

Float32 = npt.NDArray[np.float32]

ALIKE = 0.5
"""Cosine from which a known word means much the same as a learnt name, as for rivals."""


@dataclass(frozen=True, eq=False)
class FewLabelWords:
    """Words as training needs them.

    Args:
        names: the K learnt names.
        targets: their wordings.
        means: float32 (K, D), unit; the mean of a name's wordings, as a vocabulary is asked.
        rivals: float32 (R, D), the same of names that are spoken of and have no label.
        known: float32 (A, D), unit; the exact words that the checkpoint knows; none from scratch.
        alike: bool (A,), whether such a word means much the same as a learnt name.
        record: what the trained checkpoint remembers of the space.
    """

    names: tuple[str, ...]
    targets: TextTargets
    means: Tensor
    rivals: Tensor
    known: Tensor
    alike: Tensor
    record: TextSpaceRecord

    @property
    def others(self) -> Tensor:
        """float32 (O, D): known words that mean none of the learnt names."""
        return self.known[~self.alike]

    @staticmethod
    def build(
        names: Sequence[str],
        prompts: Mapping[str, tuple[str, ...]],
        start: Checkpoint | None,
        encoder: str,
        vectors: Path | None,
        folder: Path | None,
        device: torch.device,
        rivals: Sequence[str] = (),
    ) -> FewLabelWords:
        """Encode, or read, the words of the names.

        Args:
            names: of the K classes.
            prompts: phrases that stand for a name instead of itself.
            start: the checkpoint that the training begins with; None from scratch.
            encoder: of the text space, from scratch.
            vectors: file of text vectors instead of the encoder (`TextVectors.read`).
            folder: keeps the encoder's vectors.
            rivals: names that are spoken of and have no label.

        Raises:
            ImportError, FileNotFoundError: the encoder is not installed; says how to get it.
            ValueError: the vectors are another encoder's, or a word has none.
        """
        words = {name: prompts.get(name) or (name,) for name in (*names, *rivals)}
        asked = tuple(dict.fromkeys(word for name in names for word in words[name]))
        every = tuple(dict.fromkeys(word for name in words for word in words[name]))
        identity = start.encoder if start else encoder
        if vectors is not None:
            found = TextVectors.read(vectors, identity)
        else:
            found = TextVectors.of_names(every, identity, folder)
        row = found.rows()
        missing = [word for word in every if word not in row]
        if missing:
            raise ValueError(f"{vectors} has no vector of {', '.join(missing[:5])}")
        own = found.vectors[[row[word] for word in asked]]
        if start is not None:
            _check(found, start)
            centre = start.text_centre
            texts, anchors, general = start.anchor_names, start.anchors, start.general_names
            rival_names = start.rival_names
        else:
            # One word alone has no others to differ from.
            centre = own.mean(axis=0) if len(own) > 1 else np.zeros_like(own[0])
            texts, anchors, general = (), np.zeros((0, len(centre)), np.float32), ()
            rival_names = ()
        by_word = dict(zip(asked, _unit(own - centre), strict=True))
        spoken = found.vectors[[row[word] for word in every]]
        by_any = dict(zip(every, _unit(spoken - centre), strict=True))
        exact = anchors[[text not in general for text in texts]] if texts else anchors
        alike = (exact @ np.stack(list(by_word.values())).T).max(axis=1, initial=-1.0) >= ALIKE
        new = [word for word in asked if word not in texts]
        record = TextSpaceRecord(
            encoder=start.encoder if start else found.encoder,
            probe=start.encoder_probe if start else found.probe,
            centre=np.asarray(centre, np.float32),
            anchor_names=(*texts, *new),
            anchors=np.concatenate([anchors, *(by_word[word][None] for word in new)]),
            general_names=tuple(general),
            rival_names=(*rival_names, *new) if rival_names else (),
        )
        return FewLabelWords(
            tuple(names),
            TextTargets.build(names, words, [], by_word, device),
            _means(by_any, [words[name] for name in names]).to(device),
            _means(by_any, [words[name] for name in rivals]).to(device),
            torch.from_numpy(_unit(exact)).to(device),
            torch.from_numpy(alike).to(device),
            record,
        )


def _means(vectors: Mapping[str, Float32], wordings: Sequence[tuple[str, ...]]) -> Tensor:
    """(K, D): the mean of each name's words, normalised again."""
    dimension = len(next(iter(vectors.values())))
    rows = [np.mean([vectors[word] for word in words], axis=0) for words in wordings]
    return torch.from_numpy(_unit(np.reshape(rows, (len(rows), dimension))))


def _check(found: TextVectors, start: Checkpoint) -> None:
    if found.vectors.shape[1] != len(start.text_centre):
        raise ValueError(
            f"the text vectors have {found.vectors.shape[1]} dimensions, the checkpoint's space "
            f"has {len(start.text_centre)}: use those of {start.encoder}"
        )
    told = found.probe and start.encoder_probe
    if told and not same_space(found.probe, start.encoder_probe):
        raise ValueError(
            f"the text vectors come from another version of {found.encoder} than the checkpoint "
            f"was trained with ({start.encoder}): remove the file of vectors, or use its encoder"
        )


def _unit(vectors: Float32) -> Float32:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), np.float32)
