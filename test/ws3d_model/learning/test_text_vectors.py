# SPDX-License-Identifier: Apache-2.0
"""Text vectors: only what is missing is asked for, files come back, broken ones are refused."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import torch

from ws3d_model.learning import text_vectors
from ws3d_model.learning.space_targets import SpaceSettings, SpaceTargets
from ws3d_model.learning.text_vectors import TextVectors

NAMES = ("floor", "wall", "box", "toaster")


class Letters:
    """An encoder by the first letters of a text, which remembers what it was asked."""

    identity = "letters"
    dimension = 26

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, prompts: Sequence[str]) -> npt.NDArray[np.float32]:
        self.asked += prompts
        rows = [[prompt.count(chr(97 + k)) + 0.01 for k in range(26)] for prompt in prompts]
        values = np.array(rows, np.float32)
        return values / np.linalg.norm(values, axis=1, keepdims=True)


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> Letters:
    encoder = Letters()
    monkeypatch.setattr(text_vectors, "load_encoder", lambda identity: encoder)
    monkeypatch.setattr(text_vectors, "probe_hash", lambda encoder: "00")
    return encoder


def test_only_missing_texts_are_asked_for(letters: Letters, tmp_path: Path) -> None:
    first = TextVectors.of_captions(["a wall", "a box"], "letters", tmp_path, quiet=True)
    again = TextVectors.of_captions(["a box", "a chair", "a box"], "letters", tmp_path, quiet=True)
    assert sorted(letters.asked) == ["a box", "a chair", "a wall"]
    np.testing.assert_allclose(again.vectors[0], first.vectors[1], atol=1e-3)
    np.testing.assert_array_equal(again.vectors[0], again.vectors[2])
    assert again.texts == ("a box", "a chair", "a box")
    assert (again.encoder, again.probe) == ("letters", "00")


def test_no_text_and_no_folder(letters: Letters) -> None:
    assert TextVectors.of_captions([], "letters", None).vectors.shape == (0, 26)


def test_vectors_of_another_encoder_are_not_taken(letters: Letters, tmp_path: Path) -> None:
    found = TextVectors.of_captions(["a wall"], "letters", tmp_path, quiet=True)
    other = TextVectors(found.texts, found.vectors[:, :5], "other")
    (path,) = tmp_path.glob("*.npz")
    other.save(path)
    again = TextVectors.of_captions(["a wall"], "letters", tmp_path, quiet=True)
    assert again.vectors.shape == (1, 26)


@pytest.mark.parametrize(
    "arrays",
    [
        {"vectors": np.ones((2, 3))},
        {"names": np.array(["a"]), "vectors": np.ones((2, 3))},
        {"names": np.array(["a"]), "vectors": np.full((1, 3), np.nan)},
    ],
)
def test_files_without_texts_or_vectors_are_refused(
    tmp_path: Path, arrays: dict[str, npt.NDArray[np.float64]]
) -> None:
    path = tmp_path / "v.npz"
    np.savez(path, **arrays)
    with pytest.raises(ValueError, match=r"v\.npz"):
        TextVectors.read(path)
    path.write_bytes(b"PK")
    with pytest.raises(ValueError, match=r"v\.npz"):
        TextVectors.read(path)


def test_classes_without_a_vector_are_left_out_of_a_space(vectors: Path) -> None:
    settings = SpaceSettings(vectors=str(vectors), names=1.0)
    targets = SpaceTargets.build(settings, NAMES, (), None, torch.device("cpu"))
    assert targets.renumber.tolist() == [0, 1, 2, -1, -1]
    assert targets.names.classes == 3
    assert targets.dimension == 8
    assert targets.record.probe == ""
    assert "carton" in targets.record.anchor_names
    # "furniture" is known and some class may go by it, but box, wall and floor do not.
    np.testing.assert_allclose(np.linalg.norm(targets.record.anchors, axis=1), 1, atol=1e-5)


def test_one_plain_word_a_thing_competes_for_points(letters: Letters, tmp_path: Path) -> None:
    names = ("wall", "office chair", "chair")
    settings = SpaceSettings("letters", names=1.0)
    record = SpaceTargets.build(settings, names, (), tmp_path, torch.device("cpu"), True).record
    assert record.rival_names == ("wall", "chair")
    assert {"office chair", "swivel chair"} <= {*record.anchor_names}
    alone = SpaceTargets.build(settings, names[:2], (), tmp_path, torch.device("cpu"), True).record
    assert alone.rival_names == ("wall", "office chair")


def test_captions_are_centred_like_the_words(letters: Letters, tmp_path: Path) -> None:
    settings = SpaceSettings("letters", region=1.0)
    targets = SpaceTargets.build(
        settings, NAMES, ("wall",), tmp_path, torch.device("cpu"), quiet=True
    )
    assert targets.captions is not None
    place = targets.record.anchor_names.index("wall")
    np.testing.assert_allclose(
        targets.captions[0].float().numpy(), targets.record.anchors[place], atol=2e-3
    )
