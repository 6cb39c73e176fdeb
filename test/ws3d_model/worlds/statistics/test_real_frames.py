# SPDX-License-Identifier: Apache-2.0
"""Real frames: depth images, sweeps and scans found in a folder."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from ws3d_model.worlds.statistics.real_frames import kitti_sizes, real_frames


def test_an_empty_folder_says_what_to_name(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"\*.depth.png"):
        list(real_frames(tmp_path))


def test_depth_images_become_points_with_holes(tmp_path):
    np.savetxt(tmp_path / "camera-intrinsics.txt", [[100, 0, 2], [0, 100, 1], [0, 0, 1]])
    depth = np.full((2, 4), 1500, np.uint16)
    depth[0, 0], depth[1, 3] = 0, 65535
    Image.fromarray(depth).save(tmp_path / "frame-0.depth.png")
    (frame,) = real_frames(tmp_path)
    assert frame.kind == "rgbd" and frame.xyz.shape == (8, 3)
    assert np.flatnonzero(np.isnan(frame.xyz[:, 2])).tolist() == [0, 7]
    assert frame.xyz[1].tolist() == pytest.approx([-0.0075, -0.0075, 1.5])


def test_depth_images_need_their_camera(tmp_path):
    Image.fromarray(np.ones((2, 2), np.uint16)).save(tmp_path / "a.depth.png")
    with pytest.raises(ValueError, match="camera-intrinsics"):
        list(real_frames(tmp_path))


def test_sweeps_and_scans(tmp_path):
    points = np.arange(20, dtype=np.float32).reshape(5, 4)
    (tmp_path / "000000.bin").write_bytes(points.tobytes())
    five = np.zeros((3, 5), np.float32)
    (tmp_path / "sweep.pcd.bin").write_bytes(five.tobytes())
    np.savez(tmp_path / "x_sweeps.npz", points=points, offsets=np.array([0, 2, 5]))
    np.savez(tmp_path / "y_scan.npz", xyz=points[:, :3], label=np.arange(5))
    found = [(frame.kind, len(frame.xyz)) for frame in real_frames(tmp_path)]
    assert found == [("lidar", 5), ("lidar", 3), ("lidar", 2), ("lidar", 3), ("scan", 5)]
    assert [*real_frames(tmp_path)][-1].labels.tolist() == [0, 1, 2, 3, 4]


def test_sizes_of_kitti_labels(tmp_path):
    (tmp_path / "label_2").mkdir()
    lines = [
        "Car 0.00 0 -1.67 657.39 190.13 700.07 223.39 1.41 1.58 4.36 3.18 2.27 34.38 -1.58",
        "DontCare -1 -1 -10 503.89 169.71 590.61 190.13 -1 -1 -1 -1000 -1000 -1000 -10",
    ]
    (tmp_path / "label_2" / "0.txt").write_text("\n".join(lines) + "\n")
    assert [*kitti_sizes(tmp_path)] == [("car", 4.36, 1.58, 1.41)]
