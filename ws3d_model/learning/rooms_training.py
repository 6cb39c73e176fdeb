# SPDX-License-Identifier: Apache-2.0
"""Training on procedural rooms: the experiment behind the shipped checkpoint."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import torch

from ws3d_model.datasets.rooms.words import (
    COARSER,
    GENERAL,
    LEFT_OUT,
    NAMES,
    TRAIN_SYNONYMS,
)
from ws3d_model.learning.experiment import Experiment
from ws3d_model.learning.scan_store import ScanStore
from ws3d_model.learning.text_targets import TextTargets
from ws3d_model.learning.trainer import train
from ws3d_model.learning.word_vectors import WordVectors
from ws3d_model.network import Checkpoint, VisionLanguageNet

ENCODER = "minilm-l6-v2"


def train_on_rooms(
    experiment: Experiment,
    data: Path,
    out: Path,
    device: torch.device,
    text_vectors: Path | None = None,
    quiet: bool = False,
) -> Path:
    """Train on the shards of `ws3d generate rooms`; the path of the checkpoint in `out`.

    Args:
        text_vectors: a file that keeps the words' vectors, see `WordVectors.load_or_encode`.

    Raises:
        FileNotFoundError, ValueError: the shards cannot be used; the message says why.
        TrainingError: training diverged.
    """
    names = tuple(name for name in NAMES if name not in LEFT_OUT)
    exact = tuple(dict.fromkeys(word for name in names for word in TRAIN_SYNONYMS[name]))
    general = tuple(dict.fromkeys(word for words in GENERAL.values() for word in words))
    words = exact + general
    encoded = WordVectors.load_or_encode(words, ENCODER, text_vectors)
    raw = np.stack([encoded.by_word()[word] for word in words])
    centre = raw[: len(exact)].mean(axis=0)
    anchors = (raw - centre) / np.linalg.norm(raw - centre, axis=1, keepdims=True)
    targets = TextTargets.build(
        names,
        {**TRAIN_SYNONYMS, **GENERAL},
        COARSER,
        dict(zip(words, anchors, strict=True)),
        device,
    )
    store = ScanStore.read(data, names, device, quiet)
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
                "data": f"{len(store.scans)} scans of procedural rooms, {store.points} points",
                "steps": str(step),
                "settings": repr(experiment.training),
            },
        ).save(path)

    train(network, store, targets, experiment.training, out, save_checkpoint, quiet)
    return path
