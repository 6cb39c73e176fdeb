# SPDX-License-Identifier: Apache-2.0
"""The mailbox holds the newest item only, and the worker survives what its work raises."""

from __future__ import annotations

import threading

from ws3d_ros.worker import Mailbox, Worker


def test_a_closed_mailbox_gives_none() -> None:
    mailbox: Mailbox[int] = Mailbox()
    mailbox.close()
    assert mailbox.take() is None
    assert mailbox.counts == (0, 0)


def test_a_newer_item_replaces_the_older_and_is_counted() -> None:
    mailbox: Mailbox[int] = Mailbox()
    for item in (1, 2, 3):
        mailbox.put(item)
    assert mailbox.take() == 3
    assert mailbox.counts == (3, 2)
    mailbox.put(4)
    mailbox.clear()
    assert mailbox.counts == (4, 3)


def test_the_worker_takes_the_newest_and_goes_on_after_an_error() -> None:
    gate, done = threading.Event(), threading.Event()
    seen: list[int] = []
    errors: list[Exception] = []

    def work(item: int) -> None:
        seen.append(item)
        gate.wait(5.0)
        if item == 1:
            raise ValueError("one is bad")
        done.set()

    worker: Worker[int] = Worker(work, errors.append)
    worker.mailbox.put(1)
    while not seen:
        pass
    for item in (2, 3, 4):
        worker.mailbox.put(item)
    gate.set()
    assert done.wait(5.0)
    assert seen == [1, 4]
    assert [str(error) for error in errors] == ["one is bad"]
    assert worker.mailbox.counts == (4, 2)
    assert worker.stop(5.0)


def test_stopping_a_worker_that_computes_on_says_so() -> None:
    gate, started = threading.Event(), threading.Event()

    def work(_: int) -> None:
        started.set()
        gate.wait(10.0)

    worker: Worker[int] = Worker(work, lambda error: None)
    worker.mailbox.put(1)
    assert started.wait(5.0)
    assert not worker.stop(0.05)
    gate.set()
    assert worker.stop(5.0)
