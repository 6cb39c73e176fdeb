# SPDX-License-Identifier: Apache-2.0
"""Patterns on surfaces, and words for their colours."""

from __future__ import annotations

import numpy as np
import pytest

from ws3d_model.worlds.shapes.colour_words import WORDS, colour_words
from ws3d_model.worlds.shapes.model import Model, turned
from ws3d_model.worlds.shapes.palette import Paint, Pattern
from ws3d_model.worlds.shapes.patterns import PaintTable


def test_nothing_to_colour() -> None:
    table = PaintTable([])
    assert table.colours(np.zeros((0, 3), np.float32), np.zeros(0, np.int32)).shape == (0, 3)


@pytest.mark.parametrize("pattern", list(Pattern))
def test_patterns_vary_around_the_colour_and_move_with_the_thing(pattern: Pattern) -> None:
    paint = Paint(np.array([0.5, 0.4, 0.3]), pattern, (20.0, 30.0, 25.0), 0.3)
    model = Model("table").box((0, 0, 0), (2, 2, 2), paint)
    points = np.random.default_rng(0).uniform(-1, 1, (2000, 3)).astype(np.float32)
    owner = np.zeros(2000, np.int32)
    colours = PaintTable(model.primitives).colours(points, owner)
    assert colours.dtype == np.float32 and colours.min() >= 0 and colours.max() <= 1
    varied = np.ptp(colours, axis=0).max()
    assert varied == 0 if pattern is Pattern.PLAIN else varied > 0.02
    moved = Model("wall").put(model, (5, -3, 1), 0.7)
    elsewhere = (points @ turned(0.7).T + (5, -3, 1)).astype(np.float32)
    again = PaintTable(moved.primitives).colours(elsewhere, owner)
    assert (np.abs(again - colours).max(1) < 1e-3).mean() > 0.99


@pytest.mark.parametrize(
    ("rgb", "word"),
    [
        ((0.05, 0.05, 0.05), "black"),
        ((0.95, 0.95, 0.93), "white"),
        ((0.5, 0.5, 0.5), "grey"),
        ((0.8, 0.1, 0.1), "red"),
        ((0.35, 0.05, 0.05), "dark red"),
        ((0.1, 0.2, 0.8), "blue"),
        ((0.1, 0.6, 0.15), "green"),
        ((0.9, 0.85, 0.1), "yellow"),
        ((0.45, 0.3, 0.18), "brown"),
        ((0.85, 0.78, 0.65), "beige"),
        ((0.95, 0.55, 0.1), "orange"),
        ((0.55, 0.15, 0.7), "purple"),
        ((0.95, 0.6, 0.7), "pink"),
        ((0.1, 0.7, 0.7), "turquoise"),
    ],
)
def test_colours_have_their_everyday_names(rgb: tuple[float, float, float], word: str) -> None:
    assert WORDS[int(colour_words(np.array([rgb]))[0])] == word
    assert colour_words(np.zeros((0, 3))).shape == (0,)
