# SPDX-License-Identifier: Apache-2.0
"""GroundMemory: where the ground was a moment ago, for clouds that show none of it."""

from __future__ import annotations

from collections import deque

import numpy as np

from ws3d_model.point_cloud import PointCloud

# As the network's own guess: a few points below the floor (noise, a mirror's) do not move it.
_LOWEST_QUANTILE = 0.01
# So many points say as much about the lowest ones as all of them.
_ENOUGH_POINTS = 20_000


class GroundMemory:
    """The lowest ground among the clouds of the last seconds, in a frame that does not move.

    A sensor that looks up from the floor for a moment, or sees a table only, still knows where the
    floor is. After a climb the old ground counts until it is forgotten. One memory belongs to one
    stream of clouds.

    Args:
        seconds: how long a cloud counts.

    Raises:
        ValueError: seconds is not above 0.
    """

    def __init__(self, seconds: float = 5.0) -> None:
        if not 0.0 < seconds < np.inf:
            raise ValueError(f"seconds must be above 0, got {seconds}")
        self._seconds = seconds
        # Stamps and heights, both rising: a higher ground that is older is of no more use.
        self._seen: deque[tuple[float, float]] = deque()

    def reset(self) -> None:
        """Forget all clouds."""
        self._seen.clear()

    def update(self, cloud: PointCloud, stamp: float, height: float) -> float | None:
        """Take in a cloud and say where the ground is.

        A stamp before the last one (a recording that starts anew) forgets all clouds first.

        Args:
            cloud: gravity-aligned, z up.
            stamp: seconds.
            height: of the cloud's origin above that of the frame that does not move, metres.

        Returns:
            z of the ground in the cloud's frame, metres; None where no cloud before it saw lower
            ground than this one does: its own lowest points are all that is known.
        """
        if self._seen and stamp < self._seen[-1][0]:
            self.reset()
        while self._seen and self._seen[0][0] < stamp - self._seconds:
            self._seen.popleft()
        own = _lowest(cloud)
        before = self._seen[0][1] - height if self._seen else np.inf
        if own is not None:
            while self._seen and self._seen[-1][1] >= own + height:
                self._seen.pop()
            self._seen.append((stamp, own + height))
        known = before < (np.inf if own is None else own)
        return before if known else None


def _lowest(cloud: PointCloud) -> float | None:
    """The first percentile of the heights; None without a finite point."""
    z = cloud.xyz[:, 2]
    z = z[:: max(1, len(z) // _ENOUGH_POINTS)]
    z = z[np.isfinite(z)]
    if len(z) == 0:
        return None
    return float(np.partition(z, place := int(_LOWEST_QUANTILE * (len(z) - 1)))[place])
