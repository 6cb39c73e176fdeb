# SPDX-License-Identifier: Apache-2.0
"""Scenario files: what they say, and what cannot be said."""

from __future__ import annotations

from pathlib import Path

import pytest

from ws3d_ros.bag_evaluation.scenario import Scenario, ScenarioError, words_of

OWN = sorted((Path(__file__).parents[3] / "config" / "scenarios").glob("*.yaml"))


def written(folder: Path, text: str) -> Path:
    path = folder / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_empty_file_asks_nothing(tmp_path: Path) -> None:
    assert Scenario.read(written(tmp_path, "")) == Scenario()


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    scenario = Scenario.read(written(tmp_path, "bag: my_bag\nvocabulary: words.yaml\n"))
    assert scenario.bag == tmp_path / "my_bag"
    assert scenario.vocabulary == (str(tmp_path / "words.yaml"),)


def test_entries_arrive(tmp_path: Path) -> None:
    text = """
vocabulary: [floor, chair]
topics: {points: /front}
parameters: {fixed_frame: map}
thresholds: {min_mean_iou: 0.4, min_iou: {floor: 1}}
generate: {world: rooms, kind: office, seed: 3, frames: 5}
"""
    scenario = Scenario.read(written(tmp_path, text))
    assert scenario.vocabulary == ("floor", "chair")
    assert scenario.topics.points == "/front"
    assert scenario.parameters == {"fixed_frame": "map"}
    assert scenario.thresholds.min_mean_iou == 0.4
    assert scenario.thresholds.min_iou == {"floor": 1.0}
    assert scenario.recipe is not None
    assert scenario.recipe.name == "held_out-office-3-5x5hz"


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_our_own_scenarios_can_be_read(path: Path) -> None:
    scenario = Scenario.read(path)
    assert scenario.recipe is not None
    assert Path(scenario.vocabulary[0]).exists()


GENERATE = "generate: {world: rooms, kind: office, seed: 3, frames: 5}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- a\n", "entries with names"),
        ("{", "cannot be read as YAML"),
        ("bags: x\n", "bags is not among"),
        ("bag: 3\n", "bag must be a path"),
        ("vocabulary: {a: b}\n", "list of names"),
        ("topics: {cloud: /a}\n", "cloud is not among"),
        ("topics: {points: 3}\n", "points must be a topic's name"),
        ("thresholds: {min_miou: 1}\n", "min_miou is not among"),
        ("thresholds: {min_mean_iou: high}\n", "min_mean_iou must be a number"),
        ("thresholds: {min_mean_iou: .nan}\n", "min_mean_iou must be a number"),
        ("thresholds: {min_iou: {floor: yes}}\n", "floor must be a number"),
        ("generate: {world: sea}\n", "generate: "),
        (GENERATE.replace("office", "palace"), "kind must be one of"),
        (GENERATE.replace("seed: 3", "seed: -3"), "seed must be 0 or more"),
        (GENERATE.replace("seed: 3", "seed: three"), "generate: "),
        (f"bag: my_bag\n{GENERATE}", "not both"),
    ],
)
def test_what_cannot_be_is_named(text: str, words: str, tmp_path: Path) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ScenarioError, match=words) as error:
        Scenario.read(path)
    assert str(path) in str(error.value)


def test_no_file_at_all(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"nothing\.yaml cannot be read"):
        Scenario.read(tmp_path / "nothing.yaml")


def test_words_of_the_command_line() -> None:
    assert words_of("floor, office chair") == ("floor", "office chair")
    assert words_of("config/words.yaml") == ("config/words.yaml",)
