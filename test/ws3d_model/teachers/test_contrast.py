# SPDX-License-Identifier: Apache-2.0
"""Crops, batches, the contrastive loss against its definition, and naming."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from ws3d_model.teachers.contrast import PairSource, augment, contrast_loss
from ws3d_model.teachers.crops import Crops, KnownPicture, crops_of, cut
from ws3d_model.teachers.naming import Naming, name_crops


def some_crops():
    rng = np.random.default_rng(0)
    names = ("chair", "chair", "table", "lamp")
    said = ("a chair\na red chair", "a wooden chair", "a table", "a lamp on the table")
    return Crops(rng.integers(0, 256, (4, 20, 20, 3)).astype(np.uint8), names, said)


def test_no_crops_cannot_be_trained_on_and_name_nothing(colours):
    with pytest.raises(ValueError, match="no crops"):
        PairSource([Crops.none(20)], ("chair",), {})
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


def test_batches_know_what_fits():
    source = PairSource([some_crops()], ("chair", "table"), {"chair": ("chair", "seat")}, 1.0)
    rng = np.random.default_rng(0)
    for _ in range(10):
        pairs = source.draw(6, rng)
        assert len(set(pairs.texts)) == len(pairs.texts)
        assert pairs.fits.any(dim=1).all()
        assert not (pairs.fits & pairs.neither).any()
        for row, column in torch.nonzero(pairs.fits).tolist():
            text = pairs.texts[column]
            assert any(word in text for word in ("chair", "seat", "table")), (row, text)
        lamp = [n for n, text in enumerate(pairs.texts) if "lamp" in text]
        assert not pairs.fits[:, lamp].any()


def test_the_loss_is_its_definition():
    rng = torch.Generator().manual_seed(0)
    images, texts = (
        torch.nn.functional.normalize(torch.randn(n, 5, generator=rng), dim=1) for n in (3, 4)
    )
    fits = torch.tensor([[1, 0, 0, 1], [0, 1, 0, 0], [1, 0, 0, 0]]).bool()
    neither = torch.tensor([[0, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0]]).bool()
    scale = torch.tensor(3.0)
    terms = []
    similar = (scale * images @ texts.t()).double()
    for one, fit, out in ((similar, fits, neither), (similar.t(), fits.t(), neither.t())):
        rows = []
        for row in range(len(one)):
            kept = [c for c in range(one.shape[1]) if not out[row, c]]
            total = sum(torch.exp(one[row, c]) for c in kept)
            own = [torch.log(torch.exp(one[row, c]) / total) for c in kept if fit[row, c]]
            if own:
                rows.append(-sum(own) / len(own))
        terms.append(sum(rows) / len(rows))
    expected = (terms[0] + terms[1]) / 2
    assert float(contrast_loss(images, texts, scale, fits, neither)) == pytest.approx(
        float(expected), rel=1e-5
    )


def test_augmented_crops_stay_pictures_and_the_same_dice_give_the_same():
    images = torch.from_numpy(some_crops().images)
    first = augment(images, 16, np.random.default_rng(3))
    assert first.shape == (4, 3, 16, 16) and 0 <= first.min() <= first.max() <= 1
    assert torch.equal(first, augment(images, 16, np.random.default_rng(3)))
    assert not torch.equal(first, augment(images, 16, np.random.default_rng(4)))


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
