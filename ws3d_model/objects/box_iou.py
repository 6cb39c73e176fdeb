# SPDX-License-Identifier: Apache-2.0
"""Overlap of oriented boxes: the exact intersection over union of upright boxes with a yaw."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ws3d_model.point_cloud import check_array

Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]

# Corners of a unit square, counter-clockwise.
_SQUARE = np.array([[0.5, 0.5], [-0.5, 0.5], [-0.5, -0.5], [0.5, -0.5]])
# Boxes are float32: a corner this close to a side, relative to the boxes' size, lies on it.
_TOUCHING = 1e-7


def box_iou(first: Float32, second: Float32, wanted: Bool | None = None) -> Float32:
    """Volume of the intersection over volume of the union, for every pair of boxes.

    The ground-plane part is the area of the convex polygon that two rectangles share; its vertices
    are the corners of one inside the other and the crossings of their sides.

    Args:
        first: float32 (A, 7), centre x y z, length, width, height (metres), yaw (radians).
        second: float32 (B, 7).
        wanted: bool (A, B), the pairs that are asked for; all when left out.

    Returns:
        float32 (A, B) in 0..1; 0 where a box is not finite or has no volume, or is not asked for.

    Raises:
        TypeError, ValueError: an array has another dtype or shape.
    """
    check_array("first", first, np.float32, (None, 7))
    check_array("second", second, np.float32, (None, 7))
    iou = np.zeros((len(first), len(second)), np.float32)
    a, b = first.astype(np.float64), second.astype(np.float64)
    near = _may_overlap(a, b)
    i, j = np.nonzero(near if wanted is None else near & wanted)
    if len(i) == 0:
        return iou
    a, b = a[i], b[j]
    top = np.minimum(a[:, 2] + a[:, 5] / 2, b[:, 2] + b[:, 5] / 2)
    bottom = np.maximum(a[:, 2] - a[:, 5] / 2, b[:, 2] - b[:, 5] / 2)
    shared = _shared_area(a[:, [0, 1, 3, 4, 6]], b[:, [0, 1, 3, 4, 6]]) * np.maximum(
        top - bottom, 0
    )
    union = a[:, 3:6].prod(axis=1) + b[:, 3:6].prod(axis=1) - shared
    iou[i, j] = np.clip(shared / union, 0.0, 1.0)
    return iou


def _may_overlap(a: Float64, b: Float64) -> Bool:
    """bool (A, B): both boxes have a volume, and their bounding cylinders meet."""
    radius_a, radius_b = np.hypot(a[:, 3], a[:, 4]) / 2, np.hypot(b[:, 3], b[:, 4]) / 2
    sound_a = np.isfinite(a).all(axis=1) & (a[:, 3:6] > 0).all(axis=1)
    sound_b = np.isfinite(b).all(axis=1) & (b[:, 3:6] > 0).all(axis=1)
    with np.errstate(invalid="ignore"):
        apart = np.abs(a[:, None, :3] - b[None, :, :3])
        near = np.hypot(apart[..., 0], apart[..., 1]) <= radius_a[:, None] + radius_b[None]
        near &= apart[..., 2] <= (a[:, None, 5] + b[None, :, 5]) / 2
    near &= np.logical_and.outer(sound_a, sound_b)
    return np.asarray(near)


def _shared_area(a: Float64, b: Float64) -> Float64:
    """Area (P,) that rectangles a and b share; rows are centre x y, length, width, yaw."""
    # Near the pair's own origin, so that far-away boxes lose no digits.
    origin = (a[:, :2] + b[:, :2]) / 2
    corners_a, corners_b = _corners(a, origin), _corners(b, origin)  # (P, 4, 2)
    crossings, crossed = _crossings(corners_a, corners_b)  # (P, 16, 2), (P, 16)
    vertices = np.concatenate([corners_a, corners_b, crossings], axis=1)  # (P, 24, 2)
    valid = np.concatenate(
        [_inside(corners_a, b, origin), _inside(corners_b, a, origin), crossed], axis=1
    )
    count = valid.sum(axis=1)
    mean = (vertices * valid[..., None]).sum(axis=1) / np.maximum(count, 1)[:, None]
    spokes = np.where(valid[..., None], vertices - mean[:, None], 0.0)

    # Vertices of a convex polygon sorted around an inner point; unused ones repeat the first valid.
    angle = np.where(valid, np.arctan2(spokes[..., 1], spokes[..., 0]), np.inf)
    order = np.argsort(angle, axis=1)
    polygon = np.take_along_axis(spokes, order[..., None], axis=1)
    unused = np.arange(polygon.shape[1])[None] >= count[:, None]
    polygon = np.where(unused[..., None], polygon[:, :1], polygon)
    following = np.roll(polygon, -1, axis=1)
    twice = polygon[..., 0] * following[..., 1] - polygon[..., 1] * following[..., 0]
    area: Float64 = np.maximum(twice.sum(axis=1) / 2, 0.0)
    return area


def _corners(rectangles: Float64, origin: Float64) -> Float64:
    """Corners (P, 4, 2), counter-clockwise, from `origin` (P, 2)."""
    local = _SQUARE[None] * rectangles[:, None, 2:4]
    cosine, sine = np.cos(rectangles[:, 4, None]), np.sin(rectangles[:, 4, None])
    turned = np.stack(
        [
            cosine * local[..., 0] - sine * local[..., 1],
            sine * local[..., 0] + cosine * local[..., 1],
        ],
        axis=-1,
    )
    corners: Float64 = turned + (rectangles[:, :2] - origin)[:, None]
    return corners


def _inside(points: Float64, rectangles: Float64, origin: Float64) -> Bool:
    """bool (P, 4): points (P, 4, 2) that lie in their rectangle, its border included."""
    offset = points - (rectangles[:, :2] - origin)[:, None]
    cosine, sine = np.cos(rectangles[:, 4, None]), np.sin(rectangles[:, 4, None])
    along = np.abs(cosine * offset[..., 0] + sine * offset[..., 1])
    across = np.abs(cosine * offset[..., 1] - sine * offset[..., 0])
    half = rectangles[:, None, 2:4] / 2
    slack = _TOUCHING * half.max(axis=-1)
    inside: Bool = (along <= half[..., 0] + slack) & (across <= half[..., 1] + slack)
    return inside


def _crossings(a: Float64, b: Float64) -> tuple[Float64, Bool]:
    """Where the sides of a (P, 4, 2) and b (P, 4, 2) cross: points (P, 16, 2), valid (P, 16)."""
    start_a, start_b = a[:, :, None], b[:, None, :]
    side_a = (np.roll(a, -1, axis=1) - a)[:, :, None]
    side_b = (np.roll(b, -1, axis=1) - b)[:, None, :]
    between = start_b - start_a
    turn = side_a[..., 0] * side_b[..., 1] - side_a[..., 1] * side_b[..., 0]
    # Parallel sides never cross in one point: the corners of one in the other stand for them.
    scale = np.linalg.norm(side_a, axis=-1) * np.linalg.norm(side_b, axis=-1)
    crossing = np.abs(turn) > 1e-12 * scale
    turn = np.where(crossing, turn, 1.0)
    t = (between[..., 0] * side_b[..., 1] - between[..., 1] * side_b[..., 0]) / turn
    s = (between[..., 0] * side_a[..., 1] - between[..., 1] * side_a[..., 0]) / turn
    crossing &= (t >= 0) & (t <= 1) & (s >= 0) & (s <= 1)
    points = start_a + t[..., None] * side_a
    return points.reshape(len(a), 16, 2), crossing.reshape(len(a), 16)
