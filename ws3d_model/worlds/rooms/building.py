# SPDX-License-Identifier: Apache-2.0
"""Building: a room under construction, where models are placed without running into each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ws3d_model.worlds.convex_solids import Int64, Solids
from ws3d_model.worlds.primitive_solids import solids_of
from ws3d_model.worlds.rooms.floor_plan import TAKEN, FloorPlan, Wall
from ws3d_model.worlds.rooms.site import Site
from ws3d_model.worlds.rooms.stock import Stock
from ws3d_model.worlds.scene import Placed
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, Support

Float64 = npt.NDArray[np.float64]

_QUARTERS = (0.0, 0.5, 1.0, 1.5)  # of a half turn
_SHALLOW = 0.1  # metres: what stands out from a wall by less leaves the floor before it free
_HEAD = 2.0  # metres: what hangs higher leaves the floor below free


@dataclass(frozen=True, eq=False)
class Body:
    """A model with its solids and bounds, found once for many tries at placing it."""

    model: Model
    solids: Solids
    owner: Int64
    low: Float64
    high: Float64

    @staticmethod
    def of(model: Model) -> Body:
        """The body of a model."""
        low, high = model.bounds()
        return Body(model, *solids_of(model.primitives), low, high)

    def fits_on(self, support: Support) -> bool:
        """Whether it is small enough for a level place."""
        wide, deep, tall = (self.high - self.low).tolist()
        (x0, x1), (y0, y1) = support.x, support.y
        return bool(wide <= x1 - x0 and deep <= y1 - y0 and tall <= support.headroom)


class Building:
    """One room: its design, its floor plan, and the scene that it is part of.

    Args:
        design: the dice.
        plan: the room's floor and walls.
        site: everything placed so far, in this room and others.
        stock: what can be put into it.
        kind: what the room is for.

    Attributes:
        own: what stands in this room.
        level_ceiling: whether things can be hung from it.
    """

    def __init__(
        self, design: Design, plan: FloorPlan, site: Site, stock: Stock, kind: str
    ) -> None:
        self.design = design
        self.plan = plan
        self.site = site
        self.stock = stock
        self.kind = kind
        self.own: list[Placed] = []
        self.level_ceiling = False

    @property
    def names(self) -> frozenset[str]:
        """The classes of everything in this room, parts of other things included."""
        return frozenset(part.name for placed in self.own for part in placed.model.objects)

    def fix(self, model: Model | Body, at: Float64, yaw: float = 0.0, z: float = 0.0) -> Placed:
        """Put a model where it is told, without asking whether the place is free."""
        place = np.array([at[0], at[1], z])
        if isinstance(model, Body):
            placed = self.site.add(model.model, place, yaw, (model.solids, model.owner))
        else:
            placed = self.site.add(model, place, yaw)
        self.own.append(placed)
        return placed

    def fits(self, model: Model, at: Float64, yaw: float, depth: float = 0.012) -> bool:
        """Whether a model at `at` (3,) sinks into nothing that is placed by more than `depth`."""
        return self.site.is_clear(solids_of(model.primitives)[0], at, yaw, depth)

    def offer(
        self,
        model: Model | Body,
        at: Float64,
        yaw: float,
        z: float = 0.0,
        value: int = TAKEN,
        under_tables: bool = False,
    ) -> Placed | None:
        """Put a model at a place if that is free and inside the room, and mark its floor."""
        body = model if isinstance(model, Body) else Body.of(model)
        low, high = body.low, body.high
        on_floor = z + low[2] < _HEAD
        shrink = 0.75 if under_tables else 1.0
        if on_floor and not self.plan.is_free(
            at, yaw, low[:2] * shrink, high[:2] * shrink, under_tables
        ):
            return None
        if not self.site.is_clear(body.solids, np.array([at[0], at[1], z]), yaw):
            return None
        if on_floor:
            self.plan.take(at, yaw, low[:2], high[:2], value)
        return self.fix(body, at, yaw, z)

    def on_wall(self, model: Model, wall: Wall, along: float, z: float = 0.0) -> Placed:
        """Put a model with its origin on the wall's surface, its back to the wall."""
        return self.fix(model, wall.point(along), wall.yaw, z)

    def against_wall(
        self,
        model: Model,
        tries: int = 20,
        gap: tuple[float, float] = (0.0, 0.06),
        value: int = TAKEN,
        corner: float = 0.25,
    ) -> Placed | None:
        """Stand a model with its back to some wall, or nowhere where no place is free.

        Args:
            model: front towards -y.
            tries: places looked at.
            gap: least and most distance to the wall, metres.
            value: what its floor becomes.
            corner: chance that it goes into a corner.
        """
        body = Body.of(model)
        low, high = body.low, body.high
        wide = float(high[0] - low[0])
        for _ in range(tries):
            wall = self.design.choose(self.plan.walls)
            if wall.is_open or wide + 0.05 > wall.length or high[2] > wall.height:
                continue
            along = self.design.uniform(0.01, wall.length - wide - 0.01)
            if self.design.chance(corner):
                along = self.design.choose((0.02, wall.length - wide - 0.02))
            span = (along, along + wide)
            if high[2] > 1.2 and not wall.is_clear(span, (0.3, float(high[2]))):
                continue
            space = self.design.uniform(*gap)
            yaw = wall.yaw + (self.design.normal(0.02) if space > 0.03 else 0.0)
            at = wall.point(along - float(low[0]), space + float(high[1]))
            placed = self.offer(body, at, yaw, 0.0, value)
            if placed is not None:
                wall.take(span, (0.0, float(high[2])))
                return placed
        return None

    def in_the_open(self, model: Model, tries: int = 20, value: int = TAKEN) -> Placed | None:
        """Stand a model anywhere on free floor, mostly square to the walls."""
        body = Body.of(model)
        for _ in range(tries):
            at = self.design.rng.uniform(self.plan.low, self.plan.high)
            yaw = self.design.choose(_QUARTERS) * np.pi
            yaw += self.design.normal(0.2) if self.design.chance(0.4) else 0.0
            placed = self.offer(body, at, yaw, 0.0, value)
            if placed is not None:
                return placed
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
            beside = self.offer(model, at, placed.yaw)
            if beside is not None:
                return beside
        return None

    def before(
        self, placed: Placed, model: Model, distance: float, across: float = 0.0, turn: float = 0.0
    ) -> Placed | None:
        """Stand a model `distance` metres before the front of another, turned by `turn` to it."""
        low, _ = placed.model.bounds()
        return self.offer(model, placed.point(across, float(low[1]) - distance), placed.yaw + turn)

    def seat(self, model: Model, at: Float64, yaw: float) -> Placed | None:
        """Place a chair that may reach under a table."""
        return self.offer(model, at, yaw, under_tables=True)

    def on_top(self, body: Body, below: Placed, support: Support, tries: int = 6) -> bool:
        """Stand a small thing on a level place of another, wholly on it; True where it fits."""
        if not body.fits_on(support):
            return False
        low, (wide, deep, _) = body.low, (body.high - body.low).tolist()
        x, y, z = support.x, support.y, float(below.at[2]) + support.z - float(low[2])
        for _ in range(tries):
            place = below.point(
                self.design.uniform(x[0], x[1] - wide) - float(low[0]),
                self.design.uniform(y[0], y[1] - deep) - float(low[1]),
            )
            at = np.array([place[0], place[1], z])
            if self.site.is_clear(body.solids, at, below.yaw):
                self.fix(body, place, below.yaw, z)
                return True
        return False

    def hang(
        self, model: Model, wall: Wall, z: float, along: float | None = None, tries: int = 6
    ) -> Placed | None:
        """Hang a model whose back is y = 0 on a wall, its origin at height z, where it is free."""
        low, high = model.bounds()
        wide, top = float(high[0] - low[0]), z + float(high[2])
        if wide > wall.length - 0.1 or top > wall.height - 0.02 or z + low[2] < 0:
            return None
        body = Body.of(model)
        for _ in range(tries if along is None else 1):
            x0 = self.design.uniform(0.05, wall.length - wide - 0.05)
            if along is not None:
                x0 = along + float(low[0])
            span, rise = (x0, x0 + wide), (z + float(low[2]), top)
            at = wall.point(x0 - float(low[0]))
            if x0 < 0 or x0 + wide > wall.length or not wall.is_clear(span, rise, 0.02):
                continue
            if self.site.is_clear(body.solids, np.array([at[0], at[1], z]), wall.yaw):
                wall.take(span, rise)
                if rise[0] < _HEAD and low[1] < -_SHALLOW:
                    self.plan.take(at, wall.yaw, low[:2], high[:2])
                return self.fix(body, at, wall.yaw, z)
        return None
