# SPDX-License-Identifier: Apache-2.0
"""Prompts: the phrases that stand for a name when a text encoder reads it.

A sentence encoder such as MiniLM reads plain names best. Encoders trained on captions (CLIP) are
asked with a few caption templates whose vectors are averaged (Radford et al., "Learning
Transferable Visual Models From Natural Language Supervision", 2021, section 3.1.4).
"""

from __future__ import annotations

PLAIN = ("{name}",)
CAPTIONS = ("{a name}", "a photo of {a name}", "{a name} in a scene")

# fmt: off
_UNCOUNTED = frozenset((
    "asphalt", "bedding", "clothes", "clothing", "clutter", "concrete", "curtains", "drapes",
    "furniture", "glass", "grass", "gravel", "laundry", "luggage", "metal", "paper", "sand",
    "scaffolding", "shoes", "snow", "soil", "stairs", "terrain", "trash", "vegetation", "water",
    "wood",
))
# fmt: on
_SILENT_H = ("hour", "honest", "heir")
_CONSONANT_U = ("uni", "uri", "use", "usu", "ute", "uti", "eu", "one", "once")


def with_article(name: str) -> str:
    """The name with the article that English puts before it: "an office chair", "stairs".

    Names that bring their own article, and those that are not counted, stay as they are.
    """
    words = name.split()
    if (
        not words
        or words[0].lower() in {"a", "an", "the", "some"}
        or words[-1].lower() in _UNCOUNTED
    ):
        return name
    first = words[0].lower()
    vowel = first.startswith(tuple("aeiou") + _SILENT_H) and not first.startswith(_CONSONANT_U)
    return f"{'an' if vowel else 'a'} {name}"


def fill(template: str, name: str) -> str:
    """One prompt: "{name}" stands for the name, "{a name}" for the name with its article."""
    return template.replace("{a name}", with_article(name)).replace("{name}", name)


def templates_for(identity: str) -> tuple[str, ...]:
    """The templates of an encoder, by `TextEncoder.identity`: captions for CLIP, else none."""
    return CAPTIONS if identity.startswith("open_clip:") else PLAIN
