# SPDX-License-Identifier: Apache-2.0
"""Report: the figures as a table, as JSON, and in a page between two marks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.figure import Figure
from bench.machine import in_one_line

BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"
HEAD = ("what", "measured", "asked for", "met", "note")


def rows(figures: Sequence[Figure]) -> list[tuple[str, ...]]:
    """Cells of every figure, in the order of `HEAD`."""
    words = {True: "yes", False: "NO", None: ""}
    return [
        (f.what, f"{_short(f.value)} {f.unit}", f.target, words[f.met], f.note) for f in figures
    ]


def as_text(figures: Sequence[Figure]) -> str:
    """A table for a terminal; notes stand at the end of the lines, however long."""
    table = [HEAD, *rows(figures)]
    widths = [max(len(row[column]) for row in table) for column in range(len(HEAD) - 1)]
    lines = []
    for row in table:
        cells = [cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=True)]
        lines.append("  ".join([*cells, row[-1]]).rstrip())
    return "\n".join(lines)


def write_json(
    path: Path,
    machine: dict[str, object],
    settings: Mapping[str, Any],
    parts: Mapping[str, Sequence[Figure]],
    failures: Mapping[str, str],
) -> None:
    """Everything that was measured, on what, and what could not be."""
    content = {
        "machine": machine,
        "settings": {name: str(value) for name, value in settings.items()},
        "parts": {name: [f.as_json() for f in figures] for name, figures in parts.items()},
        "failures": dict(failures),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")


def write_section(
    page: Path, machine: dict[str, object], parts: Mapping[str, Sequence[Figure]]
) -> None:
    """Replace what stands between the marks of a Markdown page.

    Raises:
        ValueError: the page has no marks.
    """
    text = page.read_text("utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{page} lacks the marks {BEGIN} and {END}, one after the other")
    lines = [f"Measured on {in_one_line(machine)}.", ""]
    for name, figures in parts.items():
        lines += [f"**`python -m bench --only {name}`**", "", _markdown(HEAD)]
        lines += [_markdown(("---",) * len(HEAD)), *map(_markdown, rows(figures)), ""]
    page.write_text(f"{before}{BEGIN}\n{chr(10).join(lines)}{END}{after}", "utf-8")


def _markdown(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.strip().replace('|', '/') for cell in cells)} |"


def _short(value: float) -> str:
    """Three digits or so: 0.42, 12.3, 456."""
    if value == int(value):
        return f"{value:.0f}"
    return (
        f"{value:.2f}"
        if abs(value) < 10
        else f"{value:.1f}"
        if abs(value) < 100
        else f"{value:.0f}"
    )
