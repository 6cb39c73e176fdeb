# SPDX-License-Identifier: Apache-2.0
"""Figure: one measured value, beside the value that is asked for."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Figure:
    """A measured value.

    Args:
        what: what was measured, in words.
        value: in `unit`.
        unit: such as "ms".
        at_most, at_least: what is asked for; None where nothing is.
        note: how it came about, or what it depends on.
        details: further numbers, for the JSON only.
    """

    what: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None
    note: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def target(self) -> str:
        """What is asked for, as text; empty where nothing is."""
        sides = (("≤", self.at_most), ("≥", self.at_least))
        limits = [f"{sign} {limit:g}" for sign, limit in sides if limit is not None]
        return f"{' and '.join(limits)} {self.unit}" if limits else ""

    @property
    def met(self) -> bool | None:
        """Whether the value is as asked for; None where nothing is."""
        if not self.target:
            return None
        low = -float("inf") if self.at_least is None else self.at_least
        high = float("inf") if self.at_most is None else self.at_most
        return low <= self.value <= high

    def as_json(self) -> dict[str, Any]:
        """Everything, with the judgement."""
        return {**dataclasses.asdict(self), "met": self.met}
