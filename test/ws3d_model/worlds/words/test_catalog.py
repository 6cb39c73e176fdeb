# SPDX-License-Identifier: Apache-2.0
"""The words of the worlds keep the promises that the figures rest on."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from ws3d_model.language import load_encoder
from ws3d_model.language.text_space import TextSpace, encode_names
from ws3d_model.worlds.words import (
    CATALOG,
    COARSE,
    COARSER,
    EVALUATION_NAMES,
    GENERAL,
    GROUPS,
    HELD_OUT_NAMES,
    HELD_OUT_SYNONYMS,
    HYPERNYMS,
    LEFT_OUT,
    NAMES,
    ROOM_NAMES,
    STREET_NAMES,
    STUFF,
    TRAIN_SYNONYMS,
    ancestors,
    class_of,
    coarser_vocabularies,
    labels_within,
)
from ws3d_model.worlds.words.catalog import ENTRIES

TRAINED = {**TRAIN_SYNONYMS, **GENERAL}
# The words of the first checkpoint, kept so that its figures stay comparable.
FIRST_EVALUATED = {
    "wall": "partition",
    "desk": "workstation",
    "cabinet": "sideboard",
    "sink": "washbasin",
    "sofa": "couch",
    "refrigerator": "fridge",
}


def runs(phrase):
    """Every word and run of words in the phrase."""
    words = phrase.split()
    ends = range(1, len(words) + 1)
    return {" ".join(words[i:j]) for j in ends for i in range(j)}


def test_no_names_no_places():
    assert (labels_within(()) == -1).all()
    assert len(labels_within(("wall",), ())) == 0


def test_names_are_unique_and_mappings_name_classes():
    assert len(ENTRIES) == len(NAMES) == len(set(NAMES)) >= 200
    nowhere = {entry.name for entry in ENTRIES if not entry.worlds}
    assert set(ROOM_NAMES) | set(STREET_NAMES) == set(NAMES) - nowhere
    assert set(TRAIN_SYNONYMS) == set(NAMES) - set(LEFT_OUT)
    assert set(HELD_OUT_SYNONYMS) == set(HYPERNYMS) == set(NAMES)
    assert set(COARSE) | set(COARSE.values()) | set(STUFF) | set(EVALUATION_NAMES) <= set(NAMES)


def test_groups_are_known_and_every_one_is_trained():
    assert {group for entry in ENTRIES for group in entry.groups} <= set(GENERAL)
    assert all(GROUPS.values())
    taken = set(itertools.chain(*(merges.values() for merges in COARSER)))
    assert set(GENERAL) <= taken <= set(GENERAL) | set(TRAIN_SYNONYMS)
    assert not set(GENERAL) & set(NAMES)


def test_every_class_is_trained_with_its_name_first_and_some_other_words():
    for name, words in TRAIN_SYNONYMS.items():
        assert words[0] == name
        assert 3 <= len(words) - 1 <= 8, name
        assert 1 <= len(HELD_OUT_SYNONYMS[name]) <= 2, name


def test_no_word_belongs_to_two_classes():
    known = itertools.chain(TRAINED.values(), HELD_OUT_SYNONYMS.values())
    left_out = (entry for name in LEFT_OUT for entry in ((name,), CATALOG[name].words))
    words = list(itertools.chain(*known, *left_out))
    assert len(words) == len(set(words))


def test_no_trained_word_holds_the_name_of_another_class():
    """Except a coarser class's, and where the class's own name holds it ("coat rack")."""
    for name, words in TRAINED.items():
        own = {name, *HYPERNYMS.get(name, ()), *runs(name)}
        for word in words:
            assert not (runs(word) & set(NAMES)) - own, word


def test_words_kept_from_training_are_never_part_of_a_trained_one():
    unseen = {
        *itertools.chain(*HELD_OUT_SYNONYMS.values()),
        *LEFT_OUT,
        *itertools.chain(*(CATALOG[name].words for name in LEFT_OUT)),
    }
    for word in itertools.chain(*TRAINED.values()):
        assert not runs(word) & unseen, word


def test_evaluation_keeps_its_names_and_unseen_words():
    assert len(EVALUATION_NAMES) == len(set(EVALUATION_NAMES)) == 20
    assert not set(EVALUATION_NAMES) & set(LEFT_OUT)
    assert all(HELD_OUT_SYNONYMS[name][0] == word for name, word in FIRST_EVALUATED.items())


def test_classes_are_left_out_in_rooms_and_on_streets():
    assert HELD_OUT_NAMES == LEFT_OUT
    assert len(LEFT_OUT) >= 8
    assert {"armchair", "nightstand", "bench"} <= set(LEFT_OUT)
    assert set(LEFT_OUT) & set(ROOM_NAMES)
    assert set(LEFT_OUT) & set(STREET_NAMES)
    assert not set(LEFT_OUT) & set(COARSE.values())


@pytest.mark.parametrize(
    ("name", "counts_as"),
    [
        ("sofa", "sofa"),
        ("office chair", "chair"),
        ("wardrobe", "cabinet"),
        ("hospital bed", "bed"),
        ("shop shelf", "bookshelf"),
        ("bottle", None),
    ],
)
def test_finer_classes_count_as_their_parents(name, counts_as):
    place = labels_within(EVALUATION_NAMES)[NAMES.index(name)]
    assert place == (-1 if counts_as is None else EVALUATION_NAMES.index(counts_as))


def test_groups_count_where_neither_class_nor_parent_does():
    asked = ("pole", "vegetation", "street furniture", "vegetation")
    classes = ("street light", "hedge", "mailbox", "tree trunk", "someone's asset")
    assert labels_within(asked, classes).tolist() == [0, 1, 2, 1, -1]


def test_ancestors_end_at_the_coarsest():
    assert ancestors("shop shelf") == ("shelf", "bookshelf")
    assert ancestors("wall") == ancestors("someone's asset") == ()
    assert all(name not in ancestors(name) for name in NAMES)


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Traffic_Cone", "traffic cone"),
        ("carpet", "rug"),
        ("couch", "sofa"),
        ("shoe", "shoes"),
        ("Chairs", "chair"),
        ("large blue cup", None),
        ("", None),
    ],
)
def test_words_lead_to_classes(word, name):
    assert class_of(word) == name


def test_coarser_vocabularies_of_some_classes_use_only_these_and_groups():
    names = ("wall", "glass wall", "office chair", "duck", "cup", "marker")
    for merges in coarser_vocabularies(names):
        assert set(merges) <= set(names)
        assert set(merges.values()) <= {*names, *GENERAL}
        assert merges["glass wall"] == "wall"
    assert coarser_vocabularies(()) == ({}, {}, {}, {})


@pytest.fixture(scope="module")
def vectors():
    """A word's MiniLM vector (384,), by word."""
    words = {
        *itertools.chain(*TRAINED.values()),
        *itertools.chain(*HELD_OUT_SYNONYMS.values()),
    }
    ordered = sorted(words)
    return dict(zip(ordered, encode_names(ordered, load_encoder()), strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("names", [NAMES, ROOM_NAMES, STREET_NAMES], ids=["all", "room", "street"])
def test_unseen_words_lie_nearest_to_their_own_class(vectors, names):
    """At least nine in ten, raw and after the bridge, among all classes of the world.

    The trained words were chosen with these in view: of words from elsewhere about half do so.
    """
    trained = [name for name in names if name not in LEFT_OUT]
    words = [word for name in trained for word in TRAIN_SYNONYMS[name]]
    owner = np.repeat(np.arange(len(trained)), [len(TRAIN_SYNONYMS[name]) for name in trained])
    raw = np.stack([vectors[word] for word in words])
    centre = raw.mean(axis=0)
    anchors = unit(raw - centre)
    space = TextSpace(centre, tuple(words), anchors, anchors[:0], anchors[:1], ())
    unseen = [(word, row) for row, name in enumerate(trained) for word in HELD_OUT_SYNONYMS[name]]
    asked = space.project(np.stack([vectors[word] for word, _ in unseen]))
    own = np.array([row for _, row in unseen])
    assert (owner[(asked @ anchors.T).argmax(axis=1)] == own).mean() >= 0.9
    # Training draws the name half of the time, else one of all wordings.
    means = np.stack([anchors[owner == row].mean(axis=0) for row in range(len(trained))])
    firsts = anchors[[int(np.argmax(owner == row)) for row in range(len(trained))]]
    bridged, _ = space.bridge(asked)
    assert ((bridged @ unit(firsts + means).T).argmax(axis=1) == own).mean() >= 0.9


def unit(rows):
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
