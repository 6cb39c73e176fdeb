# SPDX-License-Identifier: Apache-2.0
"""The open_clip teacher: the model's own vectors, dense ones by the value path, and refusals."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch
from torch.nn import functional

from ws3d_model.language import load_encoder
from ws3d_model.language.open_clip_model import import_open_clip, load_open_clip
from ws3d_model.teachers import load_teacher
from ws3d_model.teachers.teacher import check_picture
from ws3d_model.teachers.value_path import grid_of, image_and_patch_features


def picture(high, wide, seed=0):
    return np.random.default_rng(seed).integers(0, 256, (high, wide, 3)).astype(np.uint8)


@pytest.fixture(scope="module")
def teacher(model_folder):
    return load_teacher(f"open_clip:local-dir:{model_folder}")


def test_nothing_gives_no_vectors(teacher):
    assert teacher.encode_images([]).shape == (0, 24)
    assert teacher.encode_text([]).shape == (0, 24)


def test_pictures_have_the_models_own_vectors(teacher, model_folder):
    model, _ = load_open_clip(f"local-dir:{model_folder}")
    image = picture(32, 32)
    settings = model.visual.preprocess_cfg
    values = (torch.from_numpy(image).float() / 255 - torch.tensor(settings["mean"])) / (
        torch.tensor(settings["std"])
    )
    with torch.inference_mode():
        expected = model.encode_image(values.permute(2, 0, 1)[None], normalize=True).numpy()
    np.testing.assert_allclose(teacher.encode_images([image]), expected, atol=1e-5)
    many = teacher.encode_images([picture(20, 50, n) for n in range(40)])
    assert many.shape == (40, 24)
    np.testing.assert_allclose(np.linalg.norm(many, axis=1), 1, atol=1e-5)


def test_texts_have_the_vectors_of_the_text_encoder(teacher):
    texts = ["a chair", "a red sofa beside the desk"]
    encoder = load_encoder(teacher.identity)
    np.testing.assert_allclose(teacher.encode_text(texts), encoder.encode(texts), atol=1e-6)
    assert encoder.dimension == teacher.dimension == 24


@pytest.mark.parametrize("pool", ["tok", "avg"])
def test_the_value_path_is_a_block_that_sees_one_token_at_a_time(write_model, tmp_path, pool):
    """A token alone attends to itself alone: the definition, without touching any weight."""
    write_model(tmp_path, pool_type=pool)
    model, _ = load_open_clip(f"local-dir:{tmp_path}")
    visual, images = model.visual, torch.randn(2, 3, 32, 32)
    with torch.inference_mode():
        whole, patches = image_and_patch_features(model, images)
        tokens = visual._embeds(images)
        tokens = visual.transformer.resblocks[0](tokens)
        last = visual.transformer.resblocks[1]
        alone = torch.cat([last(tokens[:, n : n + 1]) for n in range(1, 17)], dim=1)
        expected = functional.normalize(visual.ln_post(alone) @ visual.proj, dim=-1)
        own = model.encode_image(images, normalize=True)
    np.testing.assert_allclose(patches.flatten(1, 2), expected, atol=1e-5)
    np.testing.assert_allclose(whole, own, atol=1e-5)


@pytest.mark.parametrize(("high", "wide"), [(32, 32), (48, 64), (31, 100), (7, 5)])
def test_dense_features_cover_the_picture_with_unit_vectors(teacher, high, wide):
    dense = teacher.encode_dense(picture(high, wide))
    assert dense.dtype == np.float32 and dense.shape[2] == 24
    assert dense.shape[0] / dense.shape[1] == pytest.approx(high / wide, rel=0.35)
    np.testing.assert_allclose(np.linalg.norm(dense, axis=2), 1, atol=1e-4)


def test_one_window_of_a_square_gives_the_patches_in_their_places(model_folder):
    teacher = load_teacher(f"local-dir:{model_folder}", scales=(1.0,), window_share=0.0)
    model, _ = load_open_clip(f"local-dir:{model_folder}")
    image = picture(32, 32)
    mean, std = (torch.tensor(model.visual.preprocess_cfg[k]) for k in ("mean", "std"))
    values = ((torch.from_numpy(image).float() / 255 - mean) / std).permute(2, 0, 1)[None]
    with torch.inference_mode():
        _, patches = image_and_patch_features(model, values)
    np.testing.assert_allclose(teacher.encode_dense(image), patches[0], atol=1e-5)
    windows = load_teacher(f"local-dir:{model_folder}", scales=(1.0,), window_share=1.0)
    expected = np.broadcast_to(windows.encode_images([image])[0], (4, 4, 24))
    np.testing.assert_allclose(windows.encode_dense(image), expected, atol=1e-5)


def test_other_weights_have_another_hash(write_model, teacher, tmp_path):
    other = load_teacher(f"local-dir:{write_model(tmp_path, seed=1)}")
    assert other.content_hash != teacher.content_hash


@pytest.mark.parametrize("name", ["open_clip:ViT-B-32", "ViT-B-32", "open_clip:"])
def test_random_weights_are_refused(name):
    import_open_clip()
    with pytest.raises(ValueError, match="no pretrained weights"):
        load_teacher(name)


def test_a_folder_without_weights_is_refused(tmp_path):
    (tmp_path / "open_clip_config.json").write_text(json.dumps({}), encoding="utf-8")
    with pytest.raises(FileNotFoundError, match="safetensors"):
        load_teacher(f"local-dir:{tmp_path}")


def test_a_resnets_value_path_is_its_pooling_of_one_place_alone(write_model, tmp_path):
    """Four copies of a place, without the codes of places, attend to it alone: the definition."""
    write_model(tmp_path, layers=[1, 1, 1, 1], width=8, patch_size=None, image_size=64)
    model, _ = load_open_clip(f"local-dir:{tmp_path}")
    images = torch.randn(2, 3, 64, 64)
    with torch.inference_mode():
        whole, patches = image_and_patch_features(model, images)
        assert patches.shape == (2, *grid_of(model), 24) == (2, 2, 2, 24)
        np.testing.assert_allclose(whole, model.encode_image(images, normalize=True), atol=1e-5)
        model.visual.attnpool.positional_embedding.zero_()
        levels = model.visual.forward_intermediates(images)["image_intermediates"]
        for row, column in np.ndindex(2, 2):
            place = levels[-1][:, :, row : row + 1, column : column + 1]
            alone = functional.normalize(model.visual.attnpool(place.expand(-1, -1, 2, 2)), dim=-1)
            np.testing.assert_allclose(patches[:, row, column], alone, atol=1e-5)
    dense = load_teacher(f"local-dir:{tmp_path}").encode_dense(picture(64, 96))
    assert dense.shape[2] == 24 and dense.shape[0] == 4


def test_other_image_towers_give_vectors_but_no_dense_features(write_model, tmp_path):
    """Such as one whose last attention mixes places in a pooling of its own."""
    write_model(tmp_path, attentional_pool=True, attn_pooler_queries=4, attn_pooler_heads=2)
    teacher = load_teacher(f"local-dir:{tmp_path}")
    assert teacher.encode_images([picture(32, 32)]).shape == (1, 24)
    with pytest.raises(ValueError, match=r"plain vision transformer.*ViT-B-32"):
        teacher.encode_dense(picture(32, 32))


@pytest.mark.parametrize(
    ("image", "error"),
    [
        (np.zeros((4, 4, 3), np.float32), TypeError),
        ([[0]], TypeError),
        (np.zeros((4, 4), np.uint8), ValueError),
        (np.zeros((0, 4, 3), np.uint8), ValueError),
        (np.zeros((1, 9000, 3), np.uint8), ValueError),
    ],
)
def test_what_is_no_picture_is_refused(image, error):
    with pytest.raises(error, match="picture"):
        check_picture(image)


def test_empty_captions_and_impossible_settings_are_refused(teacher, model_folder):
    with pytest.raises(ValueError, match="blank"):
        teacher.encode_text(["a chair", "  "])
    for wrong in ({"scales": ()}, {"scales": (0.0,)}, {"window_share": 1.5}):
        with pytest.raises(ValueError, match="must lie"):
            load_teacher(f"local-dir:{model_folder}", **wrong)
