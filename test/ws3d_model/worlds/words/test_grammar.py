# SPDX-License-Identifier: Apache-2.0
"""Articles, plurals and lists of captions."""

from __future__ import annotations

import pytest

from ws3d_model.worlds.words import NAMES
from ws3d_model.worlds.words.captions import counted, indefinite, listed, plural


def test_nothing_lists_to_nothing():
    assert listed(()) == ""


def test_lists_end_with_and():
    assert listed(["a bed"]) == "a bed"
    assert listed(["a bed", "a lamp", "some books"]) == "a bed, a lamp and some books"


@pytest.mark.parametrize(
    ("phrase", "first", "expected"),
    [
        ("chair", "", "a chair"),
        ("office chair", "", "an office chair"),
        ("chair", "orange", "an orange chair"),
        ("urinal", "", "a urinal"),
        ("utility pole", "", "a utility pole"),
        ("glass", "", "a glass"),
        ("stairs", "wooden", "some wooden stairs"),
        ("stack of books", "", "a stack of books"),
        ("grass", "green", "some green grass"),
        ("bus", "", "a bus"),
    ],
)
def test_articles(phrase, first, expected):
    assert indefinite(phrase, first) == expected


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("chair", "chairs"),
        ("box", "boxes"),
        ("bus", "buses"),
        ("bookshelf", "bookshelves"),
        ("cooking knife", "cooking knives"),
        ("person riding a bike", "people riding a bike"),
        ("cup of tea", "cups of tea"),
        ("toy", "toys"),
        ("lorry", "lorries"),
        ("grass", "grass"),
        ("scissors", "scissors"),
        ("person", "people"),
    ],
)
def test_plurals(phrase, expected):
    assert plural(phrase) == expected


def test_counts():
    assert counted("chair", 1) == "a chair"
    assert counted("shelf", 3) == "three shelves"
    assert counted("car", 40) == "many cars"
    assert counted("grass", 2) == "some grass"
    with pytest.raises(ValueError, match="got 0"):
        counted("chair", 0)


def test_the_plural_of_every_class_is_a_plural():
    for name in NAMES:
        assert plural(plural(name)) == plural(name)
