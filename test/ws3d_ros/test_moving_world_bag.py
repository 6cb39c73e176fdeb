# SPDX-License-Identifier: Apache-2.0
"""Recorded streets: what drives does so from frame to frame, points, boxes and numbers together."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("rclpy")
pytest.importorskip("rosbags")

from ws3d_model.worlds.scene import Placed, assemble
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Paint
from ws3d_ros.bags.robot import Robot
from ws3d_ros.bags.world_frames import DETECTIONS, Frame, WorldFrames

FRAMES, RATE, SPEED = 4, 10.0, 6.0


@pytest.fixture(scope="module")
def world() -> WorldFrames:
    """A road with a car that comes the other way, and one that is parked."""
    paint = Paint(np.full(3, 0.6), infrared=0.6)
    road = Model("road").box((0, 0, -0.1), (120, 30, 0.2), paint)
    placed = [Placed(road, np.zeros(3), 0.0)]
    for x, y, speed in ((10.0, 4.0, SPEED), (0.0, -5.0, 0.0)):
        car = Model("car").box((0, 0, 0.75), (1.8, 4.2, 1.5), paint)
        placed.append(Placed(car, np.array([x, y, 0]), -np.pi / 2, (-speed, 0.0, 0.0)))
    lane = np.column_stack([np.arange(-30.0, 10), np.zeros(40)])
    scene = assemble(placed, "street", "train", lane, 3, outdoors=True, route=lane)
    robot = Robot.through(scene, 1, FRAMES + 1, RATE).again(2)
    return WorldFrames(scene, 1, robot, RATE, FRAMES)


def frame(world: WorldFrames, number: int) -> tuple[np.ndarray, Frame]:
    """Centres (2, 2) of the boxes in odom, and the cloud."""
    seen: list[Frame] = []
    found = [m for topic, _, m in world.frame(number, ("lidar",), seen.append)
             if topic == DETECTIONS]  # fmt: skip
    centres = {d.id: (d.bbox.center.position.x, d.bbox.center.position.y)
               for d in found[0].detections}  # fmt: skip
    return np.array([centres["1"], centres["2"]]), seen[0]


def test_boxes_go_on_and_begin_anew_with_every_lap(world: WorldFrames) -> None:
    for number in (0, 1, 3, 4, 5):
        boxes, _ = frame(world, number)
        moment = number % FRAMES / RATE
        np.testing.assert_allclose(boxes, [[10 - SPEED * moment, 4], [0, -5]], atol=1e-3)


def test_points_lie_in_the_boxes_of_their_frame(world: WorldFrames) -> None:
    _, last = frame(world, FRAMES - 1)
    for instance in (0, 1):
        own = last.seen.cloud.xyz[last.seen.instances == instance]
        box = last.seen.boxes[instance]
        turned = own - box[:3]
        cos, sin = np.cos(box[6]), np.sin(box[6])
        along = cos * turned[:, 0] + sin * turned[:, 1]
        assert len(own) > 30 and (np.abs(along) < box[3] / 2 + 0.15).mean() > 0.97
