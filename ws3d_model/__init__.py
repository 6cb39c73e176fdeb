# SPDX-License-Identifier: Apache-2.0
"""Open-vocabulary 3D perception: the network, its training and its evaluation, without ROS.

>>> from ws3d_model import Perception, PointCloud
>>> perception = Perception.load()  # doctest: +SKIP
>>> perception.set_vocabulary(["wall", "floor", "office chair", "plant"])
>>> scene = perception.process(PointCloud(xyz, rgb=rgb))  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ws3d_model.point_cloud import PointCloud
from ws3d_model.scene_labels import SceneLabels

if TYPE_CHECKING:
    from ws3d_model.perception import Perception

__all__ = ["Perception", "PointCloud", "SceneLabels"]


def __getattr__(name: str) -> object:
    # Perception brings torch, which takes seconds to import; whoever needs only the values, such as
    # a message conversion or `--help`, does not wait for it.
    if name == "Perception":
        from ws3d_model.perception import Perception

        return Perception
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
