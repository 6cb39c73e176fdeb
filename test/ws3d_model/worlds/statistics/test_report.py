# SPDX-License-Identifier: Apache-2.0
"""The report: the plots that there is something to show in, the figures, and the command."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PIL import Image

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.point_cloud import PointCloud
from ws3d_model.worlds.statistics.__main__ import main
from ws3d_model.worlds.statistics.measures import Measured
from ws3d_model.worlds.statistics.report import Source, write_report


def test_nothing_measured_has_only_figures(tmp_path):
    files = write_report({"none": Source("scan", True, Measured())}, tmp_path / "new")
    assert [path.name for path in files] == ["figures.json"]
    figures = json.loads(files[0].read_text())
    assert figures["none"]["frames"] == 0 and "occupied_of_27" not in figures["none"]


@pytest.fixture
def folders(tmp_path):
    rng = np.random.default_rng(0)
    xyz = rng.uniform((0, 0, 0), (2, 2, 0.05), (4000, 3)).astype(np.float32)
    labels = (xyz[:, 0] > 1.5).astype(np.int32)
    shard = LabelledCloud(
        PointCloud(xyz),
        ("floor", "office chair"),
        labels,
        labels - 1,
        boxes=np.array([[0, 0, 0, 0.6, 0.5, 0.9, 0]], np.float32),
    )
    (tmp_path / "shards").mkdir()
    shard.save(tmp_path / "shards" / "train_0000001_fused0.npz")
    (tmp_path / "tile").mkdir()
    np.savez(tmp_path / "tile" / "scan.npz", xyz=xyz, label=labels)
    (tmp_path / "sweeps").mkdir()
    points = np.column_stack([rng.uniform(-9, 9, (5000, 2)), np.zeros(5000), np.ones(5000)])
    (tmp_path / "sweeps" / "0.bin").write_bytes(points.astype(np.float32).tobytes())
    return tmp_path


def test_generated_and_real_side_by_side(folders, capsys):
    out = folders / "out"
    status = main(
        [
            *("--generated", str(folders / "shards"), "--scenes", "0", "--quiet"),
            *("--real", str(folders / "tile"), str(folders / "sweeps")),
            *("--class-names", "tile=floor,chair", "--out", str(out)),
        ]
    )
    assert status == 0
    written = {path.name for path in out.iterdir()}
    assert written == {
        *("density_lidar.png", "neighbours.png", "classes.png", "sizes.png", "figures.json")
    }
    assert {line.rpartition("/")[2] for line in capsys.readouterr().out.split()} == written
    for name in written - {"figures.json"}:
        with Image.open(out / name) as picture:
            assert np.asarray(picture).std() > 5
    figures = json.loads((out / "figures.json").read_text())
    fused, tile = figures["fused shards"], figures["real: tile"]
    assert fused["points"] == tile["points"] == 4000
    assert fused["occupied_of_27"] == pytest.approx(tile["occupied_of_27"], abs=0.6)  # rounded
    assert fused["median_sizes"] == {"office chair": [0.6, 0.5, 0.9]}
    assert figures["fused, S3DIS names"]["classes"] == tile["classes"]
    assert "points_per_square_metre" in figures["real: sweeps"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--scenes", "-1"), "--scenes must be 0 to 1000"),
        (("--scenes", "0"), "nothing to measure"),
        (("--scenes", "0", "--generated", "no-such"), "holds no shards"),
        (("--scenes", "0", "--real", "no-such"), "holds no frame"),
        (("--scenes", "0", "--real", ".", "--class-names", "tile"), "write FOLDER=NAME"),
    ],
)
def test_impossible_requests_are_told(options, message, tmp_path, capsys):
    assert main([*options, "--out", str(tmp_path / "out"), "--quiet"]) == 2
    assert message in capsys.readouterr().err
