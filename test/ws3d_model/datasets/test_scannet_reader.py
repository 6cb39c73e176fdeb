# SPDX-License-Identifier: Apache-2.0
"""ScanNet's reader: what a writer wrote comes back, and bad files are named or counted."""

from __future__ import annotations

import json
from collections import Counter

import numpy as np
import pytest
from scipy.spatial import cKDTree

from ws3d_model.datasets.dataset import DatasetError
from ws3d_model.datasets.scannet import ScanNet

SCENE = "scene0000_00"
IN_BENCHMARK = {"floor": "floor", "wall": "wall", "table": "table", "chair": "chair"}
IN_BENCHMARK |= {"office chair": "chair", "kettle": None}


def rows_of(read, room) -> np.ndarray:
    """The row of the room that each point of a scene is."""
    distance, rows = cKDTree(room.cloud.xyz).query(read.cloud.xyz)
    assert distance.max() < 1e-4  # aligned: it lies where the room does
    assert len(np.unique(rows)) == len(rows) > 3000
    return rows


def names_of(cloud) -> list[str | None]:
    return [cloud.names[label] if label >= 0 else None for label in cloud.labels.tolist()]


def file_of(scannet, ending: str):
    return scannet / "scans" / SCENE / f"{SCENE}{ending}"


def test_an_empty_folder_says_what_it_lacks(tmp_path):
    with pytest.raises(DatasetError, match="Tasks/Benchmark"):
        ScanNet(tmp_path).scenes("train")
    with pytest.raises(DatasetError, match="holds no scans"):
        ScanNet(tmp_path).scenes("all")
    with pytest.raises(DatasetError, match=r"scan-net\.org"):
        ScanNet(tmp_path).read(SCENE)


def test_a_scene_comes_back(scannet, room):
    faults: Counter[str] = Counter()
    read = ScanNet(scannet).read(SCENE, faults)
    rows = rows_of(read, room)
    np.testing.assert_array_equal(read.cloud.rgb, room.cloud.rgb[rows])
    wanted = [IN_BENCHMARK[room.names[label]] for label in room.labels[rows]]
    assert names_of(read) == wanted
    # Objects are the same sets of points, whatever their numbers.
    pairs = set(zip(room.instances[rows].tolist(), read.instances.tolist(), strict=True))
    assert len(pairs) == 5 and {(-1, -1)} < pairs
    assert len({b for _, b in pairs}) == 5 and not faults


def test_boxes_and_centres_are_the_bounds_of_the_points(scannet):
    read = ScanNet(scannet).read(SCENE)
    for number in range(4):
        mine = read.cloud.xyz[read.instances == number].astype(np.float64)
        middle, size = (mine.min(0) + mine.max(0)) / 2, np.ptp(mine, axis=0)
        np.testing.assert_allclose(read.centres[number], middle, atol=1e-5)
        np.testing.assert_allclose(read.boxes[number], [*middle, *size, 0], atol=1e-5)


def test_raw_words_are_the_annotators(scannet, room):
    read = ScanNet(scannet, raw=True).read(SCENE)
    rows = rows_of(read, room)
    assert names_of(read) == [room.names[label] for label in room.labels[rows]]


def test_groups_and_table_give_the_same_labels_as_the_labels_mesh(scannet):
    whole = ScanNet(scannet).read(SCENE)
    file_of(scannet, "_vh_clean_2.labels.ply").unlink()
    assert ScanNet(scannet).missing([SCENE]) == []
    np.testing.assert_array_equal(ScanNet(scannet).read(SCENE).labels, whole.labels)


def test_splits_lists_and_what_is_missing(scannet, tmp_path):
    assert ScanNet(scannet).scenes("train") == (SCENE,)
    assert ScanNet(scannet).scenes("val") == ("scene0004_00",)
    assert ScanNet(scannet).scenes("all") == (SCENE, "scene0004_00")
    with pytest.raises(ValueError, match="choose from train, val, test, all"):
        ScanNet(scannet).scenes("training")
    limited = tmp_path / "1.txt"
    limited.write_text("scene0004_00\nscene0999_00\n\nscene0004_00\n")
    dataset = ScanNet(scannet, scene_list=limited)
    assert dataset.scenes("train") == ("scene0004_00", "scene0999_00")
    (lack,) = dataset.missing(dataset.scenes("train"))
    assert (lack.scene, lack.what) == ("scene0999_00", "scene0999_00_vh_clean_2.ply")


def test_points_of_the_hidden_test_set_have_no_labels(scannet):
    (scannet / "scans").rename(scannet / "scans_test")
    for path in (scannet / "scans_test" / SCENE).iterdir():
        if not path.name.endswith("_vh_clean_2.ply"):
            path.unlink()
    faults: Counter[str] = Counter()
    read = ScanNet(scannet).read(SCENE, faults)
    assert (read.labels == -1).all() and (read.instances == -1).all()
    assert faults == {"scans without labels": 1}
    assert ScanNet(scannet).missing([SCENE]) == []


def test_limited_annotations_keep_only_their_points(scannet, tmp_path):
    whole = ScanNet(scannet).read(SCENE)
    table = np.flatnonzero(whole.labels == whole.names.index("table"))[:3].tolist()
    (tmp_path / "points.json").write_text(json.dumps({SCENE: [*table, 0]}))
    read = ScanNet(scannet, point_list=tmp_path / "points.json").read(SCENE)
    kept = np.flatnonzero(read.labels >= 0).tolist()
    assert kept == sorted({*table, 0})
    assert np.flatnonzero(read.instances >= 0).tolist() == table
    with pytest.raises(DatasetError, match=r"beyond its \d+ vertices"):
        (tmp_path / "far.json").write_text(json.dumps({SCENE: [10**9]}))
        ScanNet(scannet, point_list=tmp_path / "far.json").read(SCENE)


def test_labels_outside_the_map_are_counted(scannet):
    path = file_of(scannet, "_vh_clean_2.labels.ply")
    header, mark, body = path.read_bytes().partition(b"end_header\n")
    body = body[:16] + (777).to_bytes(2, "little") + body[18:]  # the first vertex's label
    path.write_bytes(header + mark + body)
    faults: Counter[str] = Counter()
    assert ScanNet(scannet).read(SCENE, faults).labels[0] == -1
    assert faults == {"labels outside NYU40, left unlabelled": 1}


def test_groups_that_do_not_fit_are_counted(scannet):
    path = file_of(scannet, ".aggregation.json")
    value = json.loads(path.read_text())
    first, second = value["segGroups"][:2]
    first["label"] = "garden gnome"
    second["segments"] += [first["segments"][0], 123_456_789]
    path.write_text(json.dumps(value))
    faults: Counter[str] = Counter()
    ScanNet(scannet).read(SCENE, faults)
    assert sorted(faults.values()) == [1, 1, 1]
    assert any("the mesh lacks" in what for what in faults)


@pytest.mark.parametrize(
    ("ending", "change", "message"),
    [
        ("_vh_clean_2.ply", lambda b: b[: len(b) // 9], "truncated"),
        ("_vh_clean_2.ply", lambda b: b"", "no PLY"),
        ("_vh_clean_2.labels.ply", lambda b: b[: len(b) // 9], "truncated"),
        ("_vh_clean_2.labels.ply", lambda b: b"ply\n", "no end_header"),
        ("_vh_clean_2.labels.ply", lambda b: b.replace(b" label\n", b" lapel\n"), "as label"),
        (
            "_vh_clean_2.labels.ply",
            lambda b: (
                b"ply\nformat ascii 1.0\nelement vertex 1\nproperty float label\nend_header\n2.5\n"
            ),
            "as label",
        ),
        ("_vh_clean_2.0.010000.segs.json", lambda b: b[:-9], "no JSON"),
        ("_vh_clean_2.0.010000.segs.json", lambda b: b'{"segIndices":[1,2]}', "2 vertices"),
        ("_vh_clean_2.0.010000.segs.json", lambda b: b'{"segIndices":[[1],2]}', "whole numbers"),
        ("_vh_clean_2.0.010000.segs.json", lambda b: b"[" * 100_000, "no JSON"),
        (".aggregation.json", lambda b: b'{"segGroups":[{"label":"x"}]}', "lacks objectId"),
        (".aggregation.json", lambda b: b"[]", "no JSON object"),
        (".txt", lambda b: b"axisAlignment = 1 0 0\n", "no matrix"),
        (".txt", lambda b: b"axisAlignment = " + b"2 " * 16, "no rigid motion"),
    ],
)
def test_damaged_files_are_named(scannet, ending, change, message):
    path = file_of(scannet, ending)
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(DatasetError, match=message) as error:
        ScanNet(scannet).read(SCENE)
    assert SCENE in str(error.value)


def test_a_table_without_its_columns_is_named(scannet):
    (scannet / "scannetv2-labels.combined.tsv").write_text("id\tname\n1\twall\n")
    with pytest.raises(DatasetError, match="raw_category"):
        ScanNet(scannet).read(SCENE)


@pytest.mark.parametrize(
    "line", ["wall\tx", "wall", "wall\t-1", "wall\t" + "9" * 30, "a" * 200_000]
)
def test_a_line_of_the_table_that_cannot_be_used_is_named(scannet, line):
    table = scannet / "scannetv2-labels.combined.tsv"
    table.write_text(f"raw_category\tnyu40id\n{line}\n")
    with pytest.raises(DatasetError, match=r"combined\.tsv"):
        ScanNet(scannet).read(SCENE)


def test_names_of_scenes_are_no_paths(scannet):
    with pytest.raises(DatasetError, match="no name of a scene"):
        ScanNet(scannet).read("../scannet")
