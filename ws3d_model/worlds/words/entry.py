# SPDX-License-Identifier: Apache-2.0
"""Entry: one class of the worlds with all its words, and the table that entries are written in.

    chair: wooden chair, side chair
      unseen: seat; kind of: furniture item; in: furniture, seating; looks: wooden; parts: legs

A class begins at the margin: its name, and the other words that it is trained with. The indented
lines below may say, separated by semicolons: `unseen`, words never trained; `kind of`, the coarser
class; `in`, the groups (the table's own where it is not said, `none` for none); `looks`, usual
colours and materials; `parts`; `world`, room or street or both, or none where no generator makes
it and only other people's meshes and labels name it; `stuff`, it has no instances; `left out`, it
is kept from training altogether.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

WORLDS: Mapping[str, tuple[str, ...]] = {
    "room": ("room",),
    "street": ("street",),
    "both": ("room", "street"),
    "none": (),
}


@dataclass(frozen=True)
class Entry:
    """One class.

    Args:
        name: what the class is called.
        words: other words that it is trained with.
        unseen: words that are never trained, to measure unseen synonyms; at least one.
        parent: the coarser class that it belongs to, "" for none.
        groups: names of the groups that it belongs to, the most telling one first.
        looks: adjectives of its usual colours and materials.
        parts: what it is made of.
        worlds: where it is generated, "room" or "street" or both, or nowhere.
        stuff: it has no instances with a natural centre.
        left_out: it is never generated for training and none of its words is trained.

    Raises:
        ValueError: a word is blank or given twice, no word is unseen, or the world is unknown.
    """

    name: str
    words: tuple[str, ...]
    unseen: tuple[str, ...]
    parent: str = ""
    groups: tuple[str, ...] = ()
    looks: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    worlds: tuple[str, ...] = ("room",)
    stuff: bool = False
    left_out: bool = False

    def __post_init__(self) -> None:
        every = (self.name, *self.words, *self.unseen)
        if not all(word and word == word.strip() for word in every):
            raise ValueError(f"{self.name!r} has a blank word among {every}")
        if len(set(every)) != len(every):
            raise ValueError(f"{self.name!r} has a word twice among {every}")
        if not self.unseen:
            raise ValueError(f"{self.name!r} needs at least one unseen word")
        if self.worlds not in WORLDS.values():
            raise ValueError(f"{self.name!r} is in the worlds {self.worlds}: use room, street")


def read_entries(table: str, world: str, groups: tuple[str, ...]) -> tuple[Entry, ...]:
    """The entries of a table as described above.

    Args:
        world: that of classes which do not name one.
        groups: those of classes which do not name any.

    Raises:
        ValueError: a line cannot be read; the message shows it.
    """
    entries: list[Entry] = []
    for line in table.splitlines():
        if not line.strip():
            continue
        if not line.startswith(" "):
            name, _, words = line.partition(":")
            # The unseen words follow on the next line: until then a stand-in passes the check.
            entries.append(Entry(name.strip(), _words(words), ("?",), "", groups, worlds=(world,)))
            continue
        if not entries:
            raise ValueError(f"the table begins with an indented line: {line!r}")
        for item in line.strip().split(";"):
            if item.strip():
                entries[-1] = dataclasses.replace(entries[-1], **_field(item))
    for entry in entries:
        if entry.unseen == ("?",):
            raise ValueError(f"{entry.name!r} needs a line with `unseen:`")
    return tuple(entries)


def _field(item: str) -> dict[str, Any]:
    key, _, value = (part.strip() for part in item.partition(":"))
    if key in ("unseen", "looks", "parts"):
        return {key: _words(value)}
    if key == "kind of":
        return {"parent": value}
    if key == "in":
        return {"groups": () if value == "none" else _words(value)}
    if key == "world" and value in WORLDS:
        return {"worlds": WORLDS[value]}
    if item.strip() in ("stuff", "left out"):
        return {key.replace(" ", "_"): True}
    raise ValueError(f"{item.strip()!r} is no field of an entry")


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(","))
