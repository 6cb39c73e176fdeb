# SPDX-License-Identifier: Apache-2.0
"""TextSpace: what a text encoder's vectors mean to a network that was trained with some words.

Text vectors share a large common part; the network works with what is left when the mean of the
trained words is taken off. A word that it was never trained with is bridged: expressed as a mixture
of the trained words nearest to it. A word that names no visible thing gets no trust.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ws3d_model.language.encoder import TextEncoder
from ws3d_model.language.prompts import fill, templates_for
from ws3d_model.language.reference_words import FOILS, THINGS
from ws3d_model.language.vocabulary import Vocabulary
from ws3d_model.point_cloud import check_array

Float32 = npt.NDArray[np.float32]

MIXTURE_SHARPNESS = 20.0
"""Inverse temperature of the mixture of trained words; found best by experiment."""
TRUST_SHARPNESS = 10.0
TRUST_SHARE = (0.3, 0.5)
"""Share of things among a word's neighbours: no trust below the first, all above the second. With
MiniLM it trusts about 98 % of objects never trained (ScanNet200 names), 1 % of random syllables;
the cosine to the nearest trained word tells the two apart far worse."""
TRAINED_COSINE = 0.999
"""A word this near to a trained one is that word (its vector may have been kept in float16)."""


@dataclass(frozen=True, eq=False)
class TextSpace:
    """The centred text space of a network. All vectors but `centre` are centred unit vectors.

    Args:
        centre: float32 (D,), mean of the trained words' vectors.
        anchor_names: the A trained words.
        anchors: float32 (A, D), their vectors.
        things: float32 (T, D), vectors of other words for visible things.
        foils: float32 (F, D), vectors of words that name none; F >= 1.
        rival_names: those of the trained words that compete for points which no asked word is for;
            the others ("furniture", "office chair") are known when asked for.

    Raises:
        TypeError, ValueError: a field has another dtype or shape.
    """

    centre: Float32
    anchor_names: tuple[str, ...]
    anchors: Float32
    things: Float32
    foils: Float32
    rival_names: tuple[str, ...]

    def __post_init__(self) -> None:
        check_array("centre", self.centre, np.float32, (None,))
        dimension = len(self.centre)
        check_array("anchors", self.anchors, np.float32, (len(self.anchor_names), dimension))
        check_array("things", self.things, np.float32, (len(self.things), dimension))
        check_array("foils", self.foils, np.float32, (len(self.foils), dimension))
        if not self.anchor_names:
            raise ValueError("a text space needs at least one trained word")
        if not len(self.foils):
            raise ValueError("a text space needs foils to judge words by")

    @staticmethod
    def build(encoder: TextEncoder, words: Sequence[str]) -> TextSpace:
        """The space of the words that a network is to be trained with.

        Raises:
            ValueError: no word, or a word twice.
        """
        if not words or len(set(words)) != len(words):
            raise ValueError("give the trained words, at least one and none twice")
        vectors = encode_names(words, encoder)
        centre = vectors.mean(axis=0)
        return TextSpace.restore(
            encoder, centre, tuple(words), _unit(vectors - centre), tuple(words)
        )

    @staticmethod
    def restore(
        encoder: TextEncoder,
        centre: Float32,
        anchor_names: tuple[str, ...],
        anchors: Float32,
        rival_names: tuple[str, ...],
    ) -> TextSpace:
        """The space that a checkpoint kept; the encoder must be the one it was built with."""
        things = encode_names(THINGS, encoder) - centre
        foils = encode_names(FOILS, encoder) - centre
        return TextSpace(
            centre, anchor_names, _unit(anchors), _unit(things), _unit(foils), rival_names
        )

    def project(self, vectors: Float32) -> Float32:
        """The encoder's vectors (P, D) -> centred unit vectors (P, D)."""
        check_array("vectors", vectors, np.float32, (len(vectors), len(self.centre)))
        return _unit(vectors - self.centre)

    def bridge(self, projected: Float32) -> tuple[Float32, Float32]:
        """Centred unit vectors (P, D) of any words -> vectors (P, D) the network knows, trust (P,).

        Trained words pass unchanged, with trust 1. Another word becomes the softmax mixture of the
        trained words: the network's vectors lie among these, and a word's own vector, however
        right, would lie farther from all of them than any trained word does.
        """
        cosines = projected @ self.anchors.T  # (P, A)
        nearest = cosines.max(axis=1)
        weights = np.exp(MIXTURE_SHARPNESS * (cosines - nearest[:, None]))
        mixture = _unit(weights / weights.sum(axis=1, keepdims=True) @ self.anchors)
        trained = nearest > TRAINED_COSINE
        trust = np.where(trained, np.float32(1), self.trust(projected))
        return np.where(trained[:, None], projected, mixture), trust

    def trust(self, projected: Float32) -> Float32:
        """How far centred unit vectors (P, D) belong to words for visible things: (P,) in 0..1.

        A kernel estimate of p(thing | word) with equal priors, stretched to 0..1: things are the
        trained words and `things`, the others `foils`.
        """
        things = np.concatenate([self.anchors, self.things])
        near_things = np.exp(TRUST_SHARPNESS * (projected @ things.T)).mean(axis=1)
        near_foils = np.exp(TRUST_SHARPNESS * (projected @ self.foils.T)).mean(axis=1)
        return _smooth_step(near_things / (near_things + near_foils), TRUST_SHARE)

    def rivals(self, vectors: Float32, similarity: float = 0.5) -> Float32:
        """The rival words (R, D) that none of the centred unit vectors (K, D) stands for.

        As background they take the points that a short vocabulary has no name for.
        """
        nearest = (self.anchors @ vectors.T).max(axis=1, initial=-1.0)
        rival = np.isin(self.anchor_names, self.rival_names)
        return np.asarray(self.anchors[(nearest < similarity) & rival])


@dataclass(frozen=True, eq=False)
class EncodedVocabulary:
    """A vocabulary as the network compares it with its points.

    Args:
        vocabulary: the K names and B background names.
        vectors: float32 (K + B, D), centred unit vectors, background last.
        trust: float32 (K + B,) in 0..1; see `TextSpace.trust`.
    """

    vocabulary: Vocabulary
    vectors: Float32
    trust: Float32

    def __post_init__(self) -> None:
        rows = len(self.vocabulary) + len(self.vocabulary.background)
        check_array("vectors", self.vectors, np.float32, (rows, self.vectors.shape[-1]))
        check_array("trust", self.trust, np.float32, (rows,))

    @property
    def background(self) -> npt.NDArray[np.bool_]:
        """bool (K + B,): rows whose points come out unlabelled."""
        mask: npt.NDArray[np.bool_] = np.arange(len(self.trust)) >= len(self.vocabulary)
        return mask

    @property
    def doubtful(self) -> tuple[str, ...]:
        """The names that seem to name no visible thing: too little trust to label a point."""
        names = self.vocabulary.names
        return tuple(n for n, trust in zip(names, self.trust, strict=False) if trust < 0.5)


def encode_vocabulary(
    vocabulary: Vocabulary, encoder: TextEncoder, space: TextSpace
) -> EncodedVocabulary:
    """Encode every prompt, bridge it, and average the prompts of a name by their trust."""
    background = tuple((name,) for name in vocabulary.background)
    names = tuple(entry.prompts or (entry.name,) for entry in vocabulary.entries) + background
    prompts = [prompt for group in names for prompt in group]
    bridged, trusts = space.bridge(space.project(encode_names(prompts, encoder)))
    vectors = np.empty((len(names), len(space.centre)), np.float32)
    trust = np.empty(len(names), np.float32)
    start = 0
    for row, group in enumerate(names):
        rows = slice(start, start + len(group))
        start = rows.stop
        # A prompt that names nothing does not spoil the others of its name.
        weights = np.maximum(trusts[rows], 1e-3)
        vectors[row] = weights @ bridged[rows]
        trust[row] = trusts[rows].max()
    return EncodedVocabulary(vocabulary, _unit(vectors), trust)


def encode_names(names: Sequence[str], encoder: TextEncoder) -> Float32:
    """float32 (P, D), unit length: every name through the encoder's templates, averaged."""
    templates = templates_for(encoder.identity)
    prompts = [fill(template, name) for name in names for template in templates]
    vectors = encoder.encode(prompts).reshape(len(names), len(templates), encoder.dimension)
    return _unit(vectors.mean(axis=1))


def _unit(vectors: Float32) -> Float32:
    """Rows at unit length; a row of zeros stays zero."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)


def _smooth_step(values: Float32, span: tuple[float, float]) -> Float32:
    """0 below the span, 1 above, 3t^2 - 2t^3 between."""
    low, high = span
    t = np.clip((values - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), dtype=np.float32)
