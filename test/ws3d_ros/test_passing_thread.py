# SPDX-License-Identifier: Apache-2.0
"""Work in a passing thread: its result or its error, and no thread left."""

from __future__ import annotations

import threading

import pytest

from ws3d_ros.passing_thread import in_passing_thread


def test_the_result_comes_back_from_another_thread_that_is_gone() -> None:
    worker = in_passing_thread(threading.current_thread)
    assert worker is not threading.current_thread()
    worker.join(5.0)
    assert not worker.is_alive()


@pytest.mark.parametrize("error", [ValueError("bad"), KeyboardInterrupt()])
def test_what_it_raises_is_raised_here(error: BaseException) -> None:
    def fail() -> None:
        raise error

    with pytest.raises(type(error)):
        in_passing_thread(fail)
