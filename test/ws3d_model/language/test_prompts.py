# SPDX-License-Identifier: Apache-2.0
"""Articles and templates."""

from __future__ import annotations

import pytest

from ws3d_model.language.prompts import CAPTIONS, PLAIN, fill, templates_for, with_article


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("", ""),
        ("chair", "a chair"),
        ("office chair", "an office chair"),
        ("armchair", "an armchair"),
        ("umbrella", "an umbrella"),
        ("utensil", "a utensil"),
        ("hourglass", "an hourglass"),
        ("house", "a house"),
        ("Armchair", "an Armchair"),
        ("stairs", "stairs"),
        ("kitchen furniture", "kitchen furniture"),
        ("the floor", "the floor"),
        ("a red sofa", "a red sofa"),
        ("椅子", "a 椅子"),
    ],
)
def test_article(name: str, expected: str) -> None:
    assert with_article(name) == expected


def test_templates_place_the_name() -> None:
    assert fill("{name}", "sofa") == "sofa"
    assert fill("a photo of {a name}", "office chair") == "a photo of an office chair"
    assert [fill(template, "lamp") for template in CAPTIONS] == [
        "a lamp",
        "a photo of a lamp",
        "a lamp in a scene",
    ]


def test_captions_are_for_clip_alone() -> None:
    assert templates_for("minilm-l6-v2") == PLAIN
    assert templates_for("open_clip:ViT-B-32/openai") == CAPTIONS
