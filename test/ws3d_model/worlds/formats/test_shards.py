# SPDX-License-Identifier: Apache-2.0
"""Shards: every style holds what the scene knows of its objects, in its own frame."""

from __future__ import annotations

import numpy as np
import pytest

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.worlds.formats.scene_request import SceneRequest
from ws3d_model.worlds.formats.shards import ShardWriter

ROOM = SceneRequest("rooms", 4)
STREET = SceneRequest("streets", 4)


def test_no_styles_are_done_at_once(tmp_path, small_room):
    writer = ShardWriter(tmp_path, ())
    assert writer.done(ROOM)
    writer.write(ROOM, small_room)
    assert [*tmp_path.iterdir()] == []


def test_rooms(tmp_path, small_room):
    writer = ShardWriter(tmp_path, (("fused", 1), ("view", 2), ("lidar", 1)))
    assert not writer.done(ROOM)
    writer.write(ROOM, small_room)
    assert writer.done(ROOM)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [
        "train_0000004_fused0.npz",
        "train_0000004_lidar0.npz",
        "train_0000004_view0.npz",
        "train_0000004_view1.npz",
    ]
    for name in names:
        shard = LabelledCloud.load(tmp_path / name)
        assert len(shard) > 100 and shard.cloud.finite.all()
        np.testing.assert_array_equal(shard.boxes, small_room.boxes)
        assert len(shard.descriptions) == len(small_room.objects)
        assert shard.scene_descriptions
        for instance in np.unique(shard.instances[shard.instances >= 0]).tolist():
            label = shard.names[shard.labels[shard.instances == instance][0]]
            assert label == small_room.objects[instance].name
    table = LabelledCloud.load(tmp_path / names[0]).descriptions[0]
    assert "table" in table.splitlines()[0]


def test_sweeps_lie_on_the_ground_below_the_sensor_with_their_boxes(tmp_path, small_street):
    writer = ShardWriter(tmp_path, (("sweep", 2),))
    writer.write(STREET, small_street)
    assert writer.done(STREET)
    paths = sorted(tmp_path.iterdir())
    assert [path.name for path in paths] == [
        "street_train_0000004_sweep0.npz",
        "street_train_0000004_sweep1.npz",
    ]
    places = []
    for path in paths:
        sweep = LabelledCloud.load(path)
        assert sweep.cloud.intensity is not None and sweep.cloud.rgb is None
        road = sweep.cloud.xyz[sweep.labels == sweep.names.index("road")]
        assert abs(np.median(road[:, 2])) < 0.02  # whatever carries the sensor
        parked = 0
        inside = sweep.cloud.xyz[sweep.instances == parked]
        assert len(inside) > 20
        box = sweep.boxes[parked]
        cos, sin = np.cos(box[6]), np.sin(box[6])
        local = (inside - box[:3]) @ np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]])
        assert (np.abs(local) < box[3:6] / 2 + 0.1).mean() > 0.9
        places.append(box[:2])
    assert np.linalg.norm(places[0] - places[1]) > 1  # the sensor has driven on


@pytest.mark.parametrize("style", ["fused", "sweep"])
def test_the_same_seed_gives_the_same_bytes(style, tmp_path, small_room, small_street):
    request, scene = (STREET, small_street) if style == "sweep" else (ROOM, small_room)
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        ShardWriter(tmp_path / name, ((style, 1),)).write(request, scene)
    one, two = (next((tmp_path / name).iterdir()) for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def test_only_what_is_missing_is_written(tmp_path, small_room):
    writer = ShardWriter(tmp_path, (("view", 2),))
    (tmp_path / "train_0000004_view0.npz").write_bytes(b"there")
    assert not writer.done(ROOM)
    writer.write(ROOM, small_room)
    assert (tmp_path / "train_0000004_view0.npz").read_bytes() == b"there" and writer.done(ROOM)
