# SPDX-License-Identifier: Apache-2.0
"""FewLabelObjective: how far a label speaks, and what is held on to."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
import torch

from ws3d_model.few_labels import RegionLossSettings
from ws3d_model.learning.augmentation import AugmentationSettings
from ws3d_model.learning.batches import DataSettings
from ws3d_model.learning.few_label_batches import FewLabelBatch, FewLabelBatches
from ws3d_model.learning.few_label_data import read_few_labels
from ws3d_model.learning.few_label_experiment import FewLabelLossSettings
from ws3d_model.learning.few_label_net import FewLabelNet
from ws3d_model.learning.few_label_objective import FewLabelObjective
from ws3d_model.learning.few_label_words import FewLabelWords
from ws3d_model.learning.label_choice import LabelSettings
from ws3d_model.learning.ranks import Ranks
from ws3d_model.learning.region_cache import RegionCache
from ws3d_model.network import NetworkShape, VisionLanguageNet
from ws3d_model.regions import RegionSettings

CPU = torch.device("cpu")
NAMES = ("floor", "wall", "box")
ALONE = FewLabelLossSettings(objectness=0, offset=0)


@pytest.fixture
def batch(shards: Path, tmp_path: Path) -> FewLabelBatch:
    """One whole scan with one labelled point, and its regions."""
    asked = LabelSettings(names=NAMES, points=1)
    store = read_few_labels(shards, None, asked, False, 0.5, 1 << 20, quiet=True)
    whole = AugmentationSettings(crop=0, balanced=0, sparse=0, cut_height=0, elastic=0, jitter=0)
    cache = RegionCache([shard.path for shard in store.shards], tmp_path, RegionSettings())
    settings = DataSettings(scans=1, mix=0, augmentation=whole)
    return FewLabelBatches(store, settings, 0, 0.05, regions=cache).draw(0)


def learnt_voxels(
    batch: FewLabelBatch, settings: FewLabelLossSettings, names: tuple[str, ...], vectors: Path
) -> int:
    """Voxels that the cross-entropy over names was taken of."""
    words = FewLabelWords.build(names, {}, None, "toy", vectors, None, CPU)
    torch.manual_seed(0)
    shape = NetworkShape(channels=(8, 16), hidden=16, text_dimension=8)
    network = FewLabelNet(VisionLanguageNet(shape), len(names), False, False).train()
    losses = FewLabelObjective(words, settings, 0, 10)(network, batch, 0, Ranks())
    assert torch.isfinite(losses.terms["names"].total)
    return int(losses.terms["names"].weight)


def test_a_label_speaks_for_some_voxels_of_its_region(batch: FewLabelBatch, vectors: Path) -> None:
    assert batch.regions is not None
    (row,) = torch.nonzero(batch.labels >= 0)[:, 0].tolist()
    names = NAMES[: int(batch.labels.max()) + 1]
    size = int(batch.regions.sizes[batch.regions.of_voxel[row]])
    assert size > 30
    assert learnt_voxels(batch, ALONE, names, vectors) == 1
    for most in (16, 10**6):
        spread = dataclasses.replace(ALONE, spread=True, region=RegionLossSettings(voxels=most))
        # The labelled voxel is one of those that are drawn, or comes on top.
        told = learnt_voxels(batch, spread, names, vectors)
        assert min(most, size) <= told <= min(most + 1, size)


def test_without_regions_a_label_speaks_for_its_voxel(batch: FewLabelBatch, vectors: Path) -> None:
    none = dataclasses.replace(batch, regions=None)
    names = NAMES[: int(batch.labels.max()) + 1]
    assert learnt_voxels(none, dataclasses.replace(ALONE, spread=True), names, vectors) == 1


def test_holding_on_needs_the_answers(batch: FewLabelBatch, vectors: Path) -> None:
    words = FewLabelWords.build(NAMES, {}, None, "toy", vectors, None, CPU)
    words = dataclasses.replace(words, known=words.means, alike=torch.zeros(3, dtype=torch.bool))
    shape = NetworkShape(channels=(8, 16), hidden=16, text_dimension=8)
    before = VisionLanguageNet(shape).eval()
    network = FewLabelNet(VisionLanguageNet(shape), 3, False, False).train()
    objective = FewLabelObjective(words, dataclasses.replace(ALONE, keep=1.0), 0, 10, before)
    with pytest.raises(ValueError, match="keep needs batches with the checkpoint's answers"):
        objective(network, batch, 0, Ranks())
