# SPDX-License-Identifier: Apache-2.0
"""Synchronizer: matches within the slop, each message once, everything else counted."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sensor_msgs.msg import Image

from ws3d_ros.synchronizer import Synchronizer


def message(seconds: float) -> Image:
    msg = Image()
    nanoseconds = round(seconds * 1e9)
    msg.header.stamp.sec, msg.header.stamp.nanosec = nanoseconds // 10**9, nanoseconds % 10**9
    return msg


def seconds(msg: Image) -> float:
    return round(msg.header.stamp.sec + msg.header.stamp.nanosec / 1e9, 9)


class Recorder:
    """A synchronizer and the stamps of what it matched."""

    def __init__(self, streams: int, slop: float, queue: int = 10) -> None:
        self.matches: list[tuple[float, ...]] = []
        self.synchronizer = Synchronizer(streams, slop, queue, self._on_match)

    def _on_match(self, *messages: Image) -> None:
        self.matches.append(tuple(seconds(msg) for msg in messages))

    def add(self, *arrivals: tuple[int, float]) -> Recorder:
        for stream, stamp in arrivals:
            self.synchronizer.add(stream, message(stamp))
        return self


def test_nothing_arrived() -> None:
    recorder = Recorder(3, 0.1)
    assert recorder.synchronizer.matched == 0
    assert recorder.synchronizer.received == (0, 0, 0)
    assert recorder.synchronizer.explain(["image", "depth", "camera_info"]) == ""


def test_one_stream_passes_through() -> None:
    assert Recorder(1, 0.0).add((0, 1.0), (0, 2.0)).matches == [(1.0,), (2.0,)]


def test_equal_stamps_match_in_any_order_of_arrival() -> None:
    recorder = Recorder(3, 0.0).add((2, 1.0), (0, 1.0), (0, 2.0), (1, 2.0), (1, 1.0), (2, 2.0))
    assert recorder.matches == [(1.0, 1.0, 1.0), (2.0, 2.0, 2.0)]


def test_the_slop_bounds_the_whole_match_and_is_included() -> None:
    assert Recorder(2, 0.5).add((0, 1.0), (1, 1.5)).matches == [(1.0, 1.5)]
    assert Recorder(2, 0.5).add((0, 1.0), (1, 1.500001)).matches == []
    # Each is within the slop of the middle one, but the first and the last are not.
    assert Recorder(3, 0.5).add((0, 1.0), (1, 1.4), (2, 1.8)).matches == []


def test_the_closest_stamps_are_taken() -> None:
    recorder = Recorder(2, 0.25).add((0, 1.0), (0, 1.25), (1, 1.125 + 0.0625))
    assert recorder.matches == [(1.25, 1.1875)]
    assert recorder.synchronizer.dropped == {(0, "unmatched"): 1}


def test_what_is_older_than_a_match_comes_too_late() -> None:
    recorder = Recorder(2, 0.01).add((0, 1.0), (1, 1.0), (0, 0.9), (1, 0.9), (0, 1.0))
    assert recorder.matches == [(1.0, 1.0)]
    assert recorder.synchronizer.dropped == {(0, "late"): 2, (1, "late"): 1}


def test_the_queue_is_bounded_and_keeps_the_newest() -> None:
    recorder = Recorder(2, 0.01, queue=3).add(*((0, 1 + i / 10) for i in range(8)))
    assert recorder.synchronizer.dropped == {(0, "queue full"): 5}
    assert recorder.add((1, 1.0), (1, 1.7)).matches == [(1.7, 1.7)]


def test_a_second_message_of_a_stamp_takes_the_place_of_the_first() -> None:
    recorder = Recorder(2, 0.0).add((0, 1.0), (0, 1.0), (1, 1.0), (1, 1.0))
    assert recorder.matches == [(1.0, 1.0)]
    assert recorder.synchronizer.dropped == {(0, "same stamp"): 1, (1, "late"): 1}


def test_a_recording_that_starts_again_is_matched_again() -> None:
    recorder = Recorder(2, 0.01).add((0, 100.0), (1, 100.0), (0, 100.1))
    recorder.add((0, 5.0), (1, 5.0), (0, 5.1), (1, 5.1))
    assert recorder.matches == [(100.0, 100.0), (5.0, 5.0), (5.1, 5.1)]
    assert recorder.synchronizer.dropped == {(0, "time went back"): 1}


def test_why_nothing_matches_is_said_with_the_cure() -> None:
    names = ["image", "depth", "camera_info"]
    recorder = Recorder(3, 0.02).add((0, 1.0), (1, 1.3))
    assert "nothing on camera_info: remap" in recorder.synchronizer.explain(names)
    said = recorder.add((2, 1.0)).synchronizer.explain(names)
    assert "within 0.02 s" in said
    assert "depth 1.300 s" in said
    assert "raise the slop" in said
    assert recorder.add((1, 1.0)).synchronizer.explain(names) == ""


@pytest.mark.parametrize("values", [(0, 0.1, 1), (2, -0.1, 1), (2, float("nan"), 1), (2, 0.1, 0)])
def test_settings_that_cannot_be_are_refused(values: tuple[int, float, int]) -> None:
    streams, slop, queue = values
    with pytest.raises(ValueError, match="streams >= 1, slop >= 0 and queue >= 1"):
        Synchronizer(streams, slop, queue, lambda *_: None)


@settings(max_examples=100, deadline=None)
@given(
    st.integers(1, 3),
    st.integers(0, 40),
    st.integers(1, 4),
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 400)), max_size=40),
)
def test_whatever_arrives_is_used_once_or_counted(
    streams: int, slop: int, queue: int, arrivals: list[tuple[int, int]]
) -> None:
    recorder = Recorder(streams, slop / 100, queue)
    sent = [(stream % streams, ticks / 100) for stream, ticks in arrivals]
    for arrival in sent:
        recorder.add(arrival)
        counts, dropped = recorder.synchronizer.received, recorder.synchronizer.dropped
        for stream in range(streams):
            lost = sum(n for (index, _), n in dropped.items() if index == stream)
            assert 0 <= counts[stream] - lost - len(recorder.matches) <= queue
    assert recorder.synchronizer.matched == len(recorder.matches)
    for stream in range(streams):
        used = Counter(match[stream] for match in recorder.matches)
        assert not used - Counter(stamp for index, stamp in sent if index == stream)
    for match in recorder.matches:
        assert max(match) - min(match) <= slop / 100 + 1e-9


@settings(max_examples=50, deadline=None)
@given(
    st.integers(1, 20),
    st.randoms(use_true_random=False),
)
def test_a_camera_with_little_jitter_loses_no_frame(frames: int, random: object) -> None:
    recorder = Recorder(3, 0.02)
    for frame in range(frames):
        arrivals = [(s, 1 + frame / 10 + random.uniform(-0.009, 0.009)) for s in range(3)]
        random.shuffle(arrivals)
        recorder.add(*arrivals)
    assert len(recorder.matches) == frames
    assert recorder.synchronizer.dropped == {}
