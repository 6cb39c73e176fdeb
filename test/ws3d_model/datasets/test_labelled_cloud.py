# SPDX-License-Identifier: Apache-2.0
"""LabelledCloud: its checks, and the round trip through its file."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.point_cloud import PointCloud


def a_cloud(points: int, reach: float = 5.0, **fields) -> LabelledCloud:
    rng = np.random.default_rng(points)
    xyz = rng.uniform(-reach, reach, (points, 3)).astype(np.float32)
    return LabelledCloud(
        PointCloud(xyz, **fields),
        ("wall", "chair"),
        rng.integers(-1, 2, points).astype(np.int32),
        rng.integers(-1, 3, points).astype(np.int32),
        rng.uniform(-1, 1, (3, 3)).astype(np.float32),
    )


@pytest.mark.parametrize("points", [0, 1, 500])
def test_round_trip(points, tmp_path):
    rng = np.random.default_rng(0)
    cloud = a_cloud(
        points,
        rgb=rng.integers(0, 256, (points, 3)).astype(np.uint8),
        intensity=rng.random(points).astype(np.float32),
    )
    cloud.save(tmp_path / "cloud.npz")
    back = LabelledCloud.load(tmp_path / "cloud.npz")
    assert back.names == cloud.names
    np.testing.assert_allclose(back.cloud.xyz, cloud.cloud.xyz, atol=6e-4)
    np.testing.assert_array_equal(back.cloud.rgb, cloud.cloud.rgb)
    np.testing.assert_array_equal(back.cloud.intensity, cloud.cloud.intensity)
    np.testing.assert_array_equal(back.labels, cloud.labels)
    np.testing.assert_array_equal(back.instances, cloud.instances)
    np.testing.assert_array_equal(back.centres, cloud.centres)
    assert [path.name for path in tmp_path.iterdir()] == ["cloud.npz"]


def test_holes_and_absent_fields_come_back_as_they_were(tmp_path):
    cloud = a_cloud(20)
    cloud.cloud.xyz[3] = np.nan
    bare = LabelledCloud(cloud.cloud, cloud.names, cloud.labels, cloud.instances)
    bare.save(tmp_path / "bare.npz")
    back = LabelledCloud.load(tmp_path / "bare.npz")
    assert back.cloud.rgb is None and back.cloud.intensity is None and back.centres is None
    assert np.flatnonzero(~back.cloud.finite).tolist() == [3]


def test_streets_longer_than_16_bits_of_millimetres_are_exact(tmp_path):
    cloud = a_cloud(50, reach=80.0)
    cloud.save(tmp_path / "street.npz")
    back = LabelledCloud.load(tmp_path / "street.npz")
    np.testing.assert_array_equal(back.cloud.xyz, cloud.cloud.xyz)


def test_far_from_the_origin_is_within_half_a_millimetre(tmp_path):
    cloud = a_cloud(50)
    far = LabelledCloud(
        PointCloud(cloud.cloud.xyz + np.float32(200)), cloud.names, cloud.labels, cloud.instances
    )
    far.save(tmp_path / "far.npz")
    back = LabelledCloud.load(tmp_path / "far.npz")
    np.testing.assert_allclose(back.cloud.xyz, far.cloud.xyz, atol=6e-4)


def test_select_keeps_rows_together():
    cloud = a_cloud(10)
    rows = np.array([7, 2])
    chosen = cloud.select(rows)
    np.testing.assert_array_equal(chosen.cloud.xyz, cloud.cloud.xyz[rows])
    np.testing.assert_array_equal(chosen.labels, cloud.labels[rows])
    assert len(chosen) == 2


def test_labels_outside_the_names_are_refused():
    cloud = PointCloud(np.zeros((1, 3), np.float32))
    with pytest.raises(ValueError, match="labels must be"):
        LabelledCloud(cloud, ("wall",), np.array([1], np.int32), np.array([-1], np.int32))


def test_instances_without_a_centre_are_refused():
    cloud = PointCloud(np.zeros((1, 3), np.float32))
    centres = np.zeros((1, 3), np.float32)
    with pytest.raises(ValueError, match="centres"):
        LabelledCloud(cloud, ("wall",), np.array([0], np.int32), np.array([1], np.int32), centres)


def test_more_names_than_16_bits_hold_come_back(tmp_path):
    names = tuple(f"class {number}" for number in range(40_000))
    labels = np.array([39_999, 32_768, -1], np.int32)
    cloud = PointCloud(np.zeros((3, 3), np.float32))
    LabelledCloud(cloud, names, labels, np.full(3, -1, np.int32)).save(tmp_path / "many.npz")
    read = LabelledCloud.load(tmp_path / "many.npz")
    np.testing.assert_array_equal(read.labels, labels)
    assert read.labels.dtype == np.int32 and read.names[-1] == "class 39999"


def test_damaged_files_say_so(tmp_path):
    (tmp_path / "bad.npz").write_bytes(b"not an archive")
    with pytest.raises(ValueError, match=r"bad\.npz is not a labelled cloud"):
        LabelledCloud.load(tmp_path / "bad.npz")
    with pytest.raises(FileNotFoundError):
        LabelledCloud.load(tmp_path / "absent.npz")


def test_boxes_and_words_come_back(tmp_path):
    cloud = replace(
        a_cloud(20),
        boxes=np.arange(21, dtype=np.float32).reshape(3, 7),
        descriptions=("a red chair\na chair by the wall", "", "ein Stuhl für zwei"),
        scene_descriptions=("an office", "an office with three chairs"),
    )
    cloud.save(tmp_path / "cloud.npz")
    back = LabelledCloud.load(tmp_path / "cloud.npz")
    np.testing.assert_array_equal(back.boxes, cloud.boxes)
    assert back.descriptions == cloud.descriptions
    assert back.scene_descriptions == cloud.scene_descriptions
    half = back.select(np.arange(10))
    assert len(half) == 10 and half.descriptions == cloud.descriptions and half.boxes is back.boxes


@pytest.mark.parametrize(
    "wrong",
    [
        {"boxes": np.zeros((2, 7), np.float32)},
        {"boxes": np.zeros((3, 6), np.float32)},
        {"descriptions": ("one", "two")},
        {"centres": None, "boxes": np.zeros((2, 7), np.float32)},
    ],
)
def test_what_is_known_of_objects_must_be_one_row_an_object(wrong):
    with pytest.raises(ValueError, match=r"boxes must be|descriptions must be|no row in boxes"):
        replace(a_cloud(200), **wrong)
