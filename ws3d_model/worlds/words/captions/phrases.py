# SPDX-License-Identifier: Apache-2.0
"""Phrases for one thing: a word for its class, and the adjectives that are true of it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ws3d_model.worlds.scene import SceneObject
from ws3d_model.worlds.shapes.colour_words import WORDS as COLOURS
from ws3d_model.worlds.words.captions.grammar import indefinite, is_counted
from ws3d_model.worlds.words.catalog import CATALOG, HELD_OUT_SYNONYMS, LEFT_OUT
from ws3d_model.worlds.words.groups import HYPERNYMS

# fmt: off
MATERIALS: tuple[str, ...] = (
    "wooden", "metal", "fabric", "leather", "plastic", "glass", "ceramic", "stone", "concrete",
    "brick", "paper", "cardboard", "rubber",
)
SIZES: tuple[str, ...] = ("large", "small")
# Words of synonyms that claim what need not be true of a certain thing.
_CLAIMS = frozenset((
    *(part for colour in COLOURS for part in colour.split()), *MATERIALS, *SIZES,
    "steel", "iron", "wicker", "woven", "terracotta", "porcelain", "wood", "straw", "round",
    "long", "low", "tall", "flat", "soft", "single", "double", "open", "folded", "hanging",
    "parked", "framed", "empty", "electric", "cordless", "wireless", "pile", "stack", "row",
    "bunch", "pair", "leafy", "built-in", "standing", "reading", "three-legged", "digital", "grand",
    "upright", "bark", "stop",
    "speed", "direction", "name", "sleeping", "baby", "man",
    "woman", "boy", "girl", "bicycle", "robot", "garden", "park", "kitchen", "bathroom",
    "office", "hospital", "bedroom", "hotel", "school", "shop", "supermarket", "street",
    "wall", "hand", "yellow", "picnic",
))
# fmt: on
_ALIVE = frozenset(("person", "animal", "vegetation", "rider", "food", "fruit"))


# Words that no caption of a training scene may hold.
UNSEEN: frozenset[str] = frozenset(
    (
        *(word for words in HELD_OUT_SYNONYMS.values() for word in words),
        *(word for name in LEFT_OUT for word in (name, *CATALOG[name].words)),
    )
)
_FIRST = frozenset(word.split()[0] for word in UNSEEN)
_LONGEST = max(len(word.split()) for word in UNSEEN)


def holds_unseen(text: str) -> bool:
    """Whether one of `UNSEEN` stands in the text, as a whole word or run of words."""
    words = text.replace(",", " ,").split()
    return any(
        " ".join(words[first : first + length]) in UNSEEN
        for first, word in enumerate(words)
        if word in _FIRST
        for length in range(1, _LONGEST + 1)
    )


def nouns_of(name: str) -> tuple[str, ...]:
    """Words for a class that are true of each of its things, its name first.

    Only trained words, or those of the class itself where all of it is kept from training. A name
    that is not in the catalog stands for itself.
    """
    if name not in CATALOG:
        return (name,)
    words = CATALOG[name].words
    own, one = frozenset(name.split()), is_counted(name)
    return (
        name,
        *(
            word
            for word in words
            if is_counted(word) == one and _CLAIMS.isdisjoint(frozenset(word.split()) - own)
        ),
    )


def draw_noun(name: str, rng: np.random.Generator, synonyms: float) -> str:
    """The name of the class, or with the chance `synonyms` another word for it."""
    nouns = nouns_of(name)
    if len(nouns) == 1 or rng.random() >= synonyms:
        return nouns[0]
    return nouns[int(rng.integers(1, len(nouns)))]


def adjectives_of(thing: SceneObject) -> Mapping[str, str]:
    """What is known of the thing and can be said before its noun: size, colour, material."""
    alive = not _ALIVE.isdisjoint((thing.name, *HYPERNYMS.get(thing.name, ())))
    person = "person" in (thing.name, *HYPERNYMS.get(thing.name, ()))
    said: dict[str, str] = {}
    if thing.attributes.get("size") in SIZES:
        said["size"] = thing.attributes["size"]
    if thing.attributes.get("colour") in COLOURS and not person:
        said["colour"] = thing.attributes["colour"]
    material = thing.attributes.get("material", "")
    if material in MATERIALS and not alive and material.removesuffix("en") not in thing.name:
        said["material"] = material
    return said


def draw_phrase(
    thing: SceneObject,
    rng: np.random.Generator,
    synonyms: float = 0.4,
    adjective: float = 0.6,
    definite: bool = False,
) -> str:
    """ "a dark red wooden chair", "the desk": a noun with each known adjective or without.

    An adjective that would make a word kept from training ("concrete" before "barrier") is left.
    """
    noun = draw_noun(thing.name, rng, synonyms)
    said: list[str] = []
    for word in adjectives_of(thing).values():
        clash = holds_unseen(" ".join((*said, word, noun))) and not holds_unseen(noun)
        if rng.random() < adjective and not clash:
            said.append(word)
    if definite:
        return " ".join(("the", *said, noun))
    return indefinite(noun, " ".join(said))
