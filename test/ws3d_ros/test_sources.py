# SPDX-License-Identifier: Apache-2.0
"""Sources: folders of frames and bags as messages, told apart by what lies in them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from scipy.spatial.transform import Rotation

pytest.importorskip("rclpy")

from rclpy.serialization import deserialize_message, serialize_message
from rosbags.rosbag1 import Writer
from rosbags.typesys import Stores, get_types_from_msg, get_typestore
from sensor_msgs.msg import CameraInfo, CompressedImage, Image, PointCloud2
from std_msgs.msg import Header, String
from tf2_msgs.msg import TFMessage

from ws3d_model import PointCloud
from ws3d_ros.bags.bag_writer import BagWriter
from ws3d_ros.bags.message_types import UnknownMessageType
from ws3d_ros.conversions.point_cloud2 import cloud_from_message
from ws3d_ros.conversions.rgbd import DepthProjector
from ws3d_ros.sources.frame_messages import camera_transforms, cloud_message
from ws3d_ros.sources.open_source import open_source
from ws3d_ros.sources.restamp import SECOND, restamped, stamp_of
from ws3d_ros.sources.source import Sample, Source, SourceError

TILT = np.radians(30)
TYPES = {
    "/tf": TFMessage,
    "/tf_static": TFMessage,
    "points": PointCloud2,
    "image": CompressedImage,
    "depth": Image,
    "camera_info": CameraInfo,
}


def read(source: Source) -> list[tuple[Sample, object]]:
    return [(s, deserialize_message(s.data, TYPES[s.topic])) for s in source.samples()]


def write_bin(path: Path, columns: int, points: int = 7) -> np.ndarray:
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = np.random.default_rng(columns).random((points, columns)).astype("<f4")
    rows.tofile(path)
    return rows


@pytest.mark.parametrize("folder", ["", "velodyne", "velodyne_points/data"])
def test_kitti_folder(folder: str, tmp_path: Path) -> None:
    rows = [write_bin(tmp_path / folder / f"{k:06}.bin", 4) for k in range(3)]
    source = open_source(tmp_path, rate=10.0)
    samples = read(source)
    assert [s.topic for s, _ in samples] == ["/tf_static", "points", "points", "points"]
    assert [s.stamp for s, _ in samples[1:]] == [0, SECOND // 10, SECOND // 5]
    mounted = samples[0][1].transforms[0]
    assert (mounted.header.frame_id, mounted.child_frame_id) == ("base_link", "velodyne")
    assert mounted.transform.translation.z == 1.73
    cloud = cloud_from_message(samples[1][1], (0.0, 255.0))
    assert np.array_equal(cloud.xyz, rows[0][:, :3])
    assert np.allclose(cloud.intensity, rows[0][:, 3], atol=1e-6)


def test_nuscenes_folder_turns_the_sensor_to_the_vehicle(tmp_path: Path) -> None:
    rows = write_bin(tmp_path / "samples/LIDAR_TOP/a.pcd.bin", 5)
    (_, mounted), (_, points) = read(open_source(tmp_path))
    turn = mounted.transforms[0].transform.rotation
    assert np.isclose(turn.z, -np.sqrt(0.5)) and np.isclose(turn.w, np.sqrt(0.5))
    assert np.array_equal(cloud_from_message(points, (0.0, 255.0)).xyz, rows[:, :3])


def test_one_cloud_file(tmp_path: Path) -> None:
    xyz = np.array([[1, 2, 3], [np.nan] * 3], np.float32)
    np.savez(tmp_path / "a.npz", xyz=xyz, rgb=np.array([[1, 2, 3], [4, 5, 6]], np.uint8))
    (_, _), (_, points) = read(open_source(tmp_path / "a.npz"))
    cloud = cloud_from_message(points, (0.0, 255.0))
    assert np.array_equal(cloud.xyz, xyz, equal_nan=True) and not points.is_dense
    assert cloud.rgb is not None and cloud.rgb.tolist() == [[1, 2, 3], [4, 5, 6]]


def write_rgbd(folder: Path, frames: int = 2, pose: bool = True) -> None:
    for k in range(frames):
        Pillow.new("RGB", (8, 6), (10 * k, 200, 30)).save(folder / f"frame-{k:03}.color.png")
        depth = np.full((6, 8), 1000 + k, np.uint16)
        depth[0, 0], depth[0, 1] = 65535, 0
        Pillow.fromarray(depth).save(folder / f"frame-{k:03}.depth.png")
        if pose:
            matrix = np.eye(4)
            matrix[:3, 3] = 0, 0, k  # forward in camera axes
            np.savetxt(folder / f"frame-{k:03}.pose.txt", matrix)
    np.savetxt(folder / "camera-intrinsics.txt", [[9, 0, 4], [0, 9, 3], [0, 0, 1]])


def test_rgbd_folder(tmp_path: Path) -> None:
    write_rgbd(tmp_path)
    samples = read(open_source(tmp_path, rate=4.0))
    assert [s.topic for s, _ in samples[4:]] == ["/tf", "camera_info", "image", "depth"]
    frame = {s.topic: message for s, message in samples[4:]}
    assert {stamp_of(s.data) for s, _ in samples[5:]} == {SECOND // 4}
    images = frame["image"], frame["depth"], frame["camera_info"]
    cloud = DepthProjector().project(*images).cloud
    assert np.isnan(cloud.xyz[:2]).all() and np.allclose(cloud.xyz[2:, 2], 1.001)
    assert cloud.rgb is not None and (cloud.rgb[5] == [10, 200, 30]).all()
    world, camera = frame["/tf"].transforms
    assert (world.header.frame_id, world.child_frame_id) == ("odom", "base_link")
    assert camera.child_frame_id == "camera_optical_frame"
    # The camera went 1 m forward: along x of the level world.
    assert np.isclose(world.transform.translation.x, 1.0)
    assert np.isclose(world.transform.translation.z, 0.0)


def test_a_tilted_world_of_poses_is_level_by_its_frames(tmp_path: Path) -> None:
    write_tilted_rgbd(tmp_path)
    samples = {s.topic: message for s, message in read(open_source(tmp_path))}
    base, camera = samples["/tf"].transforms
    turns = [
        Rotation.from_quat([r.x, r.y, r.z, r.w])
        for r in (base.transform.rotation, camera.transform.rotation)
    ]
    down = (turns[0] * turns[1]).inv().apply([0, 0, -1])
    np.testing.assert_allclose(down, [0, np.cos(TILT), np.sin(TILT)], atol=0.02)
    samples = {s.topic: message for s, message in read(open_source(tmp_path, pose_up="-y"))}
    told = samples["/tf"].transforms[1].transform.rotation
    down = Rotation.from_quat([told.x, told.y, told.z, told.w]).inv().apply([0, 0, -1])
    np.testing.assert_allclose(down, [0, 1, 0], atol=1e-6)


def write_tilted_rgbd(folder: Path) -> None:
    """One frame of a camera that looks down on a floor and a wall; its world is its own frame."""
    v, u = np.mgrid[:480, :640]
    rays = np.stack([(u - 320) / 585, (v - 240) / 585, np.ones_like(u)], axis=-1)
    down = np.array([0, np.cos(TILT), np.sin(TILT)])
    ahead = np.array([0, -np.sin(TILT), np.cos(TILT)])
    with np.errstate(divide="ignore"):
        floor = np.where(rays @ down > 0, 1.4 / (rays @ down), np.inf)
        wall = np.where(rays @ ahead > 0, 3.0 / (rays @ ahead), np.inf)
    depth = (1000 * np.minimum(floor, wall)).astype(np.uint16)
    Pillow.fromarray(depth).save(folder / "frame-000.depth.png")
    Pillow.new("RGB", (640, 480)).save(folder / "frame-000.color.png")
    np.savetxt(folder / "frame-000.pose.txt", np.eye(4))


def test_rgbd_without_poses_has_no_transforms(tmp_path: Path) -> None:
    write_rgbd(tmp_path, pose=False)
    assert "/tf" not in {s.topic for s, _ in read(open_source(tmp_path))}


def test_the_base_of_a_tilted_camera_is_level() -> None:
    pose = np.eye(4)
    # Optical axes that look along x, rolled and pitched.
    level = np.array([[0, 0, 1], [-1, 0, 0], [0, -1, 0]], float)
    pose[:3, :3] = Rotation.from_euler("zyx", [40, 20, 10], degrees=True).as_matrix() @ level
    pose[:3, 3] = 1, 2, 3
    base, camera = camera_transforms(pose, "odom", "base_link", "cam", 0).transforms
    assert base.transform.rotation.x == base.transform.rotation.y == 0
    turns = [
        Rotation.from_quat([r.x, r.y, r.z, r.w])
        for r in (base.transform.rotation, camera.transform.rotation)
    ]
    assert np.allclose((turns[0] * turns[1]).as_matrix(), pose[:3, :3])


def test_empty_cloud_message() -> None:
    message = cloud_message(PointCloud(np.zeros((0, 3), np.float32)), "f", 5)
    assert message.width == 0 and message.is_dense and message.header.stamp.nanosec == 5


@pytest.mark.parametrize("name", ["missing", "", "notes.txt"])
def test_what_is_unknown_says_what_was_looked_for(name: str, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing")
    with pytest.raises(SourceError, match="does not exist" if name == "missing" else "looked for"):
        open_source(tmp_path / name)


@pytest.mark.parametrize("content", [b"x", b""])
def test_a_broken_frame_names_its_file(content: bytes, tmp_path: Path) -> None:
    write_rgbd(tmp_path)
    (tmp_path / "frame-001.depth.png").write_bytes(content)
    with pytest.raises(SourceError, match="frame-001"):
        list(open_source(tmp_path).samples())


def test_a_bad_pose_names_its_file(tmp_path: Path) -> None:
    write_rgbd(tmp_path)
    (tmp_path / "frame-000.pose.txt").write_text("1 2\n3 4\n")
    with pytest.raises(SourceError, match=r"frame-000\.pose.*4 x 4"):
        list(open_source(tmp_path).samples())


def test_bag_source_plays_its_bytes_and_leaves_the_clock_out(tmp_path: Path) -> None:
    from rosgraph_msgs.msg import Clock

    with BagWriter(tmp_path / "bag") as writer:
        for topic, kind in (("/a", String), ("/clock", Clock), ("/tf_static", TFMessage)):
            writer.add_topic(topic, kind)
            writer.write(topic, 7, serialize_message(kind()))
    source = open_source(tmp_path / "bag")
    assert {t.name: t.latched for t in source.topics} == {"/a": False, "/tf_static": True}
    assert {s.topic: s.data for s in source.samples()}["/a"] == serialize_message(String())
    with pytest.raises(SourceError, match=r"/b is not in the bag.*/a"):
        open_source(tmp_path / "bag", topics=["/b"])


def write_ros1(path: Path, *kinds: tuple[str, str, str]) -> None:
    """A ROS 1 bag of empty messages: topic, type and its definition; two publishers of each."""
    store = get_typestore(Stores.ROS1_NOETIC)
    with Writer(path) as writer:
        for topic, kind, text in kinds:
            if kind not in store.types:
                store.register(get_types_from_msg(text, kind))
            for publisher in ("/first", "/second"):
                line = writer.add_connection(topic, kind, typestore=store, callerid=publisher)
                empty = store.types[kind]
                message = empty(transforms=[]) if "transforms" in text else empty(data="seven")
                writer.write(line, 7, store.serialize_ros1(message, kind))


def test_a_ros1_bag_is_played_as_ros2_messages(tmp_path: Path) -> None:
    transforms = "geometry_msgs/TransformStamped[] transforms\n"
    write_ros1(
        tmp_path / "old.bag",
        ("/chatter", "std_msgs/msg/String", "string data\n"),
        ("/tf", "tf/msg/tfMessage", transforms),
        ("/odd", "nobody_msgs/msg/Nothing", "string data\n"),
    )
    source = open_source(tmp_path / "old.bag")
    assert {t.name: t.message_type for t in source.topics} == {"/chatter": String, "/tf": TFMessage}
    assert len(source.topics) == 2  # each has two publishers
    assert "bag of 4 messages" in source.description
    assert "not installed: /odd (nobody_msgs/msg/Nothing)" in source.description
    types = {topic.name: topic.message_type for topic in source.topics}
    played = [(s.topic, deserialize_message(s.data, types[s.topic])) for s in source.samples()]
    assert sorted(topic for topic, _ in played) == ["/chatter"] * 2 + ["/tf"] * 2
    assert all(m.data == "seven" for topic, m in played if topic == "/chatter")
    with pytest.raises(UnknownMessageType, match="nobody_msgs"):
        open_source(tmp_path / "old.bag", topics=["/odd"])


def test_a_file_of_a_folder_with_several_is_played_alone(tmp_path: Path) -> None:
    for name in ("first", "second"):
        with BagWriter(tmp_path / name) as writer:
            writer.add_topic(f"/{name}", String)
            writer.write(f"/{name}", 7, serialize_message(String()))
        (tmp_path / name / f"{name}.mcap").rename(tmp_path / f"{name}.mcap")
    source = open_source(tmp_path / "second.mcap")
    assert [topic.name for topic in source.topics] == ["/second"]
    assert len(list(source.samples())) == 1


@pytest.mark.parametrize("stamp", [0, 1, 1_700_000_000_123_456_789])
def test_restamping_changes_the_stamp_and_nothing_else(stamp: int) -> None:
    image = Image(header=Header(frame_id="camera"), height=3, width=2, encoding="mono8")
    image.header.stamp.sec, image.header.stamp.nanosec = 5, 6
    data = restamped(serialize_message(image), Image, lambda old: stamp + old)
    assert stamp_of(data) == stamp + 5 * SECOND + 6
    back = deserialize_message(data, Image)
    back.header.stamp = image.header.stamp
    assert back == image


@pytest.mark.parametrize(("far", "stays"), [(-1, 0), (2**80, (1 << 31) * SECOND - 1)])
def test_stamps_beyond_what_a_message_holds_become_the_nearest(far: int, stays: int) -> None:
    data = restamped(serialize_message(Image()), Image, lambda old: far)
    assert stamp_of(data) == stays
    transforms = serialize_message(camera_transforms(np.eye(4), "odom", "base", "camera", 3))
    moved = deserialize_message(restamped(transforms, TFMessage, lambda old: far), TFMessage)
    stamp = moved.transforms[0].header.stamp
    assert stamp.sec * SECOND + stamp.nanosec == stays


def test_restamping_transforms_and_messages_without_a_stamp() -> None:
    transforms = camera_transforms(np.eye(4), "odom", "base", "camera", 3)
    data = restamped(serialize_message(transforms), TFMessage, lambda old: old + 2 * SECOND)
    moved = deserialize_message(data, TFMessage).transforms
    assert [(t.header.stamp.sec, t.header.stamp.nanosec) for t in moved] == [(2, 3)] * 2
    text = serialize_message(String(data="as it was"))
    assert restamped(text, String, lambda old: old + SECOND) == text
