# SPDX-License-Identifier: Apache-2.0
"""The shipped checkpoint: it loads, it sees a room, and its figures on a real tile are printed."""

import dataclasses
import os
from pathlib import Path

import numpy as np
import pytest

from ws3d_model import Perception, PointCloud
from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.evaluation.semantic import SemanticScore
from ws3d_model.language import Vocabulary, VocabularyEntry
from ws3d_model.worlds.rooms.room import build_room
from ws3d_model.worlds.sensors.scan import scan
from ws3d_model.worlds.words import EVALUATION_NAMES, labels_within

REAL = Path(os.environ.get("WS3D_REAL_DATA", Path(__file__).parents[3] / "shared" / "data"))
TILE = REAL / "s3dis_demo_tile" / "s3dis_tile.npz"
TILE_LABELS = {"floor": 1, "wall": 2, "chair": 7, "table": 8, "clutter": 12}


@pytest.fixture(scope="module")
def perception() -> Perception:
    return Perception.load(device="cpu")


@pytest.fixture(scope="module")
def room() -> LabelledCloud:
    """A scanned room of held-out families."""
    return scan(build_room(900_001, "held_out", kind="meeting room"), 1)


@pytest.fixture(scope="module")
def rotation() -> np.ndarray:
    cos, sin = np.cos(np.pi / 6), np.sin(np.pi / 6)
    return np.array([[1, 0, 0], [0, cos, -sin], [0, sin, cos]])


def test_it_names_most_of_a_held_out_room(perception: Perception, room: LabelledCloud) -> None:
    perception.set_vocabulary(EVALUATION_NAMES)
    scene = perception.process(room.cloud)
    truth = np.append(labels_within(EVALUATION_NAMES), np.int32(-1))[room.labels]
    score = SemanticScore.of(EVALUATION_NAMES, [(truth, scene.labels)])
    assert score.accuracy > 0.7  # guessing "wall" gives less than half
    assert score.iou[EVALUATION_NAMES.index("floor")] > 0.85
    assert score.iou[EVALUATION_NAMES.index("chair")] > 0.5


def test_same_labels_tilted_and_in_camera_axes(
    perception: Perception, room: LabelledCloud, rotation: np.ndarray
) -> None:
    perception.set_vocabulary(EVALUATION_NAMES)
    level = perception.process(room.cloud).labels
    for turn in (rotation, np.array([[0, -1, 0], [0, 0, -1], [1, 0, 0.0]])):
        again = perception.process(room.cloud.rotated(turn).rotated(turn.T)).labels
        assert np.mean(level == again) >= 0.95


def test_chairs_alone_leave_walls_unlabelled(perception: Perception, room: LabelledCloud) -> None:
    perception.set_vocabulary(["chair"])
    labels = perception.process(room.cloud).labels
    wall = room.labels == room.names.index("wall")
    chair = room.labels == room.names.index("chair")
    assert np.mean(labels[wall] == -1) > 0.9
    assert np.mean(labels[chair] == 0) > 0.6


def test_nonsense_claims_at_most_five_percent(perception: Perception, room: LabelledCloud) -> None:
    words = (*EVALUATION_NAMES, "blorptang", "xqzzt vrem", "quux flibber")
    perception.set_vocabulary(words)
    labels = perception.process(room.cloud).labels
    assert np.mean(labels >= len(EVALUATION_NAMES)) <= 0.05


@pytest.mark.real_data
@pytest.mark.skipif(not TILE.exists(), reason=f"there is no real office tile at {TILE}")
def test_real_office_tile(perception: Perception) -> None:
    with np.load(TILE, allow_pickle=False) as tile:
        cloud = PointCloud(tile["xyz"].astype(np.float32), tile["rgb"])
        raw = tile["label"]
    truth = np.full(len(raw), -1, np.int32)
    for place, number in enumerate(TILE_LABELS.values()):
        truth[raw == number] = place
    names = tuple(TILE_LABELS)
    phrases = ("box", "books", "bottle", "backpack", "cup", "trash can", "laptop")
    by_phrases = Vocabulary(
        tuple(VocabularyEntry(n, phrases if n == "clutter" else ()) for n in names)
    )
    perception.settings = dataclasses.replace(perception.settings, rivals="never")
    for title, vocabulary in (("names", Vocabulary.of(names)), ("phrases", by_phrases)):
        perception.set_vocabulary(vocabulary)
        score = SemanticScore.of(names, [(truth, perception.process(cloud).labels)])
        print(f"\n{title}: mIoU {100 * score.mean_iou:.1f}", (100 * score.iou).round(1))
        assert score.mean_iou > 0.6
