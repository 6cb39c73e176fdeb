# SPDX-License-Identifier: Apache-2.0
"""MessageFaults: what is wrong with messages beside the measurements: transforms, truth, images."""

from __future__ import annotations

MOST = 200  # kinds of faults that are told apart
MORE = "other faults"


class MessageFaults:
    """Counts faults by what they are, with the number of the first message that has each."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[int, int]] = {}

    def count(self, topic: str, what: str, number: int) -> None:
        """One more.

        Args:
            topic: of the message.
            what: is wrong.
            number: of the message on its topic.
        """
        text = what if topic in what else f"{topic}: {what}"
        if text not in self._found and len(self._found) >= MOST:
            text = MORE
        before, first = self._found.get(text, (0, number))
        self._found[text] = before + 1, first

    @property
    def found(self) -> dict[str, tuple[int, int]]:
        """How often, and the number of the first message, by what is wrong."""
        return dict(self._found)
