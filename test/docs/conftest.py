# SPDX-License-Identifier: Apache-2.0
"""The pages that users read, split into prose, code blocks and code spans."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Page:
    """One Markdown file."""

    path: Path
    text: str

    @property
    def prose(self) -> str:
        """The text without code blocks."""
        return FENCE.sub("", self.text)

    @property
    def spans(self) -> list[str]:
        """What stands between single back-ticks, whitespace collapsed."""
        return [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", self.prose)]

    def blocks(self, language: str) -> list[str]:
        """The code blocks of a language."""
        return [body for name, body in FENCE.findall(self.text) if name == language]

    def between(self, marker: str) -> str:
        """What stands between `<!-- marker: begin -->` and `<!-- marker: end -->`."""
        begin, end = f"<!-- {marker}: begin -->", f"<!-- {marker}: end -->"
        assert self.text.count(begin) == self.text.count(end) == 1, f"{self.path}: {begin} once"
        return self.text.partition(begin)[2].partition(end)[0].strip()

    def section(self, heading: str) -> str:
        """The text under a heading of the second level."""
        found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", self.text, re.M | re.S)
        assert found, f"{self.path} has no section '{heading}'"
        return found.group(1)

    def named_in(self, heading: str) -> list[str]:
        """The code spans that begin the rows of a section's tables."""
        return re.findall(r"^\| `([^`]+)`", self.section(heading), re.MULTILINE)


@pytest.fixture(scope="session")
def project() -> Path:
    """The project's root folder."""
    return PROJECT


@pytest.fixture(scope="session")
def pages() -> list[Page]:
    """README, CONTRIBUTING, CHANGELOG and docs."""
    paths = [*sorted(PROJECT.glob("*.md")), *sorted((PROJECT / "docs").glob("*.md"))]
    return [Page(path, path.read_text(encoding="utf-8")) for path in paths]


@pytest.fixture(scope="session")
def node_page() -> Page:
    """The node's reference."""
    path = PROJECT / "docs" / "node.md"
    return Page(path, path.read_text(encoding="utf-8"))
