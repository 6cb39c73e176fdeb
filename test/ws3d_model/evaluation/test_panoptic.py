# SPDX-License-Identifier: Apache-2.0
"""Panoptic quality: the example of its paper, and a slow oracle over sets of points."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ws3d_model.evaluation.panoptic import PanopticQuality

NAMES = ("grass", "sky", "person", "dog")
STUFF = ("grass", "sky")


def runs(*parts: tuple[int, int]) -> np.ndarray:
    return np.array([value for value, length in parts for _ in range(length)], np.int32)


def test_no_points() -> None:
    quality = PanopticQuality(NAMES, STUFF)
    none = np.zeros(0, np.int32)
    quality.add(none, none, none, none)
    assert np.isnan(quality.quality).all() and np.isnan(quality.mean())


def test_the_example_of_the_paper() -> None:
    """Kirillov et al., figure 2, with void; its figures are those of SemanticKITTI's API."""
    truth = runs((-1, 50), (0, 50), (1, 50), (3, 50), (2, 300))
    true_objects = runs((-1, 150), (22, 50), (33, 150), (42, 50), (11, 100))
    said = runs((-1, 50), (0, 40), (1, 10), (1, 40), (0, 10), (2, 50), (2, 300))
    said_objects = runs((-1, 150), (35, 50), (8, 200), (95, 100))
    quality = PanopticQuality(NAMES, STUFF, min_points=1)
    quality.add(truth, true_objects, said, said_objects)
    np.testing.assert_allclose(quality.quality, [2 / 3, 2 / 3, 7 / 12, 0])
    np.testing.assert_allclose(quality.segmentation_quality, [2 / 3, 2 / 3, 0.875, 0])
    np.testing.assert_allclose(quality.recognition_quality, [1, 1, 2 / 3, 0])
    assert quality.mean() == pytest.approx(23 / 48)
    assert quality.mean(STUFF) == pytest.approx(2 / 3)


def test_small_segments_are_neither_missed_nor_false_but_may_be_found() -> None:
    truth, said = runs((2, 49), (0, 60)), runs((0, 109))
    quality = PanopticQuality(NAMES, STUFF, min_points=50)
    quality.add(truth, runs((5, 49), (-1, 60)), said, runs((-1, 109)))
    assert quality.missed.tolist() == [0, 0, 0, 0]
    assert np.isnan(quality.quality[2])
    quality.add(truth, runs((5, 49), (-1, 60)), truth, runs((9, 49), (-1, 60)))
    assert quality.found.tolist() == [2, 0, 1, 0]


def test_numbers_of_stuff_do_not_split_it() -> None:
    quality = PanopticQuality(NAMES, STUFF, min_points=1)
    quality.add(runs((0, 10)), runs((-1, 10)), runs((0, 10)), np.arange(10, dtype=np.int32))
    assert quality.quality[0] == 1


def oracle(scans: list[tuple], least: int) -> list[float]:
    """PQ of every name from sets of points."""
    found, missed, false, overlap = np.zeros((4, len(NAMES)))
    for truth, true_objects, said, said_objects in scans:
        for name in range(len(NAMES)):
            segments = []
            for labels, objects in ((truth, true_objects), (said, said_objects)):
                mine: dict[int, set[int]] = {}
                for point in range(len(truth)):
                    if truth[point] >= 0 and labels[point] == name:
                        key = -5 if NAMES[name] in STUFF else objects[point]
                        mine.setdefault(key, set()).add(point)
                segments.append(list(mine.values()))
            pairs = [
                (a, b, len(x & y) / len(x | y))
                for a, x in enumerate(segments[0])
                for b, y in enumerate(segments[1])
                if len(x & y) / len(x | y) > 0.5
            ]
            found[name] += len(pairs)
            overlap[name] += sum(iou for _, _, iou in pairs)
            taken = ({a for a, _, _ in pairs}, {b for _, b, _ in pairs})
            for side, tally in ((0, missed), (1, false)):
                tally[name] += sum(
                    len(points) >= least and number not in taken[side]
                    for number, points in enumerate(segments[side])
                )
    total = found + (missed + false) / 2
    return [overlap[k] / total[k] if total[k] else float("nan") for k in range(len(NAMES))]


@st.composite
def scans(draw: st.DrawFn) -> list[tuple]:
    result = []
    for _ in range(draw(st.integers(1, 2))):
        size = draw(st.integers(0, 24))
        arrays = [
            draw(st.lists(st.integers(-1, high), min_size=size, max_size=size))
            for high in (3, 1, 3, 1)
        ]
        result.append(tuple(np.array(array, np.int32) for array in arrays))
    return result


@settings(max_examples=60, deadline=None)
@given(scans(), st.integers(1, 6))
def test_the_oracle_agrees(scans: list[tuple], least: int) -> None:
    quality = PanopticQuality(NAMES, STUFF, least)
    for scan in scans:
        quality.add(*scan)
    np.testing.assert_allclose(quality.quality, oracle(scans, least), atol=1e-12)


def test_arrays_are_checked() -> None:
    quality = PanopticQuality(NAMES, STUFF)
    good = np.zeros(2, np.int32)
    with pytest.raises(ValueError, match="instances must be"):
        quality.add(good, good, good, np.zeros(3, np.int32))
    with pytest.raises(ValueError, match=r"labels must be in -1\.\.3"):
        quality.add(good, good, np.array([0, 4], np.int32), good)
