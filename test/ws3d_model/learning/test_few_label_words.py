# SPDX-License-Identifier: Apache-2.0
"""Words of few-label training, and judging names learnt and not shown, before and after."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch

from ws3d_model.language import probe_hash
from ws3d_model.learning.before_after import judge, names_not_shown, table
from ws3d_model.learning.few_label_words import FewLabelWords
from ws3d_model.learning.region_cache import RegionCache
from ws3d_model.learning.text_vectors import TextVectors
from ws3d_model.network import Checkpoint, NetworkShape, VisionLanguageNet
from ws3d_model.regions import RegionSettings

CPU = torch.device("cpu")
KNOWN = ("floor", "wall", "chair", "furniture")


class Letters:
    """Texts by how often each of eight letters occurs in them."""

    identity = "letters"
    dimension = 8

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        counts = np.array([[1 + text.count(c) for c in "aeiourst"] for text in texts], np.float32)
        return counts / np.linalg.norm(counts, axis=1, keepdims=True)


@pytest.fixture
def start() -> Checkpoint:
    """A network that knows four words, one of them a general one."""
    vectors = Letters().encode(KNOWN)
    anchors = vectors - vectors.mean(0)
    anchors /= np.linalg.norm(anchors, axis=1, keepdims=True)
    torch.manual_seed(0)
    shape = NetworkShape(channels=(8, 16), hidden=16, text_dimension=8)
    return Checkpoint(
        network=VisionLanguageNet(shape).eval(),
        encoder="letters",
        encoder_probe=probe_hash(Letters()),
        text_centre=vectors.mean(0),
        anchor_names=KNOWN,
        anchors=anchors,
        general_names=("furniture",),
    )


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    words = (*KNOWN, "stool", "armchair")
    TextVectors(words, Letters().encode(words), "letters").save(tmp_path / "letters.npz")
    return tmp_path / "letters.npz"


def test_the_space_of_the_checkpoint_goes_on_to_hold(start: Checkpoint, letters: Path) -> None:
    prompts = {"seat": ("stool", "armchair")}
    words = FewLabelWords.build(("wall", "seat"), prompts, start, "", letters, None, CPU)
    assert words.record.anchor_names == (*KNOWN, "stool", "armchair")
    np.testing.assert_array_equal(words.record.centre, start.text_centre)
    np.testing.assert_array_equal(words.record.anchors[:4], start.anchors)
    torch.testing.assert_close(
        words.means[0], torch.from_numpy(start.anchors[1]), atol=1e-2, rtol=0
    )
    torch.testing.assert_close(words.means.norm(dim=1), torch.ones(2))
    # "furniture" is a general word: no rival of exact ones. "wall" is learnt itself.
    assert len(words.known) == 3
    assert bool(words.alike[1]) and len(words.others) < 3


def test_learnt_names_join_the_rivals(start: Checkpoint, letters: Path) -> None:
    """Where a checkpoint lists none, all its exact words compete anyway."""
    prompts = {"seat": ("stool", "armchair")}
    build = FewLabelWords.build
    assert build(("seat",), prompts, start, "", letters, None, CPU).record.rival_names == ()
    some = dataclasses.replace(start, rival_names=("wall",))
    record = build(("seat",), prompts, some, "", letters, None, CPU).record
    assert record.rival_names == ("wall", "stool", "armchair")


def test_from_scratch_the_names_make_the_space(letters: Path) -> None:
    words = FewLabelWords.build(("floor", "wall"), {}, None, "letters", letters, None, CPU)
    assert words.record.anchor_names == ("floor", "wall")
    assert (len(words.known), len(words.others)) == (0, 0)
    alone = FewLabelWords.build(("floor",), {}, None, "letters", letters, None, CPU)
    torch.testing.assert_close(alone.means.norm(dim=1), torch.ones(1))


def test_names_without_labels_compete_and_are_not_known(start: Checkpoint, letters: Path) -> None:
    alone = FewLabelWords.build(("wall",), {}, start, "", letters, None, CPU)
    words = FewLabelWords.build(("wall",), {}, start, "", letters, None, CPU, rivals=("stool",))
    assert (alone.rivals.shape, words.rivals.shape) == ((0, 8), (1, 8))
    torch.testing.assert_close(words.rivals.norm(dim=1), torch.ones(1))
    torch.testing.assert_close(words.means, alone.means)
    assert words.record.anchor_names == KNOWN
    with pytest.raises(ValueError, match="no vector of lamp"):
        FewLabelWords.build(("wall",), {}, start, "", letters, None, CPU, rivals=("lamp",))


def test_vectors_that_do_not_fit(start: Checkpoint, letters: Path) -> None:
    with pytest.raises(ValueError, match="no vector of lamp"):
        FewLabelWords.build(("lamp",), {}, start, "", letters, None, CPU)
    other = "00" * 64
    np.savez(letters, texts=["wall"], vectors=np.ones((1, 8), np.float32), probe=other)
    with pytest.raises(ValueError, match="another version of"):
        FewLabelWords.build(("wall",), {}, start, "", letters, None, CPU)
    np.savez(letters, texts=["wall"], vectors=np.ones((1, 5), np.float32))
    with pytest.raises(ValueError, match="5 dimensions, the checkpoint's space has 8"):
        FewLabelWords.build(("wall",), {}, start, "", letters, None, CPU)


def test_names_learnt_and_not_shown_are_judged_together(start: Checkpoint, shards: Path) -> None:
    paths = sorted(shards.glob("*.npz"))
    assert names_not_shown(paths, ("floor", "wall")) == ("box",)
    told = judge(start, Letters(), shards, ("floor", "wall"), {}, quiet=True)
    assert (told["learnt"], told["not_shown"]) == (["floor", "wall"], ["box"])
    every = told["names"]
    assert told["base_mean_iou"] == pytest.approx((every["floor"] + every["wall"]) / 2)
    assert told["novel_mean_iou"] == pytest.approx(every["box"])
    alone = judge(start, Letters(), shards, ("floor", "wall", "box"), {}, quiet=True)
    text = table({"before": told, "after": told})
    first, *rest = text.splitlines()
    assert first.startswith("| mIoU of | 2 names learnt | 1 not shown |")
    assert rest[1].startswith("| before |") and rest[2].startswith("| after |")
    assert table({"all": alone}).splitlines()[-1].split("|")[3].strip() == "-"


def test_regions_are_found_once(shards: Path, tmp_path: Path) -> None:
    paths = sorted(shards.glob("*.npz"))[:2]
    first = RegionCache(paths, tmp_path, RegionSettings()).of(1)
    (kept,) = tmp_path.glob("*.npz")
    again = RegionCache(paths, tmp_path, RegionSettings()).of(1)
    np.testing.assert_array_equal(again.of_point, first.of_point)
    np.testing.assert_array_equal(again.graph.features, first.graph.features)
    kept.write_bytes(b"cut off")
    whole = RegionCache(paths, tmp_path, RegionSettings()).of(1)
    np.testing.assert_array_equal(whole.of_point, first.of_point)
    coarser = RegionCache(paths, tmp_path, RegionSettings(voxel_size=0.1)).of(1)
    assert len(coarser) != len(first)
