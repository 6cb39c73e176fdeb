# SPDX-License-Identifier: Apache-2.0
"""Tells what lies at a path, and opens it as a source."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ws3d_model.cloud_files.read import CLOUD_SUFFIXES
from ws3d_ros.bags.ros1_bag import SUFFIX as ROS1_SUFFIX
from ws3d_ros.sources.bag_source import BagSource
from ws3d_ros.sources.cloud_folder import CLOUD_FILES, KITTI, NUSCENES, CloudFolder
from ws3d_ros.sources.rgbd_folder import RgbdFolder, frames_in
from ws3d_ros.sources.source import Source, SourceError

DEFAULT_RATE = 5.0  # frames a second of a folder, which does not say its own
KITTI_FOLDERS = ("", "velodyne", "velodyne_points/data")
NUSCENES_FOLDERS = ("", "LIDAR_TOP", "samples/LIDAR_TOP")
LOOKED_FOR = """looked for
  metadata.yaml, *.mcap or *.db3                     a ROS 2 bag
  a file *.bag                                       a ROS 1 bag
  *.depth.png with *.color.jpg or *.color.png        RGB-D frames (7-Scenes)
  *.pcd.bin, also in samples/LIDAR_TOP/              nuScenes sweeps
  *.bin, also in velodyne/ or velodyne_points/data/  KITTI sweeps
  *.npz, *.ply, *.pcd                                cloud files"""


def open_source(
    path: Path,
    rate: float | None = None,
    topics: Sequence[str] = (),
    pose_up: str = "auto",
) -> Source:
    """The bag, folder or file at a path as a source.

    Args:
        path: a bag (its folder, or a file in it), a folder of frames, or one cloud file.
        rate: frames a second of a folder; None: `DEFAULT_RATE`. A bag has its own times.
        topics: of a bag, the ones to play; empty: all.
        pose_up: of RGB-D frames with poses, the axis of their world that points up, or "auto".

    Raises:
        SourceError: nothing there that is known; the message says what was looked for.
    """
    if not path.exists():
        raise SourceError(f"{path} does not exist: check the path")
    rate = DEFAULT_RATE if rate is None else rate
    if not rate > 0:
        raise SourceError(f"the rate must be above 0 Hz, got {rate:g}")
    if path.is_file():
        if path.suffix in (".mcap", ".db3", ROS1_SUFFIX):
            return BagSource(path, topics)
        if path.suffix in CLOUD_SUFFIXES:
            how = NUSCENES if path.name.endswith(".pcd.bin") else CLOUD_FILES
            how = KITTI if path.suffix == ".bin" and how is CLOUD_FILES else how
            return CloudFolder([path], how, rate)
        raise SourceError(f"{path} is no known file; {LOOKED_FOR}")
    if (path / "metadata.yaml").is_file() or any(path.glob("*.mcap")) or any(path.glob("*.db3")):
        return BagSource(path, topics)
    if frames := frames_in(path):
        return RgbdFolder(path, frames, rate, pose_up)
    for folder in NUSCENES_FOLDERS:
        if files := sorted((path / folder).glob("*.pcd.bin")):
            return CloudFolder(files, NUSCENES, rate)
    for folder in KITTI_FOLDERS:
        if files := sorted((path / folder).glob("*.bin")):
            return CloudFolder(files, KITTI, rate)
    if files := sorted(f for f in path.iterdir() if f.suffix in (".npz", ".ply", ".pcd")):
        return CloudFolder(files, CLOUD_FILES, rate)
    raise SourceError(f"{path} holds nothing to replay; {LOOKED_FOR}")
