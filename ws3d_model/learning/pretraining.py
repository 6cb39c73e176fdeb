# SPDX-License-Identifier: Apache-2.0
"""Pre-training on shards of procedural worlds: the experiments under config/training."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path

import torch

from ws3d_model.learning.alignment import HierarchicalAlignment
from ws3d_model.learning.batch import Batch
from ws3d_model.learning.batch_loader import data_budget
from ws3d_model.learning.batches import WorldBatches
from ws3d_model.learning.caption_book import CaptionBook, related_classes
from ws3d_model.learning.engine import Engine
from ws3d_model.learning.experiment import Experiment
from ws3d_model.learning.ranks import Ranks
from ws3d_model.learning.scan_store import ScanStore
from ws3d_model.learning.space_targets import SpaceTargets
from ws3d_model.learning.teacher_store import TeacherStore
from ws3d_model.learning.training_settings import SCRATCH
from ws3d_model.network import Checkpoint, VisionLanguageNet, load_checkpoint
from ws3d_model.weights import checkpoint_path
from ws3d_model.worlds.words import TRAIN_SYNONYMS

CHECKPOINT = "checkpoint.safetensors"
MIN_SCANS = 4
"""A class in fewer scans is not trained by name: there is too little to learn it from."""


def pretrain(
    experiment: Experiment,
    data: Path,
    out: Path,
    device: torch.device,
    text_cache: Path | None = None,
    tensorboard: bool = False,
    quiet: bool = False,
) -> Path:
    """Train on the shards of `ws3d generate`; the path of the checkpoint in `out`.

    Under `torchrun`, its processes share every batch.

    Args:
        text_cache: folder that keeps the texts' vectors, see `TextVectors`; `out` when left out.

    Raises:
        FileNotFoundError, ValueError: the shards or files cannot be used; the message says why.
        TrainingError: training diverged, or cannot write its files.
    """
    out.mkdir(parents=True, exist_ok=True)
    with Ranks.joined(device) as ranks:
        if device.type == "cuda" and ranks.count > 1:
            device = torch.device("cuda", ranks.local)
        return _pretrain(
            experiment, data, out, device, ranks, text_cache or out, tensorboard, quiet
        )


def _pretrain(
    experiment: Experiment,
    data: Path,
    out: Path,
    device: torch.device,
    ranks: Ranks,
    text_cache: Path,
    tensorboard: bool,
    quiet: bool,
) -> Path:
    settings, training = experiment.data, experiment.training
    workers, kept = data_budget(settings.workers, settings.kept_gib, ranks)
    quiet = quiet or not ranks.first
    store = ScanStore.read(data, tuple(TRAIN_SYNONYMS), kept, quiet).with_classes(MIN_SCANS)
    captioned = any(space.captioned for space in experiment.spaces.values())
    book = None
    if captioned:
        book = CaptionBook.build(store, settings.captions, settings.wrong_captions)
    spaces, teachers = _spaces(experiment, store, book, text_cache, device, quiet)
    main, *further = spaces
    torch.manual_seed(training.seed)
    shape = dataclasses.replace(
        experiment.network,
        text_dimension=spaces[main].dimension,
        further_spaces=tuple((name, spaces[name].dimension) for name in further),
    )
    network = VisionLanguageNet(shape).to(device)
    started_with = SCRATCH
    if experiment.model is not None:
        started_with = _load_weights(network, experiment.model, device)

    def save_checkpoint(average: VisionLanguageNet, step: int) -> None:
        record = spaces[main].record
        Checkpoint(
            network=average,
            encoder=record.encoder,
            encoder_probe=record.probe,
            text_centre=record.centre,
            anchor_names=record.anchor_names,
            anchors=record.anchors,
            general_names=record.general_names,
            rival_names=record.rival_names,
            further={name: spaces[name].record for name in further},
            training={
                "data": f"{len(store.shards)} scans of procedural worlds, {store.points} points, "
                f"{len(store.names)} classes",
                "steps": str(step),
                "settings": repr(dataclasses.replace(experiment, network=shape)),
                "start": started_with,
            },
        ).save(out / CHECKPOINT)

    source = WorldBatches(store, settings, training.seed, shape.voxel_size, book, teachers)
    related = torch.from_numpy(related_classes(store.names)).to(device)
    objective = HierarchicalAlignment(spaces, experiment.losses, training.seed, related)
    engine: Engine[VisionLanguageNet, Batch] = Engine(
        training, out, ranks, workers, tensorboard, quiet
    )
    engine.train(network, source, objective, save_checkpoint)
    return out / CHECKPOINT


def _load_weights(network: VisionLanguageNet, model: str, device: torch.device) -> str:
    """Take over a checkpoint's weights; its content hash.

    Raises:
        ValueError: its network has another shape.
    """
    start = load_checkpoint(checkpoint_path(model), device)
    if start.network.shape != network.shape:
        raise ValueError(
            f"{model} holds a network of {start.network.shape}, the experiment asks for "
            f"{network.shape}: give `network:` and `spaces:` those of the checkpoint, or leave out "
            "--model"
        )
    network.load_state_dict(start.network.state_dict())
    return start.content_hash


def _spaces(
    experiment: Experiment,
    store: ScanStore,
    book: CaptionBook | None,
    text_cache: Path,
    device: torch.device,
    quiet: bool,
) -> tuple[dict[str, SpaceTargets], Mapping[str, TeacherStore]]:
    """The text spaces ready for training, and their teachers."""
    spaces: dict[str, SpaceTargets] = {}
    teachers: dict[str, TeacherStore] = {}
    for name, settings in experiment.spaces.items():
        captions = book.texts if book is not None and settings.captioned else ()
        targets = SpaceTargets.build(settings, store.names, captions, text_cache, device, quiet)
        if settings.point:
            if not settings.teacher:
                raise ValueError(
                    f"the point term of the text space {name} needs a teacher: give --teacher "
                    f"{name}=FOLDER, or the folder in the experiment"
                )
            teachers[name] = TeacherStore.open(
                Path(settings.teacher), store.shards, targets.dimension, name
            )
            centre = teachers[name].centre().to(device)
            targets = dataclasses.replace(targets, teacher_centre=centre)
        spaces[name] = targets
    return spaces, teachers
