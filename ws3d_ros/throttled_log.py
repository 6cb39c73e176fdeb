# SPDX-License-Identifier: Apache-2.0
"""ThrottledLog: says a thing at once, and the same thing again only after a while."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

INTERVAL = 10.0  # seconds


class ThrottledLog:
    """A log function that passes over repetitions; figures in a text do not make it a new one.

    Args:
        log: a logger's method, as `node.get_logger().warning`.
    """

    def __init__(self, log: Callable[[str], object]) -> None:
        self._log = log
        self._said: dict[str, float] = {}

    def __call__(self, text: str) -> None:
        """Log the text, unless its like was logged less than `INTERVAL` seconds ago."""
        kind = re.sub(r"[\d.]+", "#", text)
        now = time.monotonic()
        self._said = {k: at for k, at in self._said.items() if now - at < INTERVAL}
        if kind not in self._said:
            self._said[kind] = now
            self._log(text)
