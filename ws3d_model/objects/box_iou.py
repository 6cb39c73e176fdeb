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
# Parallel sides this close to each other, relative to the boxes' size, lie on each other: far more
# than float64 is wrong by, and nothing to a box.
_TOUCHING = 1e-10
# In place of a speed of 0, so that what stays inside, or outside, does so for all times.
_PARALLEL = 1e-200


def box_iou(first: Float32, second: Float32, wanted: Bool | None = None) -> Float32:
    """Volume of the intersection over volume of the union, for every pair of boxes.

    The ground-plane part is the area of the convex polygon that two rectangles share.

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
    """Area (P,) that rectangles a and b share; rows are centre x y, length, width, yaw.

    Green's theorem: what bounds the shared polygon are the parts of a's sides in b and of b's sides
    in a, and a part that is a share t of a side (start, along) adds t (start x along) / 2.
    """
    # Near the pair's own origin, so that far-away boxes lose no digits.
    origin = (a[:, :2] + b[:, :2]) / 2
    both = np.stack([a, b])  # (2, P, 5), and the other one at the same place in `others`
    both[..., :2] -= origin
    others = both[::-1]
    starts = _corners(both)
    sides = np.roll(starts, -1, axis=2) - starts  # (2, P, 4, 2)
    slack = _TOUCHING * np.maximum(a[:, 2:4], b[:, 2:4]).max(axis=1)
    shares = _shares_inside(starts, sides, others, slack)
    turns = starts[..., 0] * sides[..., 1] - starts[..., 1] * sides[..., 0]
    area: Float64 = np.maximum((shares * turns).sum(axis=(0, 2)) / 2, 0.0)
    return area


def _corners(rectangles: Float64) -> Float64:
    """Corners (2, P, 4, 2), counter-clockwise."""
    local = _SQUARE * rectangles[..., None, 2:4]
    cosine, sine = np.cos(rectangles[..., 4, None]), np.sin(rectangles[..., 4, None])
    corners = np.empty_like(local)
    corners[..., 0] = cosine * local[..., 0] - sine * local[..., 1]
    corners[..., 1] = sine * local[..., 0] + cosine * local[..., 1]
    corners += rectangles[..., None, :2]
    return corners


def _shares_inside(starts: Float64, sides: Float64, others: Float64, slack: Float64) -> Float64:
    """Which share (2, P, 4) of each side lies in the other rectangle, by Liang-Barsky clipping.

    Sides within `slack` (P,) metres of each other lie on each other. Where they run the same way,
    both bound the shared polygon and count once, as the first rectangle's; where they run against
    each other, nothing is shared there, and none counts.

    Source: Liang and Barsky, ACM Transactions on Graphics 1984.
    """
    cosine, sine = np.cos(others[..., 4, None]), np.sin(others[..., 4, None])
    offsets = starts - others[..., None, :2]
    along = cosine * offsets[..., 0] + sine * offsets[..., 1]
    across = cosine * offsets[..., 1] - sine * offsets[..., 0]
    going_along = cosine * sides[..., 0] + sine * sides[..., 1]
    going_across = cosine * sides[..., 1] - sine * sides[..., 0]
    enter, leave = np.zeros(along.shape), np.ones(along.shape)
    first = np.array([True, False])[:, None, None]
    for place, speed, same_way, extent in (
        (along, going_along, along * going_across > 0, 2),
        (across, going_across, across * going_along < 0, 3),
    ):
        half = others[..., extent, None] / 2
        half = half + np.where(first & same_way, slack[:, None], -slack[:, None])
        speed = np.where(speed == 0.0, _PARALLEL, speed)
        one, other = (-half - place) / speed, (half - place) / speed
        enter = np.maximum(enter, np.minimum(one, other))
        leave = np.minimum(leave, np.maximum(one, other))
    shares: Float64 = np.maximum(leave - enter, 0.0)
    return shares
