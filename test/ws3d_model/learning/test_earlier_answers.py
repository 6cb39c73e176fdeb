# SPDX-License-Identifier: Apache-2.0
"""Earlier answers are those of the checkpoint about the whole scan, wherever a voxel comes from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.learning.augmentation import Dice
from ws3d_model.learning.batches import DataSettings
from ws3d_model.learning.earlier_answers import EarlierAnswers
from ws3d_model.learning.few_label_batches import FewLabelBatches
from ws3d_model.learning.few_label_data import read_few_labels
from ws3d_model.learning.label_choice import LabelSettings
from ws3d_model.network import Checkpoint, NetworkShape, VisionLanguageNet
from ws3d_model.observation import observe
from ws3d_model.point_cloud import PointCloud

CPU = torch.device("cpu")


def checkpoint(seed: int) -> Checkpoint:
    torch.manual_seed(seed)
    shape = NetworkShape(channels=(8, 16), hidden=16, text_dimension=8)
    return Checkpoint(
        network=VisionLanguageNet(shape).eval(),
        encoder="toy",
        encoder_probe="",
        text_centre=np.zeros(8, np.float32),
        anchor_names=(),
        anchors=np.zeros((0, 8), np.float32),
        content_hash=f"hash of {seed}",
    )


@pytest.fixture
def paths(shards: Path) -> list[Path]:
    return sorted(shards.glob("*.npz"))


def asked(path: Path, network: VisionLanguageNet) -> torch.Tensor:
    """The oracle: features (N, C) of every point of the scan as it is."""
    seen = observe(LabelledCloud.load(path).cloud, network, 1_000_000, 100.0)
    return seen.features.clone()[torch.from_numpy(seen.voxel_of_point)]


def test_answers_are_those_about_the_whole_scan(paths: list[Path], tmp_path: Path) -> None:
    start = checkpoint(0)
    for number, kept in ((0, tmp_path), (3, tmp_path), (3, tmp_path)):  # the last one from its file
        answers = EarlierAnswers(paths, kept, start, 10).of(number)
        got = answers.features[answers.voxel_of_row.long()].float()
        torch.testing.assert_close(got, asked(paths[number], start.network), rtol=1e-3, atol=1e-3)


def test_a_drawn_voxel_is_told_what_its_point_was(
    paths: list[Path], shards: Path, tmp_path: Path
) -> None:
    """Crops, noise, other colours and scans laid over each other do not change an answer."""
    start = checkpoint(0)
    store = read_few_labels(shards, None, LabelSettings(), False, 0.5, 1 << 20, quiet=True)
    found = EarlierAnswers([shard.path for shard in store.shards], tmp_path, start, 700)
    settings = DataSettings(scans=2, mix=0.5)
    batches = FewLabelBatches(store, settings, 0, 0.05, earlier=found)
    for step in range(3):
        batch = batches.draw(step)
        assert batch.earlier is not None
        assert len(batch.earlier.rows) == min(700, len(batch)) == len(batch.earlier.rows.unique())
        assert {"earlier.rows", "earlier.features"} <= batch.tensors().keys()
    oracle = [asked(path, start.network) for path in paths]
    rows = torch.arange(40) * 70
    part_of = torch.arange(40) % 2
    told = found.tell([2, 1], part_of, rows, Dice(0, CPU))
    for row, features in zip(told.rows.tolist(), told.features.float(), strict=True):
        expected = oracle[(2, 1)[row % 2]][rows[row]]
        torch.testing.assert_close(features, expected, rtol=1e-3, atol=1e-3)
    assert sorted(told.rows.tolist()) == list(range(40))


def test_points_without_a_voxel_are_not_told(tmp_path: Path) -> None:
    xyz = np.random.default_rng(0).random((500, 3), np.float32)
    xyz[::2] = np.nan
    none = np.full(500, -1, np.int32)
    LabelledCloud(PointCloud(xyz), (), none, none).save(tmp_path / "half.npz")
    answers = EarlierAnswers([tmp_path / "half.npz"], tmp_path / "kept", checkpoint(0), 500)
    rows = torch.arange(500)
    told = answers.tell([0], torch.zeros_like(rows), rows, Dice(0, CPU))
    assert sorted(told.rows.tolist()) == list(range(1, 500, 2))


def test_another_checkpoint_has_other_answers(paths: list[Path], tmp_path: Path) -> None:
    first = EarlierAnswers(paths, tmp_path, checkpoint(0), 10).of(0)
    second = EarlierAnswers(paths, tmp_path, checkpoint(1), 10).of(0)
    assert len(list(tmp_path.glob("*.npz"))) == 2
    assert not torch.allclose(first.features, second.features)


def test_a_file_with_other_contents_is_made_anew(paths: list[Path], tmp_path: Path) -> None:
    first = EarlierAnswers(paths, tmp_path, checkpoint(0), 10).of(0)
    (file,) = tmp_path.glob("*.npz")
    np.savez(file, features=np.zeros((2, 24), np.float16), voxel_of_row=np.full(3000, 2, np.int32))
    again = EarlierAnswers(paths, tmp_path, checkpoint(0), 10).of(0)
    torch.testing.assert_close(again.features, first.features, rtol=0, atol=0)
