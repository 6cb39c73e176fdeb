# SPDX-License-Identifier: Apache-2.0
"""Crops, batches, the naming loss against its definition, augmentation, and naming."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from ws3d_model.teachers.crop_augmentation import around_grey, augment
from ws3d_model.teachers.crop_batches import SMOOTHING, CropSource, naming_loss
from ws3d_model.teachers.crops import Crops, KnownPicture, crops_of, cut
from ws3d_model.teachers.naming import Naming, name_crops


def some_crops():
    rng = np.random.default_rng(0)
    names = ("chair", "chair", "table", "lamp")
    said = ("a chair\na red chair", "a wooden chair", "a table", "a lamp on the table")
    return Crops(rng.integers(0, 256, (4, 20, 20, 3)).astype(np.uint8), names, said)


def test_no_crops_cannot_be_trained_on_and_name_nothing(colours):
    with pytest.raises(ValueError, match="no crops"):
        CropSource([Crops.none(20)], ("chair",), {})
    naming = name_crops(colours, Crops.none(20), ("red", "blue"))
    assert naming.top1 == naming.class_mean == 0 and naming.confusions() == []


def test_crops_come_back_from_their_file(tmp_path):
    made = some_crops()
    made.save(tmp_path / "a.npz")
    found = Crops.load(tmp_path / "a.npz")
    np.testing.assert_array_equal(found.images, made.images)
    assert (found.names, found.captions) == (made.names, made.captions)
    (tmp_path / "a.npz").write_bytes(b"cut off")
    with pytest.raises(ValueError, match="make them again"):
        Crops.load(tmp_path / "a.npz")


def test_a_thing_is_cut_out_with_a_margin_and_a_bare_wall_as_a_window():
    rgb = np.zeros((120, 160, 3), np.uint8)
    thing, label = np.full((120, 160), -1, np.int32), np.zeros((120, 160), np.int32)
    rgb[40:80, 60:120], thing[40:80, 60:120], label[40:80, 60:120] = (250, 0, 0), 0, 1
    thing[0:4, 0:4], label[0:4, 0:4] = 1, 1  # too small to be known
    picture = KnownPicture(rgb, thing, label, ("wall", "box"), ("a red box\na box", "?"))
    found = crops_of(picture, np.random.default_rng(1), 32, surfaces=8)
    assert found.names[0] == "box" and found.names.count("box") <= 1 + 8
    assert found.captions[0] == "a red box\na box"
    red = found.images[0][..., 0] > 125
    assert 0.15 < red.mean() < 0.75 and red[16, 16]
    assert "wall" in found.names
    none = crops_of(picture, np.random.default_rng(1), 32, frozenset(("chair",)), surfaces=0)
    assert len(none) == 0 and none.images.shape == (0, 32, 32, 3)


def test_squares_beyond_the_picture_are_grey_there():
    rgb = np.full((10, 10, 3), 255, np.uint8)
    found = cut(rgb, (-10.0, 0.0, 20.0), 20)
    assert (found[:10, :9] == 128).all() and (found[:10, 11:] == 255).all()


def test_what_is_mostly_hidden_or_outside_is_not_cut_out():
    rgb, label = np.zeros((120, 160, 3), np.uint8), np.zeros((120, 160), np.int32)
    thing = np.full((120, 160), -1, np.int32)
    thing[40:80, 60:120] = 0

    def found(*extent):
        picture = KnownPicture(rgb, thing, label, ("box",), extents=np.array([extent], float))
        return len(crops_of(picture, np.random.default_rng(1), 32, surfaces=0))

    assert found(60, 40, 120, 80) == found(50, 40, 120, 90) == 1
    assert found(60, 40, 200, 80) == found(60, -60, 120, 80) == found(np.nan, 40, 120, 80) == 0


def test_windows_are_named_by_what_covers_most_of_them():
    label = np.zeros((96, 96), np.int32)
    label[:, 60:] = 1
    thing = np.where(label == 1, np.int32(0), np.int32(-1))
    picture = KnownPicture(np.zeros((96, 96, 3), np.uint8), thing, label, ("wall", "door"))
    none = frozenset(("chair",))
    bare = crops_of(picture, np.random.default_rng(2), 8, none, surfaces=40)
    assert set(bare.names) == {"wall"}
    mostly = crops_of(picture, np.random.default_rng(2), 8, none, surfaces=0, windows=40)
    assert set(mostly.names) == {"wall", "door"} and mostly.captions[0].startswith("a ")


def test_batches_are_of_the_wanted_classes_and_compared_with_their_names():
    synonyms = {"chair": ("chair", "seat")}
    source = CropSource([some_crops()], ("chair", "table"), synonyms, 0.8)
    assert source.classes == ("chair", "lamp", "table")
    assert source.words_of("chair") == ("chair", "seat") and source.words_of("lamp") == ("lamp",)
    rng, drawn = np.random.default_rng(0), []
    for _ in range(20):
        batch = source.draw(6, rng)
        assert batch.images.shape == (6, 20, 20, 3) and bool(batch.among[batch.target].all())
        assert batch.among[[0, 2]].all() and batch.among[1] == (batch.target == 1).any()
        drawn += batch.target.tolist()
    assert 0 < drawn.count(1) < 40 < drawn.count(0)
    everything = CropSource([some_crops()], ("sofa",), {})
    assert bool(everything.draw(4, rng).among.all())


def test_the_loss_is_its_definition():
    rng = torch.Generator().manual_seed(0)
    images, names = (
        torch.nn.functional.normalize(torch.randn(n, 5, generator=rng), dim=1) for n in (3, 4)
    )
    among = torch.tensor([True, False, True, True])
    target, scale = torch.tensor([0, 3, 2]), torch.tensor(3.0)
    rows = []
    for image, own in zip(images.double(), target.tolist(), strict=True):
        logits = {c: 3.0 * float(image @ names[c].double()) for c in (0, 2, 3)}
        total = np.log(sum(np.exp(value) for value in logits.values()))
        logs = {c: value - total for c, value in logits.items()}
        even = SMOOTHING / len(logs)
        rows.append(-(1 - SMOOTHING) * logs[own] - even * sum(logs.values()))
    found = float(naming_loss(images, names, scale, target, among))
    assert found == pytest.approx(np.mean(rows), rel=1e-5)


def test_augmented_crops_stay_pictures_and_the_same_dice_give_the_same():
    images = torch.from_numpy(some_crops().images)
    first = augment(images, 16, np.random.default_rng(3))
    assert first.shape == (4, 3, 16, 16) and 0 <= first.min() <= first.max() <= 1
    assert torch.equal(first, augment(images, 16, np.random.default_rng(3)))
    assert not torch.equal(first, augment(images, 16, np.random.default_rng(4)))


def test_other_hues_are_as_bright_and_as_colourful():
    rng = torch.Generator().manual_seed(0)
    colours = torch.rand(50, 3, 1, generator=rng)
    angle, one = torch.full((50, 1, 1), 2 * np.pi / 3), torch.ones(50, 1, 1)
    turned = torch.bmm(around_grey(angle, one), colours)
    np.testing.assert_allclose(turned, colours.roll(1, dims=1), atol=1e-6)
    faded = torch.bmm(around_grey(angle, 0 * one), colours)
    np.testing.assert_allclose(
        faded, colours.mean(dim=1, keepdim=True).expand(-1, 3, -1), atol=1e-6
    )


def test_naming_counts_right_and_wrong(colours):
    tones = np.array([(255, 0, 0), (200, 10, 10), (0, 0, 255), (0, 255, 0)], np.uint8)
    images = np.broadcast_to(tones[:, None, None], (4, 8, 8, 3)).copy()
    crops = Crops(images, ("red", "red", "red", "other"), ("",) * 4)
    naming = name_crops(colours, crops, ("red", "blue", "green"))
    assert naming.top1 == pytest.approx(2 / 3) == naming.class_mean
    assert naming.per_class() == {"red": pytest.approx(2 / 3), "blue": None, "green": None}
    assert naming.confusions() == [("red", "blue", 1)]
    assert naming.report()["crops"] == 3
    assert Naming(("a",), np.zeros((1, 1), np.int64)).report()["top1"] == 0
