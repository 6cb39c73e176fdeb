# SPDX-License-Identifier: Apache-2.0
"""Oriented boxes: fit the smallest upright box to every instance of a cloud."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.spatial import ConvexHull, QhullError

from ws3d_model.point_cloud import check_array

Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]
Int32 = npt.NDArray[np.int32]

# The float32 next to -pi/2 that is not below it: yaw stays in [-pi/2, pi/2) after rounding.
_LOWEST_YAW = np.nextafter(np.float32(-np.pi / 2), np.float32(0))
_MOST_EDGES = 512


def fit_boxes(
    xyz: Float32,  # (N, 3)
    instances: Int32,  # (N,)
    min_extent: float = 0.05,
    trim: float = 0.0,
) -> tuple[Float32, Int32]:  # (B, 7), (B,)
    """Fit one oriented box to every instance.

    The box stands upright; in the ground plane it is the rectangle of least area, which has a side
    along an edge of the convex hull (Freeman and Shapira, CACM 1975).

    Args:
        xyz: metres, z up; rows that are not finite are left out.
        instances: instance number, -1 for none.
        min_extent: metres; no box is thinner than this (take the voxel size), however few or flat
            its points are.
        trim: share of an instance's points to leave out at its top and as many at its bottom, in
            [0, 0.5), against stray points; 0 holds every point.

    Returns:
        boxes: centre x y z, length, width, height, yaw in [-pi/2, pi/2) about z; length >= width,
            and the length lies along the heading.
        ids: the instance of every box, increasing.

    Raises:
        TypeError, ValueError: an array has another dtype, shape or length; an option out of range.
    """
    check_array("xyz", xyz, np.float32, (None, 3))
    check_array("instances", instances, np.int32, (len(xyz),))
    if not 0.0 < min_extent < np.inf:
        raise ValueError(f"min_extent must be above 0 metres, got {min_extent}")
    if not 0.0 <= trim < 0.5:
        raise ValueError(f"trim must be in [0, 0.5), got {trim}")

    rows = np.flatnonzero(instances >= 0)
    rows = rows[np.argsort(instances[rows], kind="stable")]
    rows = rows[np.isfinite(xyz[rows]).all(axis=1)]
    if len(rows) == 0:
        return np.zeros((0, 7), np.float32), np.zeros(0, np.int32)
    points, numbers = xyz[rows].astype(np.float64), instances[rows]
    starts = np.flatnonzero(np.diff(numbers, prepend=numbers[0] - 1))
    boxes = [_fit(members, min_extent, trim) for members in np.split(points, starts[1:])]
    return np.stack(boxes), numbers[starts]


def _fit(points: Float64, min_extent: float, trim: float) -> Float32:
    """The box (7,) of the points (N >= 1, 3) of one object."""
    heights = points[:, 2]
    low, high = heights.min(), heights.max()
    if trim > 0.0:
        low, high = np.quantile(heights, (trim, 1.0 - trim))
    centre, size, yaw = smallest_rectangle(points[:, :2])
    length, width = np.maximum(size, min_extent)
    height = max(high - low, min_extent)
    # Halves are added apart: the sum of two coordinates near the largest float would overflow.
    box = np.array([*centre, low / 2 + high / 2, length, width, height, yaw]).astype(np.float32)
    if box[6] >= np.float32(np.pi / 2):
        box[6] = _LOWEST_YAW
    box[6] = max(box[6], _LOWEST_YAW)
    return box


def smallest_rectangle(points: Float64) -> tuple[Float64, Float64, float]:
    """The rectangle of least area around points (N >= 1, 2).

    Returns:
        centre (2,), sides (2,) with the longer first, the yaw of the longer side in [-pi/2, pi/2).
    """
    origin = points.mean(axis=0)
    outline, edges = _outline(points - origin)
    # A round outline has as many edges as points; every so-many-th is fine enough.
    edges = edges[:: -(-len(edges) // _MOST_EDGES)]
    angles = np.arctan2(edges[:, 1], edges[:, 0])
    along = np.stack([np.cos(angles), np.sin(angles)])  # (2, E)
    across = np.stack([-along[1], along[0]])
    u, v = outline @ along, outline @ across  # (P, E)
    low, high = np.stack([u.min(axis=0), v.min(axis=0)]), np.stack([u.max(axis=0), v.max(axis=0)])
    sides = high - low  # (2, E)
    best = int(np.argmin(sides[0] * sides[1]))

    middle = (low[:, best] + high[:, best]) / 2
    centre = origin + middle[0] * along[:, best] + middle[1] * across[:, best]
    sides, yaw = sides[:, best], float(angles[best])
    if sides[0] < sides[1]:
        sides, yaw = sides[::-1], yaw + np.pi / 2
    return centre, sides, float((yaw + np.pi / 2) % np.pi - np.pi / 2)


def _outline(points: Float64) -> tuple[Float64, Float64]:
    """Points that span the convex hull (P, 2), and the directions of its edges (E, 2).

    Qhull refuses what has no area; such points have one direction, from the first extreme to the
    one furthest from it.
    """
    if len(points) >= 3:
        try:
            hull = points[ConvexHull(points).vertices]
        except QhullError:
            pass
        else:
            return hull, np.roll(hull, -1, axis=0) - hull
    first = points[np.argmax((points**2).sum(axis=1))]
    spread = points - first
    return points, spread[[np.argmax((spread**2).sum(axis=1))]]


def box_corners(boxes: Float32) -> Float32:
    """The eight corners of boxes (B, 7): float32 (B, 8, 3), lower four first, counter-clockwise."""
    check_array("boxes", boxes, np.float32, (None, 7))
    signs = np.array(
        [
            [x, y, z]
            for z in (-0.5, 0.5)
            for x, y in ((0.5, 0.5), (-0.5, 0.5), (-0.5, -0.5), (0.5, -0.5))
        ]
    )
    local = signs[None] * boxes[:, None, 3:6].astype(np.float64)
    cosine, sine = np.cos(boxes[:, 6, None]), np.sin(boxes[:, 6, None])
    corners = np.stack(
        [
            cosine * local[..., 0] - sine * local[..., 1],
            sine * local[..., 0] + cosine * local[..., 1],
            local[..., 2],
        ],
        axis=-1,
    )
    return (corners + boxes[:, None, :3]).astype(np.float32)
