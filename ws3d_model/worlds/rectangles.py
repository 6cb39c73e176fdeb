# SPDX-License-Identifier: Apache-2.0
"""Rectangles on the ground, turned any way: which of them meet."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Float64 = npt.NDArray[np.float64]


def meet(one: Float64, others: Float64) -> npt.NDArray[np.bool_]:
    """bool (N,): which rectangles overlap one, by separating axes; those that touch do not.

    Args:
        one: (6,) middle x y, half sizes, cosine and sine of the yaw; metres.
        others: (N, 6), the same.
    """
    between = others[:, :2] - one[:2]
    reach = np.hypot(one[2], one[3]) + np.hypot(others[:, 2], others[:, 3])
    found: npt.NDArray[np.bool_] = np.hypot(between[:, 0], between[:, 1]) < reach
    near = np.flatnonzero(found)
    if len(near) == 0:
        return found
    others, between = others[near], between[near]
    cos, sin = others[:, 4], others[:, 5]
    same, cross = np.abs(cos * one[4] + sin * one[5]), np.abs(sin * one[4] - cos * one[5])
    ahead = between[:, 0] * one[4] + between[:, 1] * one[5]
    aside = between[:, 1] * one[4] - between[:, 0] * one[5]
    apart = np.abs(ahead) >= one[2] + others[:, 2] * same + others[:, 3] * cross
    apart |= np.abs(aside) >= one[3] + others[:, 2] * cross + others[:, 3] * same
    ahead = between[:, 0] * cos + between[:, 1] * sin
    aside = between[:, 1] * cos - between[:, 0] * sin
    apart |= np.abs(ahead) >= others[:, 2] + one[2] * same + one[3] * cross
    apart |= np.abs(aside) >= others[:, 3] + one[2] * cross + one[3] * same
    found[near] = ~apart
    return found
