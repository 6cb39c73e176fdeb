# SPDX-License-Identifier: Apache-2.0
"""Colours and patterns of rooms: two disjoint palettes, one to train and one held out."""

from __future__ import annotations

from enum import IntEnum
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

Families = Literal["train", "held_out"]
Colour = npt.NDArray[np.float64]  # (3,) red, green, blue in 0..1

_WOODS = {
    "train": (
        (0.45, 0.30, 0.18),
        (0.60, 0.42, 0.26),
        (0.72, 0.55, 0.37),
        (0.30, 0.19, 0.12),
        (0.80, 0.68, 0.50),
        (0.50, 0.25, 0.15),
    ),
    "held_out": (
        (0.52, 0.33, 0.30),
        (0.40, 0.37, 0.31),
        (0.69, 0.63, 0.55),
        (0.21, 0.16, 0.15),
        (0.66, 0.47, 0.43),
    ),
}
_NEUTRALS = {
    "train": (
        (0.90, 0.90, 0.88),
        (0.75, 0.74, 0.72),
        (0.50, 0.50, 0.50),
        (0.25, 0.25, 0.26),
        (0.10, 0.10, 0.10),
        (0.85, 0.80, 0.70),
        (0.65, 0.60, 0.52),
    ),
    "held_out": (
        (0.80, 0.85, 0.88),
        (0.60, 0.64, 0.69),
        (0.42, 0.39, 0.45),
        (0.17, 0.20, 0.24),
        (0.80, 0.74, 0.77),
        (0.56, 0.62, 0.56),
    ),
}
# Shares of the colour circle (0..1); the held-out ranges are the gaps of the trained ones.
HUES = {
    "train": ((0.00, 0.09), (0.15, 0.31), (0.50, 0.70), (0.90, 1.00)),
    "held_out": ((0.10, 0.14), (0.33, 0.48), (0.72, 0.88)),
}
_FIXED = {
    "white": {"train": (0.88, 0.88, 0.86), "held_out": (0.84, 0.87, 0.91)},
    "dark": {"train": (0.08, 0.08, 0.09), "held_out": (0.13, 0.11, 0.14)},
    "metal": {"train": (0.60, 0.60, 0.62), "held_out": (0.52, 0.53, 0.50)},
    "leaf": {"train": (0.18, 0.38, 0.14), "held_out": (0.33, 0.40, 0.16)},
    "cardboard": {"train": (0.60, 0.45, 0.30), "held_out": (0.68, 0.58, 0.45)},
    "skin": {"train": (0.75, 0.58, 0.48), "held_out": (0.48, 0.34, 0.27)},
    "glass": {"train": (0.60, 0.65, 0.66), "held_out": (0.55, 0.62, 0.70)},
}
Shade = Literal[
    "any",
    "wood",
    "neutral",
    "vivid",
    "white",
    "dark",
    "metal",
    "leaf",
    "cardboard",
    "skin",
    "glass",
]


class Pattern(IntEnum):
    """How the colour of a surface varies over it."""

    PLAIN = 0
    GRAIN = 1  # soft waves: wood, marble
    TILES = 2  # chequered
    STRIPES = 3  # textiles, blinds, spines of books
    JOINTS = 4  # thin dark lines: tiles, boards
    BLOTCHES = 5  # two colours in patches: pictures, printed textiles


class Paint(NamedTuple):
    """The look of a surface: `gloss` is the chance that a depth camera sees nothing there."""

    colour: Colour
    pattern: Pattern = Pattern.PLAIN
    frequency: tuple[float, float, float] = (
        0.0,
        0.0,
        0.0,
    )  # radians a metre, along the part's axes
    contrast: float = 0.0
    gloss: float = 0.0


def draw_colour(rng: np.random.Generator, families: Families, shade: Shade) -> Colour:
    """A colour of the given shade from the palette of the families."""
    if shade == "any":
        kinds: tuple[Shade, ...] = ("wood", "neutral", "vivid")
        shade = kinds[int(rng.choice(3, p=(0.25, 0.45, 0.3)))]
    if shade == "wood":
        base = np.array(_WOODS[families][rng.integers(len(_WOODS[families]))])
    elif shade == "neutral":
        base = np.array(_NEUTRALS[families][rng.integers(len(_NEUTRALS[families]))])
    elif shade == "vivid":
        low, high = HUES[families][rng.integers(len(HUES[families]))]
        hue, saturation, value = rng.uniform((low, 0.35, 0.3), (high, 0.9, 0.95))
        return _from_hsv(hue, saturation, value)
    else:
        base = np.array(_FIXED[shade][families])
    varied = base + rng.normal(0, 0.03, 3) + rng.normal(0, 0.035)
    return np.asarray(np.clip(varied, 0.02, 0.98), np.float64)


def _from_hsv(hue: float, saturation: float, value: float) -> Colour:
    """Red, green, blue of hue, saturation, value, all in 0..1 (Smith 1978)."""
    sector = (np.array([5.0, 3.0, 1.0]) + 6 * hue) % 6
    return np.asarray(
        value - value * saturation * np.clip(np.minimum(sector, 4 - sector), 0, 1), np.float64
    )
