# SPDX-License-Identifier: Apache-2.0
"""Design: the dice of one room, and the side of the train / held-out line that it is on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from ws3d_model.worlds.shapes.palette import (
    MATERIALS,
    Colour,
    Families,
    Paint,
    Pattern,
    Shade,
    draw_colour,
)

Choice = TypeVar("Choice")


class Design:
    """Draws sizes, colours and shape families; remembers which families were used.

    Args:
        seed: whole number; the same seed draws the same room.
        families: which shape families and which palette.

    Attributes:
        used: "class: family" of everything drawn by `family`.
    """

    def __init__(self, seed: int, families: Families) -> None:
        if families not in ("train", "held_out"):
            raise ValueError(f"families must be 'train' or 'held_out', got {families!r}")
        self.families: Families = families
        # Another stream for each side: seed 7 of one is not a repainted seed 7 of the other.
        self.rng = np.random.default_rng((seed, 0 if families == "train" else 1))
        self.used: set[str] = set()

    @property
    def held_out(self) -> bool:
        """Whether this room is kept from training."""
        return self.families == "held_out"

    def uniform(self, low: float, high: float) -> float:
        """A number in low..high (low where the range is empty)."""
        return float(low + (max(high, low) - low) * self.rng.random())

    def normal(self, deviation: float) -> float:
        """A number around zero."""
        return float(self.rng.normal(0, deviation))

    def count(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return int(self.rng.integers(low, high + 1))

    def chance(self, probability: float) -> bool:
        """True with the given probability."""
        return bool(self.rng.random() < probability)

    def choose(self, options: Sequence[Choice], weights: Sequence[float] | None = None) -> Choice:
        """One of the options, evenly or by weights (any positive numbers)."""
        if weights is None:
            return options[int(self.rng.integers(len(options)))]
        shares = np.asarray(weights, np.float64)
        below = (shares / shares.sum()).cumsum()  # as Generator.choice does it, at half the time
        return options[int((below / below[-1]).searchsorted(self.rng.random(), side="right"))]

    def family(self, of: str, train: Sequence[Choice], held_out: Sequence[Choice]) -> Choice:
        """A shape family of this side; the two lists must have nothing in common."""
        drawn = self.choose(held_out if self.held_out else train)
        self.used.add(f"{of}: {drawn}")
        return drawn

    def colour(self, shade: Shade = "any") -> Colour:
        """A colour of the palette."""
        return draw_colour(self.rng, self.families, shade)

    def paint(
        self,
        *shades: Shade,
        pattern: Pattern | None = None,
        gloss: float = 0.0,
        material: str | None = None,
    ) -> Paint:
        """A colour of one of the shades; without a given pattern mostly plain, wood grained.

        The material is the given one, or that of the shade ("wood" is wooden), or unknown.
        """
        shade = self.choose(shades or ("any",))
        if pattern is None:
            grained = self.chance(0.6) if shade == "wood" else self.chance(0.12)
            pattern = Pattern.GRAIN if grained else Pattern.PLAIN
        frequency = tuple(self.rng.uniform(4, 40, 3).tolist())
        contrast = self.uniform(0.03, 0.2) if pattern is Pattern.GRAIN else self.uniform(0.1, 0.6)
        if shade == "dark":
            gloss = max(gloss, self.uniform(0, 0.25))
        colour = self.colour(shade)
        made_of = MATERIALS.get(shade, "") if material is None else material
        waves = (frequency[0], frequency[1], frequency[2])
        return Paint(colour, pattern, waves, contrast, gloss, made_of)

    def tinted(self, paint: Paint, spread: float = 0.1) -> Paint:
        """Nearly the same paint, lighter or darker: cushions, drawer fronts."""
        factor = self.uniform(1 - spread, 1 + spread)
        return paint._replace(colour=np.clip(paint.colour * factor, 0.02, 0.98))
