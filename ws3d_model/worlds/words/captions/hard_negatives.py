# SPDX-License-Identifier: Apache-2.0
"""Hard negatives: a caption with one attribute, relation or count changed for a wrong one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from ws3d_model.language.prompts import with_article
from ws3d_model.worlds.shapes.colour_words import WORDS as COLOURS
from ws3d_model.worlds.words.captions.phrases import MATERIALS, holds_unseen

_OPPOSITES = {
    "large": ("small",),
    "small": ("large",),
    "on top of": ("under", "beside"),
    "on": ("under", "beside"),
    "in front of": ("behind",),
    "behind": ("in front of",),
    "under": ("on top of",),
    "above": ("under",),
    "beside": ("on top of", "under"),
    "next to": ("on top of", "under"),
    "hanging from": ("under",),
}
_COUNTS = ("two", "three", "four", "five", "six", "seven", "eight")
# Colours that people would not call the same: shades of one colour are no negatives.
_FAMILY = {
    "dark grey": "grey", "light grey": "grey", "dark brown": "brown", "dark red": "red",
    "dark green": "green", "light green": "green", "dark blue": "blue", "light blue": "blue",
    "dark purple": "purple", "beige": "brown", "pink": "red", "turquoise": "blue", "black": "grey",
    "white": "grey",
}  # fmt: skip


def _swaps() -> Mapping[str, tuple[str, ...]]:
    families = {colour: _FAMILY.get(colour, colour) for colour in COLOURS}
    swaps = {
        **_OPPOSITES,
        **{one: tuple(o for o in MATERIALS if o != one) for one in MATERIALS},
        **{one: tuple(o for o in COLOURS if families[o] != families[one]) for one in COLOURS},
        **{one: tuple(o for o in _COUNTS if o != one) for one in _COUNTS},
    }
    return MappingProxyType(swaps)


SWAPS: Mapping[str, tuple[str, ...]] = _swaps()
"""What may be changed, and what it may become; every change makes a true caption wrong."""
_FOUND = re.compile(
    r"(?<!\S)(?:" + "|".join(sorted(map(re.escape, SWAPS), key=len, reverse=True)) + r")(?!\S)"
)


# "on a city street" says where the scene is, not what the thing is on.
_PLACE = re.compile(r" an? [^,]*\b(?:street|road|path|lot|floor)$")


def hard_negatives(caption: str, seed: int, most: int = 3) -> tuple[str, ...]:
    """Up to `most` wrong captions, each with one thing changed; none where nothing can be.

    Args:
        caption: one of `region_captions`, `view_captions` or `scene_captions`.
        seed: of the choice; the same caption and seed give the same negatives.
        most: 0 or more.
    """
    rng = np.random.default_rng((seed, *caption.encode()))
    places = [found for found in _FOUND.finditer(caption) if not _PLACE.match(caption, found.end())]
    negatives: list[str] = []
    for row in rng.permutation(len(places)).tolist():
        place = places[row]
        wrong = SWAPS[place.group()]
        changed = wrong[int(rng.integers(len(wrong)))]
        text = _mended(caption[: place.start()] + changed + caption[place.end() :])
        if not holds_unseen(text):
            negatives.append(text)
    return tuple(dict.fromkeys(negatives))[:most]


def _mended(text: str) -> str:
    """The text with "a" and "an" as the changed words want them: "a orange box" is wrong."""
    return re.sub(
        r"(?<!\S)an? (\S+)", lambda m: f"{with_article(f'{m[1]} one').split()[0]} {m[1]}", text
    )
