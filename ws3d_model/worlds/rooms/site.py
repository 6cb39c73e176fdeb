# SPDX-License-Identifier: Apache-2.0
"""Site: everything placed so far in a scene, and whether one more thing would run into it."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.convex_solids import Float64, Int64, Solids, any_deeper, near_pairs
from ws3d_model.worlds.primitive_solids import solids_of
from ws3d_model.worlds.scene import Placed
from ws3d_model.worlds.shapes.model import Model, turned

CLOSE = 0.008  # metres that a thing may sink into others when it is placed


class Site:
    """The scene under construction.

    Attributes:
        placed: models at their places, in the frame of the scene.
    """

    def __init__(self) -> None:
        self.placed: list[Placed] = []
        self._solids: list[Solids] = []
        self._owners: list[Int64] = []
        self._bounds: list[tuple[Float64, Float64]] = []
        self._low, self._high = np.zeros((0, 3)), np.zeros((0, 3))

    def add(
        self, model: Model, at: Float64, yaw: float, known: tuple[Solids, Int64] | None = None
    ) -> Placed:
        """Place a model.

        Args:
            model: front towards -y.
            at: (3,) metres, for its origin.
            yaw: turn in radians.
            known: what `solids_of` tells of its primitives, where that was asked before.
        """
        placed = Placed(model, np.asarray(at, np.float64), yaw)
        local, owner = known or solids_of(model.primitives)
        body = local.moved(turned(yaw), placed.at)
        low, high = body.bounds()
        self.placed.append(placed)
        self._solids.append(body)
        self._owners.append(owner)
        self._bounds.append((low, high))
        empty = len(low) == 0
        self._low = np.vstack([self._low, np.full(3, np.inf) if empty else low.min(0)])
        self._high = np.vstack([self._high, np.full(3, -np.inf) if empty else high.max(0)])
        return placed

    def solids(self) -> tuple[Solids, Int64]:
        """All solids, and the row of each one's primitive among those of all models."""
        counts = np.cumsum([0, *(len(item.model.primitives) for item in self.placed)])
        owners = [owner + first for owner, first in zip(self._owners, counts, strict=False)]
        return Solids.joined(self._solids), np.concatenate([np.zeros(0, np.int64), *owners])

    def is_clear(self, body: Solids, at: Float64, yaw: float, depth: float = CLOSE) -> bool:
        """Whether solids placed at `at`, turned by `yaw`, sink nowhere deeper than `depth`."""
        moved = body.moved(turned(yaw), np.asarray(at, np.float64))
        low, high = moved.bounds()
        if len(low) == 0:
            return True
        lowest, highest = low.min(0) + depth, high.max(0) - depth
        met = np.flatnonzero((self._low < highest).all(1) & (self._high > lowest).all(1))
        mine, theirs = [], []
        for number in met.tolist():
            other_low, other_high = self._bounds[number]
            rows, others = near_pairs(low, high, other_low, other_high, -depth)
            if len(rows):
                mine.append(rows)
                theirs.append(self._solids[number].chosen(others))
        if not mine:
            return True
        return not any_deeper(moved.chosen(np.concatenate(mine)), Solids.joined(theirs), depth)
