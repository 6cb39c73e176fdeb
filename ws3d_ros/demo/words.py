# SPDX-License-Identifier: Apache-2.0
"""What the demo asks for: first plain names, then other words for the same things."""

from __future__ import annotations

# The second word of each pair is one that the network's rooms were never described with.
PAIRS: tuple[tuple[str, str], ...] = (
    ("wall", "wall"),
    ("floor", "floor"),
    ("ceiling", "ceiling"),
    ("door", "doorway"),
    ("window", "windowpane"),
    ("curtain", "drapes"),
    ("picture", "painting"),
    ("sofa", "couch"),
    ("chair", "seat"),
    ("table", "dining table"),
    ("bed", "mattress"),
    ("cabinet", "sideboard"),
    ("bookshelf", "bookcase"),
    ("television", "flat screen"),
    ("lamp", "light fixture"),
    ("plant", "foliage"),
    ("person", "pedestrian"),
    ("pillow", "bolster"),
)
FIRST_WORDS: tuple[str, ...] = tuple(first for first, _ in PAIRS)
SAME_THINGS: dict[str, str] = {other: first for first, other in PAIRS if other != first}
OTHER_WORDS: tuple[str, ...] = tuple(other for _, other in PAIRS)
