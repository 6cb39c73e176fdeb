# SPDX-License-Identifier: Apache-2.0
"""Everyday words for colours."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

WORDS: tuple[str, ...] = (
    *("black", "dark grey", "grey", "light grey", "white"),
    *("dark brown", "brown", "beige", "orange", "yellow"),
    *("red", "dark red", "pink", "green", "dark green", "light green"),
    *("blue", "dark blue", "light blue", "turquoise", "purple", "dark purple"),
)


def colour_words(
    colours: npt.NDArray[np.floating],  # (N, 3) in 0..1
) -> npt.NDArray[np.int64]:
    """(N,) rows of WORDS: by brightness where there is hardly any hue, else by hue."""
    if len(colours) == 0:
        return np.zeros(0, np.int64)
    red, green, blue = (colours[:, axis].astype(np.float64) for axis in range(3))
    value = np.maximum(np.maximum(red, green), blue)
    spread = value - np.minimum(np.minimum(red, green), blue)
    saturation = spread / np.maximum(value, 1e-6)
    width = np.maximum(spread, 1e-6)
    hue = np.where(
        value == red,
        ((green - blue) / width) % 6,
        np.where(value == green, (blue - red) / width + 2, (red - green) / width + 4),
    )
    hue = hue * 60  # degrees
    grey = (saturation < 0.13) | (value < 0.13) | ((saturation < 0.25) & (value < 0.3))
    dark = value < 0.42
    warm = (hue >= 14) & (hue < 50)
    cases: list[tuple[npt.NDArray[np.bool_], str]] = [
        (grey & (value < 0.2), "black"),
        (grey & (value < 0.38), "dark grey"),
        (grey & (value < 0.6), "grey"),
        (grey & (value < 0.8), "light grey"),
        (grey, "white"),
        (warm & dark, "dark brown"),
        (warm & (saturation < 0.4) & (value > 0.6), "beige"),
        (warm & ((value < 0.72) | (saturation < 0.5)), "brown"),
        (warm & (hue < 42), "orange"),
        (warm | ((hue >= 50) & (hue < 68) & ~dark), "yellow"),
        ((hue >= 50) & (hue < 160) & dark, "dark green"),
        ((hue >= 50) & (hue < 160) & (saturation < 0.4) & (value > 0.65), "light green"),
        ((hue >= 50) & (hue < 160), "green"),
        ((hue >= 160) & (hue < 195) & ~dark, "turquoise"),
        ((hue >= 160) & (hue < 258) & dark, "dark blue"),
        ((hue >= 160) & (hue < 258) & (saturation < 0.45) & (value > 0.6), "light blue"),
        ((hue >= 160) & (hue < 258), "blue"),
        ((hue >= 258) & (hue < 325) & dark, "dark purple"),
        ((hue >= 258) & (hue < 310), "purple"),
        ((hue >= 310) & (hue < 345) | (saturation < 0.45) & (value > 0.6), "pink"),
        (dark, "dark red"),
    ]
    default = WORDS.index("red")
    picked = np.select([case for case, _ in cases], [WORDS.index(w) for _, w in cases], default)
    return np.asarray(picked, np.int64)
