# SPDX-License-Identifier: Apache-2.0
"""VocabularyDesk: changes the vocabulary in a thread of its own, so that no cloud waits for it."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from ws3d_model.language import EncodedVocabulary, TextEncoder, Vocabulary, VocabularyEntry
from ws3d_ros.label_registry import LabelRegistry
from ws3d_ros.passing_thread import in_passing_thread


class VocabularyEncoder(Protocol):
    """The part of `Perception` that is needed here."""

    @property
    def encoder(self) -> TextEncoder:
        """Reads the prompts."""

    def encode_vocabulary(self, vocabulary: Vocabulary) -> EncodedVocabulary:
        """The slow part: text to vectors."""


@dataclass(frozen=True, eq=False)
class VocabularyInUse:
    """What one cloud is labelled with, from its first point to its last.

    Args:
        encoded: names and vectors, for `Perception.process`.
        label_ids: uint32 (K,), the numeric ids of the names in messages.
        version: counts the vocabularies of this node, from 1.
    """

    encoded: EncodedVocabulary
    label_ids: npt.NDArray[np.uint32]
    version: int

    @property
    def vocabulary(self) -> Vocabulary:
        """Names, prompts, background and threshold."""
        return self.encoded.vocabulary


@dataclass(frozen=True)
class VocabularyChange:
    """What to change; None keeps what there is."""

    entries: tuple[VocabularyEntry, ...] | None = None
    background: tuple[str, ...] | None = None
    threshold: float | None = None

    def applied_to(self, vocabulary: Vocabulary) -> Vocabulary:
        """The vocabulary with the change. A background name that is asked for stops being one.

        Raises:
            VocabularyError: the result is no vocabulary.
        """
        entries = vocabulary.entries if self.entries is None else self.entries
        background = vocabulary.background if self.background is None else self.background
        asked = {entry.name.casefold() for entry in entries}
        return Vocabulary(
            entries=entries,
            background=tuple(name for name in background if name.casefold() not in asked),
            threshold=vocabulary.threshold if self.threshold is None else self.threshold,
        )


class VocabularyDesk:
    """Takes changes one after the other, encodes them, and swaps the vocabulary in one step.

    Args:
        registry: gives the names their ids; outlives the desk.
        announce: called with the next vocabulary before the first cloud can use it.
    """

    def __init__(
        self, registry: LabelRegistry, announce: Callable[[VocabularyInUse], None]
    ) -> None:
        self._registry, self._announce = registry, announce
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="vocabulary")
        self._lock = threading.Lock()
        self._encoder: VocabularyEncoder | None = None
        self._current: VocabularyInUse | None = None
        self._last_vocabulary: Vocabulary | None = None
        self._last_change: Future[VocabularyInUse] | None = None
        self._version = 0

    @property
    def current(self) -> VocabularyInUse | None:
        """The vocabulary in use; None before the first."""
        return self._current

    @property
    def last(self) -> Vocabulary | None:
        """The vocabulary last in use, also after `close`."""
        return self._last_vocabulary

    @property
    def encoder_identity(self) -> str:
        """Which text encoder reads the prompts; empty before `open`."""
        return "" if self._encoder is None else self._encoder.encoder.identity

    @property
    def version(self) -> int:
        """The version last given out; 0 before the first vocabulary."""
        return self._version

    def open(self, encoder: VocabularyEncoder, vocabulary: Vocabulary) -> None:
        """Start with an encoder and a first vocabulary; waits until that is encoded.

        Raises:
            ValueError: the vocabulary cannot be encoded, or the label ids are used up.
        """
        self._encoder = encoder
        self._put_in_use(in_passing_thread(lambda: encoder.encode_vocabulary(vocabulary)))

    def close(self) -> None:
        """Forget the encoder and the vocabulary; ids and versions go on counting."""
        self._encoder = self._current = None

    def change(self, change: VocabularyChange) -> Future[VocabularyInUse]:
        """Ask for a change and return at once; the result, or what went wrong, comes later.

        Raises:
            RuntimeError: there is no vocabulary to change: the node is not configured.
        """
        if self._current is None:
            raise RuntimeError(
                "the node is not configured, there is no text encoder yet: configure it first "
                "(`ros2 lifecycle set NODE configure`)"
            )
        self._last_change = self._pool.submit(self._carry_out, change)
        return self._last_change

    def stop(self, timeout: float) -> bool:
        """Take no more changes; True if the one in hand was over within `timeout` seconds."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        if self._last_change is not None:
            return not wait([self._last_change], timeout).not_done
        return True

    def _carry_out(self, change: VocabularyChange) -> VocabularyInUse:
        encoder, current = self._encoder, self._current
        if encoder is None or current is None:
            raise RuntimeError("the node was cleaned up before the vocabulary was encoded")
        vocabulary = change.applied_to(current.vocabulary)
        if change.entries is None and vocabulary.background == current.vocabulary.background:
            # Only the threshold: the vectors stay.
            return self._put_in_use(dataclasses.replace(current.encoded, vocabulary=vocabulary))
        encoded = in_passing_thread(lambda: encoder.encode_vocabulary(vocabulary))
        return self._put_in_use(encoded)

    def _put_in_use(self, encoded: EncodedVocabulary) -> VocabularyInUse:
        with self._lock:
            ids = self._registry.issue(encoded.vocabulary.names)
            in_use = VocabularyInUse(encoded, ids, self._version + 1)
            self._announce(in_use)
            self._version, self._current = in_use.version, in_use
            self._last_vocabulary = in_use.vocabulary
            return in_use
