# SPDX-License-Identifier: Apache-2.0
"""Changes of the vocabulary: in order, in one step, announced first, and never lost."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from ws3d_model.language import EncodedVocabulary, Vocabulary, VocabularyEntry, VocabularyError
from ws3d_ros.label_registry import LabelRegistry
from ws3d_ros.vocabulary_desk import VocabularyChange, VocabularyDesk, VocabularyInUse


class CountingEncoder:
    """Gives zero vectors; waits for `gate`, and counts what it was asked for."""

    identity, dimension = "counting", 3

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()
        self.asked: list[tuple[str, ...]] = []

    @property
    def encoder(self) -> CountingEncoder:
        return self

    def encode(self, prompts: list[str]) -> np.ndarray:
        return np.zeros((len(prompts), 3), np.float32)

    def encode_vocabulary(self, vocabulary: Vocabulary) -> EncodedVocabulary:
        assert self.gate.wait(5.0)
        self.asked.append(vocabulary.names)
        rows = len(vocabulary) + len(vocabulary.background)
        zeros = np.zeros((rows, 3), np.float32)
        return EncodedVocabulary(vocabulary, zeros, np.ones(rows, np.float32))


@pytest.fixture
def announced() -> list[VocabularyInUse]:
    return []


@pytest.fixture
def desk(announced: list[VocabularyInUse]) -> VocabularyDesk:
    return VocabularyDesk(LabelRegistry(), announced.append)


def names(*words: str) -> VocabularyChange:
    return VocabularyChange(tuple(VocabularyEntry(word) for word in words))


def test_nothing_can_be_changed_before_the_first_vocabulary(desk: VocabularyDesk) -> None:
    assert desk.current is None
    assert (desk.version, desk.encoder_identity) == (0, "")
    with pytest.raises(RuntimeError, match="configure it first"):
        desk.change(names("chair"))


def test_a_change_is_announced_before_it_is_in_use(
    desk: VocabularyDesk, announced: list[VocabularyInUse]
) -> None:
    desk.open(CountingEncoder(), Vocabulary.of(["wall", "chair"]))
    in_use = desk.change(names("bed", "chair")).result(5.0)
    assert in_use is desk.current
    assert [item.version for item in announced] == [1, 2] == [1, desk.version]
    assert announced[0].label_ids.tolist() == [0, 1]
    assert in_use.label_ids.tolist() == [2, 1]


def test_clouds_go_on_with_the_old_one_while_the_new_one_is_encoded(desk: VocabularyDesk) -> None:
    encoder = CountingEncoder()
    desk.open(encoder, Vocabulary.of(["wall"]))
    encoder.gate.clear()
    first, second = desk.change(names("bed")), desk.change(names("sofa"))
    assert desk.current is not None
    assert desk.current.vocabulary.names == ("wall",)
    encoder.gate.set()
    assert second.result(5.0).version == 3
    assert first.result(5.0).version == 2
    assert desk.current.vocabulary.names == ("sofa",)


def test_a_new_threshold_needs_no_encoding(desk: VocabularyDesk) -> None:
    encoder = CountingEncoder()
    desk.open(encoder, Vocabulary.of(["wall"]))
    in_use = desk.change(VocabularyChange(threshold=0.5)).result(5.0)
    assert in_use.vocabulary.threshold == 0.5
    assert encoder.asked == [("wall",)]


def test_a_background_name_that_is_asked_for_stops_being_one(desk: VocabularyDesk) -> None:
    desk.open(CountingEncoder(), Vocabulary.of(["wall"]))
    change = VocabularyChange((VocabularyEntry("Lamp"),), background=("lamp", "rug"))
    assert desk.change(change).result(5.0).vocabulary.background == ("rug",)


def test_a_change_that_fails_leaves_the_old_vocabulary(desk: VocabularyDesk) -> None:
    desk.open(CountingEncoder(), Vocabulary.of(["wall"]))
    with pytest.raises(VocabularyError, match="threshold"):
        desk.change(VocabularyChange(threshold=2.0)).result(5.0)
    assert desk.version == 1
    assert desk.current is not None


def test_versions_ids_and_the_last_vocabulary_outlive_a_clean_up(desk: VocabularyDesk) -> None:
    desk.open(CountingEncoder(), Vocabulary.of(["wall"]))
    desk.close()
    assert desk.current is None
    assert desk.last == Vocabulary.of(["wall"])
    desk.open(CountingEncoder(), Vocabulary.of(["bed", "wall"]))
    assert desk.current is not None
    assert desk.current.label_ids.tolist() == [1, 0]
    assert desk.version == 2
    assert desk.stop(5.0)
