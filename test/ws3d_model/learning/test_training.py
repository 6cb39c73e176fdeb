# SPDX-License-Identifier: Apache-2.0
"""Training: it learns, it goes on after a stop with the same weights, and bad input is refused."""

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
import torch

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.learning.augmentation import AugmentationSettings, Dice, augment, crop
from ws3d_model.learning.batches import draw_batch
from ws3d_model.learning.experiment import Experiment, ExperimentError
from ws3d_model.learning.losses import balanced_rows, network_losses, offset_loss
from ws3d_model.learning.scan_store import Scan, ScanStore
from ws3d_model.learning.text_targets import TextTargets
from ws3d_model.learning.trainer import TrainingSettings, train
from ws3d_model.network import NetworkShape, VisionLanguageNet
from ws3d_model.point_cloud import PointCloud

NAMES = ("floor", "wall", "box")
CPU = torch.device("cpu")
SETTINGS = TrainingSettings(
    steps=8, scans=2, text_voxels=500, warmup=2, save_every=1e9, coarse=0.0, lr=1e-2
)


def labelled_room(seed: int = 0) -> LabelledCloud:
    """A floor, a wall, and a red box."""
    r = np.random.default_rng(seed)
    u = r.random((3000, 3)).astype(np.float32)
    kind = r.integers(0, 3, 3000)
    places = [u * (2, 2, 0), u * (0, 2, 2), u * (0.5, 0.5, 0.5) + (1, 1, 0)]
    xyz = np.choose(kind[:, None], places).astype(np.float32)
    rgb = np.where((kind == 2)[:, None], (200, 20, 20), (120, 120, 120)).astype(np.uint8)
    instances = np.where(kind == 2, 0, -1).astype(np.int32)
    centres = np.array([[1.25, 1.25, 0.25]], np.float32)
    return LabelledCloud(PointCloud(xyz, rgb), NAMES, kind.astype(np.int32), instances, centres)


@pytest.fixture
def store() -> ScanStore:
    return ScanStore([Scan.from_labelled(labelled_room(s), NAMES, CPU) for s in range(2)], NAMES)


@pytest.fixture
def targets() -> TextTargets:
    vectors = np.eye(3, 8, dtype=np.float32)
    centred = dict(zip(NAMES, vectors, strict=True))
    return TextTargets.build(NAMES, {n: (n,) for n in NAMES}, (), centred, CPU)


def test_classes_go_by_more_general_names_under_a_coarser_vocabulary() -> None:
    words = {name: (name,) for name in (*NAMES, "thing")}
    vectors = dict(zip(words, np.eye(4, 8, dtype=np.float32), strict=True))
    coarser = ({"wall": "floor"}, {"box": "thing"})
    targets = TextTargets.build(NAMES, words, coarser, vectors, CPU)
    labels = torch.tensor([0, 1, 2, -1])
    told = set()
    for seed in range(30):
        kept, place = targets.choose(labels, Dice(seed, CPU), coarse=0.7)
        spoken = [None if row < 0 else tuple(words)[kept[row]] for row in place.tolist()]
        told.add(tuple(spoken))
    assert told == {
        ("floor", "wall", "box", None),
        ("floor", "floor", "box", None),
        ("floor", "wall", "thing", None),
    }
    assert targets.draw(Dice(0, CPU), 0.0).shape == (4, 8)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_known_ground_is_told_and_is_the_floor(store: ScanStore, share: float) -> None:
    settings = AugmentationSettings(ground_known=share, tilt=0.0, elastic=0.0, jitter=0.0)
    batch = draw_batch(store, Dice(3, CPU), 4, 0.0, settings, 0.05, 2)
    assert set(batch.features[:, 9].tolist()) == {share}
    on_floor = batch.features[batch.labels == 0, 4]
    torch.testing.assert_close(on_floor, torch.full_like(on_floor, -0.6), atol=0.12, rtol=0)


def test_classes_in_too_few_scans_are_left_unlabelled(store: ScanStore) -> None:
    lone = labelled_room(9)
    chair = LabelledCloud(
        lone.cloud, ("chair", "wall"), np.zeros(len(lone), np.int32), lone.instances, lone.centres
    )
    names = (*NAMES, "chair")
    scans = [Scan.from_labelled(labelled_room(s), names, CPU) for s in range(2)]
    mixed = ScanStore([*scans, Scan.from_labelled(chair, names, CPU)], names).with_classes(2)
    assert mixed.names == NAMES
    assert (mixed.scans[2].labels == -1).all()
    torch.testing.assert_close(mixed.scans[0].labels, store.scans[0].labels)
    with pytest.raises(ValueError, match="generate more"):
        store.with_classes(3)


def small_network() -> VisionLanguageNet:
    torch.manual_seed(0)
    return VisionLanguageNet(NetworkShape(channels=(8, 16), hidden=16, text_dimension=8))


def run(
    store: ScanStore, targets: TextTargets, folder: Path, settings: TrainingSettings
) -> VisionLanguageNet:
    folder.mkdir(exist_ok=True)
    state = train(small_network(), store, targets, settings, folder, lambda *_: None, quiet=True)
    return state.average  # type: ignore[return-value]


def test_it_learns_a_simple_room(store: ScanStore, targets: TextTargets, tmp_path: Path) -> None:
    settings = dataclasses.replace(SETTINGS, steps=60, mix=0.0, text_noise=0.0)
    network = run(store, targets, tmp_path, settings).eval()
    dice = Dice(99, CPU)
    batch = draw_batch(store, dice, 2, 0.0, settings.augmentation, 0.05, 2)
    with torch.inference_mode():
        features = network.features(batch.features, batch.plan)
        said = network.language(features)[:, :3].argmax(1)
    assert float((said == batch.labels).float().mean()) > 0.9
    lines = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert [line["step"] for line in lines] == [50, 60]
    assert lines[0].keys() >= {"text", "offset", "objectness", "voxels_per_second", "data_share"}


def test_a_stopped_run_ends_with_the_weights_of_an_unbroken_one(
    store: ScanStore, targets: TextTargets, tmp_path: Path
) -> None:
    unbroken = run(store, targets, tmp_path / "a", SETTINGS)
    # The schedule belongs to the experiment: stop early by an error, as a kill would.
    calls = 0

    def stop_at_save(*_: object) -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise KeyboardInterrupt

    often = dataclasses.replace(SETTINGS, save_every=-1.0)
    (tmp_path / "b").mkdir()
    with pytest.raises(KeyboardInterrupt):
        train(small_network(), store, targets, often, tmp_path / "b", stop_at_save, quiet=True)
    resumed = run(store, targets, tmp_path / "b", SETTINGS)
    for name, value in unbroken.state_dict().items():
        assert torch.equal(value, resumed.state_dict()[name]), name


def test_state_of_another_network_is_refused(
    store: ScanStore, targets: TextTargets, tmp_path: Path
) -> None:
    run(store, targets, tmp_path, dataclasses.replace(SETTINGS, steps=1))
    other = VisionLanguageNet(NetworkShape(channels=(16, 16), hidden=16, text_dimension=8))
    with pytest.raises(ValueError, match="belongs to another network"):
        train(other, store, targets, SETTINGS, tmp_path, lambda *_: None, quiet=True)


def test_augmentation_keeps_labels_and_centres(store: ScanStore) -> None:
    settings = AugmentationSettings(elastic=0.0, jitter=0.0, cut_height=0.0)
    for seed in range(20):
        dice = Dice(seed, CPU)
        scan = augment(crop(store.scans[0], dice, settings), dice, settings)
        centres = (scan.xyz + scan.to_centre)[scan.is_object]
        if len(centres):  # one box: all of its points still aim at one place
            assert float((centres - centres[0]).abs().max()) < 1e-4
        assert bool((scan.is_object == (scan.labels == 2)).all())


def test_empty_scan_survives_augmentation() -> None:
    none = torch.zeros(0, 3)
    empty = Scan(
        none, none, torch.zeros(0, dtype=torch.long), none, torch.zeros(0, dtype=torch.bool)
    )
    dice = Dice(0, CPU)
    assert (
        len(augment(crop(empty, dice, AugmentationSettings()), dice, AugmentationSettings())) == 0
    )


def test_same_dice_same_batch(store: ScanStore) -> None:
    batches = [
        draw_batch(store, Dice(5, CPU), 2, 0.5, AugmentationSettings(), 0.05, 2) for _ in range(2)
    ]
    assert torch.equal(batches[0].features, batches[1].features)
    assert torch.equal(batches[0].labels, batches[1].labels)


def test_batch_without_labels_or_objects_has_finite_losses(targets: TextTargets) -> None:
    scan = Scan.from_labelled(labelled_room(), NAMES, CPU)
    bare = dataclasses.replace(
        scan, labels=torch.full_like(scan.labels, -1), is_object=torch.zeros_like(scan.is_object)
    )
    dice = Dice(0, CPU)
    batch = draw_batch(ScanStore([bare], NAMES), dice, 1, 0.0, AugmentationSettings(), 0.05, 2)
    terms = network_losses(small_network().train(), batch, targets, dice, 100, 0.5, 0.1)
    assert all(torch.isfinite(term) for term in terms.values())
    assert float(terms["text"].detach()) == 0.0
    assert float(terms["offset"].detach()) == 0.0


def test_rare_classes_are_preferred() -> None:
    labels = torch.cat([torch.zeros(9900), torch.ones(100), -torch.ones(500)]).long()
    rows = balanced_rows(labels, 2, 200, Dice(0, CPU))
    assert len(rows) == len(torch.unique(rows)) == 200
    assert bool((labels[rows] >= 0).all())
    assert int((labels[rows] == 1).sum()) > 10  # 2 by frequency alone


def test_offset_loss_is_the_mean_distance_over_objects() -> None:
    offsets = torch.tensor([[1.0, 0, 0], [0, 2.0, 0], [9.0, 9, 9]])
    assert offset_loss(offsets, torch.zeros(3, 3), torch.tensor([True, True, False])) == 1.5


def test_unknown_names_are_not_trained() -> None:
    scan = Scan.from_labelled(labelled_room(), ("wall",), CPU)
    assert set(scan.labels.tolist()) == {-1, 0}


def test_objects_without_centres_are_refused() -> None:
    room = dataclasses.replace(labelled_room(), centres=None)
    with pytest.raises(ValueError, match="no centres"):
        Scan.from_labelled(room, NAMES, CPU)


def test_empty_folder_says_how_to_make_shards(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="ws3d generate rooms"):
        ScanStore.read(tmp_path, NAMES, CPU)


def test_damaged_shard_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.npz").write_bytes(b"PK")
    with pytest.raises(ValueError, match=r"broken\.npz"):
        ScanStore.read(tmp_path, NAMES, CPU, quiet=True)


def test_shipped_experiments_can_be_read() -> None:
    folder = Path(__file__).parents[3] / "config" / "training"
    paths = sorted(folder.glob("*.yaml"))
    assert paths
    for path in paths:
        assert Experiment.read(path).training.steps > 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("training: {stepz: 3}", "stepz"),
        ("training: {steps: many}", "steps must be like"),
        ("network: {channels: [1]}", "channels must be"),
        ("- a list", "sections"),
        ("{", "cannot be read as YAML"),
    ],
)
def test_bad_experiment_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "e.yaml"
    path.write_text(text)
    with pytest.raises(ExperimentError, match=message):
        Experiment.read(path)
