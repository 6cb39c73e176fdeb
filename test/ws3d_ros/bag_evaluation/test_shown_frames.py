# SPDX-License-Identifier: Apache-2.0
"""The frames of the page are the worst ones, and bounded in number and points."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from ws3d_model import PointCloud, SceneLabels
from ws3d_ros.bag_evaluation.frame_result import FrameResult
from ws3d_ros.bag_evaluation.shown_frames import MOST_POINTS, ShownFrames, goodness_of


def perceived(points: int) -> Any:
    """So many points in a row, a hole at their head."""
    xyz = np.zeros((points, 3), np.float32)
    xyz[:, 0] = np.arange(points)
    xyz[:1] = np.nan
    return SimpleNamespace(
        level=PointCloud(xyz),
        scene=SceneLabels.empty(("floor",), points),
    )


def watched(results: list[FrameResult], most: int, points: int = 3) -> list[int]:
    shown = ShownFrames(most)
    for result in results:
        shown.watch(result, None, perceived(points))  # type: ignore[arg-type]  # is not looked at
    return [result.index for result, _ in shown.worst_first]


def test_no_frames() -> None:
    assert ShownFrames().worst_first == []


def test_the_worst_stay_and_come_first() -> None:
    shares = (0.5, 0.9, 0.1, 0.7, 0.3)
    results = [FrameResult(k, mean_iou=share) for k, share in enumerate(shares)]
    assert watched(results, 3) == [2, 4, 0]
    assert watched(results, 9) == [2, 4, 0, 3, 1]


def test_of_equal_ones_the_first_stay() -> None:
    assert watched([FrameResult(k, flicker=0.2) for k in range(5)], 2) == [0, 1]


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({}, 1.0),
        ({"labelled": 0.6}, 0.6),
        ({"labelled": 0.6, "flicker": 0.25}, 0.75),
        ({"labelled": 0.6, "flicker": 0.25, "mean_iou": 0.4}, 0.4),
    ],
)
def test_what_is_known_decides(figures: dict[str, float], expected: float) -> None:
    assert goodness_of(FrameResult(0, **figures)) == expected


def test_large_clouds_are_thinned_and_lose_their_holes() -> None:
    shown = ShownFrames(1)
    shown.watch(FrameResult(0), None, perceived(4 * MOST_POINTS))  # type: ignore[arg-type]
    ((_, frame),) = shown.worst_first
    assert 0.9 * MOST_POINTS <= len(frame.cloud) <= MOST_POINTS
    assert frame.cloud.finite.all()
