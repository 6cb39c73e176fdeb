# SPDX-License-Identifier: Apache-2.0
"""What a run through the graph says about jitter and about a node that cannot keep up."""

from __future__ import annotations

import math

import pytest

from ws3d_ros.bag_evaluation.live_result import Arrival, LiveResult


def test_a_run_without_messages() -> None:
    nothing = LiveResult()
    assert nothing.per_second() == ([], {"published": [], "results": []})
    assert nothing.intervals() == ([], [])
    assert nothing.summary()["jitter_ms"] is None
    assert math.isnan(nothing.figures()["latency_ms_p95"])


def test_results_that_fall_behind_show_second_by_second() -> None:
    published = [0.25, 0.75, 1.25, 1.75]
    live = LiveResult(4, 2.0, arrivals=[Arrival(0.5, 0.25), Arrival(2.5, 1.25)])
    live.published = published
    seconds, counts = live.per_second()
    assert seconds == [0.5, 1.5, 2.5]
    assert counts == {"published": [2, 2, 0], "results": [1, 0, 1]}
    assert live.intervals() == ([2.5], [2000.0])
    assert live.figures()["drop_share"] == pytest.approx(0.5)
