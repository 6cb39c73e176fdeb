# SPDX-License-Identifier: Apache-2.0
"""MovingScene: a scene over time, in which what has a velocity goes its way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from ws3d_model.worlds.scene import Scene, SceneObject
from ws3d_model.worlds.sensors.ray_caster import RayCaster, Surfaces
from ws3d_model.worlds.sensors.tracks import Tracks, find_tracks
from ws3d_model.worlds.shapes.model import turned

Float64 = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]

_MOVED = 0.3  # metres within the recording, from which on a thing counts as moving


class MovingScene:
    """A scene from time 0 on; before and after the recording nothing moves.

    Objects keep their numbers. A thing without velocity, and what is not an object, stands still.

    Args:
        scene: at time 0.
        seconds: length of the recording, 0 or more.

    Attributes:
        moving: bool (I,), the objects that are elsewhere at some time.
    """

    def __init__(self, scene: Scene, seconds: float) -> None:
        self._start = RayCaster(scene)
        self._tracks: Tracks = find_tracks(scene, seconds)
        self.moving: Bool = np.zeros(len(scene.objects), np.bool_)
        self.moving[self._tracks.instances] = self._tracks.reach() > _MOVED
        self._pieces = [np.flatnonzero(scene.instances == i) for i in self._tracks.instances]
        moved = np.isin(scene.instances, self._tracks.instances)[scene.triangles.primitive]
        self._moved_rows = np.flatnonzero(moved)
        self._owner = scene.instances[scene.triangles.primitive[self._moved_rows]]
        self._still: Surfaces | None = None
        self._latest = (0.0, self._start)

    def at(self, seconds: float) -> RayCaster:
        """The rays of one moment; those of the last one asked for are at hand.

        What moves does so from moment to moment: rays of one caster see it at one place.
        """
        if len(self._moved_rows) == 0 or seconds <= 0:
            return self._start
        if self._latest[0] != seconds:
            scene = self._scene_at(seconds)
            corners = scene.triangles.corners
            if self._still is None:
                rest = np.setdiff1d(np.arange(len(corners)), self._moved_rows)
                self._still = Surfaces(corners, rest)
            surfaces = (self._still, Surfaces(corners, self._moved_rows))
            self._latest = (seconds, RayCaster(scene, surfaces, self._start.lighting))
        return self._latest[1]

    def _scene_at(self, seconds: float) -> Scene:
        start = self._start.scene
        primitives, objects = list(start.primitives), list(start.objects)
        corners = start.triangles.corners.copy()
        steps, turns, speeds = self._tracks.at(seconds)
        for row, instance in enumerate(self._tracks.instances.tolist()):
            thing = objects[instance]
            pivot = np.array(thing.box[:3])
            turn = turned(float(turns[row]))
            shift = pivot + steps[row] - turn @ pivot
            for piece in self._pieces[row].tolist():
                primitives[piece] = primitives[piece].moved(turn, shift, primitives[piece].part)
            own = self._moved_rows[self._owner == instance]
            corners[own] = corners[own] @ turn.T.astype(np.float32) + shift.astype(np.float32)
            objects[instance] = _moved(thing, steps[row], float(turns[row]), float(speeds[row]))
        return replace(
            start,
            primitives=tuple(primitives),
            objects=tuple(objects),
            triangles=replace(start.triangles, corners=corners),
        )


def _moved(thing: SceneObject, step: Float64, turn: float, share: float) -> SceneObject:
    """An object elsewhere, turned, at a share of its speed."""
    x, y, z, length, width, height, yaw = thing.box
    velocity = share * (turned(turn) @ np.array(thing.velocity))
    yaw = float(np.pi - (np.pi - yaw - turn) % (2 * np.pi))
    return replace(
        thing,
        box=(
            *(x + float(step[0]), y + float(step[1]), z + float(step[2])),
            *(length, width, height, yaw),
        ),
        velocity=(float(velocity[0]), float(velocity[1]), float(velocity[2])),
    )
