# SPDX-License-Identifier: Apache-2.0
"""A folder of clouds as a source: one file is one PointCloud2 on `points`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.spatial.transform import Rotation
from sensor_msgs.msg import PointCloud2
from tf2_msgs.msg import TFMessage

from ws3d_model.cloud_files import read_cloud
from ws3d_model.cloud_files.errors import CloudFileError
from ws3d_ros.sources.frame_messages import cloud_message, serialized, transform_message
from ws3d_ros.sources.source import Sample, SourceError, Topic

BASE_FRAME = "base_link"


@dataclass(frozen=True)
class CloudFormat:
    """How the files of a data set are read, and how its sensor stands on the vehicle.

    Args:
        name: for people.
        frame: frame_id of the clouds.
        columns: of .bin files.
        intensity_range: the intensities that become 0 and 1.
        height: of the sensor above the ground, metres.
        yaw: of the sensor's axes in the vehicle's (x forward), degrees.
    """

    name: str
    frame: str
    columns: int = 4
    intensity_range: tuple[float, float] = (0.0, 1.0)
    height: float = 0.0
    yaw: float = 0.0


# Heights and axes as the data sets document their sensors.
KITTI = CloudFormat("KITTI sweeps", "velodyne", height=1.73)
NUSCENES = CloudFormat("nuScenes sweeps", "lidar_top", 5, (0.0, 255.0), height=1.84, yaw=-90.0)
CLOUD_FILES = CloudFormat("cloud files", "cloud")


class CloudFolder:
    """Clouds at an even rate, with the sensor's place on the vehicle on /tf_static.

    No odometry is published: the files do not hold any.

    Args:
        files: in the order of playing.
        how: the data set's format.
        rate: clouds a second.
    """

    has_stamps = False

    def __init__(self, files: Sequence[Path], how: CloudFormat, rate: float) -> None:
        self._files, self._how, self._rate = tuple(files), how, rate
        self.topics = (Topic("/tf_static", TFMessage, latched=True), Topic("points", PointCloud2))
        self.description = f"{len(files)} {how.name} at {rate:g} Hz"

    def samples(self) -> Iterator[Sample]:
        """The static transform, then one cloud after the other."""
        pose = np.eye(4)
        pose[:3, :3] = Rotation.from_euler("z", self._how.yaw, degrees=True).as_matrix()
        pose[2, 3] = self._how.height
        mounted = TFMessage(transforms=[transform_message(BASE_FRAME, self._how.frame, pose, 0)])
        yield Sample("/tf_static", 0, serialized(mounted))
        for number, path in enumerate(self._files):
            try:
                cloud = read_cloud(path, self._how.columns, self._how.intensity_range)
            except CloudFileError as error:
                raise SourceError(str(error)) from error
            stamp = round(number / self._rate * 1e9)
            message = cloud_message(cloud, self._how.frame, stamp)
            yield Sample("points", stamp, serialized(message))
