# SPDX-License-Identifier: Apache-2.0
"""TFMessages into a transform tree; of rclpy's classes, or of a bag reader's with their fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ws3d_ros.transform_tree import NANOSECONDS, TransformTree

Numbers = tuple[float, ...]


def insert_transforms(
    tree: TransformTree, message: Any, static: bool, passed_over: Callable[[str], object]
) -> None:
    """Take in all transforms of a message.

    Args:
        tree: that they go into.
        message: a TFMessage.
        static: whether they hold for any time, as on /tf_static.
        passed_over: hears why a transform was left out that is none.
    """
    for item in message.transforms:
        header = item.header
        translation, quaternion = components(item.transform)
        try:
            tree.insert(
                header.frame_id,
                item.child_frame_id,
                header.stamp.sec * NANOSECONDS + header.stamp.nanosec,
                translation,
                quaternion,
                static,
            )
        except ValueError as error:
            passed_over(str(error))


def components(transform: Any) -> tuple[Numbers, Numbers]:
    """Translation x y z and quaternion x y z w of a Transform."""
    t, q = transform.translation, transform.rotation
    return (t.x, t.y, t.z), (q.x, q.y, q.z, q.w)
