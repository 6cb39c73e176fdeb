# SPDX-License-Identifier: Apache-2.0
"""Writing results: the arrays of the contract, a coloured cloud, all or nothing."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from ws3d_model import PointCloud, SceneLabels
from ws3d_model.cloud_files import CloudFileError, check_output_path, read_cloud, write_labels
from ws3d_model.label_colors import UNLABELLED, label_color, label_colors

NAMES = ("wall", "office chair", "stół")


def scene_and_cloud() -> tuple[SceneLabels, PointCloud]:
    xyz = np.arange(15, dtype=np.float32).reshape(5, 3)
    xyz[3] = np.nan
    scene = SceneLabels(
        names=NAMES,
        labels=np.array([0, 1, 2, -1, -1], np.int32),
        confidences=np.array([1, 0.5, 0.25, 0, 0], np.float32),
        instances=np.array([-1, 0, 1, -1, -1], np.int32),
        boxes=np.arange(14, dtype=np.float32).reshape(2, 7),
        box_labels=np.array([1, 2], np.int32),
        box_scores=np.array([0.5, 0.25], np.float32),
        box_instances=np.array([0, 1], np.int32),
    )
    return scene, PointCloud(xyz, rgb=np.full((5, 3), 9, np.uint8))


@pytest.mark.parametrize("suffix", [".npz", ".ply"])
def test_nothing_found_in_no_points(tmp_path, suffix):
    cloud = PointCloud(np.zeros((0, 3), np.float32))
    write_labels(tmp_path / f"out{suffix}", SceneLabels.empty((), 0), cloud)
    if suffix == ".ply":
        assert len(read_cloud(tmp_path / "out.ply")) == 0
    else:
        with np.load(tmp_path / "out.npz", allow_pickle=False) as out:
            assert out["names"].shape == out["label"].shape == (0,)
            assert out["boxes"].shape == (0, 7)


def test_npz_holds_the_arrays_of_the_contract(tmp_path):
    scene, cloud = scene_and_cloud()
    write_labels(tmp_path / "out.npz", scene, cloud, np.eye(3, dtype=np.float32)[::-1].copy())
    with np.load(tmp_path / "out.npz", allow_pickle=False) as out:
        expected = {
            "label": scene.labels,
            "confidence": scene.confidences,
            "instance": scene.instances,
            "boxes": scene.boxes,
            "box_label": scene.box_labels,
            "box_score": scene.box_scores,
            "box_instance": scene.box_instances,
            "level_from_input": np.eye(3, dtype=np.float32)[::-1],
        }
        assert set(out.files) == {*expected, "names"}
        for name, array in expected.items():
            assert out[name].dtype == array.dtype
            np.testing.assert_array_equal(out[name], array)
        assert out["names"].dtype.kind == "U"
        assert out["names"].tolist() == list(NAMES)


def test_level_is_the_identity_unless_given(tmp_path):
    write_labels(tmp_path / "out.npz", *scene_and_cloud())
    with np.load(tmp_path / "out.npz", allow_pickle=False) as out:
        np.testing.assert_array_equal(out["level_from_input"], np.eye(3))
        assert out["level_from_input"].dtype == np.float32


def test_ply_is_coloured_by_label_and_leaves_out_what_has_no_place(tmp_path):
    scene, cloud = scene_and_cloud()
    write_labels(tmp_path / "out.ply", scene, cloud)
    read = read_cloud(tmp_path / "out.ply")
    np.testing.assert_array_equal(read.xyz, cloud.xyz[[0, 1, 2, 4]])
    colors = [*(label_color(name) for name in NAMES), UNLABELLED]
    assert [tuple(row) for row in read.rgb.tolist()] == colors
    header = (tmp_path / "out.ply").read_bytes().split(b"end_header")[0]
    assert b"comment label 1 office chair\n" in header
    assert header.isascii()


def test_a_file_is_replaced_at_once_and_nothing_is_left_beside(tmp_path):
    scene, cloud = scene_and_cloud()
    out = tmp_path / "out.npz"
    out.write_bytes(b"old")
    write_labels(out, scene, cloud)
    assert [path.name for path in tmp_path.iterdir()] == ["out.npz"]
    before = out.read_bytes()
    with pytest.raises(ValueError, match="do not belong"):
        write_labels(out, dataclasses.replace(SceneLabels.empty(NAMES, 4)), cloud)
    assert out.read_bytes() == before


def test_bad_outputs_are_refused_before_the_work(tmp_path):
    with pytest.raises(CloudFileError, match="unknown suffix"):
        check_output_path(tmp_path / "out.txt")
    with pytest.raises(CloudFileError, match="no folder"):
        check_output_path(tmp_path / "missing" / "out.npz")
    (tmp_path / "folder.npz").mkdir()
    with pytest.raises(CloudFileError, match="is a folder"):
        check_output_path(tmp_path / "folder.npz")
    check_output_path(tmp_path / "out.NPZ")


def test_colours_are_stable_distinct_and_bright():
    assert label_color("chair") == label_color(" Chair ")
    # Pinned: recorded pictures and marker colours must not change between versions.
    assert label_color("chair") == (187, 224, 130)
    names = ["wall", "floor", "chair", "table", "sofa", "bed", "door", "window", "lamp", "plant"]
    colors = np.array([label_color(name) for name in names], float)
    assert colors.max(axis=1).min() >= 190
    assert np.ptp(colors, axis=1).min() >= 90
    assert len({tuple(color) for color in colors.tolist()}) >= 9
    assert label_colors([]).tolist() == [list(UNLABELLED)]
    assert label_color("\ud800") == label_color("\ud800")
