# SPDX-License-Identifier: Apache-2.0
"""Where to look at a cloud from: cameras on its free floor, and orbits around it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from ws3d_model.point_cloud import check_array, finite_rows
from ws3d_model.rendering.camera import look_at

Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]

CELL = 0.1  # metres
CLEAR = 0.2  # metres from a camera to the nearest point
STEP = 0.15  # metres; what is lower than this above the floor is still floor
TALLEST = 3.0  # metres; the height of a hall or a street counts as this
MAX_CELLS = 4_000_000  # of the grid: 200 m by 200 m


class NoFreeFloor(ValueError):
    """The cloud has no place where a camera could stand; the message says what to do instead."""


@dataclass(frozen=True, eq=False)
class FreeFloor:
    """Where a camera can be.

    Args:
        places: float64 (F, 2), middles of free cells, metres.
        floor: height of the floor, metres.
        height: of the scene above its floor, at most `TALLEST`, metres.
    """

    places: Float64
    floor: float
    height: float


def free_floor(xyz: Float32, clearance: float = CLEAR) -> FreeFloor:
    """Cells of 10 cm that show floor, with nothing above them up to the scene's height.

    Args:
        xyz: float32 (N, 3), metres, z up; rows that are not finite are skipped.
        clearance: metres from a cell's middle to whatever stands up.

    Raises:
        ValueError, TypeError: not such an array.
        NoFreeFloor: no cell is free.
    """
    check_array("xyz", xyz, np.float32, (None, 3))
    points = xyz[finite_rows(xyz)]
    if len(points) == 0:
        raise NoFreeFloor("the cloud has no finite points: there is nothing to look at")
    floor = _floor_height(points[:, 2])
    height = float(min(np.percentile(points[:, 2], 99.5) - floor, TALLEST))
    # A grid of the cloud's middle: single far points must not make it huge.
    low, high = np.percentile(points[:, :2], (0.1, 99.9), axis=0).astype(np.float64)
    cell = max(CELL, float(np.sqrt(np.prod(high - low + CELL) / MAX_CELLS)))
    size = np.ceil((high - low) / cell).astype(np.int64) + 1
    cells = np.floor((points[:, :2] - low) / cell).astype(np.int64)
    inside = ((cells >= 0) & (cells < size)).all(axis=1)
    flat = cells[:, 0] * size[1] + cells[:, 1]
    above = points[:, 2] - floor
    shown = _filled(flat[inside & (np.abs(above) < STEP)], size)
    # Up to just below a ceiling: a camera's column must be free, not only its own place.
    standing = (above >= STEP) & (above < max(0.9 * height, 2 * STEP))
    blocked = _filled(flat[inside & standing], size)
    reach = max(1, round(clearance / cell))
    # A scan's floor has small holes, and a camera in front of a wall has the wall behind it.
    shown = ndimage.binary_closing(shown, iterations=2)
    near = ndimage.binary_dilation(blocked, _disc(reach))
    free = np.argwhere(shown & ~near)
    if len(free) == 0:
        raise NoFreeFloor(
            "no floor is free for a camera: use an orbit (--path orbit) or give poses, and check "
            "that z is up"
        )
    return FreeFloor((free + 0.5) * cell + low, floor, height)


def floor_views(
    xyz: Float32,
    count: int,
    seed: int = 0,
    heights: tuple[float, float] = (0.5, 0.9),
    targets: Float32 | None = None,
) -> Float64:
    """Cameras on free floor that look at the scene.

    Args:
        xyz: float32 (N, 3), metres, z up.
        count: K, how many.
        seed: of the choice.
        heights: lowest and highest camera, as parts of the scene's height above its floor.
        targets: float32 (T, 3), what to look at, one after the other; points of the cloud, evenly
            over its surface, without them.

    Returns:
        float64 (K, 4, 4), world_from_camera, optical axes.

    Raises:
        NoFreeFloor: there is no place for a camera.
    """
    stand = free_floor(xyz)
    rng = np.random.default_rng((seed, 41))
    if targets is None:
        targets = _even_points(xyz, count, rng)
    chosen = np.resize(targets, (count, 3)) if len(targets) else np.zeros((0, 3), np.float32)
    return views_towards(stand, chosen, rng, heights)


def views_towards(
    stand: FreeFloor,
    targets: Float32,
    rng: np.random.Generator,
    heights: tuple[float, float] = (0.5, 0.9),
) -> Float64:
    """A camera for each target (T, 3), somewhere on the given floor, as (T, 4, 4) poses.

    Most stand 0.7 to 3 m away: near enough to see something, far enough to see what it is.
    """
    poses = []
    for target in targets.astype(np.float64):
        level = np.linalg.norm(stand.places - target[:2], axis=1)
        odds = np.where(level < 0.7, 0.02, 1.0) / (1 + (level / 2.5) ** 4)
        place = stand.places[rng.choice(len(level), p=odds / odds.sum())]
        eye = np.append(place, stand.floor + stand.height * rng.uniform(*heights))
        if np.linalg.norm(target - eye) < 0.1:
            target = eye + np.array([1.0, 0.0, -0.3])
        poses.append(look_at(eye, target))
    return np.stack(poses) if poses else np.zeros((0, 4, 4))


def orbit_views(
    xyz: Float32,
    count: int,
    elevation: float = 35.0,
    distance: float = 1.2,
    start: float = 0.0,
) -> Float64:
    """Cameras on a circle around the cloud's middle, which they look at.

    Args:
        xyz: float32 (N, 3), metres, z up.
        count: K, how many, evenly apart.
        elevation: degrees above the middle.
        distance: from the middle, in half diagonals of the cloud.
        start: bearing of the first, degrees from the x axis.

    Returns:
        float64 (K, 4, 4), world_from_camera, optical axes.

    Raises:
        ValueError: the cloud has no finite points.
    """
    check_array("xyz", xyz, np.float32, (None, 3))
    points = xyz[finite_rows(xyz)]
    if len(points) == 0:
        raise ValueError("the cloud has no finite points: there is nothing to look at")
    low, high = np.percentile(points, (0.5, 99.5), axis=0).astype(np.float64)
    middle = (low + high) / 2
    radius = max(float(np.linalg.norm(high - low)) / 2 * distance, 0.3)
    up = np.radians(elevation)
    poses = []
    for number in range(count):
        turn = np.radians(start) + 2 * np.pi * number / count
        step = np.array([np.cos(turn) * np.cos(up), np.sin(turn) * np.cos(up), np.sin(up)])
        poses.append(look_at(middle + radius * step, middle))
    return np.stack(poses) if poses else np.zeros((0, 4, 4))


def inside_something(xyz: Float32, poses: Float64, clearance: float = CLEAR) -> Bool:
    """bool (K,): which cameras have points nearer than the clearance, as in a wall or an object.

    Args:
        xyz: float32 (N, 3), metres.
        poses: float64 (K, 4, 4), world_from_camera.
        clearance: metres.
    """
    check_array("poses", poses, np.float64, (None, 4, 4))
    points = xyz[finite_rows(xyz)]
    found = np.zeros(len(poses), np.bool_)
    for number, eye in enumerate(poses[:, :3, 3].astype(np.float32)):
        near = (np.abs(points - eye) < clearance).all(axis=1)
        found[number] = bool((np.linalg.norm(points[near] - eye, axis=1) < clearance).any())
    return found


def _floor_height(z: Float32) -> float:
    """The lowest level at which many points lie."""
    low, high = np.percentile(z, (0.5, 60))
    bins = max(1, int((high - low) / 0.05))
    counts, edges = np.histogram(z, bins=min(bins, 2000), range=(float(low), float(high) + 1e-3))
    level = int(np.flatnonzero(counts >= 0.25 * counts.max())[0])
    inside = (z >= edges[level]) & (z <= edges[level + 1])
    return float(np.median(z[inside])) if inside.any() else float(low)


def _filled(flat: npt.NDArray[np.int64], size: npt.NDArray[np.int64]) -> Bool:
    cells = np.zeros(int(size.prod()), np.bool_)
    cells[flat] = True
    return cells.reshape(tuple(size.tolist()))


def _disc(reach: int) -> Bool:
    steps = np.arange(-reach, reach + 1)
    disc: Bool = np.hypot(*np.meshgrid(steps, steps)) <= reach + 0.5
    return disc


def _even_points(xyz: Float32, count: int, rng: np.random.Generator) -> Float32:
    """Points of the cloud, as likely where it is dense as where it is sparse (cells of 20 cm)."""
    points = xyz[finite_rows(xyz)]
    cells = np.floor(points[rng.permutation(len(points))[:20_000]] / 0.2).astype(np.int64)
    middles = (np.unique(cells, axis=0) + 0.5) * 0.2
    chosen = rng.choice(len(middles), size=count, replace=count > len(middles))
    return middles[chosen].astype(np.float32)
