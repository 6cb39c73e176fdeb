# SPDX-License-Identifier: Apache-2.0
"""Names in, a checked vocabulary out; bad names rejected one by one, with a reason."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ws3d_model.language.vocabulary import (
    MAX_NAMES,
    Review,
    Vocabulary,
    VocabularyEntry,
    VocabularyError,
    review_entries,
)


def test_empty_is_refused() -> None:
    with pytest.raises(VocabularyError, match="empty"):
        Vocabulary(())
    for text in ("", "  ", ",", " , ,"):
        with pytest.raises(VocabularyError, match="empty"):
            Vocabulary.parse(text)


def test_one_name() -> None:
    vocabulary = Vocabulary.of(["chair"])
    assert vocabulary.names == ("chair",)
    assert len(vocabulary) == 1
    assert vocabulary.entries[0].prompts == ()


def test_comma_list() -> None:
    assert Vocabulary.parse("wall, office  chair ,plant,").names == (
        "wall",
        "office chair",
        "plant",
    )


def test_one_text_is_no_list_of_names() -> None:
    with pytest.raises(VocabularyError, match="list of names"):
        Vocabulary.of("chair")
    with pytest.raises(VocabularyError, match="must be a list"):
        VocabularyEntry("chair", "seat")
    with pytest.raises(VocabularyError, match="must be a list"):
        Vocabulary((VocabularyEntry("chair"),), "wall")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "blank"),
        (" \t\n", "blank"),
        ("x" * 201, "201 characters"),
        ("y" * 10_000, "10000 characters"),
        ("cha\x00ir", r"U\+0000"),
        ("cha\x1bir", r"U\+001B"),
        ("chair\u202e", r"U\+202E"),
        ("\ufeffchair", r"U\+FEFF"),
        ("cha\ud800ir", r"U\+D800"),
        ("?!", "no letter or digit"),
        ("🪑", "no letter or digit"),
    ],
)
def test_unusable_names_are_refused_with_the_reason(name: str, reason: str) -> None:
    with pytest.raises(VocabularyError, match=reason) as caught:
        VocabularyEntry(name)
    assert len(str(caught.value)) < 200
    str(caught.value).encode()  # prints on any terminal


@pytest.mark.parametrize(
    "name", ["x" * 200, "椅子", "стул", "كرسي", "صندلی\u200cها", "3D printer", "7"]
)
def test_usable_names(name: str) -> None:
    assert VocabularyEntry(name).name == name


def test_prompts_are_checked_as_names_are() -> None:
    assert VocabularyEntry("sofa", ("sofa", " red  sofa", "red sofa")).prompts == (
        "sofa",
        "red sofa",
    )
    with pytest.raises(VocabularyError, match="a prompt of 'sofa' is blank"):
        VocabularyEntry("sofa", ("sofa", ""))
    with pytest.raises(VocabularyError, match="33 prompts"):
        VocabularyEntry("sofa", tuple(f"sofa {row}" for row in range(33)))


def test_composed_and_decomposed_texts_are_one_name() -> None:
    assert VocabularyEntry(unicodedata.normalize("NFD", "café")).name == "café"


@pytest.mark.parametrize("other", ["chair", "Chair", " CHAIR  "])
def test_duplicates_are_refused(other: str) -> None:
    with pytest.raises(VocabularyError, match="twice"):
        Vocabulary.of(["chair", other])
    with pytest.raises(VocabularyError, match="twice"):
        Vocabulary((VocabularyEntry("chair"),), background=(other,))


@pytest.mark.parametrize("threshold", [-0.1, 1.1, float("nan"), float("inf")])
def test_threshold_is_a_confidence(threshold: float) -> None:
    with pytest.raises(VocabularyError, match=r"0\.\.1"):
        Vocabulary((VocabularyEntry("chair"),), threshold=threshold)


def test_2000_names_are_refused_with_the_limit() -> None:
    names = [f"name {row}" for row in range(2_000)]
    with pytest.raises(VocabularyError, match="2000 names: at most 1000"):
        Vocabulary.of(names)
    assert len(Vocabulary.of(names[:MAX_NAMES])) == MAX_NAMES
    with pytest.raises(VocabularyError, match="201 background names"):
        Vocabulary((VocabularyEntry("chair"),), tuple(names[:201]))


def test_review_of_nothing() -> None:
    assert review_entries([]) == Review((), (), ())


def test_a_rejected_name_does_not_reject_the_rest() -> None:
    review = review_entries(
        [
            "chair",
            "",
            "Chair",
            ("red sofa", ["a sofa", "a couch"]),
            "x" * 10_000,
            VocabularyEntry("bed"),
            ("desk", [""]),
        ]
    )
    assert [entry.name for entry in review.accepted] == ["chair", "red sofa", "bed"]
    assert review.accepted[1].prompts == ("a sofa", "a couch")
    assert review.rejected == ("", "Chair", "x" * 57 + "...", "desk")
    for reason, expected in zip(
        review.reasons, ("blank", "twice", "10000 characters", "a prompt of 'desk'"), strict=True
    ):
        assert expected in reason
    assert review.warnings == ()


def test_review_takes_the_first_thousand() -> None:
    review = review_entries(f"name {row}" for row in range(2_000))
    assert len(review.accepted) == MAX_NAMES
    assert len(review.rejected) == len(review.reasons) == 1_000
    assert set(review.reasons) == {"at most 1000 names are taken"}


def test_other_scripts_are_accepted_with_a_warning() -> None:
    review = review_entries(["chair", "café", "椅子", "стул"])
    assert len(review.accepted) == 4
    assert len(review.warnings) == 1
    assert "椅子, стул" in review.warnings[0]
    assert "café" not in review.warnings[0]


@given(st.lists(st.text(max_size=30), max_size=8))
def test_review_never_raises_and_what_it_accepts_is_a_vocabulary(names: list[str]) -> None:
    review = review_entries(names)
    assert len(review.accepted) + len(review.rejected) == len(names)
    assert len(review.reasons) == len(review.rejected)
    assert all(review.reasons)
    if review.accepted:
        vocabulary = Vocabulary(review.accepted)
        assert Vocabulary.of(vocabulary.names) == vocabulary  # cleaning twice changes nothing


def test_a_path_is_told_by_its_suffix(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text("wall\nfloor\n")
    assert Vocabulary.parse(f" {path} ").names == ("wall", "floor")
    with pytest.raises(FileNotFoundError, match=r"missing\.yaml"):
        Vocabulary.parse(str(tmp_path / "missing.yaml"))
    assert Vocabulary.parse("wall, words.txt").names == ("wall", "words.txt")
