# SPDX-License-Identifier: Apache-2.0
"""S3DIS's reader: a room comes back, malformed lines are counted, other files are let alone."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from ws3d_model.datasets.dataset import DatasetError
from ws3d_model.datasets.s3dis import MALFORMED, S3dis, read_points

SCENE = "Area_1/office_1"


def sorted_rows(*columns) -> np.ndarray:
    table = np.column_stack(columns)
    return table[np.lexsort(table.T)]


def test_an_empty_folder_says_where_to_get_it(tmp_path):
    with pytest.raises(DatasetError, match=r"buildingparser\.stanford\.edu"):
        S3dis(tmp_path).scenes("train")
    with pytest.raises(DatasetError, match="Annotations"):
        S3dis(tmp_path).read(SCENE)


def test_a_room_comes_back(s3dis, room):
    faults: Counter[str] = Counter()
    read = S3dis(s3dis).read(SCENE, faults)
    names = {"floor": "floor", "wall": "wall", "table": "table", "chair": "chair"}
    names |= {"office chair": "chair", "kettle": "clutter"}
    wanted = np.array([read.names.index(names[name]) for name in room.names])[room.labels]
    np.testing.assert_allclose(
        sorted_rows(read.cloud.xyz.round(3), read.cloud.rgb, read.labels),
        sorted_rows(room.cloud.xyz.round(3), room.cloud.rgb, wanted),
        atol=1.1e-3,
    )
    sizes = np.bincount(room.instances[room.instances >= 0])
    assert sorted(np.bincount(read.instances[read.instances >= 0])) == sorted(sizes)
    for number, box in enumerate(read.boxes):
        mine = read.cloud.xyz[read.instances == number]
        np.testing.assert_allclose(box[3:6], np.ptp(mine, axis=0), atol=1e-5)
    assert not faults


def test_area_5_is_held_out(s3dis):
    dataset = S3dis(s3dis)
    assert dataset.scenes("train") == (SCENE,)
    assert dataset.scenes("val") == ("Area_5/office_2",)
    assert dataset.scenes("all") == (SCENE, "Area_5/office_2")
    assert S3dis(s3dis, held_out=1).scenes("val") == (SCENE,)


def test_rooms_that_are_not_there_are_counted(s3dis):
    lacks = S3dis(s3dis).missing(S3dis(s3dis).scenes("train"))
    assert [(lack.scene, lack.what) for lack in lacks] == [
        ("Area_1", "43 of its 44 official rooms")
    ]
    for path in (s3dis / SCENE / "Annotations").iterdir():
        path.unlink()
    assert S3dis(s3dis).missing([SCENE])[0].what == "Annotations/*.txt"


def test_malformed_lines_are_left_out_and_counted(s3dis):
    path = s3dis / SCENE / "Annotations" / "table_1.txt"
    good = path.read_text().splitlines()
    bad = ["1.0 2.0 3.0 185\x10187 20 30", "1 2 3 4 5", "1 2 3 400 5 6", "nan 2 3 4 5 6", ""]
    path.write_text("\n".join([good[0], *bad, *good[1:]]))
    faults: Counter[str] = Counter()
    read = S3dis(s3dis).read(SCENE, faults)
    assert faults == {MALFORMED: 4}
    assert (read.labels == read.names.index("table")).sum() == len(good)


def test_a_shifted_pair_of_lines_is_not_taken_for_good(tmp_path):
    """Seven numbers and then five are as many as two good lines."""
    path = tmp_path / "chair_1.txt"
    path.write_text("1 2 3 4 5 6\n1 2 3 4 5 6 900\n2 3 4 5 6\n" + "1 2 3 4 5 6\n" * 3)
    faults: Counter[str] = Counter()
    assert len(read_points(path, faults)) == 4
    assert faults == {MALFORMED: 2}


def test_files_that_hold_no_points_are_named(tmp_path):
    path = tmp_path / "chair_1.txt"
    path.write_text("hello\nworld\n1 2 3 4 5 6\n")
    with pytest.raises(DatasetError, match="2 of 3 lines"):
        read_points(path, Counter())
    path.write_text("")
    assert read_points(path, Counter()).shape == (0, 6)


def test_names_unknown_to_the_benchmark_are_clutter(s3dis):
    notes = s3dis / SCENE / "Annotations"
    (notes / "table_1.txt").rename(notes / "stairs_1.txt")
    (notes / "chair_1.txt").rename(notes / "gnome_1.txt")
    (notes / ".DS_Store").write_bytes(b"\0")
    (notes / "Icon\r").write_bytes(b"")
    faults: Counter[str] = Counter()
    read = S3dis(s3dis).read(SCENE, faults)
    assert not (read.labels == read.names.index("table")).any()
    assert faults == {"objects of a name unknown to S3DIS, taken as clutter": 1}


@pytest.mark.parametrize("scene", ["office_1", "../Area_1/office_1", "Area_1/.."])
def test_scenes_are_no_paths(s3dis, scene):
    with pytest.raises(DatasetError, match="no room"):
        S3dis(s3dis).read(scene)
