# SPDX-License-Identifier: Apache-2.0
"""ScanNet's folders: read as its own tools read them, and equal to the scan that was written."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest

from ws3d_model.cloud_files.read import read_cloud
from ws3d_model.worlds.formats.scannet import LABELS_FILE, ScanNetWriter, label_table
from ws3d_model.worlds.formats.scene_request import SceneRequest

REQUEST = SceneRequest("rooms", 4)


@pytest.fixture(scope="module")
def written(tmp_path_factory, small_room) -> Path:
    writer = ScanNetWriter(tmp_path_factory.mktemp("scannet"))
    assert not writer.done(REQUEST)
    writer.write(REQUEST, small_room)
    writer.write(SceneRequest("rooms", 5, "held_out"), small_room)
    writer.finish([REQUEST])
    assert writer.done(REQUEST)
    return writer.folder


def read_ply(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Vertices and faces, by what the header says."""
    kinds = {"float": "<f4", "uchar": "u1", "ushort": "<u2", "int": "<i4"}
    header, _, body = path.read_bytes().partition(b"end_header\n")
    fields, counts = [], {}
    for line in header.decode().splitlines():
        words = line.split()
        if words[0] == "element":
            counts[words[1]] = int(words[2])
        elif words[0] == "property" and words[1] != "list":
            fields.append((words[2], kinds[words[1]]))
    vertices = np.frombuffer(body, fields, counts["vertex"])
    face = np.dtype([("count", "u1"), ("vertices", "<i4", (3,))])
    faces = np.frombuffer(body, face, counts["face"], vertices.nbytes)
    assert len(body) == vertices.nbytes + faces.nbytes
    return vertices, faces


def test_a_scene_has_the_official_files(written):
    scene = written / "scans" / "scene0004_00"
    assert sorted(path.name for path in scene.iterdir()) == [
        "scene0004_00.aggregation.json",
        "scene0004_00.txt",
        "scene0004_00_vh_clean_2.0.010000.segs.json",
        "scene0004_00_vh_clean_2.labels.ply",
        "scene0004_00_vh_clean_2.ply",
    ]
    assert (written / "scannetv2_val.txt").read_text() == "scene0004_00\n"
    assert (written / "scannetv2_train.txt").read_text() == "scene0005_01\n"


def test_meshes_hold_the_scan_and_name_their_vertices(written):
    stem = written / "scans" / "scene0004_00" / "scene0004_00_vh_clean_2"
    vertices, faces = read_ply(Path(f"{stem}.ply"))
    labelled, same_faces = read_ply(Path(f"{stem}.labels.ply"))
    assert len(vertices) > 3000 and len(faces) > len(vertices)
    assert (faces["count"] == 3).all() and faces["vertices"].max() < len(vertices)
    np.testing.assert_array_equal(faces, same_faces)
    np.testing.assert_array_equal(vertices["x"], labelled["x"])
    assert set(np.unique(labelled["label"])) == {1, 2, 5, 7, 40}  # wall floor chair table otherprop
    assert len(read_cloud(f"{stem}.ply")) == len(vertices)  # the project's own reader


def test_the_alignment_makes_the_walls_square(written):
    scene = written / "scans" / "scene0004_00"
    lines = (scene / "scene0004_00.txt").read_text().splitlines()
    values = dict(line.split(" = ") for line in lines)
    matrix = np.array(values["axisAlignment"].split(), float).reshape(4, 4)
    np.testing.assert_allclose(matrix[:3, :3] @ matrix[:3, :3].T, np.eye(3), atol=1e-5)
    vertices, _ = read_ply(scene / "scene0004_00_vh_clean_2.ply")
    xyz = np.stack([vertices[axis] for axis in "xyz"], axis=1)
    aligned = xyz @ matrix[:3, :3].T + matrix[:3, 3]
    assert np.ptp(aligned, axis=0)[:2] == pytest.approx([4, 3], abs=0.4)
    assert abs(np.ptp(xyz, axis=0)[0] - 4) > 0.5  # askew before


def test_segments_and_groups_give_every_vertex_its_object(written, small_room):
    scene = written / "scans" / "scene0004_00"
    segments = json.loads((scene / "scene0004_00_vh_clean_2.0.010000.segs.json").read_text())
    groups = json.loads((scene / "scene0004_00.aggregation.json").read_text())
    assert groups["segmentsFile"].endswith(".segs.json") and segments["sceneId"] == "scene0004_00"
    segment_of = np.array(segments["segIndices"])
    labelled, _ = read_ply(scene / "scene0004_00_vh_clean_2.labels.ply")
    assert len(segment_of) == len(labelled)
    names = [group["label"] for group in groups["segGroups"]]
    assert sorted(names) == ["chair", "floor", "kettle", "office chair", "table", "wall"]
    assert [group["objectId"] for group in groups["segGroups"]] == list(range(6))
    all_segments = [segment for group in groups["segGroups"] for segment in group["segments"]]
    assert sorted(all_segments) == sorted(set(segment_of.tolist()))
    numbers = {"chair": 5, "office chair": 5, "kettle": 40, "wall": 1, "floor": 2, "table": 7}
    for group in groups["segGroups"]:
        inside = np.isin(segment_of, group["segments"])
        assert set(labelled["label"][inside]) == {numbers[group["label"]]}
    table = np.isin(segment_of, groups["segGroups"][names.index("table")]["segments"])
    height = np.ptp(np.percentile(labelled["z"][table], (2, 98)))
    assert height == pytest.approx(0.7, abs=0.15)


def test_the_table_of_labels_leads_to_nyu40():
    rows = list(csv.DictReader(io.StringIO(label_table(("wall", "office chair"))), delimiter="\t"))
    found = [(row["id"], row["raw_category"], row["nyu40id"], row["nyu40class"]) for row in rows]
    assert found == [("1", "wall", "1", "wall"), ("2", "office chair", "5", "chair")]
    assert next(csv.reader(io.StringIO(label_table(())), delimiter="\t"))[4] == "nyu40id"


def test_names_of_an_earlier_run_stay_in_the_table(tmp_path):
    writer = ScanNetWriter(tmp_path)
    (tmp_path / LABELS_FILE).write_text(label_table(("wall", "garden gnome")))
    writer.finish([])
    assert "\tgarden gnome\t" in (tmp_path / LABELS_FILE).read_text()
    assert (tmp_path / "scannetv2_train.txt").read_text() == ""


def test_the_same_seed_gives_the_same_bytes(written, small_room, tmp_path):
    ScanNetWriter(tmp_path).write(REQUEST, small_room)
    for path in (written / "scans" / "scene0004_00").iterdir():
        assert (tmp_path / "scans" / "scene0004_00" / path.name).read_bytes() == path.read_bytes()
