# SPDX-License-Identifier: Apache-2.0
"""Course: the bend and the rise of a street, from (along, across) metres to the world."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import pi, sin

import numpy as np
import numpy.typing as npt

from ws3d_model.worlds.shapes.design import Design

Float64 = npt.NDArray[np.float64]

_TABLE = 140.0  # metres of centre line that are tabulated each way


@dataclass(frozen=True, eq=False)
class Course:
    """Centre line and terrain. `along` grows with the street, `across` to its left, metres.

    Attributes:
        turn: direction of the street at its middle, radians.
        bend: curvature of the centre line, 1/m.
        swing: amplitude of the S-bends, radians.
        grade: rise along the street (0.03 is 3 %).
        wave: (amplitude, length, phase) of the crests along the street, metres and radians.
        camber: fall of the road's surface from the crown to the kerb (0.02 is 2 %).
        half_road: distance of the kerb from the crown, metres.
        edge: distance from the crown at which the land begins to rise or fall.
        banks: slope of the land to the right and the left of the edge.
        relief: height of the hillocks beyond the edge, metres.
    """

    turn: float = 0.0
    bend: float = 0.0
    swing: float = 0.0
    grade: float = 0.0
    wave: tuple[float, float, float] = (0.0, 80.0, 0.0)
    camber: float = 0.0
    half_road: float = 3.0
    edge: float = 8.0
    banks: tuple[float, float] = (0.0, 0.0)
    relief: float = 0.0
    _line: Float64 = field(init=False, repr=False)

    def __post_init__(self) -> None:
        s = np.arange(-_TABLE, _TABLE + 1)
        heading = self.turn + self.bend * s + self.swing * np.sin(2 * np.pi * s / 110)
        step = np.stack([np.cos(heading), np.sin(heading)], 1)
        line = np.concatenate([np.zeros((1, 2)), np.cumsum((step[1:] + step[:-1]) / 2, axis=0)])
        line -= line[len(s) // 2]
        object.__setattr__(self, "_line", np.column_stack([s, line, heading]))

    def heading(self, along: float) -> float:
        """Direction of the street, radians."""
        return float(np.interp(along, self._line[:, 0], self._line[:, 3]))

    def points(self, along: Float64, across: Float64) -> Float64:
        """(..., 2) positions in the world of street coordinates of one shape."""
        s = self._line[:, 0]
        x, y, heading = (np.interp(along, s, self._line[:, k]) for k in (1, 2, 3))
        return np.stack([x - np.sin(heading) * across, y + np.cos(heading) * across], -1)

    def heights(self, along: Float64, across: Float64) -> Float64:
        """Height of the land without kerbs, metres, of street coordinates of one shape."""
        amplitude, length, phase = self.wave
        away = np.abs(across)
        height = self.grade * along + amplitude * np.sin(2 * np.pi * along / length + phase)
        height = height - self.camber * np.minimum(away, self.half_road)
        beyond = np.maximum(away - self.edge, 0.0)
        bank = np.where(across < 0, self.banks[0], self.banks[1])
        # The bank sets in softly over six metres and ends after thirty.
        rise = bank * np.minimum(beyond**2 / (beyond + 6.0), 30.0)
        bumps = np.sin(0.11 * along + 0.07 * across) * np.sin(0.05 * along - 0.13 * across + phase)
        land: Float64 = height + rise + self.relief * bumps * np.minimum(beyond / 12.0, 1.0)
        return land

    def height(self, along: float, across: float) -> float:
        """The same as `heights` for one place."""
        amplitude, length, phase = self.wave
        away = abs(across)
        beyond = max(away - self.edge, 0.0)
        rise = self.banks[0 if across < 0 else 1] * min(beyond**2 / (beyond + 6.0), 30.0)
        bumps = sin(0.11 * along + 0.07 * across) * sin(0.05 * along - 0.13 * across + phase)
        wave = amplitude * sin(2 * pi * along / length + phase)
        fall = self.camber * min(away, self.half_road)
        return self.grade * along + wave - fall + rise + self.relief * bumps * min(beyond / 12, 1.0)


def draw_course(
    design: Design, half_road: float, edge: float, winding: float = 1.0, hills: float = 1.0
) -> Course:
    """A course of the given road; `winding` and `hills` scale how much it bends and rises."""
    bent = design.chance(0.55)
    return Course(
        turn=design.uniform(-np.pi, np.pi),
        bend=winding * design.normal(0.004) * bent,
        swing=winding * design.uniform(0, 0.16) * design.chance(0.3),
        grade=float(np.clip(hills * design.normal(0.012), -0.05, 0.05)),
        wave=(hills * design.uniform(0, 0.18), design.uniform(70, 110), design.uniform(0, 6.28)),
        camber=design.uniform(0, 0.025),
        half_road=half_road,
        edge=edge,
        banks=(hills * design.normal(0.04), hills * design.normal(0.04)),
        relief=hills * design.uniform(0, 0.5),
    )
