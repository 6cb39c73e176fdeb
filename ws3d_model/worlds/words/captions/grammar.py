# SPDX-License-Identifier: Apache-2.0
"""The little English that captions need: articles, plurals, numbers and lists."""

from __future__ import annotations

from collections.abc import Sequence

from ws3d_model.language.prompts import with_article

# What follows one of these in a phrase is not its head: "stack of books" is a stack.
_LINKS = frozenset(("of", "with", "for", "in", "on", "from", "under", "at", "that", "riding"))
# fmt: off
_MASS = frozenset((
    "adhesive", "aircon", "artwork", "baseboard", "bedding", "bleach", "bread", "cattle",
    "clothing", "detergent", "dirt", "earth", "flooring", "food", "glue", "grass", "gravel",
    "greenery", "ivy", "luggage", "mud", "paper", "pavement", "pipework", "sand",
    "scaffolding", "seating", "shampoo", "shelving", "shrubbery", "snow", "soap", "soil",
    "terrain", "tissue", "toothpaste", "trash", "trim", "vegetation", "water",
))
_SINGULAR_IN_S = frozenset(("bus", "canvas", "chassis", "gas", "tennis", "wc"))
_IRREGULAR = {
    "bookshelf": "bookshelves", "calf": "calves", "child": "children", "deer": "deer", "foal":
    "foals", "goose": "geese", "human": "humans", "knife": "knives", "leaf": "leaves", "loaf":
    "loaves", "man": "men", "mouse": "mice", "ox": "oxen", "person": "people", "scarf":
    "scarves", "sheep": "sheep", "shelf": "shelves", "woman": "women", "workman": "workmen",
}
# fmt: on
_PLURALS = frozenset(_IRREGULAR.values()) - frozenset(_IRREGULAR)  # not "deer"
_NUMBERS = (
    *("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve"),
)


def is_counted(phrase: str) -> bool:
    """Whether the head of the phrase is a singular that can be counted: "chair", not "stairs"."""
    head = _head(phrase)
    return head not in _MASS and not _is_plural(head)


def indefinite(phrase: str, first: str = "") -> str:
    """The phrase with "a" or "an", or "some" before plurals and what is not counted.

    Args:
        phrase: noun with what stands before and behind it.
        first: adjectives put before it.

    >>> indefinite("armchair", "old"), indefinite("armchair"), indefinite("stairs")
    ('an old armchair', 'an armchair', 'some stairs')
    """
    whole = f"{first} {phrase}".strip()
    if not is_counted(phrase):
        return f"some {whole}"
    # The article depends on the first word alone; "one" is never an uncounted noun.
    return f"{with_article(f'{whole.split()[0]} one').split()[0]} {whole}"


def counted(phrase: str, count: int) -> str:
    """ "one chair", "two shelves", "many cars"; for what is not counted: "some grass".

    Raises:
        ValueError: less than one.
    """
    if count < 1:
        raise ValueError(f"only what is there can be counted, got {count} of {phrase!r}")
    if not is_counted(phrase):
        return f"some {phrase}"
    if count == 1:
        return indefinite(phrase)
    number = _NUMBERS[count] if count < len(_NUMBERS) else "many"
    return f"{number} {plural(phrase)}"


def plural(phrase: str) -> str:
    """The phrase with its head in the plural: "cup of tea" -> "cups of tea".

    >>> plural("bookshelf"), plural("box"), plural("pair of shoes")
    ('bookshelves', 'boxes', 'pairs of shoes')
    """
    words = phrase.split()
    place = _head_place(words)
    head = words[place]
    if _is_plural(head) or head in _MASS:
        return phrase
    if head in _IRREGULAR:
        words[place] = _IRREGULAR[head]
    elif head.endswith(("s", "x", "z", "ch", "sh")):
        words[place] = f"{head}es"
    elif head.endswith("y") and head[-2:-1] not in "aeiou":
        words[place] = f"{head[:-1]}ies"
    else:
        words[place] = f"{head}s"
    return " ".join(words)


def listed(items: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"; "" for nothing."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def _head(phrase: str) -> str:
    words = phrase.split()
    return words[_head_place(words)] if words else ""


def _head_place(words: Sequence[str]) -> int:
    for place, word in enumerate(words):
        if place and word in _LINKS:
            return place - 1
    return len(words) - 1


def _is_plural(head: str) -> bool:
    if head in _PLURALS:
        return True
    regular = head.endswith("s") and not head.endswith(("ss", "us", "'s"))
    return regular and head not in _SINGULAR_IN_S
