# SPDX-License-Identifier: Apache-2.0
"""Lists of scenes and of points: the official forms, and what is refused."""

from __future__ import annotations

import os

import numpy as np
import pytest
import torch

from ws3d_model.datasets.dataset import DatasetError
from ws3d_model.datasets.few_label_lists import keep_labels, read_point_list, read_scene_list
from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.point_cloud import PointCloud


class Dangerous:
    """Runs a command where it is unpickled without care."""

    def __reduce__(self):
        return os.system, ("exit 1",)


def test_scenes_a_line(tmp_path):
    path = tmp_path / "1.txt"
    path.write_text("scene0000_00\r\n\n scene0001_00 \nscene0000_00")
    assert read_scene_list(path) == ("scene0000_00", "scene0001_00")
    path.write_text("\n")
    with pytest.raises(DatasetError, match="names no scene"):
        read_scene_list(path)
    with pytest.raises(DatasetError, match="no such file"):
        read_scene_list(tmp_path / "absent.txt")


@pytest.mark.parametrize("zipped", [True, False])
def test_points_as_torch_wrote_them(tmp_path, zipped):
    table = {
        "scene0000_00": np.array([9, 3, 3]),
        "scene0001_00": torch.tensor([1, 2], dtype=torch.int32),
        "scene0002_00": [4],
        "scene0003_00": [],
    }
    torch.save(table, tmp_path / "points20", _use_new_zipfile_serialization=zipped)
    read = read_point_list(tmp_path / "points20")
    assert {scene: rows.tolist() for scene, rows in read.items()} == {
        "scene0000_00": [3, 9],
        "scene0001_00": [1, 2],
        "scene0002_00": [4],
        "scene0003_00": [],
    }


def test_points_as_an_older_numpy_wrote_them(tmp_path):
    path = tmp_path / "points20"
    torch.save({"a": np.array([5])}, path, _use_new_zipfile_serialization=False)
    path.write_bytes(path.read_bytes().replace(b"numpy._core.multi", b"numpy.core.multi"))
    assert read_point_list(path)["a"].tolist() == [5]


def test_nothing_in_a_list_is_run(tmp_path):
    torch.save({"a": Dangerous()}, tmp_path / "points20")
    with pytest.raises(DatasetError, match="no list of points"):
        read_point_list(tmp_path / "points20")


@pytest.mark.parametrize(
    "content",
    [
        "[1, 2]",
        "{}",
        '{"a": [-1]}',
        '{"a": [1.5]}',
        '{"a": "xyz"}',
        '{"a": [[1], [2]]}',
        '{"a": [[1], 2]}',
        "{",
    ],
)
def test_other_contents_are_refused(tmp_path, content):
    (tmp_path / "points.json").write_text(content)
    with pytest.raises(DatasetError):
        read_point_list(tmp_path / "points.json")


def test_labels_are_kept_at_the_rows_alone():
    cloud = LabelledCloud(
        PointCloud(np.zeros((3, 3), np.float32)),
        ("a",),
        np.zeros(3, np.int32),
        np.arange(3, dtype=np.int32),
    )
    assert keep_labels(cloud, None).labels.tolist() == [-1, -1, -1]
    kept = keep_labels(cloud, np.array([2]))
    assert kept.labels.tolist() == [-1, -1, 0] and kept.instances.tolist() == [-1, -1, 2]
    with pytest.raises(DatasetError, match="point 3 of the list is beyond its 3"):
        keep_labels(cloud, np.array([3]))
