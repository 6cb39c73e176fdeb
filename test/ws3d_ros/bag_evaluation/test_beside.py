# SPDX-License-Identifier: Apache-2.0
"""Calls beside the caller's: in order, each once, errors handed on; and when a core is left."""

from __future__ import annotations

import os
import threading
from functools import partial

import pytest
import torch

from ws3d_ros.bag_evaluation.beside import Beside, core_left_by


@pytest.mark.parametrize("thread", [False, True])
@pytest.mark.parametrize("count", [0, 1, 5])
def test_results_come_once_and_in_order(thread: bool, count: int) -> None:
    made: list[int] = []

    def call(number: int) -> int:
        made.append(number)
        return number

    with Beside[int](thread) as beside:
        found = [one for k in range(count) for one in beside.hand(partial(call, k))]
        found += beside.last()
        assert beside.last() == []
    assert found == made == list(range(count))


def test_a_call_runs_while_the_caller_goes_on() -> None:
    told = threading.Event()
    with Beside[bool](True) as beside:
        # Only the caller's next step lets the call end.
        assert beside.hand(partial(told.wait, 60)) == []
        told.set()
        assert beside.last() == [True]


@pytest.mark.parametrize("thread", [False, True])
def test_what_a_call_raises_reaches_the_caller(thread: bool) -> None:
    def broken() -> int:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"), Beside[int](thread) as beside:
        beside.hand(broken)
        beside.last()


@pytest.mark.parametrize(
    ("cores", "threads", "device", "left"),
    [
        (1, 1, "cpu", False),
        (2, 2, "cpu", False),
        (2, 1, "cpu", True),
        (4, 2, "cpu", True),
        (2, 8, "cpu", False),
        (1, 8, "cuda", False),
        (2, 8, "cuda", True),
    ],
)
def test_whether_the_network_leaves_a_core(
    cores: int, threads: int, device: str, left: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(cores)), raising=False)
    monkeypatch.setattr(torch, "get_num_threads", lambda: threads)
    assert core_left_by(torch.device(device)) == left
