# SPDX-License-Identifier: Apache-2.0
"""Messages of frames that come from files: clouds, images, calibrations, transforms."""

from __future__ import annotations

import array
from typing import Any

import numpy as np
import numpy.typing as npt
from builtin_interfaces.msg import Time
from geometry_msgs.msg import Transform, TransformStamped
from rclpy.serialization import serialize_message
from scipy.spatial.transform import Rotation
from sensor_msgs.msg import CameraInfo, CompressedImage, Image, PointCloud2, PointField
from std_msgs.msg import Header
from tf2_msgs.msg import TFMessage

from ws3d_model import PointCloud

FULL_INTENSITY = 255.0  # what 1 becomes: the node's default intensity_range ends there
Float64 = npt.NDArray[np.float64]


def header(frame: str, stamp: int) -> Header:
    """A header; the stamp in nanoseconds."""
    seconds, nanoseconds = divmod(stamp, 1_000_000_000)
    return Header(stamp=Time(sec=seconds, nanosec=nanoseconds), frame_id=frame)


def cloud_message(
    cloud: PointCloud, frame: str, stamp: int, shape: tuple[int, int] | None = None
) -> PointCloud2:
    """x y z, and rgb (packed float) or intensity (0..255) where the cloud has them.

    Args:
        cloud: N points.
        frame: frame_id.
        stamp: nanoseconds.
        shape: height and width of an organised cloud; None: one row.
    """
    fields = [("x", "<f4"), ("y", "<f4"), ("z", "<f4")]
    if cloud.rgb is not None:
        fields.append(("rgb", "<u4"))
    if cloud.intensity is not None:
        fields.append(("intensity", "<f4"))
    points = np.zeros(len(cloud), np.dtype(fields))
    for column, name in enumerate("xyz"):
        points[name] = cloud.xyz[:, column]
    if cloud.rgb is not None:
        red, green, blue = cloud.rgb.astype(np.uint32).T
        points["rgb"] = red << 16 | green << 8 | blue
    if cloud.intensity is not None:
        points["intensity"] = cloud.intensity * FULL_INTENSITY
    height, width = shape or (1, len(cloud))
    message = PointCloud2(header=header(frame, stamp), height=height, width=width)
    message.fields = [
        PointField(name=name, offset=4 * k, datatype=PointField.FLOAT32, count=1)
        for k, (name, _) in enumerate(fields)
    ]
    message.point_step = points.dtype.itemsize
    message.row_step = points.dtype.itemsize * width
    message.is_dense = bool(cloud.finite.all())
    message.data = _bytes(points)
    return message


def depth_message(millimetres: npt.NDArray[np.uint16], frame: str, stamp: int) -> Image:
    """A 16UC1 image of (H, W) millimetres, 0 where unknown."""
    height, width = millimetres.shape
    message = Image(header=header(frame, stamp), height=height, width=width)
    message.encoding, message.step = "16UC1", 2 * width
    message.data = _bytes(millimetres.astype("<u2"))
    return message


def compressed_image_message(file: bytes, kind: str, frame: str, stamp: int) -> CompressedImage:
    """A colour image as it lies in its file; kind `jpeg` or `png`."""
    message = CompressedImage(header=header(frame, stamp), format=kind)
    message.data = array.array("B", file)
    return message


def camera_info_message(
    matrix: Float64,  # (3, 3)
    size: tuple[int, int],
    frame: str,
    stamp: int,
) -> CameraInfo:
    """A pinhole without distortion; size is width, height in pixels."""
    message = CameraInfo(header=header(frame, stamp), width=size[0], height=size[1])
    message.distortion_model, message.d = "plumb_bob", [0.0] * 5
    message.k = matrix.ravel().tolist()
    message.r = np.eye(3).ravel().tolist()
    message.p = np.column_stack([matrix, np.zeros(3)]).ravel().tolist()
    return message


def transform_message(parent: str, child: str, pose: Float64, stamp: int) -> TransformStamped:
    """The pose (4, 4) parent_from_child."""
    transform = Transform()
    translation, rotation = transform.translation, transform.rotation
    translation.x, translation.y, translation.z = pose[:3, 3].tolist()
    quaternion = Rotation.from_matrix(pose[:3, :3]).as_quat().tolist()
    rotation.x, rotation.y, rotation.z, rotation.w = quaternion
    return TransformStamped(header=header(parent, stamp), child_frame_id=child, transform=transform)


def camera_transforms(
    world_from_camera: Float64, world: str, base: str, camera: str, stamp: int
) -> TFMessage:
    """world -> base -> camera, where base is level (z up) and turns with the camera's heading.

    Args:
        world_from_camera: (4, 4) pose in optical axes, the world's z up.
    """
    base_pose = np.eye(4)
    base_pose[:3, 3] = world_from_camera[:3, 3]
    forward = world_from_camera[:3, 2]
    heading = np.arctan2(forward[1], forward[0])
    base_pose[:2, :2] = [
        [np.cos(heading), -np.sin(heading)],
        [np.sin(heading), np.cos(heading)],
    ]
    base_from_camera = np.linalg.inv(base_pose) @ world_from_camera
    return TFMessage(
        transforms=[
            transform_message(world, base, base_pose, stamp),
            transform_message(base, camera, base_from_camera, stamp),
        ]
    )


def serialized(message: Any) -> bytes:
    """CDR bytes of a message."""
    data: bytes = serialize_message(message)
    return data


def _bytes(values: npt.NDArray[Any]) -> array.array[int]:
    # rclpy takes an array.array as it is; anything else is checked byte by byte in Python.
    data = array.array("B")
    data.frombytes(memoryview(np.ascontiguousarray(values)).cast("B"))
    return data
