# SPDX-License-Identifier: Apache-2.0
"""Computes in a thread that ends with its work, so that the worker's network has all cores.

OpenMP keeps the threads that it starts for a calling thread as long as that one lives. Where more
of them live than there are cores, GNU's libgomp lets waiting ones sleep at once instead of a moment
later, and a network of many short steps takes twice as long: on two cores 0.9 s a cloud instead of
0.4 s, after the main thread had done no more than load the network.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


def in_passing_thread(work: Callable[[], T]) -> T:
    """Do the work in a new thread and wait for it; its result, or what it raises."""
    done: Future[T] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as error:  # the caller's to handle, whatever it is
            done.set_exception(error)

    # A daemon: a signal ends the wait, and with it the process, whatever is still computed.
    threading.Thread(target=run, name="passing", daemon=True).start()
    return done.result()
