# SPDX-License-Identifier: Apache-2.0
"""Building: a room under construction, where models are placed without running into each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ws3d_model.datasets.rooms.design import Design
from ws3d_model.datasets.rooms.floor_plan import TAKEN, FloorPlan, Wall
from ws3d_model.datasets.rooms.model import Model, turned

Float64 = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Placed:
    """A model at its place: `at` (3,) metres, `yaw` radians."""

    model: Model
    at: Float64
    yaw: float

    def point(self, x: float, y: float) -> Float64:
        """Floor position (2,) of a point in the model's frame."""
        place: Float64 = self.at[:2] + (turned(self.yaw) @ np.array([x, y, 0.0]))[:2]
        return place


class Building:
    """The room's design, its floor plan, and everything placed so far."""

    def __init__(self, design: Design, plan: FloorPlan) -> None:
        self.design = design
        self.plan = plan
        self.placed: list[Placed] = []

    def fix(self, model: Model, at: Float64, yaw: float = 0.0, z: float = 0.0) -> Placed:
        """Put a model where it is told, without asking whether the place is free."""
        placed = Placed(model, np.array([at[0], at[1], z]), yaw)
        self.placed.append(placed)
        return placed

    def on_wall(self, model: Model, wall: Wall, along: float, z: float = 0.0) -> Placed:
        """Put a model with its origin on the wall's surface, its back to the wall."""
        return self.fix(model, wall.point(along), wall.yaw, z)

    def against_wall(
        self,
        model: Model,
        tries: int = 25,
        gap: tuple[float, float] = (0.0, 0.06),
        value: int = TAKEN,
    ) -> Placed | None:
        """Stand a model with its back to some wall, or nowhere where no place is free."""
        low, high = model.bounds()
        wide = high[0] - low[0]
        for _ in range(tries):
            wall = self.design.choose(self.plan.walls)
            if wall.is_open or wide + 0.05 > wall.length:
                continue
            along = self.design.uniform(0, wall.length - wide)
            if self.design.chance(0.25):  # into a corner
                along = self.design.choose((0.02, wall.length - wide - 0.02))
            if high[2] > 1.2 and not wall.is_clear((along, along + wide), (0.3, float(high[2]))):
                continue
            space = self.design.uniform(*gap)
            yaw = wall.yaw + (self.design.normal(0.02) if space > 0.03 else 0.0)
            at = wall.point(along - float(low[0]), space + float(high[1]))
            if self.plan.is_free(at, yaw, low[:2], high[:2]):
                self.plan.take(at, yaw, low[:2], high[:2], value)
                wall.taken.append((along, along + float(wide), 0.0, float(high[2])))
                return self.fix(model, at, yaw)
        return None

    def in_the_open(self, model: Model, tries: int = 25, value: int = TAKEN) -> Placed | None:
        """Stand a model anywhere on free floor, mostly square to the walls."""
        low, high = model.bounds()
        for _ in range(tries):
            at = self.design.rng.uniform((0, 0), (self.plan.width, self.plan.depth))
            yaw = self.design.choose((0.0, 0.5, 1.0, 1.5)) * np.pi
            yaw += self.design.normal(0.2) if self.design.chance(0.4) else 0.0
            if self.plan.is_free(at, yaw, low[:2], high[:2]):
                self.plan.take(at, yaw, low[:2], high[:2], value)
                return self.fix(model, at, yaw)
        return None

    def somewhere(self, model: Model) -> Placed | None:
        """Against a wall or in the open."""
        if self.design.chance(0.6):
            return self.against_wall(model)
        return self.in_the_open(model)

    def beside(self, placed: Placed, model: Model, gap: float = 0.05) -> Placed | None:
        """Stand a model left or right of another, back to the same wall."""
        low, high = placed.model.bounds()
        own_low, own_high = model.bounds()
        for side in self.design.rng.permutation([-1, 1]):
            x = high[0] + gap - own_low[0] if side > 0 else low[0] - gap - own_high[0]
            at = placed.point(float(x), float(high[1] - own_high[1]))
            if self.plan.is_free(at, placed.yaw, own_low[:2], own_high[:2]):
                self.plan.take(at, placed.yaw, own_low[:2], own_high[:2])
                return self.fix(model, at, placed.yaw)
        return None

    def before(
        self, placed: Placed, model: Model, distance: float, across: float = 0.0, turn: float = 0.0
    ) -> Placed | None:
        """Stand a model `distance` metres before the front of another, turned by `turn` to it."""
        low, _ = placed.model.bounds()
        at = placed.point(across, float(low[1]) - distance)
        own_low, own_high = model.bounds()
        yaw = placed.yaw + turn
        if not self.plan.is_free(at, yaw, own_low[:2], own_high[:2]):
            return None
        self.plan.take(at, yaw, own_low[:2], own_high[:2])
        return self.fix(model, at, yaw)

    def seat(self, model: Model, at: Float64, yaw: float) -> Placed | None:
        """Place a chair that may reach under a table."""
        low, high = model.bounds()
        core = 0.75
        if not self.plan.is_free(at, yaw, low[:2] * core, high[:2] * core, under_tables=True):
            return None
        self.plan.take(at, yaw, low[:2], high[:2])
        return self.fix(model, at, yaw)
