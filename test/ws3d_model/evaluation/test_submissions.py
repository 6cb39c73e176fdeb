# SPDX-License-Identifier: Apache-2.0
"""Submissions: read back by the metric's code, they say what the network said."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ws3d_model.datasets.class_lists import SCANNET20, SEMANTIC_KITTI19
from ws3d_model.datasets.dataset import DatasetError
from ws3d_model.evaluation.panoptic import PanopticQuality
from ws3d_model.evaluation.scannet_instances import ScanNetInstances, masks_of
from ws3d_model.evaluation.submissions import (
    read_scannet_instances,
    read_scannet_semantic,
    read_semantickitti,
    write_scannet_instances,
    write_scannet_semantic,
    write_semantickitti,
)
from ws3d_model.objects import instance_labels
from ws3d_model.scene_labels import SceneLabels


def said(names: tuple[str, ...], labels: list[int], instances: list[int]) -> SceneLabels:
    array, things = np.array(labels, np.int32), np.array(instances, np.int32)
    ids = np.unique(things[things >= 0]).astype(np.int32)
    return SceneLabels(
        names,
        array,
        np.full(len(array), 0.5, np.float32),
        things,
        np.zeros((len(ids), 7), np.float32),
        instance_labels(array, things, ids),
        np.linspace(0.25, 0.75, len(ids), dtype=np.float32),
        ids,
    )


ROOM = ("chair", "wall", "sofa", "garden gnome")


def test_empty_scenes(tmp_path) -> None:
    nothing = SceneLabels.empty(ROOM, 0)
    write_scannet_semantic(tmp_path / "a.txt", nothing, SCANNET20)
    write_scannet_instances(tmp_path / "i" / "a.txt", nothing, SCANNET20)
    write_semantickitti(tmp_path / "a.label", nothing, SEMANTIC_KITTI19)
    assert len(read_scannet_semantic(tmp_path / "a.txt", SCANNET20)) == 0
    assert read_scannet_instances(tmp_path / "i" / "a.txt", SCANNET20) == []
    assert len(read_semantickitti(tmp_path / "a.label", SEMANTIC_KITTI19)[0]) == 0


def test_scannet_s_semantic_file_has_a_number_a_vertex(tmp_path) -> None:
    scene = said(ROOM, [0, 1, 2, 3, -1], [-1] * 5)
    write_scannet_semantic(tmp_path / "a.txt", scene, SCANNET20)
    assert (tmp_path / "a.txt").read_text() == "5\n1\n6\n0\n0\n"
    read = read_scannet_semantic(tmp_path / "a.txt", SCANNET20)
    assert read.tolist() == [SCANNET20.names.index(n) for n in ("chair", "wall", "sofa")] + [-1, -1]


def test_scannet_s_instances_are_an_index_and_masks(tmp_path) -> None:
    labels, things = [0, 0, 2, 2, 1, 3], [4, 4, 7, 7, 9, 11]
    write_scannet_instances(tmp_path / "s.txt", said(ROOM, labels, things), SCANNET20)
    lines = (tmp_path / "s.txt").read_text().splitlines()
    # Chair and sofa; walls are stuff, gnomes no class.
    assert [line.split()[:2] for line in lines] == [
        ["predicted_masks/s_000.txt", "5"],
        ["predicted_masks/s_001.txt", "6"],
    ]
    assert (tmp_path / "predicted_masks" / "s_001.txt").read_text() == "0\n0\n1\n1\n0\n0\n"


def test_read_back_the_instances_score_the_same(tmp_path) -> None:
    rng = np.random.default_rng(0)
    things = rng.integers(0, 4, 900)
    names = SCANNET20.names
    kinds = np.array([names.index(n) for n in ("chair", "sofa", "table", "bed")])
    truth, true_things = kinds[things].astype(np.int32), things.astype(np.int32)
    noisy = np.where(rng.random(900) < 0.2, rng.integers(0, 4, 900), things)
    scene = said(names, kinds[noisy].tolist(), noisy.tolist())
    write_scannet_instances(tmp_path / "s.txt", scene, SCANNET20)
    scores = [ScanNetInstances(names), ScanNetInstances(names)]
    scores[0].add(truth, true_things, masks_of(scene))
    scores[1].add(truth, true_things, read_scannet_instances(tmp_path / "s.txt", SCANNET20))
    assert scores[0].means == scores[1].means
    assert 0 < scores[0].means[0] < 1


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("../x.txt 5 0.5", "outside"),
        ("/etc/passwd 5 0.5", "outside"),
        ("m.txt 5", "no `mask label confidence`"),
        ("m.txt five 0.5", "no `mask label confidence`"),
        ("absent.txt 5 0.5", "no such file"),
        ("bad.txt 5 0.5", "no whole number"),
    ],
)
def test_bad_indices_are_named(tmp_path, line, message) -> None:
    (tmp_path / "s.txt").write_text(line + "\n")
    (tmp_path / "bad.txt").write_text("0\nx\n")
    with pytest.raises(DatasetError, match=message):
        read_scannet_instances(tmp_path / "s.txt", SCANNET20)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(-1, 18), st.integers(-1, 5)), min_size=1, max_size=60))
def test_semantickitti_s_labels_come_back(tmp_path_factory, points) -> None:
    labels, things = np.array(points, np.int32).T
    path = tmp_path_factory.mktemp("k") / "000000.label"
    scene = said(SEMANTIC_KITTI19.names, labels.tolist(), things.tolist())
    write_semantickitti(path, scene, SEMANTIC_KITTI19)
    back, objects = read_semantickitti(path, SEMANTIC_KITTI19)
    np.testing.assert_array_equal(back, labels)
    packed = np.fromfile(path, "<u4")
    assert set((packed & 0xFFFF).tolist()) <= {0, *SEMANTIC_KITTI19.ids.values()}
    stuff = [name in SEMANTIC_KITTI19.stuff for name in SEMANTIC_KITTI19.names]
    assert (objects[np.array([*stuff, True])[labels]] == -1).all()
    # As panoptic segments they are the same.
    quality = PanopticQuality(SEMANTIC_KITTI19.names, SEMANTIC_KITTI19.stuff, 1)
    quality.add(labels, things, back, objects)
    assert np.isnan(quality.mean()) if (labels < 0).all() else quality.mean() == 1


def test_half_a_label_is_named(tmp_path) -> None:
    (tmp_path / "a.label").write_bytes(b"12345")
    with pytest.raises(DatasetError, match="whole number of uint32"):
        read_semantickitti(tmp_path / "a.label", SEMANTIC_KITTI19)
