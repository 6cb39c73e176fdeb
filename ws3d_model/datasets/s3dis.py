# SPDX-License-Identifier: Apache-2.0
"""S3DIS v1.2 in its official folders (Armeni et al., CVPR 2016)."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ws3d_model.datasets.class_lists import S3DIS13, ClassList
from ws3d_model.datasets.dataset import ALL, DatasetError, Missing, check_split, read_bounded
from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.datasets.object_extents import objects_of
from ws3d_model.point_cloud import PointCloud

Float64 = npt.NDArray[np.float64]

ROOMS = {1: 44, 2: 40, 3: 23, 4: 49, 5: 68, 6: 48}  # of the official release, by area
MOST_BYTES = 2 << 30  # of one object's file; the largest official room has half a gigabyte
COLUMNS = 6  # x y z r g b
OTHER = "clutter"  # what further names (stairs) count as
MALFORMED = "malformed lines, left out"


@dataclass(frozen=True)
class S3dis:
    """Rooms, read from their `Annotations/`, object after object in the order of their names.

    Labels are what the files are called. Walls, floors and ceilings have no objects. Points lie as
    the files have them: take the release whose rooms are aligned with the axes. Boxes lie along
    these.

    Args:
        folder: holds Area_1 to Area_6.
        held_out: the area that is the split "val".
    """

    folder: Path
    held_out: int = 5

    @property
    def classes(self) -> ClassList:
        """The 13 classes."""
        return S3DIS13

    @property
    def splits(self) -> tuple[str, ...]:
        """Every area but the held-out one, the held-out one, and everything."""
        return ("train", "val", ALL)

    @property
    def home(self) -> str:
        """The official page."""
        return "buildingparser.stanford.edu/dataset.html (Stanford3dDataset_v1.2_Aligned_Version)"

    def scenes(self, split: str) -> tuple[str, ...]:
        """Rooms as Area_N/room_M, those on disk; see `Dataset.scenes`."""
        check_split(split, self.splits)
        areas = {area: area == self.held_out for area in ROOMS}
        rooms = [
            f"Area_{area}/{path.parent.name}"
            for area, held_out in areas.items()
            if split == ALL or held_out == (split == "val")
            for path in sorted((self.folder / f"Area_{area}").glob("*/Annotations"))
            if path.is_dir() and not path.parent.name.startswith(".")
        ]
        if not any((self.folder / f"Area_{area}").is_dir() for area in ROOMS):
            raise DatasetError(self.folder, f"holds no Area_1 to Area_6: get them from {self.home}")
        return tuple(rooms)

    def missing(self, scenes: Sequence[str]) -> list[Missing]:
        """Rooms without annotations, and areas with fewer rooms than the official release."""
        lacks = [Missing(s, "Annotations/*.txt") for s in scenes if not self._objects(s)]
        for area in sorted({scene.partition("/")[0] for scene in scenes}):
            whole = ROOMS.get(int(area[5:]) if area[5:].isdecimal() else 0, 0)
            held = sum(scene.startswith(f"{area}/") for scene in scenes)
            if held < whole:
                lacks.append(Missing(area, f"{whole - held} of its {whole} official rooms"))
        return lacks

    def read(self, scene: str, faults: Counter[str] | None = None) -> LabelledCloud:
        """One room; see `Dataset.read`. Malformed lines, which the release has, are counted."""
        faults = Counter() if faults is None else faults
        paths = self._objects(scene)
        if not paths:
            raise DatasetError(
                self.folder / scene, f"no Annotations/*.txt: get them from {self.home}"
            )
        tables, labels, keys = [], [], []
        for number, path in enumerate(paths):
            table = read_points(path, faults)
            name = re.sub(r"_\d+$", "", path.stem)
            if name not in self.classes.ids:
                if name != "stairs":  # the release has a few of them
                    faults[f"objects of a name unknown to S3DIS, taken as {OTHER}"] += 1
                name = OTHER
            tables.append(table)
            labels.append(np.full(len(table), self.classes.names.index(name), np.int32))
            key = -1 if name in self.classes.stuff else number
            keys.append(np.full(len(table), key, np.int64))
        points = np.concatenate(tables)
        xyz = np.ascontiguousarray(points[:, :3], dtype=np.float32)
        instances, centres, boxes = objects_of(xyz, np.concatenate(keys))
        return LabelledCloud(
            PointCloud(xyz, points[:, 3:].astype(np.uint8)),
            self.classes.names,
            np.concatenate(labels),
            instances,
            centres,
            boxes,
        )

    def _objects(self, scene: str) -> list[Path]:
        if len(Path(scene).parts) != 2 or ".." in scene:
            raise DatasetError(self.folder, f"{scene!r} is no room: write Area_1/office_1")
        return sorted((self.folder / scene / "Annotations").glob("[!.]*.txt"))


def read_points(path: Path, faults: Counter[str]) -> Float64:
    """The points (N, 6) of a file: x y z in metres, r g b in 0..255; a bad line is left out.

    A line is bad unless it holds six numbers, finite, the last three in 0..255. The official
    release has a few (a stray control character in Area_5/hallway_6, for one).

    Raises:
        DatasetError: the file is absent, too large, or more of its lines are bad than good.
    """
    text = read_bounded(path, MOST_BYTES)
    whole = _numbers(text) if _is_regular(text) else None
    if whole is not None and len(whole) % COLUMNS == 0:
        table = whole.reshape(-1, COLUMNS)
        if _good(table).all():
            return table
    rows = []
    for line in text.splitlines():
        row = _numbers(line)
        if row is not None and len(row) == COLUMNS and _good(row[None]).all():
            rows.append(row)
        elif line.strip():
            faults[MALFORMED] += 1
    bad = sum(1 for line in text.splitlines() if line.strip()) - len(rows)
    if bad > len(rows):
        raise DatasetError(path, f"{bad} of {bad + len(rows)} lines are no `x y z r g b`")
    return np.array(rows, np.float64).reshape(-1, COLUMNS)


def _is_regular(text: bytes) -> bool:
    """Whether every line has five single spaces: its numbers can be read all at once."""
    codes = np.frombuffer(text if text.endswith(b"\n") else text + b"\n", np.uint8)
    ends = np.flatnonzero(codes == ord("\n"))
    spaces = np.flatnonzero(codes == ord(" "))
    if len(spaces) != (COLUMNS - 1) * len(ends):
        return False
    of_line = spaces.reshape(len(ends), COLUMNS - 1)
    return bool((of_line[:, -1] < ends).all() and (of_line[1:, 0] > ends[:-1]).all())


def _numbers(text: bytes) -> Float64 | None:
    """The numbers of a text; None where a word is no number."""
    with warnings.catch_warnings():
        # numpy stops at a word that is no number, and says so by this warning alone.
        warnings.simplefilter("error", DeprecationWarning)
        try:
            return np.fromstring(text.decode("ascii"), sep=" ")
        except (DeprecationWarning, ValueError):
            return None


def _good(table: Float64) -> npt.NDArray[np.bool_]:
    """bool (N,): rows that are finite, with colours in 0..255."""
    colors = table[:, 3:]
    return np.asarray(
        np.isfinite(table).all(axis=1) & ((colors >= 0) & (colors <= 255)).all(axis=1)
    )
