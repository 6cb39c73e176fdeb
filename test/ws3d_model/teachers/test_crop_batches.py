# SPDX-License-Identifier: Apache-2.0
"""Crops, batches, the naming loss against its definition, augmentation, and naming."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from ws3d_model.teachers.crop_augmentation import around_grey, augment
from ws3d_model.teachers.crop_batches import (
    SMOOTHING,
    CropSource,
    mostly,
    naming_loss,
    places_loss,
)
from ws3d_model.teachers.crops import Crops, KnownPicture, crops_of, cut, cut_map
from ws3d_model.teachers.naming import Naming, name_crops


def some_crops():
    rng = np.random.default_rng(0)
    names = ("chair", "chair", "table", "lamp")
    said = ("a chair\na red chair", "a wooden chair", "a table", "a lamp on the table")
    images = rng.integers(0, 256, (4, 20, 20, 3)).astype(np.uint8)
    maps = rng.integers(-1, 3, (4, 5, 5)).astype(np.int16)
    return Crops(images, names, said, maps, ("table", "rug", "chair"))


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
    np.testing.assert_array_equal(found.maps, made.maps)
    texts = (found.names, found.captions, found.shown)
    assert texts == (made.names, made.captions, made.shown)
    (tmp_path / "a.npz").write_bytes(b"cut off")
    with pytest.raises(ValueError, match="make them again"):
        Crops.load(tmp_path / "a.npz")


def test_joined_crops_show_what_they_showed():
    other = Crops(np.zeros((1, 20, 20, 3), np.uint8), ("rug",), ("",),
                  np.full((1, 5, 5), 1, np.int16), ("lamp", "rug"))  # fmt: skip
    joined = Crops.joined([some_crops(), Crops.none(20), other], 20)
    assert joined.shown == ("table", "rug", "chair", "lamp") and len(joined) == 5
    np.testing.assert_array_equal(joined.maps[:4], some_crops().maps)
    assert (joined.maps[4] == 1).all()
    assert set(np.unique(other.maps_among({"lamp": 7}))) == {-1}


def test_a_map_says_what_a_crop_shows_where():
    label = np.zeros((120, 160), np.int32)
    label[40:80, 60:120] = 1
    rgb = np.where(label[..., None] == 1, 255, 0).astype(np.uint8).repeat(3, 2)
    picture = KnownPicture(
        rgb, np.where(label == 1, 0, -1).astype(np.int32), label, ("wall", "box")
    )
    found = crops_of(picture, np.random.default_rng(1), 32, surfaces=2, windows=5)
    assert found.shown == ("wall", "box") and found.maps.shape == (len(found), 8, 8)
    bright = found.images[..., 0].reshape(-1, 8, 4, 8, 4).mean(axis=(2, 4))
    sure = (bright < 5) | (bright > 250)
    np.testing.assert_array_equal((found.maps == 1)[sure], (bright > 250)[sure])
    assert sure.mean() > 0.7
    beyond = cut_map(label, (-20.0, 0.0, 200.0), 10)
    assert (beyond[:, 0] == -1).all() and (beyond[-1] == -1).all() and beyond[3, 5] == 1


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
    windows = crops_of(picture, np.random.default_rng(2), 8, none, surfaces=0, windows=40)
    assert set(windows.names) == {"wall", "door"}
    assert windows.captions[0].startswith("a ")
    label[:, 40:60], label[:40, 40:] = 2, 3
    picture = KnownPicture(np.zeros((96, 96, 3), np.uint8), thing, label, ("a", "b", "c", "d"))
    mixed = crops_of(picture, np.random.default_rng(2), 8, none, surfaces=0, windows=40)
    assert "" in mixed.names and len(mixed) == 40


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
        assert set(batch.maps.unique().tolist()) <= {-1, 0, 2}  # rug is no class of its own
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


def test_windows_without_a_name_teach_by_their_places_alone():
    rng = np.random.default_rng(0)
    names = ("chair", "", "", "")
    images, maps = np.zeros((4, 8, 8, 3), np.uint8), np.ones((4, 2, 2), np.int16)
    source = CropSource([Crops(images, names, names, maps, ("sofa", "chair"))], ("chair",), {})
    assert source.classes == ("chair",)
    drawn = [source.draw(10, rng) for _ in range(20)]
    shares = [float((batch.target < 0).float().mean()) for batch in drawn]
    assert 0.15 < np.mean(shares) < 0.45
    assert all(bool((batch.maps == 0).all()) and bool(batch.among.all()) for batch in drawn)
    with pytest.raises(ValueError, match="single thing"):
        CropSource([Crops(images[1:], names[1:], names[1:], maps[1:], ("a", "b"))], ("chair",), {})


def test_a_place_is_what_covers_at_least_half_of_it():
    maps = torch.full((1, 4, 4), -1)
    maps[0, :2, :2] = torch.tensor([[3, 3], [3, 1]])
    maps[0, :2, 2:] = torch.tensor([[0, 1], [2, 4]])
    maps[0, 2:, :2] = torch.tensor([[5, -1], [5, -1]])
    assert mostly(maps, 2)[0, 0].tolist() == [3, -1]
    assert int(mostly(maps, 2)[0, 1, 1]) == -1
    assert mostly(maps, 3).shape == (1, 3, 3)  # no divisor of the map's side


def test_the_loss_of_places_weighs_classes_by_the_root_of_their_number():
    rng = torch.Generator().manual_seed(0)
    unit = torch.nn.functional.normalize
    places = unit(torch.randn(1, 2, 2, 5, generator=rng), dim=3)
    names = unit(torch.randn(3, 5, generator=rng), dim=1)
    among, scale = torch.tensor([True, True, True]), torch.tensor(3.0)
    maps = torch.tensor([[[0, 0], [1, -1]]])
    own = [
        float(naming_loss(places[0, y, x][None], names, scale, torch.tensor([kind]), among))
        for y, x, kind in ((0, 0, 0), (0, 1, 0), (1, 0, 1))
    ]
    weights = np.array([2**-0.5, 2**-0.5, 1.0])
    expected = float((weights * own).sum() / weights.sum())
    assert float(places_loss(places, names, scale, maps, among)) == pytest.approx(expected, 1e-5)
    assert float(places_loss(places, names, scale, maps * 0 - 1, among)) == 0


def test_maps_follow_their_pictures():
    maps = torch.zeros(6, 10, 10, dtype=torch.int64)
    maps[:, 3:6, 2:8] = 7
    images = (maps == 7).repeat_interleave(4, 1).repeat_interleave(4, 2)[..., None]
    images = (images * 200 + 20).to(torch.uint8).expand(-1, -1, -1, 3)
    for dice in range(10):
        pictures, moved = augment(images, maps, 32, np.random.default_rng(dice))
        assert pictures.shape == (6, 3, 32, 32) and moved.shape == (6, 8, 8)
        bright = torch.nn.functional.avg_pool2d(pictures.mean(1, keepdim=True), 4)[:, 0]
        for light, shown in zip(bright, moved, strict=True):
            inside, outside = light[shown == 7].mean(), light[shown == 0].mean()
            assert inside > outside


def test_augmented_crops_stay_pictures_and_the_same_dice_give_the_same():
    crops = some_crops()
    given = torch.from_numpy(crops.images), torch.from_numpy(crops.maps).long()
    first, maps = augment(*given, 16, np.random.default_rng(3))
    assert first.shape == (4, 3, 16, 16) and 0 <= first.min() <= first.max() <= 1
    again = augment(*given, 16, np.random.default_rng(3))
    assert torch.equal(first, again[0]) and torch.equal(maps, again[1])
    assert not torch.equal(first, augment(*given, 16, np.random.default_rng(4))[0])


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
    maps = np.zeros((4, 2, 2), np.int16)
    crops = Crops(images, ("red", "red", "red", "other"), ("",) * 4, maps, ("red",))
    naming = name_crops(colours, crops, ("red", "blue", "green"))
    assert naming.top1 == pytest.approx(2 / 3) == naming.class_mean
    assert naming.per_class() == {"red": pytest.approx(2 / 3), "blue": None, "green": None}
    assert naming.confusions() == [("red", "blue", 1)]
    assert naming.report()["crops"] == 3
    assert Naming(("a",), np.zeros((1, 1), np.int64)).report()["top1"] == 0
