# SPDX-License-Identifier: Apache-2.0
"""Which scans and labels are read for learning from few labels, and when there is nothing to."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.learning.few_label_data import read_few_labels
from ws3d_model.learning.label_choice import LabelSettings
from ws3d_model.point_cloud import PointCloud


def test_labels_of_the_drawn_scans(shards: Path) -> None:
    asked = LabelSettings(names=("floor", "wall", "box"), novel=("box",), shots=1, share=0.5)
    store = read_few_labels(shards, None, asked, True, 0.5, 1 << 20, quiet=True)
    assert (len(store.scans), store.labelled_scans) == (4, 2)
    assert (store.learnt_names, store.rivals) == (("floor", "wall", "box"), ())
    boxes = [int((store.scan(number).labels == 2).sum()) for number in range(4)]
    assert sum(count > 0 for count in boxes) == 1
    for number, known in enumerate(store.scans):
        counts = np.bincount(store.scan(number).labels.numpy() + 1, minlength=4)[1:]
        np.testing.assert_array_equal(counts, known.counts)
    drawn = [store.choose(fraction) for fraction in np.linspace(0, 0.999, 40)]
    assert sum(bool(store.scans[number].counts.any()) for number in drawn) == 20
    unseen = LabelSettings(names=("floor", "wall", "box"), novel=("box",))
    store = read_few_labels(shards, None, unseen, False, 0.5, 1 << 20, quiet=True)
    assert (store.learnt_names, store.rivals) == (("floor", "wall"), ("box",))
    label, number = (store.choose_holder(0.99, 0.0) or (0, 0))[::-1]
    assert label == 1 and store.scans[number].counts[1] > 0


def test_odd_scans_are_counted_and_left_out(
    shards: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for path in sorted(shards.glob("*.npz"))[:3]:
        shutil.copy(path, tmp_path)
    whole = LabelledCloud.load(next(tmp_path.glob("*.npz")))
    none = np.full(len(whole), -1, np.int32)
    LabelledCloud(whole.cloud, whole.names, none, none).save(tmp_path / "no_labels.npz")
    LabelledCloud(whole.cloud, whole.names, whole.labels, whole.instances).save(
        tmp_path / "no_centres.npz"
    )
    nan = PointCloud(np.full((9, 3), np.nan, np.float32))
    LabelledCloud(nan, ("box",), none[:9], none[:9]).save(tmp_path / "no_points.npz")
    (tmp_path / "damaged.npz").write_bytes(b"PK nothing")
    with np.load(tmp_path / "no_labels.npz") as stored:
        arrays = {**stored, "labels": np.full(len(whole), 9, np.int16)}
    np.savez(tmp_path / "beyond.npz", **arrays)
    asked = LabelSettings(names=("floor", "box"))
    store = read_few_labels(tmp_path, None, asked, False, 0.5, 1 << 20, quiet=True)
    assert (len(store.scans), store.labelled_scans) == (3, 3)
    told = caplog.text
    assert "1 scans of the chosen scenes have no labelled point" in told
    assert "1 scans left out: objects without centres" in told
    assert "1 scans without points left out" in told
    assert "2 damaged scans left out, such as beyond.npz" in told
    assert "points have a name that is not learnt" in told  # the walls


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (LabelSettings(names=("spaceship",)), "no labelled point is left.*spaceship"),
        (LabelSettings(names=("box",), novel=("box",)), "no labelled point is left"),
        (LabelSettings(scenes="nowhere.txt"), "nowhere.txt"),
    ],
)
def test_nothing_to_learn_from(asked: LabelSettings, message: str, shards: Path) -> None:
    with pytest.raises(ValueError, match=message):
        read_few_labels(shards, None, asked, False, 0.5, 1 << 20, quiet=True)


def test_no_scans_at_all(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no shards"):
        read_few_labels(tmp_path, None, LabelSettings(), False, 0.5, 1, quiet=True)
    with pytest.raises(ValueError, match="give --data, or --unlabelled"):
        read_few_labels(None, None, LabelSettings(), False, 0.5, 1, quiet=True)
    (tmp_path / "damaged.npz").write_bytes(b"")
    with pytest.raises(ValueError, match=r"none of the shards can be used.*damaged\.npz"):
        read_few_labels(tmp_path, None, LabelSettings(), False, 0.5, 1, quiet=True)
