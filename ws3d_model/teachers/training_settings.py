# SPDX-License-Identifier: Apache-2.0
"""TeacherTraining: what a YAML file says of the training of a small vision-language model."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from ws3d_model.teachers.crop_set import CropSettings


@dataclass(frozen=True)
class TeacherTraining:
    """One training, as its YAML file says it.

    Args:
        model: open_clip's model_cfg.
        names: classes that it is judged on and that most crops are of.
        also: further classes that are drawn as often.
        crops, held_out: the crops to train on and to judge by.
        steps, batch: optimiser steps, and crops in each.
        word_steps: steps of the text tower alone, before; see `words_first`.
        windows: share of a batch that is windows which show no class more than others; they are
            learnt from by their places alone, and look like what dense features are asked of.
        places: weight of the loss of places beside that of whole crops; see `crop_batches`.
        start: folder of a model of the same shape to go on with, words and all; its pictures may
            be of another size. "" for none.
        lr, warmup, weight_decay, clip: of AdamW.
        seed: of everything random.
        save_every: seconds between two saved states.
    """

    model: Mapping[str, Any]
    names: tuple[str, ...]
    crops: CropSettings = field(default_factory=CropSettings)
    held_out: CropSettings = field(default_factory=CropSettings)
    also: tuple[str, ...] = ()
    steps: int = 4000
    batch: int = 64
    word_steps: int = 300
    windows: float = 0.3
    places: float = 1.0
    start: str = ""
    lr: float = 1.5e-3
    warmup: int = 100
    weight_decay: float = 0.05
    clip: float = 1.0
    seed: int = 0
    save_every: float = 60.0

    def __post_init__(self) -> None:
        if min(self.steps, self.batch) < 1 or not self.names:
            raise ValueError("steps and batch must be 1 or more, and names must name classes")
        if not (0 <= self.windows < 1 and self.places >= 0):
            raise ValueError("windows must lie in 0..1, below 1, and places not be negative")

    @staticmethod
    def read(path: Path) -> TeacherTraining:
        """Read a training's YAML file.

        Raises:
            ValueError: no such file, no YAML, an unknown entry, or a value of the wrong kind.
        """
        try:
            content = yaml.safe_load(path.read_text(encoding="utf-8"))
            content["names"] = tuple(name for row in content["names"] for name in row)
            content["also"] = tuple(content.get("also", ()))
            for part in ("crops", "held_out"):
                content[part] = CropSettings(**content.get(part, {}))
            return TeacherTraining(**content)
        except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError) as error:
            fields = ", ".join(entry.name for entry in dataclasses.fields(TeacherTraining))
            raise ValueError(f"{path}: {error}; it may hold {fields}") from error

    def learning_rate(self, step: int) -> float:
        """Linear warm-up, then a half cosine down to a hundredth."""
        progress = min(1.0, step / self.steps)
        fall = 0.01 + 0.99 * (1 + math.cos(math.pi * progress)) / 2
        return self.lr * min(1.0, (step + 1) / max(1, self.warmup)) * fall
