# SPDX-License-Identifier: Apache-2.0
"""Surfaces: which names mean something without instances, such as walls and floors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Float32 = npt.NDArray[np.float32]

SURFACE_WORDS = (
    "wall", "floor", "ceiling", "skirting", "road", "sidewalk", "parking lot", "lane marking",
    "terrain", "grass",
)  # fmt: skip
# Cosine in the centred text space. "pavement" and "room wall" lie above it, "carpet" and every
# class of the procedural rooms that has instances at 0.45 or below.
_SAME = 0.6


def surface_names(
    vectors: Float32, known_names: Sequence[str], known: Float32
) -> npt.NDArray[np.bool_]:
    """Which of K names mean a surface: bool (K,).

    Args:
        vectors: float32 (K, D), unit vectors of the names.
        known_names: the A words that the network was trained with; those that stand in
            `SURFACE_WORDS` are what the names are compared with.
        known: float32 (A, D), their unit vectors.
    """
    rows = [row for row, name in enumerate(known_names) if name in SURFACE_WORDS]
    nearest = (vectors @ known[rows].T).max(axis=1, initial=-1.0)
    return np.asarray(nearest > _SAME)
