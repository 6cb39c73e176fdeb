# SPDX-License-Identifier: Apache-2.0
"""Open-vocabulary 3D perception: the network, its training and its evaluation, without ROS.

>>> from ws3d_model import Perception, PointCloud
>>> perception = Perception.load()  # doctest: +SKIP
>>> perception.set_vocabulary(["wall", "floor", "office chair", "plant"])
>>> scene = perception.process(PointCloud(xyz, rgb=rgb))  # doctest: +SKIP
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ws3d_model.perception import Perception
    from ws3d_model.point_cloud import PointCloud
    from ws3d_model.scene_labels import SceneLabels

__all__ = ["Perception", "PointCloud", "SceneLabels"]

_HOMES = {"Perception": "perception", "PointCloud": "point_cloud", "SceneLabels": "scene_labels"}


def __getattr__(name: str) -> object:
    # Perception brings torch, which takes seconds to import, and the others numpy, before whose
    # import a program may want to set how its threads wait (ws3d_model.openmp_waiting).
    if name in _HOMES:
        return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
