# SPDX-License-Identifier: Apache-2.0
"""Oriented boxes: they hold their points, turn with them, and are as small as a search finds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from ws3d_model.objects import box_corners, fit_boxes

MINIMUM = 0.05
clouds = arrays.arrays(
    np.float32,
    st.tuples(st.integers(1, 40), st.just(3)),
    elements=st.floats(-5, 5, width=32, allow_subnormal=False),
)
angles = st.floats(-7, 7)


def fit_one(xyz: np.ndarray, **options: float) -> np.ndarray:
    boxes, ids = fit_boxes(xyz.astype(np.float32), np.zeros(len(xyz), np.int32), **options)
    assert ids.tolist() == [0]
    return boxes[0]


def turned(xyz: np.ndarray, angle: float) -> np.ndarray:
    cosine, sine = np.cos(angle), np.sin(angle)
    return xyz @ np.array([[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1]]).T


def local(box: np.ndarray, xyz: np.ndarray) -> np.ndarray:
    return turned(xyz - box[:3].astype(float), -float(box[6]))


@pytest.mark.parametrize("instances", [np.zeros(0), np.full(3, -1)])
def test_no_instance_no_box(instances):
    boxes, ids = fit_boxes(np.zeros((len(instances), 3), np.float32), instances.astype(np.int32))
    assert boxes.shape == (0, 7)
    assert boxes.dtype == np.float32
    assert ids.shape == (0,)
    assert ids.dtype == np.int32


@pytest.mark.parametrize(
    "xyz",
    [
        np.array([[1.0, 2, 3]]),
        np.tile([[1.0, 2, 3]], (7, 1)),
        np.array([[1.0, 2, 3], [1 + 1e-7, 2, 3], [1, 2 + 1e-7, 3]]),
    ],
    ids=["one point", "duplicates", "a hair apart"],
)
def test_points_without_extent_get_the_smallest_box(xyz):
    box = fit_one(xyz, min_extent=MINIMUM)
    np.testing.assert_allclose(box[:6], [1, 2, 3, MINIMUM, MINIMUM, MINIMUM], rtol=1e-6)


@given(angle=angles)
def test_collinear_points_give_a_thin_box_along_the_line(angle):
    line = turned(np.linspace(-1, 1, 9)[:, None] * [1.0, 0, 0], angle)
    box = fit_one(line, min_extent=MINIMUM)
    np.testing.assert_allclose(box[3:6], [2, MINIMUM, MINIMUM], rtol=1e-5)
    assert abs(np.sin(box[6] - angle)) < 1e-4


def test_rows_that_are_not_finite_are_left_out():
    xyz = np.array([[0, 0, 0], [np.nan, 0, 0], [2, 0, 0], [0, np.inf, 0]], np.float32)
    boxes, ids = fit_boxes(xyz, np.array([4, 4, 4, 9], np.int32))
    assert ids.tolist() == [4]
    np.testing.assert_allclose(boxes[0, :4], [1, 0, 0, 2])


def test_l_shape_gets_the_box_along_its_arms():
    rng = np.random.default_rng(0)
    arm, leg = (
        rng.uniform([0, 0, 0], [2, 0.5, 1], (400, 3)),
        rng.uniform(0, [0.5, 1.5, 1], (400, 3)),
    )
    box = fit_one(turned(np.concatenate([arm, leg]), 0.4))
    assert box[6] == pytest.approx(0.4, abs=0.03)
    np.testing.assert_allclose(box[3:6], [2, 1.5, 1], atol=0.06)


def test_trim_forgets_strays_above_and_below():
    body = np.random.default_rng(0).uniform(0, 1, (500, 3))
    strays = np.array([[0.5, 0.5, 9], [0.5, 0.5, -9]])
    assert fit_one(np.concatenate([body, strays]))[5] == pytest.approx(18)
    assert fit_one(np.concatenate([body, strays]), trim=0.01)[5] <= 1.0


@given(xyz=clouds)
def test_box_holds_its_points_and_keeps_its_promises(xyz):
    box = fit_one(xyz, min_extent=MINIMUM)
    assert (np.abs(local(box, xyz)) <= box[3:6] / 2 + 1e-4).all()
    assert box[3] >= box[4] >= np.float32(MINIMUM)
    assert box[5] >= np.float32(MINIMUM)
    assert -np.pi / 2 <= float(box[6]) < np.pi / 2


@given(xyz=clouds)
def test_no_turned_rectangle_is_smaller(xyz):
    box = fit_one(xyz, min_extent=1e-6)
    sweep = np.linspace(0, np.pi / 2, 181)
    ground = xyz[:, :2].astype(float)
    along = ground @ np.stack([np.cos(sweep), np.sin(sweep)])
    across = ground @ np.stack([-np.sin(sweep), np.cos(sweep)])
    best = (np.ptp(along, axis=0) * np.ptp(across, axis=0)).min()
    assert float(box[3]) * float(box[4]) <= best + 1e-4


@given(xyz=clouds, angle=angles, shift=st.tuples(*[st.floats(-100, 100)] * 3))
def test_box_moves_with_its_points(xyz, angle, shift):
    """The area is the same; the box as well, unless another rectangle is as small."""
    box, moved = fit_one(xyz), fit_one(turned(xyz, angle) + shift)
    area = float(box[3]) * float(box[4])
    # Sides lifted to the minimum may differ in area where two directions tie.
    assume(min(box[4], moved[4]) > 0.06)
    assert float(moved[3]) * float(moved[4]) == pytest.approx(area, rel=1e-2, abs=1e-2)
    assert moved[5] == pytest.approx(box[5], abs=1e-3)


@given(size=st.tuples(*[st.floats(0.2, 4)] * 3), yaw=st.floats(-1.5, 1.5), shift=st.floats(-50, 50))
def test_corners_of_a_box_give_the_box_back(size, yaw, shift):
    length, width = max(size[:2]), min(size[:2])
    assume(length > width * 1.01)
    box = np.array([[shift, -shift, 1, length, width, size[2], yaw]], np.float32)
    corners = box_corners(box)
    assert corners.shape == (1, 8, 3)
    np.testing.assert_allclose(fit_one(corners[0]), box[0], rtol=1e-3, atol=2e-3)


def test_corners_of_nothing():
    assert box_corners(np.zeros((0, 7), np.float32)).shape == (0, 8, 3)


def test_a_round_object_of_many_points_is_boxed():
    turn = np.linspace(0, 2 * np.pi, 4000, endpoint=False)
    box = fit_one(np.stack([np.cos(turn), np.sin(turn), turn * 0], axis=1))
    np.testing.assert_allclose(box[3:5], 2, rtol=1e-3)


@pytest.mark.parametrize("scale", [1e9, 1e30])
def test_absurd_coordinates_give_finite_boxes(scale):
    xyz = np.random.default_rng(0).uniform(-scale, scale, (50, 3))
    assert np.isfinite(fit_one(xyz)).all()


def test_wrong_options_are_refused():
    with pytest.raises(ValueError, match="min_extent must be above 0"):
        fit_one(np.zeros((1, 3)), min_extent=0.0)
    with pytest.raises(ValueError, match="trim must be in"):
        fit_one(np.zeros((1, 3)), trim=0.5)
    with pytest.raises(ValueError, match="instances must be int32"):
        fit_boxes(np.zeros((2, 3), np.float32), np.zeros(3, np.int32))
