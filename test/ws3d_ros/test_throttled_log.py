# SPDX-License-Identifier: Apache-2.0
"""A thing is logged at once, its repetition later, another thing at once."""

from __future__ import annotations

import pytest

from ws3d_ros import throttled_log
from ws3d_ros.throttled_log import INTERVAL, ThrottledLog


def test_repetitions_with_other_figures_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(throttled_log.time, "monotonic", lambda: now[0])
    said: list[str] = []
    log = ThrottledLog(said.append)
    for text in ("silent for 3.0 s", "silent for 4.0 s", "no field 'x'"):
        log(text)
    assert said == ["silent for 3.0 s", "no field 'x'"]
    now[0] += INTERVAL
    log("silent for 13.0 s")
    assert said[-1] == "silent for 13.0 s"
