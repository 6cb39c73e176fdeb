# SPDX-License-Identifier: Apache-2.0
"""ImageView: the part of space that a camera saw, where only that part has a truth."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Float64 = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class ImageView:
    """What an image shows.

    Args:
        image_from_frame: (3, 4), pixels from metres.
        width, height: of the image, pixels.
        unknown: (D, 4), left, top, right and bottom of parts that nobody labelled.
    """

    image_from_frame: Float64
    width: int
    height: int
    unknown: Float64

    def holds(self, points: npt.NDArray[np.floating]) -> Bool:
        """bool (N,): which points (N, 3) lie in the image, and in no unknown part."""
        u, v, depth = (
            points.astype(np.float64) @ self.image_from_frame[:, :3].T + self.image_from_frame[:, 3]
        ).T
        ahead = depth > 1e-6
        u, v = (np.divide(x, depth, out=np.full(len(depth), -1.0), where=ahead) for x in (u, v))
        seen: Bool = ahead & (u >= 0) & (u < self.width) & (v >= 0) & (v < self.height)
        for left, top, right, bottom in self.unknown.tolist():
            seen &= ~((u >= left) & (u <= right) & (v >= top) & (v <= bottom))
        return seen

    def moved(self, frame_from_other: Float64) -> ImageView:
        """The same view of points in another frame; (4, 4)."""
        return dataclasses.replace(self, image_from_frame=self.image_from_frame @ frame_from_other)
