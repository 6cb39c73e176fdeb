# SPDX-License-Identifier: Apache-2.0
"""Perception: from a cloud to labels; what odd clouds and odd words do to it."""

from pathlib import Path

import numpy as np
import pytest
import torch

from ws3d_model import Perception, PointCloud
from ws3d_model.language import (
    EncoderMismatch,
    TextEncoder,
    Vocabulary,
    VocabularyEntry,
    VocabularyError,
    load_encoder,
    probe_hash,
)
from ws3d_model.language.text_space import TextSpace
from ws3d_model.network import Checkpoint, CheckpointError, NetworkShape, VisionLanguageNet
from ws3d_model.objects import GroupingSettings
from ws3d_model.perception import PerceptionSettings, choose_device

WORDS = ("wall", "floor", "chair", "table", "lamp", "curtain", "plant")


@pytest.fixture(scope="module")
def encoder() -> TextEncoder:
    return load_encoder()


@pytest.fixture(scope="module")
def perception(encoder: TextEncoder) -> Perception:
    """An untrained network with all of its parts: what it says is arbitrary but repeatable."""
    torch.manual_seed(0)
    space = TextSpace.build(encoder, WORDS)
    network = VisionLanguageNet(NetworkShape(channels=(8, 16, 16), hidden=16)).eval()
    checkpoint = Checkpoint(
        network, encoder.identity, probe_hash(encoder), space.centre, WORDS, space.anchors
    )
    return Perception(checkpoint, encoder)


@pytest.fixture(autouse=True)
def _defaults(perception: Perception) -> None:
    perception.settings = PerceptionSettings()
    perception.set_vocabulary(WORDS)


def room(points: int = 4000) -> PointCloud:
    r = np.random.default_rng(points)
    xyz = r.random((points, 3), dtype=np.float32) * np.array([3, 2, 1], np.float32)
    return PointCloud(xyz, r.integers(0, 256, (points, 3), dtype=np.uint8))


ODD_CLOUDS = {
    "empty": np.zeros((0, 3)),
    "one point": np.zeros((1, 3)),
    "one NaN": np.full((1, 3), np.nan),
    "all infinite": np.full((5, 3), np.inf),
    "coordinates of 1e9": np.full((5, 3), 1e9),
    "largest floats": np.full((5, 3), 3e38),
    "same point 1000 times": np.ones((1000, 3)),
}


@pytest.mark.parametrize("name", ODD_CLOUDS)
def test_odd_clouds_give_a_scene_of_their_length(perception: Perception, name: str) -> None:
    xyz = ODD_CLOUDS[name].astype(np.float32)
    scene = perception.process(PointCloud(xyz))
    assert len(scene) == len(xyz)
    usable = np.isfinite(xyz).all(1) & (np.abs(xyz) < 1e6).all(1)
    assert np.all(scene.labels[~usable] == -1)
    assert np.all(scene.confidences[~usable] == 0)
    assert np.isfinite(scene.boxes).all()


def test_every_usable_point_of_a_full_vocabulary_is_named(perception: Perception) -> None:
    scene = perception.process(room())
    assert scene.names == WORDS
    assert scene.labels.min() >= 0
    assert scene.confidences.min() > 0
    assert scene.confidences.max() <= 1


def test_bad_points_do_not_change_the_others(perception: Perception) -> None:
    cloud = room()
    clean = perception.process(cloud)
    xyz = cloud.xyz.copy()
    bad = np.arange(0, len(xyz), 7)
    xyz[bad] = np.nan
    xyz[bad[::2]] = (1e9, np.inf, 0)
    with_bad = perception.process(PointCloud(xyz, cloud.rgb))
    kept = np.setdiff1d(np.arange(len(xyz)), bad)
    alone = perception.process(cloud.select(kept))
    np.testing.assert_array_equal(with_bad.labels[kept], alone.labels)
    assert np.all(with_bad.labels[bad] == -1)
    assert len(clean) == len(with_bad)


def test_labels_follow_the_order_of_the_points(perception: Perception) -> None:
    cloud = room()
    order = np.random.default_rng(0).permutation(len(cloud))
    scene, shuffled = perception.process(cloud), perception.process(cloud.select(order))
    assert np.mean(scene.labels[order] == shuffled.labels) > 0.999


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("height", [-1.2, 0.37, 25.0])
def test_where_the_sensor_is_does_not_matter(
    perception: Perception, told: bool, height: float
) -> None:
    """Coarse levels would cut a scene elsewhere if the grid started at the sensor."""
    cloud = room()
    moved = PointCloud((cloud.xyz + np.float32((0, 0, height))).astype(np.float32), cloud.rgb)
    here = perception.process(cloud, ground=0.0 if told else None)
    there = perception.process(moved, ground=height if told else None)
    assert np.mean(here.labels == there.labels) > 0.99


@pytest.mark.parametrize("ground", [float("nan"), float("inf"), 1e6])
def test_an_impossible_ground_is_refused(perception: Perception, ground: float) -> None:
    with pytest.raises(ValueError, match="ground"):
        perception.process(room(), ground=ground)


def test_process_keeps_no_state(perception: Perception) -> None:
    first = perception.process(room())
    perception.process(room(100))
    again = perception.process(room())
    np.testing.assert_array_equal(first.labels, again.labels)
    np.testing.assert_array_equal(first.confidences, again.confidences)


def test_vocabulary_can_change_between_clouds(perception: Perception) -> None:
    perception.set_vocabulary(["floor", "wall"])
    assert perception.process(room()).names == ("floor", "wall")
    assert perception.vocabulary.names == ("floor", "wall")
    with pytest.raises(VocabularyError, match="empty"):
        perception.set_vocabulary([])
    assert perception.vocabulary.names == ("floor", "wall")


def test_names_of_surfaces_have_no_boxes(perception: Perception) -> None:
    everything = GroupingSettings(min_objectness=0.0, min_support=0.0, min_voxels=1)
    perception.settings = PerceptionSettings(grouping=everything)
    perception.set_vocabulary(["wall", "floor"])
    scene = perception.process(room())
    assert (scene.labels >= 0).all()
    assert len(scene.boxes) == 0
    assert (scene.instances == -1).all()
    perception.set_vocabulary(["table", "floor", "chair"])
    scene = perception.process(room())
    assert len(scene.boxes) > 0
    assert 1 not in scene.box_labels


def test_order_of_the_vocabulary_does_not_matter(perception: Perception) -> None:
    straight = perception.process(room())
    perception.set_vocabulary(WORDS[::-1])
    reverse = perception.process(room())
    names = [np.array(s.names)[s.labels] for s in (straight, reverse)]
    assert np.mean(names[0] == names[1]) > 0.999


def test_large_cloud_is_thinned_and_all_of_its_voxels_points_named(perception: Perception) -> None:
    dense = PointCloud(np.repeat(room().xyz, 5, axis=0))
    perception.settings = PerceptionSettings(max_points=4000)
    scene = perception.process(dense)
    # Every fifth point went through: each of the 4000 places is known, and its copies with it.
    assert np.all(scene.labels >= 0)


def test_names_of_objects_alone_leave_the_rest_unlabelled(perception: Perception) -> None:
    perception.set_vocabulary(["chair"])
    assert np.any(perception.process(room()).labels == -1)
    perception.settings = PerceptionSettings(rivals="never")
    assert np.all(perception.process(room()).labels == 0)


def test_background_names_come_out_unlabelled(perception: Perception) -> None:
    everything = perception.process(room())
    rest = tuple(VocabularyEntry(n) for n in WORDS if n != "chair")
    perception.set_vocabulary(Vocabulary(rest, background=("chair",)))
    scene = perception.process(room())
    np.testing.assert_array_equal(scene.labels == -1, everything.labels == WORDS.index("chair"))


def test_threshold_leaves_doubtful_points_unlabelled(perception: Perception) -> None:
    entries = tuple(VocabularyEntry(n) for n in WORDS)
    confident = perception.process(room()).confidences
    middle = float(np.median(confident))
    perception.set_vocabulary(Vocabulary(entries, threshold=middle))
    np.testing.assert_array_equal(perception.process(room()).labels >= 0, confident >= middle)


def test_nonsense_labels_nothing(perception: Perception) -> None:
    perception.settings = PerceptionSettings(rivals="never")
    perception.set_vocabulary(["xqzzt vrem"])
    assert np.all(perception.process(room()).labels == -1)


def test_boxes_belong_to_instances(perception: Perception) -> None:
    # An untrained network believes in no object: take every voxel for a part of one.
    everything = GroupingSettings(min_objectness=0.0, min_support=0.0, min_voxels=1)
    perception.settings = PerceptionSettings(grouping=everything)
    scene = perception.process(room())
    assert len(scene.boxes) > 0
    np.testing.assert_array_equal(
        np.sort(scene.box_instances), np.unique(scene.instances[scene.instances >= 0])
    )
    assert np.all(scene.boxes[:, 3:6] >= perception.checkpoint.network.shape.voxel_size * 0.999)
    assert np.all(scene.boxes[:, 3] >= scene.boxes[:, 4])


def test_another_encoder_is_refused_and_both_are_named(
    perception: Perception, encoder: TextEncoder
) -> None:
    class Other:
        identity = "other-encoder"
        dimension = encoder.dimension

        def encode(self, prompts: list[str]) -> np.ndarray:
            return np.roll(encoder.encode(prompts), 1, axis=1)

    with pytest.raises(EncoderMismatch, match=r"minilm.*other-encoder"):
        Perception(perception.checkpoint, Other())  # type: ignore[arg-type]


def test_missing_checkpoint_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="no checkpoint at"):
        Perception.load(tmp_path / "none.safetensors")


def test_unknown_device_is_refused() -> None:
    with pytest.raises(ValueError, match="auto, cpu or cuda"):
        choose_device("tpu")


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a CUDA device")
def test_absent_cuda_device_is_refused_with_the_cure() -> None:
    with pytest.raises(ValueError, match="use device auto or cpu"):
        choose_device("cuda")


@pytest.mark.parametrize(
    ("field", "value"), [("max_points", 0), ("max_range", -1.0), ("rivals", "sometimes")]
)
def test_settings_out_of_range_are_refused(field: str, value: object) -> None:
    with pytest.raises(ValueError, match=field):
        PerceptionSettings(**{field: value})  # type: ignore[arg-type]
