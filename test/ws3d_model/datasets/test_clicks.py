# SPDX-License-Identifier: Apache-2.0
"""Clicks in scans of one's own: read, spread to regions, and made into shards by the command."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from ws3d_model.commands.main import main
from ws3d_model.datasets.clicks import Click, label_by_clicks, names_of, read_clicks
from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.point_cloud import PointCloud

NAMES = ("box", "floor")
FLOOR = 80 * 80


def room() -> PointCloud:
    """A floor of 2 x 2 m and, over it, the top of a red box."""
    side = 0.0125 + 0.025 * np.arange(80)
    floor = np.stack(np.meshgrid(side, side, [0.01]), -1).reshape(-1, 3)
    face = 0.7125 + 0.025 * np.arange(20)
    top = np.stack(np.meshgrid(face, face, [0.51]), -1).reshape(-1, 3)
    xyz = np.concatenate([floor, top]).astype(np.float32)
    rgb = np.full((len(xyz), 3), 120, np.uint8)
    rgb[len(floor) :] = (220, 20, 20)
    return PointCloud(xyz, rgb)


def write_ply(cloud: PointCloud, path: Path) -> None:
    head = f"ply\nformat ascii 1.0\nelement vertex {len(cloud)}\n"
    kinds = [
        *(f"float {axis}" for axis in "xyz"),
        *(f"uchar {c}" for c in ("red", "green", "blue")),
    ]
    head += "".join(f"property {kind}\n" for kind in kinds) + "end_header\n"
    assert cloud.rgb is not None
    rows = (
        f"{x} {y} {z} {r} {g} {b}\n"
        for (x, y, z), (r, g, b) in zip(cloud.xyz, cloud.rgb, strict=True)
    )
    path.write_text(head + "".join(rows))


def test_no_click_labels_nothing() -> None:
    empty = PointCloud(np.zeros((0, 3), np.float32))
    assert len(label_by_clicks(empty, [], NAMES)) == 0
    assert (label_by_clicks(room(), [], NAMES).labels == -1).all()


def test_a_click_labels_its_region_within_reach() -> None:
    cloud = room()
    clicks = [Click(2, "floor", (0.2, 0.2, 0.02)), Click(3, "box", index=len(cloud) - 5)]
    labelled = label_by_clicks(cloud, clicks, NAMES, reach=0.5)
    on_box = cloud.xyz[:, 2] > 0.25
    assert (labelled.labels[on_box] == 0).mean() > 0.9
    away = np.linalg.norm(cloud.xyz - (0.2, 0.2, 0), axis=1)
    assert set(labelled.labels[~on_box]) == {-1, 1}
    assert (labelled.labels[(away < 0.45) & ~on_box] == 1).all()
    assert (labelled.labels[(away > 0.55) & ~on_box] == -1).all()
    assert (labelled.instances == -1).all() and labelled.centres is None


def test_reach_of_nothing_labels_the_point_alone() -> None:
    labelled = label_by_clicks(room(), [Click(2, "floor", index=7)], NAMES, reach=0)
    assert np.flatnonzero(labelled.labels >= 0).tolist() == [7]


def test_two_names_in_one_region_share_it() -> None:
    faults: Counter[str] = Counter()
    clicks = [Click(2, "floor", (0.5, 1, 0)), Click(3, "box", (1.5, 1, 0))]
    labelled = label_by_clicks(room(), clicks, NAMES, reach=5, faults=faults)
    x = labelled.cloud.xyz[:FLOOR, 0]
    assert (labelled.labels[:FLOOR][x < 0.9] == 1).all()
    assert (labelled.labels[:FLOOR][x > 1.1] == 0).all()
    assert sum(faults.values()) == 1


@pytest.mark.parametrize(
    ("click", "message"),
    [
        (Click(4, "box", (9.0, 9.0, 9.0)), r"line 4: the nearest point is .* m away"),
        (Click(5, "box", index=10**6), "line 5: the scan has"),
    ],
)
def test_clicks_beside_the_scan(click: Click, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        label_by_clicks(room(), [click], NAMES)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "its first line must be"),
        ("file,x,y,name\n", "its first line must be"),
        ("file,index,name\n\n", "has no click"),
        ("file,index,name\na.ply,1\n", "line 2: 2 cells"),
        ("file,index,name\na.ply,-1,box\n", "line 2: index must be a row"),
        ("file,x,y,z,name\na.ply,1,2,nan,box\n", "line 2: x, y and z must be numbers"),
        ("file,index,name\na.ply,1, \n", "line 2: .*name"),
        ("file,index,name\n,1,box\n", "line 2: names no file"),
        (f"file,index,name\na.ply,1,{'b' * 200_000}\n", "no CSV"),
    ],
)
def test_files_of_clicks_that_cannot_be_used(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "clicks.csv"
    path.write_text(text)
    with pytest.raises(ValueError, match=message):
        read_clicks(path)


def test_columns_in_any_order(tmp_path: Path) -> None:
    path = tmp_path / "clicks.csv"
    path.write_text("\ufeffname, file, index\noffice  chair,a.ply,3\nbox,b.ply,0\n")
    clicks = read_clicks(path)
    assert clicks["a.ply"] == [Click(2, "office chair", index=3)]
    assert names_of(clicks) == ("box", "office chair")


def test_from_ply_files_to_shards(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = tmp_path / "scans", tmp_path / "shards"
    (source / "upstairs").mkdir(parents=True)
    write_ply(room(), source / "a.ply")
    # The same room with y up.
    turned = room()
    y_up = np.stack([turned.xyz[:, 1], turned.xyz[:, 2], turned.xyz[:, 0]], 1)
    write_ply(PointCloud(np.ascontiguousarray(y_up), turned.rgb), source / "upstairs/b.ply")
    clicks = source / "clicks.csv"
    clicks.write_text("file,x,y,z,name\nupstairs/b.ply,0.2,0,0.2,floor\n")
    command = ["prepare", "points", str(source), "--labels", str(clicks), "--out", str(out)]
    assert main([*command, "--up", "y", "--quiet"]) == 0
    assert "2 shards written" in capsys.readouterr().out
    assert sorted(path.name for path in out.iterdir()) == ["a.npz", "upstairs_b.npz"]
    labelled = LabelledCloud.load(out / "upstairs_b.npz")
    assert (labelled.labels >= 0).sum() > 20
    assert labelled.cloud.xyz[labelled.labels >= 0][:, 2].max() < 0.02
    assert (LabelledCloud.load(out / "a.npz").labels == -1).all()

    clicks.write_text("file,index,name\nc.ply,0,floor\n")
    assert main([*command, "--quiet"]) == 2
    assert "c.ply: no such file" in capsys.readouterr().err
    clicks.write_text("file,index,name\na.ply,0,floor\n")
    (source / "upstairs/b.ply").write_text("ply\n")
    assert main([*command, "--quiet"]) == 1
    assert main(["prepare", "points", str(source), "--out", str(out)]) == 2
