# SPDX-License-Identifier: Apache-2.0
"""SemanticKITTI's folders: read as its API reads them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.point_cloud import PointCloud
from ws3d_model.worlds.formats.scene_request import SceneRequest
from ws3d_model.worlds.formats.semantickitti import (
    CAMERA_FROM_LIDAR,
    SemanticKittiWriter,
    packed_labels,
)

REQUEST = SceneRequest("streets", 8)
FRAMES = 3


@pytest.fixture(scope="module")
def sequence(tmp_path_factory, small_street) -> Path:
    writer = SemanticKittiWriter(tmp_path_factory.mktemp("kitti"), FRAMES)
    assert not writer.done(REQUEST)
    writer.write(REQUEST, small_street)
    writer.finish([REQUEST])
    assert writer.done(REQUEST)
    assert not writer.done(SceneRequest("streets", 8, "held_out"))
    return writer.folder / "sequences" / "08"


def read_sweep(sequence: Path, number: int) -> tuple[np.ndarray, np.ndarray]:
    points = np.fromfile(sequence / "velodyne" / f"{number:06d}.bin", np.float32).reshape(-1, 4)
    return points, np.fromfile(sequence / "labels" / f"{number:06d}.label", np.uint32)


def test_every_sweep_has_its_labels(sequence):
    for number in range(FRAMES):
        points, labels = read_sweep(sequence, number)
        assert len(points) == len(labels) > 10_000
        assert np.isfinite(points).all() and 0 <= points[:, 3].min() <= points[:, 3].max() <= 1
        assert set((labels & 0xFFFF).tolist()) <= {10, 30, 40, 48, 50, 99, 252}
    assert len([*(sequence / "velodyne").iterdir()]) == FRAMES
    assert len((sequence / "times.txt").read_text().splitlines()) == FRAMES


def test_objects_keep_their_number_and_move_by_class(sequence):
    numbers = {}
    for frame in range(FRAMES):
        _, labels = read_sweep(sequence, frame)
        things = np.unique(labels[labels >> 16 > 0])
        for packed in things.tolist():
            numbers.setdefault(packed & 0xFFFF, set()).add(packed >> 16)
        assert set((labels[labels >> 16 > 0] & 0xFFFF).tolist()) <= {10, 30, 252}
    assert len(numbers[10]) == len(numbers[252]) == 1 and numbers[10] != numbers[252]


def test_poses_bring_the_sweeps_together(sequence):
    """Through calibration and poses, the parked car of every sweep lies at one place."""
    calibration = {}
    for line in (sequence / "calib.txt").read_text().splitlines():
        key, _, numbers = line.partition(":")
        calibration[key] = np.array(numbers.split(), float).reshape(3, 4)
    assert set(calibration) == {"P0", "P1", "P2", "P3", "Tr"}
    tr = np.vstack([calibration["Tr"], [0, 0, 0, 1]])
    np.testing.assert_allclose(tr, CAMERA_FROM_LIDAR, atol=1e-6)
    poses = np.loadtxt(sequence / "poses.txt").reshape(-1, 3, 4)
    np.testing.assert_allclose(poses[0], np.eye(4)[:3], atol=1e-6)
    moved = np.linalg.norm(np.diff(poses[:, :, 3], axis=0), axis=1)
    assert (moved > 0.05).all()
    assert (np.abs(poses[:, 1, 3]) < 0.05).all()  # the camera's y points down: no climbing
    centres = []
    for number in range(FRAMES):
        points, labels = read_sweep(sequence, number)
        pose = np.linalg.inv(tr) @ np.vstack([poses[number], [0, 0, 0, 1]]) @ tr
        car = points[(labels & 0xFFFF) == 10, :3] @ pose[:3, :3].T + pose[:3, 3]
        centres.append(np.percentile(car, (3, 97), axis=0))  # but for beams that an edge splits
    assert np.ptp(np.array(centres), axis=0).max() < 0.6  # its far end hides; it moves 1.6 m


def test_packing():
    seen = LabelledCloud(
        PointCloud(np.zeros((5, 3), np.float32)),
        ("car", "road", "bench", "person"),
        np.array([0, 0, 1, 2, -1], np.int32),
        np.array([0, 1, -1, 2, -1], np.int32),
    )
    packed = packed_labels(seen, np.array([False, True, False]))
    assert packed.tolist() == [1 << 16 | 10, 2 << 16 | 252, 40, 99, 0]
    nothing = seen.select(np.zeros(0, np.int64))
    assert packed_labels(nothing, np.zeros(0, np.bool_)).tolist() == []
