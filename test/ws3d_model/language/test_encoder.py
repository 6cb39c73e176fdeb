# SPDX-License-Identifier: Apache-2.0
"""Choosing an encoder, remembering its vectors, and telling two encoders apart."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
import pytest

from ws3d_model.language.encoder import (
    CachedEncoder,
    EncoderMismatch,
    check_encoder,
    load_encoder,
    probe_hash,
    same_space,
)
from ws3d_model.language.minilm import MiniLMEncoder, find_weights


class SeededEncoder:
    """Random unit vectors fixed by prompt and seed; counts what it is asked."""

    def __init__(self, seed: int = 0, dimension: int = 384, noise: float = 0.0) -> None:
        self.identity = f"seeded:{seed}"
        self.dimension = dimension
        self.asked: list[str] = []
        self._seed = seed
        self._noise = np.random.default_rng(1), noise

    def encode(self, prompts: Sequence[str]) -> np.ndarray:
        self.asked += prompts
        vectors = np.empty((len(prompts), self.dimension))
        for row, prompt in enumerate(prompts):
            generator = np.random.default_rng([self._seed, *prompt.encode()])
            vectors[row] = generator.normal(size=self.dimension)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        generator, scale = self._noise
        return (vectors + scale * generator.normal(size=vectors.shape)).astype(np.float32)


def test_nothing_asked_nothing_encoded() -> None:
    inner = SeededEncoder()
    assert CachedEncoder(inner).encode([]).shape == (0, 384)
    assert inner.asked == []


def test_encodes_every_prompt_once_and_keeps_the_order() -> None:
    inner = SeededEncoder()
    cached = CachedEncoder(inner)
    first = cached.encode(["b", "a", "b"])
    np.testing.assert_array_equal(first, SeededEncoder().encode(["b", "a", "b"]))
    second = cached.encode(["a", "c"])
    np.testing.assert_array_equal(second, SeededEncoder().encode(["a", "c"]))
    assert inner.asked == ["b", "a", "c"]


def test_forgets_what_was_used_longest_ago() -> None:
    inner = SeededEncoder()
    cached = CachedEncoder(inner, capacity=2)
    for prompt in ("a", "b", "a", "c", "a", "b"):
        cached.encode([prompt])
    assert inner.asked == ["a", "b", "c", "b"]


def test_more_prompts_than_it_can_keep_still_come_out() -> None:
    names = [f"word {row}" for row in range(50)]
    vectors = CachedEncoder(SeededEncoder(), capacity=3).encode(names)
    np.testing.assert_array_equal(vectors, SeededEncoder().encode(names))


def test_the_caller_cannot_spoil_what_is_kept() -> None:
    cached = CachedEncoder(SeededEncoder())
    cached.encode(["a"])[:] = 0
    np.testing.assert_array_equal(cached.encode(["a"]), SeededEncoder().encode(["a"]))


def test_threads_share_it() -> None:
    cached = CachedEncoder(SeededEncoder(), capacity=5)
    failures: list[str] = []

    def ask(seed: int) -> None:
        generator = np.random.default_rng(seed)
        for _ in range(60):
            names = [f"word {row}" for row in generator.integers(0, 12, size=4)]
            if not np.array_equal(cached.encode(names), SeededEncoder().encode(names)):
                failures.append(str(names))

    threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_capacity_must_be_positive() -> None:
    with pytest.raises(ValueError, match="capacity"):
        CachedEncoder(SeededEncoder(), capacity=0)


def test_fingerprint_is_stable_under_float_noise() -> None:
    clean = probe_hash(SeededEncoder())
    for noise in (1e-7, 1e-5, 5e-4):
        assert same_space(clean, probe_hash(SeededEncoder(noise=noise)))


def test_fingerprint_tells_other_weights() -> None:
    assert not same_space(probe_hash(SeededEncoder(0)), probe_hash(SeededEncoder(1)))
    assert not same_space(probe_hash(SeededEncoder(0)), probe_hash(SeededEncoder(0, noise=0.02)))


def test_fingerprint_of_minilm_is_pinned(minilm: MiniLMEncoder) -> None:
    # Checkpoints hold it: if this fails, every shipped checkpoint refuses its encoder.
    assert same_space(
        probe_hash(minilm),
        "04f3def9d5f906faeef105eafc0400041502f102120d0d0a0f02f404f9faf703"
        "ea07fe00ec2207f207f80e01f60b0107ddde05f8fb0c081900eb071819f70414",
    )


def test_a_fingerprint_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="hexadecimal"):
        same_space("00ff", probe_hash(SeededEncoder()))


def test_the_right_encoder_is_accepted_under_any_name() -> None:
    check_encoder(SeededEncoder(3), "a local copy", 384, probe_hash(SeededEncoder(3)))


@pytest.mark.parametrize("other", [SeededEncoder(4), SeededEncoder(3, dimension=512)])
def test_the_wrong_encoder_is_refused_naming_both(other: SeededEncoder) -> None:
    trained_with = SeededEncoder(3)
    with pytest.raises(EncoderMismatch, match=f"seeded:3 .384 values.*{other.identity}"):
        check_encoder(other, trained_with.identity, 384, probe_hash(trained_with))


def test_the_default_is_the_embedded_encoder(minilm: MiniLMEncoder) -> None:
    encoder = load_encoder()
    assert (encoder.identity, encoder.dimension) == ("minilm-l6-v2", 384)
    np.testing.assert_array_equal(encoder.encode(["bed"]), minilm.encode(["bed"]))


def test_the_embedded_encoder_may_come_from_a_folder() -> None:
    encoder = load_encoder(f"minilm-l6-v2:{find_weights(None)}")
    assert same_space(probe_hash(encoder), probe_hash(load_encoder()))


@pytest.mark.parametrize("identity", ["", "bert", "open_clip", "open_clip:", "minilm"])
def test_an_unknown_encoder_is_refused_with_the_known_ones(identity: str) -> None:
    with pytest.raises(ValueError, match=r"use minilm-l6-v2, .*open_clip:ViT-B-32/openai"):
        load_encoder(identity)
