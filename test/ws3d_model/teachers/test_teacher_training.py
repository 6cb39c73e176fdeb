# SPDX-License-Identifier: Apache-2.0
"""Training of a small model: it runs, goes on where it was, and its model is open_clip's."""

from __future__ import annotations

import dataclasses
import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from ws3d_model.teachers import load_teacher
from ws3d_model.teachers.crop_batches import CropSource
from ws3d_model.teachers.crop_set import CropSettings, make_crops, read_crops
from ws3d_model.teachers.training import WEIGHTS, train_teacher
from ws3d_model.teachers.training_settings import TeacherTraining

CONFIG = Path(__file__).resolve().parents[3] / "config" / "teachers" / "small.yaml"
pytestmark = pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in ("open_clip", "embreex")),
    reason="open_clip or embreex is not installed (pip install open_clip_torch embreex)",
)
ONE = CropSettings(things=1, rooms=0, thing_views=2, size=40)


@pytest.fixture(scope="module")
def tiny():
    model = {
        "embed_dim": 16,
        "vision_cfg": {
            "image_size": 32, "layers": 1, "width": 16, "patch_size": 16, "head_width": 16,
        },
        "text_cfg": {"context_length": 20, "vocab_size": 49408, "width": 8, "heads": 1,
                     "layers": 1},
    }  # fmt: skip
    return TeacherTraining(
        model, ("chair", "toilet", "ball"), ONE, ONE, steps=4, batch=4, save_every=0.0
    )


def test_the_configuration_names_forty_classes_and_fits_its_limits():
    settings = TeacherTraining.read(CONFIG)
    assert len(settings.names) == len(set(settings.names)) == 40
    assert settings.learning_rate(0) < settings.learning_rate(settings.warmup) <= settings.lr
    assert settings.learning_rate(settings.steps) == pytest.approx(settings.lr / 100, rel=0.01)


@pytest.mark.parametrize("text", ["names: 3", "a: [", "names: [[chair]]\nmodel: {}\nstepz: 3", ""])
def test_configurations_that_cannot_be_are_refused(tmp_path, text):
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="may hold"):
        TeacherTraining.read(path)


def test_a_folder_without_scans_says_how_to_make_them(tmp_path):
    settings = CropSettings(0, 0, scans=str(tmp_path))
    with pytest.raises(FileNotFoundError, match="ws3d generate rooms"):
        make_crops(settings, ("chair",), "train", tmp_path / "out", quiet=True)


def test_things_are_cropped_once_and_differ_from_held_out_ones(tmp_path):
    (path,) = make_crops(ONE, ("chair", "door"), "train", tmp_path / "a", quiet=True)
    crops = read_crops([path], 40)
    assert set(crops.names) == {"chair"}  # a door is built by a room, not on its own
    assert crops.images.shape[1:] == (40, 40, 3) and crops.images.std() > 10
    share = (crops.maps == crops.shown.index("chair")).mean(axis=(1, 2))
    assert (share > 0.1).all() and crops.maps.shape[1:] == (10, 10)
    stamp = path.stat().st_mtime_ns
    make_crops(ONE, ("chair", "door"), "train", tmp_path / "a", quiet=True)
    assert path.stat().st_mtime_ns == stamp
    held = read_crops(make_crops(ONE, ("chair",), "held_out", tmp_path / "b", quiet=True), 40)
    assert not np.array_equal(held.images[:1], crops.images[:1])
    assert len(read_crops([path], 40, "room")) == 0


@pytest.mark.slow
def test_a_stopped_training_goes_on_to_the_same_weights(tiny, tmp_path, monkeypatch):
    whole = train_teacher(tiny, tmp_path / "whole", quiet=True)
    drawn, draw = [], CropSource.draw

    def stopped(self, count, rng):
        drawn.append(count)
        if len(drawn) > 2:
            raise KeyboardInterrupt
        return draw(self, count, rng)

    with monkeypatch.context() as patch:
        patch.setattr(CropSource, "draw", stopped)
        with pytest.raises(KeyboardInterrupt):
            train_teacher(tiny, tmp_path / "parts", quiet=True)
    train_teacher(tiny, tmp_path / "parts", quiet=True)
    states = [load_file(tmp_path / name / "state.safetensors") for name in ("whole", "parts")]
    assert states[0].keys() == states[1].keys()
    for name, value in states[0].items():
        np.testing.assert_array_equal(value, states[1][name], err_msg=name)
    teacher = load_teacher(f"open_clip:local-dir:{whole}")
    assert teacher.dimension == 16
    assert teacher.encode_dense(np.zeros((40, 50, 3), np.uint8)).shape[2] == 16
    onward = dataclasses.replace(tiny, start=str(whole), steps=1)
    further = load_file(train_teacher(onward, tmp_path / "on", quiet=True) / WEIGHTS)
    before = load_file(whole / WEIGHTS)
    changed = {name for name in before if not np.array_equal(before[name], further[name])}
    assert changed and all(name.startswith(("visual.", "logit_scale")) for name in changed)
    report = json.loads((tmp_path / "whole" / "judgement.json").read_text())
    assert report["all"]["crops"] > 0 and 0 <= report["all"]["top1"] <= 1


@pytest.mark.parametrize("values", [{"windows": 1.0}, {"windows": -0.1}, {"places": -1.0}])
def test_shares_and_weights_out_of_range_are_refused(values):
    with pytest.raises(ValueError, match=r"windows must lie in 0\.\.1"):
        dataclasses.replace(TeacherTraining.read(CONFIG), **values)
