# SPDX-License-Identifier: Apache-2.0
"""Options: how large and how long the measurements are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Options:
    """Sizes as the targets name them; `quick()` gives small ones that only show that it runs.

    Args:
        model: checkpoint; None for the shipped one.
        minutes: how long the node's memory is watched.
        voxels: of the indoor cloud.
        points: of the messages.
        repeats: of measurements in one process; medians are taken.
        clouds: sent to the node where latency or transport is measured.
        changes: of the vocabulary.
    """

    model: Path | None = None
    minutes: float = 0.5
    voxels: int = 61_000
    points: int = 120_000
    repeats: int = 9
    clouds: int = 30
    changes: int = 5

    @staticmethod
    def quick(model: Path | None, minutes: float) -> Options:
        """Sizes for a few seconds; their figures say nothing about the targets."""
        return Options(model, minutes, voxels=3000, points=5000, repeats=2, clouds=4, changes=1)
