# SPDX-License-Identifier: Apache-2.0
"""Fusion: clouds meet by their poses, the majority names a cell, each object has one box."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("rclpy")

from ws3d_ros.demo.fusion import Fusion, single_frame
from ws3d_ros.demo.result_bag import FoundBox, LabelledPoints

NAMES, IDS = ("floor", "chair"), (4, 9)


def plane(offset: float = 0.0) -> np.ndarray:
    """float32 (N, 3): a sheet of 0.5 m with points 1 cm apart, away from the cells' borders."""
    steps = np.arange(0, 0.5, 0.01) + 0.005
    grid = np.stack(np.meshgrid(steps, steps), -1).reshape(-1, 2)
    return np.column_stack([grid + offset, np.full(len(grid), 0.01)]).astype(np.float32)


def labelled(
    xyz: np.ndarray,
    label: int,
    confidence: float = 0.9,
    pose: np.ndarray | None = None,
    boxes: tuple[FoundBox, ...] = (),
) -> LabelledPoints:
    count = len(xyz)
    return LabelledPoints(
        stamp=0,
        latency=0.1,
        xyz=xyz,
        rgb=np.full((count, 3), 100, np.uint8),
        label_ids=np.full(count, label, np.uint32),
        instances=np.full(count, 3, np.int32),
        confidences=np.full(count, confidence, np.float32),
        boxes=boxes,
        world_from_sensor=np.eye(4) if pose is None else pose,
        fixed=True,
    )


def box(x: float, length: float, track: int, name: str = "chair") -> FoundBox:
    pose = np.eye(4)
    pose[0, 3] = x
    return FoundBox(name, 0.8, track, pose, np.array([length, 1.0, 1.0]))


def test_nothing_gives_an_empty_frame() -> None:
    assert len(Fusion(NAMES, IDS).frame("t").cloud) == 0


def test_an_empty_cloud_and_holes_are_no_points() -> None:
    fusion = Fusion(NAMES, IDS)
    fusion.add(labelled(np.zeros((0, 3), np.float32), 4))
    fusion.add(labelled(np.full((4, 3), np.nan, np.float32), 4))
    assert len(fusion.frame("t").cloud) == 0


def test_the_majority_names_a_cell() -> None:
    fusion = Fusion(NAMES, IDS)
    for label, confidence in ((4, 0.3), (9, 0.5), (4, 0.4)):
        fusion.add(labelled(plane(), label, confidence))
    frame = fusion.frame("t")
    assert len(frame.cloud) > 300
    assert (frame.scene.labels == 0).all()
    assert (frame.scene.instances == 3).all()


def test_ids_of_other_vocabularies_and_none_are_unlabelled() -> None:
    fusion = Fusion(NAMES, IDS)
    fusion.add(labelled(plane(), 65535))
    fusion.add(labelled(plane(), 7))
    assert (fusion.frame("t").scene.labels == -1).all()


def test_poses_bring_the_clouds_together() -> None:
    pose = np.eye(4)
    pose[:3, 3] = 10, 0, 1
    fusion = Fusion(NAMES, IDS)
    fusion.add(labelled(plane(), 4))
    fusion.add(labelled(plane() - np.float32([10, 0, 1]), 4, pose=pose))
    together, alone = fusion.frame("t"), Fusion(NAMES, IDS)
    alone.add(labelled(plane(), 4))
    assert abs(len(together.cloud) - len(alone.frame("t").cloud)) < 0.2 * len(together.cloud)


def test_flying_points_are_left_out() -> None:
    fusion = Fusion(NAMES, IDS)
    fusion.add(labelled(np.concatenate([plane(), np.float32([[3, 3, 3]])]), 4))
    assert fusion.frame("t").cloud.xyz.max() < 1


def test_one_box_an_object_seen_often_enough() -> None:
    fusion = Fusion(NAMES, IDS)
    first = (box(0.0, 1.0, 1), box(5.0, 1.0, 2), box(9.0, 1.0, 3, "table"))
    fusion.add(labelled(plane(), 4, boxes=first))
    fusion.add(labelled(plane(), 4, boxes=(box(0.1, 1.4, 1), box(9.0, 1.0, 3, "table"))))
    scene = fusion.frame("t").scene
    # Track 2 was seen once, track 3 has a name of another vocabulary.
    assert scene.box_instances.tolist() == [1]
    assert scene.boxes[0, 3] == pytest.approx(1.4)
    assert scene.box_labels.tolist() == [1]


def test_a_single_cloud_keeps_its_finite_points() -> None:
    xyz = np.concatenate([plane(), np.full((2, 3), np.nan, np.float32)])
    frame = single_frame(labelled(xyz, 9, boxes=(box(0, 1, 1),)), NAMES, IDS)
    assert len(frame.cloud) == len(plane())
    assert (frame.scene.labels == 1).all() and len(frame.scene.boxes) == 1
