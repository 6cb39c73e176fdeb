# SPDX-License-Identifier: Apache-2.0
"""Paint: colours, patterns and materials; two disjoint palettes, one to train and one held out."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType
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
    "asphalt": {"train": (0.27, 0.27, 0.28), "held_out": (0.36, 0.34, 0.33)},
    "concrete": {"train": (0.58, 0.57, 0.54), "held_out": (0.67, 0.67, 0.68)},
    "brick": {"train": (0.55, 0.27, 0.20), "held_out": (0.63, 0.45, 0.36)},
    "grass": {"train": (0.28, 0.42, 0.17), "held_out": (0.45, 0.45, 0.22)},
    "soil": {"train": (0.38, 0.29, 0.20), "held_out": (0.50, 0.43, 0.34)},
    "bark": {"train": (0.33, 0.26, 0.20), "held_out": (0.43, 0.40, 0.37)},
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
    "asphalt",
    "concrete",
    "brick",
    "grass",
    "soil",
    "bark",
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
    """The look of a surface.

    Attributes:
        colour: (3,) red, green, blue in 0..1.
        pattern, frequency, contrast: how the colour varies; the frequency is in radians a metre
            along the part's axes.
        gloss: chance that a depth camera sees nothing there, 0..1.
        material: word for what it is made of ("wooden", "metal", ...); "" where it may be anything.
        infrared: diffuse reflectivity at 905 nm, 0..1, more for retroreflectors; None for what is
            usual for the material and the colour.
    """

    colour: Colour
    pattern: Pattern = Pattern.PLAIN
    frequency: tuple[float, float, float] = (0.0, 0.0, 0.0)
    contrast: float = 0.0
    gloss: float = 0.0
    material: str = ""
    infrared: float | None = None


# What a shade is made of, where that is no question.
MATERIALS: Mapping[Shade, str] = MappingProxyType(
    {
        "wood": "wooden",
        "metal": "metal",
        "leaf": "plant",
        "cardboard": "cardboard",
        "skin": "skin",
        "glass": "glass",
        "asphalt": "asphalt",
        "concrete": "concrete",
        "brick": "brick",
        "grass": "grass",
        "soil": "soil",
        "bark": "bark",
    }
)
# Diffuse reflectivity at 905 nm of a material, and how much of it follows the visible brightness.
# Dyes of textiles hardly absorb there and leaves reflect half: a black shirt and a dark bush are
# bright to a lidar. The figures are of the order of the ECOSTRESS spectral library's (NASA).
_INFRARED: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "wooden": (0.45, 0.3),
        "metal": (0.35, 0.3),
        "fabric": (0.5, 0.2),
        "leather": (0.4, 0.2),
        "plastic": (0.4, 0.7),
        "glass": (0.06, 0.0),
        "ceramic": (0.65, 0.3),
        "plaster": (0.6, 0.4),
        "stone": (0.35, 0.4),
        "concrete": (0.35, 0.3),
        "brick": (0.4, 0.2),
        "asphalt": (0.14, 0.4),
        "soil": (0.3, 0.3),
        "grass": (0.45, 0.1),
        "plant": (0.5, 0.1),
        "bark": (0.35, 0.2),
        "paper": (0.7, 0.3),
        "cardboard": (0.55, 0.2),
        "rubber": (0.06, 0.2),
        "skin": (0.5, 0.1),
        "reflective": (1.6, 0.0),
    }
)


# Roughness of surfaces in the model of Oren and Nayar, radians; what is not here is fairly smooth.
_ROUGH: Mapping[str, float] = MappingProxyType(
    dict.fromkeys(("asphalt", "concrete", "brick", "soil", "grass", "plant", "bark", "stone"), 0.6)
    | dict.fromkeys(
        ("fabric", "plaster", "wooden", "cardboard", "paper", "skin", "", "rubber"), 0.3
    )
)


def retro_terms(paint: Paint) -> tuple[float, float]:
    """A and B: light goes straight back in proportion to A cos(t) + B sin(t)^2 (t of incidence).

    Oren and Nayar (SIGGRAPH 1994, eq. 30) with the eye where the light is, as in a lidar: rough
    ground stays visible at grazing incidence, while smooth paint fades with the cosine (A = 1).
    """
    variance = _ROUGH.get(paint.material, 0.0) ** 2
    return 1 - 0.5 * variance / (variance + 0.33), 0.45 * variance / (variance + 0.09)


def reflectivity(paint: Paint) -> float:
    """Diffuse reflectivity at 905 nm: the paint's own, or what its material and colour suggest."""
    if paint.infrared is not None:
        return paint.infrared
    usual, follows = _INFRARED.get(paint.material, (0.45, 0.6))
    red, green, blue = paint.colour
    brightness = float(red + green + blue) / 3
    return usual * (1 - follows) + min(2 * usual, 1.0) * follows * brightness


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
