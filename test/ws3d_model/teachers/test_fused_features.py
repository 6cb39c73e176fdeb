# SPDX-License-Identifier: Apache-2.0
"""Files of fused features: there and back, whole or not at all, and never something else."""

from __future__ import annotations

import errno
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import save_file

from ws3d_model.teachers import FusedFeatures
from ws3d_model.teachers.fused_features import content_hash_of


def features(count=5, dimension=4, seed=0):
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(count, dimension))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    weight = rng.integers(0, 3, count).astype(np.float32)
    vectors[weight == 0] = 0
    return FusedFeatures(vectors.astype(np.float16), weight, "open_clip:a/b", "abc")


def test_no_points_come_back_as_none(tmp_path):
    empty = features(0)
    empty.save(tmp_path / "a.safetensors")
    found = FusedFeatures.load(tmp_path / "a.safetensors")
    assert found.features.shape == (0, 4) and found.seen == 0 and found.dimension == 4


@given(count=st.integers(1, 20), dimension=st.integers(1, 9), seed=st.integers(0, 99))
@settings(max_examples=15, deadline=None)
def test_there_and_back(tmp_path_factory, count, dimension, seed):
    path = tmp_path_factory.mktemp("fused") / "a.safetensors"
    made = features(count, dimension, seed)
    made.save(path)
    found = FusedFeatures.load(path)
    np.testing.assert_array_equal(found.features, made.features)
    np.testing.assert_array_equal(found.weight, made.weight)
    assert (found.teacher, found.content_hash) == ("open_clip:a/b", "abc")
    assert found.seen == (made.weight > 0).mean()
    assert content_hash_of(path) == "abc"


def test_a_missing_file_says_how_to_make_it(tmp_path):
    with pytest.raises(FileNotFoundError, match="ws3d teach"):
        FusedFeatures.load(tmp_path / "none.safetensors")
    assert content_hash_of(tmp_path / "none.safetensors") is None


def test_a_damaged_file_is_refused(tmp_path):
    path = tmp_path / "a.safetensors"
    features(200, 16).save(path)
    path.write_bytes(path.read_bytes()[:-50])
    with pytest.raises(ValueError, match="make it again"):
        FusedFeatures.load(path)
    assert content_hash_of(path) is None


def test_other_safetensors_are_refused(tmp_path):
    path = tmp_path / "a.safetensors"
    save_file({"features": np.zeros((2, 3), np.float16)}, path)
    with pytest.raises(ValueError, match="ws3d teach"):
        FusedFeatures.load(path)
    metadata = {"format": "ws3d-fused-features", "dimension": "4", "teacher": "t"}
    save_file({"features": np.zeros((2, 3), np.float16)}, path, metadata)
    with pytest.raises(ValueError, match="make it again"):
        FusedFeatures.load(path)


def test_a_full_disk_keeps_what_was_there_and_leaves_nothing_half(tmp_path, monkeypatch):
    path = tmp_path / "a.safetensors"
    features(seed=1).save(path)
    before = path.read_bytes()

    def full(self: Path, data: bytes) -> int:
        with self.open("wb") as file:
            file.write(data[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match=r"No space left.*free some space"):
        features(seed=2).save(path)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.safetensors"]


@pytest.mark.parametrize(
    ("vectors", "weight"),
    [
        (np.zeros((2, 3), np.float32), np.zeros(2, np.float32)),
        (np.zeros((2, 3), np.float16), np.zeros(3, np.float32)),
        (np.zeros(2, np.float16), np.zeros(2, np.float32)),
    ],
)
def test_other_shapes_and_types_are_refused(vectors, weight):
    with pytest.raises((TypeError, ValueError)):
        FusedFeatures(vectors, weight, "t", "h")
