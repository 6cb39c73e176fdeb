# SPDX-License-Identifier: Apache-2.0
"""Small scenes whose geometry is known exactly."""

from __future__ import annotations

import numpy as np
import pytest

from ws3d_model.worlds.scene import Placed, Scene, assemble
from ws3d_model.worlds.sensors.ray_caster import RayCaster
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Paint
from ws3d_model.worlds.shapes.primitives import Faces

GREY = Paint(np.array([0.5, 0.5, 0.5]), material="plaster", infrared=0.5)
RED = Paint(np.array([0.8, 0.1, 0.1]), material="plastic", infrared=0.9)


def at(model: Model, x: float = 0.0, y: float = 0.0, z: float = 0.0, yaw: float = 0.0) -> Placed:
    return Placed(model, np.array([x, y, z]), yaw)


@pytest.fixture
def empty_scene() -> Scene:
    return assemble([], "nothing", "train", np.zeros((0, 2)), 0)


@pytest.fixture
def walled_scene() -> Scene:
    """A room of 6 x 4 x 2.5 m: a red box in the middle, a ball, and a chair behind a wall."""
    wall = Model("wall")
    wall.box((3, -0.05, 1.25), (6, 0.1, 2.5), GREY).box((3, 4.05, 1.25), (6, 0.1, 2.5), GREY)
    wall.box((-0.05, 2, 1.25), (0.1, 4, 2.5), GREY).box((6.05, 2, 1.25), (0.1, 4, 2.5), GREY)
    floor = Model("floor").box((3, 2, -0.05), (6, 4, 0.1), GREY, faces=Faces.TOP)
    ceiling = Model("ceiling").box((3, 2, 2.55), (6, 4, 0.1), GREY, faces=Faces.BOTTOM)
    crate = Model("box", family="box: cube").box((0, 0, 0.5), (1, 1, 1), RED)
    ball = Model("lamp").ellipsoid((0, 0, 0.4), (0.4, 0.4, 0.4), GREY)
    hidden = Model("chair").box((0, 0, 0.5), (1, 1, 1), GREY)
    x, y = np.meshgrid(np.arange(0.3, 5.8, 0.05), np.arange(0.3, 3.8, 0.05))
    clear = (np.abs(x - 3) > 0.75) | (np.abs(y - 2) > 0.75)
    clear &= np.hypot(x - 1, y - 3) > 0.65
    return assemble(
        [at(wall), at(floor), at(ceiling), at(crate, 3, 2), at(ball, 1, 3), at(hidden, 8, 2)],
        "office",
        "train",
        np.column_stack([x[clear], y[clear]]),
        7,
    )


@pytest.fixture
def caster(walled_scene: Scene) -> RayCaster:
    return RayCaster(walled_scene)
