# SPDX-License-Identifier: Apache-2.0
"""Box precision: cases worked by hand, and what holds for any boxes."""

from __future__ import annotations

import itertools
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ws3d_model.evaluation.boxes import Boxes, BoxPrecision, overlaps_of
from ws3d_model.objects.box_iou import box_iou

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


def pascal(truth: Boxes, predicted: Boxes, label: int, overlap: float) -> float:
    """PASCAL VOC's rule, as VoteNet's evaluation has it: each prediction's best box, or none."""
    wanted = [box for box, own in zip(truth.boxes, truth.labels, strict=True) if own == label]
    taken, hits = [False] * len(wanted), []
    for row in np.argsort(-predicted.scores, kind="stable"):
        if predicted.labels[row] != label:
            continue
        shared = [float(box_iou(predicted.boxes[row][None], box[None])[0, 0]) for box in wanted]
        best = int(np.argmax(shared)) if shared else -1
        hit = best >= 0 and shared[best] >= overlap and not taken[best]
        if hit:
            taken[best] = True
        hits.append(hit)
    if not wanted:
        return float("nan")
    # The area under the least falling curve above the points of precision over recall.
    points = [(sum(hits[:n]) / len(wanted), sum(hits[:n]) / n) for n in range(1, len(hits) + 1)]
    recalls = sorted({0.0, *(recall for recall, _ in points)})
    return sum(
        (high - low) * max(p for r, p in points if r >= high)
        for low, high in itertools.pairwise(recalls)
    )


def test_a_second_choice_is_a_false_alarm_where_the_first_is_taken() -> None:
    truth = boxes((0, 0, 0, 1), (0.5, 0, 0, 1))
    twice = boxes((0.2, 0, 0, 0.9), (0.2, 0, 0, 0.8))  # both overlap the first most
    for second_choice, expected in ((True, 1.0), (False, 0.5)):
        score = BoxPrecision(NAMES, 0.25, second_choice)
        score.add(truth, twice)
        assert score.average_precision[0] == expected


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 1)), max_size=5),
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 1), st.floats(0, 1)), max_size=6),
)
def test_pascal_s_rule_agrees(true: list, said: list) -> None:
    truth = boxes(*[(x / 4, 0, label, 1.0) for x, label in true])
    predicted = boxes(*[(x / 4, 0, label, score) for x, label, score in said])
    score = BoxPrecision(NAMES, 0.25, second_choice=False)
    score.add(truth, predicted)
    for label in range(len(NAMES)):
        expected = pascal(truth, predicted, label, 0.25)
        np.testing.assert_allclose(score.average_precision[label], expected, atol=1e-9)


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(-1, 1)), max_size=6),
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 1), st.floats(0, 1)), max_size=6),
)
def test_overlaps_that_are_shared_give_the_same(true: list, said: list) -> None:
    truth = boxes(*[(x / 4, 0, label, 1.0) for x, label in true])
    predicted = boxes(*[(x / 4, 0, label, score) for x, label, score in said])
    overlaps = overlaps_of(truth, predicted)
    assert (overlaps[predicted.labels[:, None] != truth.labels[None]] == 0).all()
    for overlap in (0.25, 0.5):
        for band in ((0.0, np.inf), (0.0, 1.0), (1.0, 2.0)):
            once = precision(truth, predicted, overlap, band=band)
            np.testing.assert_equal(
                precision(truth, predicted, overlap, band=band, overlaps=overlaps), once
            )


def test_a_prediction_is_kept_in_few_bytes() -> None:
    score, many = BoxPrecision(NAMES), 20_000
    labels, scores = np.zeros(many, np.int32), np.linspace(0, 1, many, dtype=np.float32)
    none = np.zeros(0, np.int32), np.zeros((many, 0))
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    score.count(none[0], labels, scores, none[1])
    kept = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert kept < 8 * many  # 5 bytes, and room to grow
