# SPDX-License-Identifier: Apache-2.0
"""Lamps under a level ceiling: flat ones in rows, or one or two that hang."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture.lamps import ceiling_panel, hanging_lamp
from ws3d_model.worlds.rooms.building import Building
from ws3d_model.worlds.rooms.furnishing import hang_from_ceiling

_PANELLED = ("office", "classroom", "meeting room", "hospital room", "hospital ward", "shop",
             "corridor", "storeroom", "waiting room", "gym", "warehouse")  # fmt: skip


def light_ceiling(building: Building) -> None:
    """Hang the lamps of a room."""
    design, plan = building.design, building.plan
    if design.chance(0.75 if building.kind in _PANELLED else 0.35):
        columns, rows = max(1, round(plan.width / 2.4)), max(1, round(plan.depth / 2.4))
        columns, rows = min(design.count(1, columns), 3), min(design.count(1, rows), 3)
        lamp = ceiling_panel(design)
        for column in range(columns):
            for row in range(rows):
                share = np.array([(column + 0.5) / columns, (row + 0.5) / rows])
                hang_from_ceiling(building, lamp, plan.low + share * (plan.high - plan.low))
    elif design.chance(0.6):
        drop = design.uniform(0.4, max(0.41, min(0.9, plan.height - 1.7)))
        for _ in range(design.count(1, 2)):
            share = design.rng.uniform((0.3, 0.3), (0.7, 0.7))
            lamp = hanging_lamp(design, drop)
            hang_from_ceiling(building, lamp, plan.low + share * (plan.high - plan.low))
