# SPDX-License-Identifier: Apache-2.0
"""A graph of its own for every test process, a checkpoint for tests, and clouds as messages."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

# Before rclpy is imported anywhere: tests that run beside each other must not meet.
os.environ["ROS_DOMAIN_ID"] = str(1 + os.getpid() % 100)
os.environ["ROS_AUTOMATIC_DISCOVERY_RANGE"] = "LOCALHOST"
os.environ.setdefault("OMP_NUM_THREADS", "1")

WORDS = ("wall", "floor", "chair", "table", "sofa", "bed")


def write_checkpoint(path: Path, all_chairs: bool = False) -> Path:
    """A real checkpoint of a very small network with random weights: quick, and knows nothing.

    Args:
        all_chairs: its last layers are set so that it calls every voxel a chair and a part of an
            object: what touches is an instance.
    """
    import torch

    from ws3d_model.language import TextSpace, load_encoder, probe_hash
    from ws3d_model.network import Checkpoint, NetworkShape, VisionLanguageNet

    torch.manual_seed(0)
    encoder = load_encoder()
    space = TextSpace.build(encoder, WORDS)
    network = VisionLanguageNet(NetworkShape(channels=(8, 8, 8), hidden=16)).eval()
    if all_chairs:
        with torch.no_grad():
            for head in (network.language, network.object):
                head.outer.weight.zero_()
            network.language.outer.bias.copy_(torch.from_numpy(space.anchors[WORDS.index("chair")]))
            network.object.outer.bias.copy_(torch.tensor([0.0, 0.0, 0.0, 5.0]))
    probe = probe_hash(encoder)
    Checkpoint(network, encoder.identity, probe, space.centre, WORDS, space.anchors).save(path)
    return path


@pytest.fixture(scope="session")
def tiny_checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """See `write_checkpoint`."""
    return write_checkpoint(tmp_path_factory.mktemp("checkpoint") / "tiny.safetensors")


@pytest.fixture(scope="session")
def chairs_checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """See `write_checkpoint`: all chairs."""
    path = tmp_path_factory.mktemp("checkpoint") / "chairs.safetensors"
    return write_checkpoint(path, all_chairs=True)


def points_message(xyz: np.ndarray, frame: str = "lidar", stamp: float = 1.0) -> Any:
    """A PointCloud2 of x y z, as a driver sends it."""
    import array

    from sensor_msgs.msg import PointCloud2, PointField

    data = array.array("B")
    data.frombytes(np.ascontiguousarray(xyz, "<f4").tobytes())
    message = PointCloud2(height=1, width=len(xyz), point_step=12, row_step=12 * len(xyz))
    message.header.frame_id = frame
    message.header.stamp.sec = int(stamp)
    message.header.stamp.nanosec = round((stamp % 1.0) * 1e9)
    message.fields = [
        PointField(name=name, offset=4 * i, datatype=PointField.FLOAT32, count=1)
        for i, name in enumerate("xyz")
    ]
    message.data = data
    return message


def room(seed: int = 0, points: int = 3000) -> np.ndarray:
    """float32 (N, 3): a floor, a wall and two boxes on the floor."""
    random = np.random.default_rng(seed)
    unit = random.random((points, 3))
    floor = unit[: points // 3] * [4, 4, 0.01]
    wall = unit[points // 3 : points // 2] * [0.02, 4, 2.5]
    first = unit[points // 2 : 3 * points // 4] * [0.5, 0.5, 0.8] + [2, 1, 0]
    second = unit[3 * points // 4 :] * [0.8, 0.4, 0.5] + [3, 3, 0]
    return np.concatenate([floor, wall, first, second]).astype(np.float32)


@pytest.fixture
def points() -> Callable[..., Any]:
    """Makes PointCloud2 messages: see `points_message`."""
    return points_message


@pytest.fixture
def room_points() -> np.ndarray:
    """See `room`."""
    return room()


@pytest.fixture
def dense_room_points() -> np.ndarray:
    """The same with points enough to tell planes."""
    return room(points=30_000)
