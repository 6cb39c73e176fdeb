# SPDX-License-Identifier: Apache-2.0
"""Oriented boxes: fit the smallest upright box to every instance of a cloud."""

from __future__ import annotations

from cmath import phase
from math import pi

import numpy as np
import numpy.typing as npt

from ws3d_model.objects.convex_hull import convex_hulls
from ws3d_model.point_cloud import check_array, finite_rows

Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]

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
    rows = rows[finite_rows(xyz[rows])]
    if len(rows) == 0:
        return np.zeros((0, 7), np.float32), np.zeros(0, np.int32)
    points, numbers = xyz[rows].astype(np.float64), instances[rows]
    starts = np.flatnonzero(np.diff(numbers, prepend=numbers[0] - 1))
    counts = np.diff(starts, append=len(points))
    # Around its own mean, an object far away loses no digits.
    middles = np.add.reduceat(points[:, :2], starts, axis=0) / counts[:, None]
    hulls = convex_hulls(points[:, :2] - np.repeat(middles, counts, axis=0), starts)
    low, high = _heights(points[:, 2], starts, trim)
    boxes = np.empty((len(starts), 7))
    for number, hull in enumerate(hulls):
        boxes[number, [0, 1, 3, 4, 6]] = smallest_rectangle(hull)
    boxes[:, :2] += middles
    # Halves are added apart: the sum of two coordinates near the largest float would overflow.
    boxes[:, 2], boxes[:, 5] = low / 2 + high / 2, high - low
    boxes[:, 3:6] = np.maximum(boxes[:, 3:6], min_extent)
    rounded = boxes.astype(np.float32)
    yaw = rounded[:, 6]
    rounded[:, 6] = np.where(
        yaw >= np.float32(np.pi / 2), _LOWEST_YAW, np.maximum(yaw, _LOWEST_YAW)
    )
    return rounded, numbers[starts]


def _heights(z: Float64, starts: Int64, trim: float) -> tuple[Float64, Float64]:
    """Lowest and highest z (B,) of every instance, or the quantiles that `trim` asks for."""
    if trim == 0.0:
        return np.minimum.reduceat(z, starts), np.maximum.reduceat(z, starts)
    shares = (trim, 1.0 - trim)
    low, high = np.array([np.quantile(part, shares) for part in np.split(z, starts[1:])]).T
    return low, high


def smallest_rectangle(hull: Float64) -> tuple[float, float, float, float, float]:
    """The rectangle of least area around the corners (H, 2) of a convex hull.

    Returns:
        centre x y, sides with the longer first, the yaw of the longer side in [-pi/2, pi/2).
    """
    corners = hull[:, 0] + 1j * hull[:, 1]
    edges = np.roll(corners, -1) - corners
    # A round outline has as many edges as points; every so-many-th is fine enough.
    edges = edges[:: -(-len(edges) // _MOST_EDGES)]
    lengths = np.abs(edges)
    along = np.where(lengths > 0, edges, 1) / np.where(lengths > 0, lengths, 1)
    turned = corners[:, None] * along.conj()  # (H, E): along each edge, and across it
    left, right = turned.real.min(axis=0), turned.real.max(axis=0)
    bottom, top = turned.imag.min(axis=0), turned.imag.max(axis=0)
    best = int(np.argmin((right - left) * (top - bottom)))

    length, width = float(right[best] - left[best]), float(top[best] - bottom[best])
    middle = complex(left[best] + right[best], bottom[best] + top[best]) / 2
    direction = complex(along[best])
    centre, yaw = middle * direction, phase(direction)
    if length < width:
        length, width, yaw = width, length, yaw + pi / 2
    return centre.real, centre.imag, length, width, (yaw + pi / 2) % pi - pi / 2


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
