# SPDX-License-Identifier: Apache-2.0
"""Vocabulary: the names that are looked for, checked when it is made."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

MAX_NAMES = 1_000  # each is compared with every voxel: 100k voxels times 1,000 names take 400 MB
MAX_BACKGROUND = 200
MAX_PROMPTS = 32  # a name
MAX_LENGTH = 200  # characters of a name or prompt

_JOINERS = "\u200c\u200d"  # invisible, but part of the spelling in Persian and Indic scripts


class VocabularyError(ValueError):
    """A vocabulary, or one of its names, cannot be used; the message says why."""


@dataclass(frozen=True)
class VocabularyEntry:
    """One name that is looked for.

    Whitespace is collapsed and Unicode composed (NFC), so that equal texts are equal strings.

    Args:
        name: what the label is called.
        prompts: the phrases that stand for it, averaged; empty: the name itself.

    Raises:
        VocabularyError: the name or a prompt is blank, too long or unprintable.
    """

    name: str
    prompts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", clean_text(self.name, "a name"))
        if isinstance(self.prompts, str):
            raise VocabularyError(f"prompts of {self.name!r} must be a list, got one string")
        if len(self.prompts) > MAX_PROMPTS:
            raise VocabularyError(
                f"{self.name!r} has {len(self.prompts)} prompts, at most {MAX_PROMPTS} are taken"
            )
        cleaned = (clean_text(prompt, f"a prompt of {self.name!r}") for prompt in self.prompts)
        object.__setattr__(self, "prompts", tuple(dict.fromkeys(cleaned)))


@dataclass(frozen=True)
class Vocabulary:
    """The names that are looked for, together.

    Args:
        entries: 1 to 1,000 of them, no name twice (upper and lower case are the same).
        background: names that compete for the points, but whose points come out unlabelled; not
            among the entries.
        threshold: confidence (0..1) below which a point stays unlabelled.

    Raises:
        VocabularyError: one of these does not hold.
    """

    entries: tuple[VocabularyEntry, ...]
    background: tuple[str, ...] = ()
    threshold: float = 0.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "entries", tuple(self.entries))
        if isinstance(self.background, str):
            raise VocabularyError("background must be a list of names, got one string")
        cleaned = (clean_text(name, "a background name") for name in self.background)
        object.__setattr__(self, "background", tuple(cleaned))
        if not self.entries:
            raise VocabularyError("the vocabulary is empty: give at least one name")
        if len(self.entries) > MAX_NAMES:
            raise VocabularyError(f"{len(self.entries)} names: at most {MAX_NAMES} are taken")
        if len(self.background) > MAX_BACKGROUND:
            raise VocabularyError(
                f"{len(self.background)} background names: at most {MAX_BACKGROUND} are taken"
            )
        seen: set[str] = set()
        for name in (*self.names, *self.background):
            if name.casefold() in seen:
                raise VocabularyError(f"{name!r} is given twice: leave one out")
            seen.add(name.casefold())
        if not 0.0 <= self.threshold <= 1.0:
            raise VocabularyError(f"threshold must be 0..1, got {self.threshold}")

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def names(self) -> tuple[str, ...]:
        """The K names; labels index into them."""
        return tuple(entry.name for entry in self.entries)

    @staticmethod
    def of(names: Iterable[str]) -> Vocabulary:
        """The vocabulary of plain names.

        >>> Vocabulary.of(["wall", "office  chair"]).names
        ('wall', 'office chair')

        Raises:
            VocabularyError: see `Vocabulary`; also for one string, which is no list of names.
        """
        if isinstance(names, str):
            raise VocabularyError("give a list of names; Vocabulary.parse reads a comma list")
        return Vocabulary(tuple(VocabularyEntry(name) for name in names))

    @staticmethod
    def from_file(path: str | Path) -> Vocabulary:
        """Read a .txt (a name a line, # comments), .yaml or .yml file; see `vocabulary_file`.

        Raises:
            OSError: the file cannot be read.
            VocabularyError: what it holds is no vocabulary.
        """
        # Here and not at the top: that module makes Vocabulary values itself.
        from ws3d_model.language.vocabulary_file import read_vocabulary

        return read_vocabulary(Path(path))

    @staticmethod
    def parse(text: str) -> Vocabulary:
        """A comma list of names, or the path of a vocabulary file: what ends in .txt, .yaml or
        .yml and holds no comma.

        Raises:
            OSError, VocabularyError: see `from_file` and `Vocabulary`.
        """
        if "," not in text and text.strip().lower().endswith((".txt", ".yaml", ".yml")):
            return Vocabulary.from_file(text.strip())
        # "chair, table," is a slip of the hand; ", ," is an empty list and refused as such.
        return Vocabulary.of(name for name in text.split(",") if name.strip())


@dataclass(frozen=True)
class Review:
    """What became of a list of entries: `reasons` belong to `rejected`, one each.

    `warnings` are about accepted names: full sentences for a log or a service's message.
    """

    accepted: tuple[VocabularyEntry, ...]
    rejected: tuple[str, ...]
    reasons: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def review_entries(entries: Iterable[VocabularyEntry | str | tuple[str, Sequence[str]]]) -> Review:
    """Sort entries into usable ones and others, so that a bad name does not reject the rest.

    Args:
        entries: as asked for, unchecked: a name, a (name, prompts) pair, or an entry.
    """
    accepted: dict[str, VocabularyEntry] = {}
    rejected: list[str] = []
    reasons: list[str] = []
    for asked in entries:
        name, prompts = _parts(asked)
        try:
            entry = VocabularyEntry(name, tuple(prompts))
            if entry.name.casefold() in accepted:
                raise VocabularyError(f"{entry.name!r} is given twice")
            if len(accepted) == MAX_NAMES:
                raise VocabularyError(f"at most {MAX_NAMES} names are taken")
        except VocabularyError as error:
            rejected.append(_shorten(name))
            reasons.append(str(error))
        else:
            accepted[entry.name.casefold()] = entry
    kept = tuple(accepted.values())
    return Review(kept, tuple(rejected), tuple(reasons), script_warnings(kept))


def script_warnings(entries: Sequence[VocabularyEntry]) -> tuple[str, ...]:
    """One sentence for the names that an English text encoder cannot read, if there are any.

    They are accepted: an encoder trained on several languages reads them.
    """
    foreign = [entry.name for entry in entries if any(_is_foreign(c) for c in entry.name)]
    if not foreign:
        return ()
    return (
        f"not written in Latin script: {', '.join(foreign[:5])}{', ...' if foreign[5:] else ''}; "
        "the embedded text encoder reads English, so expect nothing to be found: use the English "
        "word, give it as a prompt, or load a multilingual open_clip model",
    )


def clean_text(text: str, what: str) -> str:
    """The text composed (NFC) with single spaces.

    Raises:
        VocabularyError: not a string, blank, too long, unprintable, or without a letter or digit;
            `what` names it in the message.
    """
    if not isinstance(text, str):
        raise VocabularyError(f"{what} must be text, got {type(text).__name__}")
    if len(text) > MAX_LENGTH:
        raise VocabularyError(
            f"{what} has {len(text)} characters, at most {MAX_LENGTH} are taken: {_shorten(text)!r}"
        )
    cleaned = unicodedata.normalize("NFC", " ".join(text.split()))
    if not cleaned:
        raise VocabularyError(f"{what} is blank")
    for character in cleaned:
        # Control, invisible formatting, surrogate, private, unassigned: they hide in labels.
        if unicodedata.category(character).startswith("C") and character not in _JOINERS:
            raise VocabularyError(
                f"{what} holds the unprintable character U+{ord(character):04X}: "
                f"{_shorten(cleaned)!a}"
            )
    if not any(character.isalnum() for character in cleaned):
        raise VocabularyError(f"{what} has no letter or digit: {_shorten(cleaned)!r}")
    return cleaned


def _parts(asked: VocabularyEntry | str | tuple[str, Sequence[str]]) -> tuple[str, Sequence[str]]:
    if isinstance(asked, VocabularyEntry):
        return asked.name, asked.prompts
    if isinstance(asked, str):
        return asked, ()
    return asked


def _is_foreign(character: str) -> bool:
    return character.isalpha() and "LATIN" not in unicodedata.name(character, "LATIN")


def _shorten(text: object) -> str:
    shown = str(text)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."
