# SPDX-License-Identifier: Apache-2.0
"""Experiment: one YAML file that says what is trained and how."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml

from ws3d_model.learning.augmentation import AugmentationSettings
from ws3d_model.learning.trainer import TrainingSettings
from ws3d_model.network.vision_language_net import NetworkShape

T = TypeVar("T", AugmentationSettings, TrainingSettings, NetworkShape)


class ExperimentError(ValueError):
    """An experiment's file is unusable; the message names the entry and what may stand there."""


@dataclass(frozen=True)
class Experiment:
    """What a file under config/training says."""

    network: NetworkShape
    training: TrainingSettings

    @staticmethod
    def read(path: Path) -> Experiment:
        """Read an experiment's YAML file.

        Raises:
            ExperimentError: no such file, no YAML, an unknown entry, or a value of the wrong kind.
        """
        try:
            content = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise ExperimentError(f"{path} cannot be read as YAML: {error}") from error
        if not isinstance(content, dict) or not set(content) <= {"network", "training"}:
            raise ExperimentError(f"{path} must hold the sections `network` and `training`")
        training = dict(content.get("training") or {})
        augmentation = _fill(AugmentationSettings, training.pop("augmentation", {}), path)
        return Experiment(
            _fill(NetworkShape, content.get("network") or {}, path),
            dataclasses.replace(_fill(TrainingSettings, training, path), augmentation=augmentation),
        )


def _fill(kind: type[T], values: Any, path: Path) -> T:
    """A settings value from a mapping; lists become tuples."""
    fields = {field.name for field in dataclasses.fields(kind)}
    if not isinstance(values, dict) or not set(values) <= fields:
        unknown = sorted(set(values) - fields) if isinstance(values, dict) else [values]
        raise ExperimentError(f"{path}: {unknown} is not among {sorted(fields)}")
    defaults = kind()
    for name, value in values.items():
        default = getattr(defaults, name)
        number = isinstance(default, float) and isinstance(value, int)
        if isinstance(default, tuple) and isinstance(value, list):
            values[name] = tuple(value)
        elif not (number or isinstance(value, type(default))) or isinstance(value, bool):
            raise ExperimentError(f"{path}: {name} must be like {default!r}, got {value!r}")
    try:
        return kind(**values)
    except (TypeError, ValueError) as error:
        raise ExperimentError(f"{path}: {error}") from error
