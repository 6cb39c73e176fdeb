# SPDX-License-Identifier: Apache-2.0
"""Convex hulls in the plane, of many small sets of points at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Float64 = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]
Int64 = npt.NDArray[np.int64]

_DIRECTIONS = 8
# A point this close to the inner polygon's side, as a share of the squared size, is kept.
_INSIDE = 1e-9


def convex_hulls(points: Float64, starts: Int64) -> list[Float64]:
    """The corners of the convex hull of every set, counter-clockwise.

    Most points lie inside the polygon of a set's extreme points in eight directions and can be no
    corner (Akl and Toussaint, 1978): they are left out for all sets together. What is left goes
    through the monotone chain (Andrew, 1979). Compiled hulls cost more than this a call.

    Args:
        points: (N, 2), finite; the points of a set follow each other.
        starts: (S,) row of the first point of every set, increasing; no set is empty.

    Returns:
        S arrays (H, 2); two points where all lie on a line, one where all are the same.
    """
    outer = _outer(points, starts)
    kept = points[outer]
    ends = np.cumsum(np.add.reduceat(outer.astype(np.int64), starts))
    return [_chain(part) for part in np.split(kept, ends[:-1])]


def _outer(points: Float64, starts: Int64) -> Bool:
    """Mask (N,) of the points that may be corners: all but those surely inside."""
    sets = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(points)))
    angles = np.arange(_DIRECTIONS) * (2 * np.pi / _DIRECTIONS)
    reach = points @ np.stack([np.cos(angles), np.sin(angles)])  # (N, 8)
    most = np.maximum.reduceat(reach, starts, axis=0)  # (S, 8)
    extreme = np.empty(most.shape, np.int64)
    for k in range(_DIRECTIONS):
        found = np.flatnonzero(reach[:, k] == most[sets, k])
        extreme[sets[found], k] = found
    corners = points[extreme]  # (S, 8, 2)
    sides = np.roll(corners, -1, axis=1) - corners
    none = (sides == 0).all(axis=2)  # one point is the extreme of two directions
    slack = _INSIDE * np.square(np.abs(sides).max(axis=(1, 2)))[:, None]
    level = sides[..., 0] * corners[..., 1] - sides[..., 1] * corners[..., 0] + slack
    level[none] = -np.inf
    outer: Bool = none.all(axis=1)[sets]
    for k in range(_DIRECTIONS):
        along, across = sides[:, k].T
        outer |= along[sets] * points[:, 1] - across[sets] * points[:, 0] <= level[sets, k]
    return outer


def _chain(points: Float64) -> Float64:
    """The hull (H, 2) of the points (N >= 1, 2) of one set."""
    ordered = points[np.lexsort((points[:, 1], points[:, 0]))].tolist()
    corners = _half(ordered)[:-1] + _half(ordered[::-1])[:-1]
    all_the_same = corners[:1] == corners[1:]
    return np.array(ordered[:1] if all_the_same else corners)


def _half(points: list[list[float]]) -> list[list[float]]:
    """The lower half of the hull of points sorted by x, or the upper half of the reverse order."""
    hull: list[list[float]] = []
    for point in points:
        x, y = point
        while len(hull) > 1:
            (bx, by), (ax, ay) = hull[-1], hull[-2]
            if (bx - ax) * (y - ay) > (by - ay) * (x - ax):
                break
            hull.pop()
        hull.append(point)
    return hull
