# SPDX-License-Identifier: Apache-2.0
"""What helps small models to begin: words learned first, image vectors kept apart."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch
from torch.nn import functional

from ws3d_model.language.open_clip_model import load_open_clip, new_open_clip
from ws3d_model.language.prompts import CAPTIONS, fill
from ws3d_model.teachers.crop_batches import CropSource
from ws3d_model.teachers.crops import Crops
from ws3d_model.teachers.normed_images import NormedImages
from ws3d_model.teachers.picture_size import for_other_size
from ws3d_model.teachers.value_path import image_and_patch_features, whole_and_patches
from ws3d_model.teachers.words_first import (
    NameVectors,
    learn_words,
    lock_words,
    spread_words,
    text_parameters,
)

RESNET = {"layers": [1, 1, 1, 1], "width": 8, "patch_size": None, "image_size": 64}


def model_of(write_model, folder, **vision):
    write_model(folder, **vision)
    return load_open_clip(f"local-dir:{folder}")


def some_texts():
    names = ("chair", "table", "lamp", "chair")
    said = ("a red chair", "a wooden table", "a lamp on the table", "")
    maps = np.zeros((4, 2, 2), np.int16)
    crops = Crops(np.zeros((4, 8, 8, 3), np.uint8), names, said, maps, names[:1])
    return CropSource([crops, Crops.none(8)], names, {"chair": ("chair", "seat")})


def test_no_steps_leave_the_words_as_they_were(write_model, tmp_path):
    model, tokenizer = model_of(write_model, tmp_path)
    before = [parameter.clone() for parameter in text_parameters(model)]
    assert learn_words(model, tokenizer, some_texts(), 0, 0, quiet=True) == 0
    assert all(torch.equal(a, b) for a, b in zip(before, text_parameters(model), strict=True))


def test_words_of_different_classes_come_apart_and_pictures_stay(write_model, tmp_path):
    model, tokenizer = model_of(write_model, tmp_path)
    names = ["a chair", "a table", "a lamp"]
    pictures = [value.clone() for value in model.visual.parameters()]

    def likeness():
        with torch.no_grad():
            vectors = model.encode_text(tokenizer(names), normalize=True)
        return float((vectors @ vectors.t()).sum() - 3) / 6

    before = likeness()
    right = learn_words(model, tokenizer, some_texts(), 40, 0, quiet=True, lr=1e-2)
    assert right == 1 and likeness() < before - 0.3
    assert all(torch.equal(a, b) for a, b in zip(pictures, model.visual.parameters(), strict=True))


def test_spread_words_lie_around_the_origin_in_all_directions(write_model, tmp_path):
    model, tokenizer = model_of(write_model, tmp_path)
    texts = [f"a {word}" for word in ("chair", "table", "lamp", "sofa", "bed", "door", "wall")]

    def vectors():
        with torch.no_grad():
            return model.encode_text(tokenizer(texts))

    def evenness(values):
        lengths = torch.linalg.svdvals(values - values.mean(dim=0))[: len(texts) - 1]
        return float(lengths[-1] / lengths[0])

    before = evenness(vectors())
    spread_words(model, tokenizer, texts)
    after = vectors()
    assert float(after.mean(dim=0).norm()) < 1e-3 * float(after.norm(dim=1).mean())
    assert evenness(after) > before


def test_both_texts_are_of_the_same_class():
    first, second = some_texts().draw_texts(9, np.random.default_rng(0))
    assert len(first) == len(second) == 3
    for texts in (first, second):
        assert sum("lamp" in text for text in texts) == 1
    assert ["lamp" in text for text in first] == ["lamp" in text for text in second]


def test_vectors_of_names_are_the_means_of_their_prompts(write_model, tmp_path):
    model, tokenizer = model_of(write_model, tmp_path)
    source = some_texts()
    lock_words(model)
    assert not any(parameter.requires_grad for parameter in text_parameters(model))
    assert all(parameter.requires_grad for parameter in model.visual.parameters())
    assert source.classes == ("chair", "lamp", "table")

    def vector(word):
        prompts = [fill(template, word) for template in CAPTIONS]
        with torch.no_grad():
            mean = model.encode_text(tokenizer(prompts), normalize=True).mean(dim=0)
        return functional.normalize(mean, dim=0)

    names, rng = NameVectors(model, tokenizer, source), np.random.default_rng(0)
    seats = 0
    for _ in range(40):
        drawn = names.draw(rng)
        np.testing.assert_allclose(drawn[1], vector("lamp"), atol=1e-5)
        seats += torch.allclose(drawn[0], vector("seat"), atol=1e-5)
        assert torch.allclose(drawn[0], vector("seat"), atol=1e-5) or torch.allclose(
            drawn[0], vector("chair"), atol=1e-5
        )
    assert 1 <= seats <= 20


@pytest.mark.parametrize("vision", [RESNET, {}, {"pool_type": "avg"}])
def test_the_normalisation_goes_into_the_last_projection(write_model, tmp_path, vision):
    model, _ = model_of(write_model, tmp_path, **vision)
    normed = NormedImages(model).train()
    size = vision.get("image_size", 32)
    rng = torch.Generator().manual_seed(0)
    with torch.no_grad():
        for _ in range(3):
            whole, places = normed.vectors(torch.randn(8, 3, size, size, generator=rng))
        vectors = torch.cat([whole, places.flatten(0, 2)])
        assert abs(float((vectors @ vectors.t()).mean())) < 0.05  # as random vectors
        normed.eval()
        pictures = torch.randn(4, 3, size, size, generator=rng)
        expected = normed.vectors(pictures)
        found = image_and_patch_features(normed.folded(), pictures)
        own = functional.normalize(whole_and_patches(model, pictures)[0], dim=1)
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-4)
    assert float((own - expected[0]).abs().max()) > 0.01  # the model itself is left alone


def test_a_model_goes_on_with_pictures_of_another_size(write_model, tmp_path):
    small, _ = model_of(write_model, tmp_path / "a", **RESNET)
    large, _ = model_of(write_model, tmp_path / "b", **{**RESNET, "image_size": 128})
    large.load_state_dict(for_other_size(small.state_dict(), large))
    codes = large.visual.attnpool.positional_embedding, small.visual.attnpool.positional_embedding
    np.testing.assert_array_equal(codes[0][0].detach(), codes[1][0].detach())
    corners = codes[0][1:].detach().view(4, 4, -1)[::3, ::3].flatten(0, 1)
    np.testing.assert_allclose(corners, codes[1][1:].detach(), atol=1e-6)
    same = for_other_size(small.state_dict(), small)
    assert all(torch.allclose(same[key], value) for key, value in small.state_dict().items())
    plain, _ = model_of(write_model, tmp_path / "c")
    assert for_other_size(plain.state_dict(), plain).keys() == plain.state_dict().keys()


def test_an_image_tower_without_a_place_for_the_normalisation_is_refused(write_model, tmp_path):
    write_model(tmp_path)
    path = tmp_path / "open_clip_config.json"
    config = json.loads(path.read_text())
    config["model_cfg"]["embed_dim"] = 48  # wider than the tokens
    path.write_text(json.dumps(config))
    with pytest.raises(ValueError, match="ResNet"):
        NormedImages(new_open_clip(tmp_path)[0])
