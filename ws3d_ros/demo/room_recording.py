# SPDX-License-Identifier: Apache-2.0
"""The demo's bag: a room that no network was trained on, seen by an RGB-D camera that moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ws3d_model.worlds.rooms.room import build_room
from ws3d_ros.bags.world_bag import record_world
from ws3d_ros.bags.world_frames import DEPTH_CLOUD, Frame

TOPICS = (DEPTH_CLOUD, "/tf", "/tf_static")
"""What the demo plays of the bag: clouds, and where they were taken."""


@dataclass(frozen=True, eq=False)
class RoomRecording:
    """What was recorded.

    Args:
        description: the room in words.
        truth: int16 (H * W,) labels by the stamp of the cloud (nanoseconds), indices into `names`.
        names: the classes of the truth.
    """

    description: str
    truth: dict[int, npt.NDArray[np.int16]]
    names: tuple[str, ...]


def record_room(
    path: Path,
    seed: int,
    frames: int,
    rate: float,
    go_on: Callable[[int], None] = lambda frame: None,
) -> RoomRecording:
    """Record a room of held-out shape families; the walk is made twice, for two vocabularies.

    Args:
        path: of the bag, which must not exist.
        seed: of the room, the walk and the noise.
        frames: of one walk.
        rate: frames a second.
        go_on: called with the number of frames written; may raise to stop.
    """
    scene = build_room(seed, "held_out")
    truth: dict[int, npt.NDArray[np.int16]] = {}

    def keep(frame: Frame) -> None:
        truth[frame.stamp] = frame.seen.labels.astype(np.int16)
        go_on(frame.number + 1)

    record_world(path, scene, seed, frames, rate, ("rgbd",), keep, laps=2)
    width, depth, _ = scene.high - scene.low
    return RoomRecording(f"{scene.kind} of {width:.1f} x {depth:.1f} m", truth, scene.names)
