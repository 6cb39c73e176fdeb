# SPDX-License-Identifier: Apache-2.0
"""The text space: trained words stay, unseen ones are bridged, nonsense is not trusted."""

from __future__ import annotations

import string

import numpy as np
import pytest

from ws3d_model.language.encoder import CachedEncoder
from ws3d_model.language.minilm import MiniLMEncoder
from ws3d_model.language.reference_words import FOILS, THINGS
from ws3d_model.language.text_space import (
    EncodedVocabulary,
    TextSpace,
    encode_names,
    encode_vocabulary,
)
from ws3d_model.language.vocabulary import Vocabulary, VocabularyEntry

TRAINED = (
    "wall", "floor", "ceiling", "door", "window", "table", "chair", "sofa", "bed", "cabinet",
    "bookshelf", "desk", "curtain", "refrigerator", "toilet", "sink", "bathtub", "lamp", "plant",
    "person",
)  # fmt: skip


@pytest.fixture(scope="module")
def encoder(minilm: MiniLMEncoder) -> CachedEncoder:
    return CachedEncoder(minilm)


@pytest.fixture(scope="module")
def space(encoder: CachedEncoder) -> TextSpace:
    return TextSpace.build(encoder, TRAINED)


def test_no_word_makes_no_space(encoder: CachedEncoder) -> None:
    with pytest.raises(ValueError, match="at least one"):
        TextSpace.build(encoder, [])
    with pytest.raises(ValueError, match="none twice"):
        TextSpace.build(encoder, ["wall", "wall"])


def test_no_vector_in_none_out(space: TextSpace) -> None:
    empty = np.zeros((0, 384), np.float32)
    assert space.project(empty).shape == (0, 384)
    vectors, trust = space.bridge(empty)
    assert (vectors.shape, trust.shape) == ((0, 384), (0,))
    assert len(space.rivals(empty)) == len(TRAINED)


def test_fields_are_checked(space: TextSpace) -> None:
    with pytest.raises(ValueError, match="anchors must be float32"):
        TextSpace(space.centre, ("wall",), space.anchors, space.things, space.foils, ())
    with pytest.raises(ValueError, match="foils"):
        TextSpace(space.centre, TRAINED, space.anchors, space.things, space.foils[:0], ())
    with pytest.raises(ValueError, match="vectors must be float32"):
        space.project(np.zeros((2, 3), np.float32))


def test_projection_centres_and_normalises(encoder: CachedEncoder, space: TextSpace) -> None:
    vectors = encoder.encode(TRAINED)
    np.testing.assert_allclose(space.centre, vectors.mean(axis=0), atol=1e-6)
    expected = vectors - vectors.mean(axis=0)
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    np.testing.assert_allclose(space.project(vectors), expected, atol=1e-5)
    np.testing.assert_allclose(space.anchors, expected, atol=1e-5)


def test_the_centre_itself_gives_zeros_and_no_nan(space: TextSpace) -> None:
    projected = space.project(space.centre[None])
    np.testing.assert_array_equal(projected, 0)
    vectors, trust = space.bridge(projected)
    assert np.isfinite(vectors).all()
    assert np.isfinite(trust).all()


def test_trained_words_pass_unchanged_with_full_trust(
    encoder: CachedEncoder, space: TextSpace
) -> None:
    projected = space.project(encoder.encode(TRAINED))
    vectors, trust = space.bridge(projected)
    np.testing.assert_array_equal(vectors, projected)
    np.testing.assert_array_equal(trust, 1)


def test_a_checkpoint_in_half_precision_knows_its_words_again(
    encoder: CachedEncoder, space: TextSpace
) -> None:
    halved = space.anchors.astype(np.float16).astype(np.float32)
    restored = TextSpace.restore(encoder, space.centre, TRAINED, halved, TRAINED)
    projected = restored.project(encoder.encode(TRAINED))
    vectors, trust = restored.bridge(projected)
    np.testing.assert_array_equal(vectors, projected)
    np.testing.assert_array_equal(trust, 1)


def test_the_bridge_is_the_mixture_of_the_formula(encoder: CachedEncoder, space: TextSpace) -> None:
    projected = space.project(encoder.encode(["couch"]))
    cosines = space.anchors @ projected[0]
    weights = np.exp(20.0 * cosines.astype(np.float64))
    mixture = (weights / weights.sum()) @ space.anchors
    vectors, _ = space.bridge(projected)
    np.testing.assert_allclose(vectors[0], mixture / np.linalg.norm(mixture), atol=1e-5)


@pytest.mark.parametrize(
    ("word", "trained"),
    [("couch", "sofa"), ("fridge", "refrigerator"), ("drapes", "curtain"), ("tub", "bathtub"),
     ("bookcase", "bookshelf"), ("cupboard", "cabinet"), ("doorway", "door")],
)  # fmt: skip
def test_synonyms_come_nearer_to_their_trained_word(
    encoder: CachedEncoder, space: TextSpace, word: str, trained: str
) -> None:
    projected = space.project(encoder.encode([word]))
    vectors, trust = space.bridge(projected)
    row = TRAINED.index(trained)
    assert (space.anchors @ vectors[0]).argmax() == row
    assert space.anchors[row] @ vectors[0] >= space.anchors[row] @ projected[0]
    assert trust[0] > 0.5


def test_a_word_far_from_all_still_comes_to_lie_among_them(
    encoder: CachedEncoder, space: TextSpace
) -> None:
    projected = space.project(encoder.encode(["headphones"]))
    bridged, _ = space.bridge(projected)
    assert (space.anchors @ bridged[0]).max() > (space.anchors @ projected[0]).max()


UNSEEN = (
    "armchair", "keyboard", "microwave", "towel", "end table", "whiteboard", "coffee maker",
    "closet", "ottoman", "recycling bin", "paper towel dispenser", "bulletin board", "dumbbell",
    "potted plant", "luggage", "violin case", "laptop", "copier", "stool", "nightstand", "mirror",
    "windowsill", "laundry hamper", "dish rack", "dustpan", "projector", "headphones", "cup",
    "alarm clock", "cd case",
)  # fmt: skip
ABSTRACT = (
    "democracy", "tuesday", "inflation", "jealousy", "philosophy", "december", "logic", "very",
    "constitution", "buddhism", "calculus", "please", "forgive", "renaissance", "linguistics",
)  # fmt: skip
GIVEN_NONSENSE = ("blorptang", "xqzzt vrem", "quux flibber")


def trust_of(words: tuple[str, ...], encoder: CachedEncoder, space: TextSpace) -> np.ndarray:
    # None of them may be among the words by which others are judged.
    assert not set(words) & {*THINGS, *FOILS, *TRAINED}
    return space.bridge(space.project(encoder.encode(words)))[1]


def test_unseen_objects_are_trusted(encoder: CachedEncoder, space: TextSpace) -> None:
    assert (trust_of(UNSEEN, encoder, space) > 0.5).mean() >= 0.95


def test_abstract_words_are_not(encoder: CachedEncoder, space: TextSpace) -> None:
    assert (trust_of(ABSTRACT, encoder, space) < 0.5).mean() >= 0.95


def test_nonsense_is_not(encoder: CachedEncoder, space: TextSpace) -> None:
    assert trust_of(GIVEN_NONSENSE, encoder, space).max() < 0.2
    generator = np.random.default_rng(8)
    letters = list(string.ascii_lowercase)
    words = {"".join(generator.choice(letters, size=7)) for _ in range(60)} - {*FOILS}
    assert (trust_of(tuple(words), encoder, space) < 0.5).mean() >= 0.95


def test_rivals_are_the_trained_words_without_a_name(
    encoder: CachedEncoder, space: TextSpace
) -> None:
    named = encode_vocabulary(Vocabulary.of(["couch", "lamp"]), encoder, space)
    rivals = {TRAINED[row] for rival in space.rivals(named.vectors)
              for row in np.flatnonzero((space.anchors == rival).all(axis=1))}  # fmt: skip
    assert {"wall", "floor", "toilet"} <= rivals
    assert not rivals & {"sofa", "lamp"}


def test_other_words_are_known_but_rival_none(encoder: CachedEncoder) -> None:
    plain = TextSpace.build(encoder, TRAINED)
    rivals = tuple(word for word in TRAINED if word != "wall")
    fewer = TextSpace.restore(encoder, plain.centre, TRAINED, plain.anchors, rivals)
    asked = encode_vocabulary(Vocabulary.of(["sofa"]), encoder, plain).vectors
    assert len(fewer.rivals(asked)) == len(plain.rivals(asked)) - 1
    vector, trust = fewer.bridge(fewer.project(encode_names(["wall"], encoder)))
    np.testing.assert_allclose(vector[0], plain.anchors[TRAINED.index("wall")], atol=1e-6)
    assert trust[0] == 1


def test_encoded_vocabulary(encoder: CachedEncoder, space: TextSpace) -> None:
    vocabulary = Vocabulary(
        (VocabularyEntry("chair"), VocabularyEntry("seat", ("sofa", "couch")),
         VocabularyEntry("blorptang")),
        background=("wall",),
    )  # fmt: skip
    encoded = encode_vocabulary(vocabulary, encoder, space)
    assert encoded.vectors.shape == (4, 384)
    assert encoded.vectors.dtype == encoded.trust.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(encoded.vectors, axis=1), 1, atol=1e-5)
    np.testing.assert_array_equal(encoded.background, [False, False, False, True])
    np.testing.assert_allclose(encoded.vectors[0], space.anchors[TRAINED.index("chair")], atol=1e-5)
    np.testing.assert_allclose(encoded.vectors[3], space.anchors[TRAINED.index("wall")], atol=1e-5)
    bridged, _ = space.bridge(space.project(encoder.encode(["sofa", "couch"])))
    mean = bridged.mean(axis=0) / np.linalg.norm(bridged.mean(axis=0))
    np.testing.assert_allclose(encoded.vectors[1], mean, atol=1e-3)
    assert encoded.doubtful == ("blorptang",)


def test_a_prompt_of_nonsense_does_not_spoil_its_name(
    encoder: CachedEncoder, space: TextSpace
) -> None:
    entry = VocabularyEntry("sofa", ("sofa", "blorptang", "quux flibber"))
    encoded = encode_vocabulary(Vocabulary((entry,)), encoder, space)
    assert encoded.vectors[0] @ space.anchors[TRAINED.index("sofa")] > 0.98
    assert encoded.trust[0] == 1


def test_encoded_vocabulary_checks_its_rows(space: TextSpace) -> None:
    with pytest.raises(ValueError, match="vectors must be float32"):
        EncodedVocabulary(Vocabulary.of(["a1", "b1"]), space.anchors[:1], np.ones(2, np.float32))
    with pytest.raises(ValueError, match="trust must be float32"):
        EncodedVocabulary(Vocabulary.of(["a1"]), space.anchors[:1], np.ones(2, np.float32))
