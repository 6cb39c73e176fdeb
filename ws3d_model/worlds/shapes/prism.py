# SPDX-License-Identifier: Apache-2.0
"""Extruded polygons: roofs, car bodies, kerbs, ramps, as triangles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ws3d_model.worlds.shapes.primitives import Faces

Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]
Int32 = npt.NDArray[np.int32]

_CROSSED = "outline crosses itself: give the corners in order around the polygon"


def extrude(
    outline: Sequence[tuple[float, float]] | Float64,
    height: float,
    taper: float = 1.0,
    faces: int = Faces.ALL,
) -> tuple[Float32, Int32]:
    """Vertices (V, 3) and outward faces (F, 3) of a polygon extruded along z, half to either side.

    Args:
        outline: (K, 2) corners of a polygon that does not cross itself, either way round, metres.
        height: along z, metres.
        taper: size of the upper end over the lower one, about the middle of the corners.
        faces: bits of SIDE, BOTTOM and TOP that exist.

    Raises:
        ValueError: fewer than three corners, no area, or lines that cross.
    """
    corners = np.asarray(outline, np.float64)
    if corners.ndim != 2 or corners.shape[1] != 2 or len(corners) < 3:
        raise ValueError(f"outline must be (K, 2) with K >= 3 corners, got {corners.shape}")
    area = _doubled_area(corners)
    if abs(area) < 1e-12:
        raise ValueError("outline has no area: give the corners in order around the polygon")
    if area < 0:
        corners = corners[::-1]
    count, middle = len(corners), corners.mean(0)
    ends = [corners, middle + taper * (corners - middle)]
    rows = [
        np.column_stack([end, np.full(count, (side - 0.5) * height)])
        for side, end in enumerate(ends)
    ]
    cap = _triangulated(corners)
    covered = sum(abs(_doubled_area(corners[triangle])) for triangle in cap)
    if not np.isclose(covered, abs(area), rtol=1e-6):
        raise ValueError(_CROSSED)
    pieces = []
    if faces & Faces.BOTTOM:
        pieces.append(cap[:, ::-1])
    if faces & Faces.TOP:
        pieces.append(cap + count)
    if faces & Faces.SIDE:
        here = np.arange(count)
        after = np.roll(here, -1)
        pieces.append(np.column_stack([here, after, after + count]))
        pieces.append(np.column_stack([here, after + count, here + count]))
    triangles = np.concatenate(pieces) if pieces else np.zeros((0, 3))
    return np.concatenate(rows).astype(np.float32), triangles.astype(np.int32)


def _doubled_area(corners: Float64) -> float:
    x, y = corners.T
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum())


def _triangulated(corners: Float64) -> npt.NDArray[np.int64]:
    """(K - 2, 3) triangles of a counter-clockwise polygon, by cutting off ears (Meisters 1975)."""
    points = corners.tolist()
    left = list(range(len(points)))
    triangles: list[tuple[int, int, int]] = []
    while len(left) > 3:
        for place in range(len(left)):
            ear = (left[place - 1], left[place], left[(place + 1) % len(left)])
            others = [points[row] for row in left if row not in ear]
            if _is_ear([points[row] for row in ear], others):
                triangles.append(ear)
                del left[place]
                break
        else:
            raise ValueError(_CROSSED)
    triangles.append((left[0], left[1], left[2]))
    return np.array(triangles, np.int64)


def _is_ear(corner: list[list[float]], others: list[list[float]]) -> bool:
    """Whether the triangle turns left (or is flat) and holds none of the other points."""
    a, b, c = corner
    turn = _side(a, b, c)
    if turn <= 0:
        return turn == 0
    return not any(
        point not in (a, b, c)
        and _side(a, b, point) >= 0
        and _side(b, c, point) >= 0
        and _side(c, a, point) >= 0
        for point in others
    )


def _side(a: list[float], b: list[float], point: list[float]) -> float:
    """Above 0 where the point is left of the line from a to b."""
    return (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0])
