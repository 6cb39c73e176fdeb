# SPDX-License-Identifier: Apache-2.0
"""One thread that always works on the newest item: a one-slot mailbox, and what was skipped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Mailbox(Generic[Item]):
    """Holds at most one item; a newer one replaces it, and the old one counts as dropped."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._item: Item | None = None
        self._closed = False
        self._received = 0
        self._dropped = 0

    @property
    def counts(self) -> tuple[int, int]:
        """Items received so far, and how many of them a newer one replaced."""
        with self._changed:
            return self._received, self._dropped

    def put(self, item: Item) -> None:
        """Leave an item for the worker; never waits."""
        with self._changed:
            self._received += 1
            self._dropped += self._item is not None
            self._item = item
            self._changed.notify()

    def take(self) -> Item | None:
        """The item, as soon as there is one; None once the mailbox is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._item is not None or self._closed)
            item, self._item = self._item, None
            return None if self._closed else item

    def clear(self) -> None:
        """Throw away the waiting item, which then counts as dropped."""
        with self._changed:
            self._dropped += self._item is not None
            self._item = None

    def close(self) -> None:
        """Let every `take` return None from now on."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()


class Worker(Generic[Item]):
    """Runs `work` on the newest item of its mailbox, one at a time, in a thread of its own.

    Args:
        work: called with each item.
        on_error: called with what `work` raised; the thread goes on with the next item.
        name: of the thread, for debuggers.
    """

    def __init__(
        self,
        work: Callable[[Item], None],
        on_error: Callable[[Exception], None],
        name: str = "worker",
    ) -> None:
        self.mailbox: Mailbox[Item] = Mailbox()
        self._work = work
        self._on_error = on_error
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def stop(self, timeout: float) -> bool:
        """End the thread after the item in hand; True if it ended within `timeout` seconds."""
        self.mailbox.close()
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (item := self.mailbox.take()) is not None:
            try:
                self._work(item)
            except Exception as error:
                self._on_error(error)
