# SPDX-License-Identifier: Apache-2.0
"""KittiLabels: the boxes of KITTI's label_2 files as the truth of a recorded lidar."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ws3d_ros.bag_evaluation.ground_truth import GroundTruthError, TrueBoxes
from ws3d_ros.bag_evaluation.image_view import ImageView
from ws3d_ros.bag_evaluation.label_folder import LabelFiles

Float64 = npt.NDArray[np.float64]

SUFFIX = ".txt"
UNKNOWN = "DontCare"
MORE_GENERAL = {"pedestrian": "person", "person_sitting": "person"}
"""What KITTI's types count as where they are not asked for themselves."""
WIDTH, HEIGHT = 1242, 375  # pixels of KITTI's images, a few less in some
MOST_BYTES = 1 << 20  # of a file
_FIELDS = 15  # of a line: type, truncated, occluded, alpha, 4 of the image, h w l, x y z, yaw


class KittiLabels:
    """KITTI's 3D object labels; only what the left colour camera saw is labelled.

    Line by line: type, ..., height, width and length in metres, the place of the middle of the
    bottom in the camera's rectified axes (x right, y down, z ahead), and the turn about y
    (the readme of KITTI's object development kit).

    Args:
        folder: label_2; its neighbour calib holds a file of the same name for each.
        names: what types are called here, where that differs: {"Cyclist": "bicycle"}.

    Raises:
        GroundTruthError: there are no labels, or no calibration beside them.
    """

    def __init__(self, folder: Path, names: Mapping[str, str]) -> None:
        self._files = LabelFiles(folder, SUFFIX)
        self._calibrations = folder.parent / "calib"
        self._names = dict(names)
        if not self._calibrations.is_dir():
            raise GroundTruthError(
                f"{folder} holds KITTI's labels, which are in the camera's axes: "
                f"{self._calibrations} with its calibration files must stand beside it"
            )

    def of_cloud(self, index: int, stamp: int, frame: str) -> TrueBoxes:
        """The true objects around a cloud of the lidar whose frame_id is `frame`.

        Args:
            index: of the cloud in the recording.
            stamp: of the cloud, nanoseconds.
            frame: of the cloud; the boxes come in it.

        Raises:
            GroundTruthError: there is no such file, or it is none of KITTI's.
        """
        path = self._files.of(index, stamp)
        lidar_from_camera, image_from_camera = _calibration(self._calibrations / path.name)
        names, poses, sizes, unknown = [], [], [], []
        for number, line in enumerate(_text(path).splitlines(), 1):
            words = line.split()
            if not words:
                continue
            values = _numbers(words[1:], f"{path}, line {number}")
            if len(values) < _FIELDS - 1:
                raise GroundTruthError(
                    f"{path}, line {number} has {len(words)} entries, KITTI's labels have {_FIELDS}"
                )
            if words[0] == UNKNOWN:
                unknown.append(values[3:7])
                continue
            height, width, length, x, y, z, yaw = values[7:14]
            names.append(self._names.get(words[0], words[0]))
            sizes.append((length, width, height))
            pose = np.eye(4)
            # Along its length, across, and up; y looks down.
            ahead, up = np.array([np.cos(yaw), 0.0, -np.sin(yaw)]), np.array([0.0, -1.0, 0.0])
            pose[:3, :3] = np.column_stack([ahead, np.cross(up, ahead), up])
            pose[:3, 3] = x, y - height / 2, z
            poses.append(lidar_from_camera @ pose)
        view = ImageView(
            image_from_camera @ np.linalg.inv(lidar_from_camera),
            WIDTH,
            HEIGHT,
            np.array(unknown, np.float64).reshape(-1, 4),
        )
        return TrueBoxes(
            frame,
            stamp,
            tuple(names),
            np.array(poses, np.float64).reshape(-1, 4, 4),
            np.array(sizes, np.float64).reshape(-1, 3),
            view,
        )


def _calibration(path: Path) -> tuple[Float64, Float64]:
    """(4, 4) lidar from the rectified camera, and (3, 4) image from it.

    Raises:
        GroundTruthError: there is no such file, or it lacks a matrix.
    """
    held: dict[str, list[float]] = {}
    for line in _text(path).splitlines():
        name, _, values = line.partition(":")
        if values.strip():
            held[name.strip()] = _numbers(values.split(), str(path))
    sizes = {"R0_rect": 9, "Tr_velo_to_cam": 12, "P2": 12}
    for name, size in sizes.items():
        if len(held.get(name, ())) != size:
            raise GroundTruthError(f"{path} must hold {name} with {size} numbers")
    rectified, camera = np.eye(4), np.eye(4)
    rectified[:3, :3] = np.reshape(held["R0_rect"], (3, 3))
    camera[:3] = np.reshape(held["Tr_velo_to_cam"], (3, 4))
    try:
        lidar_from_camera = np.linalg.inv(rectified @ camera)
    except np.linalg.LinAlgError as error:
        raise GroundTruthError(f"{path}: its matrices cannot be inverted") from error
    return lidar_from_camera, np.reshape(np.array(held["P2"]), (3, 4))


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise GroundTruthError(f"{path} is larger than {MOST_BYTES} bytes: none of KITTI's")
        return path.read_text("ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise GroundTruthError(f"{path} cannot be read: {error}") from error


def _numbers(words: list[str], where: str) -> list[float]:
    try:
        values = [float(word) for word in words]
    except ValueError as error:
        raise GroundTruthError(f"{where} must hold numbers: {error}") from error
    if not np.isfinite(values).all():
        raise GroundTruthError(f"{where} must hold finite numbers")
    return values
