# SPDX-License-Identifier: Apache-2.0
"""Experiment: one YAML file that says what is trained, on what, towards what, and how."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ws3d_model.learning.alignment import LossSettings
from ws3d_model.learning.batches import DataSettings
from ws3d_model.learning.settings_file import ExperimentError, entries, fill, read_sections
from ws3d_model.learning.space_targets import SpaceSettings
from ws3d_model.learning.training_settings import TrainingSettings
from ws3d_model.network.vision_language_net import NetworkShape

__all__ = ["Experiment", "ExperimentError"]

SECTIONS = ("network", "data", "spaces", "losses", "training")


@dataclass(frozen=True)
class Experiment:
    """What a file under config/training says.

    Args:
        network: without the text spaces' dimensions, which the spaces bring.
        data: what batches are made of.
        spaces: by name, the first being the main one.
        losses: of the terms that all spaces share.
        training: how long and how fast.
        model: a shipped checkpoint's name or a path, whose weights the training begins with; the
            command line gives it, a file does not. None for random weights.
    """

    network: NetworkShape = field(default_factory=NetworkShape)
    data: DataSettings = field(default_factory=DataSettings)
    spaces: Mapping[str, SpaceSettings] = field(
        default_factory=lambda: {"minilm": SpaceSettings(names=1.0)}
    )
    losses: LossSettings = field(default_factory=LossSettings)
    training: TrainingSettings = field(default_factory=TrainingSettings)
    model: str | None = None

    @staticmethod
    def read(path: Path) -> Experiment:
        """Read an experiment's YAML file; sections that it leaves out have their defaults.

        `base: OTHER.yaml` takes over the sections of a file beside it, entry by entry.

        Raises:
            ExperimentError: no such file, no YAML, an unknown entry, or a value of the wrong kind.
        """
        given = read_sections(path, SECTIONS)
        spaces = {
            name: fill(SpaceSettings, entries(values, name, path), path)
            for name, values in given["spaces"].items()
        }
        bad = [name for name in spaces if not name.isidentifier()]
        if bad:
            raise ExperimentError(f"{path}: a text space needs a plain word for a name, got {bad}")
        return Experiment(
            fill(NetworkShape, given["network"], path),
            fill(DataSettings, given["data"], path),
            spaces or Experiment().spaces,
            fill(LossSettings, given["losses"], path),
            fill(TrainingSettings, given["training"], path),
        )

    def with_files(self, vectors: Mapping[str, Path], teachers: Mapping[str, Path]) -> Experiment:
        """The experiment with files given apart from it, by text space.

        Raises:
            ExperimentError: there is no such text space.
        """
        spaces = dict(self.spaces)
        for name in (*vectors, *teachers):
            if name not in spaces:
                raise ExperimentError(
                    f"there is no text space {name!r} in the experiment, but {list(spaces)}"
                )
        for name, path in vectors.items():
            spaces[name] = dataclasses.replace(spaces[name], vectors=str(path))
        for name, path in teachers.items():
            spaces[name] = dataclasses.replace(spaces[name], teacher=str(path))
        return dataclasses.replace(self, spaces=spaces)
