# SPDX-License-Identifier: Apache-2.0
"""GuideLine: places given by how far along a bent line they are, and how far beside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Float64 = npt.NDArray[np.float64]

_BEYOND = 1000.0  # metres that the line goes straight on at both ends


@dataclass(frozen=True, eq=False)
class GuideLine:
    """A line through corners, straight on beyond its ends; false where there is none.

    Args:
        corners: (K, 2) metres, ends lengthened.
        stations: (K,) metres along it, 0 at the first of the corners that were given.
        length: metres between the first and the last of these.
    """

    corners: Float64
    stations: Float64
    length: float

    @staticmethod
    def along(route: npt.NDArray[np.floating]) -> GuideLine:
        """The line through a route (K, 2); none through fewer than two places."""
        if len(route) < 2:
            return GuideLine(np.zeros((0, 2)), np.zeros(0), 0.0)
        inner = np.asarray(route, np.float64)
        inner = inner[np.append(True, np.linalg.norm(np.diff(inner, axis=0), axis=1) > 1e-6)]
        first, last = inner[0] - inner[1], inner[-1] - inner[-2]
        ends = [v / np.linalg.norm(v) * _BEYOND for v in (first, last)]
        corners = np.concatenate([inner[:1] + ends[0], inner, inner[-1:] + ends[1]])
        lengths = np.linalg.norm(np.diff(corners, axis=0), axis=1)
        stations = np.append(0.0, lengths.cumsum()) - _BEYOND
        return GuideLine(corners, stations, float(stations[-2]))

    def __bool__(self) -> bool:
        return len(self.corners) > 0

    def place(self, xy: Float64) -> tuple[Float64, Float64, Float64]:
        """Stations, distances to the left, and headings of the line (N,) for places (N, 2)."""
        if not self:
            return np.zeros(len(xy)), np.zeros(len(xy)), np.zeros(len(xy))
        start, step = self.corners[:-1], np.diff(self.corners, axis=0)
        long = np.linalg.norm(step, axis=1)
        between = xy[:, None] - start  # (N, K - 1, 2)
        share = np.clip((between * step).sum(2) / long**2, 0, 1)
        gap = np.linalg.norm(between - share[..., None] * step, axis=2)
        nearest = gap.argmin(axis=1)
        rows = np.arange(len(xy))
        along = self.stations[nearest] + share[rows, nearest] * long[nearest]
        heading = self._heading(along)
        beside = xy - self._on(along)
        across = np.cos(heading) * beside[:, 1] - np.sin(heading) * beside[:, 0]
        return along, across, heading

    def at(self, stations: Float64, across: float) -> tuple[Float64, Float64]:
        """Places (N, 2) at a distance to the left of the line, and headings (N,) there."""
        heading = self._heading(stations)
        left = np.column_stack([-np.sin(heading), np.cos(heading)])
        return self._on(stations) + across * left, heading

    def _on(self, stations: Float64) -> Float64:
        return np.column_stack(
            [np.interp(stations, self.stations, self.corners[:, axis]) for axis in (0, 1)]
        )

    def _heading(self, stations: Float64) -> Float64:
        """Of the line, turning evenly from the middle of one piece to that of the next."""
        step = np.diff(self.corners, axis=0)
        middles = (self.stations[:-1] + self.stations[1:]) / 2
        # The lengthened ends are straight: they have their heading right up to the first corner.
        middles[0], middles[-1] = self.stations[1] - 1e-3, self.stations[-2] + 1e-3
        turns = np.unwrap(np.arctan2(step[:, 1], step[:, 0]))
        return np.asarray(np.interp(stations, middles, turns))
