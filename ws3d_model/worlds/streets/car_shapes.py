# SPDX-License-Identifier: Apache-2.0
"""Proportions of the families of cars, vans and pickup trucks."""

from __future__ import annotations

from dataclasses import dataclass

Range = tuple[float, float]


@dataclass(frozen=True)
class CarShape:
    """Ranges of a family: metres, and shares of length or height."""

    length: Range
    width: Range
    height: Range
    hood: Range  # share of the length before the windscreen's foot
    boot: Range  # share of the length behind the rear window's foot
    rake: Range  # metres by which the windscreen leans back
    fall: Range  # metres by which the rear window leans
    clearance: Range = (0.14, 0.22)
    wheel: Range = (0.29, 0.34)
    belt: Range = (0.58, 0.66)  # share of the height


CARS = {
    "sedan": CarShape(
        (4.2, 5.0), (1.7, 1.9), (1.38, 1.5), (0.22, 0.28), (0.13, 0.19), (0.55, 0.85), (0.45, 0.8)
    ),
    "hatchback": CarShape(
        (3.5, 4.4), (1.6, 1.8), (1.42, 1.58), (0.17, 0.24), (0.01, 0.03), (0.5, 0.8), (0.25, 0.55)
    ),
    "estate": CarShape(
        (4.3, 5.0), (1.7, 1.9), (1.42, 1.56), (0.21, 0.26), (0.01, 0.02), (0.55, 0.85), (0.15, 0.45)
    ),
    "suv": CarShape(
        (4.2, 5.0),
        (1.78, 2.0),
        (1.6, 1.9),
        (0.2, 0.26),
        (0.01, 0.03),
        (0.4, 0.7),
        (0.15, 0.4),
        (0.2, 0.3),
        (0.34, 0.4),
    ),
    "city car": CarShape(
        (2.7, 3.5), (1.5, 1.66), (1.45, 1.6), (0.08, 0.16), (0.01, 0.03), (0.4, 0.7), (0.1, 0.3)
    ),
    "minivan": CarShape(
        (4.3, 5.1), (1.75, 1.95), (1.62, 1.85), (0.12, 0.18), (0.01, 0.02), (0.75, 1.1), (0.1, 0.3)
    ),
    "coupe": CarShape(
        (4.0, 4.7),
        (1.7, 1.9),
        (1.22, 1.36),
        (0.27, 0.34),
        (0.08, 0.14),
        (0.6, 0.9),
        (0.7, 1.1),
        (0.1, 0.16),
    ),
    "off-roader": CarShape(
        (3.7, 4.8),
        (1.75, 2.0),
        (1.75, 2.0),
        (0.24, 0.3),
        (0.01, 0.02),
        (0.1, 0.25),
        (0.02, 0.1),
        (0.22, 0.34),
        (0.36, 0.42),
        (0.56, 0.62),
    ),
    "wedge": CarShape(
        (4.4, 5.0),
        (1.85, 2.05),
        (1.4, 1.65),
        (0.1, 0.18),
        (0.04, 0.1),
        (1.1, 1.5),
        (0.9, 1.3),
        (0.15, 0.25),
        (0.34, 0.4),
    ),
}
VANS = {
    "panel van": CarShape(
        (4.8, 6.2),
        (1.9, 2.05),
        (2.1, 2.75),
        (0.1, 0.15),
        (0.0, 0.0),
        (0.5, 0.9),
        (0.02, 0.1),
        wheel=(0.33, 0.37),
        belt=(0.48, 0.54),
    ),
    "glazed van": CarShape(
        (4.6, 5.4),
        (1.85, 2.0),
        (1.9, 2.1),
        (0.1, 0.16),
        (0.0, 0.0),
        (0.5, 0.9),
        (0.02, 0.15),
        wheel=(0.32, 0.36),
        belt=(0.52, 0.58),
    ),
    "compact van": CarShape(
        (4.1, 4.6),
        (1.75, 1.85),
        (1.75, 1.9),
        (0.16, 0.22),
        (0.0, 0.0),
        (0.5, 0.8),
        (0.02, 0.1),
        belt=(0.55, 0.6),
    ),
    "forward control van": CarShape(
        (4.2, 5.2),
        (1.7, 2.0),
        (1.9, 2.4),
        (0.01, 0.03),
        (0.0, 0.0),
        (0.15, 0.4),
        (0.02, 0.06),
        belt=(0.5, 0.55),
    ),
}
PICKUP = CarShape(
    (4.9, 5.8),
    (1.8, 2.02),
    (1.7, 1.95),
    (0.21, 0.26),
    (0.0, 0.0),
    (0.5, 0.8),
    (0.05, 0.2),
    (0.22, 0.32),
    (0.35, 0.41),
)
