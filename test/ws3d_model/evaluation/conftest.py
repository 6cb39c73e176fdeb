# SPDX-License-Identifier: Apache-2.0
"""An untrained network, and a shard of a room and of a street sweep."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.datasets.object_extents import objects_of
from ws3d_model.language import load_encoder, probe_hash
from ws3d_model.language.text_space import TextSpace
from ws3d_model.network import Checkpoint, NetworkShape, VisionLanguageNet
from ws3d_model.point_cloud import PointCloud

ANCHORS = ("wall", "floor", "chair", "table", "car", "road")


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory) -> Path:
    """A network that was trained on nothing."""
    encoder = load_encoder()
    space = TextSpace.build(encoder, ANCHORS)
    torch.manual_seed(0)
    path = tmp_path_factory.mktemp("checkpoint") / "c.safetensors"
    Checkpoint(
        VisionLanguageNet(NetworkShape(channels=(8, 16), hidden=16)).eval(),
        encoder.identity, probe_hash(encoder), space.centre, ANCHORS, space.anchors,
    ).save(path)  # fmt: skip
    return path


def blocks(names: tuple[str, ...], kinds: list[int], things: list[int]) -> LabelledCloud:
    """A cube of 200 points for each kind, a row of cubes two metres apart; -1 has no label."""
    rng = np.random.default_rng(3)
    offset = 2 * np.arange(len(kinds)).repeat(200)
    xyz = rng.random((len(offset), 3)).astype(np.float32)
    xyz[:, 0] += offset
    instances, centres, boxes = objects_of(xyz, np.array(things).repeat(200))
    rgb = rng.integers(0, 256, xyz.shape, dtype=np.uint8)
    cloud = PointCloud(xyz, rgb)
    labels = np.array(kinds, np.int32).repeat(200)
    return LabelledCloud(cloud, names, labels, instances, centres, boxes)


@pytest.fixture(scope="session")
def a_room() -> LabelledCloud:
    """Floor, wall, two chairs, a stool, a table, and points without a label."""
    names = ("floor", "wall", "office chair", "stool", "table")
    return blocks(names, [0, 1, 2, 2, 3, 4, -1], [-1, -1, 0, 1, 2, 3, -1])


@pytest.fixture(scope="session")
def a_street() -> LabelledCloud:
    """Names as SemanticKITTI has them."""
    names = ("road", "car", "bicyclist", "trunk", "traffic-sign")
    return blocks(names, [0, 1, 1, 2, 3, 4], [-1, 0, 1, 2, -1, -1])
