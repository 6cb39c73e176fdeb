# SPDX-License-Identifier: Apache-2.0
"""SceneLabels to a PointCloud2: x y z rgb label instance confidence, 28 bytes a point."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
from sensor_msgs.msg import PointCloud2, PointField
from std_msgs.msg import Header

from ws3d_model import PointCloud, SceneLabels
from ws3d_model.label_colors import UNLABELLED as UNLABELLED_COLOR
from ws3d_model.label_colors import label_colors
from ws3d_model.point_cloud import turned

Color = Literal["label", "input", "instance"]

# The label id of a point that no name fits: the last one that a vision_msgs/VisionClass can hold.
UNLABELLED = 65535
NO_INSTANCE = 0
INSTANCE_COLORS = 64  # a power of two; instances that differ by a multiple of it look alike
COLUMNS = (
    ("x", PointField.FLOAT32),
    ("y", PointField.FLOAT32),
    ("z", PointField.FLOAT32),
    ("rgb", PointField.FLOAT32),
    ("label", PointField.UINT32),
    ("instance", PointField.UINT32),
    ("confidence", PointField.FLOAT32),
)
POINT_STEP = 4 * len(COLUMNS)


def labelled_points_message(
    header: Header,
    height: int,
    width: int,
    cloud: PointCloud,
    scene: SceneLabels,
    label_ids: npt.NDArray[np.uint32] | Sequence[int],
    color: Color = "label",
    target_from_cloud: npt.NDArray[np.float64] | None = None,
) -> PointCloud2:
    """The cloud with its labels: the same points, order and shape as the measurement.

    Args:
        header: stamp of the measurement, and the frame that the points are in at the end.
        height, width: shape of the measurement; height x width = N.
        cloud: N points in the measurement's frame.
        scene: N labels; its instances count from 1 and -1 is none, as the tracker gives them.
        label_ids: (K,) numeric id of each of `scene.names`.
        color: what the packed rgb shows: a colour by the label's text, the measurement's own (grey
            where it has none), or a colour by the instance.
        target_from_cloud: (4, 4) rigid transform for the points, or None.

    Raises:
        ValueError: lengths that differ, or an instance numbered 0, which would read as none.
    """
    count = height * width
    if not len(cloud) == len(scene) == count:
        raise ValueError(
            f"cloud and labels must hold height x width = {count} points, got {len(cloud)} points "
            f"and {len(scene)} labels"
        )
    if len(label_ids) != len(scene.names):
        raise ValueError(f"{len(scene.names)} names need as many label ids, got {len(label_ids)}")
    if (scene.instances == NO_INSTANCE).any():
        raise ValueError("instance 0 would read as no instance: number the instances from 1")

    # The columns are written straight into the message's own bytes: rclpy copies what is assigned
    # to `data`, and checks every byte in Python of anything but an array.array (100 ms and more).
    msg = PointCloud2(header=header, height=height, width=width)
    data = msg.data
    data.append(0)
    data *= POINT_STEP * count
    floats = np.frombuffer(data, "<f4").reshape(count, len(COLUMNS))
    integers = np.frombuffer(data, "<u4").reshape(count, len(COLUMNS))
    # Index -1, unlabelled, reads the entry that follows the K ids.
    ids = np.append(np.asarray(label_ids, np.uint32), np.uint32(UNLABELLED))
    xyz = _transformed(cloud.xyz, target_from_cloud)
    for column in range(3):  # one by one: numpy is four times slower on rows of three
        floats[:, column] = xyz[:, column]
    if color == "label":
        # Colour and id follow from the label alone: one gather brings both.
        table = np.stack([_packed(label_colors(scene.names)), ids], axis=1).view("<u8")[:, 0]
        both = table.take(scene.labels).view("<u4").reshape(count, 2)
        integers[:, 3], integers[:, 4] = both[:, 0], both[:, 1]
    else:
        integers[:, 3] = _packed_colors(cloud, scene, color)
        integers[:, 4] = ids.take(scene.labels)
    np.maximum(scene.instances, NO_INSTANCE, out=integers[:, 5], casting="unsafe")
    floats[:, 6] = scene.confidences

    msg.fields = [
        PointField(name=name, offset=4 * column, datatype=datatype, count=1)
        for column, (name, datatype) in enumerate(COLUMNS)
    ]
    msg.is_bigendian = False
    msg.point_step = POINT_STEP
    msg.row_step = POINT_STEP * width
    msg.is_dense = bool(np.isfinite(cloud.xyz).all())
    return msg


def _transformed(
    xyz: npt.NDArray[np.float32], target_from_cloud: npt.NDArray[np.float64] | None
) -> npt.NDArray[np.float32]:
    if target_from_cloud is None:
        return xyz
    matrix = np.asarray(target_from_cloud, np.float32)
    with np.errstate(invalid="ignore"):  # infinity times zero: as unusable as before
        return turned(xyz, matrix[:3, :3]) + matrix[:3, 3]


def _packed_colors(
    cloud: PointCloud, scene: SceneLabels, color: Literal["input", "instance"]
) -> npt.NDArray[np.uint32]:
    """0x00rrggbb of every point."""
    if color == "instance":
        palette = _packed(label_colors(f"instance {n}" for n in range(INSTANCE_COLORS)))
        return palette[np.where(scene.instances > 0, scene.instances & (INSTANCE_COLORS - 1), -1)]
    if cloud.rgb is not None:
        return _packed(cloud.rgb)
    return np.full(len(cloud), _packed(np.array([UNLABELLED_COLOR], np.uint8))[0])


def _packed(rgb: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint32]:
    """0x00rrggbb; the top byte stays 0 so that, as a float, it is never NaN."""
    channels = np.zeros((len(rgb), 4), np.uint8)
    for column, byte in enumerate((2, 1, 0)):  # little endian: the lowest byte is blue
        channels[:, byte] = rgb[:, column]
    packed: npt.NDArray[np.uint32] = channels.view(np.dtype("<u4"))[:, 0]
    return packed
