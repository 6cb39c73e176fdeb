# SPDX-License-Identifier: Apache-2.0
"""ScanNet v2 in its official folders (Dai et al., CVPR 2017)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ws3d_model.cloud_files import CloudFileError, read_cloud
from ws3d_model.datasets.class_lists import SCANNET20, ClassList
from ws3d_model.datasets.dataset import ALL, DatasetError, Missing, check_size, check_split
from ws3d_model.datasets.few_label_lists import keep_labels, read_point_list, read_scene_list
from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.datasets.object_extents import objects_of
from ws3d_model.datasets.scannet_files import (
    MOST_MESH,
    RawCategory,
    read_alignment,
    read_groups,
    read_label_table,
    read_segments,
    read_vertex_labels,
)
from ws3d_model.point_cloud import PointCloud

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]

TABLE = "scannetv2-labels.combined.tsv"
LISTS = "Tasks/Benchmark"  # where the repository of the data set keeps the lists of its splits
MESH, LABELS = "_vh_clean_2.ply", "_vh_clean_2.labels.ply"
SEGMENTS, GROUPS, ABOUT = "_vh_clean_2.0.010000.segs.json", ".aggregation.json", ".txt"
MOST_NUMBER = 40  # NYU40
_SURFACES = (1, 2, 22)  # NYU40's wall, floor, ceiling: they have no objects
_SURFACE_WORDS = ("wall", "floor", "ceiling")


@dataclass(frozen=True)
class ScanNet:
    """Scans below `scans/` (or `scans_test/`, or in the folder itself).

    A point is a vertex of the mesh, in its order, turned by the scene's axis alignment. Labels are
    those of the labels' mesh, or where it is absent, of segments and groups; objects are the
    groups. Boxes lie along the aligned axes, as VoteNet's evaluation has them.

    Args:
        folder: the data set.
        raw: labels are the annotators' words (all of the table) instead of the benchmark's 20.
        scene_list: file of scenes that makes the split "train" (limited reconstructions).
        point_list: file of the points that keep their labels (limited annotations).
    """

    folder: Path
    raw: bool = False
    scene_list: Path | None = None
    point_list: Path | None = None

    @property
    def classes(self) -> ClassList:
        """The benchmark's 20 classes."""
        return SCANNET20

    @property
    def splits(self) -> tuple[str, ...]:
        """Train, validation, the hidden test set, and everything on disk."""
        return ("train", "val", "test", ALL)

    @property
    def home(self) -> str:
        """The official page."""
        return "www.scan-net.org (ScanNet v2; terms of use to be signed)"

    def scenes(self, split: str) -> tuple[str, ...]:
        """The scenes that the split's list names; see `Dataset.scenes`."""
        check_split(split, self.splits)
        if split == ALL:
            found = {path.parent.name for path in self.folder.glob(f"*/scene*/scene*{MESH}")}
            found |= {path.parent.name for path in self.folder.glob(f"scene*/scene*{MESH}")}
            if not found:
                raise DatasetError(self.folder, f"holds no scans (scans/scene*/*{MESH})")
            return tuple(sorted(found))
        if split == "train" and self.scene_list is not None:
            return read_scene_list(self.scene_list)
        name = f"scannetv2_{split}.txt"
        for path in (self.folder / name, self.folder / LISTS / name):
            if path.is_file():
                return read_scene_list(path)
        raise DatasetError(
            self.folder,
            f"holds no {name}: copy it there from {LISTS} of github.com/ScanNet/ScanNet",
        )

    def missing(self, scenes: Sequence[str]) -> list[Missing]:
        """Meshes and labels that are not there."""
        lacks = []
        for scene in scenes:
            if not self._path(scene, MESH).is_file():
                lacks.append(Missing(scene, f"{scene}{MESH}"))
            elif self._folder(scene).parent.name != "scans_test" and not self._is_labelled(scene):
                lacks.append(Missing(scene, f"{scene}{LABELS} or {scene}{GROUPS}, {SEGMENTS}"))
        return lacks

    def read(self, scene: str, faults: Counter[str] | None = None) -> LabelledCloud:
        """One scan; see `Dataset.read`. Scans of the test set come without labels."""
        faults = Counter() if faults is None else faults
        mesh = self._path(scene, MESH)
        if not mesh.is_file():
            raise DatasetError(mesh, f"no such file: get it from {self.home}")
        check_size(mesh, MOST_MESH)
        try:
            cloud = read_cloud(mesh)
        except CloudFileError as error:
            raise DatasetError(mesh, error.problem) from error
        xyz = self._aligned(scene, cloud.xyz)
        names, numbers, keys = self._annotation(scene, len(cloud), faults)
        instances, centres, boxes = objects_of(xyz, keys)
        labelled = LabelledCloud(
            PointCloud(xyz, cloud.rgb), names, numbers, instances, centres, boxes
        )
        if self.point_list is None:
            return labelled
        return keep_labels(labelled, read_point_list(self.point_list).get(scene), scene)

    def _annotation(
        self, scene: str, points: int, faults: Counter[str]
    ) -> tuple[tuple[str, ...], Int32, Int64]:
        """Names, labels (V,) and the object (V,) of every vertex, -1 for none."""
        table = self._table()
        names = tuple(row.name for row in table) if self.raw else self.classes.names
        nothing = np.full(points, -1, np.int64)
        if not self._is_labelled(scene):
            _count(faults, "scans without labels", 1)
            return names, nothing.astype(np.int32), nothing
        rows, objects = nothing, nothing
        if self._is_grouped(scene):
            rows, objects = self._grouped(scene, points, table, faults)
        if self.raw:
            return names, rows.astype(np.int32), objects
        if self._path(scene, LABELS).is_file():
            numbers = read_vertex_labels(self._path(scene, LABELS))
            if len(numbers) != points:
                raise DatasetError(
                    self._path(scene, LABELS),
                    f"{len(numbers)} vertices, but the mesh has {points}: download both again",
                )
            unknown = (numbers < 0) | (numbers > MOST_NUMBER)
        else:
            numbers = np.array([*(row.nyu40 for row in table), 0], np.int64)[rows]
            unknown = np.zeros(points, np.bool_)
        _count(faults, "labels outside NYU40, left unlabelled", int(unknown.sum()))
        return names, self.classes.labels(np.where(unknown, 0, numbers)), objects

    def _grouped(
        self, scene: str, points: int, table: tuple[RawCategory, ...], faults: Counter[str]
    ) -> tuple[Int64, Int64]:
        """Row of the table (V,) and object (V,) of every vertex, from segments and groups."""
        segments = read_segments(self._path(scene, SEGMENTS))
        if len(segments) != points:
            raise DatasetError(
                self._path(scene, SEGMENTS),
                f"{len(segments)} vertices, but the mesh has {points}: download both again",
            )
        known, place = np.unique(segments, return_inverse=True)
        row_of = {row.name: number for number, row in enumerate(table)}
        surfaces = {row.name for row in table if row.nyu40 in _SURFACES} | {*_SURFACE_WORDS}
        rows, objects = np.full((2, len(known)), -1, np.int64)
        taken = np.zeros(len(known), np.bool_)
        for group in read_groups(self._path(scene, GROUPS)):
            wanted = np.array(group.segments, np.int64)
            at = np.flatnonzero(np.isin(known, wanted))
            _count(faults, "segments that the mesh lacks", len(np.unique(wanted)) - len(at))
            _count(faults, "segments of two objects, given to the later", int(taken[at].sum()))
            if table and group.label not in row_of:
                _count(faults, f"objects whose label {TABLE} lacks, left unlabelled", 1)
            taken[at] = True
            rows[at] = row_of.get(group.label, -1)
            objects[at] = -1 if group.label in surfaces else group.object_id
        place = place.reshape(-1)
        return rows[place], objects[place]

    def _aligned(self, scene: str, xyz: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        path = self._path(scene, ABOUT)
        matrix = read_alignment(path) if path.is_file() else None
        if matrix is None:
            return xyz
        with np.errstate(invalid="ignore"):
            turned = xyz.astype(np.float64) @ matrix[:3, :3].T + matrix[:3, 3]
        aligned: npt.NDArray[np.float32] = turned.astype(np.float32)
        return aligned

    def _table(self) -> tuple[RawCategory, ...]:
        path = self.folder / TABLE
        if path.is_file():
            return read_label_table(path)
        if self.raw:
            raise DatasetError(path, f"no such file: get it from {self.home}")
        return ()

    def _is_grouped(self, scene: str) -> bool:
        return all(self._path(scene, ending).is_file() for ending in (SEGMENTS, GROUPS))

    def _is_labelled(self, scene: str) -> bool:
        by_mesh = self._path(scene, LABELS).is_file() and not self.raw
        return by_mesh or (self._is_grouped(scene) and (self.folder / TABLE).is_file())

    def _path(self, scene: str, ending: str) -> Path:
        return self._folder(scene) / f"{scene}{ending}"

    def _folder(self, scene: str) -> Path:
        if Path(scene).name != scene:
            raise DatasetError(self.folder, f"{scene!r} is no name of a scene")
        places = [self.folder / part / scene for part in ("scans", "scans_test", "")]
        return next((place for place in places if place.is_dir()), places[0])


def _count(faults: Counter[str], what: str, number: int) -> None:
    if number:
        faults[what] += number
