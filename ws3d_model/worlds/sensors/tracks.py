# SPDX-License-Identifier: Apache-2.0
"""Tracks: the ways of the things that move in a scene, which keep clear of everything else.

A thing whose velocity points along the scene's route follows its bends at its own distance from it,
any other goes straight on. It stands where its way is barred, where the ground ends, while another
thing is in its way, and before the route itself, where the sensor drives.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ws3d_model.worlds.rectangles import meet
from ws3d_model.worlds.scene import Scene
from ws3d_model.worlds.sensors.ground_rays import GroundRays
from ws3d_model.worlds.sensors.guide_line import GuideLine
from ws3d_model.worlds.sensors.ray_caster import Surfaces

Float64 = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]
Bool = npt.NDArray[np.bool_]

STEP = 0.1  # seconds between the places of a track
LONGEST = 600.0  # seconds
_SLOWEST = 0.05  # metres a second; what is slower stands
_GAP = 0.3  # metres that things keep from what bars their way
_LANE = 1.3  # metres to each side of the route that are the sensor's
_HEIGHTS = (0.35, 0.9)  # metres above the ground at which a way is looked along
_RISE = 0.35  # metres; a step in the ground that nothing moves over
_GROUP = 2.5  # metres; what moves equally and is this near belongs together


@dataclass(frozen=True, eq=False)
class Tracks:
    """Where M moving things are at K moments, `STEP` apart.

    Args:
        instances: int64 (M,), their rows in the scene's objects.
        ways: (M, W, 4), places along the way: step from the start x, y, z (metres), turn (radians).
        progress: int64 (M, K), the place on its way that each has reached at each moment.
    """

    instances: Int64
    ways: Float64
    progress: Int64

    def at(self, seconds: float) -> tuple[Float64, Float64, Float64]:
        """Steps (M, 3), turns (M,) and shares of the full speed (M,) at a time."""
        moment = min(max(seconds / STEP, 0.0), self.progress.shape[1] - 1.0)
        first = int(moment)
        last = min(first + 1, self.progress.shape[1] - 1)
        rows = np.arange(len(self.instances))
        here, there = (
            self.ways[rows, self.progress[:, first]],
            self.ways[rows, self.progress[:, last]],
        )
        place = here + (moment - first) * (there - here)
        share = (self.progress[:, last] > self.progress[:, first]).astype(np.float64)
        return place[:, :3], place[:, 3], share

    def reach(self) -> Float64:
        """(M,) metres from the start to the last place."""
        ends = self.ways[np.arange(len(self.instances)), self.progress[:, -1]]
        return np.asarray(np.linalg.norm(ends[:, :3], axis=1))


def find_tracks(scene: Scene, seconds: float) -> Tracks:
    """The tracks of everything in a scene that has a velocity.

    Args:
        scene: at its start.
        seconds: how long, up to `LONGEST`.

    Raises:
        ValueError: seconds out of range.
    """
    if not 0 <= seconds <= LONGEST:
        raise ValueError(f"a recording must last 0 to {LONGEST:g} seconds, got {seconds}")
    moments = int(np.ceil(seconds / STEP)) + 1
    velocity = np.array([thing.velocity for thing in scene.objects]).reshape(-1, 3)
    instances = np.flatnonzero(np.linalg.norm(velocity[:, :2], axis=1) > _SLOWEST)
    line = GuideLine.along(scene.route)
    boxes = scene.boxes[instances].astype(np.float64)
    ways = _ways(line, boxes, velocity[instances], moments)
    limits = _limits(scene, line, instances, boxes, ways)
    groups = _groups(boxes, velocity[instances])
    return Tracks(instances, ways, _progress(boxes, ways, limits, groups))


def _ways(line: GuideLine, boxes: Float64, velocity: Float64, moments: int) -> Float64:
    """(M, moments, 4) as if nothing were in the way; on the level."""
    time = np.arange(moments) * STEP
    ways = np.zeros((len(boxes), moments, 4))
    for row, (box, speed) in enumerate(zip(boxes, velocity, strict=True)):
        along, across, heading = line.place(box[None, :2])
        pace = float(np.hypot(*speed[:2]))
        way = float(np.cos(np.arctan2(speed[1], speed[0]) - heading[0]))
        if line and abs(way) > 0.8:
            stations = along[0] + np.sign(way) * pace * time
            places, headings = line.at(stations, across[0])
            start, first = line.at(along[:1], across[0])
            ways[row, :, :2] = places - start
            ways[row, :, 3] = headings - first
        else:
            ways[row, :, :2] = time[:, None] * speed[:2]
    return ways


def _limits(
    scene: Scene, line: GuideLine, instances: Int64, boxes: Float64, ways: Float64
) -> Int64:
    """(M,) the last place of each way that can be reached; fills in the height of the ways."""
    count, moments = ways.shape[:2]
    if count == 0:
        return np.zeros(0, np.int64)
    places = boxes[:, None, :2] + ways[:, :, :2]
    ground = GroundRays(scene).heights(places.reshape(-1, 2)).reshape(count, moments)
    rise = np.abs(np.diff(ground, axis=1))
    barred = ~(rise < _RISE)  # NaN is the end of the world
    ways[:, :, 2] = np.nan_to_num(ground - ground[:, :1])
    moved = np.isin(scene.instances, instances)[scene.triangles.primitive]
    still = Surfaces(scene.triangles.corners, np.flatnonzero(~moved))
    barred |= _blocked(still, boxes, ways, np.nan_to_num(ground))
    barred |= _into_lane(line, boxes, ways)
    first = np.where(barred.any(1), barred.argmax(1), moments - 1)
    return np.asarray(first, np.int64)


def _blocked(still: Surfaces, boxes: Float64, ways: Float64, ground: Float64) -> Bool:
    """bool (M, moments - 1): something stands between a place and the next one."""
    count, moments = ways.shape[:2]
    step = np.diff(ways[:, :, :2], axis=1)
    long = np.linalg.norm(step, axis=2, keepdims=True)
    ahead = step / np.maximum(long, 1e-9)
    aside = np.stack([-ahead[..., 1], ahead[..., 0]], -1)
    blocked = np.zeros((count, moments - 1), np.bool_)
    reach = boxes[:, 3, None] / 2 + _GAP + long[..., 0]
    rise = np.diff(ground, axis=1)[..., None] / np.maximum(long, 1e-3)
    direction = np.concatenate([ahead, rise], -1)
    direction /= np.maximum(np.linalg.norm(direction, axis=2, keepdims=True), 1e-9)
    middle = boxes[:, None, :2] + ways[:, :-1, :2]
    for height in _HEIGHTS:
        for side in (-0.5, 0.0, 0.5):
            start = middle + side * boxes[:, 4, None, None] * aside
            high = np.minimum(height, 0.8 * boxes[:, 5, None])
            origins = np.concatenate([start, (ground[:, :-1] + high)[..., None]], -1)
            distance, _ = still.nearest(
                np.ascontiguousarray(origins.reshape(-1, 3), np.float32),
                np.ascontiguousarray(direction.reshape(-1, 3), np.float32),
            )
            blocked |= distance.reshape(count, -1) < reach
    return blocked


def _into_lane(line: GuideLine, boxes: Float64, ways: Float64) -> Bool:
    """bool (M, moments - 1): the next place is the sensor's, and the first was not."""
    count, moments = ways.shape[:2]
    barred = np.zeros((count, moments - 1), np.bool_)
    if not line:
        return barred
    for row, box in enumerate(boxes):
        along, across, heading = line.place(box[:2] + ways[row, :, :2])
        turn = box[6] + ways[row, :, 3] - heading
        half = np.abs(np.cos(turn)) * box[4] / 2 + np.abs(np.sin(turn)) * box[3] / 2
        inside = np.abs(across) < _LANE + half
        if not inside[0]:
            on_it = (along > -box[3]) & (along < line.length + box[3])
            barred[row] = inside[1:] & on_it[1:]
        elif along[0] < line.length / 2:
            # It drives behind the sensor, and might be faster.
            barred[row] = np.abs(across[0]) < _LANE
    return barred


def _groups(boxes: Float64, velocity: Float64) -> Int64:
    """(M,) number of the group that each goes with: a person and the pram that is pushed."""
    count = len(boxes)
    group = np.arange(count)
    for row in range(count):
        alike = np.abs(velocity[:row] - velocity[row]).max(axis=1, initial=0.0) < 1e-6
        near = np.linalg.norm(boxes[:row, :2] - boxes[row, :2], axis=1) < _GROUP
        for other in np.flatnonzero(alike & near).tolist():
            group[group == group[row]] = group[other]
    return group


def _progress(boxes: Float64, ways: Float64, limits: Int64, groups: Int64) -> Int64:
    """(M, moments): each group goes on by a place a moment, unless something is in its way."""
    count, moments = ways.shape[:2]
    progress = np.zeros((count, moments), np.int64)
    here = _footprints(boxes, ways[:, 0])
    # Things that begin as near as this to each other (a couple, a queue) may stay so.
    friends = np.array([meet(_grown(box), here) for box in here]).reshape(count, count)
    now = np.zeros(count, np.int64)
    parties = [np.flatnonzero(groups == number) for number in np.unique(groups)]
    for moment in range(1, moments):
        for party in parties:
            if (now[party] >= limits[party]).any():
                continue
            ahead = _footprints(boxes[party], ways[party, now[party] + 1])
            strange = groups != groups[party[0]]
            if not any(
                (meet(_grown(box), here) & strange & ~friends[member]).any()
                for member, box in zip(party, ahead, strict=True)
            ):
                now[party] += 1
                here[party] = ahead
        progress[:, moment] = now
    return progress


def _footprints(boxes: Float64, places: Float64) -> Float64:
    """(M, 6): middle x y, half sizes, cosine and sine of the yaw."""
    yaw = boxes[:, 6] + places[:, 3]
    return np.column_stack(
        [boxes[:, :2] + places[:, :2], boxes[:, 3:5] / 2, np.cos(yaw), np.sin(yaw)]
    )


def _grown(box: Float64) -> Float64:
    return np.asarray(box + np.array([0, 0, _GAP, _GAP / 2, 0, 0]))
