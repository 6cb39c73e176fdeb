# SPDX-License-Identifier: Apache-2.0
"""One colour for one name, everywhere: computed from the text, so that it depends on no list."""

from __future__ import annotations

import colorsys
import hashlib
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Color = tuple[int, int, int]

UNLABELLED: Color = (128, 132, 138)
_HUES = 30  # steps of 12 degrees; nearer hues are not told apart in a point cloud
_TONES = ((0.62, 0.96), (0.80, 0.78), (0.42, 0.88))  # saturation and value, all bright


def label_color(name: str) -> Color:
    """RGB 0..255 of a label: the same in every file, picture, marker and run; never grey or dark.

    Case and surrounding space do not matter, as in a vocabulary.
    """
    digest = hashlib.sha256(name.strip().lower().encode("utf-8", "surrogatepass")).digest()
    hue = int.from_bytes(digest[:4], "big") % _HUES / _HUES
    saturation, value = _TONES[digest[4] % len(_TONES)]
    red, green, blue = colorsys.hsv_to_rgb(hue, saturation, value)
    return round(red * 255), round(green * 255), round(blue * 255)


def label_colors(names: Iterable[str]) -> npt.NDArray[np.uint8]:
    """uint8 (K + 1, 3): the colours of K names, and last the colour of unlabelled points.

    Indexing it with labels, -1 included, gives the colour of every point.
    """
    return np.array([*(label_color(name) for name in names), UNLABELLED], np.uint8)
