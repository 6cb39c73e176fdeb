# SPDX-License-Identifier: Apache-2.0
"""The survey counts classes by scene, tells the rare ones, and finds what is out of place."""

from __future__ import annotations

from collections import Counter

import pytest

from ws3d_model.worlds.formats.scene_request import SceneRequest
from ws3d_model.worlds.furniture.inventory import INVENTORY
from ws3d_model.worlds.streets.inventory import CLASSES
from ws3d_model.worlds.survey import Survey, expected_names, main, survey
from ws3d_model.worlds.words import LEFT_OUT, ROOM_NAMES, STREET_NAMES


def test_nothing_is_surveyed() -> None:
    found = survey(())
    assert found.scenes == 0 and not found.holding and not found.faults
    assert found.rare(("chair",)) == {}


def test_rare_is_less_than_thirty_of_a_thousand() -> None:
    found = Survey(scenes=200, holding=Counter({"chair": 90, "forklift": 6, "pen": 5}))
    assert found.rare(("chair", "forklift", "pen", "atm")) == {"atm": 0, "pen": 5}


def test_a_herd_is_many_appearances() -> None:
    found = Survey(scenes=200, holding=Counter({"cow": 2}), objects=Counter({"cow": 9}))
    assert found.rare(("cow", "horse")) == {"horse": 0}


def test_a_scene_counts_every_class_once() -> None:
    request = SceneRequest("rooms", 0, kind="storeroom")
    found = survey([request, request], placement=True)
    assert found.scenes == 2 and found.faults == []
    assert found.holding["wall"] == found.holding["floor"] == 2
    assert set(found.holding.values()) == {2}
    assert found.objects["door"] >= 2 and not found.objects["wall"]
    assert found.kinds == {"storeroom": 2} and found.seconds > 0


def test_all_names_of_rooms_have_words_and_a_generator() -> None:
    assert set(expected_names("rooms", "held_out")) == set(INVENTORY)
    assert set(expected_names("rooms", "train")) == set(INVENTORY) - set(LEFT_OUT)
    assert set(INVENTORY) <= set(ROOM_NAMES)
    assert len(expected_names("rooms", "train")) >= 200


def test_the_names_of_streets_are_those_that_streets_are_made_of() -> None:
    assert set(expected_names("streets", "held_out")) == set(CLASSES) == set(STREET_NAMES)
    assert set(expected_names("streets", "train")) == set(CLASSES) - set(LEFT_OUT)


def test_rare_classes_of_streets_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(("streets", "--count", "1")) == 1
    told = capsys.readouterr().out
    assert f"{len(expected_names('streets', 'train'))} names are expected" in told
    assert "    0 " in told


@pytest.mark.parametrize("option", [("--count", "0"), ("--seed", "-1")])
def test_impossible_numbers_are_refused_with_the_range(
    option: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(("rooms", *option))
    assert "1 to 1,000,000" in capsys.readouterr().err
