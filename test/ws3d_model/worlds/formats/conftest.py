# SPDX-License-Identifier: Apache-2.0
"""A room and a street that are small enough to be written in no time."""

from __future__ import annotations

import numpy as np
import pytest

from ws3d_model.worlds.scene import Placed, Scene, assemble
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Paint


def grey(shade: float = 0.6) -> Paint:
    return Paint(np.array([shade, shade, shade]))


def slab(name: str, centre, size, shade: float = 0.7) -> Placed:
    model = Model(name)
    model.box(centre, size, grey(shade))
    return Placed(model, np.zeros(3), 0.0)


def block(name: str, at, size, yaw: float = 0.0, velocity=(0.0, 0.0, 0.0)) -> Placed:
    model = Model(name, f"{name}: block")
    model.box((0, 0, size[2] / 2), size, Paint(np.array([0.7, 0.2, 0.2]), material="wooden"))
    return Placed(model, np.array([*at, 0.0]), yaw, velocity)


@pytest.fixture(scope="session")
def small_room() -> Scene:
    """4 x 3 m with a table, two chairs, and something that no benchmark has a name for."""
    placed = [
        slab("floor", (2, 1.5, -0.05), (4, 3, 0.1)),
        slab("wall", (-0.05, 1.5, 1.25), (0.1, 3, 2.5), 0.8),
        slab("wall", (2, 3.05, 1.25), (4, 0.1, 2.5), 0.8),
        block("table", (1.0, 2.2), (1.2, 0.8, 0.7)),
        block("chair", (1.0, 1.2), (0.5, 0.5, 0.9), 0.4),
        block("office chair", (3.4, 2.6), (0.5, 0.5, 0.9)),
        block("kettle", (3.5, 0.4), (0.25, 0.25, 0.4)),
    ]
    floor = [(x, 0.5) for x in np.arange(0.5, 2.6, 0.25)] + [(2.5, y) for y in (0.75, 1.0, 1.25)]
    return assemble(placed, "office", "train", np.array(floor), 3)


@pytest.fixture(scope="session")
def small_street() -> Scene:
    """A road with a parked and a moving car, a person, and a house."""
    placed = [
        slab("road", (0, 0, -0.05), (60, 8, 0.1), 0.3),
        slab("sidewalk", (0, 6, -0.03), (60, 4, 0.16), 0.6),
        slab("building", (0, 11, 3), (40, 6, 6), 0.7),
        block("car", (6.0, 2.5), (1.8, 4.2, 1.5), np.pi / 2),
        block("car", (14.0, -2.0), (1.8, 4.2, 1.5), np.pi / 2, (8.0, 0.0, 0.0)),
        block("person", (-4.0, 5.0), (0.5, 0.4, 1.75)),
        block("bench", (3.0, 6.5), (1.6, 0.5, 0.8)),
    ]
    lane = np.column_stack([np.arange(-25, 5, 0.5), np.zeros(60)])
    return assemble(placed, "street", "train", lane, 3, outdoors=True)
