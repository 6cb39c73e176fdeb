# SPDX-License-Identifier: Apache-2.0
"""Links between the pages, and to files of the project, lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


def anchors_of(path: Path) -> set[str]:
    """The anchors that GitHub gives to a page's headings."""
    headings = HEADING.findall(path.read_text(encoding="utf-8"))
    plain = (re.sub(r"[^\w\s-]", "", heading.lower()) for heading in headings)
    return {heading.strip().replace(" ", "-") for heading in plain}


def broken_links(path: Path, prose: str) -> list[str]:
    """The relative links of a page that lead nowhere."""
    broken = []
    for link in LINK.findall(prose):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = path.parent / name if name else path
        missing = not target.exists()
        if missing or (anchor and target.suffix == ".md" and anchor not in anchors_of(target)):
            broken.append(link)
    return broken


def test_a_broken_link_is_found(tmp_path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# One two\n")
    prose = "[a](page.md) [b](#one-two) [c](#three) [d](none.md) ![e](x.png) [f](https://x.org/y)"
    assert broken_links(page, prose) == ["#three", "none.md", "x.png"]


def test_relative_links_lead_somewhere(project, pages) -> None:
    broken = {str(p.path.relative_to(project)): broken_links(p.path, p.prose) for p in pages}
    assert {name: links for name, links in broken.items() if links} == {}


def test_every_page_of_the_docs_is_linked_from_the_readme(project, pages) -> None:
    readme = next(page for page in pages if page.path.name == "README.md")
    linked = {(project / link).resolve() for link in LINK.findall(readme.prose)}
    unlinked = [page.path.name for page in pages if page.path.resolve() not in linked]
    assert unlinked == ["README.md"]


def test_files_named_in_the_text_exist(project, pages) -> None:
    """`ws3d_model/perception.py`, `config/training/rooms.yaml` and the like."""
    pattern = re.compile(r"(?:ws3d_model|ws3d_ros|config|environment|test|launch)/[\w./-]+")
    missing = [
        (page.path.name, span)
        for page in pages
        for span in page.spans
        if pattern.fullmatch(span) and not (project / span).exists()
    ]
    assert missing == []
