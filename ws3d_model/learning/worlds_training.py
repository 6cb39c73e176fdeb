# SPDX-License-Identifier: Apache-2.0
"""Training on shards of procedural worlds: the experiment behind the shipped checkpoint."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import torch

from ws3d_model.learning.experiment import Experiment
from ws3d_model.learning.scan_store import ScanStore
from ws3d_model.learning.text_targets import TextTargets
from ws3d_model.learning.trainer import train
from ws3d_model.learning.word_vectors import WordVectors
from ws3d_model.network import Checkpoint, VisionLanguageNet
from ws3d_model.worlds.words import GENERAL, TRAIN_SYNONYMS, coarser_vocabularies

ENCODER = "minilm-l6-v2"
MIN_SCANS = 4
"""A class in fewer scans is not trained by name: there is too little to learn it from."""


def train_on_worlds(
    experiment: Experiment,
    data: Path,
    out: Path,
    device: torch.device,
    text_vectors: Path | None = None,
    quiet: bool = False,
) -> Path:
    """Train on the shards of `ws3d generate`; the path of the checkpoint in `out`.

    Args:
        text_vectors: a file that keeps the words' vectors, see `WordVectors.load_or_encode`.

    Raises:
        FileNotFoundError, ValueError: the shards cannot be used; the message says why.
        TrainingError: training diverged.
    """
    store = ScanStore.read(data, tuple(TRAIN_SYNONYMS), device, quiet).with_classes(MIN_SCANS)
    names = store.names
    exact = tuple(dict.fromkeys(word for name in names for word in TRAIN_SYNONYMS[name]))
    coarser = coarser_vocabularies(names)
    groups = sorted({name for merges in coarser for name in merges.values()} - set(names))
    general = tuple(dict.fromkeys(word for name in groups for word in GENERAL[name]))
    words = exact + general
    encoded = WordVectors.load_or_encode(words, ENCODER, text_vectors)
    raw = np.stack([encoded.by_word()[word] for word in words])
    centre = raw[: len(exact)].mean(axis=0)
    anchors = (raw - centre) / np.linalg.norm(raw - centre, axis=1, keepdims=True)
    targets = TextTargets.build(
        names,
        {**TRAIN_SYNONYMS, **GENERAL},
        coarser,
        dict(zip(words, anchors, strict=True)),
        device,
    )
    torch.manual_seed(experiment.training.seed)
    shape = dataclasses.replace(experiment.network, text_dimension=len(centre))
    network = VisionLanguageNet(shape).to(device)
    path = out / "checkpoint.safetensors"

    def save_checkpoint(average: VisionLanguageNet, step: int) -> None:
        Checkpoint(
            network=average,
            encoder=encoded.encoder,
            encoder_probe=encoded.probe,
            text_centre=centre,
            anchor_names=words,
            anchors=anchors,
            general_names=general,
            training={
                "data": f"{len(store.scans)} scans of procedural worlds, {store.points} points, "
                f"{len(names)} classes",
                "steps": str(step),
                "settings": repr(experiment.training),
            },
        ).save(path)

    train(network, store, targets, experiment.training, out, save_checkpoint, quiet)
    return path
