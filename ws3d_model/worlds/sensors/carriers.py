# SPDX-License-Identifier: Apache-2.0
"""Carriers: what a lidar rides on, which decides how high it sits, how fast and where it goes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_VEHICLES = 0.6  # share of carriers; the others are robots


@dataclass(frozen=True)
class Carrier:
    """What carries a sensor.

    Args:
        height: of the sensor above the ground, metres.
        speed: metres a second, where the way is long enough for it.
        on_road: keeps to the scene's route, where it has one; otherwise it goes wherever the
            ground is free.

    Raises:
        ValueError: the height or the speed is not more than 0.
    """

    height: float = 1.8
    speed: float = 8.0
    on_road: bool = True

    def __post_init__(self) -> None:
        if not (self.height > 0 and self.speed > 0):
            raise ValueError(
                f"height and speed must be more than 0, got {self.height} m and {self.speed} m/s"
            )


def draw_carrier(rng: np.random.Generator) -> Carrier:
    """A car, now and then a truck, or a robot that goes where people walk."""
    if rng.random() < _VEHICLES:
        height = rng.uniform(1.5, 2.1) if rng.random() < 0.85 else rng.uniform(2.1, 3.2)
        return Carrier(float(height), float(rng.uniform(4, 14)))
    height = rng.uniform(0.3, 0.8) if rng.random() < 0.5 else rng.uniform(0.8, 1.6)
    return Carrier(float(height), float(rng.uniform(0.5, 4)), on_road=False)
