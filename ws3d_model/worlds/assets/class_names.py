# SPDX-License-Identifier: Apache-2.0
"""Class names of assets: "TrashCan_02" is a trash can, "blue_cups" is a cup."""

from __future__ import annotations

import re

from ws3d_model.worlds.words import class_of

# Words of file names that say nothing about the thing.
_EMPTY_WORDS = frozenset(
    re.findall(
        r"\w+",
        "model models mesh meshes visual collision object obj final export exported low high "
        "poly lod aws robomaker residential retail warehouse ycb google scan new old copy untitled "
        "default textured texture simplified asset assets version",
    )
)
_ADJECTIVES = frozenset(
    re.findall(
        r"\w+",
        "black white grey gray red green blue yellow orange brown pink purple dark light small "
        "large big mini medium tall long short plastic wooden metal modern vintage antique simple",
    )
)
_PLURALS = (("ves", "f"), ("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("s", ""))


def class_name(raw: str) -> str:
    """The class that a name of a file or an index means; "" where it holds no word.

    Case, underscores, numbers and vendors' words go; then the catalog's name for the thing where
    it knows one (also of the singular, and without adjectives), else the plain words.
    """
    known = class_of(raw)
    if known is not None:
        return known
    words = _words(raw)
    plain = " ".join(words)
    if not plain:
        return ""
    for start in range(len(words)):
        if any(word not in _ADJECTIVES for word in words[:start]):
            break
        for attempt in (" ".join(words[start:]), _singular(" ".join(words[start:]))):
            known = class_of(attempt)
            if known is not None:
                return known
    return _singular(plain)


def _words(raw: str) -> list[str]:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-z])(?=\d)", " ", raw)
    words = re.findall(r"[^\W\d_]+(?:'s)?", spaced.casefold())
    kept = [word for word in words if word not in _EMPTY_WORDS]
    # "chair a", "table b": letters that number variants.
    while len(kept) > 1 and len(kept[-1]) == 1:
        kept.pop()
    return [word for word in kept if len(word) > 1]


def _singular(words: str) -> str:
    if words.endswith(("ss", "us", "is")) or " of " in words:
        return words
    for ending, single in _PLURALS:
        if words.endswith(ending) and len(words) > len(ending) + 2:
            return words[: -len(ending)] + single
    return words
