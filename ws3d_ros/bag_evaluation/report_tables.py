# SPDX-License-Identifier: Apache-2.0
"""Tables and numbers of the report as HTML; every text is escaped here."""

from __future__ import annotations

import html
import math
from collections.abc import Mapping, Sequence
from typing import Any

SHORT = 10  # letters that stay in one line on a phone


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; without a head where all heads are empty."""

    def cells(kind: str, values: Sequence[str]) -> str:
        return "".join(f"<{kind}{_look(value)}>{html.escape(value)}</{kind}>" for value in values)

    body = "".join(f"<tr>{cells('td', row)}</tr>" for row in rows)
    head = f"<tr>{cells('th', heads)}</tr>" if any(heads) else ""
    return f"<table>{head}{body}</table>"


def percent(share: float) -> str:
    """A share in percent, a dash where it is not known."""
    return "-" if math.isnan(share) else f"{100 * share:.1f} %"


def tenths(value: float | None) -> str:
    """A number with one decimal, a dash where there is none."""
    return "-" if value is None else f"{value:.1f}"


def in_words(value: Any) -> str:
    """A value of a summary: "p50 12.3, p95 20" of an entry with entries."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {in_words(item)}" for name, item in value.items()) or "none"
    return "-" if value is None else str(value)


def _look(value: str) -> str:
    if len(value) <= SHORT:
        return {"kept": ' class="good"', "missed": ' class="bad"'}.get(value, ' class="short"')
    return ""
