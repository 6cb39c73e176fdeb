# SPDX-License-Identifier: Apache-2.0
"""SpaceTargets: what one text space asks of the network, and what its checkpoint has to remember.

All vectors are centred: the mean of the trained words' vectors is taken off, then unit length.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ws3d_model.learning.text_targets import TextTargets
from ws3d_model.learning.text_vectors import TextVectors
from ws3d_model.network.text_space_record import TextSpaceRecord
from ws3d_model.worlds.words import GENERAL, HYPERNYMS, TRAIN_SYNONYMS, coarser_vocabularies

Float32 = npt.NDArray[np.float32]


@dataclass(frozen=True)
class SpaceSettings:
    """A text space, and the weights of its terms; 0 switches a term off.

    Args:
        encoder: identity of the text encoder, see `ws3d_model.language.load_encoder`.
        vectors: file of text vectors instead of the encoder (`TextVectors.read`): classes of which
            it has no word are not trained, and captions cannot be.
        teacher: folder of a teacher's features of the shards (`TeacherStore`), for the point term.
        names: weight of the region term with classes' names for captions.
        region: weight of the region term with captions.
        view, scene: weights of the terms of whole views and scenes.
        point: weight of the distillation of the teacher's features.

    Raises:
        ValueError: a weight is negative, or a term lacks what it needs.
    """

    encoder: str = "minilm-l6-v2"
    vectors: str = ""
    teacher: str = ""
    names: float = 0.0
    region: float = 0.0
    view: float = 0.0
    scene: float = 0.0
    point: float = 0.0

    def __post_init__(self) -> None:
        if min(self.names, self.region, self.view, self.scene, self.point) < 0:
            raise ValueError("the weights of a text space's terms must not be negative")
        if self.vectors and self.captioned:
            raise ValueError("a file of vectors has no captions: region, view and scene must be 0")

    @property
    def captioned(self) -> bool:
        """Whether a term needs captions."""
        return bool(self.region or self.view or self.scene)


@dataclass(frozen=True, eq=False)
class SpaceTargets:
    """One text space, ready for training.

    Args:
        settings: see `SpaceSettings`.
        names: the classes that the space has words for.
        renumber: int64 (K + 1,), the place of a class among those, -1 none; the last serves -1.
        record: what a checkpoint remembers of the space.
        captions: float16 (T, D), the captions of the book, centred unit vectors; None without.
        teacher_centre: float32 (D,), mean of the teacher's features; None without.
    """

    settings: SpaceSettings
    names: TextTargets
    renumber: Tensor
    record: TextSpaceRecord
    captions: Tensor | None = None
    teacher_centre: Tensor | None = None

    @property
    def dimension(self) -> int:
        """D."""
        return len(self.record.centre)

    @staticmethod
    def build(
        settings: SpaceSettings,
        names: Sequence[str],
        captions: Sequence[str],
        folder: Path | None,
        device: torch.device,
        quiet: bool = False,
    ) -> SpaceTargets:
        """Encode, or read, the words of the classes and the captions.

        Args:
            names: of the K classes.
            captions: the texts of the book, empty where no term needs them.
            folder: keeps the encoder's vectors, see `TextVectors`.

        Raises:
            ImportError, FileNotFoundError: the encoder is not installed; says how to get it.
            ValueError: the file of vectors cannot be used.
        """
        words = {**TRAIN_SYNONYMS, **GENERAL}
        if settings.vectors:
            found = TextVectors.read(Path(settings.vectors), settings.encoder)
        else:
            general = _general(coarser_vocabularies(names), names)
            asked = dict.fromkeys(word for name in (*names, *general) for word in words[name])
            found = TextVectors.of_names(tuple(asked), settings.encoder, folder)
        row = found.rows()
        known = {name: [word for word in words[name] if word in row] for name in words}
        trained = [name for name in names if known[name]]
        if len(trained) < 2:
            raise ValueError(f"{settings.vectors} has words for {len(trained)} of the classes only")
        coarser = [
            {name: to for name, to in merges.items() if known[to]}
            for merges in coarser_vocabularies(trained)
        ]
        general = _general(coarser, trained)
        exact = tuple(dict.fromkeys(word for name in trained for word in known[name]))
        others = tuple(dict.fromkeys(word for name in general for word in known[name]))
        centre = found.vectors[[row[word] for word in exact]].mean(axis=0)
        anchors = _centred(found.vectors[[row[word] for word in (*exact, *others)]], centre)
        by_word = dict(zip((*exact, *others), anchors, strict=True))
        place = {name: number for number, name in enumerate(trained)}
        told = None
        if captions:
            vectors = TextVectors.of_captions(captions, settings.encoder, folder, quiet).vectors
            told = torch.from_numpy(_centred(vectors, centre)).to(device, torch.float16)
        return SpaceTargets(
            settings,
            TextTargets.build(trained, known, coarser, by_word, device),
            torch.tensor([*(place.get(name, -1) for name in names), -1], device=device),
            TextSpaceRecord(
                encoder=found.encoder,
                probe=found.probe,
                centre=centre,
                anchor_names=(*exact, *others),
                anchors=anchors,
                general_names=others,
                rival_names=_plainest(trained, exact),
            ),
            told,
        )


def _general(coarser: Sequence[Mapping[str, str]], names: Sequence[str]) -> list[str]:
    """Names that classes go by in coarser vocabularies and that are no classes themselves."""
    return sorted({name for merges in coarser for name in merges.values()} - set(names))


def _plainest(names: Sequence[str], words: Sequence[str]) -> tuple[str, ...]:
    """Those of the names that are a kind of no other one ("chair", but not "office chair").

    One word a thing is enough to claim its points; of many words for it one is always likely.
    """
    known = set(names)
    return tuple(name for name in names if name in words and not known & {*HYPERNYMS.get(name, ())})


def _centred(vectors: Float32, centre: Float32) -> Float32:
    moved = vectors - centre
    return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-12))
