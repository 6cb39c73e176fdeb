# SPDX-License-Identifier: Apache-2.0
"""Whole scenes that `ws3d generate` writes in the benchmarks' formats, read back."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from scipy.spatial import cKDTree

from ws3d_model.commands.main import main
from ws3d_model.datasets.class_lists import S3DIS13, SCANNET20
from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.datasets.s3dis import S3dis
from ws3d_model.datasets.scannet import ScanNet
from ws3d_model.datasets.semantickitti import SemanticKitti
from ws3d_model.point_cloud import PointCloud
from ws3d_model.worlds.formats.official_names import NYU40, S3DIS
from ws3d_model.worlds.formats.s3dis import write_room
from ws3d_model.worlds.formats.scene_request import SceneRequest
from ws3d_model.worlds.sensors.scan import scan

REAL = Path(os.environ.get("WS3D_REAL_DATA", Path(__file__).parents[4] / "shared" / "data"))
TILE = REAL / "s3dis_demo_tile" / "s3dis_tile.npz"
SEED = 4  # of validation in both indoor formats
QUIET = ["--workers", "1", "--quiet"]


@pytest.fixture(scope="module")
def seen() -> LabelledCloud:
    """The scan that the writers write."""
    cloud = scan(SceneRequest("rooms", SEED).build(), 1000 * SEED, "fused")
    return cloud.select(cloud.cloud.finite)


def generate(tmp_path: Path, world: str, form: str, *words: str) -> Path:
    given = ["generate", world, "--count", "1", "--format", form, "--out", str(tmp_path), *words]
    assert main([*given, *QUIET]) == 0
    return tmp_path


def same_sets(a: np.ndarray, b: np.ndarray) -> bool:
    """Whether two numberings tell the same objects apart."""
    pairs = np.unique(np.column_stack([a, b]), axis=0)
    return all(len(np.unique(column)) == len(pairs) for column in pairs.T)


@pytest.mark.slow
def test_scannet(tmp_path, seen):
    dataset = ScanNet(generate(tmp_path, "rooms", "scannet", "--seed", str(SEED)))
    (scene,) = dataset.scenes("val")
    assert dataset.missing([scene]) == []
    faults: Counter[str] = Counter()
    read = dataset.read(scene, faults)
    distance, rows = cKDTree(seen.cloud.xyz).query(read.cloud.xyz)
    assert distance.max() < 1e-3 and len(np.unique(rows)) == len(rows)
    np.testing.assert_array_equal(read.cloud.rgb, seen.cloud.rgb[rows])
    numbers = NYU40.table(seen.names)[seen.labels[rows]]
    np.testing.assert_array_equal(read.labels, SCANNET20.labels(numbers))
    # Skirting, sills and other stuff are one object of each kind in ScanNet's annotation.
    objects = np.where(seen.instances < 0, -2 - seen.labels, seen.instances)[rows]
    surface = np.isin(numbers, [NYU40.ids[name] for name in ("wall", "floor", "ceiling")])
    objects[surface | (seen.labels[rows] < 0)] = -1
    assert same_sets(read.instances, objects) and not faults


@pytest.mark.slow
def test_s3dis(tmp_path, seen):
    dataset = S3dis(generate(tmp_path, "rooms", "s3dis", "--seed", str(SEED)))
    (scene,) = dataset.scenes("val")
    read = dataset.read(scene)
    distance, rows = cKDTree(seen.cloud.xyz).query(read.cloud.xyz)
    assert len(read) == len(seen) and distance.max() < 1e-3
    official = [S3DIS.of(name) for name in seen.names]
    place = [S3DIS13.names.index("clutter" if n == "stairs" else n) for n in official]
    wanted = np.array([*place, S3DIS13.names.index("clutter")])[seen.labels[rows]]
    assert (read.labels == wanted).mean() > 0.999  # rounding makes a few points coincide
    # Stuff but for the three surfaces is one object of each class.
    names = np.array([*official, "clutter"])[seen.labels]
    objects = {
        (name, number)
        for name, number in zip(names.tolist(), seen.instances.tolist(), strict=True)
        if name not in S3DIS13.stuff
    }
    assert len(np.unique(read.instances[read.instances >= 0])) == len(objects)


@pytest.mark.slow
def test_semantickitti(tmp_path):
    words = ("--seed", "8", "--frames", "2")
    dataset = SemanticKitti(generate(tmp_path, "streets", "semantickitti", *words))
    scenes = dataset.scenes("val")
    assert scenes == ("08/000000", "08/000001")
    clouds = []
    for scene in scenes:
        faults: Counter[str] = Counter()
        read = dataset.read(scene, faults)
        assert not faults and (read.labels >= 0).mean() > 0.8
        pose = dataset.pose(scene)
        road = read.cloud.xyz[read.labels == read.names.index("road")]
        clouds.append(road @ pose[:3, :3].T + pose[:3, 3])
    # Brought together by their poses, the roads of two sweeps lie at one height.
    assert abs(np.median(clouds[0][:, 2]) - np.median(clouds[1][:, 2])) < 0.05


@pytest.mark.real_data
@pytest.mark.skipif(not TILE.exists(), reason=f"there is no real office tile at {TILE}")
def test_a_real_tile_through_s3dis_s_files(tmp_path):
    with np.load(TILE, allow_pickle=False) as tile:
        cloud = PointCloud(tile["xyz"].astype(np.float32), tile["rgb"])
        raw = tile["label"]
    names = ("floor", "wall", "chair", "table", "clutter")
    labels = np.full(len(raw), 4, np.int32)
    for place, number in enumerate((1, 2, 7, 8)):
        labels[raw == number] = place
    folder = tmp_path / "Area_5" / "office_1"
    folder.mkdir(parents=True)
    nothing = np.full(len(raw), -1, np.int32)
    write_room(folder, LabelledCloud(cloud, names, labels, nothing))
    read = S3dis(tmp_path).read("Area_5/office_1")
    assert len(read) == len(cloud)
    counts = {names[k]: int((labels == k).sum()) for k in range(5)}
    got = {n: int((read.labels == read.names.index(n)).sum()) for n in names}
    assert got == counts
