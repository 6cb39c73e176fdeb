# SPDX-License-Identifier: Apache-2.0
"""Ring patterns of spinning lidars, as their manuals give them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np


@dataclass(frozen=True)
class LidarPattern:
    """One kind of spinning lidar.

    Args:
        name: of the sensor whose pattern it is.
        elevations: degrees above the sensor's horizon of each ring, ring 0 first (the lowest).
        columns: firings a turn.
        azimuths: degrees that each ring is turned beside the column's direction; empty for none.
        period: seconds a turn.
        min_range, max_range: metres; `max_range` is where a surface that reflects 10 % is
            still met by about half of the pulses.
        range_noise: standard deviation, metres.
        range_step: quantum of the range, metres.
        divergence: full angle of the beam, milliradians.

    Raises:
        ValueError: no rings, no columns, or not one azimuth a ring.
    """

    name: str
    elevations: tuple[float, ...]
    columns: int
    azimuths: tuple[float, ...] = ()
    period: float = 0.1
    min_range: float = 0.5
    max_range: float = 60.0
    range_noise: float = 0.015
    range_step: float = 0.002
    divergence: float = 3.0

    def __post_init__(self) -> None:
        if not self.elevations or self.columns < 1:
            raise ValueError(f"{self.name}: a lidar has 1 ring and 1 column at least")
        if self.azimuths and len(self.azimuths) != len(self.elevations):
            raise ValueError(
                f"{self.name}: azimuths must be one a ring ({len(self.elevations)}), "
                f"got {len(self.azimuths)}"
            )

    @property
    def rings(self) -> int:
        """How many rings."""
        return len(self.elevations)

    @property
    def rays(self) -> int:
        """Pulses a turn."""
        return self.rings * self.columns


def _even(low: float, high: float, rings: int) -> tuple[float, ...]:
    return tuple(np.linspace(low, high, rings).round(4).tolist())


# HDL-64E: two blocks of lasers, 0.5 degrees apart below and a third of a degree above.
_HDL_64 = _even(-24.33, -8.83, 32) + _even(-8.33, 2.0, 32)
# VLP-32C: dense around the horizon, by its manual's table.
_VLP_32 = (
    *(-25.0, -15.639, -11.31, -8.843, -7.254, -6.148, -5.333, -4.667, -4.0, -3.667, -3.333),
    *(-3.0, -2.667, -2.333, -2.0, -1.667, -1.333, -1.0, -0.667, -0.333, 0.0, 0.333, 0.667, 1.0),
    *(1.333, 1.667, 2.333, 3.333, 4.667, 7.0, 10.333, 15.0),
)
# Pandar64: a sixth of a degree between -6 and 2, a degree or more outside; rounded.
_PANDAR_64 = (
    *(-25.0, -19.0, *_even(-14.0, -7.0, 8)),
    *_even(-6.0, 2.0, 49),
    *(3.0, 5.0, 8.0, 11.0, 15.0),
)
_STAGGERED = (3.164, 1.055, -1.055, -3.164)  # Ouster: four columns of lasers beside each other

PATTERNS: Mapping[str, LidarPattern] = MappingProxyType(
    {
        pattern.name: pattern
        for pattern in (
            LidarPattern("VLP-16", _even(-15, 15, 16), 1800, max_range=50, divergence=3.0),
            LidarPattern("VLP-32C", _VLP_32, 1800, max_range=80, divergence=3.0),
            LidarPattern("HDL-32E", _even(-30.67, 10.67, 32), 2172, max_range=45, divergence=2.8),
            LidarPattern("HDL-64E", _HDL_64, 2083, min_range=0.9, max_range=55, divergence=2.0),
            LidarPattern(
                "OS1-32", _even(-16.6, 16.6, 32), 1024, _STAGGERED * 8,
                min_range=0.8, max_range=45, range_noise=0.012, divergence=2.3,
            ),
            LidarPattern(
                "OS1-64", _even(-16.6, 16.6, 64), 1024, _STAGGERED * 16,
                min_range=0.8, max_range=45, range_noise=0.012, divergence=2.3,
            ),
            LidarPattern(
                "OS1-128", _even(-21.2, 21.2, 128), 1024, _STAGGERED * 32,
                min_range=0.5, max_range=90, range_noise=0.012, divergence=2.3,
            ),
            LidarPattern(
                "OS0-128", _even(-45, 45, 128), 1024, _STAGGERED * 32,
                min_range=0.3, max_range=35, range_noise=0.01, divergence=6.1,
            ),
            LidarPattern(
                "Pandar64", _PANDAR_64, 1800, min_range=0.3, max_range=120, divergence=2.0,
            ),
        )
    }
)  # fmt: skip


def draw_pattern(rng: np.random.Generator) -> LidarPattern:
    """A known sensor's pattern, or an evenly spaced one of 16 to 128 rings made up."""
    if rng.random() < 0.65:
        return PATTERNS[sorted(PATTERNS)[int(rng.integers(len(PATTERNS)))]]
    rings = int(rng.choice((16, 24, 32, 40, 48, 64, 80, 128)))
    span = rng.uniform(25, 50) if rings < 64 else rng.uniform(25, 90)
    middle = rng.uniform(-10, 0)
    return LidarPattern(
        f"even {rings}",
        _even(middle - span / 2, middle + span / 2, rings),
        int(rng.choice((720, 1024, 1800) if rings > 64 else (720, 1024, 1800, 2048))),
        min_range=0.3,
        max_range=float(rng.uniform(35, 100)),
        range_noise=float(rng.uniform(0.005, 0.02)),
        divergence=float(rng.uniform(1.5, 5)),
    )
