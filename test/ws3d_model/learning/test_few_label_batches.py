# SPDX-License-Identifier: Apache-2.0
"""Batches of few labels: none of the labels is lost between points and voxels."""

from __future__ import annotations

from pathlib import Path

import pytest

from ws3d_model.learning.augmentation import AugmentationSettings
from ws3d_model.learning.batches import DataSettings
from ws3d_model.learning.few_label_batches import FewLabelBatches
from ws3d_model.learning.few_label_data import read_few_labels
from ws3d_model.learning.label_choice import LabelSettings

WHOLE = AugmentationSettings(crop=0.0, balanced=0.0, sparse=0.0, cut_height=0.0)


@pytest.mark.parametrize("layers", [1, 2])
def test_the_one_label_of_a_scan_reaches_its_voxel(shards: Path, layers: int) -> None:
    asked = LabelSettings(names=("floor", "wall", "box"), points=1)
    store = read_few_labels(shards, None, asked, False, 0.5, 1 << 20, quiet=True)
    settings = DataSettings(scans=1, mix=float(layers == 2), augmentation=WHOLE)
    batches = FewLabelBatches(store, settings, seed=0, voxel_size=0.5)
    for step in range(4):
        batch = batches.draw(step)
        # Two scans that are laid over each other may have their labels in one voxel.
        labelled = batch.labels >= 0
        assert 1 <= int(labelled.sum()) <= layers
        assert bool((batch.knows_objects == labelled).all())


def test_all_labels_of_a_scan_are_there_when_nothing_is_cut(shards: Path) -> None:
    asked = LabelSettings(names=("floor", "wall", "box"))
    store = read_few_labels(shards, None, asked, False, 0.5, 1 << 20, quiet=True)
    settings = DataSettings(scans=1, mix=0.0, augmentation=WHOLE)
    batch = FewLabelBatches(store, settings, seed=0, voxel_size=0.5).draw(0)
    assert set(batch.labels.tolist()) >= {0, 1, 2}
