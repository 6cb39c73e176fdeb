# SPDX-License-Identifier: Apache-2.0
"""The words of the rooms keep the promises that the figures rest on."""

from __future__ import annotations

import itertools

import pytest

from ws3d_model.datasets.rooms.words import (
    COARSE,
    EVALUATION_NAMES,
    HELD_OUT_SYNONYMS,
    LEFT_OUT,
    NAMES,
    STUFF,
    TRAIN_SYNONYMS,
    labels_within,
)


def contains(phrase: str, word: str) -> bool:
    return f" {word} " in f" {phrase} "


def test_names_are_unique_and_mappings_name_classes():
    assert len(set(NAMES)) == len(NAMES) >= 45
    assert set(TRAIN_SYNONYMS) == set(NAMES) - set(LEFT_OUT)
    assert set(HELD_OUT_SYNONYMS) == set(NAMES)
    assert set(COARSE) | set(COARSE.values()) | set(STUFF) | set(EVALUATION_NAMES) <= set(NAMES)


def test_every_class_is_trained_with_its_name_first():
    assert all(words[0] == name for name, words in TRAIN_SYNONYMS.items())


def test_no_word_belongs_to_two_classes():
    trained = list(itertools.chain(*TRAIN_SYNONYMS.values()))
    held_out = list(itertools.chain(*HELD_OUT_SYNONYMS.values()))
    assert len(set(trained + held_out)) == len(trained) + len(held_out)


def test_no_trained_word_holds_the_name_of_another_class():
    for name, words in TRAIN_SYNONYMS.items():
        own = {name, COARSE.get(name)}
        for word, other in itertools.product(words, NAMES):
            assert other in own or not contains(word, other), (word, other)


def test_held_out_and_left_out_words_are_never_part_of_a_trained_one():
    unseen = (*itertools.chain(*HELD_OUT_SYNONYMS.values()), *LEFT_OUT)
    for word, hidden in itertools.product(itertools.chain(*TRAIN_SYNONYMS.values()), unseen):
        assert not contains(word, hidden), (word, hidden)


def test_twenty_names_are_evaluated():
    assert len(EVALUATION_NAMES) == len(set(EVALUATION_NAMES)) == 20


@pytest.mark.parametrize(
    ("name", "counts_as"),
    [("sofa", "sofa"), ("office chair", "chair"), ("wardrobe", "cabinet"), ("bottle", None)],
)
def test_finer_classes_count_as_their_parents(name, counts_as):
    place = labels_within(EVALUATION_NAMES)[NAMES.index(name)]
    assert place == (-1 if counts_as is None else EVALUATION_NAMES.index(counts_as))


def test_no_names_no_places():
    assert (labels_within(()) == -1).all()
