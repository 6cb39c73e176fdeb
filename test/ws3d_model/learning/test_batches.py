# SPDX-License-Identifier: Apache-2.0
"""Batches: drawn alike everywhere, truthful about ground, labels, centres, captions."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
import torch

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.learning.augmentation import AugmentationSettings, Dice, augment, crop
from ws3d_model.learning.batches import DataSettings, WorldBatches
from ws3d_model.learning.caption_book import CaptionBook
from ws3d_model.learning.scan import Scan
from ws3d_model.learning.scan_store import ScanStore
from ws3d_model.point_cloud import PointCloud

CPU = torch.device("cpu")
NAMES = ("floor", "wall", "box")


def source(store: ScanStore, scans: int = 2, mix: float = 0.0, **changes: object) -> WorldBatches:
    augmentation = AugmentationSettings(**changes)  # type: ignore[arg-type]
    return WorldBatches(store, DataSettings(scans, mix, augmentation=augmentation), 5, 0.05)


def test_empty_scan_survives_augmentation() -> None:
    none, whole = torch.zeros(0, 3), torch.zeros(0, dtype=torch.int32)
    empty = Scan(none, none, whole, none, whole, whole)
    dice = Dice(0, CPU)
    cut = crop(empty, dice, AugmentationSettings())
    assert len(augment(cut, dice, AugmentationSettings())) == 0


@pytest.mark.parametrize(
    "bad",
    [
        {"crop": 1.1},
        {"drop_color": -0.1},
        {"crop_radius": (2.0,)},
        {"crop_radius": (2.0, 1.0)},
        {"scale": (0.0, 1.0)},
        {"jitter": float("nan")},
    ],
)
def test_augmentation_out_of_range_is_refused(bad: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(bad))):
        AugmentationSettings(**bad)  # type: ignore[arg-type]


def test_augmentation_keeps_labels_and_centres(store: ScanStore) -> None:
    settings = AugmentationSettings(elastic=0.0, jitter=0.0, cut_height=0.0)
    whole = store.scan(0)
    for seed in range(20):
        dice = Dice(seed, CPU)
        scan = augment(crop(whole, dice, settings), dice, settings)
        centres = (scan.xyz + scan.to_centre)[scan.is_object]
        if len(centres):  # one box: all of its points still aim at one place
            assert float((centres - centres[0]).abs().max()) < 1e-4
        assert bool((scan.is_object == (scan.labels == 2)).all())
        assert torch.equal(scan.labels, whole.labels[scan.rows.long()])
        if scan.rgb is not None:
            assert 0 <= float(scan.rgb.min()) <= float(scan.rgb.max()) <= 1


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_known_ground_is_told_and_is_the_floor(store: ScanStore, share: float) -> None:
    drawn = source(store, 4, ground_known=share, tilt=0.0, elastic=0.0, jitter=0.0)
    batch = drawn.draw(3)
    assert set(batch.features[:, 9].tolist()) == {share}
    on_floor = batch.features[batch.labels == 0, 4]
    torch.testing.assert_close(on_floor, torch.full_like(on_floor, -0.6), atol=0.12, rtol=0)


def test_the_same_step_is_the_same_batch_and_another_another(store: ScanStore) -> None:
    drawn = source(store, mix=0.5)
    first, again, other = drawn.draw(7), drawn.draw(7), drawn.draw(8)
    for name, value in first.tensors().items():
        assert torch.equal(value, again.tensors()[name]), name
    assert len(first) != len(other) or not torch.equal(first.features, other.features)


def test_two_processes_draw_the_scans_that_one_would(store: ScanStore) -> None:
    whole = source(store, scans=4, mix=0.5).draw(2)
    half = source(store, scans=2, mix=0.5)
    first, second = half.draw(2, 0, 2), half.draw(2, 1, 2)
    assert len(first) + len(second) == len(whole)
    torch.testing.assert_close(torch.cat([first.features, second.features]), whole.features)
    assert torch.equal(torch.cat([first.labels, second.labels]), whole.labels)
    assert torch.equal(torch.cat([first.item, second.item + 2]), whole.item)


def test_crops_that_leave_nothing_are_told(store: ScanStore) -> None:
    with pytest.raises(ValueError, match="raise crop_radius"):
        source(store, crop=1.0, crop_radius=(0.01, 0.02)).draw(0)


def test_captions_belong_to_their_regions(store: ScanStore) -> None:
    book = CaptionBook.build(store, ways=2, wrong=0)
    batch = dataclasses.replace(source(store, 2, crop=0.0), captions=book).draw(0)
    said = {
        label: {book.texts[n] for n in batch.caption[batch.labels == label].tolist()}
        for label in (0, 1, 2)
    }
    assert said[2] <= {"a box", "a red box"}
    assert all("floor" in text or "ground" in text for text in said[0])
    assert {int(n) for n in batch.caption.unique()} == set(batch.candidates[:, 0].tolist())
    assert {book.texts[n] for n in batch.scene_caption.tolist()} <= {
        "an office", "an office with a box", "a cellar",
    }  # fmt: skip
    assert bool(batch.is_whole.all())
    assert batch.counts == {"empty_captions": 0}


def test_captions_of_other_scans_are_none_of_a_scans_own(store: ScanStore) -> None:
    book = CaptionBook.build(store, ways=2, wrong=0)
    lent = set()
    for seed in range(20):
        for shard in range(len(store.shards)):
            others = book.of_other_scenes(shard, Dice(seed, CPU))
            assert not set(others) & {-1, *book.scenes[shard]}
            lent.update(book.texts[n] for n in others)
    assert lent == {"an office", "an office with a box", "a cellar"}
    alone = dataclasses.replace(book, scenes=book.scenes[:1], wholes=book.wholes[:1])
    assert alone.of_other_scenes(0, Dice(0, CPU)) == ()


def test_empty_captions_are_counted_and_skipped(tmp_path: Path, store: ScanStore) -> None:
    for number, shard in enumerate(store.shards):
        bare = dataclasses.replace(LabelledCloud.load(shard.path), descriptions=(" \n",))
        bare.save(tmp_path / f"{number}.npz")
    bare_store = ScanStore.read(tmp_path, NAMES, quiet=True)
    book = CaptionBook.build(bare_store, ways=2, wrong=0)
    drawn = dataclasses.replace(source(bare_store, 2, crop=0.0), captions=book).draw(0)
    assert drawn.counts == {"empty_captions": 2}
    assert bool((drawn.caption[drawn.labels == 2] == -1).all())
    assert bool((drawn.caption[drawn.labels == 0] >= 0).all())


def test_classes_in_too_few_scans_are_left_unlabelled(store: ScanStore, tmp_path: Path) -> None:
    for number, shard in enumerate(store.shards):
        cloud = LabelledCloud.load(shard.path)
        if number == 0:
            cloud = dataclasses.replace(cloud, names=("chair", "wall", "box"))
        cloud.save(tmp_path / f"{number}.npz")
    mixed = ScanStore.read(tmp_path, (*NAMES, "chair"), quiet=True).with_classes(2)
    assert mixed.names == NAMES
    assert -1 in mixed.scan(0).labels.tolist()
    torch.testing.assert_close(mixed.scan(1).labels, store.scan(1).labels)
    with pytest.raises(ValueError, match="generate more"):
        store.with_classes(5)


def test_scans_used_last_stay_in_memory(shards: Path) -> None:
    small = ScanStore.read(shards, NAMES, kept_bytes=1, quiet=True)
    first = small.scan(0)
    assert small.scan(0) is first
    small.scan(1)
    assert small.scan(0) is not first
    large = ScanStore.read(shards, NAMES, quiet=True)
    kept = large.scan(0)
    large.scan(1)
    assert large.scan(0) is kept


def test_rows_that_are_not_finite_are_left_out() -> None:
    xyz = np.zeros((4, 3), np.float32)
    xyz[1] = np.nan
    labels, instances = np.zeros(4, np.int32), np.full(4, -1, np.int32)
    scan = Scan.from_labelled(LabelledCloud(PointCloud(xyz), ("wall",), labels, instances), NAMES)
    assert scan.rows.tolist() == [0, 2, 3]
    assert set(scan.labels.tolist()) == {1}


def test_objects_without_centres_are_refused() -> None:
    zeros = np.zeros(2, np.int32)
    room = LabelledCloud(PointCloud(np.zeros((2, 3), np.float32)), ("box",), zeros, zeros)
    with pytest.raises(ValueError, match="no centres"):
        Scan.from_labelled(room, NAMES)


def test_empty_folder_says_how_to_make_shards(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="ws3d generate rooms"):
        ScanStore.read(tmp_path, NAMES)


def test_damaged_shard_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.npz").write_bytes(b"PK")
    with pytest.raises(ValueError, match=r"broken\.npz"):
        ScanStore.read(tmp_path, NAMES, quiet=True)
