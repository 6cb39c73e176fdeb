# SPDX-License-Identifier: Apache-2.0
"""Recorded worlds: stamps, transforms, clouds and boxes agree with each other and the scene."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("rclpy")
pytest.importorskip("rosbags")

from scipy.spatial.transform import Rotation

from ws3d_model.worlds.formats.open_writer import OutputOptions
from ws3d_model.worlds.formats.scene_request import SceneRequest
from ws3d_model.worlds.scene import Placed, Scene, assemble
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Paint
from ws3d_ros.bags.bag_reader import bag_topics, messages
from ws3d_ros.bags.world_bag import open_bag_writer, record_world
from ws3d_ros.conversions.point_cloud2 import cloud_from_message
from ws3d_ros.conversions.rgbd import DepthProjector

FRAMES = 4
ROOM = SceneRequest("rooms", 4)
DEPTH, LIDAR = "/camera/depth/points", "/lidar/points"
KINDS = {2: "<f4", 4: "<u2", 6: "<u4", 7: "<f4"}  # of sensor_msgs/PointField


def block(name: str, at, size, low: float = 0.0) -> Placed:
    model = Model(name, f"{name}: block")
    model.box((0, 0, low + size[2] / 2), size, Paint(np.array([0.7, 0.3, 0.2])))
    return Placed(model, np.array([*at, 0.0]), 0.0)


@pytest.fixture(scope="module")
def scene() -> Scene:
    """5 x 4 m between four walls, with a table and a chair."""
    placed = [
        block("floor", (2.5, 2), (5, 4, 0.1), -0.1),
        *(block("wall", at, (0.1, 4.2, 2.5)) for at in ((-0.05, 2), (5.05, 2))),
        *(block("wall", at, (5, 0.1, 2.5)) for at in ((2.5, -0.05), (2.5, 4.05))),
        block("table", (1.0, 3.2), (1.2, 0.8, 0.7)),
        block("chair", (4.2, 3.4), (0.5, 0.5, 0.9)),
    ]
    floor = [(x, y) for x in np.arange(1, 4.2, 0.25) for y in (0.8, 1.05, 1.3)]
    return assemble(placed, "office", "train", np.array(floor), 3)


@pytest.fixture(scope="module")
def bag(tmp_path_factory, scene) -> Path:
    folder = tmp_path_factory.mktemp("bags")
    writer = open_bag_writer(OutputOptions(folder, "rooms", (), FRAMES, 10.0, ("rgbd", "lidar")))
    assert not writer.done(ROOM)
    writer.write(ROOM, scene)
    writer.finish([ROOM])
    assert writer.done(ROOM)
    assert [path.name for path in folder.iterdir()] == ["train_0000004"]
    return folder / "train_0000004"


def points_of(message) -> np.ndarray:
    kind = np.dtype(
        {
            "names": [field.name for field in message.fields],
            "formats": [KINDS[field.datatype] for field in message.fields],
            "offsets": [field.offset for field in message.fields],
            "itemsize": message.point_step,
        }
    )
    return np.frombuffer(bytes(message.data), kind)


def matrix_of(transform) -> np.ndarray:
    pose, q = np.eye(4), transform.rotation
    pose[:3, :3] = Rotation.from_quat([q.x, q.y, q.z, q.w]).as_matrix()
    pose[:3, 3] = [transform.translation.x, transform.translation.y, transform.translation.z]
    return pose


def nanoseconds(stamp) -> int:
    return stamp.sec * 1_000_000_000 + stamp.nanosec


def poses(bag: Path) -> dict[int, dict[str, np.ndarray]]:
    """For every stamp of /tf the pose of each frame in odom, static transforms included."""
    fixed = {}
    for _, _, message in messages(bag, ["/tf_static"]):
        fixed.update({t.child_frame_id: t for t in message.transforms})
    found = {}
    for _, stamp, message in messages(bag, ["/tf"]):
        moving = {t.child_frame_id: t for t in message.transforms}
        assert {nanoseconds(t.header.stamp) for t in message.transforms} == {stamp}
        edges = {**fixed, **moving}
        found[stamp] = {}
        for frame in edges:
            pose, at = np.eye(4), frame
            while at != "odom" and at in edges:
                pose, at = matrix_of(edges[at].transform) @ pose, edges[at].header.frame_id
            found[stamp][frame] = pose
    return found


def test_topics_and_counts(bag):
    topics = {topic.name: topic for topic in bag_topics(bag)[0]}
    assert set(topics) == {
        *("/tf", "/tf_static", "/ground_truth/detections", "/ground_truth/label_info"),
        *("/camera/color/image_raw", "/camera/color/camera_info", DEPTH, LIDAR),
        *("/camera/depth/image_raw", "/camera/depth/camera_info"),
    }
    latched = {name for name, topic in topics.items() if topic.latched}
    assert latched == {"/tf_static", "/ground_truth/label_info"}
    assert topics["/tf"].count == FRAMES + 1
    others = set(topics) - latched - {"/tf"}
    assert {topics[name].count for name in others} == {FRAMES}


def test_every_message_is_recorded_at_its_stamp_ten_times_a_second(bag):
    names = [DEPTH, LIDAR, "/camera/color/image_raw", "/ground_truth/detections"]
    stamps = {name: [] for name in names}
    last = 0
    for topic, recorded, message in messages(bag, names):
        assert nanoseconds(message.header.stamp) == recorded >= last
        last = recorded
        stamps[topic].append(recorded)
    for found in stamps.values():
        assert np.diff(found).tolist() == [100_000_000] * (FRAMES - 1)
    assert set(stamps[DEPTH]) < set(poses(bag))


def test_clouds_lie_on_the_scene_and_carry_its_truth(bag, scene):
    """Through /tf, points of a class lie in the boxes of its objects, from either sensor."""
    where = poses(bag)
    for _, stamp, message in messages(bag, [DEPTH, LIDAR]):
        points = points_of(message)
        xyz = np.stack([points[axis] for axis in "xyz"], axis=1)
        seen = np.isfinite(xyz).all(axis=1)
        pose = where[stamp][message.header.frame_id]
        world = xyz @ pose[:3, :3].T + pose[:3, 3]
        labels, instances = points["gt_label"], points["gt_instance"]
        assert (labels[~seen] == 65535).all() and (instances[~seen] == 0).all()
        assert {scene.names[k] for k in np.unique(labels[seen])} <= {
            *("floor", "wall", "table", "chair")
        }
        floor = world[seen & (labels == scene.names.index("floor"))]
        assert abs(np.median(floor[:, 2])) < 0.05
        for number, thing in enumerate(scene.objects, start=1):
            inside = world[seen & (instances == number)]
            if len(inside) > 50:
                away = np.abs(inside - thing.box[:3]) - np.array(thing.box[3:6])[[1, 0, 2]] / 2
                assert np.median(away.max(axis=1)) < 0.08


def test_lidar_points_have_ring_and_time(bag):
    for _, _, message in messages(bag, [LIDAR]):
        points = points_of(message)
        assert message.height == 1 and message.width == len(points) > 5000
        assert points["ring"].max() < 16
        assert -0.1001 < points["time"].min() < points["time"].max() <= 0
        assert points["intensity"].min() >= 0 and points["intensity"].max() <= 255


def test_the_nodes_conversions_read_cloud_and_images_as_the_same_points(bag):
    found = {}
    for topic, stamp, message in messages(
        bag, [DEPTH, "/camera/color/image_raw", "/camera/depth/image_raw"]
    ):
        found.setdefault(stamp, {})[topic] = message
    infos = [m for _, _, m in messages(bag, ["/camera/depth/camera_info"])]
    frame = found[min(found)]
    cloud = cloud_from_message(frame[DEPTH], (0.0, 255.0))
    color, depth = frame["/camera/color/image_raw"], frame["/camera/depth/image_raw"]
    images = DepthProjector().project(color, depth, infos[0]).cloud
    assert len(cloud) == len(images) == 320 * 240
    np.testing.assert_array_equal(cloud.finite, images.finite)
    both = cloud.finite
    np.testing.assert_allclose(cloud.xyz[both], images.xyz[both], atol=0.001)
    np.testing.assert_array_equal(cloud.rgb[both], images.rgb[both])
    assert both.mean() > 0.3


def test_boxes_of_every_object_in_a_fixed_frame(bag, scene):
    ((_, _, info),) = messages(bag, ["/ground_truth/label_info"])
    names = {entry.class_id: entry.class_name for entry in info.class_map}
    assert [names[k] for k in range(len(scene.names))] == list(scene.names)
    for _, _, message in messages(bag, ["/ground_truth/detections"]):
        assert message.header.frame_id == "odom"
        assert [d.id for d in message.detections] == [str(k + 1) for k in range(len(scene.objects))]
        for detection, thing in zip(message.detections, scene.objects, strict=True):
            centre, size = detection.bbox.center.position, detection.bbox.size
            assert detection.results[0].hypothesis.class_id == thing.name
            assert [centre.x, centre.y, centre.z] == pytest.approx(thing.box[:3], abs=1e-5)
            assert [size.x, size.y, size.z] == pytest.approx(thing.box[3:6], abs=1e-5)


def test_the_same_seed_gives_the_same_bytes(tmp_path, scene):
    for name in ("one", "two"):
        record_world(tmp_path / name / "bag", scene, 7, 2, 5.0)
    one, two = (tmp_path / name / "bag" for name in ("one", "two"))
    assert sorted(path.name for path in one.iterdir()) == ["bag.mcap", "metadata.yaml"]
    for path in one.iterdir():
        assert path.read_bytes() == (two / path.name).read_bytes()


def test_frames_are_told_and_may_stop_the_recording(tmp_path, scene):
    told = []

    def stop(frame) -> None:
        told.append((frame.number, frame.topic, len(frame.seen)))
        if frame.number == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        record_world(tmp_path / "bag", scene, 7, 50, 10.0, ("rgbd",), stop)
    assert told == [(0, DEPTH, 320 * 240), (1, DEPTH, 320 * 240)]


@pytest.mark.parametrize(("frames", "sensors"), [(0, ("rgbd",)), (1, ()), (1, ("sonar",))])
def test_impossible_recordings_are_refused(frames, sensors, tmp_path, scene):
    with pytest.raises(ValueError, match="must be"):
        record_world(tmp_path / "bag", scene, 0, frames, 10.0, sensors)
    assert not (tmp_path / "bag").exists()
