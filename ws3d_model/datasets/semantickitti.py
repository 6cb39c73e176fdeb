# SPDX-License-Identifier: Apache-2.0
"""SemanticKITTI in its official folders (Behley et al., ICCV 2019)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ws3d_model.datasets.class_lists import (
    SEMANTIC_KITTI19,
    SEMANTIC_KITTI_UNSCORED,
    ClassList,
)
from ws3d_model.datasets.dataset import ALL, DatasetError, Missing, check_split, read_bounded
from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.datasets.object_extents import objects_of
from ws3d_model.point_cloud import PointCloud

Float64 = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]

# Sweeps of the labelled sequences, and the sequences of the splits, as semantic-kitti.yaml has it.
SWEEPS = {
    0: 4541, 1: 1101, 2: 4661, 3: 801, 4: 271, 5: 2761, 6: 1101, 7: 1101, 8: 4071, 9: 1591,
    10: 1201,
}  # fmt: skip
VALIDATION, TEST = (8,), tuple(range(11, 22))
TRAINING = tuple(number for number in SWEEPS if number not in VALIDATION)
MOST_BYTES = 256 << 20  # of one sweep: 16 million points
MOST_TEXT = 64 << 20


@dataclass(frozen=True)
class SemanticKitti:
    """Sweeps below `sequences/` (or below `dataset/sequences/`), each in the sensor's own frame.

    A class that moves counts as the class, by the official learning map. Objects are those of the
    upper halves of the labels; what they lack of a whole vehicle the sensor did not see, so that
    they have the middle of what was seen and no boxes.
    """

    folder: Path

    @property
    def classes(self) -> ClassList:
        """The 19 classes."""
        return SEMANTIC_KITTI19

    @property
    def splits(self) -> tuple[str, ...]:
        """The official ones, and everything on disk."""
        return ("train", "val", "test", ALL)

    @property
    def home(self) -> str:
        """The official pages."""
        return "semantic-kitti.org (labels) and www.cvlibs.net/datasets/kitti (odometry: velodyne)"

    def scenes(self, split: str) -> tuple[str, ...]:
        """Sweeps on disk as 08/000123; see `Dataset.scenes`."""
        check_split(split, self.splits)
        root = self._root()
        wanted = {"train": TRAINING, "val": VALIDATION, "test": TEST}.get(split)
        sweeps = [
            f"{sequence.name}/{path.stem}"
            for sequence in sorted(root.glob("[0-9]*"))
            if sequence.name.isdecimal() and (wanted is None or int(sequence.name) in wanted)
            for path in sorted((sequence / "velodyne").glob("[0-9]*.bin"))
        ]
        return tuple(sweeps)

    def missing(self, scenes: Sequence[str]) -> list[Missing]:
        """Labels that are not there, and how many sweeps a sequence lacks."""
        lacks = []
        held = Counter(scene.partition("/")[0] for scene in scenes)
        for scene in scenes:
            if self._number(scene) not in TEST and not self._path(scene, "labels").is_file():
                lacks.append(Missing(scene, f"labels/{scene.partition('/')[2]}.label"))
            if not self._path(scene, "velodyne").is_file():
                lacks.append(Missing(scene, f"velodyne/{scene.partition('/')[2]}.bin"))
        for sequence, count in sorted(held.items()):
            whole = SWEEPS.get(int(sequence), 0)
            if count < whole:
                lacks.append(Missing(sequence, f"{whole - count} of its {whole} official sweeps"))
        return lacks

    def read(self, scene: str, faults: Counter[str] | None = None) -> LabelledCloud:
        """One sweep; see `Dataset.read`. The test set's come without labels."""
        faults = Counter() if faults is None else faults
        path = self._path(scene, "velodyne")
        content = read_bounded(path, MOST_BYTES)
        if len(content) % 16:
            raise DatasetError(path, f"{len(content)} bytes are no rows of 4 float32: copy it anew")
        points = np.frombuffer(content, "<f4").reshape(-1, 4)
        remission = np.nan_to_num(points[:, 3], nan=0.0)
        outside = int(((remission < 0) | (remission > 1)).sum())
        if outside:
            faults["remissions outside 0..1, clipped"] += outside
        xyz = np.ascontiguousarray(points[:, :3], dtype=np.float32)
        cloud = PointCloud(xyz, None, np.clip(remission, 0, 1).astype(np.float32))
        labels, keys = self._annotation(scene, len(points), faults)
        instances, centres, _ = objects_of(xyz, keys)
        return LabelledCloud(cloud, self.classes.names, labels, instances, centres)

    def pose(self, scene: str) -> Float64:
        """world_from_lidar (4, 4) of a sweep; the world is the lidar's frame at the first sweep.

        The files give poses of the left camera; `Tr` of calib.txt takes the lidar's points there.

        Raises:
            DatasetError: calib.txt or poses.txt is absent, damaged, or too short.
        """
        sequence = self._path(scene, "velodyne").parents[1]
        camera_from_lidar = _calibration(sequence / "calib.txt")
        path = sequence / "poses.txt"
        lines = read_bounded(path, MOST_TEXT).decode("ascii", "replace").splitlines()
        number = int(scene.partition("/")[2])
        if number >= len(lines):
            raise DatasetError(path, f"has {len(lines)} poses, but there is a sweep {number}")
        return np.linalg.inv(camera_from_lidar) @ _matrix(path, lines[number]) @ camera_from_lidar

    def _annotation(
        self, scene: str, points: int, faults: Counter[str]
    ) -> tuple[npt.NDArray[np.int32], Int64]:
        """Label (N,) and object (N,) of every point, -1 for none."""
        path = self._path(scene, "labels")
        if not path.is_file():
            faults["sweeps without labels"] += 1
            return np.full(points, -1, np.int32), np.full(points, -1, np.int64)
        content = read_bounded(path, MOST_BYTES)
        if len(content) != 4 * points:
            raise DatasetError(path, f"{len(content) / 4:g} labels for {points} points")
        packed = np.frombuffer(content, "<u4").astype(np.int64)
        numbers, objects = packed & 0xFFFF, packed >> 16
        labels = self.classes.labels(numbers)
        unknown = int(((labels < 0) & ~np.isin(numbers, SEMANTIC_KITTI_UNSCORED)).sum())
        if unknown:
            faults["labels outside the learning map, left unlabelled"] += unknown
        things = [n not in self.classes.stuff for n in self.classes.names]
        is_thing = np.array([*things, False])[labels] & (objects > 0)
        # The same number in another class is another object.
        keys = np.where(is_thing, (labels.astype(np.int64) << 16) | objects, -1)
        return labels, keys

    def _number(self, scene: str) -> int:
        return int(scene.partition("/")[0])

    def _path(self, scene: str, part: str) -> Path:
        sequence, _, number = scene.partition("/")
        if not (sequence.isdecimal() and number.isdecimal()):
            raise DatasetError(self.folder, f"{scene!r} is no sweep: write 08/000123")
        ending = ".label" if part == "labels" else ".bin"
        return self._root() / sequence / part / f"{number}{ending}"

    def _root(self) -> Path:
        for root in (self.folder / "sequences", self.folder / "dataset" / "sequences"):
            if root.is_dir():
                return root
        raise DatasetError(self.folder, f"holds no sequences/: get them from {self.home}")


def _calibration(path: Path) -> Float64:
    """camera_from_lidar (4, 4)."""
    for line in read_bounded(path, MOST_TEXT).decode("ascii", "replace").splitlines():
        key, _, numbers = line.partition(":")
        if key.strip() == "Tr":
            return _matrix(path, numbers)
    raise DatasetError(path, "has no line `Tr:`: get it from the calibration files of KITTI")


def _matrix(path: Path, text: str) -> Float64:
    """(4, 4) of three rows of four numbers."""
    try:
        rows = np.array([float(word) for word in text.split()]).reshape(3, 4)
    except ValueError:
        raise DatasetError(path, f"{text[:60]!r} is no matrix of 12 numbers") from None
    return np.vstack([rows, [0.0, 0.0, 0.0, 1.0]])
