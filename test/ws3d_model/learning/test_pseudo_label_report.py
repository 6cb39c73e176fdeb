# SPDX-License-Identifier: Apache-2.0
"""Pseudo-label report: counts worked by hand, and which labels of a scan are looked at."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from ws3d_model.learning.few_label_data import read_few_labels
from ws3d_model.learning.label_choice import LabelSettings
from ws3d_model.learning.pseudo_label_report import PseudoTally

NAMES = ("floor", "wall", "box")


def test_nothing_counted() -> None:
    told = PseudoTally(2).figures(("floor", "wall"))
    assert (told["voxels"], told["share"], told["right"]) == (0, None, None)


def test_a_tally_by_hand() -> None:
    tally = PseudoTally(2)
    # 2 is a name that is not learnt: whatever is said of it is wrong. -1 is not known: not counted.
    truth = torch.tensor([0, 0, 0, 1, 1, 2, 2, -1])
    given = torch.tensor([0, 0, 1, 1, -1, 0, -1, 1])
    tally.add(given, truth)
    tally.add(torch.tensor([1]), torch.tensor([1]))
    told = tally.figures(("floor", "wall"))
    assert told["voxels"] == 8
    assert told["share"] == 6 / 8
    assert told["right"] == 4 / 6
    assert told["names"] == {
        "floor": {"voxels": 3, "given": 3, "right": 2},
        "wall": {"voxels": 3, "given": 3, "right": 2},
    }


def test_the_truth_beside_what_is_kept(shards: Path) -> None:
    asked = LabelSettings(names=NAMES, novel=("box",), points=5)
    store = read_few_labels(shards, None, asked, True, 0.5, 1 << 20, quiet=True)
    assert store.learnt_names == ("floor", "wall")
    truth, kept = store.truth(0)
    assert int((kept >= 0).sum()) <= 5
    np.testing.assert_array_equal(truth[kept >= 0], kept[kept >= 0])
    assert set(np.unique(truth)) == {0, 1, 2}  # 2: a box, which is not learnt
    assert all(scan.truth_left_out for scan in store.scans)


def test_only_labels_that_were_left_out_are_judged(shards: Path) -> None:
    half = LabelSettings(names=NAMES, share=0.5)
    store = read_few_labels(shards, None, half, True, 0.5, 1 << 20, quiet=True)
    assert sum(scan.truth_left_out for scan in store.scans) == 2
    every = read_few_labels(shards, None, LabelSettings(names=NAMES), True, 0.5, 1 << 20, True)
    assert not any(scan.truth_left_out for scan in every.scans)
    # The labels of a folder of unlabelled scans are not looked at, to judge neither.
    others = read_few_labels(None, shards, LabelSettings(names=NAMES), True, 0.5, 1 << 20, True)
    assert not any(scan.truth_left_out for scan in others.scans)
