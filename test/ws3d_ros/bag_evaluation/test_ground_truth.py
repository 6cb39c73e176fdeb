# SPDX-License-Identifier: Apache-2.0
"""Points in boxes against a check of every point, and names in a vocabulary."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ws3d_ros.bag_evaluation.ground_truth import vocabulary_place
from ws3d_ros.bag_evaluation.judge import points_inside

MARGIN = 0.05
NAMES = ("chair", "office chair", "sofa", "table", "Desk", "plant")
PARENTS = {"office chair": "chair", "chair": "furniture", "desk": "table", "table": "furniture"}


def inside_by_hand(point: np.ndarray, box: np.ndarray) -> bool:
    """Whether the point, turned into the box, lies within its half sizes."""
    turn = np.array([[np.cos(box[6]), np.sin(box[6])], [-np.sin(box[6]), np.cos(box[6])]])
    across = np.abs(turn @ (point[:2] - box[:2]))
    up = abs(point[2] - box[2])
    return bool((across <= box[3:5] / 2 + MARGIN).all() and up <= box[5] / 2 + MARGIN)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 80), st.integers(0, 5))
def test_points_inside_counts_as_a_check_of_every_point(seed: int, points: int, count: int) -> None:
    random = np.random.default_rng(seed)
    cloud = random.uniform(-3, 3, (points, 3)).astype(np.float32)
    boxes = np.column_stack(
        [
            random.uniform(-2, 2, (count, 3)),
            random.uniform(0.1, 3, (count, 3)),
            random.uniform(-7, 7, count),
        ]
    ).astype(np.float32)
    expected = [sum(inside_by_hand(p, b) for p in cloud.astype(float)) for b in boxes.astype(float)]
    assert points_inside(cloud, boxes).tolist() == expected


@pytest.mark.parametrize("yaw", [0.0, np.pi / 2])
def test_a_box_without_points_and_one_at_its_corner(yaw: float) -> None:
    box = np.array([[0, 0, 0, 2, 2, 2, yaw]], np.float32)
    assert points_inside(np.zeros((0, 3), np.float32), box).tolist() == [0]
    corner = np.array([[1, 1, 1], [1.2, 0, 0]], np.float32)
    assert points_inside(corner, box).tolist() == [1]


@given(st.lists(st.sampled_from(NAMES)), st.lists(st.sampled_from(NAMES), unique=True))
def test_a_name_counts_as_itself_or_its_nearest_parent(names: list[str], wanted: list[str]) -> None:
    found = vocabulary_place(names, wanted, PARENTS)
    assert found.dtype == np.int32 and len(found) == len(names)
    asked = [name.casefold() for name in wanted]
    for name, place in zip(names, found.tolist(), strict=True):
        chain = [name.casefold()]
        while chain[-1] in PARENTS:
            chain.append(PARENTS[chain[-1]])
        hits = [link for link in chain if link in asked]
        assert place == (asked.index(hits[0]) if hits else -1)
