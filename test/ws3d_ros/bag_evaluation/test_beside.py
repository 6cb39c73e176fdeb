# SPDX-License-Identifier: Apache-2.0
"""Calls beside the caller's: in order, each result once, errors handed on."""

from __future__ import annotations

import threading
from functools import partial

import pytest

from ws3d_ros.bag_evaluation.beside import Beside


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
