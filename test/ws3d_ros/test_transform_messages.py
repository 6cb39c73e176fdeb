# SPDX-License-Identifier: Apache-2.0
"""Transforms of messages in a tree: rclpy's messages and a bag reader's alike."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

pytest.importorskip("rclpy")

from rclpy.serialization import serialize_message
from tf2_msgs.msg import TFMessage

from ws3d_ros.bag_evaluation.quick_messages import QuickMessages
from ws3d_ros.sources.frame_messages import transform_message
from ws3d_ros.transform_messages import insert_transforms
from ws3d_ros.transform_tree import TransformTree

POSE = np.array([[0.0, -1, 0, 1], [1, 0, 0, 2], [0, 0, 1, 3], [0, 0, 0, 1]])
STAMP = 7_000_000_005


def as_published(message: TFMessage) -> Any:
    return message


def as_recorded(message: TFMessage) -> Any:
    kind = "tf2_msgs/msg/TFMessage"
    return QuickMessages([kind]).read(serialize_message(message), kind)


@pytest.mark.parametrize("read", [as_published, as_recorded])
@pytest.mark.parametrize("static", [False, True])
def test_what_is_no_pose_is_told_and_the_others_are_taken(read: Any, static: bool) -> None:
    broken = transform_message("odom", "wheel", np.eye(4), STAMP)
    broken.transform.rotation.w = 0.0
    good = transform_message("odom", "base_link", POSE, STAMP)
    tree, said = TransformTree(), list[str]()
    insert_transforms(tree, read(TFMessage(transforms=[broken, good])), static, said.append)
    at = STAMP + static * 10**12
    np.testing.assert_allclose(tree.lookup("odom", "base_link", at), POSE, atol=1e-12)
    assert len(said) == 1 and "wheel" in said[0]


def test_an_empty_message_adds_nothing() -> None:
    tree = TransformTree()
    insert_transforms(tree, SimpleNamespace(transforms=[]), False, print)
    assert not tree.connected("odom", "base_link")
