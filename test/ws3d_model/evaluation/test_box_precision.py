# SPDX-License-Identifier: Apache-2.0
"""Box precision: cases worked by hand, and what holds for any boxes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ws3d_model.evaluation.boxes import Boxes, BoxPrecision

NAMES = ("chair", "table")


def boxes(*rows: tuple[float, float, int, float]) -> Boxes:
    """Unit cubes on the ground at (x, y), with a label and a score."""
    array = np.array([[x, y, 0.5, 1, 1, 1, 0] for x, y, _, _ in rows], np.float32)
    return Boxes(
        array.reshape(-1, 7),
        np.array([row[2] for row in rows], np.int32),
        np.array([row[3] for row in rows], np.float32),
    )


def precision(truth: Boxes, predicted: Boxes, overlap: float = 0.5, **options: object) -> list:
    score = BoxPrecision(NAMES, overlap)
    score.add(truth, predicted, **options)  # type: ignore[arg-type]
    return score.average_precision.tolist()


def test_nothing_there_and_nothing_said() -> None:
    score = BoxPrecision(NAMES)
    score.add(boxes(), boxes())
    assert np.isnan(score.average_precision).all()
    assert np.isnan(score.mean)


def test_missed_and_imagined() -> None:
    assert precision(boxes((0, 0, 0, 1)), boxes())[0] == 0
    assert np.isnan(precision(boxes(), boxes((0, 0, 0, 1)))[0])


def test_a_box_counts_by_its_overlap() -> None:
    truth = boxes((0, 0, 0, 1))
    moved = boxes((0.4, 0, 0, 0.9))  # shares 0.6 of 1.4
    assert precision(truth, moved, 0.42)[0] == 1
    assert precision(truth, moved, 0.44)[0] == 0


def test_the_area_under_a_curve_worked_by_hand() -> None:
    truth = boxes((0, 0, 0, 1), (5, 0, 0, 1))
    # By falling score: hit, miss, hit: precision 1 at recall 1/2, 2/3 at recall 1.
    predicted = boxes((0, 0, 0, 0.9), (9, 9, 0, 0.8), (5, 0, 0, 0.7))
    assert precision(truth, predicted)[0] == pytest.approx(0.5 * 1 + 0.5 * 2 / 3)


def test_a_true_box_is_claimed_once() -> None:
    truth, twice = boxes((0, 0, 0, 1)), boxes((0, 0, 0, 0.9), (0.1, 0, 0, 0.8))
    assert precision(truth, twice)[0] == 1
    first_wrong = boxes((3, 0, 0, 0.95), (0, 0, 0, 0.9))
    assert precision(truth, first_wrong)[0] == 0.5


def test_names_do_not_mix() -> None:
    assert precision(boxes((0, 0, 0, 1)), boxes((0, 0, 1, 1)))[0] == 0


def test_bands_of_range_count_apart() -> None:
    truth = boxes((2, 0, 0, 1), (20, 0, 0, 1))
    predicted = boxes((2, 0, 0, 0.9), (30, 0, 0, 0.8))
    assert precision(truth, predicted, band=(0, 10))[0] == 1
    assert precision(truth, predicted, band=(10, np.inf))[0] == 0


@given(st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9), st.integers(0, 1)), min_size=1))
def test_saying_the_truth_is_perfect(rows: list[tuple[float, float, int]]) -> None:
    truth = boxes(*[(x, y, label, 1.0) for x, y, label in rows])
    present = {row[2] for row in rows}
    found = precision(truth, truth)
    assert all(found[label] == 1 for label in present)


def test_fields_are_checked() -> None:
    with pytest.raises(ValueError, match="labels"):
        Boxes(np.zeros((2, 7), np.float32), np.zeros(1, np.int32), np.zeros(2, np.float32))
