# SPDX-License-Identifier: Apache-2.0
"""Poses of sensors in a room: single viewpoints, and the path of somebody walking through it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.ndimage import gaussian_filter1d
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra

from ws3d_model.datasets.rooms.floor_plan import CELL
from ws3d_model.datasets.rooms.room import Room
from ws3d_model.rendering import look_at

Float64 = npt.NDArray[np.float64]


def viewpoint(room: Room, rng: np.random.Generator, heights: tuple[float, float]) -> Float64:
    """A pose (4, 4), world_from_camera, on free floor, looking at some object or surface."""
    eye = np.append(room.free_floor[rng.integers(len(room.free_floor))], rng.uniform(*heights))
    if len(room.centres) and rng.random() < 0.7:
        target = room.centres[rng.integers(len(room.centres))].astype(np.float64)
    else:
        target = room.xyz[rng.integers(len(room))].astype(np.float64)
    target = target + rng.normal(0, 0.3, 3)
    if target[2] > room.size[2] - 0.3 and rng.random() < 0.7:
        target[2] = rng.uniform(0.3, 1.5)
    if np.linalg.norm(target[:2] - eye[:2]) < 0.2:
        target[:2] = eye[:2] + 0.5
    return look_at(eye, target)


def sensor_path(room: Room, seed: int, frames: int, height: float = 1.2) -> Float64:
    """A walk over free floor, at an even pace, looking at the furniture in turn.

    Args:
        room: the room.
        seed: the same seed gives the same path.
        frames: F, how many poses, 1 or more.
        height: of the camera above the floor, metres.

    Returns:
        float64 (F, 4, 4) world_from_camera, optical axes.

    Raises:
        ValueError: frames is less than 1.
    """
    if frames < 1:
        raise ValueError(f"frames must be 1 or more, got {frames}")
    rng = np.random.default_rng((seed, 4242))
    walk = _walk(room, rng)
    eyes = np.column_stack([_resampled(walk, frames), np.full(frames, height)])
    targets = _targets(room, eyes, rng)
    return np.stack([look_at(eye, target) for eye, target in zip(eyes, targets, strict=True)])


def _walk(room: Room, rng: np.random.Generator) -> Float64:
    """(K, 2) positions along free cells: from one far end of the free floor to the next."""
    positions = room.free_floor.astype(np.float64)
    cells = np.floor(positions / CELL).astype(np.int64)
    number = {(int(x), int(y)): index for index, (x, y) in enumerate(cells)}
    edges = [
        (index, other, float(np.hypot(dx, dy)))
        for (x, y), index in number.items()
        for dx, dy in ((1, 0), (0, 1), (1, 1), (1, -1))
        if (other := number.get((x + dx, y + dy))) is not None
    ]
    if not edges:
        return positions[:1]
    rows, columns, lengths = (np.array(column) for column in zip(*edges, strict=True))
    graph = coo_matrix((lengths, (rows, columns)), shape=(len(cells), len(cells))).tocsr()
    start = int(rng.integers(len(cells)))
    stops = [start]
    for _ in range(4):  # always on to the place farthest from all stops so far
        distance = dijkstra(graph, directed=False, indices=stops).min(axis=0)
        distance[~np.isfinite(distance)] = -1.0
        stops.append(int(distance.argmax()))
    path: list[int] = []
    for first, last in pairwise(stops):
        _, before = dijkstra(graph, directed=False, indices=first, return_predecessors=True)
        leg, at = [last], last
        while at != first and before[at] >= 0:
            at = int(before[at])
            leg.append(at)
        path += leg[::-1]
    return positions[path]


def _resampled(walk: Float64, frames: int) -> Float64:
    """(frames, 2) positions at even distances along a slightly rounded walk."""
    smooth = gaussian_filter1d(walk, 4.0, axis=0, mode="nearest") if len(walk) > 8 else walk
    if len(smooth) < 2:
        return np.repeat(smooth[:1], frames, axis=0)
    travelled = np.append(0.0, np.linalg.norm(np.diff(smooth, axis=0), axis=1).cumsum())
    stations = np.linspace(0, travelled[-1], frames)
    return np.column_stack([np.interp(stations, travelled, smooth[:, axis]) for axis in (0, 1)])


def _targets(room: Room, eyes: Float64, rng: np.random.Generator) -> Float64:
    """(F, 3) points to look at: one object after the other, the gaze gliding between them."""
    low = room.centres[room.centres[:, 2] < 1.6].astype(np.float64)
    if len(low) == 0:
        low = np.array([[room.size[0] / 2, room.size[1] / 2, 0.8]])
    moments = max(2, len(eyes) // 12)
    chosen = []
    for moment in np.linspace(0, len(eyes) - 1, moments).astype(int):
        distance = np.linalg.norm(low[:, :2] - eyes[moment, :2], axis=1)
        suited = low[(distance > 1.0) & (distance < 4.0)]
        suited = suited if len(suited) else low
        chosen.append(suited[rng.integers(len(suited))])
    gaze = np.array(chosen)
    gaze[:, 2] = np.clip(gaze[:, 2], 0.4, 1.0)
    times = np.linspace(0, len(eyes) - 1, moments)
    frames = np.arange(len(eyes))
    glide_raw = np.column_stack([np.interp(frames, times, gaze[:, axis]) for axis in range(3)])
    glide: Float64 = gaussian_filter1d(glide_raw, max(1.0, len(eyes) / 60), axis=0, mode="nearest")
    near = np.linalg.norm(glide[:, :2] - eyes[:, :2], axis=1) < 0.5
    glide[near, :2] = eyes[near, :2] + 0.6
    return glide
