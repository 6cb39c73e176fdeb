# SPDX-License-Identifier: Apache-2.0
"""Alignment: every term against the formula written out, and what it leaves out."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn import functional

from ws3d_model.learning import losses
from ws3d_model.learning.alignment import HierarchicalAlignment, LossSettings
from ws3d_model.learning.augmentation import AugmentationSettings, Dice
from ws3d_model.learning.batch import Batch
from ws3d_model.learning.batches import DataSettings, WorldBatches
from ws3d_model.learning.caption_book import CaptionBook, related_classes
from ws3d_model.learning.objective import Term
from ws3d_model.learning.ranks import Ranks
from ws3d_model.learning.scan_store import ScanStore
from ws3d_model.learning.space_targets import SpaceSettings, SpaceTargets
from ws3d_model.learning.teacher_store import TeacherStore
from ws3d_model.learning.text_targets import TextTargets
from ws3d_model.network import NetworkShape, VisionLanguageNet
from ws3d_model.network.text_space_record import TextSpaceRecord
from ws3d_model.teachers import FusedFeatures

CPU = torch.device("cpu")
NAMES = ("floor", "wall", "box")


def unit(rows: int, size: int = 8, seed: int = 0) -> Tensor:
    values = torch.randn(rows, size, generator=torch.Generator().manual_seed(seed))
    return functional.normalize(values, dim=1)


def test_region_term_is_the_mean_over_regions_weighted_by_their_voxels() -> None:
    features, captions = unit(6), unit(3, seed=1)
    region = torch.tensor([0, 0, 0, 1, 2, 2])
    scale = torch.tensor(5.0)
    total = 0.0
    for k in range(3):
        inside = features[region == k]
        logits = scale * inside @ captions.t()
        per_region = -torch.log_softmax(logits, 1)[:, k].mean()
        total += len(inside) * float(per_region)
    found = losses.region_alignment(features @ captions.t(), region, scale)
    assert float(found[0] / found[1]) == pytest.approx(total / 6, rel=1e-5)


def test_excluded_captions_are_no_negatives() -> None:
    cosines, target, scale = (
        unit(4) @ unit(3, seed=1).t(),
        torch.tensor([0, 1, 0, 1]),
        torch.ones(()),
    )
    excluded = torch.zeros(4, 3, dtype=torch.bool)
    excluded[:, 2] = True
    with_two = losses.region_alignment(cosines[:, :2], target, scale)
    torch.testing.assert_close(losses.region_alignment(cosines, target, scale, excluded), with_two)


def test_nothing_gives_zero_with_a_gradient() -> None:
    vectors = unit(3).requires_grad_()
    none = torch.zeros(0, dtype=torch.long)
    found = [
        losses.region_alignment(vectors[:0] @ unit(2).t(), none, torch.ones(())),
        losses.pooled_alignment(
            vectors, none.new_zeros(3), none.new_full((1,), -1), unit(2), torch.ones(())
        ),
        losses.point_alignment(vectors[:0], unit(1)[:0], torch.zeros(0)),
        losses.offset_loss(vectors, vectors.detach(), torch.zeros(3, dtype=torch.bool)),
    ]
    for total, weight in found:
        term = Term(total, weight, 1.0)
        assert float(weight) == 0.0
        assert float(term.mean.detach()) == 0.0
        term.mean.backward()  # type: ignore[no-untyped-call]
    assert vectors.grad is not None
    assert float(vectors.grad.abs().sum()) == 0.0


def test_pooled_term_compares_the_mean_of_a_scan() -> None:
    vectors, captions = unit(5), unit(2, seed=1)
    item = torch.tensor([0, 0, 1, 1, 1])
    pooled = torch.stack([vectors[:2].mean(0), vectors[2:].mean(0)])
    pooled = functional.normalize(pooled, dim=1)
    expected = functional.cross_entropy(3 * pooled @ captions.t(), torch.tensor([1, 0]))
    total, count = losses.pooled_alignment(
        vectors, item, torch.tensor([1, 0, -1]), captions, torch.tensor(3.0)
    )
    torch.testing.assert_close(total / count, expected)


def test_point_term_is_one_less_the_cosine_by_weight() -> None:
    first, second = unit(2), unit(2, seed=1)
    total, weight = losses.point_alignment(first, 7 * second, torch.tensor([1.0, 3.0]))
    cosine = (first * second).sum(1)
    assert float(total / weight) == pytest.approx(
        float(1 - (cosine[0] + 3 * cosine[1]) / 4), rel=1e-5
    )


def test_offset_loss_is_the_mean_distance_over_objects() -> None:
    offsets = torch.tensor([[1.0, 0, 0], [0, 2.0, 0], [9.0, 9, 9]])
    total, count = losses.offset_loss(offsets, torch.zeros(3, 3), torch.tensor([True, True, False]))
    assert float(total / count) == 1.5


def test_rare_classes_are_preferred() -> None:
    labels = torch.cat([torch.zeros(9900), torch.ones(100), -torch.ones(500)]).long()
    rows = losses.balanced_rows(labels, 2, 200, Dice(0, CPU))
    assert len(rows) == len(torch.unique(rows)) == 200
    assert bool((labels[rows] >= 0).all())
    assert int((labels[rows] == 1).sum()) > 10  # 2 by frequency alone


def test_classes_go_by_more_general_names_under_a_coarser_vocabulary() -> None:
    words = {name: (name,) for name in (*NAMES, "thing")}
    vectors = dict(zip(words, np.eye(4, 8, dtype=np.float32), strict=True))
    coarser = ({"wall": "floor"}, {"box": "thing"})
    targets = TextTargets.build(NAMES, words, coarser, vectors, CPU)
    labels = torch.tensor([0, 1, 2, -1])
    told = set()
    for seed in range(30):
        kept, place = targets.choose(labels, Dice(seed, CPU), coarse=0.7)
        spoken = [None if row < 0 else tuple(words)[kept[row]] for row in place.tolist()]
        told.add(tuple(spoken))
    assert told == {
        ("floor", "wall", "box", None),
        ("floor", "floor", "box", None),
        ("floor", "wall", "thing", None),
    }
    assert targets.draw(Dice(0, CPU), 0.0).shape == (4, 8)


def test_kinds_of_a_class_are_related() -> None:
    names = ("chair", "office chair", "table")
    assert related_classes(names).tolist() == [
        [True, True, False], [True, True, False], [False, False, True],
    ]  # fmt: skip


class Setting:
    """Three rooms' worth of everything, in one text space of eight dimensions."""

    def __init__(self, store: ScanStore, **weights: float) -> None:
        self.book = CaptionBook.build(store, ways=3, wrong=1)
        settings = DataSettings(2, 0.0, augmentation=AugmentationSettings(crop=0.0))
        self.source = WorldBatches(store, settings, 0, 0.05, self.book)
        words = {name: (name,) for name in NAMES}
        vectors = dict(zip(words, np.eye(3, 8, dtype=np.float32), strict=True))
        record = TextSpaceRecord(
            "toy", "", np.zeros(8, np.float32), NAMES, np.eye(3, 8, dtype=np.float32)
        )
        space = SpaceTargets(
            SpaceSettings(**weights),  # type: ignore[arg-type]
            TextTargets.build(NAMES, words, (), vectors, CPU),
            torch.tensor([0, 1, 2, -1]),
            record,
            unit(len(self.book.texts)).half(),
            torch.zeros(8),
        )
        losses_off = LossSettings(objectness=0.0, offset=0.0)
        related = torch.from_numpy(related_classes(store.names))
        self.objective = HierarchicalAlignment({"toy": space}, losses_off, 0, related)
        torch.manual_seed(0)
        shape = NetworkShape(channels=(8, 16), hidden=16, text_dimension=8)
        self.network = VisionLanguageNet(shape).train()

    def terms(self, batch: Batch) -> tuple[dict[str, float], dict[str, int]]:
        found = self.objective(self.network, batch, 0, Ranks())
        values = {name: float(term.mean.detach()) for name, term in found.terms.items()}
        return values, dict(found.counts)


def test_only_what_is_switched_on_is_computed(store: ScanStore) -> None:
    for weights in ({"names": 1.0}, {"region": 1.0}, {"region": 1.0, "scene": 0.1}):
        setting = Setting(store, **weights)
        values, _ = setting.terms(setting.source.draw(0))
        assert list(values) == [f"toy/{name}" for name in weights]
        assert all(np.isfinite(value) for value in values.values())


def test_wrong_captions_make_the_region_term_harder(store: ScanStore) -> None:
    setting = Setting(store, region=1.0)
    batch = setting.source.draw(0)
    right = batch.candidates[:, 2] < 0
    assert not bool(right.all())
    easy = dataclasses.replace(batch, candidates=batch.candidates[right])
    assert setting.terms(batch)[0]["toy/region"] > setting.terms(easy)[0]["toy/region"]


def test_one_caption_batches_are_counted_and_skipped(store: ScanStore) -> None:
    setting = Setting(store, region=1.0, scene=0.1, view=0.1)
    batch = setting.source.draw(0)
    alone = dataclasses.replace(
        batch,
        caption=torch.where(batch.labels == 0, batch.candidates[0, 0], -1),
        candidates=batch.candidates[:1],
        scene_caption=torch.full_like(batch.scene_caption, int(batch.scene_caption[0])),
        rivals=batch.rivals[:0],
    )
    values, counts = setting.terms(alone)
    assert values == {"toy/region": 0.0, "toy/view": 0.0, "toy/scene": 0.0}
    assert [name for name in counts if name.startswith("lone/")] == [
        "lone/toy/region", "lone/toy/view", "lone/toy/scene",
    ]  # fmt: skip


def test_a_lone_view_is_told_from_views_of_other_scans(store: ScanStore) -> None:
    setting = Setting(store, view=0.1)
    views = dataclasses.replace(setting.book, wholes=(False,) * len(store.shards))
    batches = [dataclasses.replace(setting.source, captions=views).draw(n) for n in range(12)]
    for batch in batches:
        lone = dataclasses.replace(
            batch, scene_caption=torch.where(torch.arange(2) == 0, batch.scene_caption, -1)
        )
        values, counts = setting.terms(lone)
        if len(batch.rivals):
            assert values["toy/view"] > 0 and "lone/toy/view" not in counts
            without = dataclasses.replace(lone, rivals=lone.rivals[:0])
            assert setting.terms(without)[0]["toy/view"] == 0
    assert any(len(batch.rivals) for batch in batches)


def test_batch_without_labels_or_objects_has_finite_losses(store: ScanStore) -> None:
    setting = Setting(store, names=1.0, region=1.0)
    batch = setting.source.draw(0)
    bare = dataclasses.replace(
        batch,
        labels=torch.full_like(batch.labels, -1),
        caption=torch.full_like(batch.caption, -1),
        is_object=torch.zeros_like(batch.is_object),
    )
    both_on = dataclasses.replace(setting.objective, settings=LossSettings())
    found = both_on(setting.network, bare, 0, Ranks()).terms
    assert {name: float(term.mean.detach()) for name, term in found.items() if "/" in name} == {
        "toy/names": 0.0, "toy/region": 0.0,
    }  # fmt: skip
    assert float(found["offset"].mean.detach()) == 0.0


def write_teacher(folder: Path, store: ScanStore, size: int = 8) -> None:
    folder.mkdir(exist_ok=True)
    for shard in store.shards:
        features = unit(shard.points, size).numpy().astype(np.float16)
        weight = np.zeros(shard.points, np.float32)
        weight[::2] = 1.0
        features[1::2] = 0.0
        made = FusedFeatures(features, weight, "toy", "none")
        made.save(folder / f"{shard.path.stem}.safetensors")


def test_teacher_speaks_of_the_points_that_it_saw(store: ScanStore, tmp_path: Path) -> None:
    write_teacher(tmp_path, store)
    teacher = TeacherStore.open(tmp_path, store.shards, 8, "toy", voxels=300)
    setting = Setting(store, point=1.0)
    batch = dataclasses.replace(setting.source, teachers={"toy": teacher}).draw(0)
    told = batch.teacher["toy"]
    assert 0 < len(told.rows) <= 300
    assert bool((told.weight == 1).all())
    torch.testing.assert_close(
        told.features.float().norm(dim=1), torch.ones(len(told.rows)), atol=1e-2, rtol=0
    )
    assert 0 < setting.terms(batch)[0]["toy/point"] < 2
    assert float(teacher.centre().norm()) < 0.1  # of evenly spread directions


def test_teachers_that_do_not_fit_are_refused(store: ScanStore, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="lacks teacher features of 4 of 4 shards"):
        TeacherStore.open(tmp_path, store.shards, 8, "toy")
    write_teacher(tmp_path, store, size=5)
    with pytest.raises(ValueError, match="have 5 values, but the text space toy has 8"):
        TeacherStore.open(tmp_path, store.shards, 8, "toy")
    wrong = FusedFeatures(np.zeros((2, 8), np.float16), np.zeros(2, np.float32), "toy", "none")
    wrong.save(tmp_path / f"{store.shards[0].path.stem}.safetensors")
    with pytest.raises(ValueError, match="tells of 2 points"):
        TeacherStore.open(tmp_path, store.shards, 8, "toy")


def test_a_space_that_lacks_what_a_term_needs_is_refused() -> None:
    with pytest.raises(ValueError, match="file of vectors has no captions"):
        SpaceSettings(vectors="words.npz", region=1.0)
    with pytest.raises(ValueError, match="must not be negative"):
        SpaceSettings(names=-1.0)
