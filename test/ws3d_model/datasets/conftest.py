# SPDX-License-Identifier: Apache-2.0
"""A room and a street sweep whose every point is known, and the benchmarks' folders of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.point_cloud import PointCloud
from ws3d_model.worlds.formats.s3dis import write_room
from ws3d_model.worlds.formats.scannet import LABELS_FILE, label_table, write_scene
from ws3d_model.worlds.formats.semantickitti import packed_labels

ROOM_NAMES = ("floor", "wall", "table", "chair", "office chair", "kettle")
HEADING = 0.6  # radians that the room's mesh lies askew by


def plate(low, high, spacing: float = 0.031) -> np.ndarray:
    """Points of an upright or level plate or a full block between two corners."""
    axes = [np.arange(a, b + 1e-6, spacing) for a, b in zip(low, high, strict=True)]
    return np.stack(np.meshgrid(*axes, indexing="ij"), -1).reshape(-1, 3)


@pytest.fixture(scope="session")
def room() -> LabelledCloud:
    """3 x 2 m: floor, wall, a table, two kinds of chair, and what no benchmark has a name for."""
    parts = [
        (0, -1, plate((0, 0, 0), (3, 2, 0))),
        (1, -1, plate((0, 0, 0.05), (3, 0, 1))),
        (2, 0, plate((0.5, 0.5, 0.7), (1.3, 1.0, 0.7))),
        (3, 1, plate((0.6, 1.3, 0.2), (0.9, 1.6, 0.4))),
        (4, 2, plate((2.2, 1.3, 0.2), (2.5, 1.6, 0.4))),
        (5, 3, plate((2.5, 0.4, 0.1), (2.6, 0.5, 0.2))),
    ]
    xyz = np.concatenate([points for _, _, points in parts]).astype(np.float32)
    label = np.concatenate([np.full(len(p), k, np.int32) for k, _, p in parts])
    thing = np.concatenate([np.full(len(p), i, np.int32) for _, i, p in parts])
    rgb = np.random.default_rng(0).integers(0, 256, xyz.shape).astype(np.uint8)
    return LabelledCloud(PointCloud(xyz, rgb), ROOM_NAMES, label, thing)


@pytest.fixture(scope="session")
def folders(tmp_path_factory, room) -> Path:
    """The room in both formats; tests get copies."""
    root = tmp_path_factory.mktemp("folders")
    scene = root / "scannet" / "scans" / "scene0000_00"
    scene.mkdir(parents=True)
    write_scene(scene, room, "office", HEADING)
    place = root / "s3dis" / "Area_1" / "office_1"
    place.mkdir(parents=True)
    write_room(place, room)
    return root


@pytest.fixture
def scannet(tmp_path, folders) -> Path:
    """Two scans, one for training and one, without labels' mesh, for validation."""
    root = shutil.copytree(folders / "scannet", tmp_path / "scannet")
    other = root / "scans" / "scene0004_00"
    other.mkdir()
    for path in (root / "scans" / "scene0000_00").iterdir():
        if not path.name.endswith(".labels.ply"):
            shutil.copy(path, other / path.name.replace("scene0000_00", "scene0004_00"))
    (root / LABELS_FILE).write_text(label_table(ROOM_NAMES))
    (root / "scannetv2_train.txt").write_text("scene0000_00\n")
    (root / "scannetv2_val.txt").write_text("scene0004_00\n")
    return root


@pytest.fixture
def s3dis(tmp_path, folders) -> Path:
    """A room in Area 1 and one in Area 5."""
    root = shutil.copytree(folders / "s3dis", tmp_path / "s3dis")
    shutil.copytree(root / "Area_1" / "office_1", root / "Area_5" / "office_2")
    return root


@pytest.fixture(scope="session")
def sweep() -> LabelledCloud:
    """A parked and a moving car, a person, road, and what the benchmark does not score."""
    names = ("car", "person", "road", "bench")
    rng = np.random.default_rng(1)
    label = np.repeat([0, 0, 1, 2, 3, -1], 200).astype(np.int32)
    thing = np.repeat([0, 1, 2, -1, 3, -1], 200).astype(np.int32)
    xyz = rng.uniform(-1, 1, (len(label), 3)) + 5 * np.arange(6).repeat(200)[:, None]
    cloud = PointCloud(xyz.astype(np.float32), None, rng.random(len(label), np.float32))
    return LabelledCloud(cloud, names, label, thing)


@pytest.fixture
def kitti(tmp_path, sweep) -> Path:
    """Two sweeps of sequence 00 and one of 08; the sensor goes forward a metre a sweep."""
    root = tmp_path / "kitti"
    for sequence, count in (("00", 2), ("08", 1)):
        folder = root / "sequences" / sequence
        for part in ("velodyne", "labels"):
            (folder / part).mkdir(parents=True)
        points = np.column_stack([sweep.cloud.xyz, sweep.cloud.intensity]).astype("<f4")
        packed = packed_labels(sweep, np.array([False, True, False, False]))
        for number in range(count):
            (folder / "velodyne" / f"{number:06d}.bin").write_bytes(points.tobytes())
            (folder / "labels" / f"{number:06d}.label").write_bytes(packed.tobytes())
        tr = "0 -1 0 0 0 0 -1 -0.08 1 0 0 -0.27"
        (folder / "calib.txt").write_text(f"P0: {'0 ' * 12}\nTr: {tr}\n")
        poses = [f"1 0 0 0 0 1 0 0 0 0 1 {number}" for number in range(count)]
        (folder / "poses.txt").write_text("\n".join(poses) + "\n")
    return root
