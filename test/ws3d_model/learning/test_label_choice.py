# SPDX-License-Identifier: Apache-2.0
"""Which labels are kept: nested shares of scenes and points, lists, examples of novel names."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ws3d_model.datasets.dataset import DatasetError
from ws3d_model.learning.label_choice import (
    KeptLabels,
    LabelSettings,
    SceneTruth,
    choose_examples,
    choose_points,
    choose_scenes,
    read_points,
    scene_of,
)

SCENES = [f"scene{number:04d}_00" for number in range(40)]


def truth(scene: str = "a", points: int = 200, seed: int = 0) -> SceneTruth:
    r = np.random.default_rng(seed)
    labels = r.integers(-1, 3, points).astype(np.int32)
    return SceneTruth(scene, labels, np.where(labels == 2, 0, -1).astype(np.int32))


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 99), small=st.floats(0.01, 1), large=st.floats(0.01, 1))
def test_smaller_shares_are_part_of_larger_ones(seed: int, small: float, large: float) -> None:
    small, large = sorted((small, large))
    few, absent = choose_scenes(SCENES, LabelSettings(share=small, seed=seed))
    many, _ = choose_scenes(SCENES[::-1] * 2, LabelSettings(share=large, seed=seed))
    assert 1 <= len(few) <= len(many) and few <= many
    assert absent == 0


def test_shares_are_counted_in_scenes() -> None:
    counts = [len(choose_scenes(SCENES, LabelSettings(share=s))[0]) for s in (0.01, 0.1, 1.0)]
    assert counts == [1, 4, 40]
    assert scene_of(Path("x/train_0000003_view2.npz")) == "train_0000003"
    assert scene_of(Path("scene0000_00.npz")) == "scene0000_00"


def test_a_list_that_names_absent_scenes(tmp_path: Path) -> None:
    path = tmp_path / "few.txt"
    path.write_text("scene0001_00\nscene9999_00\n")
    chosen = choose_scenes(SCENES, LabelSettings(scenes=str(path)))
    assert chosen == (frozenset(["scene0001_00"]), 1)
    path.write_text("scene9999_00\n")
    with pytest.raises(DatasetError, match=r"scene9999_00.*give the list of this data"):
        choose_scenes(SCENES, LabelSettings(scenes=str(path)))


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 99), points=st.integers(1, 60))
def test_points_are_labelled_ones_and_nested(seed: int, points: int) -> None:
    truths = [truth()]
    (few,) = choose_points(truths, LabelSettings(points=points, seed=seed), None)
    (more,) = choose_points(truths, LabelSettings(points=points + 7, seed=seed), None)
    assert few is not None and more is not None
    assert len(few) == points and set(few) <= set(more)
    assert (truths[0].labels[few] >= 0).all()


def test_a_list_of_points(tmp_path: Path) -> None:
    path = tmp_path / "points.json"
    path.write_text(json.dumps({"a": [3, 1], "absent": [5]}))
    asked = LabelSettings(point_list=str(path))
    lists = read_points(asked)
    kept = choose_points([truth("a"), truth("b")], asked, lists)
    assert [list(rows) for rows in kept if rows is not None] == [[1, 3], []]
    with pytest.raises(DatasetError, match="point 3 of the list is beyond its 3 points"):
        choose_points([truth("a", 3)], asked, lists)
    assert read_points(LabelSettings()) is None


def test_examples_of_novel_names() -> None:
    truths = [truth("a"), truth("b", seed=1), truth("c", seed=2)]
    for shots in (0, 1, 2, 9):
        chosen = choose_examples(truths, [2], shots, seed=0)
        assert sum(len(of[2]) for of in chosen) == min(shots, 3)
        for one, examples in zip(truths, chosen, strict=True):
            left = KeptLabels(examples=examples).of(one.labels, one.instances)
            assert np.array_equal(left[one.labels != 2], one.labels[one.labels != 2])
            assert (left[one.labels == 2] == (2 if examples[2] else -1)).all()


def test_kept_labels() -> None:
    one = truth()
    assert (KeptLabels(False).of(one.labels, one.instances) == -1).all()
    assert np.array_equal(KeptLabels().of(one.labels, one.instances), one.labels)
    left = KeptLabels(rows=np.array([4, 7])).of(one.labels, one.instances)
    assert np.array_equal(left[[4, 7]], one.labels[[4, 7]])
    assert (np.delete(left, [4, 7]) == -1).all()


def test_names_of_benchmarks_and_partitions() -> None:
    asked = LabelSettings(benchmark="scannet", partition="B12/N7")
    names = asked.all_names(["whatever"])
    assert len(names) == 19 and "otherfurniture" not in names
    assert len(asked.novel_names(names)) == 7
    assert LabelSettings().all_names(["b", "a", "b"]) == ("b", "a")
    with pytest.raises(ValueError, match="lamp: not among the names"):
        LabelSettings(novel=("lamp",)).novel_names(("chair",))
    with pytest.raises(ValueError, match="no partition"):
        LabelSettings(benchmark="scannet", partition="B1/N1").novel_names(names)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"benchmark": "nuscenes"}, "benchmark must be one of"),
        ({"benchmark": "scannet", "names": ("chair",)}, "not both"),
        ({"partition": "B12/N7"}, "a partition is a benchmark's"),
        ({"share": 0.0}, "share must lie"),
        ({"share": 0.5, "scenes": "list.txt"}, "with a list of scenes"),
        ({"points": -1}, "must not be negative"),
        ({"names": (3,)}, "lists of words"),
    ],
)
def test_settings_that_cannot_be(values: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        LabelSettings(**values)  # type: ignore[arg-type]
