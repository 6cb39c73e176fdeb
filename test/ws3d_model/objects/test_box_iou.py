# SPDX-License-Identifier: Apache-2.0
"""Overlap of boxes: known pairs, counted samples, and boxes whose sides lie on each other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ws3d_model.objects import box_iou

angles = st.floats(-7, 7)
boxes_in_reach = st.tuples(*[st.floats(-1, 1)] * 3, *[st.floats(0.3, 3)] * 3, st.floats(-4, 4)).map(
    lambda values: np.array(values, np.float32)
)


def turned(xyz: np.ndarray, angle: float) -> np.ndarray:
    cosine, sine = np.cos(angle), np.sin(angle)
    return xyz @ np.array([[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1]]).T


def local(box: np.ndarray, xyz: np.ndarray) -> np.ndarray:
    return turned(xyz - box[:3].astype(float), -float(box[6]))


def overlap(first: np.ndarray, second: np.ndarray) -> float:
    return float(box_iou(first[None], second[None])[0, 0])


def test_iou_of_no_boxes():
    none, one = np.zeros((0, 7), np.float32), np.ones((1, 7), np.float32)
    assert box_iou(none, one).shape == (0, 1)
    assert box_iou(one, none).shape == (1, 0)


def test_iou_of_known_pairs():
    def box(x=0.0, y=0.0, z=0.0, length=2.0, width=1.0, height=1.0, yaw=0.0):
        return np.array([x, y, z, length, width, height, yaw], np.float32)

    assert overlap(box(), box()) == pytest.approx(1)
    assert overlap(box(), box(yaw=np.pi)) == pytest.approx(1)
    assert overlap(box(), box(yaw=np.pi / 2)) == pytest.approx(1 / 3)
    assert overlap(box(), box(x=1)) == pytest.approx(1 / 3)
    assert overlap(box(), box(z=0.5)) == pytest.approx(1 / 3)
    assert overlap(box(), box(x=2.1)) == 0
    assert overlap(box(), box(z=1.1)) == 0
    square = box(length=1)
    octagon = 2 * (
        np.sqrt(2) - 1
    )  # area that a unit square shares with itself turned by 45 degrees
    assert overlap(square, box(length=1, yaw=np.pi / 4)) == pytest.approx(octagon / (2 - octagon))


@given(first=boxes_in_reach, second=boxes_in_reach)
@settings(deadline=None, max_examples=60)
def test_iou_against_counting_samples(first, second):
    rng = np.random.default_rng(0)
    unit = rng.uniform(-0.5, 0.5, (20000, 3))
    samples = turned(unit * first[3:6], float(first[6])) + first[:3]
    share = (np.abs(local(second, samples)) <= second[3:6] / 2).all(axis=1).mean()
    shared = share * first[3:6].prod()
    expected = shared / (first[3:6].prod() + second[3:6].prod() - shared)
    assert overlap(first, second) == pytest.approx(expected, abs=0.02)


@given(first=boxes_in_reach, second=boxes_in_reach, angle=angles)
def test_iou_is_symmetric_and_the_same_for_every_way_to_write_a_box(first, second, angle):
    here = overlap(first, second)
    assert overlap(second, first) == pytest.approx(here, abs=1e-5)
    other = first[[0, 1, 2, 4, 3, 5, 6]] + np.array([0] * 6 + [np.pi / 2], np.float32)
    assert overlap(other, second) == pytest.approx(here, abs=1e-4)
    around = [
        np.concatenate([turned(b[:3], angle), b[3:6], [b[6] + angle]]).astype(np.float32)
        for b in (first, second)
    ]
    assert overlap(*around) == pytest.approx(here, abs=1e-4)
    assert overlap(first, first) == pytest.approx(1, abs=1e-4)


def test_iou_of_some_pairs_alone_is_that_of_all_pairs():
    rng = np.random.default_rng(0)
    low, high = [-1, -1, -1, 0.3, 0.3, 0.3, -3], [1, 1, 1, 3, 3, 3, 3]
    first, second = (rng.uniform(low, high, (n, 7)).astype(np.float32) for n in (6, 9))
    wanted = rng.random((6, 9)) < 0.5
    expected = np.where(wanted, box_iou(first, second), 0)
    np.testing.assert_array_equal(box_iou(first, second, wanted), expected)
    assert (expected > 0).any()


def test_iou_of_boxes_without_sense_is_zero():
    sound = np.array([[0, 0, 0, 1, 1, 1, 0]], np.float32)
    for column, value in [(0, np.nan), (3, np.inf), (4, 0), (5, -1), (6, np.nan)]:
        odd = sound.copy()
        odd[0, column] = value
        assert box_iou(sound, odd)[0, 0] == 0


@pytest.mark.parametrize("place", [0.0, 1000.0])
def test_iou_of_boxes_on_a_grid_whose_sides_touch_and_coincide(place):
    """Against the plain product of ranges, which needs no geometry."""
    rng = np.random.default_rng(0)
    count = 300
    low, size = rng.integers(-3, 3, (count, 3)), rng.integers(1, 4, (count, 3))
    boxes = np.zeros((count, 7), np.float32)
    boxes[:, :3], boxes[:, 3:6] = low + size / 2 + place, size
    quarters = rng.integers(-4, 5, count)
    boxes[:, 6] = quarters * np.pi / 2
    odd = quarters % 2 == 1
    boxes[odd, 3], boxes[odd, 4] = size[odd, 1], size[odd, 0]

    high = low + size
    shared = np.minimum(high[:, None], high) - np.maximum(low[:, None], low)
    shared = np.maximum(shared, 0).prod(axis=2)
    volumes = size.prod(axis=1)
    expected = shared / (volumes[:, None] + volumes - shared)
    assert (expected == 0).mean() > 0.5
    assert (expected == 1).sum() >= count
    np.testing.assert_allclose(box_iou(boxes, boxes), expected, atol=2e-6)


def test_iou_of_thin_boxes_a_hair_apart():
    rng = np.random.default_rng(1)
    boxes = np.tile(np.array([0, 0, 0, 4, 0.02, 1, 0], np.float32), (200, 1))
    boxes[:, 6] = rng.uniform(-4, 4, 200)
    near = boxes.copy()
    near[:, :2] += rng.choice([0, 1e-9, 1e-8, 1e-7], (200, 2)).astype(np.float32)
    assert np.diag(box_iou(boxes, near)).min() > 0.9999
