# SPDX-License-Identifier: Apache-2.0
"""Streets in SemanticKITTI's folders: sequences/NN/ with velodyne, labels, calib, poses and times.

The layout is KITTI odometry's with the labels of Behley et al. 2019: a .bin of float32 x y z
remission a sweep, and a .label of uint32, the class in the lower and the object in the upper half.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.worlds.formats.official_names import MOVING, SEMANTIC_KITTI
from ws3d_model.worlds.formats.scene_request import SceneRequest
from ws3d_model.worlds.formats.sweeps import drive_sweeps
from ws3d_model.worlds.formats.whole_folder import whole_folder
from ws3d_model.worlds.scene import Scene
from ws3d_model.worlds.sensors.lidar_patterns import PATTERNS
from ws3d_model.worlds.sensors.moving_scene import MovingScene

Float64 = npt.NDArray[np.float64]
UInt32 = npt.NDArray[np.uint32]

PATTERN = "HDL-64E"  # KITTI's own sensor
RATE = 10.0  # turns a second
HELD_OUT_FROM = 1000  # sequences of held-out families are numbered from here
THINGS = range(10, 33)  # classes whose objects are numbered: vehicles and people
# Of KITTI's odometry benchmark: the camera looks along the lidar's x and sits a little before it.
CAMERA_FROM_LIDAR = np.array(
    [[0.0, -1.0, 0.0, 0.0], [0.0, 0.0, -1.0, -0.08], [1.0, 0.0, 0.0, -0.27], [0.0, 0.0, 0.0, 1.0]]
)
_PROJECTION = np.array([[718.856, 0, 607.1928, 0], [0, 718.856, 185.2157, 0], [0, 0, 1, 0]])
_BASELINES = (0.0, -386.1448, 45.38225, -337.2877)  # fx times the place of each camera along x


@dataclass(frozen=True)
class SemanticKittiWriter:
    """Writes a sequence a street.

    Args:
        folder: sequences/ is made below it.
        frames: sweeps a sequence.
    """

    folder: Path
    frames: int

    def done(self, request: SceneRequest) -> bool:
        """Whether the sequence's folder exists."""
        return self._path(request).exists()

    def write(self, request: SceneRequest, scene: Scene) -> None:
        """Write the sequence's folder."""
        poses: list[Float64] = []
        with whole_folder(self._path(request)) as folder:
            (folder / "velodyne").mkdir()
            (folder / "labels").mkdir()
            world, pattern = MovingScene(scene, self.frames / RATE), PATTERNS[PATTERN]
            for number, sweep, pose in drive_sweeps(
                world.at(0.0), request.seed, self.frames, pattern, RATE, world=world
            ):
                seen = sweep.cloud.select(sweep.cloud.cloud.finite)
                points = np.zeros((len(seen), 4), np.float32)
                points[:, :3] = seen.cloud.xyz
                if seen.cloud.intensity is not None:
                    points[:, 3] = seen.cloud.intensity
                (folder / "velodyne" / f"{number:06d}.bin").write_bytes(points.tobytes())
                labels = packed_labels(seen, world.moving)
                (folder / "labels" / f"{number:06d}.label").write_bytes(labels.tobytes())
                poses.append(pose)
            (folder / "calib.txt").write_text(_calibration(), encoding="ascii")
            (folder / "poses.txt").write_text(_pose_lines(poses), encoding="ascii")
            times = "".join(f"{number / RATE:.6e}\n" for number in range(self.frames))
            (folder / "times.txt").write_text(times, encoding="ascii")

    def finish(self, requests: Sequence[SceneRequest]) -> None:
        """Nothing tells of the whole folder."""

    def _path(self, request: SceneRequest) -> Path:
        number = request.seed + (0 if request.families == "train" else HELD_OUT_FROM)
        return self.folder / "sequences" / f"{number:02d}"


def packed_labels(seen: LabelledCloud, moving: npt.NDArray[np.bool_]) -> UInt32:
    """uint32 (N,): class and, for vehicles and people, the object's number from 1 above it.

    Args:
        seen: N points.
        moving: (I,) whether each object moves in the sequence: it gets its class's moving number.
    """
    ids = SEMANTIC_KITTI.table(seen.names)
    while_moving = ids.copy()
    for name, number in MOVING.items():
        while_moving[ids == SEMANTIC_KITTI.ids[name]] = number
    classes = ids[seen.labels]
    moves = np.append(moving, False)[seen.instances]  # index -1 is no object
    is_thing = np.isin(classes, THINGS) & (seen.instances >= 0)
    semantic = np.where(moves, while_moving[seen.labels], classes).astype(np.uint32)
    instance = np.where(is_thing, seen.instances + 1, 0).astype(np.uint32)
    packed: UInt32 = (np.left_shift(instance & 0xFFFF, 16) | semantic).astype(np.uint32)
    return packed


def _calibration() -> str:
    lines = []
    for number, baseline in enumerate(_BASELINES):
        projection = _PROJECTION.copy()
        projection[0, 3] = baseline
        lines.append(f"P{number}: {_numbers(projection)}")
    return "\n".join([*lines, f"Tr: {_numbers(CAMERA_FROM_LIDAR[:3])}"]) + "\n"


def _pose_lines(world_from_lidar: Sequence[Float64]) -> str:
    """The left camera's pose in its first frame, three rows of each matrix a line."""
    first = np.linalg.inv(world_from_lidar[0])
    lidar_from_camera = np.linalg.inv(CAMERA_FROM_LIDAR)
    lines = [
        _numbers((CAMERA_FROM_LIDAR @ first @ pose @ lidar_from_camera)[:3])
        for pose in world_from_lidar
    ]
    return "\n".join(lines) + "\n"


def _numbers(matrix: Float64) -> str:
    return " ".join(f"{value:.6e}" for value in matrix.ravel())
