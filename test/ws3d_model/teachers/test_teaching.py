# SPDX-License-Identifier: Apache-2.0
"""Teaching: from clouds to files, taken up again, with bad input counted and told."""

from __future__ import annotations

import dataclasses
import errno

import numpy as np
import pytest
from PIL import Image

from ws3d_model.commands.main import main
from ws3d_model.point_cloud import PointCloud
from ws3d_model.regions import over_segment
from ws3d_model.rendering import PinholeCamera, floor_views, render_views
from ws3d_model.rendering.pictures import depth_millimetres
from ws3d_model.teachers import FusedFeatures, PosedFrames, TeachSettings, teach
from ws3d_model.teachers.looking import Counts, pictures_of

CAMERA = PinholeCamera.of_view(64, 48, 70)
FEW = TeachSettings(views=4, width=64, height=48, point_size=0.05)


@pytest.fixture
def teacher(colours):
    colours.scales, colours.window_share = (1.0,), 0.0
    return colours


def save_cloud(path, cloud):
    np.savez(path, xyz=cloud.xyz, rgb=cloud.rgb)
    return path


def write_frames(folder, cloud, count=3, depth=True):
    """Rendered views in the form of recorded frames."""
    folder.mkdir()
    views = render_views(cloud, CAMERA, floor_views(cloud.xyz, count), 0.05)
    for number in range(count):
        name = folder / f"frame-{number:06d}"
        Image.fromarray(views.rgb[number]).save(f"{name}.color.png")
        if depth:
            Image.fromarray(depth_millimetres(views.depth[number])).save(f"{name}.depth.png")
        np.savetxt(f"{name}.pose.txt", views.poses[number])
    matrix = [[CAMERA.fx, 0, CAMERA.cx], [0, CAMERA.fy, CAMERA.cy], [0, 0, 1]]
    np.savetxt(folder / "camera-intrinsics.txt", matrix)
    return folder


def test_no_clouds_make_no_files(teacher, tmp_path):
    counts = teach([], teacher, tmp_path / "out", FEW, quiet=True)
    assert (counts.made, counts.kept, counts.failed) == (0, 0, [])


def test_made_once_kept_afterwards_and_made_again_where_something_changed(teacher, tmp_path, room):
    path, out = save_cloud(tmp_path / "room.npz", room), tmp_path / "out"
    first = teach([path], teacher, out, FEW, quiet=True)
    assert (first.made, first.kept) == (1, 0) and first.views >= 3
    fused = FusedFeatures.load(out / "room.safetensors")
    assert len(fused.features) == len(room) and fused.teacher == "colours" and fused.seen > 0.3
    stamp = (out / "room.safetensors").stat().st_mtime_ns
    assert teach([path], teacher, out, FEW, quiet=True).kept == 1
    assert (out / "room.safetensors").stat().st_mtime_ns == stamp
    more = TeachSettings(views=5, width=64, height=48, point_size=0.05)
    assert teach([path], teacher, out, more, quiet=True).made == 1
    save_cloud(path, PointCloud(room.xyz, 255 - room.rgb))
    assert teach([path], teacher, out, more, quiet=True).made == 1
    teacher.content_hash = "1"
    assert teach([path], teacher, out, more, quiet=True).made == 1
    (out / "room.safetensors").write_bytes(b"cut off")
    with pytest.raises(ValueError, match="make it again"):
        teach([path], teacher, out, more, quiet=True)


def test_points_of_a_region_are_taught_alike_seen_or_not(teacher, tmp_path, room):
    path = save_cloud(tmp_path / "room.npz", room)
    teach([path], teacher, tmp_path / "regions", FEW, quiet=True)
    points = dataclasses.replace(FEW, regions=False)
    teach([path], teacher, tmp_path / "points", points, quiet=True)
    regions = FusedFeatures.load(tmp_path / "regions" / "room.safetensors")
    alone = FusedFeatures.load(tmp_path / "points" / "room.safetensors")
    assert regions.seen > alone.seen
    region = over_segment(room).of_point
    first = np.unique(region, return_index=True)[1]
    np.testing.assert_array_equal(regions.features, regions.features[first][region])


def test_bad_clouds_are_counted_and_the_others_are_made(teacher, tmp_path, room):
    good = save_cloud(tmp_path / "good.npz", room)
    empty = save_cloud(
        tmp_path / "empty.npz", PointCloud(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.uint8))
    )
    damaged = tmp_path / "damaged.npz"
    damaged.write_bytes(b"no cloud")
    missing = tmp_path / "missing.npz"
    counts = teach([empty, damaged, missing, good], teacher, tmp_path / "out", FEW, quiet=True)
    assert counts.made == 1 and len(counts.failed) == 3
    assert "empty.npz" in counts.failed[0] and "nothing to look at" in counts.failed[0]


def test_another_teachers_folder_is_refused(teacher, tmp_path, room):
    path, out = save_cloud(tmp_path / "room.npz", room), tmp_path / "out"
    teach([path], teacher, out, FEW, quiet=True)
    teacher.identity = "another"
    with pytest.raises(ValueError, match=r"colours.*another.*another folder"):
        teach([path], teacher, out, FEW, quiet=True)


def test_two_clouds_of_one_name_are_refused(teacher, tmp_path):
    with pytest.raises(ValueError, match="a folder each"):
        teach([tmp_path / "a" / "x.npz", tmp_path / "b" / "x.npz"], teacher, tmp_path, FEW)


def test_a_full_disk_ends_the_run_with_what_is_done(teacher, tmp_path, room, monkeypatch):
    paths = [save_cloud(tmp_path / f"{name}.npz", room) for name in "ab"]
    out = tmp_path / "out"
    teach(paths[:1], teacher, out, FEW, quiet=True)

    def full(self, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(type(out), "write_bytes", full)
        with pytest.raises(OSError, match="free some space"):
            teach(paths, teacher, out, FEW, quiet=True)
    assert sorted(p.name for p in out.iterdir()) == ["a.safetensors"]
    counts = teach(paths, teacher, out, FEW, quiet=True)
    assert (counts.made, counts.kept) == (1, 1)


def test_views_without_points_are_counted(teacher):
    """A pole of points far from a plane: orbits at its height see next to nothing."""
    xyz = np.array([[0, 0, 0], [10, 0, 0]], np.float32)
    counts = Counts()
    cloud = PointCloud(xyz, np.zeros((2, 3), np.uint8))
    settings = TeachSettings(views=3, path="orbit", width=64, height=48)
    assert list(pictures_of(cloud, settings, counts)) == []
    assert (counts.views, counts.skipped) == (0, 3)


def test_real_frames_teach_what_rendered_views_do(teacher, tmp_path, room):
    frames = PosedFrames.read(write_frames(tmp_path / "frames", room))
    path = save_cloud(tmp_path / "room.npz", room)
    points = dataclasses.replace(FEW, regions=False)
    counts = teach([path], teacher, tmp_path / "out", points, frames, quiet=True)
    assert (counts.made, counts.views, counts.skipped) == (1, 3, 0)
    fused = FusedFeatures.load(tmp_path / "out" / "room.safetensors")
    seen = (fused.weight > 0) & (room.xyz[:, 2] == 0)
    assert (fused.features[seen].argmax(axis=1) == 0).mean() > 0.9  # the floor is red


def test_frames_make_a_cloud_in_their_frame(tmp_path, room):
    cloud = PosedFrames.read(write_frames(tmp_path / "frames", room)).fused_cloud(0.05)
    assert len(cloud) > 500
    assert cloud.xyz.min() > -0.1 and cloud.xyz.max() < 3.1
    low = (cloud.xyz[:, 2] < 0.1) & (np.abs(cloud.xyz[:, :2] - 1.5) < 1.2).all(axis=1)
    assert (cloud.rgb[low].argmax(axis=1) == 0).mean() > 0.8


def test_frames_with_lost_or_wrong_poses_are_counted(teacher, tmp_path, room):
    folder = write_frames(tmp_path / "frames", room)
    np.savetxt(folder / "frame-000000.pose.txt", np.full((4, 4), np.nan))
    # A pose that looks at the other side of the room, with the depth of this side.
    away = np.loadtxt(folder / "frame-000001.pose.txt")
    away[:3, 3] += (0.0, 0.0, 30.0)
    np.savetxt(folder / "frame-000001.pose.txt", away)
    path = save_cloud(tmp_path / "room.npz", room)
    counts = teach([path], teacher, tmp_path / "out", FEW, PosedFrames.read(folder), quiet=True)
    assert (counts.made, counts.views, counts.skipped) == (1, 1, 2)


def test_frames_that_do_not_match_are_refused(tmp_path, room):
    folder = write_frames(tmp_path / "frames", room)
    (folder / "frame-000002.pose.txt").unlink()
    with pytest.raises(ValueError, match="3 images and 2 poses do not match: frame-000002"):
        PosedFrames.read(folder)
    Image.fromarray(np.zeros((10, 10, 3), np.uint8)).save(folder / "frame-000000.color.png")
    (folder / "frame-000002.color.png").unlink()
    with pytest.raises(ValueError, match="image and camera do not match"):
        PosedFrames.read(folder)
    (folder / "camera-intrinsics.txt").unlink()
    with pytest.raises(FileNotFoundError, match="camera-intrinsics"):
        PosedFrames.read(folder)
    with pytest.raises(FileNotFoundError, match="camera-intrinsics"):
        PosedFrames.read(tmp_path)


@pytest.mark.parametrize("wrong", [{"path": "air"}, {"views": 0}, {"width": 5}])
def test_impossible_settings_are_refused(wrong):
    with pytest.raises(ValueError, match="must be"):
        TeachSettings(**wrong)


def test_the_commands_render_and_teach(tmp_path, room, model_folder, capsys):
    path = save_cloud(tmp_path / "room.npz", room)
    common = ["--views", "2", "--point-size", "0.05"]
    views = ["--width", "64", "--height", "48", "--out", str(tmp_path / "views")]
    assert main(["render", str(path), *common, *views]) == 0
    assert "2 views" in capsys.readouterr().out
    assert len(list((tmp_path / "views").glob("*.index.npy"))) == 2
    assert main(["render", str(path), "--path", "turn", *common, *views]) == 0
    model = f"open_clip:local-dir:{model_folder}"
    taught = ["--teacher", model, "--out", str(tmp_path / "out"), "--pictures", "1", "--quiet"]
    assert main(["teach", str(path), *common, *taught]) == 0
    fused = FusedFeatures.load(tmp_path / "out" / "room.safetensors")
    assert (fused.teacher, fused.dimension) == (model, 24)
    assert Image.open(tmp_path / "out" / "room.png").width > 320
    assert main(["teach", str(tmp_path / "views"), *taught]) == 2
    assert "holds no shards" in capsys.readouterr().err
    assert main(["teach", str(path), *common, "--out", str(tmp_path), "--teacher", "ViT-B-32"]) == 2
    assert "random ones mean nothing" in capsys.readouterr().err


def test_a_cloud_that_nothing_can_be_seen_of_is_told(tmp_path, capsys):
    empty = PointCloud(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.uint8))
    path = save_cloud(tmp_path / "empty.npz", empty)
    assert main(["render", str(path), "--out", str(tmp_path / "views")]) == 2
    assert "nothing to look at" in capsys.readouterr().err
