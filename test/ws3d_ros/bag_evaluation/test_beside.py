# SPDX-License-Identifier: Apache-2.0
"""Calls beside the caller's: in order, each result once, errors handed on; and their cores."""

from __future__ import annotations

import os
import threading
from functools import partial

import pytest
import torch

from ws3d_ros.bag_evaluation.beside import Beside, Cores


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
    ("cores", "threads", "device", "beside", "both"),
    [
        (1, 1, "cpu", False, False),
        (2, 2, "cpu", False, True),
        (2, 1, "cpu", True, False),
        (4, 2, "cpu", True, True),
        (2, 8, "cpu", False, True),
        (1, 8, "cuda", False, False),
        (2, 8, "cuda", True, False),
        (16, 8, "cuda", True, True),
    ],
)
def test_cores_that_the_network_leaves(
    cores: int,
    threads: int,
    device: str,
    beside: bool,
    both: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(cores)), raising=False)
    monkeypatch.setattr(torch, "get_num_threads", lambda: threads)
    assert Cores.left_by(torch.device(device)) == Cores(beside, both)
