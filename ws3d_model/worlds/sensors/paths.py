# SPDX-License-Identifier: Apache-2.0
"""Paths of moving sensors: somebody walking through rooms, a vehicle driving along streets."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.ndimage import gaussian_filter1d
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import cKDTree

from ws3d_model.rendering import look_at
from ws3d_model.worlds.scene import Scene
from ws3d_model.worlds.sensors.ground import ground_under
from ws3d_model.worlds.sensors.view_points import standing_room

Float64 = npt.NDArray[np.float64]

_LARGEST = 20_000  # free positions that a path is looked for among
_STOPS = 5  # far ends of the free floor that a path visits


def sensor_path(scene: Scene, seed: int, frames: int, height: float = 1.2) -> Float64:
    """A walk over free floor, at an even pace, looking at the things around in turn.

    Args:
        scene: with free floor.
        seed: the same seed gives the same path.
        frames: F, how many poses, 1 or more.
        height: of the camera above the floor, metres.

    Returns:
        float64 (F, 4, 4) world_from_camera, optical axes.

    Raises:
        ValueError: frames is less than 1, or the scene has no free floor.
    """
    _check(frames)
    rng = np.random.default_rng((seed, 4242))
    walk = _rounded(_wander(scene, rng))
    places = walk.at(np.linspace(0, walk.length, frames))
    eyes = np.column_stack([places, ground_under(scene, places) + height])
    targets = _targets(scene, eyes, rng)
    return np.stack([look_at(eye, target) for eye, target in zip(eyes, targets, strict=True)])


def drive_path(
    scene: Scene, seed: int, frames: int, height: float = 1.8, spacing: float = 0.8
) -> Float64:
    """A drive along the scene's route, or over free floor where it has none, facing ahead.

    Args:
        scene: with a route or free floor.
        seed: the same seed gives the same path.
        frames: F, how many poses, 1 or more.
        height: of the sensor above the ground, metres.
        spacing: metres between poses (0.8 is 8 m/s at 10 Hz); less where the free ground is not
            long enough for all frames.

    Returns:
        float64 (F, 4, 4) world_from_sensor, x forward, y left, z up, pitched as the ground is.

    Raises:
        ValueError: frames is less than 1, spacing is not positive, or no free floor.
    """
    _check(frames)
    if not spacing > 0:
        raise ValueError(f"spacing must be more than 0 metres, got {spacing}")
    rng = np.random.default_rng((seed, 2424))
    walk = _rounded(scene.route if len(scene.route) > 1 else _wander(scene, rng))
    spacing = min(spacing, walk.length / max(frames - 1, 1))
    slack = walk.length - spacing * max(frames - 1, 0)
    stations = rng.uniform(0, slack) + np.arange(frames) * spacing
    here = walk.at(stations)
    ground = ground_under(scene, here)
    reach = max(1.0, 2 * spacing)
    front, rear = walk.at(stations + reach), walk.at(stations - reach)
    rise = np.subtract(ground_under(scene, front), ground_under(scene, rear))
    ahead = np.column_stack([np.subtract(front, rear), rise])
    ahead[~ahead[:, :2].any(axis=1)] = (1.0, 0.0, 0.0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    left = np.cross((0.0, 0.0, 1.0), ahead)
    left /= np.linalg.norm(left, axis=1, keepdims=True)
    poses = np.tile(np.eye(4), (frames, 1, 1))
    poses[:, :3, 0], poses[:, :3, 1], poses[:, :3, 2] = ahead, left, np.cross(ahead, left)
    poses[:, :2, 3], poses[:, 2, 3] = here, ground + height
    return poses


def _check(frames: int) -> None:
    if frames < 1:
        raise ValueError(f"frames must be 1 or more, got {frames}")


@dataclass(frozen=True, eq=False)
class _Walk:
    """A line through corners (K, 2), measured along its length."""

    corners: Float64
    travelled: Float64  # (K,) metres from its start

    @property
    def length(self) -> float:
        return float(self.travelled[-1])

    def at(self, stations: npt.NDArray[np.floating]) -> Float64:
        """(S, 2) places at these lengths along it; its ends beyond."""
        columns = [np.interp(stations, self.travelled, self.corners[:, axis]) for axis in (0, 1)]
        return np.column_stack(columns)


def _wander(scene: Scene, rng: np.random.Generator) -> Float64:
    """(K, 2) from one far end of the free floor to the next, rather through the middle of it."""
    positions = _thinned(standing_room(scene))
    graph = _ways(positions)
    _, pocket = connected_components(graph, directed=False)
    largest = np.flatnonzero(pocket == np.bincount(pocket).argmax())
    start = int(rng.choice(largest))
    stops = [start]
    for _ in range(_STOPS - 1):  # always on to the place farthest from all stops so far
        distance = dijkstra(graph, directed=False, indices=stops).min(axis=0)
        distance[~np.isfinite(distance)] = -1.0
        stops.append(int(distance.argmax()))
    path = [start]
    for first, last in pairwise(stops):
        _, before = dijkstra(graph, directed=False, indices=first, return_predecessors=True)
        leg, at = [], last
        while at != first and before[at] >= 0:
            leg.append(at)
            at = int(before[at])
        path += leg[::-1]
    way: Float64 = positions[path]
    return way


def _rounded(corners: npt.NDArray[np.floating]) -> _Walk:
    """The way through corners (K, 2) with its bends rounded off."""
    length = np.append(0.0, np.linalg.norm(np.diff(corners, axis=0), axis=1).cumsum())
    even = np.linspace(0, length[-1], max(2, int(length[-1] / 0.05)))
    fine = np.column_stack([np.interp(even, length, corners[:, axis]) for axis in (0, 1)])
    # Rounding may leave the free positions by less than the 25 cm that they are clear.
    smooth = gaussian_filter1d(fine, 0.18 / 0.05, axis=0, mode="nearest")
    travelled = np.append(0.0, np.linalg.norm(np.diff(smooth, axis=0), axis=1).cumsum())
    return _Walk(smooth, travelled)


def _thinned(positions: Float64) -> Float64:
    """Positions of a coarser grid where there are very many."""
    while len(positions) > _LARGEST:
        cell = 2 * _spacing(positions)
        keys = np.floor((positions - positions.min(0)) / cell + 0.25).astype(np.int64)
        _, first = np.unique(keys[:, 0] * (keys[:, 1].max() + 1) + keys[:, 1], return_index=True)
        positions = positions[np.sort(first)]
    return positions


def _spacing(positions: Float64) -> float:
    """The usual distance between neighbours, metres."""
    if len(positions) < 2:
        return 1.0
    nearest = cKDTree(positions).query(positions, k=2)[0][:, 1]
    return max(float(np.median(nearest)), 1e-3)


def _ways(positions: Float64) -> csr_matrix:
    """(F, F) lengths between neighbouring positions, made longer at the rims of the free floor."""
    count, step = len(positions), _spacing(positions)
    tree = cKDTree(positions)
    pairs = tree.query_pairs(1.6 * step, output_type="ndarray")
    lengths = np.linalg.norm(positions[pairs[:, 0]] - positions[pairs[:, 1]], axis=1)
    around = tree.query_ball_point(positions, 5 * step, return_length=True)
    room = around / max(int(around.max()), 1)
    lengths = lengths * (1 + 2 * (1 - room[pairs].min(axis=1)))
    return coo_matrix((np.maximum(lengths, 1e-6), pairs.T), shape=(count, count)).tocsr()


def _targets(scene: Scene, eyes: Float64, rng: np.random.Generator) -> Float64:
    """(F, 3) points to look at: one object after the other, the gaze gliding between them."""
    low = scene.centres[scene.centres[:, 2] < 1.6].astype(np.float64)
    if len(low) == 0:
        low = ((scene.low + scene.high) / 2)[None]
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
    straight = np.column_stack([np.interp(frames, times, gaze[:, axis]) for axis in range(3)])
    glide: Float64 = gaussian_filter1d(straight, max(1.0, len(eyes) / 60), axis=0, mode="nearest")
    near = np.linalg.norm(glide[:, :2] - eyes[:, :2], axis=1) < 0.5
    glide[near, :2] = eyes[near, :2] + 0.6
    return glide
