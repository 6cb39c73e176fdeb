# SPDX-License-Identifier: Apache-2.0
"""Frames come back as they went in, in a fraction of the memory."""

from __future__ import annotations

import math
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ws3d_ros.bag_evaluation.frame_log import FrameLog
from ws3d_ros.bag_evaluation.frame_result import FrameResult

SHARES = st.floats(0, 1) | st.just(math.nan)
FRAMES = st.builds(
    FrameResult,
    index=st.integers(0, 10**6),
    stamp=st.integers(0, 2 * 10**18),
    points=st.integers(0, 10**6),
    labelled=SHARES,
    boxes=st.integers(0, 100),
    mean_iou=SHARES,
    flicker=SHARES,
    notes=st.lists(st.sampled_from(("no TF", "stamps jumped back")), max_size=2).map(tuple),
    problem=st.sampled_from(("", "no field 'x'")),
    seconds=st.dictionaries(st.sampled_from(("process", "read", "track")), st.floats(0, 9)),
    agreement=SHARES,
)


def text(frame: FrameResult) -> str:
    """NaN is not equal to itself: its text is. The order of the stages is of no matter."""
    return repr({**vars(frame), "seconds": sorted(frame.seconds.items())})


def test_no_frame() -> None:
    log = FrameLog()
    assert len(log) == 0 and list(log) == [] and log[:5] == []
    with pytest.raises(IndexError):
        log[0]


@settings(max_examples=40, deadline=None)
@given(st.lists(FRAMES, max_size=6))
def test_frames_come_back_as_they_went_in(frames: list[FrameResult]) -> None:
    log = FrameLog()
    for frame in frames:
        log.append(frame)
    assert [text(frame) for frame in log] == [text(frame) for frame in frames]
    assert [text(frame) for frame in log[-3:]] == [text(frame) for frame in frames[-3:]]


def test_many_frames_stay_small() -> None:
    tracemalloc.start()
    try:
        log = FrameLog()
        for number in range(2000):
            seconds = dict.fromkeys(("process", "read", "convert", "track"), number / 7)
            log.append(FrameResult(number, number * 10**8, 76_800, seconds=seconds, flicker=0.1))
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 200 * len(log)
