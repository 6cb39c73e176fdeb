# SPDX-License-Identifier: Apache-2.0
"""GroundMemory: where the ground was a moment ago, for clouds that show none of it."""

from __future__ import annotations

from collections import deque

import numpy as np
import numpy.typing as npt

from ws3d_model.point_cloud import PointCloud

# As the network's own guess: a few points below the floor (noise, a mirror's) do not move it.
_LOWEST_QUANTILE = 0.01
# So many points say as much about the lowest ones as all of them.
_ENOUGH_POINTS = 20_000
# Metres up a metre along: the steepest streets.
_STEEPEST = 0.35
# Of a sensor with more than 200 clouds a second the newest count.
_MOST_CLOUDS = 1000


class GroundMemory:
    """The ground among the clouds of the last seconds, in a frame that does not move.

    A sensor that looks up from the floor for a moment, or sees a table only, still knows where the
    floor is. Every earlier cloud says how high the ground here can lie at most: as high as the
    lowest points that it saw, and by as much more as the sensor has risen since, where it has gone
    far enough for a slope. A sensor that is lifted where it stands takes no ground with it. One
    memory belongs to one stream of clouds.

    Args:
        seconds: how long a cloud counts.

    Raises:
        ValueError: seconds is not above 0.
    """

    def __init__(self, seconds: float = 5.0) -> None:
        if not 0.0 < seconds < np.inf:
            raise ValueError(f"seconds must be above 0, got {seconds}")
        self._seconds = seconds
        # Stamp, x and y and z of the sensor, z of its lowest points; in the frame that stands.
        self._seen: deque[tuple[float, float, float, float, float]] = deque(maxlen=_MOST_CLOUDS)

    def reset(self) -> None:
        """Forget all clouds."""
        self._seen.clear()

    def update(
        self, cloud: PointCloud, stamp: float, position: npt.NDArray[np.float64]
    ) -> float | None:
        """Take in a cloud and say where the ground is.

        A stamp before the last one (a recording that starts anew) forgets all clouds first.

        Args:
            cloud: gravity-aligned, z up.
            stamp: seconds.
            position: (3,) of the cloud's origin in a frame that does not move, z up, metres.

        Returns:
            z of the ground in the cloud's frame, metres; None where the cloud's own lowest points
            are as low as the earlier clouds say, or all that is known.
        """
        if self._seen and stamp < self._seen[-1][0]:
            self.reset()
        while self._seen and self._seen[0][0] < stamp - self._seconds:
            self._seen.popleft()
        highest = self._highest(position)
        own = _lowest(cloud)
        if own is not None:
            x, y, z = (float(value) for value in position)
            self._seen.append((stamp, x, y, z, own + z))
        return highest if highest < (np.inf if own is None else own) else None

    def _highest(self, position: npt.NDArray[np.float64]) -> float:
        """How high the ground can lie, metres from the sensor; infinite where nothing is known."""
        if not self._seen:
            return np.inf
        _, x, y, z, ground = np.array(self._seen).T
        slope = _STEEPEST * np.hypot(position[0] - x, position[1] - y)
        risen = np.clip(position[2] - z, 0.0, slope)
        return float((ground + risen).min() - position[2])


def _lowest(cloud: PointCloud) -> float | None:
    """The first percentile of the heights; None without a finite point."""
    z = cloud.xyz[:, 2]
    z = z[:: max(1, len(z) // _ENOUGH_POINTS)]
    z = z[np.isfinite(z)]
    if len(z) == 0:
        return None
    return float(np.partition(z, place := int(_LOWEST_QUANTILE * (len(z) - 1)))[place])
