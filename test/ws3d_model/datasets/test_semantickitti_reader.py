# SPDX-License-Identifier: Apache-2.0
"""SemanticKITTI's reader: sweeps, objects, poses, and files that do not fit."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import yaml

from ws3d_model.datasets.class_lists import SEMANTIC_KITTI19, SEMANTIC_KITTI_UNSCORED
from ws3d_model.datasets.dataset import DatasetError
from ws3d_model.datasets.semantickitti import TEST, TRAINING, VALIDATION, SemanticKitti

SCENE = "00/000001"
REAL = Path(os.environ.get("WS3D_REAL_DATA", Path(__file__).parents[4] / "shared" / "data"))
OFFICIAL = REAL / "label_sets" / "semantic-kitti.yaml"
FRAMES = REAL / "kitti_frames" / "velodyne"


def test_an_empty_folder_says_where_to_get_it(tmp_path):
    with pytest.raises(DatasetError, match=r"semantic-kitti\.org"):
        SemanticKitti(tmp_path).scenes("train")


def test_a_sweep_comes_back(kitti, sweep):
    faults: Counter[str] = Counter()
    read = SemanticKitti(kitti).read(SCENE, faults)
    np.testing.assert_array_equal(read.cloud.xyz, sweep.cloud.xyz)
    np.testing.assert_array_equal(read.cloud.intensity, sweep.cloud.intensity)
    place = [read.names.index("car"), read.names.index("person"), read.names.index("road"), -1, -1]
    np.testing.assert_array_equal(read.labels, np.array(place)[sweep.labels])
    # The moving car is a car; the bench is no class; objects keep apart.
    assert len(np.unique(read.instances[:200])) == len(np.unique(read.instances[200:400])) == 1
    assert {*np.unique(read.instances)} == {-1, 0, 1, 2}
    assert (read.instances[600:] == -1).all() and not faults
    low, high = sweep.cloud.xyz[:200].min(0), sweep.cloud.xyz[:200].max(0)
    np.testing.assert_allclose(read.centres[read.instances[0]], (low + high) / 2, atol=1e-5)


def test_splits(kitti):
    dataset = SemanticKitti(kitti)
    assert dataset.scenes("train") == ("00/000000", SCENE)
    assert dataset.scenes("val") == ("08/000000",)
    assert dataset.scenes("test") == ()
    assert len(dataset.scenes("all")) == 3
    (kitti / "sequences" / "00" / "labels" / "000001.label").unlink()
    lacks = dataset.missing(dataset.scenes("train"))
    assert [(lack.scene, lack.what) for lack in lacks] == [
        (SCENE, "labels/000001.label"),
        ("00", "4539 of its 4541 official sweeps"),
    ]


def test_the_same_number_in_two_classes_is_two_objects(kitti):
    packed = np.array([1 << 16 | 10] * 600 + [1 << 16 | 252] * 300 + [1 << 16 | 30] * 300, "<u4")
    (kitti / "sequences" / "00" / "labels" / "000001.label").write_bytes(packed.tobytes())
    read = SemanticKitti(kitti).read(SCENE)
    assert len({*read.instances.tolist()}) == 2  # the car, still or moving, and the person


def test_poses_go_from_the_lidar_to_its_first_frame(kitti):
    dataset = SemanticKitti(kitti)
    np.testing.assert_allclose(dataset.pose("00/000000"), np.eye(4), atol=1e-12)
    # The camera's z is the lidar's x.
    np.testing.assert_allclose(dataset.pose(SCENE)[:3, 3], [1, 0, 0], atol=1e-12)
    (kitti / "sequences" / "00" / "poses.txt").write_text("1 0 0 0 0 1 0 0 0 0 1 0\n")
    with pytest.raises(DatasetError, match="1 poses"):
        dataset.pose(SCENE)
    (kitti / "sequences" / "00" / "calib.txt").write_text("P0: 1\n")
    with pytest.raises(DatasetError, match="Tr:"):
        dataset.pose(SCENE)


def test_labels_outside_the_map_are_counted(kitti):
    path = kitti / "sequences" / "00" / "labels" / "000001.label"
    packed = np.fromfile(path, "<u4")
    packed[:3] = 77, 300, 99
    path.write_bytes(packed.tobytes())
    faults: Counter[str] = Counter()
    assert (SemanticKitti(kitti).read(SCENE, faults).labels[:3] == -1).all()
    assert faults == {"labels outside the learning map, left unlabelled": 2}


@pytest.mark.parametrize(
    ("part", "ending", "message"), [("velodyne", ".bin", "rows of 4"), ("labels", ".label", "for")]
)
def test_files_that_do_not_fit_are_named(kitti, part, ending, message):
    path = kitti / "sequences" / "00" / part / f"000001{ending}"
    path.write_bytes(path.read_bytes()[:-7])
    with pytest.raises(DatasetError, match=message):
        SemanticKitti(kitti).read(SCENE)
    with pytest.raises(DatasetError, match="no sweep"):
        SemanticKitti(kitti).read("00/../../x")


def test_remissions_out_of_range_are_clipped_and_counted(kitti):
    path = kitti / "sequences" / "00" / "velodyne" / "000001.bin"
    points = np.fromfile(path, "<f4").reshape(-1, 4)
    points[0, 3], points[1, 3], points[2, :3] = 3.0, np.nan, np.nan
    path.write_bytes(points.tobytes())
    faults: Counter[str] = Counter()
    read = SemanticKitti(kitti).read(SCENE, faults)
    assert read.cloud.intensity[:2].tolist() == [1.0, 0.0]
    assert faults == {"remissions outside 0..1, clipped": 1}
    assert not read.cloud.finite[2]


@pytest.mark.real_data
@pytest.mark.skipif(not OFFICIAL.exists(), reason=f"there is no {OFFICIAL}")
def test_the_map_is_the_official_one():
    official = yaml.safe_load(OFFICIAL.read_text())
    names = official["labels"]
    for raw, learned in official["learning_map"].items():
        label = int(SEMANTIC_KITTI19.labels(np.array([raw]))[0])
        assert label == learned - 1, raw
        if learned:
            assert SEMANTIC_KITTI19.names[label] == names[official["learning_map_inv"][learned]]
            assert (
                SEMANTIC_KITTI19.numbers(np.array([label], np.int32))[0]
                == (official["learning_map_inv"][learned])
            )
        else:
            assert raw in SEMANTIC_KITTI_UNSCORED
    assert official["split"] == {"train": [*TRAINING], "valid": [*VALIDATION], "test": [*TEST]}


@pytest.mark.real_data
@pytest.mark.skipif(not FRAMES.exists(), reason=f"there are no KITTI frames at {FRAMES}")
def test_real_sweeps_are_read(tmp_path):
    folder = tmp_path / "sequences" / "11" / "velodyne"
    folder.mkdir(parents=True)
    for path in sorted(FRAMES.glob("*.bin")):
        (folder / path.name).symlink_to(path)
    dataset = SemanticKitti(tmp_path)
    for scene in dataset.scenes("test"):
        faults: Counter[str] = Counter()
        read = dataset.read(scene, faults)
        assert len(read) > 15_000 and read.cloud.finite.all()
        assert set(faults) == {"sweeps without labels"}
        assert -3 < np.percentile(read.cloud.xyz[:, 2], 5) < -1  # the road below the sensor
