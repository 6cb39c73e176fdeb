# SPDX-License-Identifier: Apache-2.0
"""Which way is up in a cloud whose tilt nobody knows: the direction that its planes agree on."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ws3d_model.point_cloud import check_array, finite_rows

Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]

MOST_TILT = 45.0
"""Degrees from the direction given; beyond that, floors and walls cannot be told apart."""

_MOST_POINTS = 30_000  # of the cloud, evenly taken: bounds the time
_CELL = 0.05  # of the cloud's median range: a cell holds a piece of one surface
_CELLS = (0.1, 0.6)  # metres, the least and the greatest cell
_LEAST_POINTS = 6  # in a cell
_FLAT = 0.05  # variance across a plane, as a share of the middle one
_WIDE = 0.1  # the middle variance, as a share of the largest: a line of points has no plane
_LEAST_CELLS = 40
_MOST_CELLS = 1500
_LEAST_SHARE = 0.4  # of the flat cells must be level or upright
_WITHIN = (45.0, 30.0, 15.0, 8.0, 6.0, 6.0)  # degrees, from round to round
_STARTS = 25.0  # degrees from the direction given, where the search begins as well
_PRIOR = 1e-3  # of the direction given, as a share of the flat cells: for where one wall is all
_FAR = 0.15  # share of the cells that a direction `MOST_TILT` away must have more to be believed


def find_up(xyz: Float32, near: npt.ArrayLike) -> Float64 | None:
    """The direction to which most planes of a cloud are level or upright.

    Floors and tables are level, walls and cupboards upright: the direction is sought that normals
    are parallel or perpendicular to (Gupta, Arbelaez and Malik, "Perceptual Organization and
    Recognition of Indoor Scenes from RGB-D Images", CVPR 2013, section 4), beginning at `near`.

    Args:
        xyz: float32 (N, 3), metres, from the sensor's origin; rows that are not finite are skipped.
        near: (3,), roughly up, of any length, in the cloud's frame.

    Returns:
        float64 (3,) of length 1 and at most `MOST_TILT` degrees from `near`, or None where the
        cloud holds too few planes, or planes that do not agree.

    Raises:
        TypeError, ValueError: xyz has another dtype or shape, or `near` is no direction.
    """
    check_array("xyz", xyz, np.float32, (None, 3))
    first = np.asarray(near, np.float64)
    length = float(np.linalg.norm(first)) if first.shape == (3,) else 0.0
    if not 0.0 < length < np.inf:
        raise ValueError(f"near must be a direction (3,), got {near!r}")
    first = first / length
    normals = _plane_normals(xyz)
    if len(normals) < _LEAST_CELLS:
        return None
    normals = normals[:: -(-len(normals) // _MOST_CELLS)]
    found = [_refined(start, first, normals) for start in _starts(first)]
    tilts = [float(np.degrees(np.arccos(np.clip(up @ first, -1, 1)))) for up, _ in found]
    worth = [
        share - _FAR * tilt / MOST_TILT if tilt <= MOST_TILT else 0.0
        for (_, share), tilt in zip(found, tilts, strict=True)
    ]
    best = int(np.argmax(worth))
    return found[best][0] if worth[best] >= _LEAST_SHARE else None


def _starts(first: Float64) -> Float64:
    """Directions (S, 3) to begin at: the one given, and eight around it."""
    turns = np.arange(8) * np.pi / 4
    tilted = np.sin(np.radians(_STARTS)) * np.stack([np.cos(turns), np.sin(turns)], axis=1)
    around = np.column_stack([tilted, np.full(8, np.cos(np.radians(_STARTS)))])
    return np.concatenate([first[None], around @ turn_up(first)])


def _refined(start: Float64, first: Float64, normals: Float64) -> tuple[Float64, float]:
    """The direction that normals (M, 3) agree on from a start on, and the share that agrees."""
    up, agree = start, 0.0
    for degrees in _WITHIN:
        along = np.abs(normals @ up)
        level = normals[along >= np.cos(np.radians(degrees))]
        upright = normals[along <= np.sin(np.radians(degrees))]
        agree = (len(level) + len(upright)) / len(normals)
        spread = upright.T @ upright - level.T @ level
        spread -= _PRIOR * len(normals) * np.outer(first, first)
        up = np.linalg.eigh(spread)[1][:, 0]
        up = up if up @ first >= 0 else -up
    return up, agree


def turn_up(up: npt.ArrayLike) -> Float64:
    """The smallest rotation (3, 3) that takes a direction (3,) to z.

    Raises:
        ValueError: no direction.
    """
    given = np.asarray(up, np.float64)
    length = float(np.linalg.norm(given)) if given.shape == (3,) else 0.0
    if not 0.0 < length < np.inf:
        raise ValueError(f"up must be a direction (3,), got {up!r}")
    x, y, z = given / length
    if z < -1 + 1e-9:
        return np.diag([1.0, -1.0, -1.0])
    # Rodrigues' formula for the axis up x z.
    return np.array(
        [
            [1 - x * x / (1 + z), -x * y / (1 + z), -x],
            [-x * y / (1 + z), 1 - y * y / (1 + z), -y],
            [x, y, z],
        ]
    )


def _plane_normals(xyz: Float32) -> Float64:
    """Normals (M, 3) of the cells of a cloud that hold a piece of a plane, either sign."""
    kept = xyz[:: max(1, len(xyz) // _MOST_POINTS)]
    kept = kept[finite_rows(kept)].astype(np.float64)
    if len(kept) < _LEAST_POINTS:
        return np.zeros((0, 3))
    size = np.clip(_CELL * np.median(np.linalg.norm(kept, axis=1)), *_CELLS)
    cell = np.floor(kept / size)
    # Cells beyond two million from the origin in some direction hold nothing to learn from.
    near = (np.abs(cell) < 1 << 20).all(axis=1)
    kept, cell = kept[near], cell[near].astype(np.int64) + (1 << 20)
    key = cell[:, 0] << 42 | cell[:, 1] << 21 | cell[:, 2]
    _, row, count = np.unique(key, return_inverse=True, return_counts=True)
    full = count >= _LEAST_POINTS

    def mean(values: Float64) -> Float64:
        return np.asarray(np.bincount(row, values, len(count)) / count)

    middle = np.stack([mean(kept[:, k]) for k in range(3)], axis=1)
    offset = kept - middle[row]
    spread = np.empty((len(count), 3, 3))
    for i in range(3):
        for j in range(i, 3):
            spread[:, i, j] = spread[:, j, i] = mean(offset[:, i] * offset[:, j])
    variances, directions = np.linalg.eigh(spread[full])
    flat = variances[:, 0] < _FLAT * variances[:, 1]
    flat &= variances[:, 1] > _WIDE * variances[:, 2]
    return np.asarray(directions[flat, :, 0])
