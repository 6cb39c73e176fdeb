# SPDX-License-Identifier: Apache-2.0
"""The lines at the end of an evaluation."""

from __future__ import annotations

import pytest

from ws3d_ros.bag_evaluation.frame_result import FrameResult
from ws3d_ros.bag_evaluation.results import RunResult
from ws3d_ros.bag_evaluation.terminal_lines import FEW, terminal_lines


def share_line(frames: int, first_read: float) -> list[str]:
    """What is said of reading where every frame reads 2 ms, converts 3 ms, processes 100 ms."""
    result = RunResult(("floor",))
    for index in range(frames):
        read = 0.002 if index else first_read
        seconds = {"process": 0.1, "read": read, "convert": 0.003}
        result.frames.append(FrameResult(index, points=1, seconds=seconds))
    return [line for line in terminal_lines(result, None) if line.startswith("reading")]


@pytest.mark.parametrize("frames", [0, 1, FEW - 1])
def test_few_frames_tell_nothing_about_reading(frames: int) -> None:
    assert share_line(frames, 0.1) == []


@pytest.mark.parametrize("milliseconds", [2, 80, 3000])
def test_opening_is_told_apart_from_reading(milliseconds: int) -> None:
    (line,) = share_line(FEW, milliseconds / 1e3)
    assert "5.0 % of process()" in line
    assert f"took {milliseconds} ms to open the bag" in line
